import {
  type Aggregate,
  type DecidedEvents,
  type DecidedRefusal,
  deliberate,
  MissingLaw,
  othersNeeded,
  refsNeeded,
  refusalEvent,
} from '#libs/application';
import { type StoredEvent } from '#libs/event-store';
import { type EventMetadata, type Folded, type JsonValue } from '#libs/kernel';
import { canonicalJson } from '#libs/vault';
import { type Compared, type Difference, firstDifference } from './difference.js';
import { orderOf, parsed, type RecordedAppend, type RecordedOrder } from './recorded-append.js';
import { type References } from './references.js';
import { type StreamStates, Unfoldable } from './stream-states.js';

/** Opens sealed values by ref; absent where erased. */
export type OpenAtOnce = (refs: readonly string[]) => Readonly<Record<string, JsonValue>>;
/** The same from a vault that may have to be waited for. */
export type Open = (refs: readonly string[]) => ReturnType<OpenAtOnce> | Promise<ReturnType<OpenAtOnce>>;

/**
 * EQUAL today's program decides the same, to the byte. DIFFERENT it does not, or what stands in the log does not fit together.
 * INPUT_ERASED a sealed value that the law saw then is destroyed: nobody can decide it again. INPUT_SEALED it was not opened for
 * this replay. LAW_MISSING the log does not hold the law by which it was decided. NO_DECISION the events bear no order and
 * their streams have none: records, not decisions.
 */
export type Verdict = 'EQUAL' | 'DIFFERENT' | 'INPUT_ERASED' | 'INPUT_SEALED' | 'LAW_MISSING' | 'NO_DECISION';

/** One recorded decision, taken again. */
export interface Replayed {
  readonly append: RecordedAppend;
  readonly verdict: Verdict;
  /** Of a DIFFERENT one, with the event in which it stands. */
  readonly difference?: Difference & { readonly event: Pick<StoredEvent, 'id' | 'stream' | 'revision' | 'position' | 'type'> };
  /** Of LAW_MISSING, in words. */
  readonly missing?: string;
  /** The order, the state that it met, and what is decided today; absent where it could not be decided. */
  readonly again?: DecidedAgain;
}

export interface DecidedAgain {
  readonly order: RecordedOrder;
  readonly aggregate: Aggregate;
  readonly folded: Folded<unknown>;
  readonly decided: DecidedEvents | DecidedRefusal;
}

export interface Ground {
  readonly references: References;
  readonly states: StreamStates;
  /** Absent: no sealed value is opened. */
  readonly open?: Open;
}

/** Folds to the revision at which a recorded order was decided, decides it again, and holds both against each other. */
export async function decideAgain(append: RecordedAppend, ground: Ground): Promise<Replayed> {
  const { stream, events } = append;
  const [first] = events;
  const order = orderOf(append);
  const target = order?.given.target ?? stream.replace(/^refusal-/, '');
  const known = ground.references.at(order?.context ?? {}, first.position);
  const aggregate = known.aggregates.get(target.slice(0, Math.max(0, target.indexOf('-'))));
  if (aggregate === undefined) return { append, verdict: 'NO_DECISION' };
  if (order === undefined) return different(append, first, { path: '/metadata/order' });
  const { given, decidedAtRevision, refused } = order;
  if (!aggregate.orderTypes.has(given.order.type)) {
    return different(append, first, { path: '/metadata/order/type', recorded: given.order.type });
  }
  const misplaced = outOfPlace(append, order);
  if (misplaced !== undefined) return different(append, misplaced.event, misplaced.difference);

  const found = statesFor(order, aggregate, ground);
  const states = found instanceof Promise ? await found : found;
  if (states instanceof Unfoldable) return different(append, first, { path: '', replayed: { failed: states.message } });
  const { folded, others } = states;
  if (folded.revision !== decidedAtRevision) {
    const difference = {
      path: '/metadata/decidedAtRevision',
      recorded: String(decidedAtRevision),
      replayed: String(folded.revision),
    };
    return different(append, first, difference);
  }
  // Pure code over what stands in the log: it breaks only where that is none of ours.
  const broken = (error: unknown): Replayed =>
    different(append, first, { path: '', replayed: { failed: error instanceof Error ? error.message : String(error) } });
  let refs: readonly string[];
  try {
    refs = refsNeeded(aggregate, folded.state, given.order);
  } catch (error) {
    return broken(error);
  }
  const opening = refs.length === 0 ? {} : (ground.open?.(refs) ?? {});
  const opened = opening instanceof Promise ? await opening : opening;
  const unopened = refs.filter((ref) => opened[ref] === undefined);
  let decided: DecidedEvents | DecidedRefusal;
  try {
    const { directory, lawBook } = known;
    const build = first.metadata.build;
    decided = deliberate({
      given,
      aggregate,
      folded,
      others,
      now: order.now,
      directory,
      law: lawBook.digest(),
      open: () => opened,
      build,
      ...(order.context['gathered'] === undefined ? {} : { gathered: order.context['gathered'] }),
    });
  } catch (error) {
    if (error instanceof MissingLaw) return { append, verdict: 'LAW_MISSING', missing: error.message };
    return broken(error);
  }
  const again = { order, aggregate, folded, decided };
  if (unopened.some((ref) => order.context.unopened?.includes(ref) !== true)) {
    return { append, verdict: ground.open === undefined ? 'INPUT_SEALED' : 'INPUT_ERASED', again };
  }
  const unlike = held(append, expected(decided, order, ground.references), refused);
  return unlike === undefined
    ? { append, verdict: 'EQUAL', again }
    : { ...different(append, unlike.event, unlike.difference), again };
}

