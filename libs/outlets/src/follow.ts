import { type EventReader, type StoredEvent } from '#libs/event-store';
import { type StreamArea, type StreamAreas } from './stream-areas.js';

/** What one reader may see and wants to see. */
export interface StreamFilter {
  /** Whether an area lies where the reader may look; asked for each event, so that it may change. */
  readonly mayLookAt: (area: string) => boolean;
  /** Narrower than what he may: the area and all below it. */
  readonly wants?: (area: string) => boolean;
  /** Wire names (`case.NoticePosted.v1`), or beginnings with a star (`case.*`); absent: all. */
  readonly types?: readonly string[];
}

/** How far the reader has come, and what of it is for him. `events` may be empty: the cursor moves all the same. */
export interface Portion {
  readonly position: bigint;
  readonly events: readonly StoredEvent[];
}

/**
 * The log after a position, for one reader: catch-up, then live, without gap or doubling, until aborted. The next portion
 * is read only when it is asked for, so that a slow reader holds back nobody but himself.
 */
export async function* follow(
  reader: EventReader,
  areas: StreamAreas,
  filter: StreamFilter,
  options: { readonly after: bigint; readonly batchSize?: number; readonly signal?: AbortSignal },
): AsyncGenerator<Portion> {
  for await (const batch of reader.subscribe(options)) {
    const events: StoredEvent[] = [];
    for (const event of batch) {
      // The area is asked for every event, also those of other types: some of them move their stream.
      const area = await areas.areaOf(event);
      if (isWanted(event.type, filter.types) && isVisible(area, filter)) events.push(event);
    }
    const last = batch.at(-1);
    if (last !== undefined) yield { position: last.position, events };
  }
}

function isWanted(type: string, types: StreamFilter['types']): boolean {
  if (types === undefined) return true;
  return types.some((wanted) => (wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted));
}

function isVisible(area: StreamArea, { mayLookAt, wants }: StreamFilter): boolean {
  if (area === 'NOBODY') return false;
  if (area === 'EVERYBODY') return wants === undefined;
  return mayLookAt(area.of) && (wants === undefined || wants(area.of));
}
