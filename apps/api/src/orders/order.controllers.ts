import { termOf } from '#libs/terms';
import { type CivilDate } from '#libs/kernel';
import { Controller, HttpStatus, Inject, Param, Post, Req, Res, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiExcludeEndpoint,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { type Account, TheAccount } from '../http/account.js';
import { ProblemResponses } from '../http/problem-schema.js';
import { Problem } from '../http/problem.js';
import { type WithTrace } from '../http/trace.js';
import { validated } from '../http/validation.js';
import { ORDER_CATEGORIES, type OrderCategory } from './categories.js';
import { GiveOrder } from './give-order.js';
import { type OrderBody, orderBodyClass } from './order-body.js';
import { dryRunOf, idempotencyKeyOf, ifRevisionOf } from './order-headers.js';
import { type DataClass } from './order-registry.js';
import { OrderReceipt } from './receipt.js';

/** Ids are made by machines; areas and processes may stand in them. */
const ID = /^[A-Za-z0-9][\w.@-]{0,199}$/;

/** One controller for each kind of stream, with a route, a body and an operation of its own for every order type. */
export const orderControllers: readonly Type[] = ORDER_CATEGORIES.map(controllerOf);

function controllerOf({ category, collection, orders, openedBy }: OrderCategory): Type {
  @ApiTags(collection)
  @ApiBearerAuth()
  @Controller(`api/v1/${collection}/:id/orders`)
  class OrdersController {
    constructor(@Inject(CommandBus) readonly commands: CommandBus) {}

    async give(
      type: string,
      bodyClass: DataClass<OrderBody>,
      account: Account,
      id: string,
      request: Request & WithTrace,
      response: Response,
    ): Promise<OrderReceipt> {
      if (!ID.test(id)) throw new Problem(404, 'NOT_FOUND');
      const idempotencyKey = idempotencyKeyOf(request);
      const ifRevision = ifRevisionOf(request);
      const dryRun = dryRunOf(request);
      validated(bodyClass, request.body);
      // As it came, not as the instance of a class: it was held against the class whole, and goes into the log as it is.
      const { data, occurredOn, performedBy } = request.body as OrderBody;
      const receipt = await this.commands.execute(
        new GiveOrder({
          account,
          target: `${category}-${id}`,
          type,
          data,
          idempotencyKey,
          dryRun,
          opens: openedBy.includes(type),
          ...(occurredOn === undefined ? {} : { occurredOn: occurredOn as CivilDate }),
          ...(performedBy === undefined ? {} : { performedBy }),
          ...(ifRevision === undefined ? {} : { ifRevision }),
          ...(request.traceparent === undefined ? {} : { traceparent: request.traceparent }),
        }),
      );
      response.status(receipt.events.length > 0 && !receipt.repeated ? HttpStatus.CREATED : HttpStatus.OK);
      if (receipt.revision >= 0) response.setHeader('ETag', `"${receipt.revision}"`);
      return receipt;
    }
  }
  Object.defineProperty(OrdersController, 'name', { value: `${nameOf(category)}OrdersController` });
  for (const [type, dataClass] of Object.entries(orders))
    addRoute(OrdersController.prototype, type, orderBodyClass(type, dataClass), category);
  addUnknown(OrdersController.prototype, Object.keys(orders));
  return OrdersController;
}

interface Giving {
  give(
    type: string,
    bodyClass: DataClass<OrderBody>,
    account: Account,
    id: string,
    request: Request & WithTrace,
    response: Response,
  ): Promise<OrderReceipt>;
}

/** What decorators would say above a method that was written out; it is made for each order type. */
function addRoute(prototype: Giving, type: string, bodyClass: DataClass<OrderBody>, category: string): void {
  const method = `give${type}`;
  const handler = {
    [method](this: Giving, account: Account, id: string, request: Request, response: Response): Promise<OrderReceipt> {
      return this.give(type, bodyClass, account, id, request, response);
    },
  }[method];
  const { zh, en } = termOf('order', type);
  define(prototype, method, handler, [
    Post(type),
    ApiOperation({ operationId: `${category}.${type}`, summary: `${zh} / ${en}` }),
    ApiParam({ name: 'id', type: String }),
    ApiBody({ type: bodyClass }),
    ApiQuery({ name: 'dryRun', required: false, type: Boolean, description: 'Decide and answer; record nothing.' }),
    ApiHeader({ name: 'Idempotency-Key', required: true, description: 'The same key and body again is the same order.' }),
    ApiHeader({ name: 'If-Match', required: false, description: 'Revision on which the order rests.' }),
    ApiCreatedResponse({ type: OrderReceipt }),
    ApiOkResponse({ type: OrderReceipt, description: 'A repeat, or a dry run.' }),
    ProblemResponses(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503),
  ]);
  TheAccount()(prototype, method, 0);
  Param('id')(prototype, method, 1);
  Req()(prototype, method, 2);
  Res({ passthrough: true })(prototype, method, 3);
}

/** Any other type: which there are is said, so that a misspelling is seen. */
function addUnknown(prototype: object, known: readonly string[]): void {
  const handler = (): never => {
    throw new Problem(404, 'UNKNOWN_ORDER', { expected: known });
  };
  define(prototype, 'giveUnknown', handler, [Post(':type'), ApiExcludeEndpoint()]);
}

function define(prototype: object, method: string, handler: unknown, decorators: readonly MethodDecorator[]): void {
  const descriptor: PropertyDescriptor = { value: handler, writable: true, configurable: true, enumerable: false };
  for (const decorate of decorators) decorate(prototype, method, descriptor);
  Object.defineProperty(prototype, method, descriptor);
}

function nameOf(category: string): string {
  return category.charAt(0).toUpperCase() + category.slice(1);
}
