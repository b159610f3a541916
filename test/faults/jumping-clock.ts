import { type Clock, SystemClock, type Timer } from '#libs/clock';
import { type CivilDate, civilDateOf, type Instant, instantOfMs, msOf } from '#libs/kernel';

interface Armed {
  readonly at: Instant;
  readonly ring: () => void;
  timer: Timer;
}

/**
 * A clock that runs as that of the machine does, from another moment on, and that somebody sets; it notices at once. It is the
 * clock of a program and not of its Redis, whose delays go on as they were counted.
 */
export class JumpingClock implements Clock {
  readonly #machine = new SystemClock();
  readonly #armed = new Set<Armed>();
  #aheadMs: number;

  constructor(begins: Instant) {
    this.#aheadMs = msOf(begins) - msOf(this.#machine.now());
  }

  now(): Instant {
    return instantOfMs(msOf(this.#machine.now()) + this.#aheadMs);
  }

  today(): CivilDate {
    return civilDateOf(this.now());
  }

  timer(at: Instant, ring: () => void): Timer {
    const armed: Armed = {
      at,
      ring: () => {
        this.#armed.delete(armed);
        ring();
      },
      timer: { cancel: () => undefined },
    };
    this.#arm(armed);
    return {
      cancel: () => {
        this.#armed.delete(armed);
        armed.timer.cancel();
      },
    };
  }

  /** Somebody sets it: forward, or back where `ms` is negative. */
  jump(ms: number): void {
    this.#aheadMs += ms;
    for (const armed of this.#armed) {
      armed.timer.cancel();
      this.#arm(armed);
    }
  }

  #arm(armed: Armed): void {
    this.#armed.add(armed);
    armed.timer = this.#machine.timer(instantOfMs(msOf(armed.at) - this.#aheadMs), armed.ring);
  }
}
