import { type EventStore, type EventToAppend, RevisionConflict, type StoredEvent } from '#libs/event-store';
import { type Clock } from '#libs/clock';
import { type Directory } from '#libs/identity';
import {
  civilDateOf,
  type EventMetadata,
  type Finding,
  type Folded,
  type Instant,
  type JsonValue,
  traceparentFor,
  unmet,
} from '#libs/kernel';
import { KeyDestroyed, needsOf, type Sealer, sealOrder, type Vault } from '#libs/vault';
import { type Aggregate, type EventNamed, MissingLaw, refsNeeded } from './aggregate.js';
import {
  type Accepted,
  type AppendedEvent,
  type Answer,
  type GivenOrder,
  OrderIdTaken,
  StaleRevision,
  UnknownOrder,
} from './answer.js';
import { deliberate, type Deliberation, digestSaid, othersNeeded } from './deliberation.js';
import { type LawBook } from './law-book.js';
import { isEvidence, type RefusalLog } from './refusal-log.js';
import { type StreamFolds } from './stream-folds.js';
import { Turns } from './turns.js';

export interface DeskParts {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly lawBook: LawBook;
  readonly aggregates: ReadonlyMap<string, Aggregate>;
  readonly folds: StreamFolds;
  readonly refusals: RefusalLog;
  /** Version of this program, in the metadata of every event. */
  readonly build: string;
  /** Called with events just appended and the position of the last, before the order is answered. */
  readonly onAppended?: (events: readonly AppendedEvent[], position: bigint) => void;
  /** Where others append too: resolves when law and offices are as the log says now. Before anything is refused. */
  readonly catchUp?: () => Promise<void>;
  /**
   * Where others append too: claims the id of a person's order for its stream, and answers for which one it is good and what was said by
   * whoever came first (`null` where that is not known).
   */
  readonly claim?: (
    orderId: string,
    stream: string,
    digest: string,
  ) => Promise<{ readonly stream: string; readonly digest: string | null }>;
}

const MOST_TRIES_AGAIN = 10;
const NO_OTHERS: ReadonlyMap<string, Folded<unknown>> = new Map();

/** The one way by which anything comes into the log: rights, seal, fold, decide, append, or a refusal with its findings. */
export class OrderDesk {
  private readonly turns = new Turns();

  constructor(private readonly parts: DeskParts) {}

  /**
   * @throws UnknownOrder where the target or the type is not known, StaleRevision where `ifRevision` does not stand,
   * MissingLaw where the log does not hold the law that is needed, OrderIdTaken where another process was given other words under this id.
   */
  async give(given: GivenOrder): Promise<Answer> {
    const aggregate = this.aggregateOf(given);
    const inTurn = (): Promise<Answer> => this.turns.take(given.target, () => this.giveInTurn(given, aggregate));
    // One id on two streams: a server that is asked by several looks at one stream alone.
    return this.isOfPerson(given) ? this.turns.take(given.orderId, inTurn) : inTurn();
  }

  /** SHA-256 of what the order says, as its events would bear it, to know a repeat from a misuse; nothing is sealed or kept. */
  async digestOf(given: GivenOrder): Promise<string> {
    const aggregate = this.aggregateOf(given);
    const sealer = this.parts.vault.rehearsal();
    await sealer.prepare(() => needsOf((listening) => sealedWith(listening, given, aggregate)));
    return digestSaid(sealedWith(sealer, given, aggregate));
  }

  /** What the desk read of a stream a moment ago: see {@link StreamFolds.takeJustRead}. */
  takeJustRead(stream: string): readonly StoredEvent[] | undefined {
    return this.parts.folds.takeJustRead(stream);
  }

  private aggregateOf(given: GivenOrder): Aggregate {
    const category = given.target.slice(0, Math.max(0, given.target.indexOf('-')));
    const aggregate = this.parts.aggregates.get(category);
    if (aggregate === undefined) {
      throw new UnknownOrder(
        `"${given.target}" is no stream of this engine; expected one of ${[...this.parts.aggregates.keys()].map((name) => `${name}-<id>`).join(', ')}`,
      );
    }
    if (!aggregate.orderTypes.has(given.order.type)) {
      throw new UnknownOrder(
        `"${given.order.type}" is no order for ${category}-<id>; expected one of ${[...aggregate.orderTypes].join(', ')}`,
      );
    }
    return aggregate;
  }

