import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers';
import { type Clock, type Timer } from '#libs/clock';
import { type Instant, instantOfMs, msOf, type Wakeup } from '#libs/kernel';
import { checkWakeups } from './check-wakeups.js';
import { type Bell, BellClosed, type BellCondition, type OnRing, type Ringing, WakeupIdTaken } from './port.js';
import { WakeupTable } from './sqlite-wakeup-table.js';

export { NotABell } from './sqlite-wakeup-table.js';

/** Rings under way at once, each of another stream: enough to share the log's group commits. */
const ABREAST = 64;
/** After a failed ring the next try comes after 1 s, 2 s, 4 s … and at most this. */
const LONGEST_PAUSE_MS = 60_000;
/** What falls due later than this from now is written with others like it; the states give it again where a crash takes it. */
const FAR_MS = 36 * 3_600_000;
const WRITE_FAR_AFTER_MS = 1_000;
const MOST_UNWRITTEN = 4_096;
/** Owners of whom it is remembered what is held for them, so that giving the same again costs no look into the table. */
const REMEMBERED = 30_000;

export interface BellOptions {
  /** Told of each ring that failed; the bell tries again in any case. */
  readonly onFailure?: (wakeup: Ringing, error: unknown, tries: number) => void;
}

interface Write {
  /** Gives the error that refuses this write alone, before it has changed anything. */
  readonly work: () => Error | undefined;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** What an owner wants to be rung for, all of it far off, and not in the table yet. */
interface Unwritten {
  readonly given: readonly Ringing[];
  readonly digest: string;
}

/**
 * The bell of the embedded set-up: a table in a SQLite file and one timer of the {@link Clock} to the next due moment.
 * Writes that are ready in the same turn share a transaction. What falls due in more than 36 hours is written within a second,
 * with all that came meanwhile: the next step of a case often takes it back before that.
 */
export class EmbeddedBell implements Bell {
  readonly fetches = false;
  readonly #table: WakeupTable;
  readonly #clock: Clock;
  readonly #onFailure: BellOptions['onFailure'];
  /** By owner: the digest of the wake-ups held. */
  readonly #held = new Map<string, string>();
  readonly #underWay = new Map<string, Ringing>();
  readonly #busyStreams = new Set<string>();
  readonly #tries = new Map<string, number>();
  readonly #unwritten = new Map<string, Unwritten>();
  /** Owner by id, of those. */
  readonly #unwrittenIds = new Map<string, string>();
  #writeFar: NodeJS.Timeout | undefined;
  #writes: Write[] = [];
  /** Rings that ended and stand in the table still: answered, or to be tried again at a moment. */
  #ended: { readonly wakeup: Ringing; readonly again: Instant | undefined }[] = [];
  #scheduled = false;
  #onRing: OnRing | undefined;
  #timer: (Timer & { readonly at: Instant }) | undefined;
  #idle: (() => void)[] = [];
  #waiting: (() => void)[] = [];
  #closing: Promise<void> | undefined;

  private constructor(table: WakeupTable, clock: Clock, options: BellOptions) {
    this.#table = table;
    this.#clock = clock;
    this.#onFailure = options.onFailure;
  }

  /** Opens the table in `file`, makes it where there is none; `:memory:` for a bell that ends with its process. @throws NotABell */
  static open(file: string, clock: Clock, options: BellOptions = {}): EmbeddedBell {
    return new EmbeddedBell(WakeupTable.open(file), clock, options);
  }

