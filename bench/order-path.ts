import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inParallel } from '#libs/application';
import { BareLoop, type BareOrder } from './bare-loop.js';
import { type BenchRow, interleaved, median, quantile } from './bench-row.js';
import { LOG, openDesk, prepareCases, type PreparedCase } from './cases.js';
import { plainCopy, ROWS, type Row } from './plain-log.js';

const CASES = 10_000;
const ORDERS = 5_000;
const AT_ONCE = 64;
const PAIRS = 5;
const BARE_LOG = 'bare.db';
const KEEP_ALL = 2 * CASES;

interface Latencies {
  readonly p50: number[];
  readonly p99: number[];
}

/** The log with its cases, its twin for the bare loop, and what the orders append. */
class OrderPath {
  private constructor(
    private readonly folder: string,
    private readonly cases: readonly PreparedCase[],
    private readonly head: number,
    private readonly bareOrders: readonly BareOrder[],
  ) {}

  static async prepare(folder: string): Promise<OrderPath> {
    const all = await prepareCases(folder, CASES);
    // Every second case, spread over the log: nothing that was just read helps.
    const cases = Array.from({ length: ORDERS }, (_, index) => all[(index * 7_919) % CASES]).filter((item) => item !== undefined);
    plainCopy(join(folder, LOG), join(folder, BARE_LOG));
    const head = lastPosition(join(folder, LOG));
    const path = new OrderPath(folder, cases, head, []);
    await path.throughTheDesk(0);
    const bareOrders = path.appended();
    path.takeBack(LOG);
    return new OrderPath(folder, cases, head, bareOrders);
  }

  /** All orders through the desk, 64 at once. Orders per second. */
  async throughTheDesk(foldsKept: number, latencies?: Latencies): Promise<number> {
    const desk = await openDesk(this.folder, foldsKept);
    // A dry run reads and folds, and leaves nothing but the state in memory.
    if (foldsKept > 0) for (const { next } of this.cases) await desk.engine.desk.give({ ...next, dryRun: true });
    const took: number[] = [];
    const began = performance.now();
    await inParallel(this.cases, AT_ONCE, async ({ next }) => {
      const begun = performance.now();
      const answer = await desk.engine.desk.give(next);
      took.push(performance.now() - begun);
      if (!answer.accepted || answer.repeated) throw new Error(`${next.order.type} for ${next.target} was not done`);
    });
    const figure = (this.cases.length * 1000) / (performance.now() - began);
    await desk.close();
    keep(latencies, took);
    if (latencies !== undefined) this.takeBack(LOG);
    return figure;
  }

  bare(keeps: boolean, latencies: Latencies): number {
    const loop = new BareLoop(join(this.folder, BARE_LOG), keeps);
    loop.warm(this.bareOrders.map(({ stream }) => stream));
    const began = performance.now();
    const took = loop.run(this.bareOrders);
    const figure = (this.bareOrders.length * 1000) / (performance.now() - began);
    loop.close();
    keep(latencies, took);
    this.takeBack(BARE_LOG);
    return figure;
  }

  private appended(): readonly BareOrder[] {
    const db = new DatabaseSync(join(this.folder, LOG), { readOnly: true });
    const rows = db.prepare(`${ROWS} WHERE stream = ? AND position > ? ORDER BY revision`);
    rows.setReturnArrays(true);
    const orders = this.cases.map(({ stream, next }) => ({
      stream,
      id: next.orderId,
      rows: rows.all(stream, this.head) as unknown as readonly Row[],
    }));
    db.close();
    return orders;
  }

  /** The same log for every run. */
  private takeBack(log: string): void {
    const db = new DatabaseSync(join(this.folder, log));
    db.prepare('DELETE FROM events WHERE position > ?').run(this.head);
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
  }
}

export function lastPosition(file: string): number {
  const db = new DatabaseSync(file, { readOnly: true });
  const last = db.prepare('SELECT max(position) AS last FROM events').get()?.['last'] as number;
  db.close();
  return last;
}

function keep(latencies: Latencies | undefined, took: readonly number[]): void {
  latencies?.p50.push(quantile(took, 0.5));
  latencies?.p99.push(quantile(took, 0.99));
}

/**
 * Order path: read, fold, decide by the real law, append with fsync, 64 at once over 10 000 cases, against a bare loop of the
 * same shape and bytes; once with every folded state kept in memory and once with none.
 */
export async function benchOrderPath(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-orders-'));
  try {
    const path = await OrderPath.prepare(folder);
    const rows: BenchRow[] = [];
    for (const kept of [false, true]) {
      const ours: Latencies = { p50: [], p99: [] };
      const limit: Latencies = { p50: [], p99: [] };
      const { a, b, ratio } = await interleaved(
        PAIRS,
        () => path.throughTheDesk(kept ? KEEP_ALL : 0, ours),
        async () => path.bare(kept, limit),
      );
      const ms = ({ p50, p99 }: Latencies): string => `p50 ${median(p50).toFixed(1)} ms, p99 ${median(p99).toFixed(1)} ms`;
      rows.push({
        what: `order path, 64 at once, ${CASES} cases, ${kept ? 'states kept in memory' : 'no states kept'}`,
        ours: a,
        limit: b,
        unit: 'orders/s',
        ratio,
        mustReach: 0.5,
        note: `ours ${ms(ours)}; limit: bare loop of the same shape and bytes, ${ms(limit)}`,
      });
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}
