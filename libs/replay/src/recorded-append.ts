import { type GivenOrder } from '#libs/application';
import { type EventReader, type StoredEvent } from '#libs/event-store';
import { type CivilDate, type Instant, type JsonObject, type JsonValue } from '#libs/kernel';

/** What one order left in the log: its events, or the refusal that was kept of it. */
export interface RecordedAppend {
  readonly stream: string;
  /** At least one; the first bears the order. */
  readonly events: readonly [StoredEvent, ...StoredEvent[]];
}

/** What was known when an order was decided, as the first event of its append tells it (architecture §2, "Orders are kept"). */
export interface RecordedContext {
  /** Id of the newest event of an area or appointment that was known; of logs of 0.1.0, its position. */
  readonly directory?: string;
  /** Id of the newest event of published law that was known; absent in logs of 0.1.0. */
  readonly law?: string;
  /** Sealed values that were needed and could not be opened even then. */
  readonly unopened?: readonly string[];
  readonly [name: string]: JsonValue | undefined;
}

/** An order as it was given, with the moment and the revision at which it was decided. */
export interface RecordedOrder {
  readonly given: GivenOrder;
  readonly decidedAtRevision: bigint;
  readonly now: Instant;
  readonly context: RecordedContext;
  /** Whether it was refused: the append is that of `refusal-<target>`. */
  readonly refused: boolean;
}

const REFUSAL = 'refusal-';

/**
 * The order of an append; undefined where its first event bears none that can be read: it is of another kind of stream, or the
 * event that bore it is gone.
 */
export function orderOf({ stream, events: [first] }: RecordedAppend): RecordedOrder | undefined {
  const { metadata } = first;
  const said = parsed(metadata.order);
  const revision = metadata.decidedAtRevision;
  if (said === undefined || revision === undefined || !/^(-1|\d+)$/.test(revision)) return undefined;
  const { type, data, version, occurredOn, performedBy } = said;
  if (typeof type !== 'string' || typeof data !== 'object' || data === null) return undefined;
  const refused = stream.startsWith(REFUSAL);
  return {
    given: {
      orderId: metadata.orderId,
      target: refused ? stream.slice(REFUSAL.length) : stream,
      order: { type, data },
      ...(typeof version === 'number' ? { version } : {}),
      actor: { id: metadata.actorId, role: metadata.actorRole, area: metadata.actorArea },
      ...(typeof occurredOn === 'string' ? { occurredOn: occurredOn as CivilDate } : {}),
      ...(typeof performedBy === 'string' ? { performedBy } : {}),
      correlationId: metadata.correlationId,
      causationId: metadata.causationId,
    },
    decidedAtRevision: BigInt(revision),
    now: metadata.recordedAt,
    context: parsed(metadata.context) ?? {},
    refused,
  };
}

/** JSON that another hand may have spoilt: undefined where it is no object. */
export function parsed(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as JsonValue;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** Which part of the log, by position: both ends included, all of it where absent. */
export interface Stretch {
  readonly from?: bigint;
  readonly to?: bigint;
}

const PAGE = 1_000;

/** The appends of the log in its order, read once: those that begin in the stretch, each whole. */
export async function* appendsOfLog(reader: EventReader, { from = 0n, to }: Stretch = {}): AsyncGenerator<RecordedAppend> {
  const head = await reader.head();
  const last = to === undefined || to > head ? head : to;
  let open: StoredEvent[] = [];
  /** What began before the stretch is not told: its beginning is not there. */
  let cut = false;
  for (let after = from - 1n; ;) {
    const page = await reader.readAll({ after, limit: PAGE });
    for (const event of page) {
      if (open[0] !== undefined && belongsTo(open[0], event)) {
        open.push(event);
        continue;
      }
      if (open.length > 0 && !cut) yield appendOf(open);
      cut = from > 0n && open.length === 0 && event.metadata.order === undefined;
      open = event.position > last ? [] : [event];
      if (open.length === 0) return;
    }
    const end = page.at(-1);
    if (end === undefined) break;
    after = end.position;
  }
  if (open.length > 0 && !cut) yield appendOf(open);
}

/** The appends of some streams and of what was refused to them, in the order of the log. */
export async function appendsOfStreams(reader: EventReader, streams: readonly string[]): Promise<readonly RecordedAppend[]> {
  const named = streams.flatMap((stream) => [stream, `${REFUSAL}${stream}`]);
  const appends = await Promise.all(named.map(async (stream) => split(await reader.readStream(stream))));
  return appends.flat().sort((a, b) => (a.events[0].position < b.events[0].position ? -1 : 1));
}

function split(events: readonly StoredEvent[]): readonly RecordedAppend[] {
  const appends: StoredEvent[][] = [];
  for (const event of events) {
    const open = appends.at(-1);
    if (open?.[0] !== undefined && belongsTo(open[0], event)) open.push(event);
    else appends.push([event]);
  }
  return appends.map(appendOf);
}

const belongsTo = (first: StoredEvent, event: StoredEvent): boolean =>
  event.stream === first.stream && event.metadata.order === undefined && event.metadata.orderId === first.metadata.orderId;

function appendOf(events: readonly StoredEvent[]): RecordedAppend {
  const [first, ...more] = events;
  if (first === undefined) throw new RangeError('an append has at least one event');
  return { stream: first.stream, events: [first, ...more] };
}
