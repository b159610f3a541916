import { Worker } from 'node:worker_threads';
import { type Projections } from '#libs/application';
import { type FromProjections, type ProjectionWork, type ToProjections } from './projection-thread.js';

/** The folds of its projections live long; what passes through is small. */
const YOUNG_MIB = 16;

interface Waiter {
  readonly position: bigint;
  readonly resolve: (reached: boolean) => void;
}

/** This side of the thread that feeds the read models (ADR 0026). */
export class ThreadedProjections implements Projections {
  readonly #worker: Worker;
  #waiting: Waiter[] = [];
  #written: bigint;
  #broken: Error | undefined;
  #stopping: Promise<void> | undefined;

  private constructor(worker: Worker, written: bigint) {
    this.#worker = worker;
    this.#written = written;
    worker.on('message', (said: FromProjections) => {
      if ('broken' in said) this.#breakDown(said.broken);
      else this.#reach(said.written);
    });
    worker.on('error', (error) => this.#breakDown(error instanceof Error ? error : new Error(String(error))));
    // They keep no process alive; one that waits for them does.
    worker.unref();
  }

  /**
   * Resolves when the file of the read models is there and can be read. They follow the log from then on.
   * Rejects where the log or the file cannot be opened.
   */
  static async open(work: ProjectionWork, execArgv?: readonly string[]): Promise<ThreadedProjections> {
    const worker = new Worker(ownThread(), {
      workerData: work,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
      ...(execArgv === undefined ? {} : { execArgv: [...execArgv] }),
    });
    const written = await new Promise<bigint>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('message', (said: FromProjections) => {
        worker.off('error', reject);
        if ('written' in said) resolve(said.written);
        else reject(said.broken);
      });
    });
    return new ThreadedProjections(worker, written);
  }

  /** It follows since it was opened. */
  start(): void {}

  get position(): bigint {
    return this.#written;
  }

  get failure(): Error | undefined {
    return this.#broken;
  }

  async caughtUp(position: bigint, waitMs?: number): Promise<boolean> {
    if (this.#broken !== undefined) throw this.#broken;
    if (this.#written >= position) return true;
    const reached = await new Promise<boolean>((resolve) => {
      const waiter: Waiter = { position, resolve };
      this.#waiting.push(waiter);
      this.#worker.ref();
      this.#ask({ catchUpTo: position });
      if (waitMs !== undefined) {
        setTimeout(() => {
          this.#leave((other) => other === waiter);
          resolve(false);
        }, waitMs).unref();
      }
    });
    if (this.#broken !== undefined) throw this.#broken as Error;
    return reached;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    if (this.#broken !== undefined) {
      await this.#worker.terminate();
      return;
    }
    this.#worker.ref();
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#ask('STOP');
    await ended;
  }

  #ask(what: ToProjections): void {
    this.#worker.postMessage(what);
  }

  #reach(position: bigint): void {
    this.#written = position;
    for (const { resolve } of this.#leave((waiter) => waiter.position <= position)) resolve(true);
  }

  #breakDown(error: Error): void {
    this.#broken = error;
    for (const { resolve } of this.#leave(() => true)) resolve(false);
  }

  #leave(goes: (waiter: Waiter) => boolean): readonly Waiter[] {
    const gone = this.#waiting.filter(goes);
    this.#waiting = this.#waiting.filter((waiter) => !goes(waiter));
    // Who stops it waits for its end, whatever it still says before.
    if (this.#waiting.length === 0 && this.#stopping === undefined) this.#worker.unref();
    return gone;
  }
}

function ownThread(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./projection-thread.${extension}`, import.meta.url);
}
