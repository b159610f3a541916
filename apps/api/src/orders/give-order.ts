import {
  type Accepted,
  type Answer,
  type GivenOrder,
  MissingLaw,
  OrderIdTaken,
  stableIdIn,
  StaleRevision,
} from '#libs/application';
import { type CaseOpened } from '#libs/procedure';
import { type CivilDate, type Finding } from '#libs/kernel';
import { cursorOf } from '#libs/outlets';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Account, actorOf } from '../http/account.js';
import { Problem } from '../http/problem.js';
import { HOUSE, type House } from '../house.js';
import { type KnownOrder, KnownOrders } from './known-orders.js';
import { type OrderReceipt } from './receipt.js';

export interface OrderWish {
  readonly account: Account;
  readonly target: string;
  readonly type: string;
  readonly data: object;
  readonly occurredOn?: CivilDate;
  readonly performedBy?: string;
  readonly idempotencyKey: string;
  readonly dryRun: boolean;
  readonly ifRevision?: bigint;
  /** Of the request: goes into the events. */
  readonly traceparent?: string;
  /** Whether the order begins its stream; others need one that is there. */
  readonly opens: boolean;
  /** The target ends with the day: see {@link GiveOrderHandler}. */
  readonly ofTheDay?: boolean;
}

/** An order on its way from a door to the desk. */
export class GiveOrder extends Command<OrderReceipt> {
  constructor(readonly wish: OrderWish) {
    super();
  }
}

/** f3b0c6f2-7d43-5b9a-8a53-6d696e676365 */
const ACCOUNTS = Buffer.from('f3b0c6f27d435b9a8a536d696e676365', 'hex');

/** The id of an order: the same for the same account and key, whatever is sent and however often. */
export function orderIdOf(accountId: string, idempotencyKey: string): string {
  return stableIdIn(ACCOUNTS, [accountId, idempotencyKey]);
}

const DAY = '-2020-03-02'.length;

/** Whether a stream is that of the wish but for its day. */
function isOfAnotherDay(stream: string, { target, ofTheDay = false }: OrderWish): boolean {
  return ofTheDay && stream !== target && stream.slice(0, -DAY) === target.slice(0, -DAY);
}

/**
 * An order whose stream is named by the day is given on that of an earlier day where its id was used or claimed there, in the same words:
 * whether it was done there before midnight only that stream can tell, and one id is good for one stream (ADR 0041).
 */
@CommandHandler(GiveOrder)
export class GiveOrderHandler implements ICommandHandler<GiveOrder> {
  private readonly known: KnownOrders;

  constructor(@Inject(HOUSE) private readonly house: House) {
    this.known = new KnownOrders(house);
  }

  /** @throws Problem where it is refused, stale, or the key is known with other words. */
  async execute({ wish }: GiveOrder): Promise<OrderReceipt> {
    const known = wish.ofTheDay === true ? await this.known.find(givenOrder(wish).orderId) : undefined;
    if (known !== undefined && isOfAnotherDay(known.stream, wish)) return this.executeOn({ ...wish, target: known.stream });
    try {
      return await this.executeOn(wish);
    } catch (error) {
      if (!(error instanceof OrderIdTaken) || !isOfAnotherDay(error.stream, wish)) throw error;
      // What is sealed is sealed for its stream: words are the same or not as they would stand there.
      const there = { ...wish, target: error.stream };
      if ((await this.house.engine.desk.digestOf(givenOrder(there))) !== error.saidAs) throw error;
      return this.executeOn(there);
    }
  }

  private async executeOn(wish: OrderWish): Promise<OrderReceipt> {
    const given = givenOrder(wish);
    const before = await this.knownAs(given);
    const answer = await this.give(given, before, wish.opens);
    if (!answer.accepted) {
      // Somebody used the key while this order waited for its turn.
      await this.knownAs(given);
      throw await this.refusal(given, answer.findings, wish.opens);
    }
    this.known.remember(given.orderId, answer);
    return this.receipt(given, answer);
  }

