// A worker that signs, as a process of its own, so that it can be stopped in the midst of it: its clock stands still.
import { VirtualClock } from '#libs/clock';
import { type Deployment, openDistributed } from '#libs/distributed';
import { type Instant } from '#libs/kernel';
import { parseWitnesses } from '#libs/ledger';

export interface SigningOrder extends Omit<Deployment, 'roles'> {
  readonly dataFolder: string;
  readonly now: Instant;
  readonly leaseMs: number;
  readonly witnesses: string;
}

const { now, witnesses, ...order } = JSON.parse(process.argv[2] ?? '{}') as SigningOrder;
await openDistributed({
  ...order,
  clock: new VirtualClock(now),
  roles: ['worker'],
  ledger: { witnesses: parseWitnesses(witnesses) },
  say: (line) => process.send?.(line),
});
process.on('disconnect', () => process.exit(0));
process.send?.('READY');
