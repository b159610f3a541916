import { type EventStore, EventStoreUnreachable, RevisionConflict, type StoredEvent } from '#libs/event-store';
import {
  type Actor,
  blocking,
  type Event,
  type Finding,
  type Outcome,
  type Process,
  type ProcessOrder,
  type RecordedOf,
  traceparentFor,
} from '#libs/kernel';
import { type Bell } from '#libs/wakeups';
import { type Answer } from './answer.js';
import { sha256, stableId } from './canonical.js';
import { incidentStream } from './incident.js';
import { type OrderDesk } from './order-desk.js';
import { keptRefusal } from './refusal-log.js';
import { type Checkpoints, type Hold } from './sqlite-checkpoints.js';
import { inParallel, Room } from './turns.js';

export interface RunnerParts {
  readonly store: EventStore;
  readonly desk: OrderDesk;
  readonly bell: Bell;
  readonly checkpoints: Checkpoints;
  readonly processes: readonly Process[];
  /** Streams handled side by side, and orders of one reaction given side by side. */
  readonly lanes?: number;
}

const CONSUMER = 'processes';
const TRIES = 4;
const FIRST_PAUSE_MS = 25;
/** Between tries while the log itself is away: each of them waits besides for as long as the store does. */
const AWAY_PAUSE_MS = 250;
/** Streams whose process states stay in memory. They are small: a whole county's cases must fit, for a season visits them in turn. */
const MOST_STREAMS = 25_000;
const DEFAULT_LANES = 64;
const ORDERS_AT_ONCE = 64;
/** Of all reactions together: what is under way lies in memory, and a hundred lists would each bring their share. */
const ORDERS_UNDER_WAY = 192;
const SAVE_EVERY = 1_000;

/** What one process knows of one stream. */
interface Fold {
  readonly state: unknown;
  readonly revision: bigint;
  /** Digest of the ids of the wake-ups that the bell holds for it; unknown before the first were set. */
  readonly rung?: string;
}

interface Pending {
  readonly position: bigint;
  done: boolean;
}

/** One event for all processes of its category, or what one process missed while it was held. */
interface Errand {
  readonly pending: Pending;
  readonly run: () => Promise<void>;
}

/**
 * Gives every event to the processes of its category: log order, one stream strictly in turn, streams side by side.
 * The checkpoint is the low-water mark. What a process cannot do holds that stream for that process and raises an
 * incident; all others go on (architecture §4). Orders have derived ids, so that a second run changes nothing.
 */
export class ProcessRunner {
  private readonly byCategory = new Map<string, readonly Process[]>();
  /** By stream, then by process, in the order of {@link byCategory}; the stream used last stands last. */
  private readonly folds = new Map<string, Map<string, Fold>>();
  private readonly room = new Room(ORDERS_UNDER_WAY);
  private readonly lanes = new Map<string, Errand[]>();
  private readonly inFlight: Pending[] = [];
  private readonly held = new Map<string, Hold>();
  private waiting: { position: bigint; resolve: () => void; reject: (error: Error) => void }[] = [];
  private readonly stopping = new AbortController();
  private lowWater = -1n;
  private saved = -1n;
  /** Head of the log when this runner started: what stands before it may have been attended to by an earlier one. */
  private before = -1n;
  private laneFreed: (() => void) | undefined;
  private running: Promise<void> | undefined;
  private broken: Error | undefined;

  constructor(private readonly parts: RunnerParts) {
    for (const process of parts.processes) {
      this.byCategory.set(process.category, [...(this.byCategory.get(process.category) ?? []), process]);
    }
  }

  start(): void {
    this.lowWater = this.parts.checkpoints.load(CONSUMER);
    this.saved = this.lowWater;
    for (const hold of this.parts.checkpoints.holds()) this.held.set(keyOf(hold.process, hold.stream), hold);
    this.running = this.run().catch((error: unknown) => this.breakDown(error));
  }

  /** Finishes what is under way, saves the checkpoint. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    while (this.lanes.size > 0) await this.laneToBeFree();
    this.saveCheckpoint();
  }

  /** Position up to which every event has been answered by every process. */
  get position(): bigint {
    return this.lowWater;
  }

  /** Resolves when everything up to `position` has been answered; rejects where the runner itself has broken down. */
  caughtUp(position: bigint): Promise<void> {
    if (this.broken !== undefined) return Promise.reject(this.broken);
    if (this.lowWater >= position) return Promise.resolve();
    return new Promise((resolve, reject) => this.waiting.push({ position, resolve, reject }));
  }

  /** Streams that stand still for a process. */
  holds(): readonly Hold[] {
    return [...this.held.values()];
  }

