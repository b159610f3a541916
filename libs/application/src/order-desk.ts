import { type EventStore, type EventToAppend, RevisionConflict, type StoredEvent } from '#libs/event-store';
import { type Clock } from '#libs/clock';
import { type Directory, permit } from '#libs/identity';
import {
  type CivilDate,
  decideOnce,
  type DecisionContext,
  type Event,
  type EventMetadata,
  type Finding,
  type Folded,
  isRefusal,
  type JsonValue,
  traceparentFor,
  unmet,
} from '#libs/kernel';
import { type Sealer, sealOrder, type Vault } from '#libs/vault';
import { type Aggregate } from './aggregate.js';
import { type Accepted, type Answer, type GivenOrder, StaleRevision, UnknownOrder } from './answer.js';
import { canonicalJson, sha256, stableId } from './canonical.js';
import { isEvidence, type RefusalLog } from './refusal-log.js';
import { type StreamFolds } from './stream-folds.js';
import { Turns } from './turns.js';

export interface DeskParts {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly directory: Directory;
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

  /** What the desk read of a stream a moment ago: see {@link StreamFolds.justRead}. */
  justRead(stream: string): readonly StoredEvent[] | undefined {
    return this.parts.folds.justRead(stream);
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
    const { order, target, actor } = given;
    const folded = await parts.folds.of(target, aggregate);
    if (given.ifRevision !== undefined && given.ifRevision !== folded.revision)
      throw new StaleRevision(target, given.ifRevision, folded.revision);

    const now = parts.clock.now();
    const today = parts.clock.today();
    const occurredOn = given.occurredOn ?? today;
    const performedBy = given.performedBy ?? actor.id;
    const said = saidBy(given);
    const orderDigest = sha256(said);
    const area = aggregate.areaOf(folded.state, order);
    const meant = aggregate.meant?.(folded.state, order) ?? order;
    const areas = aggregate.areasNamed?.(folded.state, meant) ?? (area === undefined ? [] : [area]);
    const offices = parts.directory.officesNamed([performedBy, actor.id, meant.data], occurredOn, areas);
    const common: DecisionContext = {
      now,
      today,
      occurredOn,
      actor,
      performedBy,
      orderDigest,
      offices,
      opened: this.open(aggregate.refsNeeded(folded.state, meant), sealer),
      idFor: (name) => stableId(given.orderId, name),
    };
    const traceparent = given.traceparent ?? traceOfBell(given, folded);
    const metadata: EventMetadata = {
      orderId: given.orderId,
      orderType: order.type,
      orderKey: aggregate.decider.keyOf(order),
      orderDigest,
      correlationId: given.correlationId ?? given.orderId,
      causationId: given.causationId ?? given.orderId,
      actorId: actor.id,
      actorRole: actor.role,
      actorArea: actor.area,
      performedBy,
      occurredOn,
      recordedAt: now,
      build: parts.build,
      ...(traceparent === undefined ? {} : { traceparent }),
    };
    const asked = { order: said, decidedAtRevision: String(folded.revision) };
    // Moment, actor, dates and pins stand in the metadata themselves: the context holds what else was known.
    const known = { ...(Object.keys(offices).length === 0 ? {} : { offices }), directory: parts.directory.digest() };

    const id = aggregate.idIn?.(order);
    if (id !== undefined && `${aggregate.decider.category}-${id}` !== target) {
      const other = unmet('STREAM_OF_OTHER_ID', 'INPUT', 'architecture §2', { stream: target }, { id });
      return this.refused(given, [other], { ...metadata, ...asked });
    }

    const rights = this.rightsMissing(actor, [order.type, aggregate.comesDownTo?.(order)], area, today);
    if (rights.length > 0) return this.refused(given, rights, { ...metadata, ...asked, context: canonicalJson(known) });

    const notThere = folded.revision === -1n ? aggregate.notThere?.(order) : undefined;
    if (notThere !== undefined) return this.refused(given, [notThere], { ...metadata, ...asked });

    const others = aggregate.others === undefined ? NO_OTHERS : await this.othersOf(aggregate, meant);
    const context = aggregate.contextFor(common, folded.state, meant, given, others);
    const evidence = { ...asked, context: canonicalJson({ ...known, ...aggregate.readElsewhere(context) }) };
    const decision = decideOnce(aggregate.decider, order, folded, context);
    if (isRefusal(decision))
      return this.refused(given, decision.refused, { ...metadata, ...aggregate.pins(context), ...evidence });
    if (given.dryRun === true) {
      return {
        accepted: true,
        stream: target,
        revision: folded.revision,
        position: await parts.store.head(),
        events: [],
        repeated: decision.length === 0,
        wouldAppend: decision,
      };
    }
    if (decision.length === 0) {
      return {
        accepted: true,
        stream: target,
        revision: folded.revision,
        position: await parts.store.head(),
        events: [],
        repeated: true,
      };
    }
    return this.append(given, aggregate, folded, decision, context, metadata, evidence);
  }

