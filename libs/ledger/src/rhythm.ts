import { type Clock, type Timer } from '#libs/clock';
import { type Instant, instantOfMs, msOf } from '#libs/kernel';

/** When checkpoints are signed. */
export interface Rhythm {
  /** After so many leaves that no checkpoint covers. */
  readonly leaves: number;
  /** So long after the first leaf that no checkpoint covers; milliseconds. */
  readonly everyMs: number;
  /** So long after the last one although nothing came, so that silence shows; milliseconds. */
  readonly heartbeatMs: number;
}

export const USUAL_RHYTHM: Rhythm = { leaves: 4_096, everyMs: 60_000, heartbeatMs: 3_600_000 };

/** Calls when the next checkpoint is due by the rhythm. */
export class SigningTimer {
  /** Of the first leaf that no checkpoint covers. */
  #openSince: Instant | undefined;
  #timer: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly rhythm: Rhythm,
    private readonly due: () => void,
  ) {}

  /** Leaves came that no checkpoint covers. */
  leavesCame(): void {
    this.#openSince ??= this.clock.now();
  }

  /** A checkpoint covers them all. */
  covered(): void {
    this.#openSince = undefined;
  }

  /** Anew. @param last when the last checkpoint was signed, in seconds since 1970; undefined where none was. */
  set(last: number | undefined): void {
    const { everyMs, heartbeatMs } = this.rhythm;
    const open = this.#openSince === undefined ? [] : [msOf(this.#openSince) + everyMs];
    this.#at(Math.min(...open, (last === undefined ? msOf(this.clock.now()) : last * 1000) + heartbeatMs));
  }

  /** What could not be done now is due again after so long. */
  setIn(ms: number): void {
    this.#at(msOf(this.clock.now()) + ms);
  }

  cancel(): void {
    this.#timer?.cancel();
  }

  #at(ms: number): void {
    this.#timer?.cancel();
    this.#timer = this.clock.timer(instantOfMs(ms), this.due);
  }
}
