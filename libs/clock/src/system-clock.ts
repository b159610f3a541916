import { type CivilDate, civilDateOf, type Instant, instantOfMs, msOf } from '#libs/kernel';
import { type Clock, type Timer } from './port.js';

/** A timer looks at the wall clock so often, for that may be set: forward, and what was far away is due. */
const LOOKS_EVERY_MS = 60_000;

/**
 * The clock of the machine. Its timers look at the wall clock again and again, so that one set for months ahead, or across a
 * correction of the machine's time, never rings early, and no more than a minute late. Timers alone do not keep the process alive.
 */
export class SystemClock implements Clock {
  now(): Instant {
    return instantOfMs(Date.now());
  }

  today(): CivilDate {
    return civilDateOf(this.now());
  }

  timer(at: Instant, ring: () => void): Timer {
    const dueMs = msOf(at);
    let handle: NodeJS.Timeout;
    const arm = (): void => {
      handle = setTimeout(
        () => {
          if (Date.now() < dueMs) arm();
          else ring();
        },
        Math.min(Math.max(dueMs - Date.now(), 0), LOOKS_EVERY_MS),
      );
      handle.unref();
    };
    arm();
    return {
      cancel: () => {
        clearTimeout(handle);
      },
    };
  }
}
