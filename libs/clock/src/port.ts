import { type CivilDate, type Instant } from '#libs/kernel';

export interface Timer {
  /** The timer will not ring any more. Does nothing where it has rung or was cancelled. */
  cancel(): void;
}

/**
 * Where time comes from (architecture §6). Whoever asks any other clock does not see the virtual one, and a run of
 * years in minutes falls apart.
 */
export interface Clock {
  now(): Instant;
  /** {@link now} as a civil date in Asia/Shanghai. */
  today(): CivilDate;
  /**
   * Rings once, at `at` or as soon after it as can be; where `at` has passed already, soon, but never within this call.
   * A ring does not throw.
   */
  timer(at: Instant, ring: () => void): Timer;
}