  private async othersOf(aggregate: Aggregate, order: GivenOrder['order']): Promise<ReadonlyMap<string, Folded<unknown>>> {
    const streams = aggregate.others?.(order) ?? [];
    if (streams.length === 0) return NO_OTHERS;
    const folds = await Promise.all(
      streams.map(async (stream) => [stream, await this.parts.folds.of(stream, aggregate)] as const),
    );
    return new Map(folds);
  }

  /** Unmet findings of the first action that the actor may not take. */
  private rightsMissing(
    actor: GivenOrder['actor'],
    actions: readonly (string | undefined)[],
    area: string | undefined,
    today: CivilDate,
  ): readonly Finding[] {
    for (const action of actions) {
      const unmet =
        action === undefined ? [] : permit(this.parts.directory, actor, action, area, today).filter(({ met }) => !met);
      if (unmet.length > 0) return unmet;
    }
    return [];
  }

  private async append(
    given: GivenOrder,
    aggregate: Aggregate,
    folded: Folded<unknown>,
    decision: readonly Event[],
    context: DecisionContext,
    metadata: EventMetadata,
    evidence: Pick<EventMetadata, 'order' | 'decidedAtRevision' | 'context'>,
  ): Promise<Accepted> {
    const { parts } = this;
    const events: EventToAppend[] = decision.map((event, index) => ({
      id: stableId(given.orderId, String(index)),
      type: event.type,
      data: event.data,
      metadata: { ...metadata, ...aggregate.pins(context), ...aggregate.marks(context, event), ...(index === 0 ? evidence : {}) },
    }));
    const withTerms = termsBeside(aggregate, folded.state, given.target, events, context);
    // Not awaited where nothing waits: what one order decided is on its way to the disk while the next is being decided.
    const sealing = parts.vault.flush();
    if (sealing !== undefined) await sealing;
    const appended = await parts.store.append(given.target, withTerms, folded.revision === -1n ? 'absent' : folded.revision);
    const first = appended.position - BigInt(withTerms.length - 1);
    const stored = withTerms.map((event, index) => ({
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

  private open(refs: readonly string[], sealer: Sealer): Readonly<Record<string, JsonValue>> {
    return refs.length === 0 ? {} : { ...this.parts.vault.open(refs), ...sealer.open(refs) };
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

/** The events with what each does to the terms of its stream: no decider gives that, and nobody types it (ADR 0017). */
function termsBeside(
  aggregate: Aggregate,
  state: unknown,
  stream: string,
  events: readonly EventToAppend[],
  context: DecisionContext,
): readonly EventToAppend[] {
  const due = aggregate.due?.(
    state,
    events.map((event) => ({ ...event, stream, revision: -1n })),
    context,
  );
  if (due === undefined) return events;
  return events.map((event, index) => {
    const changes = due[index];
    return changes === undefined ? event : { ...event, metadata: { ...event.metadata, due: canonicalJson(changes) } };
  });
}

/** The words of an order, canonical: kept with its first event. */
function saidBy(given: GivenOrder): string {
  return canonicalJson({ data: given.order.data, ...spoken(given), type: given.order.type, version: 1 });
}

/** What a person says besides the order itself; a date not said is not part of the words. */
function spoken(given: GivenOrder): { occurredOn?: string; performedBy?: string } {
  return {
    ...(given.occurredOn === undefined ? {} : { occurredOn: given.occurredOn }),
    ...(given.performedBy === undefined ? {} : { performedBy: given.performedBy }),
  };
}
