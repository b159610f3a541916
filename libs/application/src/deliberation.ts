import { type EventToAppend } from '#libs/event-store';
import { type Directory, permit } from '#libs/identity';
import {
  civilDateOf,
  type CivilDate,
  decideOnce,
  type DecisionContext,
  type Event,
  type EventMetadata,
  type Finding,
  type Folded,
  type Instant,
  isRefusal,
  type JsonValue,
  unmet,
} from '#libs/kernel';
import { type Aggregate } from './aggregate.js';
import { type GivenOrder } from './answer.js';
import { canonicalJson, sha256, stableId } from './canonical.js';
import { versionOf } from './order-version.js';

/** An order with everything that its decision rests on, in hand: nothing is read while it is decided. */
export interface Deliberation {
  /** Completed, and sealed where it names a person. */
  readonly given: GivenOrder;
  readonly aggregate: Aggregate;
  readonly folded: Folded<unknown>;
  /** Those that {@link othersNeeded} names. */
  readonly others: ReadonlyMap<string, Folded<unknown>>;
  /** What {@link Aggregate.gather} found. */
  readonly gathered?: JsonValue;
  /** That events to which the order points do not stand in the log; absent where it points to none, or all do. */
  readonly notInTheLog?: readonly Finding[];
  readonly now: Instant;
  readonly directory: Directory;
  /** Names the published law that was known: {@link LawBook.digest}. */
  readonly law: string;
  /** Sealed values by ref; absent where erased. */
  readonly open: (refs: readonly string[]) => Readonly<Record<string, JsonValue>>;
  readonly build: string;
  readonly traceparent?: string;
}

/** Refused with its unmet findings, and the metadata under which that is kept where it is evidence. */
export interface DecidedRefusal {
  readonly refused: readonly Finding[];
  readonly metadata: EventMetadata;
}

/** Decided: `events` as they are to be appended, none where the order was a repeat. */
export interface DecidedEvents {
  readonly decision: readonly Event[];
  readonly events: readonly EventToAppend[];
  /** What the decider knew. */
  readonly context: DecisionContext;
}

/** Other streams of its kind whose states the order's decision must know (architecture §2, "every fact read elsewhere"). */
export function othersNeeded(aggregate: Aggregate, folded: Folded<unknown>, { order }: GivenOrder): readonly string[] {
  return aggregate.others?.(aggregate.meant?.(folded.state, order) ?? order) ?? [];
}

/**
 * Decides an order: rights, law and what stands in its stream, and nothing else. The desk decides by it, and so does whoever
 * decides a recorded order again: what it gives for the same order, state, moment and references is the same to the byte.
 * @throws MissingLaw where the references do not hold the law that is needed.
 */
