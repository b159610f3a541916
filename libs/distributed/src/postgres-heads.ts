import { HeadsDiffer, type SharedHead, type SharedHeads } from '#libs/ledger';
import { LeaseLost, migrate, type Migration, type Postgres, type Queryable } from '#libs/postgres';
import { type LeaseKeeper } from './lease-keeper.js';

const STEPS: readonly Migration[] = [
  {
    name: 'heads',
    sql: `CREATE TABLE ledger_heads (no bigint PRIMARY KEY, size bigint NOT NULL, time bigint NOT NULL, text text NOT NULL);
      CREATE TABLE ledger_wanted (one boolean PRIMARY KEY DEFAULT true CHECK (one), size bigint NOT NULL);
      INSERT INTO ledger_wanted (size) VALUES (0)`,
  },
];

const HEAD = 'SELECT no, size, time, text FROM ledger_heads';

/** Signed heads of a house in its database: written by whoever holds the lease `ledger`, as the fence has it (ADR 0040). */
export class PostgresHeads implements SharedHeads {
  private constructor(
    private readonly postgres: Postgres,
    private readonly keeper: Pick<LeaseKeeper, 'assertHeld' | 'lost'>,
  ) {}

  /** @throws PostgresNewer, PostgresUnreachable, PostgresRefused */
  static async open(postgres: Postgres, keeper: Pick<LeaseKeeper, 'assertHeld' | 'lost'>): Promise<PostgresHeads> {
    await migrate(postgres, 'ledger', STEPS);
    return new PostgresHeads(postgres, keeper);
  }

  last(): Promise<SharedHead | undefined> {
    return lastIn(this.postgres);
  }

  after(no: number, limit: number): Promise<readonly SharedHead[]> {
    return this.postgres.query<SharedHead>(`${HEAD} WHERE no > $1 ORDER BY no LIMIT $2`, [no, limit]);
  }

  async keep({ no, size, time, text }: SharedHead): Promise<boolean> {
    const kept = await this.#underLease(async (transaction) => {
      const last = await lastIn(transaction);
      if (no !== (last?.no ?? 0) + 1 || size < (last?.size ?? 0) || time < (last?.time ?? 0)) throw new HeadsDiffer(no, last?.no ?? 0);
      await transaction.query('INSERT INTO ledger_heads VALUES ($1, $2, $3, $4)', [no, size, time, text]);
      return no;
    });
    return kept !== undefined;
  }

  addLine(no: number, line: string): Promise<string | undefined> {
    return this.#underLease(async (transaction) => {
      const [head] = await transaction.query<{ text: string }>(
        `UPDATE ledger_heads SET text = CASE WHEN position($2 IN text) > 0 THEN text ELSE text || $2 END WHERE no = $1 RETURNING text`,
        [no, `${line}\n`],
      );
      return head?.text;
    });
  }

  async want(size: number): Promise<void> {
    await this.postgres.query('UPDATE ledger_wanted SET size = $1 WHERE size < $1', [size]);
  }

  async wanted(): Promise<number> {
    const [row] = await this.postgres.query<{ size: number }>('SELECT size FROM ledger_wanted');
    return row?.size ?? 0;
  }

  /** Undefined where it is another's by now, and nothing was done. */
  async #underLease<T>(work: (transaction: Queryable) => Promise<T>): Promise<T | undefined> {
    try {
      return await this.postgres.transaction(async (transaction) => {
        await this.keeper.assertHeld(transaction, 'ledger');
        return work(transaction);
      });
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
      this.keeper.lost(['ledger']);
      return undefined;
    }
  }
}

async function lastIn(asked: Queryable): Promise<SharedHead | undefined> {
  const [last] = await asked.query<SharedHead>(`${HEAD} ORDER BY no DESC LIMIT 1`);
  return last;
}
