import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import { Printer } from '#libs/print';
import { type Logger, pino } from 'pino';
import { ApiModule } from './api.module.js';
import { FILE_LIMIT_BYTES, isFile } from './exchange/file-body.js';
import { type House } from './house.js';
import { Departure } from './http/departure.js';
import { DOCS_PATH, securityHeaders } from './http/headers.js';
import { BODY_LIMIT_BYTES, harmless, onlyJson } from './http/json-body.js';
import { wholePath } from './http/whole-path.js';
import { type RateLimit } from './http/rate-limit.js';
import { requestLog } from './http/request-log.js';
import { traced } from './http/trace.js';
import { NestLogger } from './nest-logger.js';
import { describeApi } from './openapi.js';
import { QueueBoard, QUEUES_PATH } from './queues/queue-board.js';
import { DEFAULT_PACE, type StreamPace } from './stream/event-stream.js';

export interface AppOptions {
  /** Nothing is said where absent. */
  readonly logger?: Logger;
  readonly pace?: StreamPace;
  /** Nobody is held back where absent. */
  readonly rate?: RateLimit;
  /** Address by which the world knows this server, such as that of a proxy; the one by which each reader asks where absent. */
  readonly publicUrl?: string;
  /** Folder with scans of papers, each named by its SHA-256, for dossiers; none goes along where absent. */
  readonly evidence?: string;
  /** Makes PDFs; closed with the doors. One with the usual limits where absent. */
  readonly printer?: Printer;
  /** Only health and metrics: for a worker, which serves nobody. */
  readonly watchOnly?: boolean;
}

export const DOCUMENT_PATH = '/api/openapi.json';

/** The doors before a house, ready to listen. Closing the app leaves the house as it is. */
export async function openDoors(house: House, options: AppOptions = {}): Promise<NestExpressApplication> {
  const {
    logger = pino({ level: 'silent' }),
    pace = DEFAULT_PACE,
    rate,
    publicUrl = '',
    evidence,
    watchOnly = false,
    printer = new Printer(),
  } = options;
  const departure = new Departure();
  const app = await NestFactory.create<NestExpressApplication>(
    ApiModule.of({ house, logger, pace, rate, departure, publicUrl, evidence, watchOnly, printer }),
    {
      logger: new NestLogger(logger),
      bodyParser: false,
      abortOnError: false,
      forceCloseConnections: true,
    },
  );
  app.disable('x-powered-by');
  // Our ETag is the revision of a stream, not a digest of an answer.
  app.set('etag', false);
  app.use(securityHeaders);
  app.use(traced);
  app.use(requestLog(logger));
  app.use(departure.passes);
  app.use(wholePath);
  // Before the JSON of the API: its form is the one thing here that is not.
  if (house.queue !== undefined && !watchOnly) app.use(QUEUES_PATH, app.get(QueueBoard).router);
  app.useBodyParser('raw', { limit: FILE_LIMIT_BYTES, type: isFile });
  app.use(onlyJson);
  app.useBodyParser('json', { limit: BODY_LIMIT_BYTES, type: () => true, strict: true });
  app.use(harmless);
  if (watchOnly) return app.init().then(() => app);
  const document = describeApi(app);
  SwaggerModule.setup(DOCS_PATH.slice(1), app, document, {
    jsonDocumentUrl: DOCUMENT_PATH.slice(1),
    raw: ['json'],
    customSiteTitle: 'Mingce',
    swaggerOptions: { persistAuthorization: false, validatorUrl: null },
  });
  await app.init();
  return app;
}