  /** A bell has rung: gives its order as the clock. The same wake-up rung twice is the same order. */
  ring(wakeupId: string, rung: ProcessOrder): Promise<Answer> {
    return this.parts.desk.give({
      orderId: stableId('bell', wakeupId),
      target: rung.target,
      order: rung.order,
      actor: CLOCK,
      ...paper(rung),
    });
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
            const run = (): Promise<void> => this.bellsOf(stream).then(resolve);
            this.send(stream, { pending: { position: -1n, done: false }, run }).then(sent, failed);
          }),
        );
      });
    }
    await Promise.all(looked);
  }

  private async bellsOf(stream: string): Promise<void> {
    const unknown = this.processesOf(stream).filter(
      ({ name }) => !this.held.has(keyOf(name, stream)) && this.folds.get(stream)?.get(name)?.rung === undefined,
    );
    if (unknown.length === 0) return;
    const events = (await this.parts.store.readStream(stream)) as readonly RecordedOf<Event>[];
    for (const process of unknown) {
      const state = events.reduce((so, event) => process.evolve(so, event), process.initial);
      await this.setBells(stream, process, state);
    }
  }

  private processesOf(stream: string): readonly Process[] {
    return this.byCategory.get(stream.slice(0, stream.indexOf('-'))) ?? [];
  }

  private async run(): Promise<void> {
    this.before = await this.parts.store.head();
    for await (const batch of this.parts.store.subscribe({ after: this.lowWater, signal: this.stopping.signal })) {
      for (const event of batch) {
        const processes = this.processesOf(event.stream);
        const pending: Pending = { position: event.position, done: false };
        this.inFlight.push(pending);
        if (event.type === 'incident.IncidentResolved.v1') await this.replay(event, pending);
        else if (processes.length > 0) {
          await this.send(event.stream, { pending, run: () => this.toProcesses(event, processes) });
        } else pending.done = true;
      }
      this.advance();
      if (this.stopping.signal.aborted) return;
    }
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
        await errand.run();
        errand.pending.done = true;
        lane.shift();
        this.advance();
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

  private async toProcesses(event: StoredEvent, processes: readonly Process[]): Promise<void> {
    for (const process of processes) {
      if (!this.held.has(keyOf(process.name, event.stream))) await this.toProcess(event, process);
    }
  }

  /** A log that is away is waited for: an incident could not be raised in it either. */
  private async toProcess(event: StoredEvent, process: Process, once = event.position <= this.before): Promise<void> {
    for (let again = once; ; again = true) {
      try {
        await this.tryProcess(event, process, again);
        return;
      } catch (error) {
        if (!(error instanceof EventStoreUnreachable) || this.stopping.signal.aborted) throw error;
        await new Promise((resolve) => setTimeout(resolve, AWAY_PAUSE_MS));
      }
    }
  }

  private async tryProcess(event: StoredEvent, process: Process, once: boolean): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    for (let attempt = 1; ; attempt++) {
      try {
        const trouble = await this.attend(event, process, once || attempt > 1);
        if (trouble !== undefined) await this.raise(event, process, trouble.reason, trouble.findings);
        return;
      } catch (error) {
        if (error instanceof EventStoreUnreachable) throw error;
        if (attempt === TRIES || !isTransient(error)) {
          await this.raise(event, process, error instanceof Error ? error.message : String(error), []);
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, pause));
        pause *= 4;
      }
    }
  }

  /** `once`: whether the reaction may have been given before, in part or whole. */
  private async attend(
    event: StoredEvent,
    process: Process,
    once: boolean,
  ): Promise<{ reason: string; findings: readonly Finding[] } | undefined> {
    const state = await this.stateAfter(event, process);
    const reaction = process.react(state, event);
    if (reaction !== undefined && !(once && reaction.report !== undefined && (await this.wasReported(event, process)))) {
      const ids = orderIdsOf(event, process, reaction.orders);
      const answers = await inParallel(reaction.orders, ORDERS_AT_ONCE, (order, index) =>
        this.giveOnce(event, process, order, ids[index] ?? '', once && order.onRefusal === 'report'),
      );
      const stopped = answers.findIndex((answer, index) => !answer.accepted && reaction.orders[index]?.onRefusal === 'incident');
      if (stopped !== -1) return troubleOf(reaction.orders[stopped], answers[stopped]);
      const report = reaction.report?.(answers.map((answer, index) => outcomeOf(reaction.orders[index], answer)));
      if (report !== undefined) {
        const [reportId = ''] = orderIdsOf(event, process, [report]);
        const answer = await this.give(event, process, report, reportId);
        if (!answer.accepted && report.onRefusal === 'incident') return troubleOf(report, answer);
      }
    }
    await this.setBells(event.stream, process, state);
    return undefined;
  }

  /**
   * Orders that were accepted are known by their words; those that were refused leave nothing in the stream, and what is not
   * lawful then may be lawful now. A report, given last, says that all of them were answered.
   */
  private async wasReported(event: StoredEvent, process: Process): Promise<boolean> {
    const later = await this.parts.store.readStream(event.stream, event.revision + 1n);
    return later.some(({ metadata }) => metadata.causationId === event.id && metadata.actorId === process.name);
  }

  /** Gives the order; where it may have been refused before and that is on record, the answer is what it was. */
  private async giveOnce(
    event: StoredEvent,
    process: Process,
    given: ProcessOrder,
    orderId: string,
    refusedBefore: boolean,
  ): Promise<Answer> {
    const kept = refusedBefore ? await keptRefusal(this.parts.store, given.target, orderId) : undefined;
    return kept === undefined
      ? this.give(event, process, given, orderId)
      : { accepted: false, stream: given.target, findings: kept };
  }

  private give(event: StoredEvent, process: Process, given: ProcessOrder, orderId: string): Promise<Answer> {
    const actor: Actor = { id: process.name, role: 'process', area: given.area ?? event.metadata.actorArea };
    return this.room.take(() =>
      this.parts.desk.give({
        orderId,
        target: given.target,
        order: given.order,
        actor,
        occurredOn: given.occurredOn ?? event.metadata.occurredOn,
        performedBy: given.performedBy ?? event.metadata.performedBy,
        correlationId: event.metadata.correlationId,
        causationId: event.id,
        ...tracedBy(event, orderId),
      }),
    );
  }

  private async stateAfter(event: StoredEvent, process: Process): Promise<unknown> {
    const folds = this.foldsOf(event.stream);
    if (event.revision === 0n) folds.set(process.name, { state: process.initial, revision: -1n });
    else if (folds.get(process.name)?.revision !== event.revision - 1n) await this.readUpTo(event, process, folds);
    const fold = folds.get(process.name) ?? { state: process.initial, revision: -1n };
    const state = process.evolve(fold.state, event);
    folds.set(process.name, { ...fold, state, revision: event.revision });
    return state;
  }

  /** One look at the stream serves all processes that have not read it yet. */
  private async readUpTo({ stream, revision }: StoredEvent, process: Process, folds: Map<string, Fold>): Promise<void> {
    const justRead = this.parts.desk.takeJustRead(stream);
    const events = justRead?.length === Number(revision) ? justRead : await this.parts.store.readStream(stream);
    const before = events.filter((earlier) => earlier.revision < revision) as readonly RecordedOf<Event>[];
    for (const each of this.byCategory.get(process.category) ?? []) {
      if (each !== process && folds.has(each.name)) continue;
      const state = before.reduce((so, event) => each.evolve(so, event), each.initial);
      folds.set(each.name, { ...folds.get(each.name), state, revision: revision - 1n });
    }
  }

  private foldsOf(stream: string): Map<string, Fold> {
    const folds = this.folds.get(stream) ?? new Map<string, Fold>();
    this.folds.delete(stream);
    this.folds.set(stream, folds);
    if (this.folds.size > MOST_STREAMS) this.folds.delete(this.folds.keys().next().value as string);
    return folds;
  }

  private async setBells(stream: string, process: Process, state: unknown): Promise<void> {
    const wakeups = process.wakeups(state);
    const ids = wakeups.length === 0 ? '' : sha256(wakeups.map(({ id }) => id).join(' '));
    const fold = this.folds.get(stream)?.get(process.name);
    // Unknown after a start: what the durable bell holds for this stream may be old, so it is set once again.
    if (fold?.rung === ids) return;
    await this.parts.bell.replaceFor(process.name, stream, wakeups);
    const now = this.folds.get(stream)?.get(process.name);
    if (now !== undefined) this.folds.get(stream)?.set(process.name, { ...now, rung: ids });
  }

  private async raise(event: StoredEvent, process: Process, reason: string, findings: readonly Finding[]): Promise<void> {
    const target = incidentStream(process.name, event.stream);
    const before = await this.parts.store.readStream(target);
    const resolved = before.filter(({ type }) => type === 'incident.IncidentResolved.v1').length;
    // What fails again as it did before is another incident, or nobody would hear of it.
    const again = resolved === 0 ? reason : `${reason}; again, after being resolved ${resolved} times`;
    const orderId = stableId('incident', process.name, event.id, String(resolved));
    await this.parts.desk.give({
      orderId,
      target,
      order: {
        type: 'RaiseIncident',
        data: { process: process.name, stream: event.stream, revision: String(event.revision), reason: again, findings },
      },
      actor: { id: process.name, role: 'process', area: event.metadata.actorArea },
      correlationId: event.metadata.correlationId,
      causationId: event.id,
      ...tracedBy(event, orderId),
    });
    // Held after it was said: a stream that stands still without an incident would stand still for ever.
    const hold: Hold = { process: process.name, stream: event.stream, fromRevision: event.revision };
    this.held.set(keyOf(process.name, event.stream), hold);
    this.parts.checkpoints.hold(hold);
  }

  /** A person has resolved the incident: the process gets what it missed, then the stream goes on. */
  private async replay(resolved: StoredEvent, pending: Pending): Promise<void> {
    const { process: name, stream } = resolved.data as { process: string; stream: string };
    const process = this.parts.processes.find((candidate) => candidate.name === name);
    await this.send(stream, {
      pending,
      run: async () => {
        const hold = this.held.get(keyOf(name, stream));
        if (hold === undefined || process === undefined) return;
        this.held.delete(keyOf(name, stream));
        const missed = await this.parts.store.readStream(stream, hold.fromRevision);
        for (const event of missed.filter((candidate) => candidate.position < resolved.position)) {
          if (!this.held.has(keyOf(name, stream))) await this.toProcess(event, process, true);
        }
        // Only now: where this is cut off, the next start finds the hold and what was missed.
        if (!this.held.has(keyOf(name, stream))) this.parts.checkpoints.release(name, stream);
      },
    });
  }

  private advance(): void {
    let passed = 0;
    while (this.inFlight[passed]?.done === true) passed++;
    if (passed > 0) {
      this.lowWater = this.inFlight[passed - 1]?.position ?? this.lowWater;
      this.inFlight.splice(0, passed);
    }
    if (this.lowWater - this.saved >= SAVE_EVERY) this.saveCheckpoint();
    if (this.waiting.length > 0) {
      const reached = this.waiting.filter((waiter) => waiter.position <= this.lowWater);
      this.waiting = this.waiting.filter((waiter) => waiter.position > this.lowWater);
      for (const waiter of reached) waiter.resolve();
    }
  }

  private saveCheckpoint(): void {
    if (this.lowWater === this.saved) return;
    this.parts.checkpoints.save(CONSUMER, this.lowWater);
    this.saved = this.lowWater;
  }

  private breakDown(error: unknown): void {
    this.broken = error instanceof Error ? error : new Error(String(error));
    this.stopping.abort();
    for (const waiter of this.waiting.splice(0)) waiter.reject(this.broken);
  }
}

