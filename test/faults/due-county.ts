import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, VirtualClock } from '#libs/clock';
import { type EmbeddedEngine, openEmbedded, type RedisOptions } from '#libs/embedded';
import { type Instant, instant, startOfDay } from '#libs/kernel';
import { noticeBoard } from '#libs/read-models';
import { postNotices, smallCounty } from '../application/small-county.js';
import { historyOf, type HistoryOptions } from './history.js';

/** How far a county has gone before it is disturbed. */
export type Stage = 'ADMITTED' | 'POSTED';

/** After everything that is due has rung. */
export const LATER: Instant = instant('2016-06-01T09:00:00+08:00');

/**
 * A county on disk, made once by real orders, whose copies are disturbed one after the other: what each of them ends in is held
 * against a copy that rang by a table with nothing in its way. Copies have the same keys, so that their logs can be the same.
 */
export class DueCounty {
  #copies = 0;

  private constructor(
    private readonly folder: string,
    readonly households: number,
    /** When the making of it ended, and where its log did: the copies differ only after that. */
    readonly madeAt: Instant,
    readonly head: bigint,
    /** The midnight at which all its notices have had their time; where they hang. */
    readonly dueAt: Instant | undefined,
  ) {}

  static async make(households: number, stage: Stage): Promise<DueCounty> {
    const folder = mkdtempSync(join(tmpdir(), 'due-county-'));
    const county = await smallCounty(households, (clock) => openEmbedded({ dataFolder: join(folder, 'made'), clock }));
    if (stage === 'POSTED') await postNotices(county);
    await county.embedded.engine.settled();
    const head = await county.embedded.store.head();
    const [posted] = (await noticeBoard(county.embedded.readModels, { status: 'RUNNING' })).items;
    await county.embedded.close();
    const dueAt = posted === undefined ? undefined : startOfDay(posted.earliestClose);
    return new DueCounty(folder, households, county.clock.now(), head, dueAt);
  }

  /** A copy, as it was made. */
  copy(): string {
    const copy = join(this.folder, String(this.#copies++));
    cpSync(join(this.folder, 'made'), copy, { recursive: true });
    return copy;
  }

  /** An engine on a copy; on the virtual clock, which stands where the making ended, unless another is given. */
  open({ dataFolder = this.copy(), clock = this.clock(), redis, said }: Opening = {}): Promise<EmbeddedEngine> {
    const say = (line: string): void => void said?.push(line);
    return openEmbedded({ dataFolder, clock, say, ...(redis === undefined ? {} : { redis }) });
  }

  clock(): VirtualClock {
    return new VirtualClock(this.madeAt);
  }

  /** The history that nothing disturbs, of a copy on which `work` was done. */
  async undisturbed(work: (embedded: EmbeddedEngine) => Promise<void>, options?: HistoryOptions): Promise<readonly string[]> {
    const embedded = await this.open();
    await work(embedded);
    const history = await this.historyOf(embedded, options);
    await embedded.close();
    return history;
  }

  /** What has happened since the making. */
  historyOf({ store }: EmbeddedEngine, options: HistoryOptions = {}): Promise<readonly string[]> {
    return historyOf(store, { ...options, after: this.head });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface Opening {
  readonly dataFolder?: string;
  readonly clock?: Clock;
  readonly redis?: RedisOptions;
  /** Where it is written down what was said. */
  readonly said?: string[];
}

/** Lets the virtual clock of an engine go on to `to`, due moment by due moment. */
export async function advance({ clock, engine }: Pick<EmbeddedEngine, 'clock' | 'engine'>, to: Instant): Promise<void> {
  if (!(clock instanceof VirtualClock)) throw new TypeError('this engine does not run on the virtual clock');
  await clock.advanceTo(to, () => engine.settled());
}

/** How many notices have had their time, by the log. */
export function elapsedIn(history: readonly string[]): number {
  return history.filter((event) => event.includes('"case.NoticePeriodElapsed.v1"')).length;
}
