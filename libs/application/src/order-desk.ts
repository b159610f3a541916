import { type EventStore, type EventToAppend, RevisionConflict, type StoredEvent } from '#libs/event-store';
import { type Clock } from '#libs/clock';
import { type Directory } from '#libs/identity';
import { type EventMetadata, type Finding, type Folded, traceparentFor, unmet } from '#libs/kernel';
import { type Sealer, sealOrder, type Vault } from '#libs/vault';
import { type Aggregate, type EventNamed } from './aggregate.js';
import { type Accepted, type Answer, type GivenOrder, StaleRevision, UnknownOrder } from './answer.js';
import { sha256 } from './canonical.js';
import { deliberate, othersNeeded, saidBy } from './deliberation.js';
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
  /** Called with events just appended, before the order is answered. */
  readonly onAppended?: (events: readonly StoredEvent[]) => void;
}

const MOST_CONFLICTS = 10;
const NO_OTHERS: ReadonlyMap<string, Folded<unknown>> = new Map();

/** The one way by which anything comes into the log: rights, seal, fold, decide, append, or a refusal with its findings. */
export class OrderDesk {
  private readonly turns = new Turns();

  constructor(private readonly parts: DeskParts) {}

  /**
   * @throws UnknownOrder where the target or the type is not known, StaleRevision where `ifRevision` does not stand,
   * MissingLaw where the log does not hold the law that is needed.
   */
  async give(given: GivenOrder): Promise<Answer> {
    const aggregate = this.aggregateOf(given);
    return this.turns.take(given.target, () => this.giveInTurn(given, aggregate));
  }

  /** SHA-256 of what the order says, as its events would bear it, to know a repeat from a misuse; nothing is sealed or kept. */
  digestOf(given: GivenOrder): string {
    return sha256(saidBy(sealedWith(this.parts.vault.rehearsal(), given, this.aggregateOf(given))));
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
    const sealed = sealedWith(sealer, given, aggregate);
    for (let conflicts = 0; ; conflicts++) {
      try {
        return await this.decideAndAppend(sealed, aggregate, sealer);
      } catch (error) {
        if (!(error instanceof RevisionConflict) || conflicts >= MOST_CONFLICTS) throw error;
        this.parts.folds.forget(given.target);
      }
    }
  }

  private async decideAndAppend(given: GivenOrder, aggregate: Aggregate, sealer: Sealer): Promise<Answer> {
    const { parts } = this;
    const { target } = given;
    const folded = await parts.folds.of(target, aggregate);
    if (given.ifRevision !== undefined && given.ifRevision !== folded.revision)
      throw new StaleRevision(target, given.ifRevision, folded.revision);
    const named = othersNeeded(aggregate, folded, given);
    const others = named.length === 0 ? NO_OTHERS : await this.othersOf(aggregate, named);
    const notInTheLog = await this.notInTheLog(aggregate.pointsTo?.(given.order) ?? []);
    const traceparent = given.traceparent ?? traceOfBell(given, folded);
    const decided = deliberate({
      given,
      aggregate,
      folded,
      others,
      notInTheLog,
      now: parts.clock.now(),
      directory: parts.directory,
      law: parts.lawBook.digest(),
      open: (refs) => ({ ...parts.vault.open(refs), ...sealer.open(refs) }),
      build: parts.build,
      ...(traceparent === undefined ? {} : { traceparent }),
    });
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
    // Not awaited where nothing waits: what one order decided is on its way to the disk while the next is being decided.
    const sealing = parts.vault.flush();
    if (sealing !== undefined) await sealing;
    const appended = await parts.store.append(given.target, events, folded.revision === -1n ? 'absent' : folded.revision);
    const first = appended.position - BigInt(events.length - 1);
    const stored = events.map((event, index) => ({
      ...event,
      stream: given.target,
      revision: folded.revision + 1n + BigInt(index),
      position: first + BigInt(index),
    }));
    parts.folds.grow(given.target, folded, stored);
    parts.onAppended?.(stored);
    return {
      accepted: true,
      stream: given.target,
      revision: appended.revision,
      position: appended.position,
      events: stored,
      repeated: false,
    };
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
