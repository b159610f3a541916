import { hash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EventReader } from '#libs/event-store';
import { migrate, type Migration, type Postgres, type Queryable } from '#libs/postgres';
import { distributed as words } from '#libs/terms';

const STEPS: readonly Migration[] = [
  {
    name: 'house',
    sql: `CREATE TABLE house (one boolean PRIMARY KEY DEFAULT true CHECK (one), id text NOT NULL, first_event text);
      CREATE TABLE house_keys (name text PRIMARY KEY, fingerprint text NOT NULL)`,
  },
];
/** "Mgch": of those that start at once, one makes the keys. */
const LOCK = 0x4d676368;

/** A key of this process is not that of the others: what one seals or signs, another could not open. */
export class KeysDiffer extends Error {
  override readonly name = 'KeysDiffer';
  readonly code = 'KEYS_DIFFER';
}

/** The database belongs to another log. */
export class DatabaseOfAnother extends Error {
  override readonly name = 'DatabaseOfAnother';
  readonly code = 'DATABASE_OF_ANOTHER';
}

export interface Entering {
  readonly log: EventReader;
  /** Of the log, to be shown. */
  readonly address: string;
  readonly keysFolder: string;
  /** Names of the key files that all processes have in common. */
  readonly keys: readonly string[];
  /** Reads the keys, and makes those that are not there; never of two processes at once. */
  readonly makeKeys: () => Promise<void>;
}

/** What all processes of a house have in common, as the database keeps it: which log it is, and which keys. */
export class HouseRegister {
  private constructor(
    private readonly postgres: Postgres,
    private readonly log: EventReader,
    /** Of the house, made at its first start. */
    readonly id: string,
  ) {}

  /** @throws KeysDiffer, DatabaseOfAnother, PostgresNewer, PostgresUnreachable, PostgresRefused, and what `makeKeys` throws. */
  static async enter(postgres: Postgres, entering: Entering): Promise<HouseRegister> {
    await migrate(postgres, 'house', STEPS);
    return postgres.transaction(async (transaction) => {
      await transaction.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      const first = await firstOf(entering.log);
      const [known] = await transaction.query<{ id: string; first: string | null }>('SELECT id, first_event AS first FROM house');
      // A database that was there when the log was empty may have lost its first event to a crash; a new one has no key of a log.
      if (known === undefined ? first !== null : known.first !== null && known.first !== first) {
        throw new DatabaseOfAnother(textOf(words.DATABASE_OF_ANOTHER(postgres.address, entering.address)));
      }
      const id = known?.id ?? randomUUID();
      if (known === undefined) await transaction.query('INSERT INTO house (id, first_event) VALUES ($1, $2)', [id, first]);
      await entering.makeKeys();
      for (const name of entering.keys) await holdToKey(transaction, entering.keysFolder, name);
      return new HouseRegister(postgres, entering.log, id);
    });
  }

  /** To be called once the log has its first event. */
  async hold(): Promise<void> {
    const first = await firstOf(this.log);
    await this.postgres.query('UPDATE house SET first_event = $1 WHERE first_event IS NULL', [first]);
  }
}

async function holdToKey(transaction: Queryable, keysFolder: string, name: string): Promise<void> {
  const file = join(keysFolder, name);
  if (!existsSync(file)) return;
  const fingerprint = hash('sha256', `mingce key ${name}\n${readFileSync(file, 'utf8').trim()}`, 'hex');
  await transaction.query('INSERT INTO house_keys VALUES ($1, $2) ON CONFLICT (name) DO NOTHING', [name, fingerprint]);
  const [known] = await transaction.query<{ fingerprint: string }>('SELECT fingerprint FROM house_keys WHERE name = $1', [name]);
  if (known?.fingerprint !== fingerprint) throw new KeysDiffer(textOf(words.KEY_DIFFERS(name, keysFolder)));
}

async function firstOf(log: EventReader): Promise<string | null> {
  const [event] = await log.readAll({ after: -1n, limit: 1 });
  return event?.id ?? null;
}

const textOf = ({ zh, en }: { readonly zh: string; readonly en: string }): string => `${zh} / ${en}`;
