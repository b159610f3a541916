import { type EventStore, type StoredEvent } from '#libs/event-store';
import { type Process, type ProcessOrder } from '#libs/kernel';
import { type Bell } from '#libs/wakeups';
import { type Answer } from './answer.js';
import { Attendance } from './attendance.js';
import { type Checkpoints, type Hold, WHOLE } from './checkpoints.js';
import { type OrderDesk } from './order-desk.js';
import { ProcessStates } from './process-states.js';
import { type Pending, Share } from './share.js';

export interface RunnerParts {
  readonly store: EventStore;
  readonly desk: OrderDesk;
  readonly bell: Bell;
  readonly checkpoints: Checkpoints;
  readonly processes: readonly Process[];
  /** Streams handled side by side. */
  readonly lanes?: number;
  /** How several workers share the log; one partition, the whole of it, where absent. */
  readonly partitions?: SharedPartitions;
  /** Told each event before any process sees it. */
  readonly onRead?: (event: StoredEvent) => void;
}

/** Partitions that come and go. */
export interface SharedPartitions {
  readonly of: (stream: string) => number;
  /** Whether the partition is surely ours at this moment. While it is not, nothing is done for it. */
  readonly isHeld: (partition: number) => boolean;
  /** Told of partitions that are another's by now. */
  readonly onLost: (partitions: readonly number[]) => void;
  /** How often checkpoints are saved besides; milliseconds. */
  readonly saveEveryMs: number;
}

const DEFAULT_LANES = 128;
/** Events read between two checkpoints. */
const SAVE_EVERY = 1_000;
/** Between two looks at a lease that is uncertain. */
const UNCERTAIN_PAUSE_MS = 50;
const RESOLVED = 'incident.IncidentResolved.v1';

/** One event for all processes of its category, or what one process missed while it was held. */
interface Errand {
  readonly share: Share | undefined;
  readonly pending: Pending;
  readonly run: () => Promise<void>;
}

/**
 * Gives every event of the partitions that it serves to the processes of its category: log order, one stream strictly in turn,
 * streams side by side. Partitions may come and go while it runs; each has a low-water mark and a checkpoint of its own. What a
 * process cannot do holds that stream for that process and raises an incident; all others go on (architecture §4). Orders have
 * derived ids, so that a second run changes nothing.
 */
export class ProcessRunner {
  private readonly states: ProcessStates;
  private readonly shares = new Map<number, Share>();
  private readonly attendance: Attendance;
  private readonly lanes = new Map<string, Errand[]>();
  private readonly held = new Map<string, Hold>();
  private waiting: { position: bigint; resolve: () => void; reject: (error: Error) => void }[] = [];
  private readonly stopping = new AbortController();
  private round = new AbortController();
  private readTo = -1n;
  private readSinceSaved = 0;
  private saving: Promise<void> = Promise.resolve();
  private savingFailed: Error | undefined;
  private saveTimer: NodeJS.Timeout | undefined;
  private laneFreed: (() => void) | undefined;
  private changed: (() => void) | undefined;
  private running: Promise<void> | undefined;
  private broken: Error | undefined;

  constructor(private readonly parts: RunnerParts) {
    this.states = new ProcessStates(parts.processes, {
      takeJustRead: (stream) => parts.desk.takeJustRead(stream),
      readStream: (stream) => parts.store.readStream(stream, 0n, { evidence: false }),
    });
    this.attendance = new Attendance({
      ...parts,
      states: this.states,
      hold: (hold) => this.hold(hold),
      isHeld: (process, stream) => this.held.has(keyOf(process, stream)),
      stopping: this.stopping.signal,
      permitted: (stream) => this.permitted(stream),
    });
  }

  /** Serves these partitions, each from its checkpoint on; others may be taken later. */
  async start(partitions: readonly number[] = [WHOLE]): Promise<void> {
    if (partitions.length > 0) await this.take(partitions);
    const everyMs = this.parts.partitions?.saveEveryMs;
    if (everyMs !== undefined) this.saveTimer = setInterval(() => this.saveSoon(), everyMs).unref();
    this.running = this.run().catch((error: unknown) => this.breakDown(error));
  }

  /** Finishes what is under way, saves the checkpoints. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.saveTimer);
    this.readAnew();
    await this.running;
    while (this.lanes.size > 0) await this.laneToBeFree();
    this.saveSoon();
    await this.saving;
    if (this.savingFailed !== undefined) throw this.savingFailed;
  }

  /** Serves these besides, from their checkpoints on. */
  async take(partitions: readonly number[]): Promise<void> {
    const { checkpoints, store } = this.parts;
    const fresh = partitions.filter((partition) => !this.shares.has(partition));
    const [positions, holds, head] = await Promise.all([checkpoints.load(fresh), checkpoints.holds(), store.head()]);
    const isFresh = new Set(fresh);
    this.states.forget((stream) => isFresh.has(this.partitionOf(stream)));
    for (const hold of holds)
      if (isFresh.has(this.partitionOf(hold.stream))) this.held.set(keyOf(hold.process, hold.stream), hold);
    for (const partition of fresh) {
      const saved = positions.get(partition) ?? -1n;
      // A log that was put back from a copy may end before it: all is then attended to once more.
      this.shares.set(partition, new Share(saved > head ? -1n : saved, head, saved));
    }
    this.readAnew();
  }