  private async giveInTurn(given: GivenOrder, aggregate: Aggregate): Promise<Answer> {
    const sealer = given.dryRun === true ? this.parts.vault.rehearsal() : this.parts.vault;
    for (let again = 0; ; again++) {
      // Nothing is awaited where nothing waits: that would be a turn more for every order.
      const preparing = sealer.prepare(() => needsOf((listening) => sealedWith(listening, given, aggregate)));
      if (preparing !== undefined) await preparing;
      const sealed = sealedWith(sealer, given, aggregate);
      try {
        return await this.decideOrLook(sealed, aggregate, sealer);
      } catch (error) {
        // Of a key that was destroyed since: whose order it concerns hears of it when he seals again, and all others go on.
        if (!(error instanceof RevisionConflict || error instanceof KeyDestroyed) || again >= MOST_TRIES_AGAIN) throw error;
        this.parts.folds.forget(given.target);
      }
    }
  }

  /** Nobody is refused by law or offices of a moment ago. */
  private async decideOrLook(given: GivenOrder, aggregate: Aggregate, sealer: Sealer): Promise<Answer> {
    const { catchUp } = this.parts;
    if (catchUp === undefined) return this.decideAndAppend(given, aggregate, sealer);
    try {
      const answer = await this.decideAndAppend(given, aggregate, sealer, false);
      if (answer !== undefined) return answer;
    } catch (error) {
      if (!(error instanceof MissingLaw)) throw error;
    }
    await catchUp();
    return this.decideAndAppend(given, aggregate, sealer);
  }

  /** `refuses`: whether a refusal is final, kept and answered; undefined is answered instead where it is not. */
  private async decideAndAppend(given: GivenOrder, aggregate: Aggregate, sealer: Sealer): Promise<Answer>;
  private async decideAndAppend(
    given: GivenOrder,
    aggregate: Aggregate,
    sealer: Sealer,
    refuses: boolean,
  ): Promise<Answer | undefined>;
  private async decideAndAppend(
    given: GivenOrder,
    aggregate: Aggregate,
    sealer: Sealer,
    refuses = true,
  ): Promise<Answer | undefined> {
    const { parts } = this;
    const { target } = given;
    const folded = await parts.folds.of(target, aggregate);
    this.refuseTaken(given);
    if (given.ifRevision !== undefined && given.ifRevision !== folded.revision)
      throw new StaleRevision(target, given.ifRevision, folded.revision);
    const named = othersNeeded(aggregate, folded, given);
    const others = named.length === 0 ? NO_OTHERS : await this.othersOf(aggregate, named);
    const notInTheLog = await this.notInTheLog(aggregate.pointsTo?.(given.order) ?? []);
    const preparing = sealer.prepare(() => ({ refs: refsNeeded(aggregate, folded.state, given.order) }));
    if (preparing !== undefined) await preparing;
    const traceparent = given.traceparent ?? traceOfBell(given, folded);
    const now = parts.clock.now();
    const deliberation: Deliberation = {
      given,
      aggregate,
      folded,
      others,
      notInTheLog,
      now,
      directory: parts.directory,
      law: parts.lawBook.digest(),
      open: (refs) => sealer.open(refs),
      build: parts.build,
      ...(traceparent === undefined ? {} : { traceparent }),
    };
    let decided = deliberate(deliberation);
    // Only for an order that is lawful, and is done: what is gathered may have been sealed until now, and a refusal keeps what was known.
    const gathering = 'refused' in decided || given.dryRun === true ? undefined : this.gather(aggregate, folded, given, now);
    const gathered = gathering === undefined ? undefined : await gathering;
    if (gathered !== undefined) decided = deliberate({ ...deliberation, gathered });
    if ('refused' in decided && !refuses) return undefined;
    if ('refused' in decided) return this.refused(given, decided.refused, decided.metadata);
    const { decision, events } = decided;
    if (given.dryRun !== true && events.length > 0) return this.append(given, folded, events);
    return {
      accepted: true,
      stream: target,
      revision: folded.revision,
      position: await parts.store.head(),
      events: [],
      repeated: decision.length === 0,
      ...(given.dryRun === true ? { wouldAppend: decision } : {}),
    };
  }

  private gather(
    aggregate: Aggregate,
    { state }: Folded<unknown>,
    given: GivenOrder,
    now: Instant,
  ): Promise<JsonValue | undefined> | undefined {
    const { store, vault } = this.parts;
    return aggregate.gather?.(state, given, {
      today: civilDateOf(now),
      readStream: (stream) => store.readStream(stream),
      read: (refs) => vault.read(refs),
    });
  }

