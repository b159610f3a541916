import { type Clock, SystemClock } from '#libs/clock';
import { type EventReader } from '#libs/event-store';
import { type Instant } from '#libs/kernel';

/**
 * A clock, or what makes one: it is told when the last event of the log was recorded, so that the virtual clock of a run that is taken
 * up again does not begin before it.
 */
export type ClockOrMade = Clock | ((lastRecorded: Instant | undefined) => Clock);

/** The machine's where none is given. */
export async function clockOver(log: EventReader, clock?: ClockOrMade): Promise<Clock> {
  if (typeof clock !== 'function') return clock ?? new SystemClock();
  const head = await log.head();
  const [last] = head === -1n ? [] : await log.readAt([head]);
  return clock(last?.metadata.recordedAt);
}
