import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { VirtualClock } from '#libs/clock';
import { MemoryEventStore } from '#libs/event-store';
import { instant, instantOfMs, msOf } from '#libs/kernel';
import { CheckpointFolder, LEDGER_FILES, openLedger, SqliteLeafIndex, type Verified, verifyLedger } from '#libs/ledger';
import { type SyntheticAppend } from '#libs/read-models';
import { type Chance } from './ledger-tampering.js';

/**
 * Lives of a ledger to which nobody does anything: bursts of events, restarts, hours in which nothing comes, checkpoints by count and by
 * time, and somebody who verifies in between while it runs. Answers what was called a flaw.
 */
export async function honestLife(
  folder: string,
  appends: readonly SyntheticAppend[],
  chance: Chance,
): Promise<readonly string[]> {
  rmSync(folder, { recursive: true, force: true });
  const store = new MemoryEventStore();
  const clock = new VirtualClock(instant('2024-03-01T09:00:00+08:00'));
  const rhythm = { leaves: 1 + chance(300), everyMs: 60_000 * (1 + chance(10)), heartbeatMs: 3_600_000 };
  const alarms: string[] = [];
  let next = 0;
  for (let lives = 1 + chance(4); lives > 0; lives--) {
    const ledger = await openLedger(folder, store, clock, { rhythm }, (fault, line) => alarms.push(`${fault} ${line}`));
    ledger.start();
    for (let bursts = 1 + chance(4); bursts > 0; bursts--) {
      for (const end = Math.min(next + chance(400), appends.length); next < end; next++) {
        const { stream, events, expected } = appends[next] as SyntheticAppend;
        await store.append(stream, events, expected);
      }
      const looking = look(folder, store, alarms);
      await clock.advanceTo(instantOfMs(msOf(clock.now()) + chance(7_200_000)), async () => undefined);
      await Promise.all([looking, ledger.sign()]);
    }
    await ledger.stop();
    const { unsigned } = (await look(folder, store, alarms)) ?? { unsigned: 0 };
    if (unsigned !== 0) alarms.push(`${unsigned} events are not signed after the end`);
  }
  return alarms;
}

/** While it runs, as soon as it has signed something. */
async function look(folder: string, reader: MemoryEventStore, alarms: string[]): Promise<Verified | undefined> {
  const shown = new CheckpointFolder(join(folder, LEDGER_FILES.checkpoints));
  if (!shown.has('checkpoint')) return undefined;
  const index = SqliteLeafIndex.openReader(join(folder, LEDGER_FILES.index));
  try {
    const verified = await verifyLedger({ reader, index, folder: shown });
    for (const { code, place } of verified.flaws) {
      alarms.push(
        `${code} ${JSON.stringify(place, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`,
      );
    }
    return verified;
  } finally {
    index.close();
  }
}
