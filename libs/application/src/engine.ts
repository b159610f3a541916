import { type Clock, type Timer } from '#libs/clock';
import { type EventStore } from '#libs/event-store';
import { actProcesses } from '#libs/collective-act';
import { caseProcesses } from '#libs/household-case';
import { registerProcesses } from '#libs/household-register';
import { Directory } from '#libs/identity';
import { addDays, type CivilDate, instantOfMs, msOf, type Process } from '#libs/kernel';
import { type Rule } from '#libs/procedure';
import { type Vault } from '#libs/vault';
import { type Bell, type Ringing } from '#libs/wakeups';
import { aggregatesOver } from './aggregates/aggregates-over.js';
import { type EngineWatch, watched } from './engine-watch.js';
import { LawBook } from './law-book.js';
import { type DeskParts, OrderDesk } from './order-desk.js';
import { type Checkpoints, type Hold, WHOLE } from './checkpoints.js';
import { ProcessRunner, type SharedPartitions } from './process-runner.js';
import { type Projections } from './projections.js';
import { publishShippedLaw } from './publication.js';
import { RefusalLog } from './refusal-log.js';
import { References } from './references.js';
import { StreamFolds } from './stream-folds.js';

export interface EngineParts {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly bell: Bell;
  readonly checkpoints: Checkpoints;
  readonly projections: Projections;
  readonly readModels: WaitingStreams;
  readonly build: string;
  /** Rules other than those shipped, and folds kept: for proofs and benches. */
  readonly rules?: readonly Rule[];
  readonly foldsKept?: number;
  /**
   * Others write to the same log, and partitions come and go: none is served at first, law and offices are learned from the log as it
   * grows. The whole log is served by this process alone where absent.
   */
  readonly shared?: SharedHouse;
  /** After a start with more open deadlines than this the bell is set for those first that ring soon. */
  readonly deadlinesAtOnce?: number;
}

export interface SharedHouse {
  readonly partitions: SharedPartitions;
  /** Whether bells ring here. */
  readonly rings: boolean;
  /** See {@link DeskParts.claim}. */
  readonly claim: NonNullable<DeskParts['claim']>;
}

/** What the engine asks the read models, to find a bell that was lost. */
export interface WaitingStreams {
  /** Streams in which something may ring on this day or before, on any day where absent. */
  awaitingStreams(until?: CivilDate): Promise<readonly string[]>;
  /** How many deadlines wait to ring, and the last day on which one does; absent where none does. */
  awaited(): Promise<{ readonly count: number; readonly lastOn?: CivilDate }>;
}

/** Deadlines for which the bell is set again at once after a start. Of more, those come first that ring soon, the others in time. */
const MOST_AT_ONCE = 5_000;
const HORIZON_DAYS = 2;
const SWEEP_MS = 12 * 3_600_000;

/** Desk, processes, wake-ups and projections over one log, in one process. */
export class Engine {
  readonly desk: OrderDesk;
  readonly runner: ProcessRunner;
  private reconciled: Promise<void> = Promise.resolve();
  private nextSweep: Timer | undefined;
  private stopped = false;
  private readonly watches = new Set<EngineWatch>();

  private constructor(
    readonly parts: EngineParts,
    private readonly references: References,
  ) {
    const { lawBook, directory } = references;
    this.desk = new OrderDesk({
      store: watched(parts.store, this.watches),
      vault: parts.vault,
      clock: parts.clock,
      directory,
      lawBook,
      aggregates: aggregatesOver(lawBook, directory),
      folds: new StreamFolds(parts.store, parts.foldsKept, parts.shared !== undefined),
      refusals: new RefusalLog(parts.store),
      build: parts.build,
      onAppended: (events, position) => references.learnAppended(events, position),
      ...(parts.shared === undefined ? {} : { catchUp: () => references.caughtUp(), claim: parts.shared.claim }),
    });
    this.runner = new ProcessRunner({
      store: parts.store,
      desk: this.desk,
      bell: parts.bell,
      checkpoints: parts.checkpoints,
      processes: allProcesses(),
      ...(parts.shared === undefined
        ? {}
        : { partitions: parts.shared.partitions, onRead: (event) => references.learn([event]) }),
    });
  }