  private async knownAs(given: GivenOrder): Promise<KnownOrder | undefined> {
    const known = await this.known.find(given.orderId);
    if (known !== undefined && !(await this.known.isSame(known, given))) throw new Problem(422, 'IDEMPOTENCY_KEY_REUSED');
    return known;
  }

  private async give(given: GivenOrder, known: KnownOrder | undefined, opens: boolean): Promise<Answer> {
    // A repeat is answered as the first time, although the stream has gone on since.
    const { ifRevision, ...whatever } = given;
    try {
      return await this.house.engine.desk.give(known === undefined ? given : whatever);
    } catch (error) {
      if (error instanceof StaleRevision && (await this.knownAs(given)) !== undefined) {
        return this.house.engine.desk.give(whatever);
      }
      if (error instanceof MissingLaw && !opens && !(await this.isThere(given.target))) throw new Problem(404, 'NOT_FOUND');
      throw error;
    }
  }

  private async isThere(stream: string): Promise<boolean> {
    return (await this.house.store.readStream(stream)).length > 0;
  }

  private async receipt(given: GivenOrder, answer: Accepted): Promise<OrderReceipt> {
    // Of what was given at another instance a moment ago the read models may not know yet.
    const events =
      answer.repeated && given.dryRun !== true ? await this.known.eventsOf(given.orderId, answer.stream) : answer.events;
    return {
      stream: answer.stream,
      revision: Number(answer.revision),
      position: cursorOf(this.house.store.name, answer.position),
      events: events.map(({ id, type, revision }) => ({ id, type, revision: Number(revision) })),
      repeated: answer.repeated,
      ...(answer.wouldAppend === undefined ? {} : { wouldRecord: answer.wouldAppend.map(({ type, data }) => ({ type, data })) }),
    };
  }

  /** What is not there and what lies elsewhere look the same from outside. */
  private async refusal({ target, order }: GivenOrder, findings: readonly Finding[], opens: boolean): Promise<Problem> {
    if (findings.some(({ code }) => code === 'FOREIGN_AREA')) return new Problem(404, 'NOT_FOUND');
    const [first] = findings;
    const about = { ...(first === undefined ? {} : { clause: first.clause }), findings, ...partOf(order.data) };
    const code = first?.code ?? 'REFUSED';
    if (findings.some(({ code: found }) => found === 'OFFICE_MAY_NOT' || found === 'NOT_APPOINTED')) {
      return new Problem(403, code, { ...about, titled: 'NOT_PERMITTED' });
    }
    const events = await this.house.log.readStream(target);
    if (events.length === 0 && !opens) return new Problem(404, 'NOT_FOUND');
    const [opened] = events;
    const ofCase =
      opened?.type === 'case.CaseOpened.v1'
        ? { caseId: (opened.data as CaseOpened).caseId, definition: (opened.data as CaseOpened).definition }
        : {};
    return new Problem(409, code, { ...about, ...ofCase, titled: 'REFUSED' });
  }
}

function givenOrder(wish: OrderWish): GivenOrder {
  return {
    orderId: orderIdOf(wish.account.accountId, wish.idempotencyKey),
    target: wish.target,
    order: { type: wish.type, data: wish.data },
    actor: actorOf(wish.account),
    dryRun: wish.dryRun,
    ...(wish.occurredOn === undefined ? {} : { occurredOn: wish.occurredOn }),
    ...(wish.performedBy === undefined ? {} : { performedBy: wish.performedBy }),
    ...(wish.ifRevision === undefined ? {} : { ifRevision: wish.ifRevision }),
    ...(wish.traceparent === undefined ? {} : { traceparent: wish.traceparent }),
  };
}

function partOf(data: object): { step?: string } {
  return 'part' in data && typeof data.part === 'string' ? { step: data.part } : {};
}
