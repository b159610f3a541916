import { gunzipSync, gzipSync } from 'node:zlib';
import { type EventReader, MemoryEventStore, type StoredEvent } from '#libs/event-store';
import { type JsonValue } from '#libs/kernel';
import { sealedRefsIn } from '#libs/vault';

/** A log as it is kept for later releases: its events in order, and the sealed values that its decisions saw. */
export interface History {
  readonly reader: EventReader;
  readonly values: Readonly<Record<string, JsonValue>>;
}

type Line = Pick<StoredEvent, 'stream' | 'id' | 'type' | 'data' | 'metadata'> | { readonly values: History['values'] };

const MOST_EVENTS = 100_000;

/** One JSON object a line, gzipped: an event each, in the order of the log; the opened values last. */
export async function historyFile(
  reader: EventReader,
  open: (refs: readonly string[]) => Readonly<Record<string, JsonValue>>,
): Promise<Buffer> {
  const events = await reader.readAll({ after: -1n, limit: MOST_EVENTS });
  const refs = new Set(events.flatMap(({ data, metadata }) => [...sealedRefsIn(data), ...sealedRefsIn(orderIn(metadata.order))]));
  const lines: readonly Line[] = [
    ...events.map(({ stream, id, type, data, metadata }) => ({ stream, id, type, data, metadata })),
    { values: open([...refs]) },
  ];
  return gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { level: 9 });
}

const orderIn = (order: string | undefined): unknown => (order === undefined ? undefined : JSON.parse(order));

export async function readHistory(file: Buffer): Promise<History> {
  const store = new MemoryEventStore();
  const stands = new Map<string, bigint>();
  let values: History['values'] = {};
  for (const text of gunzipSync(file).toString('utf8').split('\n')) {
    if (text === '') continue;
    const line = JSON.parse(text) as Line;
    if ('values' in line) {
      ({ values } = line);
      continue;
    }
    const { stream, ...event } = line;
    const before = stands.get(stream);
    await store.append(stream, [event], before ?? 'absent');
    stands.set(stream, (before ?? -1n) + 1n);
  }
  return { reader: store, values };
}