export function deliberate(deliberation: Deliberation): DecidedRefusal | DecidedEvents {
  const { given, aggregate, folded, now, directory } = deliberation;
  const { order, target, actor } = given;
  const today = civilDateOf(now);
  const occurredOn = given.occurredOn ?? today;
  const performedBy = given.performedBy ?? actor.id;
  const said = saidBy(given);
  const orderDigest = digestSaid(given, said);
  const area = aggregate.areaOf(folded.state, order);
  const meant = aggregate.meant?.(folded.state, order) ?? order;
  const areas = aggregate.areasNamed?.(folded.state, meant) ?? (area === undefined ? [] : [area]);
  const offices = directory.officesNamed([performedBy, actor.id, meant.data], occurredOn, areas);
  const refs = aggregate.refsNeeded(folded.state, meant);
  const opened = refs.length === 0 ? {} : deliberation.open(refs);
  const common: DecisionContext = {
    now,
    today,
    occurredOn,
    actor,
    performedBy,
    orderDigest,
    offices,
    opened,
    idFor: (name) => stableId(given.orderId, name),
  };
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
    build: deliberation.build,
    ...(deliberation.traceparent === undefined ? {} : { traceparent: deliberation.traceparent }),
  };
  const asked = { order: said, decidedAtRevision: String(folded.revision) };
  const unopened = refs.filter((ref) => opened[ref] === undefined);
  // Moment, actor, dates and pins stand in the metadata themselves: the context holds what else was known.
  const known = {
    ...(Object.keys(offices).length === 0 ? {} : { offices }),
    directory: directory.digest(),
    law: deliberation.law,
    ...(unopened.length === 0 ? {} : { unopened }),
    ...(deliberation.gathered === undefined ? {} : { gathered: deliberation.gathered }),
  };

  const id = aggregate.idIn?.(order);
  if (id !== undefined && `${aggregate.decider.category}-${id}` !== target) {
    const other = unmet('STREAM_OF_OTHER_ID', 'INPUT', 'architecture §2', { stream: target }, { id });
    return { refused: [other], metadata: { ...metadata, ...asked } };
  }

  const refusedBeforeTheLaw = (refused: readonly Finding[]): DecidedRefusal => ({
    refused,
    metadata: { ...metadata, ...asked, context: canonicalJson(known) },
  });
  const rights = rightsMissing(directory, actor, [order.type, aggregate.comesDownTo?.(order)], area, today);
  if (rights.length > 0) return refusedBeforeTheLaw(rights);

  const notThere = folded.revision === -1n ? aggregate.notThere?.(order) : undefined;
  if (notThere !== undefined) return refusedBeforeTheLaw([notThere]);

  const { notInTheLog = [] } = deliberation;
  if (notInTheLog.length > 0) return refusedBeforeTheLaw(notInTheLog);

  const context = aggregate.contextFor(common, folded.state, meant, given, deliberation.others, deliberation.gathered);
  const evidence = { ...asked, context: canonicalJson({ ...known, ...aggregate.readElsewhere(context) }) };
  const decision = decideOnce(aggregate.decider, order, folded, context);
  if (isRefusal(decision))
    return { refused: decision.refused, metadata: { ...metadata, ...aggregate.pins(context), ...evidence } };
  return { decision, context, events: eventsOf(decision, given, { aggregate, folded, context }, metadata, evidence) };
}

/** What a decision was taken on. */
interface Ground {
  readonly aggregate: Aggregate;
  readonly folded: Folded<unknown>;
  readonly context: DecisionContext;
}

/** The events of a decision as they stand in the log, with what each does to the terms of its stream. */
export function eventsOf(
  decision: readonly Event[],
  { orderId, target }: GivenOrder,
  { aggregate, folded, context }: Ground,
  metadata: EventMetadata,
  evidence: Pick<EventMetadata, 'order' | 'decidedAtRevision' | 'context'>,
): readonly EventToAppend[] {
  if (decision.length === 0) return [];
  const events: EventToAppend[] = decision.map((event, index) => ({
    id: stableId(orderId, String(index)),
    type: event.type,
    data: event.data,
    metadata: { ...metadata, ...aggregate.pins(context), ...aggregate.marks(context, event), ...(index === 0 ? evidence : {}) },
  }));
  return termsBeside(aggregate, folded.state, target, events, context);
}

/** Unmet findings of the first action that the actor may not take. */
function rightsMissing(
  directory: Directory,
  actor: GivenOrder['actor'],
  actions: readonly (string | undefined)[],
  area: string | undefined,
  today: CivilDate,
): readonly Finding[] {
  for (const action of actions) {
    const missing = action === undefined ? [] : permit(directory, actor, action, area, today).filter(({ met }) => !met);
    if (missing.length > 0) return missing;
  }
  return [];
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
export function saidBy(given: GivenOrder): string {
  return canonicalJson({ data: given.order.data, ...spoken(given), type: given.order.type, version: versionOf(given) });
}

/** SHA-256 of what an order says: a repeat is one in whatever version, for the version tells how it is decided. */
export function digestSaid(given: GivenOrder, said = saidBy(given)): string {
  return sha256(versionOf(given) === 1 ? said : saidBy({ ...given, version: 1 }));
}

/** What a person says besides the order itself; a date not said is not part of the words. */
function spoken(given: GivenOrder): { occurredOn?: string; performedBy?: string } {
  return {
    ...(given.occurredOn === undefined ? {} : { occurredOn: given.occurredOn }),
    ...(given.performedBy === undefined ? {} : { performedBy: given.performedBy }),
  };
}
