import { type EventReader, type StoredEvent } from '#libs/event-store';

const PAGE = 5_000;
const SHOWN = 5;
const SHOWN_OF_EACH = 300;

/**
 * Chance: salts and keys of sealed values, what is counted from them, the marks of a trace, and the newest event that the directory knew:
 * of orders given side by side any may be written last, where an answer was lost another one.
 */
const CHANCE: ReadonlySet<string> = new Set(['ref', 'commitment', 'idFingerprint', 'orderDigest', 'traceparent', 'directory']);
const MOMENTS: ReadonlySet<string> = new Set(['recordedAt', 'now']);

export interface HistoryOptions {
  /** Only what stands after this position: of logs that begin as copies of one. */
  readonly after?: bigint;
  /** Of a run on the clock of the machine: the moments at which things were recorded are left out. */
  readonly withoutMoments?: true;
}

/**
 * A whole log as one text for each event, so that two runs can be held against each other: stream, revision, id, type, data and
 * metadata, without what is chance; streams named by a secret of the installation come without their names. Sorted: which of two streams
 * was written to first is chance, and so is which of two wake-ups of one moment rang first where several workers ring.
 */
export async function historyOf(reader: EventReader, options: HistoryOptions = {}): Promise<readonly string[]> {
  const streams = new Map<string, StoredEvent[]>();
  for (let after = options.after ?? -1n; ;) {
    const page = await reader.readAll({ after, limit: PAGE });
    for (const event of page) {
      const events = streams.get(event.stream);
      if (events === undefined) streams.set(event.stream, [event]);
      else events.push(event);
    }
    after = page.at(-1)?.position ?? after;
    if (page.length < PAGE) break;
  }
  const history = [...streams.values()].flatMap((events) => ringsInOrder(events).map((event) => textOf(event, options)));
  return history.sort();
}

/** The events of a stream; those that bells of one moment brought one after the other, by their ids, as if they had rung in that order. */
function ringsInOrder(events: readonly StoredEvent[]): readonly StoredEvent[] {
  const ordered: StoredEvent[] = [];
  for (let at = 0; at < events.length;) {
    const rung = ringsFrom(events, at);
    if (rung.length < 2) ordered.push(...events.slice(at, at + 1));
    else {
      const first = rung[0]?.revision ?? 0n;
      const byId = rung.toSorted((one, other) => (one.id < other.id ? -1 : 1));
      byId.forEach((event, nth) => {
        const { decidedAtRevision: _, ...metadata } = event.metadata;
        ordered.push({ ...event, revision: first + BigInt(nth), metadata });
      });
    }
    at += Math.max(rung.length, 1);
  }
  return ordered;
}

function ringsFrom(events: readonly StoredEvent[], at: number): readonly StoredEvent[] {
  const moment = events[at]?.metadata.recordedAt;
  const end = events.findIndex(
    ({ metadata }, index) => index >= at && (metadata.actorRole !== 'clock' || metadata.recordedAt !== moment),
  );
  return events.slice(at, end === -1 ? events.length : end);
}

/** What stands in one history and not in the other, shortened; empty where they are the same. */
export function differences(ours: readonly string[], expected: readonly string[]): readonly string[] {
  const left = counted(expected);
  const tooMany = ours.filter((event) => {
    const count = left.get(event) ?? 0;
    left.set(event, count - 1);
    return count <= 0;
  });
  const missing = [...left].flatMap(([event, count]) => Array.from({ length: Math.max(count, 0) }, () => event));
  return [...told('too many', tooMany), ...told('missing', missing)];
}

function textOf({ id, stream, revision, type, data, metadata }: StoredEvent, { withoutMoments }: HistoryOptions): string {
  const lasting = (key: string, value: unknown): unknown => {
    if (CHANCE.has(key) || (withoutMoments === true && MOMENTS.has(key))) return undefined;
    // Order and context are kept as text.
    return typeof value === 'string' && value.startsWith('{"') ? (JSON.parse(value) as unknown) : value;
  };
  if (!stream.startsWith('identity-')) return JSON.stringify([stream, String(revision), id, type, data, metadata], lasting);
  const { orderId: _, ...rest } = metadata;
  return JSON.stringify(['identity', String(revision), type, data, rest], lasting);
}

function counted(history: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const event of history) counts.set(event, (counts.get(event) ?? 0) + 1);
  return counts;
}

function told(what: string, events: readonly string[]): readonly string[] {
  const shown = events.slice(0, SHOWN).map((event) => `${what}: ${event.slice(0, SHOWN_OF_EACH)}`);
  return events.length > SHOWN ? [...shown, `${what}: ${events.length} in all`] : shown;
}
