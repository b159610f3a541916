import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, LazyModuleLoader } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { TerminusModule } from '@nestjs/terminus';
import { ThrottlerModule } from '@nestjs/throttler';
import { type Printer } from '#libs/print';
import { type Logger } from 'pino';
import { AuditController } from './audit/audit.controller.js';
import { Printing } from './audit/printing.js';
import { CalendarController } from './calendars/calendar.controller.js';
import { DossierController } from './dossier/dossier.controller.js';
import { OpeningController } from './dossier/opening.controller.js';
import { EVIDENCE } from './dossier/take-dossier.js';
import { ExchangeController } from './exchange/exchange.controller.js';
import { HealthController } from './health/health.controller.js';
import { HOUSE, type House } from './house.js';
import { BearerGuard } from './http/bearer.guard.js';
import { Departure } from './http/departure.js';
import { ProblemFilter } from './http/problem.filter.js';
import { type RateLimit, RateLimitGuard, throttling } from './http/rate-limit.js';
import { HouseMetrics } from './metrics/house-metrics.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { GiveOrderHandler } from './orders/give-order.js';
import { orderControllers } from './orders/order.controllers.js';
import { LawController } from './law/law.controller.js';
import { OversightController } from './oversight/oversight.controller.js';
import { QueueBoard } from './queues/queue-board.js';
import { AskHandler } from './queries/ask.js';
import { QueryController } from './queries/query.controllers.js';
import { STREAM_PACE, type StreamPace } from './stream/event-stream.js';
import { PUBLIC_URL } from './stream/schema-address.js';
import { SchemaController } from './stream/schema.controller.js';
import { StreamController } from './stream/stream.controller.js';

/** What the doors are opened with. */
export interface DoorParts {
  readonly house: House;
  readonly logger: Logger;
  readonly pace: StreamPace;
  readonly rate: RateLimit | undefined;
  readonly departure: Departure;
  readonly publicUrl: string;
  readonly evidence: string | undefined;
  readonly printer: Printer;
  /** Only what a watch asks: of a process that serves nobody. */
  readonly watchOnly: boolean;
}

const CONTROLLERS = [
  ...orderControllers,
  ExchangeController,
  QueryController,
  AuditController,
  DossierController,
  OpeningController,
  LawController,
  OversightController,
  StreamController,
  SchemaController,
  CalendarController,
];

/** The doors: everything that can be asked of a house over HTTP. */
@Module({})
export class ApiModule {
  static of({ house, logger, pace, rate, departure, publicUrl, evidence, watchOnly, printer }: DoorParts): DynamicModule {
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot(), TerminusModule.forRoot({ logger: false }), ThrottlerModule.forRoot(throttling(rate))],
      controllers: [...(watchOnly ? [] : CONTROLLERS), HealthController, MetricsController],
      providers: [
        GiveOrderHandler,
        AskHandler,
        HouseMetrics,
        { provide: HOUSE, useValue: house },
        { provide: STREAM_PACE, useValue: pace },
        { provide: PUBLIC_URL, useValue: publicUrl },
        { provide: EVIDENCE, useValue: evidence },
        { provide: Departure, useValue: departure },
        { provide: Printing, useValue: new Printing(printer) },
        ...queueBoards(house),
        { provide: APP_GUARD, useClass: BearerGuard },
        { provide: APP_GUARD, useClass: RateLimitGuard },
        { provide: APP_FILTER, useValue: new ProblemFilter(logger) },
      ],
    };
  }
}

/** Where wake-ups ring by a Redis. */
function queueBoards(house: House): readonly Provider[] {
  const { queue } = house;
  if (queue === undefined) return [];
  return [
    {
      provide: QueueBoard,
      useFactory: (modules: LazyModuleLoader) => new QueueBoard(house, queue, modules),
      inject: [LazyModuleLoader],
    },
  ];
}
