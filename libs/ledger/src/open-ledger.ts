import { join } from 'node:path';
import { type Clock } from '#libs/clock';
import { type EventReader } from '#libs/event-store';
import { CheckpointFolder } from './checkpoint-folder.js';
import { type LedgerFault } from './ledger-fault.js';
import { Ledger } from './ledger.js';
import { SigningKey } from './note.js';
import { type Rhythm } from './rhythm.js';
import { type SharedHeads } from './shared-heads.js';
import { SqliteLeafIndex } from './sqlite-leaf-index.js';
import { parseWitnesses, type WitnessAddress, type WitnessTrouble } from './witness-client.js';

/** The files of a ledger in a data folder. */
export const LEDGER_FILES = { index: 'ledger.db', key: 'ledger.key', checkpoints: 'checkpoints' } as const;

export interface LedgerOptions {
  /** Where checkpoints and tiles are kept: best on another disk, or a mount that others read. `checkpoints` of the data folder where absent. */
  readonly checkpoints?: string;
  /** What the log calls itself, such as `ledger.example.gov.cn/county-7`; one made of its key where absent. Never changed afterwards. */
  readonly origin?: string;
  readonly rhythm?: Rhythm;
  readonly witnesses?: readonly WitnessAddress[];
}

/**
 * As the environment has them: `MINGCE_CHECKPOINTS`, `MINGCE_ORIGIN`, and `MINGCE_WITNESSES` with `<vkey> <url>`, one after another.
 * @throws NoteUnreadable where a witness cannot be read.
 */
export function ledgerOptionsIn(environment: Readonly<Record<string, string | undefined>>): LedgerOptions {
  const said = (name: string): string | undefined => (environment[name] === '' ? undefined : environment[name]);
  const [checkpoints, origin, witnesses] = ['MINGCE_CHECKPOINTS', 'MINGCE_ORIGIN', 'MINGCE_WITNESSES'].map(said);
  return {
    ...(checkpoints === undefined ? {} : { checkpoints }),
    ...(origin === undefined ? {} : { origin }),
    ...(witnesses === undefined ? {} : { witnesses: parseWitnesses(witnesses) }),
  };
}

/** The key of a ledger, made where there is none. @throws NoteUnreadable where it cannot be used, or the origin cannot name a log. */
export function openLedgerKey(folder: string, { origin }: LedgerOptions): Promise<SigningKey> {
  return SigningKey.open(join(folder, LEDGER_FILES.key), origin, 'mingce');
}

/** Of a ledger that shares its log with others. */
export interface SharedLedger {
  readonly heads: SharedHeads;
  /** Where the key lies that all have in common, and checkpoints where nothing else is said. */
  readonly keysFolder: string;
}

/**
 * The ledger of a data folder, not yet started; its key is made where there is none.
 * @throws NotALedger, NoteUnreadable where its file or its key cannot be used, or the origin cannot name a log.
 */
export async function openLedger(
  dataFolder: string,
  reader: EventReader,
  clock: Clock,
  options: LedgerOptions,
  say: (fault: LedgerFault | WitnessTrouble, line: string) => void,
  shared?: SharedLedger,
): Promise<Ledger> {
  const common = shared?.keysFolder ?? dataFolder;
  const { checkpoints = join(common, LEDGER_FILES.checkpoints), rhythm, witnesses } = options;
  const key = await openLedgerKey(common, options);
  const index = SqliteLeafIndex.open(join(dataFolder, LEDGER_FILES.index));
  const parts = { reader, index, folder: new CheckpointFolder(checkpoints), key, clock };
  try {
    return new Ledger(
      {
        ...parts,
        ...(rhythm === undefined ? {} : { rhythm }),
        ...(witnesses === undefined ? {} : { witnesses }),
        ...(shared === undefined ? {} : { heads: shared.heads }),
      },
      say,
    );
  } catch (error) {
    index.close();
    throw error;
  }
}
