import { Worker } from 'node:worker_threads';
import { type EventAsText } from './check-append.js';
import { type Appended, EventIdTaken, type Expected, RevisionConflict } from './port.js';
import { type AppendAnswer, type GroupAnswer, type GroupToAppend, type ThreadFailure } from './sqlite-writer-thread.js';

/** Appends in one transaction at most: readers and sockets get their turn in between, however many writers there are. */
const GROUP = 512;
/** Transactions given to the thread and not answered: one that it works on, and the next. */
const MOST_UNDER_WAY = 2;
/**
 * How long the first of a group waits for others of its turn. A turn may be long, with many orders decided in it: what is
 * decided early is written while the others are being decided.
 */
const WAIT_MS = 1;
/** The thread keeps no objects: with more room it would only come later to sweeping. */
const YOUNG_MIB = 16;

/** An append that waits for its transaction. */
interface Waiting {
  readonly stream: string;
  readonly events: readonly EventAsText[];
  readonly expected: Expected;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

/** This side of the thread that writes: gathers appends into groups, and brings them their answers. */
export class SqliteWriter {
  /** Called when something was appended, before its appends are answered. */
  onAppended: () => void = () => undefined;
  readonly #worker: Worker;
  readonly #underWay: (readonly Waiting[])[] = [];
  #waiting: Waiting[] = [];
  #waitingSince = 0;
  #scheduled = false;
  #broken: Error | undefined;
  #drained: (() => void) | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (answer: GroupAnswer) => this.#answer(answer));
    worker.on('error', (error) => this.#breakDown(error instanceof Error ? error : new Error(String(error))));
    // An open log keeps no process alive; an append that is under way does.
    worker.unref();
  }

  /** Resolves when the thread has opened the file. Rejects where it cannot. */
  static async open(file: string, patienceMs: number): Promise<SqliteWriter> {
    const worker = new Worker(ownThread(), {
      workerData: { file, patienceMs },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
    });
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('message', () => {
        worker.off('error', reject);
        resolve();
      });
    });
    return new SqliteWriter(worker);
  }

  append(stream: string, events: readonly EventAsText[], expected: Expected): Promise<Appended> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    return new Promise((resolve, reject) => {
      const now = performance.now();
      if (this.#waiting.length === 0) this.#waitingSince = now;
      this.#waiting.push({ stream, events, expected, resolve, reject });
      if (now - this.#waitingSince >= WAIT_MS) this.#send();
      else this.#schedule();
    });
  }

  /** Resolves when all appends have been answered and the thread has ended. */
  async close(): Promise<void> {
    if (this.#waiting.length > 0 || this.#underWay.length > 0) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
    }
    if (this.#broken !== undefined) return;
    this.#worker.ref();
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#worker.postMessage([]);
    await ended;
  }

  /** At the end of the turn, so that every writer who becomes ready in it joins the same transaction. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#send();
    });
  }

  #send(): void {
    if (this.#waiting.length === 0 || this.#underWay.length >= MOST_UNDER_WAY) return;
    const group = this.#waiting.splice(0, GROUP);
    this.#waitingSince = performance.now();
    if (this.#underWay.length === 0) this.#worker.ref();
    this.#underWay.push(group);
    this.#worker.postMessage(asOneList(group));
  }

  #answer(answer: GroupAnswer): void {
    const group = this.#underWay.shift() ?? [];
    // First of all the next group: the disk works while this one goes on.
    this.#send();
    if (this.#underWay.length === 0) this.#worker.unref();
    if ('failed' in answer) {
      const failure = failureOf(answer.failed);
      for (const { reject } of group) reject(failure);
    } else {
      if (answer.appended) this.onAppended();
      group.forEach((append, index) => settle(append, answer.answers[index]));
    }
    if (this.#waiting.length === 0 && this.#underWay.length === 0) this.#drained?.();
  }

  #breakDown(error: Error): void {
    this.#broken = error;
    for (const { reject } of [...this.#underWay.splice(0).flat(), ...this.#waiting.splice(0)]) reject(error);
    this.#drained?.();
  }
}

function asOneList(group: readonly Waiting[]): GroupToAppend {
  const list: (string | number | null)[] = [];
  for (const { stream, events, expected } of group) {
    list.push(stream, expected === 'absent' ? -1 : Number(expected), events.length);
    for (const { id, type, data, metadata, evidence } of events)
      list.push(id, type, data, metadata, evidence?.said ?? null, evidence?.known ?? null);
  }
  return list;
}

function settle({ stream, events, expected, resolve, reject }: Waiting, answer: AppendAnswer | undefined): void {
  if (answer === undefined) reject(new Error(`the append to ${stream} was not answered`));
  else if ('position' in answer) resolve({ revision: BigInt(answer.revision), position: BigInt(answer.position) });
  else if ('last' in answer) reject(new RevisionConflict(stream, expected, answer.last === -1 ? 'absent' : BigInt(answer.last)));
  else reject(new EventIdTaken(stream, events[answer.taken]?.id ?? ''));
}

/** As the driver would have thrown it here. */
function failureOf({ message, code, errcode }: ThreadFailure): Error {
  return Object.assign(new Error(message), { code, errcode });
}

/** Runs as it stands: it imports types only, which Node takes out by itself where there is no build. */
function ownThread(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./sqlite-writer-thread.${extension}`, import.meta.url);
}
