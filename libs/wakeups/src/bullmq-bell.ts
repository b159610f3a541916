import { type Clock, type Timer, VirtualClock } from '#libs/clock';
import { type Instant, instantOfMs, msOf, type Wakeup } from '#libs/kernel';
import { redis as words } from '#libs/terms';
import { type Alarm, type Alarms, type AlarmsUser } from './bullmq-alarms.js';
import { checkWakeups } from './check-wakeups.js';
import { type BellOptions } from './embedded-bell.js';
import { type Bell, BellClosed, type BellCondition, type OnRing, type Ringing, type States, WakeupIdTaken } from './port.js';

/** Rings under way at once, each of another stream. */
const ABREAST = 64;
const HOUR_MS = 3_600_000;
/** What falls due later is not held: a sweep, three times as often, brings it in time. */
const HORIZON_MS = 36 * HOUR_MS;
const SWEEPS = 3;
const SWEEP_AGAIN_MS = HOUR_MS;
/** After a failed ring the next try comes after 1 s, 2 s, 4 s … and at most this. */
const LONGEST_PAUSE_MS = 60_000;
/** Nothing rings for so long, and something is due: Redis has lost it, or is not there. */
const PATIENCE_MS = 5_000;
const LOCK_MS = 30_000;
/** What is set in Redis while it runs is seen after so long. */
const CHECK_MS = 60_000;
/** Owners of whom it is remembered what was given for them, so that giving the same again costs nothing. */
const REMEMBERED = 100_000;

export interface BullmqBellOptions extends BellOptions {
  /** `redis://` or `rediss://`. */
  readonly url: string;
  /** The queue in it: one for each log. */
  readonly name: string;
  readonly patienceMs?: number;
  readonly lockMs?: number;
  readonly checkMs?: number;
  /** What falls due later is not held yet; 36 hours where absent. */
  readonly horizonMs?: number;
  /** Whose wake-ups are held here, where several workers share a queue; those of all streams where absent. */
  readonly holds?: (stream: string) => boolean;
  /** Told whenever the {@link Bell.condition} has become another since the bell was opened. */
  readonly onCondition?: (condition: BellCondition) => void;
}

/** The address is none of a Redis. */
export class NoRedisUrl extends Error {
  override readonly name = 'NoRedisUrl';
  readonly code = 'NO_REDIS_URL';
  constructor() {
    // Not the address itself: it may hold a password.
    super(`${words.NO_REDIS_URL.zh} / ${words.NO_REDIS_URL.en}`);
  }
}

interface Held {
  readonly ringing: Ringing;
  /** Its due moment, or later where a ring failed and waits. */
  readonly ringAt: Instant;
}

interface Moment {
  readonly ids: Set<string>;
  readonly timer: Timer;
}

/**
 * The bell of the distributed set-up: jobs in Redis, by BullMQ, whose id is that of the wake-up and whose data say only whom to
 * ask. It keeps a list of what falls due within 36 hours in memory, made anew from the {@link States} at every start, and never
 * believes Redis: what is due by that list rings; of anything else that Redis delivers, twice, too early or from an older time, the
 * states are asked first whether it is wanted and due, or it rings nothing. What Redis loses is added again when it is back, or when something is due and
 * nothing rings; where that does not help the bell rings by itself. So Redis, or its absence, changes only how soon.
 *
 * With the {@link VirtualClock} jobs wait until that clock, not that of Redis, comes to their moment. Rings of one stream wait
 * for each other within one process; two processes may ring the same wake-up at once, which is one order. Of several workers on one
 * queue each holds the wake-ups of its own streams; whichever is given a job asks the states, and rings it.
 */
export class BullmqBell implements Bell {
  readonly fetches = true;
  readonly #alarms: Alarms;
  readonly #clock: Clock;
  readonly #states: States;
  readonly #onFailure: BellOptions['onFailure'];
  readonly #holds: (stream: string) => boolean;
  readonly #patienceMs: number;
  readonly #horizonMs: number;
  readonly #parks: boolean;
  readonly #held = new Map<string, Held>();
  /** By owner: ids held, and what was given last, as text. */
  readonly #idsOf = new Map<string, Set<string>>();
  readonly #given = new Map<string, string>();
  readonly #moments = new Map<Instant, Moment>();
  readonly #underWay = new Map<string, number>();
  /** Answered or put off, and Redis has not written it down yet: until then it takes no job of the same id. */
  readonly #unreleased = new Set<string>();
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #tries = new Map<string, number>();
  #toPut = new Set<string>();
  #toRemove = new Set<string>();
  #mirrored: Promise<void> = Promise.resolve();
  #mirroring = false;
  #onRing: OnRing | undefined;
  #sweeps = 0;
  #sweepTimer: Timer | undefined;
  #watch: NodeJS.Timeout | undefined;
  #heard = 0;
  #silences = 0;
  #settling = false;
  #idle: (() => void)[] = [];
  #waiting: (() => void)[] = [];
  #closing: Promise<void> | undefined;