  /** A finding for each event that does not stand where it is said to stand (R17). */
  private async notInTheLog(named: readonly EventNamed[]): Promise<readonly Finding[]> {
    const findings: Finding[] = [];
    for (const { stream, revision, id } of named) {
      const [there] = await this.parts.store.readStream(stream, BigInt(revision));
      if (there?.id === id) continue;
      findings.push(unmet('EVENT_NOT_IN_THE_LOG', 'INPUT', 'R17', 'an event of the log', { stream, revision, id }));
    }
    return findings;
  }

  private async othersOf(aggregate: Aggregate, streams: readonly string[]): Promise<ReadonlyMap<string, Folded<unknown>>> {
    const folds = await Promise.all(
      streams.map(async (stream) => [stream, await this.parts.folds.of(stream, aggregate)] as const),
    );
    return new Map(folds);
  }

  private async append(given: GivenOrder, folded: Folded<unknown>, events: readonly EventToAppend[]): Promise<Accepted> {
    const { parts } = this;
    if (this.isOfPerson(given)) await this.claim(given);
    // Not awaited where nothing waits: what one order decided is on its way to the disk while the next is being decided.
    const sealing = parts.vault.flush();
    if (sealing !== undefined) await sealing;
    const appended = await parts.store.append(given.target, events, folded.revision === -1n ? 'absent' : folded.revision);
    const revision = folded.revision + 1n;
    const stored = this.isOfPerson(given)
      ? await this.asItStands(given, revision, events)
      : events.map((event, index) => ({ ...event, stream: given.target, revision: revision + BigInt(index) }));
    parts.folds.grow(given.target, folded, stored);
    parts.onAppended?.(stored, appended.position);
    return {
      accepted: true,
      stream: given.target,
      revision: appended.revision,
      position: appended.position,
      events: stored,
      repeated: false,
    };
  }

  /** Under an id of a person's making, where other processes may be given the same one. */
  private isOfPerson({ actor }: GivenOrder): boolean {
    return this.parts.catchUp !== undefined && actor.role !== 'process' && actor.role !== 'clock';
  }

  /** No server compares ids between streams. Of one that ends here and now the claim stands, for the same stream. */
  private async claim(given: GivenOrder): Promise<void> {
    const { orderId, target } = given;
    const claimed = await this.parts.claim?.(orderId, target, digestSaid(given));
    if (claimed !== undefined && claimed.stream !== target)
      throw new OrderIdTaken(orderId, claimed.stream, claimed.digest ?? undefined);
  }

  /** What another process appended to this stream under the same id was read before it is decided. */
  private refuseTaken(given: GivenOrder): void {
    if (!this.isOfPerson(given)) return;
    const done = this.parts.folds.doneAs(given.orderId);
    if (done === undefined) return;
    const isSame = done.stream === given.target && done.orderDigest === digestSaid(given);
    if (!isSame) throw new OrderIdTaken(given.orderId, done.stream, done.orderDigest);
  }

  /**
   * What is in the log by now. An event store acknowledges an append whose ids stand where it was to stand as a repeat, whatever else it
   * says: another process may have been given other words under the same id at the same moment.
   */
  private async asItStands(
    given: GivenOrder,
    revision: bigint,
    events: readonly EventToAppend[],
  ): Promise<readonly AppendedEvent[]> {
    const stored = (await this.parts.store.readStream(given.target, revision)).slice(0, events.length);
    if (stored[0]?.metadata.orderDigest === events[0]?.metadata.orderDigest) return stored;
    this.parts.folds.forget(given.target);
    throw new OrderIdTaken(given.orderId, given.target);
  }

  private async refused(given: GivenOrder, findings: readonly Finding[], metadata: EventMetadata): Promise<Answer> {
    // What the refused order said is kept with it: its sealed values before it, as with an event.
    if (given.dryRun !== true && isEvidence(given.order.type, findings)) await this.parts.vault.flush();
    const recordedAt =
      given.dryRun === true ? undefined : await this.parts.refusals.keep(given.target, given.order.type, findings, metadata);
    return { accepted: false, stream: given.target, findings, ...(recordedAt === undefined ? {} : { recordedAt }) };
  }
}

/** The order with what the engine works out, and with seals for what names a person. */
function sealedWith(sealer: Sealer, given: GivenOrder, aggregate: Aggregate): GivenOrder {
  const order = aggregate.complete?.(given.order, sealer) ?? given.order;
  const data = sealOrder(sealer, given.target, order.type, order.data);
  return data === given.order.data ? given : { ...given, order: { type: order.type, data } };
}

/** A bell has no caller: what it sets going goes on in the trace of what its stream did last. */
function traceOfBell({ actor, orderId }: GivenOrder, { traceparent }: Folded<unknown>): string | undefined {
  return traceparent === undefined || actor.role !== 'clock' ? undefined : traceparentFor(traceparent, orderId);
}