  async set(wakeups: readonly Ringing[]): Promise<void> {
    this.#refuseIfClosed();
    checkWakeups(wakeups);
    if (wakeups.length === 0) return;
    return this.#write(() => {
      const taken = this.#taken(wakeups);
      if (taken !== undefined) return taken;
      for (const wakeup of wakeups) {
        this.#held.delete(ownerOf(wakeup));
        this.#table.put(wakeup);
      }
      return undefined;
    });
  }

  async cancel(ids: readonly string[]): Promise<void> {
    this.#refuseIfClosed();
    if (ids.length === 0) return;
    return this.#write(() => {
      for (const id of ids) this.#forget(id);
      return undefined;
    });
  }

  async replaceFor(process: string, stream: string, wakeups: readonly Wakeup[]): Promise<void> {
    this.#refuseIfClosed();
    const owner = ownerOf({ process, stream });
    const digest = digestOf(wakeups);
    if (this.#writes.length === 0 && (this.#unwritten.get(owner)?.digest ?? this.#held.get(owner)) === digest) return;
    checkWakeups(wakeups);
    const given = wakeups.map(({ id, dueAt, order }) => ({ id, dueAt, order, process, stream }));
    if (this.#writes.length === 0 && this.#isFar(process, stream, given)) {
      const taken = this.#taken(given);
      if (taken !== undefined) throw taken;
      this.#writeLater(owner, { given, digest });
      return;
    }
    return this.#write(() => {
      if (this.#held.get(owner) === digest) return undefined;
      const taken = this.#taken(given);
      if (taken !== undefined) return taken;
      this.#replace(owner, process, stream, { given, digest });
      return undefined;
    });
  }

  #replace(owner: string, process: string, stream: string, { given, digest }: Unwritten): void {
    for (const id of this.#table.idsOf(process, stream)) {
      if (!given.some((wakeup) => wakeup.id === id)) this.#table.remove(id);
    }
    for (const wakeup of given) this.#table.put(wakeup);
    if (this.#held.size >= REMEMBERED) this.#held.clear();
    this.#held.set(owner, digest);
  }

  /** Neither what the owner wants nor what the table holds for it falls due soon. */
  #isFar(process: string, stream: string, given: readonly Ringing[]): boolean {
    const far = later(this.#clock.now(), FAR_MS);
    const first = this.#table.firstRingOf(process, stream);
    return (first === undefined || first > far) && given.every(({ dueAt }) => dueAt > far);
  }

  #writeLater(owner: string, unwritten: Unwritten): void {
    for (const { id } of this.#unwritten.get(owner)?.given ?? []) this.#unwrittenIds.delete(id);
    this.#unwritten.set(owner, unwritten);
    for (const { id, dueAt } of unwritten.given) {
      this.#unwrittenIds.set(id, owner);
      // A clock may come to it before it is written.
      if (this.#onRing !== undefined && (this.#timer === undefined || dueAt < this.#timer.at)) this.#setTimer(dueAt);
    }
    if (this.#unwritten.size >= MOST_UNWRITTEN) this.#schedule();
    else this.#writeFar ??= setTimeout(() => this.#schedule(), WRITE_FAR_AFTER_MS).unref();
  }

  #writeUnwritten(): void {
    for (const [owner, unwritten] of this.#unwritten) {
      const [process = '', stream = ''] = owner.split('\n');
      this.#replace(owner, process, stream, unwritten);
    }
  }

  async due(now: Instant): Promise<readonly Ringing[]> {
    await this.#written();
    return this.#table.due(now);
  }

  async next(): Promise<Instant | undefined> {
    await this.#written();
    return this.#table.firstDue();
  }

  async pending(): Promise<number> {
    await this.#written();
    return this.#table.count();
  }

  async start(onRing: OnRing): Promise<void> {
    await this.#written();
    this.#onRing = onRing;
    this.#look();
  }

  async stop(): Promise<void> {
    this.#onRing = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#waiting.length + this.#unwritten.size > 0) this.#schedule();
    if (!this.#isIdle()) {
      await new Promise<void>((resolve) => {
        this.#idle.push(resolve);
      });
    }
  }

  async answered(): Promise<void> {
    while (!this.#isAnswered()) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        this.#schedule();
      });
    }
  }

  condition(): BellCondition {
    return { kind: 'TABLE', troubles: [] };
  }

  close(): Promise<void> {
    this.#closing ??= this.stop().then(() => {
      this.#table.close();
    });
    return this.#closing;
  }

  #refuseIfClosed(): void {
    if (this.#closing !== undefined) throw new BellClosed();
  }

  #isIdle(): boolean {
    return this.#underWay.size === 0 && this.#writes.length === 0 && this.#unwritten.size === 0;
  }

  #isAnswered(): boolean {
    if (this.#onRing === undefined) return true;
    return this.#isIdle() && this.#table.ringing(this.#clock.now(), 1).length === 0;
  }

  async #written(): Promise<void> {
    this.#refuseIfClosed();
    if (this.#writes.length + this.#unwritten.size > 0) await this.#write(() => undefined);
  }

  #taken(wakeups: readonly Ringing[]): WakeupIdTaken | undefined {
    for (const { id, process, stream } of wakeups) {
      const [unwrittenProcess = '', unwrittenStream = ''] = this.#unwrittenIds.get(id)?.split('\n') ?? [];
      const holder = unwrittenProcess === '' ? this.#table.ownerOf(id) : { process: unwrittenProcess, stream: unwrittenStream };
      if (holder !== undefined && (holder.process !== process || holder.stream !== stream)) return new WakeupIdTaken(id, holder);
    }
    return undefined;
  }

  #forget(id: string): void {
    const holder = this.#table.ownerOf(id);
    if (holder === undefined) return;
    this.#held.delete(ownerOf(holder));
    this.#table.remove(id);
  }

  #write(work: Write['work']): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#writes.push({ work, resolve, reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#commit();
      this.#look();
      if (this.#isIdle()) for (const resolve of this.#idle.splice(0)) resolve();
      if (this.#waiting.length > 0 && this.#isAnswered()) for (const resolve of this.#waiting.splice(0)) resolve();
    });
  }

  #commit(): void {
    const writes = this.#writes;
    const ended = this.#ended;
    this.#writes = [];
    const answers: (Error | undefined)[] = [];
    if (writes.length + ended.length + this.#unwritten.size === 0) return;
    clearTimeout(this.#writeFar);
    this.#writeFar = undefined;
    try {
      this.#table.together(() => {
        this.#writeUnwritten();
        for (const { wakeup, again } of ended) {
          if (again === undefined) this.#forget(wakeup.id);
          else this.#table.putOff(wakeup.id, again);
        }
        for (const { work } of writes) answers.push(work());
      });
    } catch (error) {
      this.#held.clear();
      for (const { reject } of writes) reject(error instanceof Error ? error : new Error(String(error)));
      // What ended is not rung again meanwhile: it counts as under way until it can be written down.
      if (ended.length + this.#unwritten.size > 0)
        this.#clock.timer(later(this.#clock.now(), 1000), () => {
          this.#schedule();
        });
      return;
    }
    this.#unwritten.clear();
    this.#unwrittenIds.clear();
    this.#ended = this.#ended.slice(ended.length);
    for (const { wakeup } of ended) this.#leave(wakeup);
    writes.forEach(({ resolve, reject }, index) => {
      const refused = answers[index];
      if (refused === undefined) resolve();
      else reject(refused);
    });
  }

  #leave({ id, stream }: Ringing): void {
    this.#underWay.delete(id);
    this.#busyStreams.delete(stream);
  }

  /** Rings what should ring now, as far as there is room, and sets the timer to what comes next. */
  #look(): void {
    const onRing = this.#onRing;
    if (onRing === undefined) return;
    const now = this.#clock.now();
    if (this.#underWay.size < ABREAST) {
      for (const wakeup of this.#table.ringing(now, 2 * ABREAST + this.#underWay.size)) {
        if (this.#underWay.size >= ABREAST) break;
        if (!this.#underWay.has(wakeup.id) && !this.#busyStreams.has(wakeup.stream)) void this.#ring(onRing, wakeup);
      }
    }
    const next = this.#table.nextRing(now);
    if (next === this.#timer?.at) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (next !== undefined) this.#setTimer(next);
  }

  #setTimer(at: Instant): void {
    this.#timer?.cancel();
    const timer = this.#clock.timer(at, () => {
      this.#timer = undefined;
      this.#commit();
      this.#look();
    });
    this.#timer = {
      at,
      cancel: () => {
        timer.cancel();
      },
    };
  }

  async #ring(onRing: OnRing, wakeup: Ringing): Promise<void> {
    this.#underWay.set(wakeup.id, wakeup);
    this.#busyStreams.add(wakeup.stream);
    let again: Instant | undefined;
    try {
      await onRing(wakeup);
      this.#tries.delete(wakeup.id);
    } catch (error) {
      const tries = (this.#tries.get(wakeup.id) ?? 0) + 1;
      this.#tries.set(wakeup.id, tries);
      again = later(this.#clock.now(), Math.min(1000 * 2 ** (tries - 1), LONGEST_PAUSE_MS));
      this.#onFailure?.(wakeup, error, tries);
    }
    this.#ended.push({ wakeup, again });
    this.#schedule();
  }
}

const ownerOf = ({ process, stream }: { readonly process: string; readonly stream: string }): string => `${process}\n${stream}`;

const digestOf = (wakeups: readonly Wakeup[]): string =>
  wakeups.length === 0 ? '' : hash('sha256', JSON.stringify(wakeups.map(({ id, dueAt, order }) => [id, dueAt, order])), 'base64');

const later = (moment: Instant, ms: number): Instant => instantOfMs(msOf(moment) + ms);
