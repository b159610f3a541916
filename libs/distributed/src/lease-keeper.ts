import { assertHeld, type Lease, type PostgresLeases, type Queryable } from '#libs/postgres';

/** Renewed three times in its life, so that one answer that fails to come costs nothing. */
const RENEWALS = 3;
/** Of its life a lease counts as held for this part: clocks run differently. */
const SURELY = 0.9;

export interface LeaseKeeperOptions {
  /** One run of one process: never the same twice. */
  readonly owner: string;
  /** How long a lease lives without a sign of its owner; milliseconds. */
  readonly ttlMs: number;
}

/**
 * The leases of one process, renewed while it lives. While the database does not answer they are not surely held, and nothing is
 * done under them; they are lost only when it says so.
 */
export class LeaseKeeper {
  readonly owner: string;
  readonly ttlMs: number;
  readonly #leases: PostgresLeases;
  readonly #held = new Map<string, { readonly lease: Lease; until: number }>();
  readonly #listeners = new Set<(names: readonly string[]) => void>();
  #timer: NodeJS.Timeout | undefined;
  #renewing: Promise<void> | undefined;

  constructor(leases: PostgresLeases, { owner, ttlMs }: LeaseKeeperOptions) {
    this.#leases = leases;
    this.owner = owner;
    this.ttlMs = ttlMs;
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      this.#renewing ??= this.#renew().finally(() => (this.#renewing = undefined));
    }, this.ttlMs / RENEWALS);
  }

  /** Gives everything up at once. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewing;
    await this.release([...this.#held.keys()]);
  }

  /** Told of leases that are another's by now. */
  onLost(tell: (names: readonly string[]) => void): void {
    this.#listeners.add(tell);
  }

  /** Names of all that is not known to be another's. */
  get names(): readonly string[] {
    return [...this.#held.keys()];
  }

  leaseOf(name: string): Lease | undefined {
    return this.#held.get(name)?.lease;
  }

  /** Whether nobody else can hold it at this moment. */
  isHeld(name: string): boolean {
    return performance.now() < (this.#held.get(name)?.until ?? 0);
  }

  /** To be asked in the transaction of whatever is written under it. @throws LeaseLost where it is not ours, and no longer is before the commit. */
  async assertHeld(transaction: Queryable, name: string): Promise<void> {
    // A fence that no lease ever had, for one that is not held.
    await assertHeld(transaction, this.leaseOf(name) ?? { name, owner: this.owner, fence: 0 });
  }

  /** At most `most` of these names that nobody holds. @throws PostgresUnreachable, PostgresRefused */
  async acquire(names: readonly string[], most = names.length): Promise<readonly string[]> {
    const free = await this.#leases.free(names.filter((name) => !this.#held.has(name)));
    const began = performance.now();
    const leases = await this.#leases.acquire(free.slice(0, most), this.owner, this.ttlMs);
    for (const lease of leases) this.#held.set(lease.name, { lease, until: began + this.ttlMs * SURELY });
    return leases.map(({ name }) => name);
  }

  /** Others may take them at once; where the database is away, when they have run out. */
  async release(names: readonly string[]): Promise<void> {
    const leases = names.flatMap((name) => this.leaseOf(name) ?? []);
    for (const name of names) this.#held.delete(name);
    // A renewal that comes after it would keep others waiting.
    await this.#renewing;
    await this.#leases.release(leases).catch(() => undefined);
  }

  async #renew(): Promise<void> {
    const asked = [...this.#held.values()].map(({ lease }) => lease);
    const began = performance.now();
    const renewed = await this.#leases.renew(asked, this.ttlMs).catch(() => undefined);
    if (renewed === undefined) return;
    const kept = new Set(renewed);
    for (const lease of renewed) {
      const held = this.#held.get(lease.name);
      if (held?.lease === lease) held.until = began + this.ttlMs * SURELY;
    }
    this.lost(asked.filter((lease) => !kept.has(lease) && this.leaseOf(lease.name) === lease).map(({ name }) => name));
  }

  /** The database said, here or where something was to be written, that these are another's. */
  lost(names: readonly string[]): void {
    if (names.length === 0) return;
    for (const name of names) this.#held.delete(name);
    for (const tell of this.#listeners) tell(names);
  }
}
