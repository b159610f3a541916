import { DelayedError, type Job, Queue, Worker } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { type RedisTrouble } from './port.js';
import { troublesOf } from './redis-check.js';

/** A job in Redis: whom to ask when it rings, and nothing that says anything of a person. */
export interface Alarm {
  readonly id: string;
  readonly process: string;
  readonly stream: string;
  /** When it is to be delivered: so many milliseconds from now, or only when it is promoted. */
  readonly inMs: number | 'PARKED';
}

type Ids = Pick<Alarm, 'process' | 'stream'>;

export interface AlarmsOptions {
  readonly url: string;
  /** The queue: of one log, or the wake-ups of another would be delivered here. */
  readonly name: string;
  /** How many are delivered side by side. */
  readonly abreast: number;
  /** How long a delivery may stay without a sign of life before Redis gives it to another worker. */
  readonly lockMs: number;
  /** How often Redis is asked how it is, while it answers. */
  readonly checkMs: number;
}

export interface AlarmsUser {
  /** Resolves when it was answered: with the milliseconds after which it is to be delivered again, or undefined. */
  delivered(id: string, ids: Ids): Promise<Alarm['inMs'] | undefined>;
  /** Redis has let go of what was delivered: it is gone, or waits again. */
  released(id: string): void;
  /** Whatever Redis had not let go of yet may never be let go of. */
  disturbed(): void;
  /** Redis answers, for the first time or again. What it holds may be anything. */
  back(): void;
  /** Since the opening {@link Alarms.troubles} are others: Redis fell silent, answers again, or was set otherwise. */
  troubled(): void;
}

/** Redis may take so long for an answer; then it counts as silent. */
const ANSWERS_WITHIN_MS = 3_000;
/** How long an opening waits for Redis; it goes on without. */
const PATIENT_AT_START_MS = 2_000;
const ASKED_AGAIN_AFTER_MS = 1_000;
const LONGEST_RETRY_MS = 2_000;
/** Delay of what is parked: longer than any run, short enough for the score of a sorted set. */
const PARKED_MS = 365 * 24 * 3_600_000;
const ADDED_AT_ONCE = 1_000;
/** A delayed job that stands no further than this from its moment stands right. */
const SLACK_MS = 1_000;
/** A job that stalls for the n-th time rings still: whoever gets it asks the states. */
const STALLS = 1_000;
/** An idle worker looks by itself so often, should Redis have forgotten to call it. */
const LOOKS_EVERY_S = 1;

/**
 * The jobs of a bell in Redis, through BullMQ: delivered at least once, if Redis keeps them. Nothing here fails where Redis does
 * not answer: what could not be done is not done, and {@link AlarmsUser.back} says when to begin anew.
 */
export class Alarms {
  readonly #options: AlarmsOptions;
  readonly #user: AlarmsUser;
  readonly #connection: Redis;
  readonly #queue: Queue<Ids>;
  #worker: { readonly worker: Worker<Ids>; readonly connection: Redis } | undefined;
  #answers = false;
  #closed = false;
  #troubles: readonly RedisTrouble[] = ['REDIS_SILENT'];
  #asking: Promise<void> | undefined;
  #askAgain: NodeJS.Timeout | undefined;
  /** What was told of the troubles; nothing before the opening has ended. */
  #told: string | undefined;

