import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import { type EventReader, type EventStore, type EventToAppend, type Expected, type StoredEvent } from '#libs/event-store';
import { LEDGER_FILES } from '#libs/ledger';
import { DATA_FILES } from './data-files.js';
import { keepLog } from './log-of-folder.js';
import { forgetDerived, moveCheckpoint, moveLeaves } from './sqlite-moved-log.js';

const PAGE = 1_000;

/** At this place of the target's log another event stands than in the source's, or one stands after its end. */
export class TargetDiffers extends Error {
  override readonly name = 'TargetDiffers';
  readonly code = 'TARGET_DIFFERS';
  constructor(
    readonly place: number,
    readonly id: string,
  ) {
    super(`event ${place} of the target, ${id}, is not that of the source`);
  }
}

export interface Move {
  readonly dataFolder: string;
  /** The log of the folder, held so that nobody appends to it. */
  readonly source: EventReader;
  /** Empty, or a beginning of the source. */
  readonly target: EventStore;
  readonly onProgress?: (phase: 'copying' | 'comparing', events: number, of: number) => void;
}

export interface Moved {
  readonly events: number;
  /** Of these, stood there already from a move that was cut off. */
  readonly before: number;
}

/**
 * Moves the log of a data folder to another store: every event with id, data and metadata as they are, in the order of the log,
 * append by append as they came. Goes on where it was cut off. Then holds the two logs against each other event by event, gives
 * ledger and processes the new positions, and the folder its new log. The old file stays as it is.
 * @throws TargetDiffers where the target holds anything else; nothing of the folder is changed then.
 */
export async function moveLog({ dataFolder, source, target, onProgress }: Move): Promise<Moved> {
  const of = Number(await source.head()) + 1;
  const before = await alike(source, target, undefined, (events) => onProgress?.('comparing', events, of));
  let events = before.is.length;
  const after = before.was.at(-1) ?? -1n;
  for await (const append of appendsAfter(source, after)) {
    const [first] = append;
    if (first === undefined) continue;
    const expected: Expected = first.revision === 0n ? 'absent' : first.revision - 1n;
    await target.append(first.stream, append.map(asGiven), expected);
    events += append.length;
    onProgress?.('copying', events, of);
  }
  const { was, is } = await alike(source, target, of, (seen) => onProgress?.('comparing', seen, of));
  moveLeaves(join(dataFolder, LEDGER_FILES.index), is);
  moveCheckpoint(join(dataFolder, DATA_FILES.checkpoints), was, is);
  forgetDerived(join(dataFolder, DATA_FILES.readModels));
  const [first] = await target.readAll({ after: -1n, limit: 1 });
  keepLog(dataFolder, { store: target.name, first: first?.id ?? null });
  return { events, before: before.is.length };
}

/** Positions of the events that stand in both logs, as they were and as they are; all of the target must be a beginning of the source. */
async function alike(
  source: EventReader,
  target: EventReader,
  all: number | undefined,
  seen: (events: number) => void,
): Promise<{ readonly was: readonly bigint[]; readonly is: readonly bigint[] }> {
  const [was, is]: [bigint[], bigint[]] = [[], []];
  for (;;) {
    const theirs = await target.readAll({ after: is.at(-1) ?? -1n, limit: PAGE });
    const ours = await source.readAll({ after: was.at(-1) ?? -1n, limit: PAGE });
    for (const [index, event] of theirs.entries()) {
      const own = ours[index];
      if (own === undefined || !isSame(own, event)) throw new TargetDiffers(is.length + 1, event.id);
      was.push(own.position);
      is.push(event.position);
    }
    seen(is.length);
    if (theirs.length === PAGE) continue;
    if (all !== undefined && is.length !== all) throw new TargetDiffers(is.length + 1, '-');
    return { was, is };
  }
}

const isSame = ({ position: _, ...one }: StoredEvent, { position: __, ...other }: StoredEvent): boolean =>
  isDeepStrictEqual(one, other);

/** Events that one order appended to one stream, together as they came: a reader must never see half of them. */
async function* appendsAfter(source: EventReader, after: bigint): AsyncGenerator<readonly StoredEvent[]> {
  let append: StoredEvent[] = [];
  for (let from = after; ;) {
    const page = await source.readAll({ after: from, limit: PAGE });
    for (const event of page) {
      const last = append.at(-1);
      if (last !== undefined && (last.stream !== event.stream || last.metadata.orderId !== event.metadata.orderId)) {
        yield append;
        append = [];
      }
      append.push(event);
    }
    if (page.length < PAGE) break;
    from = page.at(-1)?.position ?? from;
  }
  yield append;
}

const asGiven = ({ id, type, data, metadata }: StoredEvent): EventToAppend => ({ id, type, data, metadata });
