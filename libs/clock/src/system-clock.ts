import { type CivilDate, type Instant, instantOfMs, msOf } from '#libs/kernel';
import { CivilDay } from './civil-day.js';
import { type Clock, type Timer } from './port.js';

/** Longest delay that the platform's timers keep; a longer one would ring at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/**
 * The clock of the machine. A timer looks again at the wall clock when it fires, so that one set for months ahead, or
 * across a correction of the machine's time, never rings early. Timers alone do not keep the process alive.
 */
export class SystemClock implements Clock {
  readonly #day = new CivilDay();

  now(): Instant {
    return instantOfMs(Date.now());
  }

  today(): CivilDate {
    return this.#day.of(this.now());
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
        Math.min(Math.max(dueMs - Date.now(), 0), LONGEST_DELAY_MS),
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