  private constructor(clock: Clock, states: States, options: BullmqBellOptions, alarmsFor: (user: AlarmsUser) => Alarms) {
    this.#clock = clock;
    this.#states = states;
    this.#onFailure = options.onFailure;
    this.#holds = options.holds ?? (() => true);
    this.#patienceMs = options.patienceMs ?? PATIENCE_MS;
    this.#horizonMs = options.horizonMs ?? HORIZON_MS;
    this.#parks = clock instanceof VirtualClock;
    this.#alarms = alarmsFor({
      delivered: (id, { process, stream }) => this.#delivered(id, process, stream),
      released: (id) => this.#released(id),
      disturbed: () => this.#disturbed(),
      back: () => void this.#restore(),
      troubled: () => options.onCondition?.(this.condition()),
    });
  }

  /** Opens the bell, also where Redis does not answer yet: {@link condition} says so. @throws NoRedisUrl */
  static async open(clock: Clock, states: States, options: BullmqBellOptions): Promise<BullmqBell> {
    const { url, name, lockMs = LOCK_MS, checkMs = CHECK_MS } = options;
    if (!/^rediss?:\/\/./.test(url) || !URL.canParse(url)) throw new NoRedisUrl();
    // Only where it is chosen: the drivers take a quarter of a second to load.
    const { Alarms } = await import('./bullmq-alarms.js');
    const bell = new BullmqBell(
      clock,
      states,
      options,
      (user) => new Alarms({ url, name, abreast: ABREAST, lockMs, checkMs }, user),
    );
    await bell.#alarms.opened();
    return bell;
  }

  async set(wakeups: readonly Ringing[]): Promise<void> {
    this.#refuseIfClosed();
    checkWakeups(wakeups);
    this.#refuseTaken(wakeups);
    for (const wakeup of wakeups) {
      this.#given.delete(ownerOf(wakeup));
      this.#hold(wakeup);
    }
    await this.#mirror();
  }

  async cancel(ids: readonly string[]): Promise<void> {
    this.#refuseIfClosed();
    for (const id of ids) this.#takeBack(id);
    await this.#mirror();
  }

  async replaceFor(process: string, stream: string, wakeups: readonly Wakeup[]): Promise<void> {
    this.#refuseIfClosed();
    const owner = ownerOf({ process, stream });
    const text = wakeups.length === 0 ? '' : textOf(wakeups);
    if (this.#given.get(owner) === text) return;
    checkWakeups(wakeups);
    const given = wakeups.map(({ id, dueAt, order }) => ({ id, dueAt, order, process, stream }));
    this.#refuseTaken(given);
    for (const id of [...(this.#idsOf.get(owner) ?? [])]) {
      if (!given.some((wakeup) => wakeup.id === id)) this.#takeBack(id);
    }
    for (const wakeup of given) this.#hold(wakeup);
    if (this.#given.size >= REMEMBERED) this.#given.clear();
    this.#given.set(owner, text);
    await this.#mirror();
  }

  async due(now: Instant): Promise<readonly Ringing[]> {
    await this.#written();
    return this.#heldInOrder(({ ringing }) => ringing.dueAt <= now).map(({ ringing }) => ringing);
  }

  async next(): Promise<Instant | undefined> {
    await this.#written();
    return this.#heldInOrder(() => true)[0]?.ringing.dueAt;
  }

  async pending(): Promise<number> {
    await this.#written();
    return this.#held.size;
  }

  async start(onRing: OnRing): Promise<void> {
    this.#refuseIfClosed();
    this.#onRing = onRing;
    await this.#restore();
    this.#alarms.listen();
    this.#sweep();
    this.#watchOver();
  }

  async stop(): Promise<void> {
    this.#onRing = undefined;
    this.#sweepTimer?.cancel();
    clearTimeout(this.#watch);
    this.#watch = undefined;
    this.#settle();
    if (this.#underWay.size > 0) {
      await new Promise<void>((resolve) => {
        this.#idle.push(resolve);
      });
    }
    await this.#alarms.pause();
  }

  async answered(): Promise<void> {
    while (!this.#isAnswered()) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        this.#settle();
      });
    }
  }

  /**
   * Other streams are to be held here than before: the others' wake-ups are left to their next holder, with the jobs that stand for
   * them, and those of the new ones are fetched.
   */
  reassigned(): void {
    for (const { ringing } of [...this.#held.values()]) if (!this.#holds(ringing.stream)) this.#forget(ringing.id);
    this.#sweep();
  }

  condition(): BellCondition {
    return { kind: 'REDIS', troubles: this.#alarms.troubles };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.stop();
    for (const { timer } of this.#moments.values()) timer.cancel();
    await this.#alarms.close();
  }

  #refuseIfClosed(): void {
    if (this.#closing !== undefined) throw new BellClosed();
  }

  async #written(): Promise<void> {
    this.#refuseIfClosed();
    await this.#mirrored;
  }

  #refuseTaken(wakeups: readonly Ringing[]): void {
    for (const { id, process, stream } of wakeups) {
      const holder = this.#held.get(id)?.ringing;
      if (holder !== undefined && ownerOf(holder) !== ownerOf({ process, stream })) throw new WakeupIdTaken(id, holder);
    }
  }

  // The list

  /** Takes it onto the list, at its due moment; one that stands there just so stays, one that falls due too late is left out. */
  #hold(ringing: Ringing): void {
    const { id, dueAt } = ringing;
    const before = this.#held.get(id);
    if (before !== undefined && textOf([before.ringing]) === textOf([ringing])) return;
    if (before !== undefined) this.#takeBack(id);
    if (msOf(dueAt) > msOf(this.#clock.now()) + this.#horizonMs) return;
    this.#list({ ringing, ringAt: dueAt });
    this.#toPut.add(id);
  }

  #list(held: Held): void {
    const { id } = held.ringing;
    this.#held.set(id, held);
    const owner = ownerOf(held.ringing);
    const ids = this.#idsOf.get(owner) ?? new Set();
    this.#idsOf.set(owner, ids.add(id));
    this.#momentAt(held.ringAt).ids.add(id);
  }

  #momentAt(at: Instant): Moment {
    const known = this.#moments.get(at);
    if (known !== undefined) return known;
    const moment: Moment = { ids: new Set(), timer: this.#clock.timer(at, () => this.#comeDue(moment)) };
    this.#moments.set(at, moment);
    return moment;
  }

  /** Off the list; in Redis it may stand still, and rings nothing. */
  #forget(id: string): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    this.#held.delete(id);
    const owner = ownerOf(held.ringing);
    this.#given.delete(owner);
    const ids = this.#idsOf.get(owner);
    ids?.delete(id);
    if (ids?.size === 0) this.#idsOf.delete(owner);
    const moment = this.#moments.get(held.ringAt);
    moment?.ids.delete(id);
    if (moment?.ids.size === 0) {
      moment.timer.cancel();
      this.#moments.delete(held.ringAt);
    }
    // Also where another worker has rung it, and this one only hears of it: that was all that somebody waited for.
    this.#settle();
  }

  #takeBack(id: string): void {
    if (!this.#held.has(id)) return;
    this.#forget(id);
    this.#toPut.delete(id);
    if (!this.#isInHand(id)) this.#toRemove.add(id);
  }

  #putOff(id: string, ringAt: Instant): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    this.#forget(id);
    this.#list({ ...held, ringAt });
  }

  #heldInOrder(which: (held: Held) => boolean): Held[] {
    return [...this.#held.values()].filter(which).sort(byMomentAndId);
  }

  /** Redis holds a job of this id that it will let go of by itself. */
  #isInHand(id: string): boolean {
    return this.#underWay.has(id) || this.#unreleased.has(id);
  }

  // Its image in Redis

  /** Writes what has changed; resolves when Redis has it, or does not answer. Changes of the same turn go together. */
  #mirror(): Promise<void> {
    if (!this.#mirroring && this.#toPut.size + this.#toRemove.size > 0) {
      this.#mirroring = true;
      this.#mirrored = this.#mirrored
        .then(() => new Promise<void>((resolve) => setImmediate(resolve)))
        .then(() => {
          this.#mirroring = false;
          return this.#write();
        });
    }
    return this.#mirrored;
  }

  async #write(): Promise<void> {
    const put = this.#toPut;
    const remove = this.#toRemove;
    this.#toPut = new Set();
    this.#toRemove = new Set();
    await this.#alarms.remove([...remove]);
    const held = [...put].flatMap((id) => (this.#isInHand(id) ? [] : (this.#held.get(id) ?? [])));
    await this.#alarms.put(held.sort(byMomentAndId).map((one) => this.#alarmOf(one)));
  }

  async #restore(): Promise<void> {
    if (this.#closing !== undefined) return;
    const held = this.#heldInOrder(({ ringing }) => !this.#underWay.has(ringing.id));
    await this.#alarms.restore(
      held.map((one) => this.#alarmOf(one)),
      msOf(this.#clock.now()),
    );
  }

  #alarmOf({ ringing: { id, process, stream }, ringAt }: Held): Alarm {
    return { id, process, stream, inMs: this.#inMs(ringAt) };
  }

  #inMs(at: Instant): Alarm['inMs'] {
    const inMs = Math.max(msOf(at) - msOf(this.#clock.now()), 0);
    return inMs > 0 && this.#parks ? 'PARKED' : inMs;
  }

  // The sweep

  /** Fetches what has come within the horizon since the last sweep, now and ever again; sooner where it could not. */
  #sweep(): void {
    const begun = this.#onRing;
    if (begun === undefined) return;
    this.#sweeps++;
    void this.#fetch()
      .then(
        () => this.#horizonMs / SWEEPS,
        () => SWEEP_AGAIN_MS,
      )
      .then((pauseMs) => {
        this.#sweeps--;
        this.#sweepTimer?.cancel();
        if (this.#onRing === begun) this.#sweepTimer = this.#clock.timer(later(this.#clock.now(), pauseMs), () => this.#sweep());
        this.#settle();
      });
  }

  async #fetch(): Promise<void> {
    const until = later(this.#clock.now(), this.#horizonMs);
    for await (const { process, stream, wakeups } of this.#states.dueBy(until)) {
      if (this.#onRing === undefined) return;
      // What is held was told since, by whoever gave it.
      if (!this.#holds(stream)) continue;
      for (const wakeup of wakeups) if (!this.#held.has(wakeup.id)) this.#hold({ ...wakeup, process, stream });
    }
    await this.#mirror();
  }

  // Rings

  #comeDue({ ids }: Moment): void {
    if (this.#onRing === undefined) return;
    if (this.#parks) void this.#alarms.promote([...ids].sort());
    this.#watchOver();
  }

  async #delivered(id: string, process: string, stream: string): Promise<Alarm['inMs'] | undefined> {
    const again = await this.#ring(id, process, stream);
    this.#unreleased.add(id);
    return again === undefined ? undefined : this.#inMs(again);
  }

  /** Set again meanwhile: only now is there room for its job. */
  #released(id: string): void {
    this.#unreleased.delete(id);
    if (this.#held.has(id)) {
      this.#toPut.add(id);
      void this.#mirror();
    }
    this.#settle();
  }

  #disturbed(): void {
    this.#unreleased.clear();
    this.#settle();
  }

  /** Gives the moment at which it is to ring again; undefined where it is done with. */
  async #ring(id: string, process: string, stream: string): Promise<Instant | undefined> {
    this.#underWay.set(id, (this.#underWay.get(id) ?? 0) + 1);
    this.#heard++;
    try {
      return await this.#inTurn(stream, () => this.#ringIfAsked(id, process, stream));
    } finally {
      const others = (this.#underWay.get(id) ?? 1) - 1;
      if (others > 0) this.#underWay.set(id, others);
      else this.#underWay.delete(id);
      this.#heard++;
      this.#settle();
    }
  }

  async #ringIfAsked(id: string, process: string, stream: string): Promise<Instant | undefined> {
    const onRing = this.#onRing;
    const now = this.#clock.now();
    if (onRing === undefined) return now;
    let held = this.#held.get(id);
    let ringing = held?.ringing;
    try {
      if (ringing === undefined || held === undefined || held.ringAt > now) {
        const asked = (await this.#states.wakeupsOf(process, stream)).find((wakeup) => wakeup.id === id);
        if (asked === undefined) {
          this.#tries.delete(id);
          this.#forget(id);
          return undefined;
        }
        if (ringing?.dueAt !== asked.dueAt && this.#holds(stream)) this.#hold({ ...asked, process, stream });
        ringing = { ...asked, process, stream };
        held = this.#held.get(id);
        const ringAt = held?.ringAt ?? asked.dueAt;
        if (ringAt > now) return ringAt;
      }
      await onRing(ringing);
      this.#tries.delete(id);
      if (this.#held.get(id) === held) this.#forget(id);
      return undefined;
    } catch (error) {
      const tries = (this.#tries.get(id) ?? 0) + 1;
      this.#tries.set(id, tries);
      const again = later(this.#clock.now(), Math.min(1000 * 2 ** (tries - 1), LONGEST_PAUSE_MS));
      this.#putOff(id, again);
      if (ringing !== undefined) this.#onFailure?.(ringing, error, tries);
      return again;
    }
  }

  async #inTurn<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(stream);
    const mine = before === undefined ? work() : before.then(work, work);
    this.#turns.set(stream, mine);
    try {
      return await mine;
    } finally {
      if (this.#turns.get(stream) === mine) this.#turns.delete(stream);
    }
  }

  // Silence

  #isDue(): boolean {
    const now = this.#clock.now();
    for (const at of this.#moments.keys()) if (at <= now) return true;
    return false;
  }

  #watchOver(): void {
    if (this.#watch !== undefined || this.#onRing === undefined || !this.#isDue()) return;
    const heard = this.#heard;
    this.#watch = setTimeout(() => {
      this.#watch = undefined;
      if (this.#heard === heard) void this.#breakSilence();
      else this.#silences = 0;
      this.#watchOver();
    }, this.#patienceMs);
  }

  /** Redis may have lost its jobs, and gets them once more; where it does not answer, or is silent still, they ring here. */
  async #breakSilence(): Promise<void> {
    this.#silences++;
    const now = this.#clock.now();
    const due = this.#heldInOrder(({ ringing, ringAt }) => ringAt <= now && !this.#underWay.has(ringing.id));
    if (this.#alarms.answers && this.#silences === 1) {
      await this.#forEach(due, (held) => this.#forgetUnlessAsked(held));
      await this.#restore();
    } else await this.#forEach(due, (held) => this.#ringHere(held));
  }

  async #forEach(all: readonly Held[], work: (held: Held) => Promise<void>): Promise<void> {
    const left = [...all];
    const lane = async (): Promise<void> => {
      for (let held = left.shift(); held !== undefined && this.#onRing !== undefined; held = left.shift()) await work(held);
    };
    await Promise.all(Array.from({ length: ABREAST }, lane));
  }

  /** Another worker may have rung it. */
  async #forgetUnlessAsked({ ringing: { id, process, stream } }: Held): Promise<void> {
    const asked = await this.#states.wakeupsOf(process, stream).catch(() => undefined);
    if (asked !== undefined && !asked.some((wakeup) => wakeup.id === id)) this.#forget(id);
  }

  async #ringHere({ ringing: { id, process, stream } }: Held): Promise<void> {
    await this.#ring(id, process, stream);
    if (!this.#held.has(id)) this.#toRemove.add(id);
    else this.#toPut.add(id);
    await this.#mirror();
  }

  // Quiescence

  #isAnswered(): boolean {
    if (this.#onRing === undefined) return true;
    return this.#underWay.size + this.#unreleased.size + this.#sweeps === 0 && !this.#isDue();
  }

  #settle(): void {
    if (this.#settling) return;
    this.#settling = true;
    setImmediate(() => {
      this.#settling = false;
      if (this.#underWay.size === 0) for (const resolve of this.#idle.splice(0)) resolve();
      if (this.#waiting.length > 0 && this.#isAnswered()) for (const resolve of this.#waiting.splice(0)) resolve();
    });
  }
}

const ownerOf = ({ process, stream }: { readonly process: string; readonly stream: string }): string => `${process}\n${stream}`;

const textOf = (wakeups: readonly Wakeup[]): string => JSON.stringify(wakeups.map(({ id, dueAt, order }) => [id, dueAt, order]));

const later = (moment: Instant, ms: number): Instant => instantOfMs(msOf(moment) + ms);

const byMomentAndId = (a: Held, b: Held): number =>
  a.ringing.dueAt < b.ringing.dueAt || (a.ringing.dueAt === b.ringing.dueAt && a.ringing.id < b.ringing.id) ? -1 : 1;