const CLOCK: Actor = { id: 'clock', role: 'clock', area: '' };

/** UUIDv5(process, event, target, order type); the second order of one type to one target bears its number besides. */
function orderIdsOf(event: StoredEvent, process: Process, orders: readonly ProcessOrder[]): readonly string[] {
  const given = new Map<string, number>();
  return orders.map(({ target, order }) => {
    const key = `${target}|${order.type}`;
    const nth = given.get(key) ?? 0;
    given.set(key, nth + 1);
    return stableId(process.name, event.id, target, order.type, ...(nth === 0 ? [] : [String(nth)]));
  });
}

function keyOf(process: string, stream: string): string {
  return `${process}|${stream}`;
}

/** What follows from an event goes on in its trace, if it has one. */
function tracedBy({ metadata: { traceparent } }: StoredEvent, orderId: string): { traceparent?: string } {
  return traceparent === undefined ? {} : { traceparent: traceparentFor(traceparent, orderId) };
}

function paper(order: ProcessOrder): { occurredOn?: NonNullable<ProcessOrder['occurredOn']>; performedBy?: string } {
  return {
    ...(order.occurredOn === undefined ? {} : { occurredOn: order.occurredOn }),
    ...(order.performedBy === undefined ? {} : { performedBy: order.performedBy }),
  };
}

function outcomeOf(given: ProcessOrder | undefined, answer: Answer): Outcome {
  return {
    target: answer.stream,
    orderType: given?.order.type ?? '',
    accepted: answer.accepted,
    findings: answer.accepted ? [] : blocking(answer.findings),
  };
}

function troubleOf(
  given: ProcessOrder | undefined,
  answer: Answer | undefined,
): { reason: string; findings: readonly Finding[] } {
  const findings = answer === undefined || answer.accepted ? [] : answer.findings;
  return { reason: `${given?.order.type ?? ''} for ${given?.target ?? ''} was refused`, findings };
}

/** Weather, not poison: a store that is busy or a stream that moved. Everything else is the same on every try. */
function isTransient(error: unknown): boolean {
  return (
    error instanceof RevisionConflict ||
    (error instanceof Error && /SQLITE_BUSY|database is locked|ECONN|unavailable/i.test(error.message))
  );
}