  /** Finishes what is under way in these, saves their checkpoints and serves them no more. */
  async giveUp(partitions: readonly number[]): Promise<void> {
    const leaving = partitions.flatMap((partition) => this.shares.get(partition) ?? []);
    await Promise.all(leaving.map((share) => share.leave(this.readTo)));
    this.saveSoon();
    await this.saving;
    this.drop(partitions);
  }

  /** They are another's by now: nothing more is begun or saved for them. */
  drop(partitions: readonly number[]): void {
    for (const partition of partitions) {
      this.shares.get(partition)?.drop();
      this.shares.delete(partition);
    }
    const gone = new Set(partitions);
    for (const [key, { stream }] of this.held) if (gone.has(this.partitionOf(stream))) this.held.delete(key);
    this.advance();
  }

  /** Partitions that are served. */
  get partitions(): readonly number[] {
    return [...this.shares.keys()].sort((a, b) => a - b);
  }

  /** Position up to which every event of the partitions served has been answered by every process; -1n where none is served. */
  get position(): bigint {
    return this.lowest() ?? -1n;
  }

  /** What broke it, where something did: it serves nothing any more. */
  get failure(): Error | undefined {
    return this.broken;
  }

  /** Resolves when everything up to `position` has been answered in the partitions served; rejects where the runner itself has broken down. */
  caughtUp(position: bigint): Promise<void> {
    if (this.broken !== undefined) return Promise.reject(this.broken);
    const lowest = this.lowest();
    if (lowest === undefined || lowest >= position) return Promise.resolve();
    return new Promise((resolve, reject) => this.waiting.push({ position, resolve, reject }));
  }

  /** Streams of the partitions served that stand still for a process. */
  holds(): readonly Hold[] {
    return [...this.held.values()];
  }

  /** A bell has rung: gives its order as the clock. The same wake-up rung twice is the same order. */
  ring(wakeupId: string, rung: ProcessOrder): Promise<Answer> {
    return this.attendance.ring(wakeupId, rung);
  }

  /**
   * Gives the bell again what these streams wait for: a bell may have been lost, or have forgotten what the machine had not
   * written down (architecture §6). Resolves when all of them were looked at.
   */
  async reconcile(streams: readonly string[]): Promise<void> {
    const looked: Promise<void>[] = [];
    for (const stream of streams) {
      if (this.stopping.signal.aborted) return;
      await new Promise<void>((sent, failed) => {
        looked.push(
          new Promise((resolve) => {
            const run = (): Promise<void> => this.attendance.setBellsOf(stream).then(resolve);
            this.send(stream, { share: undefined, pending: { after: -1n, done: false }, run }).then(sent, failed);
          }),
        );
      });
    }
    await Promise.all(looked);
  }

