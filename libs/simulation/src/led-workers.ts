import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PARTITIONS } from '#libs/application';
import { type VirtualClock } from '#libs/clock';
import { type EventReader } from '#libs/event-store';
import { type Instant } from '#libs/kernel';
import { type FromWorker, type ToWorker, type WorkerOrder } from './led-worker.js';

type Settled = Exclude<FromWorker, 'READY'>;

/** Between two looks while a partition has no owner, or a worker is on its way. */
const LOOK_MS = 20;

export interface LedWorkersParts {
  readonly order: Omit<WorkerOrder, 'now'>;
  readonly clock: VirtualClock;
  readonly log: EventReader;
  /** How node is told to run the sources; absent where they were built. */
  readonly execArgv?: readonly string[];
}

/** Worker processes on one virtual clock with the process that gives the orders of a run. */
export class LedWorkers {
  readonly #workers = new Set<LedWorker>();
  #no = 0;
  #started = 0;
  #next: { readonly at: Instant; cancel(): void } | undefined;

  constructor(private readonly parts: LedWorkersParts) {}

  /** Resolves when so many more are ready to work. */
  async start(count: number): Promise<void> {
    const { order, clock, execArgv } = this.parts;
    const { dataFolder } = order;
    const begun = Array.from({ length: count }, () => {
      const own = { dataFolder: join(dataFolder, `worker-${++this.#started}`), keysFolder: dataFolder };
      return new LedWorker({ ...order, ...own, now: clock.now() }, execArgv);
    });
    for (const worker of begun) {
      this.#workers.add(worker);
      void worker.gone.then(() => this.#workers.delete(worker));
    }
    await Promise.all(begun.map((worker) => worker.ready));
  }

  /** SIGKILL to one of them: no handler runs, nothing is closed, its leases run out. Another one is started in its place. */
  async kill(which: number): Promise<void> {
    const worker = [...this.#workers][which % Math.max(this.#workers.size, 1)];
    worker?.kill();
    await worker?.gone;
    await this.start(1);
  }

  /** All have given up what they had, and are gone. */
  async stop(): Promise<void> {
    this.#next?.cancel();
    await Promise.all([...this.#workers].map((worker) => worker.stop()));
  }

  /** All of them stand at that moment too, before an order is given at it. */
  async advanceTo(to: Instant): Promise<void> {
    await this.parts.clock.advanceTo(to, () => this.quiet());
    await this.quiet();
  }

  /**
   * Resolves at quiescence: each partition is served by a worker that has answered everything up to the head of the log, whose bells
   * have rung all that is due by this clock. Where the clock goes on it stops at the next moment at which one of them has a timer.
   */
  async quiet(): Promise<void> {
    const { log, clock } = this.parts;
    for (let head = await log.head(); ;) {
      const ask = { no: ++this.#no, at: clock.now(), head: String(head) };
      const told = await Promise.all([...this.#workers].map((worker) => worker.settle(ask)));
      const settled = told.filter((answer) => answer !== undefined);
      const served = new Set(settled.flatMap(({ partitions }) => partitions));
      const before = head;
      head = await log.head();
      if (served.size === PARTITIONS && head === before) {
        this.#stopAt(settled.flatMap(({ next }) => next ?? []).sort()[0]);
        return;
      }
      if (served.size < PARTITIONS) await pause(LOOK_MS);
    }
  }

  #stopAt(at: Instant | undefined): void {
    if (this.#next?.at === at) return;
    this.#next?.cancel();
    this.#next = at === undefined ? undefined : { at, cancel: this.#timerAt(at) };
  }

  #timerAt(at: Instant): () => void {
    const timer = this.parts.clock.timer(at, () => (this.#next = undefined));
    return () => timer.cancel();
  }
}

class LedWorker {
  readonly ready: Promise<void>;
  readonly gone: Promise<void>;
  readonly #child: ChildProcess;
  #answer: { readonly no: number; readonly resolve: (settled: Settled | undefined) => void } | undefined;
  #killed = false;

  constructor(order: WorkerOrder, execArgv: readonly string[] | undefined) {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const child = fork(fileURLToPath(new URL(`./led-worker.${extension}`, import.meta.url)), [JSON.stringify(order)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      ...(execArgv === undefined ? {} : { execArgv: [...execArgv] }),
    });
    this.#child = child;
    this.gone = once(child, 'exit').then(() => this.#tell(undefined));
    this.ready = new Promise((resolve, reject) => {
      child.on('message', (said: FromWorker) => {
        if (said === 'READY') resolve();
        else if (said.no === this.#answer?.no) this.#tell(said);
      });
      void this.gone.then(() => (this.#killed ? resolve() : reject(new Error('a worker ended before it was ready'))));
    });
  }

  /** Undefined where it died meanwhile. */
  settle(at: Exclude<ToWorker, 'STOP'>): Promise<Settled | undefined> {
    if (!this.#child.connected) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#answer = { no: at.no, resolve };
      this.#child.send(at, () => undefined);
    });
  }

  kill(): void {
    this.#killed = true;
    this.#child.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    if (this.#child.connected) this.#child.send('STOP', () => undefined);
    await this.gone;
  }

  #tell(settled: Settled | undefined): void {
    this.#answer?.resolve(settled);
    this.#answer = undefined;
  }
}