  constructor(options: AlarmsOptions, user: AlarmsUser) {
    this.#options = options;
    this.#user = user;
    // A command that cannot be given now fails now: orders do not wait for a queue.
    this.#connection = connectionTo(options.url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: ANSWERS_WITHIN_MS,
    });
    this.#queue = new Queue<Ids>(options.name, { connection: this.#connection });
    this.#queue.on('error', () => undefined);
    this.#connection.on('close', () => this.#lose());
    this.#connection.on('ready', () => void this.#ask());
  }

  /** Waits a moment for the first answer of Redis, and no longer; not at all where nobody is there. */
  async opened(): Promise<void> {
    const nobody = new Promise((resolve) => this.#connection.once('close', resolve));
    await within(PATIENT_AT_START_MS, Promise.race([this.#firstAnswer(), nobody]));
    this.#told = this.troubles.join();
  }

  get answers(): boolean {
    return this.#answers;
  }

  get troubles(): readonly RedisTrouble[] {
    return this.#answers ? this.#troubles : ['REDIS_SILENT'];
  }

  /** Adds these, in this order. An id that is there already stays as it is: remove it first, or {@link restore} it. */
  async put(alarms: readonly Alarm[], saidAt = performance.now()): Promise<void> {
    for (let from = 0; from < alarms.length && this.#answers; from += ADDED_AT_ONCE) {
      // Those before them took their time, by which these would be late.
      const agoMs = performance.now() - saidAt;
      const jobs = alarms.slice(from, from + ADDED_AT_ONCE).map((alarm) => jobOf(alarm, agoMs));
      await this.#orLose(() => this.#queue.addBulk(jobs));
    }
  }

  /** Those under delivery stay until they are answered. */
  async remove(ids: readonly string[]): Promise<void> {
    await this.#each(ids, (id) => this.#queue.remove(id));
  }

  /** Delivers now, in this order, what waits for its moment. */
  async promote(ids: readonly string[]): Promise<void> {
    await this.#each(ids, (id) => this.#queue.getBackend().promote(id));
  }

  /**
   * Adds what is missing and moves what stands at another moment. What is there besides stays: whoever gets it asks the states.
   * @param nowMs the moment from which `inMs` counts.
   */
  async restore(alarms: readonly Alarm[], nowMs: number): Promise<void> {
    const saidAt = performance.now();
    const there = await this.#orLose(() => this.#whatIsThere());
    if (there === undefined) return;
    const missing: Alarm[] = [];
    const moved = new Map<string, number>();
    for (const alarm of alarms) {
      const { id, inMs } = alarm;
      const at = there.get(id);
      if (at === undefined) missing.push(alarm);
      else if (at !== 'DUE' && inMs !== 'PARKED' && Math.abs(at - nowMs - inMs) > SLACK_MS) moved.set(id, inMs);
    }
    await this.put(missing, saidAt);
    const due = [...moved].filter(([, inMs]) => inMs === 0).map(([id]) => id);
    await this.promote(due);
    const later = [...moved].filter(([, inMs]) => inMs > 0);
    await this.#each(later, ([id, inMs]) => this.#queue.getBackend().changeDelay(id, inMs));
  }

  /** Begins to deliver. */
  listen(): void {
    if (this.#worker !== undefined) return;
    const { url, name, abreast, lockMs } = this.#options;
    const connection = connectionTo(url, { maxRetriesPerRequest: null });
    const worker = new Worker<Ids>(name, (job, token) => this.#deliver(job, token), {
      connection,
      concurrency: abreast,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      maxStalledCount: STALLS,
      runRetryDelay: ASKED_AGAIN_AFTER_MS,
      drainDelay: LOOKS_EVERY_S,
    });
    worker.on('error', () => this.#user.disturbed());
    worker.on('completed', (job) => this.#user.released(idOf(job)));
    this.#worker = { worker, connection };
  }

  /** Delivers nothing more; what is under delivery comes to its end first where Redis answers. */
  async pause(): Promise<void> {
    if (this.#worker === undefined) return;
    const { worker, connection } = this.#worker;
    this.#worker = undefined;
    await within(ANSWERS_WITHIN_MS, worker.close(!this.#answers));
    connection.disconnect();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#askAgain);
    await this.pause();
    await within(ANSWERS_WITHIN_MS, this.#queue.close());
    this.#connection.disconnect();
  }

  async #firstAnswer(): Promise<void> {
    if (this.#connection.status !== 'ready') await new Promise((resolve) => this.#connection.once('ready', resolve));
    await this.#ask();
  }

  /** Asks Redis how it is; an answer of one that was silent means that it is back. */
  #ask(): Promise<void> {
    this.#asking ??= this.#reallyAsk().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #reallyAsk(): Promise<void> {
    clearTimeout(this.#askAgain);
    if (this.#closed || this.#connection.status !== 'ready') return;
    try {
      this.#troubles = troublesOf(await this.#connection.info());
      if (!this.#answers) {
        await this.#queue.waitUntilReady();
        this.#answers = true;
        this.#user.back();
      }
      this.#tell();
      this.#askAfter(this.#options.checkMs);
    } catch {
      this.#lose();
    }
  }

  #lose(): void {
    this.#answers = false;
    this.#user.disturbed();
    this.#tell();
    this.#askAfter(ASKED_AGAIN_AFTER_MS);
  }

  #askAfter(ms: number): void {
    clearTimeout(this.#askAgain);
    if (this.#closed) return;
    this.#askAgain = setTimeout(() => void this.#ask(), ms);
    this.#askAgain.unref();
  }

  #tell(): void {
    const troubles = this.troubles.join();
    if (this.#closed || this.#told === undefined || this.#told === troubles) return;
    this.#told = troubles;
    this.#user.troubled();
  }

  async #orLose<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (!this.#answers) return undefined;
    try {
      return await work();
    } catch {
      this.#lose();
      return undefined;
    }
  }

  /** One that is no longer as it was found is passed over. */
  async #each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
    if (!this.#answers || items.length === 0) return;
    await Promise.allSettled(items.map(work));
  }

  /** By id: when it is to be delivered, by the clock of the machine. */
  async #whatIsThere(): Promise<ReadonlyMap<string, number | 'DUE'>> {
    const [delayed, waiting, active] = await Promise.all([
      this.#connection.zrange(this.#queue.toKey('delayed'), 0, '-1', 'WITHSCORES'),
      this.#connection.lrange(this.#queue.toKey('wait'), 0, -1),
      this.#connection.lrange(this.#queue.toKey('active'), 0, -1),
    ]);
    const there = new Map<string, number | 'DUE'>();
    // BullMQ's score: the moment, and twelve bits for the order within it.
    for (let at = 0; at + 1 < delayed.length; at += 2) there.set(delayed[at] ?? '', Math.floor(Number(delayed[at + 1]) / 0x1000));
    for (const id of [...waiting, ...active]) there.set(id, 'DUE');
    return there;
  }

  async #deliver(job: Job<Ids>, token: string | undefined): Promise<void> {
    const again = await this.#user.delivered(idOf(job), job.data);
    if (again === undefined) return;
    try {
      await job.moveToDelayed((job.processedOn ?? 0) + msIn(again), token);
    } finally {
      this.#user.released(idOf(job));
    }
    throw new DelayedError();
  }
}

const idOf = ({ id = '' }: Job<Ids>): string => id;

const msIn = (inMs: Alarm['inMs']): number => (inMs === 'PARKED' ? PARKED_MS : inMs);

const jobOf = ({ id, process, stream, inMs }: Alarm, agoMs: number): Parameters<Queue<Ids>['addBulk']>[0][number] => ({
  name: 'ring',
  data: { process, stream },
  opts: { jobId: id, delay: Math.max(Math.ceil(msIn(inMs) - agoMs), 0), removeOnComplete: true, removeOnFail: true },
});

function connectionTo(url: string, options: RedisOptions): Redis {
  const connection = new Redis(url, { ...options, retryStrategy: (times) => Math.min(times * 100, LONGEST_RETRY_MS) });
  // Said by `close` too, after which it connects again.
  connection.on('error', () => undefined);
  return connection;
}

/** Resolves when `work` has ended, well or badly, or the time is up. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const up = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => undefined), up]);
  clearTimeout(timer);
}
