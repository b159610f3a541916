import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type EventReader, type StoredEvent } from '#libs/event-store';
import { CheckpointFolder, LEDGER_FILES, SqliteLeafIndex, verifyLedger } from '#libs/ledger';
import { sealedRefsIn } from '#libs/vault';

const PAGE = 2_000;

/** What a look through a whole house found. */
export interface HouseCheck {
  readonly events: number;
  /** Id and position of the last event; absent where there is none. */
  readonly head?: { readonly id: string; readonly position: string };
  /** Streams whose revisions have a gap or stand twice. */
  readonly gaps: readonly string[];
  /** Sealed values that the log names and the vault does not have. */
  readonly sealedMissing: number;
  /** What the ledger finds wrong, by its codes; absent where the house has none. */
  readonly ledger?: { readonly events: number; readonly flaws: readonly string[] };
  readonly sound: boolean;
}

export interface HouseToCheck {
  readonly dataFolder: string;
  readonly checkpoints: string;
  readonly log: EventReader;
  readonly isSealed: (ref: string) => boolean;
  /** Told of events looked at, now and then. */
  readonly onProgress?: (events: number) => void;
}

/** Reads a log once and holds vault and ledger against it: nothing of the house may name what is not there. */
export async function checkHouse({ dataFolder, checkpoints, log, isSealed, onProgress }: HouseToCheck): Promise<HouseCheck> {
  const revisions = new Map<string, bigint>();
  const gaps = new Set<string>();
  let [events, sealedMissing] = [0, 0];
  let last: StoredEvent | undefined;
  for (let after = -1n; ;) {
    const page = await log.readAll({ after, limit: PAGE });
    for (const event of page) {
      if (event.revision !== (revisions.get(event.stream) ?? -1n) + 1n) gaps.add(event.stream);
      revisions.set(event.stream, event.revision);
      for (const ref of refsOf(event)) if (!isSealed(ref)) sealedMissing++;
    }
    events += page.length;
    last = page.at(-1) ?? last;
    onProgress?.(events);
    if (page.length < PAGE) break;
    after = last?.position ?? after;
  }
  const ledger = await ledgerIn(dataFolder, checkpoints, log);
  return {
    events,
    ...(last === undefined ? {} : { head: { id: last.id, position: String(last.position) } }),
    gaps: [...gaps],
    sealedMissing,
    ...(ledger === undefined ? {} : { ledger }),
    sound: gaps.size === 0 && sealedMissing === 0 && (ledger?.flaws.length ?? 0) === 0,
  };
}

/** Of its data, and of the order that it keeps. */
function refsOf({ data, metadata }: StoredEvent): readonly string[] {
  const { order } = metadata;
  return order === undefined ? sealedRefsIn(data) : sealedRefsIn([data, JSON.parse(order)]);
}

async function ledgerIn(dataFolder: string, checkpoints: string, reader: EventReader): Promise<HouseCheck['ledger']> {
  const file = join(dataFolder, LEDGER_FILES.index);
  if (!existsSync(file)) return undefined;
  const index = SqliteLeafIndex.openReader(file);
  try {
    const { events, flaws } = await verifyLedger({ reader, index, folder: new CheckpointFolder(checkpoints) });
    return { events, flaws: flaws.map(({ code }) => code) };
  } finally {
    index.close();
  }
}
