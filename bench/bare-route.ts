import 'reflect-metadata';
import { Body, Controller, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { validated } from '../apps/api/src/http/validation.js';
import { caseOrders } from '../apps/api/src/orders/case-orders.js';
import { type OrderBody, orderBodyClass } from '../apps/api/src/orders/order-body.js';
import { type DataClass } from '../apps/api/src/orders/order-registry.js';

const BODIES: ReadonlyMap<string, DataClass<OrderBody>> = new Map(
  Object.entries(caseOrders).map(([type, dataClass]) => [type, orderBodyClass(type, dataClass)]),
);

/** A Nest route that holds what comes in against the same class, and answers as many bytes; nothing is done. */
@Controller('bare')
class BareController {
  @Post(':id/orders/:type')
  give(@Param('type') type: string, @Body() body: unknown): object {
    const bodyClass = BODIES.get(type);
    if (bodyClass === undefined) throw new TypeError(`no order is called ${type}`);
    const { data } = validated(bodyClass, body);
    return { stream: type, revision: 1, position: 'bare:1', events: [{ id: type, type, revision: 1 }], repeated: data === null };
  }
}

@Module({ controllers: [BareController] })
class BareModule {}

export async function openBareRoute(): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(BareModule, { logger: false });
  await app.listen(0, 'localhost');
  return app;
}
