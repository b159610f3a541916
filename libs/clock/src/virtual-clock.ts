import { type CivilDate, civilDateOf, type Instant } from '#libs/kernel';
import { type Clock, type Timer } from './port.js';
import { TimerQueue } from './timer-queue.js';

/** Time was to run backwards, or two were to move it at once. */
export class ClockMisused extends Error {
  override readonly name = 'ClockMisused';
  readonly code = 'CLOCK_MISUSED';
}

/**
 * A clock that stands until it is advanced; shared by all processes of a run (architecture §6). Years pass as quickly as
 * their work is done, and in the same order every time.
 */
export class VirtualClock implements Clock {
  readonly #timers = new TimerQueue();
  #now: Instant;
  #advancing = false;

  constructor(start: Instant) {
    this.#now = start;
  }

  now(): Instant {
    return this.#now;
  }

  today(): CivilDate {
    return civilDateOf(this.#now);
  }

  timer(at: Instant, ring: () => void): Timer {
    if (at > this.#now) return this.#timers.add(at, ring);
    let cancelled = false;
    queueMicrotask(() => {
      if (!cancelled) ring();
    });
    return {
      cancel: () => {
        cancelled = true;
      },
    };
  }

  /** The moment of the earliest timer; undefined where none is set. */
  nextTimer(): Instant | undefined {
    return this.#timers.next();
  }

  /**
   * Lets the work at hand settle, then goes from due moment to due moment up to `to`: the clock stands at the moment, its
   * timers ring in the order in which they were set, and `settle` is awaited, so that what they caused, timers included,
   * is there before time goes on. In the end the clock stands at `to`.
   * @param settle resolves at quiescence: every consumer at the head, no due wake-up unanswered, no order in flight.
   * @throws ClockMisused where `to` is past, or another advance is under way. An error of `settle` stops the clock where it is.
   */
  async advanceTo(to: Instant, settle: () => Promise<void>): Promise<void> {
    if (this.#advancing) throw new ClockMisused(`the clock is being advanced already; wait for it before going on to ${to}`);
    if (to < this.#now) throw new ClockMisused(`the clock stands at ${this.#now} and does not go back to ${to}`);
    this.#advancing = true;
    try {
      await settle();
      for (let due = this.#timers.next(); due !== undefined && due <= to; due = this.#timers.next()) {
        this.#now = due;
        for (const ring of this.#timers.take(due)) ring();
        await settle();
      }
      this.#now = to;
    } finally {
      this.#advancing = false;
    }
  }
}
