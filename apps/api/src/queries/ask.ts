import { type QueryName, permit } from '#libs/identity';
import { type CivilDate, civilDateOf, type Instant, type JsonValue } from '#libs/kernel';
import { cursorOf, positionOf } from '#libs/outlets';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Account, actorOf } from '../http/account.js';
import { Problem } from '../http/problem.js';
import { HOUSE, type House } from '../house.js';
import { Scope } from './scope.js';

/** What a question is answered from: the house, who asks, what day it is, and how far he may look. */
export interface Asked {
  readonly house: House;
  readonly scope: Scope;
  readonly today: CivilDate;
}

/** One kind of question: the right it needs, and how it is answered. `undefined`: there is no such thing. */
export interface Question<Params, Answer> {
  readonly right: QueryName;
  readonly answer: (params: Params, asked: Asked) => Answer | undefined | Promise<Answer | undefined>;
}

/** How fresh an answer is. */
export interface Freshness {
  /** Our clock when it was answered. */
  readonly asOf: Instant;
  /** Up to where in the log the read model has come; opaque. */
  readonly position: string;
  /** How many events the log is ahead of it. */
  readonly lag: number;
}

export type Answered = Freshness & Readonly<Record<string, JsonValue>>;

/** A question on its way from a door to the read models. */
export class Ask<Params = unknown> extends Query<Answered> {
  constructor(
    readonly question: Question<Params, object>,
    readonly params: Params,
    readonly account: Account,
    /** Position of a receipt: the answer must know what that order did. */
    readonly after?: string,
  ) {
    super();
  }
}

const PATIENCE_MS = 5_000;
const RETRY_SECONDS = 1;

/** Every query: who may ask it, that the projection has come far enough, what lies in his area, and how fresh it is. */
@QueryHandler(Ask)
export class AskHandler implements IQueryHandler<Ask> {
  constructor(@Inject(HOUSE) private readonly house: House) {}

  async execute({ question, params, account, after }: Ask): Promise<Answered> {
    const { engine, store, clock } = this.house;
    const now = clock.now();
    const today = civilDateOf(now);
    const findings = permit(engine.directory, actorOf(account), question.right, undefined, today);
    const [first] = findings;
    if (first !== undefined) throw new Problem(403, first.code, { titled: 'NOT_PERMITTED', clause: first.clause, findings });
    if (after !== undefined) await this.waitFor(after);
    const answer = await question.answer(params, { house: this.house, scope: new Scope(engine.directory, account), today });
    if (answer === undefined) throw new Problem(404, 'NOT_FOUND');
    const { position } = engine.projections;
    return {
      ...(presented(answer, store.name) as Readonly<Record<string, JsonValue>>),
      asOf: now,
      position: cursorOf(store.name, position),
      lag: Number((await store.head()) - position),
    };
  }

  private async waitFor(after: string): Promise<void> {
    const { engine, store } = this.house;
    const position = positionOf(store.name, after);
    if (position === undefined) throw new Problem(400, 'POSITION_OF_ANOTHER_STORE');
    const reached = await engine.projections.caughtUp(position, PATIENCE_MS);
    if (!reached) {
      const lag = Number(position - engine.projections.position);
      throw new Problem(503, 'PROJECTION_BEHIND', { lag, retryAfter: RETRY_SECONDS });
    }
  }
}

/** The same as JSON: a position in the log is opaque outside, other whole numbers are numbers. */
function presented(value: unknown, store: string, key = ''): JsonValue {
  if (typeof value === 'bigint') return key === 'position' ? cursorOf(store, value) : Number(value);
  if (typeof value !== 'object' || value === null) return value as JsonValue;
  if (Array.isArray(value)) return value.map((item) => presented(item, store));
  const shown: Record<string, JsonValue> = {};
  for (const [name, member] of Object.entries(value)) if (member !== undefined) shown[name] = presented(member, store, name);
  return shown;
}