const NO_OTHERS: ReadonlyMap<string, Folded<unknown>> = new Map();

interface States {
  readonly folded: Folded<unknown>;
  readonly others: ReadonlyMap<string, Folded<unknown>>;
}

/** At once where all of them are kept. */
function statesFor(
  order: RecordedOrder,
  aggregate: Aggregate,
  { states }: Ground,
): States | Unfoldable | Promise<States | Unfoldable> {
  const { given, decidedAtRevision } = order;
  try {
    const folded = states.at(given.target, aggregate, decidedAtRevision);
    if (!(folded instanceof Promise) && othersNeeded(aggregate, folded, given).length === 0) return { folded, others: NO_OTHERS };
    return statesRead(order, aggregate, folded, states).catch(unfoldable);
  } catch (error) {
    return unfoldable(error);
  }
}

async function statesRead(
  { given, context }: RecordedOrder,
  aggregate: Aggregate,
  reading: Folded<unknown> | Promise<Folded<unknown>>,
  states: StreamStates,
): Promise<States> {
  const folded = await reading;
  const others = new Map<string, Folded<unknown>>();
  for (const stream of othersNeeded(aggregate, folded, given)) {
    const revision = context[stream];
    const at = typeof revision === 'string' && /^\d+$/.test(revision) ? BigInt(revision) : -1n;
    others.set(stream, await states.at(stream, aggregate, at));
  }
  return { folded, others };
}

function unfoldable(error: unknown): Unfoldable {
  if (error instanceof Unfoldable) return error;
  throw error;
}

interface Found {
  readonly event: StoredEvent;
  readonly difference: Difference;
}

/** Events of an append follow the revision at which it was decided, without a gap. */
function outOfPlace({ events }: RecordedAppend, { decidedAtRevision, refused }: RecordedOrder): Found | undefined {
  if (refused) return undefined;
  for (const [index, event] of events.entries()) {
    const replayed = decidedAtRevision + 1n + BigInt(index);
    if (event.revision === replayed) continue;
    return { event, difference: { path: '/revision', recorded: String(event.revision), replayed: String(replayed) } };
  }
  return undefined;
}

/** What would stand in the log if the order had been decided today. */
function expected(
  decided: DecidedEvents | DecidedRefusal,
  { given, context }: RecordedOrder,
  references: References,
): readonly Compared[] {
  const events =
    'refused' in decided
      ? [refusalEvent(given.target, given.order.type, decided.refused, decided.metadata)]
      : (decided.events as readonly Compared[]);
  const [first, ...more] = events;
  return context.law !== undefined || first === undefined ? events : [asOldContext(first, references), ...more];
}

/** Contexts of 0.1.0 name the offices by position, and not the law. */
function asOldContext(event: Compared, references: References): Compared {
  const { law: _unnamed, ...context } = parsed(event.metadata.context) ?? {};
  const directory = typeof context['directory'] === 'string' ? String(references.positionOf(context['directory'])) : undefined;
  if (event.metadata.context === undefined || directory === undefined) return event;
  const metadata: EventMetadata = { ...event.metadata, context: canonicalJson({ ...context, directory }) };
  return { ...event, metadata };
}

function held({ events }: RecordedAppend, now: readonly Compared[], refused: boolean): Found | undefined {
  for (const [index, event] of events.entries()) {
    const replayed = now[index];
    // A refusal where events stand, or the other way round, is told by what both are, not by their ids.
    const difference =
      replayed === undefined
        ? { path: '', recorded: event.type }
        : (replayed.type === 'refusal.OrderRefused.v1') !== refused
          ? { path: '', recorded: summary(event), replayed: summary(replayed) }
          : firstDifference(event, replayed);
    if (difference !== undefined) return { event, difference };
  }
  const more = now[events.length];
  const last = events.at(-1);
  return more === undefined || last === undefined ? undefined : { event: last, difference: { path: '', replayed: more.type } };
}

function summary({ type, data }: Pick<Compared, 'type' | 'data'>): JsonValue {
  return 'findings' in data && type === 'refusal.OrderRefused.v1' ? { type, findings: data.findings as JsonValue } : type;
}

function different(append: RecordedAppend, event: StoredEvent, difference: Difference): Replayed {
  const { id, stream, revision, position, type } = event;
  return { append, verdict: 'DIFFERENT', difference: { ...difference, event: { id, stream, revision, position, type } } };
}
