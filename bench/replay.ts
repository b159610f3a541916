import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Aggregate, deliberate } from '#libs/application';
import { DATA_FILES } from '#libs/embedded';
import { SqliteEventReader } from '#libs/event-store';
import { type Event, fold, type Folded, type RecordedOf, unfolded } from '#libs/kernel';
import { type Known, type OpenAtOnce, type RecordedOrder, References, replay } from '#libs/replay';
import { simulate } from '#libs/simulation';
import { SqliteVault } from '#libs/vault';
import { type BenchRow, interleaved } from './bench-row.js';

const PAIRS = 5;
const PAGE = 1_000;
const NO_OTHERS: ReadonlyMap<string, Folded<unknown>> = new Map();

/** A recorded order, ready to be decided, by the id of the event that bears it. */
interface Prepared {
  readonly aggregate: Aggregate;
  readonly order: RecordedOrder;
}

/** The whole log replayed, context made anew and every event compared. Events per second. */
async function replayed(reader: SqliteEventReader, open: OpenAtOnce, events: number): Promise<number> {
  const began = performance.now();
  const summary = await replay(reader, { open });
  const figure = (events * 1000) / (performance.now() - began);
  if (!summary.equal || summary.events !== events || summary.verdicts.EQUAL !== summary.appends) {
    throw new Error(
      `${summary.verdicts.EQUAL} of ${summary.appends} decisions are equal, ${summary.events} of ${events} events read`,
    );
  }
  return figure;
}

/** The same events read, folded and decided as the desk decides; orders lie ready, and nothing is compared. Events per second. */
async function bare(
  reader: SqliteEventReader,
  prepared: ReadonlyMap<string, Prepared>,
  { directory, lawBook }: Known,
  open: OpenAtOnce,
  events: number,
): Promise<number> {
  const began = performance.now();
  const states = new Map<string, Folded<unknown>>();
  const law = lawBook.digest();
  let [seen, after] = [0, -1n];
  for (;;) {
    const page = await reader.readAll({ after, limit: PAGE });
    for (const event of page) {
      after = event.position;
      seen++;
      const known = prepared.get(event.id);
      const { aggregate } = known ?? prepared.get(event.stream) ?? {};
      if (aggregate === undefined) throw new Error(`nobody knows ${event.stream}`);
      const folded = states.get(event.stream) ?? unfolded(aggregate.decider);
      if (known !== undefined) {
        const { given, now } = known.order;
        const decided = deliberate({ given, aggregate, folded, others: NO_OTHERS, now, directory, law, open, build: 'bench' });
        if ('refused' in decided) throw new Error(`${given.order.type} was refused`);
      }
      states.set(event.stream, fold(aggregate.decider, folded, [event as RecordedOf<Event>]));
    }
    if (page.length < PAGE) break;
  }
  const figure = (events * 1000) / (performance.now() - began);
  if (seen !== events) throw new Error(`${seen} of ${events} events read`);
  return figure;
}

/** Of the aggregates over everything that the log tells of law and offices. */
async function prepare(reader: SqliteEventReader, open: OpenAtOnce, known: Known): Promise<ReadonlyMap<string, Prepared>> {
  const prepared = new Map<string, Prepared>();
  await replay(reader, {
    open,
    onReplayed: ({ append, again }) => {
      if (again === undefined || 'refused' in again.decided) throw new Error(`${append.stream} cannot be decided again`);
      const aggregate = known.aggregates.get(again.aggregate.decider.category) ?? again.aggregate;
      const one = { aggregate, order: again.order };
      prepared.set(append.events[0].id, one);
      prepared.set(append.stream, one);
    },
  });
  return prepared;
}

/**
 * `mingce replay` of a town against reading, folding and deciding the same events: what replay adds is the law and the offices of
 * each moment, the order read out of its event, and the comparison.
 */
export async function benchReplay(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-replay-'));
  try {
    const { events } = await simulate('shiqiao', { dataFolder: folder });
    const reader = await SqliteEventReader.openReader(join(folder, DATA_FILES.events));
    const vault = SqliteVault.open(folder, { readOnly: true });
    const open: OpenAtOnce = (refs) => vault.open(refs);
    const known = (await References.of(reader)).now();
    const prepared = await prepare(reader, open, known);
    const { a, b, ratio } = await interleaved(
      PAIRS,
      () => replayed(reader, open, events),
      () => bare(reader, prepared, known, open, events),
    );
    await vault.close();
    await reader.close();
    return [
      {
        what: 'replay of a town',
        ours: a,
        limit: b,
        unit: 'events/s',
        ratio,
        mustReach: 0.5,
        note: `limit: read, fold and decide of the same ${events} events, orders ready, nothing compared`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}
