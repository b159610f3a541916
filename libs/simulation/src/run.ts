import { type Engine, inParallel } from '#libs/application';
import { type VirtualClock } from '#libs/clock';
import { addDays, type CivilDate, instant, type Instant } from '#libs/kernel';
import { type Hand } from './hand.js';

/** Called with what has been done of a phase, for progress bars; `total` 0 where it cannot be known. */
export type Progress = (phase: string, done: number, total: number) => void;

export interface Pace {
  /** Resolves when everything is done that an order or a moment has caused. */
  quiet(): Promise<void>;
  advanceTo(to: Instant): Promise<void>;
}

/** How many orders of a run are under way at once: enough for group commit, few enough for flat memory. */
const AT_ONCE = 192;

/** One run of a scenario over one engine and its virtual clock. */
export class Run {
  constructor(
    readonly engine: Engine,
    readonly clock: VirtualClock,
    readonly hand: Hand,
    readonly onProgress: Progress = () => undefined,
    /** Who does what orders and moments cause, and goes from moment to moment with this clock. */
    private readonly pace: Pace = {
      quiet: () => engine.quiet(),
      advanceTo: (to) => clock.advanceTo(to, () => engine.quiet()),
    },
  ) {}

  /** Goes to nine in the morning of a day; a day that has passed already (a run taken up again) is left as it is. */
  async to(day: CivilDate): Promise<void> {
    const morning: Instant = instant(`${day}T09:00:00+08:00`);
    if (morning > this.clock.now()) await this.pace.advanceTo(morning);
  }

  get today(): CivilDate {
    return this.clock.today();
  }

  /** The same work for each item, side by side; then waits until everything it caused has been done. */
  async phase<T>(name: string, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    let done = 0;
    await inParallel(items, AT_ONCE, async (item) => {
      await work(item);
      this.onProgress(name, ++done, items.length);
    });
    await this.pace.quiet();
  }

  after(day: CivilDate, days: number): CivilDate {
    return addDays(day, days);
  }
}
