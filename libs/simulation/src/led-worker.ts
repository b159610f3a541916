// A worker of a simulation, as a process of its own: a real one in all but its clock, which stands where it is told that it stands.
import { exit } from 'node:process';
import { VirtualClock } from '#libs/clock';
import { type Deployment, openDistributed } from '#libs/distributed';
import { type Instant } from '#libs/kernel';

/** How a worker is started. */
export interface WorkerOrder extends Omit<Deployment, 'roles'> {
  readonly dataFolder: string;
  readonly now: Instant;
  readonly leaseMs?: number;
}

/**
 * To the worker: the moment at which it is now, and how far the log goes. It answers when nothing of its own is left to be done at that
 * moment, up to there.
 */
export type ToWorker = { readonly no: number; readonly at: Instant; readonly head: string } | 'STOP';

export type FromWorker =
  | 'READY'
  /** The partitions that it served all the while, and when its own next timer rings. */
  | { readonly no: number; readonly partitions: readonly number[]; readonly next?: Instant };

const order = JSON.parse(process.argv[2] ?? '{}') as WorkerOrder;
const clock = new VirtualClock(order.now);
const house = await openDistributed({
  ...order,
  clock,
  roles: ['worker'],
  onBroken: () => {
    exit(1);
  },
});
const { engine, share } = house;
const say = (what: FromWorker): void => void process.send?.(what);

async function settleAt({ no, at, head }: Exclude<ToWorker, 'STOP'>): Promise<void> {
  const before = share.partitions();
  await clock.advanceTo(at, async () => {
    await engine.runner.caughtUp(BigInt(head));
    await engine.parts.bell.answered();
  });
  const served = new Set(share.partitions());
  const next = clock.nextTimer();
  say({ no, partitions: before.filter((partition) => served.has(partition)), ...(next === undefined ? {} : { next }) });
}

let turn: Promise<void> = Promise.resolve();
process.on('message', (told: ToWorker) => {
  turn = turn
    .then(() => (told === 'STOP' ? house.close().then(() => process.disconnect()) : settleAt(told)))
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      exit(1);
    });
});
// Whoever led it is gone.
process.on('disconnect', () => exit(0));
say('READY');