  /** Reads law and offices from the log, publishes the shipped law where it is not there yet, and starts all consumers. */
  static async start(parts: EngineParts): Promise<Engine> {
    const { shared } = parts;
    const references = new References(parts.store, new LawBook(parts.rules), new Directory());
    const engine = new Engine(parts, references);
    await references.read();
    if (shared !== undefined) references.follow();
    await publishShippedLaw(engine.desk, references.lawBook);
    await engine.runner.start(shared === undefined ? [WHOLE] : []);
    engine.projections.start();
    if (shared === undefined && engine.runner.position >= 0n && !parts.bell.fetches) engine.reconcile();
    if (shared?.rings !== false) await parts.bell.start((ringing) => engine.onRing(ringing));
    return engine;
  }

  get lawBook(): LawBook {
    return this.references.lawBook;
  }

  get directory(): Directory {
    return this.references.directory;
  }

  get projections(): Projections {
    return this.parts.projections;
  }

  /** Tells of appends and rings from now on. */
  watch(watch: EngineWatch): void {
    this.watches.add(watch);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.nextSweep?.cancel();
    await this.parts.bell.stop();
    await this.runner.stop();
    await this.projections.stop();
    await this.references.stop();
  }

  /** Streams that stand still for a process, wherever that is served. */
  holds(): Promise<readonly Hold[]> {
    return this.parts.checkpoints.holds();
  }

  /**
   * Resolves at quiescence (architecture §6): processes and projections at the head of the log, no wake-up due and
   * unanswered, no order of a process in flight; of what is served here.
   */
  async settled(): Promise<void> {
    await this.quiet();
    await this.projections.caughtUp(await this.parts.store.head());
  }

  /** As {@link settled}, but for the projections: for whoever goes on to give orders and asks the read models nothing. */
  async quiet(): Promise<void> {
    for (;;) {
      const head = await this.parts.store.head();
      await this.runner.caughtUp(head);
      await this.reconciled;
      await this.parts.bell.answered();
      if ((await this.parts.store.head()) === head) return;
    }
  }

  /** Besides the orders of the day: the bell may have been lost, and the processes see only what is new (architecture §6). */
  private reconcile(lastOn?: CivilDate): void {
    this.reconciled = this.sweep(lastOn);
    // Awaited by `settled`; whoever does not settle hears of a broken projection at its next question.
    this.reconciled.catch(() => undefined);
  }

  /** What stood in the log before this start has rung, or is in the bell's hands, when the last day on which any of it rings has come near. */
  private async sweep(lastOn?: CivilDate): Promise<void> {
    const { clock, readModels, store } = this.parts;
    await this.projections.caughtUp(await store.head());
    const awaited = await readModels.awaited();
    if (awaited.count <= (this.parts.deadlinesAtOnce ?? MOST_AT_ONCE)) {
      await this.runner.reconcile(await readModels.awaitingStreams());
      return;
    }
    const until = addDays(clock.today(), HORIZON_DAYS);
    await this.runner.reconcile(await readModels.awaitingStreams(until));
    const last = lastOn ?? awaited.lastOn;
    // A sweep that was under way when the engine stopped leaves no timer behind.
    if (this.stopped || last === undefined || last <= until) return;
    this.nextSweep = clock.timer(instantOfMs(msOf(clock.now()) + SWEEP_MS), () => this.reconcile(last));
  }

  private async onRing(ringing: Ringing): Promise<void> {
    const lateMs = msOf(this.parts.clock.now()) - msOf(ringing.dueAt);
    for (const watch of this.watches) watch.rung(lateMs);
    await this.runner.ring(ringing.id, ringing.order);
  }
}

export function allProcesses(): readonly Process[] {
  return [...registerProcesses, ...caseProcesses, ...actProcesses];
}