  private partitionOf(stream: string): number {
    return this.parts.partitions?.of(stream) ?? WHOLE;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      if (this.shares.size === 0) await new Promise<void>((resolve) => (this.changed = resolve));
      else await this.readOn();
    }
  }

  /** One subscription, from where the partition farthest behind stands, until other partitions come. */
  private async readOn(): Promise<void> {
    this.round = new AbortController();
    const { signal } = this.round;
    if (this.stopping.signal.aborted) return;
    const { readTo } = this;
    this.readTo = least([...this.shares.values()].map((share) => share.join(readTo))) ?? readTo;
    for await (const batch of this.parts.store.subscribe({ after: this.readTo, signal, evidence: false })) {
      for (const event of batch) {
        await this.read(event);
        if (signal.aborted) break;
      }
      this.readSinceSaved += batch.length;
      this.advance();
      if (signal.aborted) return;
    }
  }

  private readAnew(): void {
    this.round.abort();
    this.changed?.();
  }

  private async read(event: StoredEvent): Promise<void> {
    this.parts.onRead?.(event);
    const stream = event.type === RESOLVED ? (event.data as { stream: string }).stream : event.stream;
    const processes = this.states.processesOf(stream);
    const before = this.readTo;
    this.readTo = event.position;
    if (processes.length === 0) return;
    const share = this.shares.get(this.partitionOf(stream));
    if (share?.takes(event.position) !== true) return;
    const pending = share.begin(before);
    const run =
      event.type === RESOLVED
        ? (): Promise<void> => this.replay(event)
        : (): Promise<void> => this.toProcesses(event, processes, event.position <= share.before);
    await this.send(stream, { share, pending, run });
  }

  /** Puts an errand on its stream's lane; waits while too many lanes are busy. */
  private async send(stream: string, errand: Errand): Promise<void> {
    const lane = this.lanes.get(stream);
    if (lane !== undefined) {
      lane.push(errand);
      return;
    }
    while (this.lanes.size >= (this.parts.lanes ?? DEFAULT_LANES)) await this.laneToBeFree();
    const own = [errand];
    this.lanes.set(stream, own);
    void this.work(stream, own);
  }

  private async work(stream: string, lane: Errand[]): Promise<void> {
    try {
      for (let errand = lane[0]; errand !== undefined; errand = lane[0]) {
        if (errand.share?.gone !== true) await errand.run();
        errand.pending.done = true;
        lane.shift();
        this.advance(errand.share);
      }
    } catch (error) {
      this.breakDown(error);
    } finally {
      this.lanes.delete(stream);
      this.laneFreed?.();
    }
  }

  private laneToBeFree(): Promise<void> {
    return new Promise((resolve) => {
      const before = this.laneFreed;
      this.laneFreed = () => {
        this.laneFreed = undefined;
        before?.();
        resolve();
      };
    });
  }

  private async toProcesses(event: StoredEvent, processes: readonly Process[], once: boolean): Promise<void> {
    for (const process of processes) {
      if (!this.held.has(keyOf(process.name, event.stream))) await this.attendance.toProcess(event, process, once);
    }
  }

  /** A person has resolved the incident: the process gets what it missed, then the stream goes on. */
  private async replay(resolved: StoredEvent): Promise<void> {
    const { process: name, stream } = resolved.data as { process: string; stream: string };
    const process = this.parts.processes.find((candidate) => candidate.name === name);
    const hold = this.held.get(keyOf(name, stream));
    if (hold === undefined || process === undefined) return;
    this.held.delete(keyOf(name, stream));
    const missed = await this.parts.store.readStream(stream, hold.fromRevision);
    for (const event of missed.filter((candidate) => candidate.position < resolved.position)) {
      if (!this.held.has(keyOf(name, stream))) await this.attendance.toProcess(event, process, true);
    }
    // Only now: where this is cut off, the next start finds the hold and what was missed.
    if (!this.held.has(keyOf(name, stream))) await this.parts.checkpoints.release(name, stream);
  }

  private async hold(hold: Hold): Promise<void> {
    this.held.set(keyOf(hold.process, hold.stream), hold);
    await this.parts.checkpoints.hold(hold);
  }

  /** Resolves where the stream is surely ours, false where it is another's; waits while that is not known. */
  private async permitted(stream: string): Promise<boolean> {
    const { partitions } = this.parts;
    if (partitions === undefined) return true;
    const partition = partitions.of(stream);
    const share = this.shares.get(partition);
    while (share?.gone === false && !partitions.isHeld(partition))
      await new Promise((resolve) => setTimeout(resolve, UNCERTAIN_PAUSE_MS));
    return share?.gone === false;
  }

  private advance(share?: Share): void {
    if (share === undefined) for (const each of this.shares.values()) each.advance();
    else share.advance();
    if (this.readSinceSaved >= SAVE_EVERY) this.saveSoon();
    if (this.waiting.length > 0) {
      const lowest = this.lowest();
      const isReached = (position: bigint): boolean => lowest === undefined || position <= lowest;
      const reached = this.waiting.filter(({ position }) => isReached(position));
      this.waiting = this.waiting.filter(({ position }) => !isReached(position));
      for (const waiter of reached) waiter.resolve();
    }
  }

  private lowest(): bigint | undefined {
    return least([...this.shares.values()].map((share) => share.lowWater(this.readTo)));
  }

  private saveSoon(): void {
    this.readSinceSaved = 0;
    this.saving = this.saving
      .then(() => this.save())
      .catch((error: unknown) => {
        this.savingFailed = error instanceof Error ? error : new Error(String(error));
        this.breakDown(error);
      });
  }

  private async save(): Promise<void> {
    const positions = new Map<number, bigint>();
    for (const [partition, share] of this.shares) {
      const lowWater = share.lowWater(this.readTo);
      if (lowWater !== share.saved) positions.set(partition, lowWater);
    }
    if (positions.size === 0) return;
    const lost = await this.parts.checkpoints.save(positions);
    for (const [partition, position] of positions) {
      const share = this.shares.get(partition);
      if (share !== undefined) share.saved = position;
    }
    if (lost.length > 0) {
      this.drop(lost);
      this.parts.partitions?.onLost(lost);
    }
  }

  private breakDown(error: unknown): void {
    this.broken = error instanceof Error ? error : new Error(String(error));
    this.stopping.abort();
    // What is under way may never be done: nobody who gives its partition up is to wait for that.
    for (const share of this.shares.values()) share.drop();
    this.readAnew();
    for (const waiter of this.waiting.splice(0)) waiter.reject(this.broken);
  }
}

function least(positions: readonly bigint[]): bigint | undefined {
  return positions.length === 0 ? undefined : positions.reduce((one, other) => (other < one ? other : one));
}

function keyOf(process: string, stream: string): string {
  return `${process}|${stream}`;
}
