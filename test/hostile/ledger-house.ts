import { cpSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { VirtualClock } from '#libs/clock';
import { DATA_FILES } from '#libs/embedded';
import { type EventStore, SqliteEventReader, SqliteEventStore } from '#libs/event-store';
import { instant, instantOfMs, msOf } from '#libs/kernel';
import {
  CheckpointFolder,
  LEDGER_FILES,
  openLedger,
  parseCheckpoint,
  type SignedCheckpoint,
  serveWitness,
  SigningKey,
  SqliteLeafIndex,
  SqliteWitnessMemory,
  type Verified,
  verifyLedger,
  type VerifierKey,
  Witness,
} from '#libs/ledger';
import { type SyntheticAppend, syntheticSeason } from '#libs/read-models';

/** A data folder and what was known of it elsewhere: by an auditor who was given a key, and by a witness. */
export interface House {
  readonly folder: string;
  readonly key: VerifierKey;
  readonly witness: VerifierKey;
  readonly known: readonly SignedCheckpoint[];
}

/** The same log at an earlier time, as it is, and as somebody with its key would have it. */
export interface Houses {
  readonly early: House;
  readonly whole: House;
  readonly forked: House;
}

const ORIGIN = 'log.example/county';
const START = instant('2024-03-01T09:00:00+08:00');
const AN_HOUR_MS = 3_600_000;
const NEVER = 1e12;
/** Numbers of events after which a checkpoint is signed: about tile edges and between them, and where nothing came. */
export interface Plan {
  readonly early: readonly number[];
  readonly later: readonly number[];
  readonly households: number;
}

export const SMALL: Plan = { early: [3, 120, 256], later: [256, 270, 300], households: 10 };
export const LARGE: Plan = { early: [3, 120, 256, 256, 300], later: [300, 511, 512, 640, 700], households: 22 };

/** Builds the three houses in a folder: real files, real signatures, a real witness. */
export async function buildHouses(folder: string, plan: Plan): Promise<Houses> {
  const early = join(folder, 'early');
  const whole = join(folder, 'whole');
  const forked = join(folder, 'forked');
  await mkdir(early, { recursive: true });
  const clock = new VirtualClock(START);
  const memory = new SqliteWitnessMemory(join(folder, 'witness.db'));
  const key = await SigningKey.open(join(early, LEDGER_FILES.key), ORIGIN, '');
  const own = await SigningKey.open(join(folder, 'witness.key'), 'witness.example/w', '');
  const witness = await serveWitness(new Witness(own, [key.plain], memory, clock), 0);
  const address = { key: own.timed, url: witness.url };
  const house = (at: string): House => ({
    folder: at,
    key: key.plain,
    witness: own.timed,
    known: [parseCheckpoint(String(new CheckpointFolder(join(at, LEDGER_FILES.checkpoints)).read('checkpoint')))],
  });
  try {
    const appends = [...syntheticSeason({ households: plan.households })];
    await grow(early, appends, plan.early, clock, [address]);
    cpSync(early, whole, { recursive: true });
    cpSync(early, forked, { recursive: true });
    await grow(whole, appends, plan.later, clock, [address]);
    await grow(forked, appends.map(forge), plan.later, clock, []);
    return { early: house(early), whole: house(whole), forked: house(forked) };
  } finally {
    await witness.stop();
    memory.close();
  }
}

function forge(append: SyntheticAppend): SyntheticAppend {
  return { ...append, events: append.events.map((event) => ({ ...event, data: { ...event.data, forged: true } })) };
}

/** Goes on from where the log is, an hour at a time, with a checkpoint at each of these numbers of events. */
async function grow(
  folder: string,
  appends: readonly SyntheticAppend[],
  checkpoints: readonly number[],
  clock: VirtualClock,
  witnesses: readonly { readonly key: VerifierKey; readonly url: string }[],
): Promise<void> {
  const store = await SqliteEventStore.open(join(folder, DATA_FILES.events));
  for (const events of checkpoints) {
    await appendUpTo(store, appends, events);
    await clock.advanceTo(instantOfMs(msOf(clock.now()) + AN_HOUR_MS), async () => undefined);
    const rhythm = { leaves: NEVER, everyMs: NEVER, heartbeatMs: NEVER };
    const ledger = await openLedger(folder, store, clock, { origin: ORIGIN, rhythm, witnesses }, (fault, line) => {
      throw new Error(`${fault}: ${line}`);
    });
    ledger.start();
    const head = await store.head();
    while (ledger.condition().position < head) await new Promise((resolve) => setTimeout(resolve, 1));
    await ledger.sign();
    await ledger.asked();
    await ledger.stop();
  }
  await store.close();
}

/** At least so many events in all: what stands there already is a repeat. */
async function appendUpTo(store: EventStore, appends: readonly SyntheticAppend[], events: number): Promise<void> {
  let count = 0;
  for (const { stream, events: appended, expected } of appends) {
    if (count >= events) return;
    await store.append(stream, appended, expected);
    count += appended.length;
  }
}

/** A copy that may be tampered with. */
export function copyOf(house: House, to: string): House {
  rmSync(to, { recursive: true, force: true });
  cpSync(house.folder, to, { recursive: true });
  return { ...house, folder: to };
}

/** As an auditor does it, who has the keys from elsewhere. @param withKnown and a checkpoint that was kept elsewhere. */
export async function audit({ folder, key, witness, known }: House, withKnown: boolean): Promise<Verified> {
  const reader = await SqliteEventReader.openReader(join(folder, DATA_FILES.events));
  try {
    const index = SqliteLeafIndex.openReader(join(folder, LEDGER_FILES.index));
    try {
      return await verifyLedger({
        reader,
        index,
        folder: new CheckpointFolder(join(folder, LEDGER_FILES.checkpoints)),
        key,
        witnesses: [witness],
        ...(withKnown ? { known } : {}),
      });
    } finally {
      index.close();
    }
  } finally {
    await reader.close();
  }
}
