import { migrate, type Migration, type Postgres } from '#libs/postgres';

const STEPS: readonly Migration[] = [
  {
    name: 'claims',
    sql: `CREATE TABLE order_claims (order_id uuid PRIMARY KEY, stream text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());
      CREATE INDEX order_claims_by_time ON order_claims (at)`,
  },
  { name: 'what was said', sql: 'ALTER TABLE order_claims ADD COLUMN digest text' },
];

/** Each so many claims here, those of a day ago are forgotten. */
const FORGOTTEN_EVERY = 1_000;

/** For which stream an id is good, and what the order said that claimed it first; nothing of one by an earlier release. */
export interface OrderClaim {
  readonly stream: string;
  readonly digest: string | null;
}

/**
 * On which stream the order of an id is being done: claimed before its events are appended, so that no two instances append under one id to
 * two streams (ADR 0041). That it was done, the log says, and with it the read models: a claim is of use only until these know.
 */
export class OrderClaims {
  #claimed = 0;

  private constructor(
    private readonly postgres: Postgres,
    private readonly areAllKnown: () => Promise<boolean>,
  ) {}

  /**
   * `areAllKnown`: whether the read models know every order that stands in the log by now.
   * @throws PostgresNewer, PostgresUnreachable, PostgresRefused
   */
  static async open(postgres: Postgres, areAllKnown: () => Promise<boolean>): Promise<OrderClaims> {
    await migrate(postgres, 'orders', STEPS);
    return new OrderClaims(postgres, areAllKnown);
  }

  /** The claim that counts for the id: this one, unless another came before. It is good for a day from now: who claims is about to append. @throws PostgresUnreachable, PostgresRefused */
  async claim(orderId: string, stream: string, digest: string): Promise<OrderClaim> {
    const [claimed] = await this.postgres.query<OrderClaim>(
      `INSERT INTO order_claims (order_id, stream, digest) VALUES ($1, $2, $3)
       ON CONFLICT (order_id) DO UPDATE SET at = excluded.at RETURNING stream, digest`,
      [orderId, stream, digest],
    );
    // With the first, too: a process may not live to see so many. What fails is tried again with one of the next.
    if (this.#claimed++ % FORGOTTEN_EVERY === 0) void this.forget().catch(() => undefined);
    return claimed ?? { stream, digest };
  }

  /** Those of a day ago, if all that was done is in the read models by now: theirs was then, too, or was never done. */
  async forget(): Promise<void> {
    if (!(await this.areAllKnown())) return;
    await this.postgres.query(`DELETE FROM order_claims WHERE at < clock_timestamp() - interval '1 day'`);
  }
}
