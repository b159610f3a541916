import { openingFor } from '#libs/disclosure';
import { accessStream } from '#libs/identity';
import { civilDateOf } from '#libs/kernel';
import { Controller, HttpStatus, Inject, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiHeader, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { type Account, actorOf, TheAccount } from '../http/account.js';
import { ProblemResponses } from '../http/problem-schema.js';
import { Problem } from '../http/problem.js';
import { validated } from '../http/validation.js';
import { HOUSE, type House } from '../house.js';
import { Id, Ids, Maybe, OneOf, Text } from '../orders/fields.js';
import { GiveOrder, orderIdOf } from '../orders/give-order.js';
import { openingKey } from './opening-key.js';
import { idempotencyKeyOf } from '../orders/order-headers.js';
import { notUnderMandate } from './not-under-mandate.js';

class OpeningWishBody {
  @OneOf('REPLAY', 'COUNTERFACTUAL') use!: 'REPLAY' | 'COUNTERFACTUAL';
  /** For what; kept sealed. */
  @Maybe(Text()) purpose?: string;
  /** Only values of one stream: `case-…`, `household-…` or `act-…`. */
  @Maybe(Id()) stream?: string;
  /** Only values of this area and those below it. */
  @Maybe(Id()) within?: string;
  /** The law that is tried, by its names. */
  @Maybe(Ids()) law?: string[];
  /** The inspection under whose mandate they are opened. */
  @Maybe(Id()) mandate?: string;
}

/** What was recorded. */
class Opening {
  @ApiProperty({ description: 'To be given, on the same day and by the same account, to a replay of a case.' }) id!: string;
  @ApiProperty({ example: 'sqlite:123', description: 'Opaque; to be given to a query as `after`.' }) position!: string;
}

/** Sealed values that are opened so that decisions can be taken again: recorded with their purpose before any is read (§7). */
@ApiTags('audit')
@ApiBearerAuth()
@Controller('api/v1/openings')
export class OpeningController {
  constructor(
    @Inject(HOUSE) private readonly house: House,
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  @Post()
  @ApiOperation({
    operationId: 'audit.openSealed',
    summary: 'Records that sealed values are opened to take decisions again, and for what; none is shown',
  })
  @ApiBody({ type: OpeningWishBody })
  @ApiHeader({ name: 'Idempotency-Key', required: true, description: 'The same key and body again is the same opening.' })
  @ApiCreatedResponse({ type: Opening })
  @ProblemResponses(400, 401, 403, 404, 409, 422, 503)
  async open(
    @TheAccount() account: Account,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Opening> {
    const id = orderIdOf(account.accountId, idempotencyKeyOf(request));
    const { purpose = '', ...wish } = validated(OpeningWishBody, request.body);
    const { log: reader, engine, clock } = this.house;
    const { directory } = engine;
    const today = civilDateOf(clock.now());
    const asked = { actor: actorOf(account), today };
    const opening = await openingFor(id, { purpose, ...wish }, asked, { reader, directory }).catch(notUnderMandate);
    if (opening === undefined) throw new Problem(404, 'NOT_FOUND');
    const target = accessStream(account.accountId, today);
    const idempotencyKey = openingKey(id);
    const order = {
      account,
      target,
      type: 'OpenSealed',
      data: opening,
      idempotencyKey,
      dryRun: false,
      opens: true,
      ofTheDay: true,
    } as const;
    const { position } = await this.commands.execute(new GiveOrder(order));
    response.status(HttpStatus.CREATED);
    return { id, position };
  }
}
