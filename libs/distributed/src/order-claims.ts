import { migrate, type Migration, type Postgres } from '#libs/postgres';

const STEPS: readonly Migration[] = [
  {
    name: 'claims',
    sql: `CREATE TABLE order_claims (order_id uuid PRIMARY KEY, stream text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());
      CREATE INDEX order_claims_by_time ON order_claims (at)`,
  },
];

/** After so many claims here, those of a day ago are forgotten. */
const FORGOTTEN_EVERY = 1_000;

/**
 * On which stream the order of an id is being done: claimed before its events are appended, so that no two instances append under one id to
 * two streams (ADR 0041). That it was done, the log says, and with it the read models: a claim is of use only until these know.
 */
export class OrderClaims {
  #claimed = 0;

  private constructor(private readonly postgres: Postgres) {}

  /** @throws PostgresNewer, PostgresUnreachable, PostgresRefused */
  static async open(postgres: Postgres): Promise<OrderClaims> {
    await migrate(postgres, 'orders', STEPS);
    return new OrderClaims(postgres);
  }

  /** The stream for which the id is claimed: this one, unless another came before. @throws PostgresUnreachable, PostgresRefused */
  async claim(orderId: string, stream: string): Promise<string> {
    const [claimed] = await this.postgres.query<{ stream: string }>(
      `INSERT INTO order_claims (order_id, stream) VALUES ($1, $2)
       ON CONFLICT (order_id) DO UPDATE SET stream = order_claims.stream RETURNING stream`,
      [orderId, stream],
    );
    // It is tried again with one of the next.
    if (++this.#claimed % FORGOTTEN_EVERY === 0) void this.forget().catch(() => undefined);
    return claimed?.stream ?? stream;
  }

  /** Those of a day ago: their orders are in the read models by now, or were never done. */
  async forget(): Promise<void> {
    await this.postgres.query(`DELETE FROM order_claims WHERE at < clock_timestamp() - interval '1 day'`);
  }
}
