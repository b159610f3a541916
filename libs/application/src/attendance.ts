import { type EventStore, RevisionConflict, type StoredEvent } from '#libs/event-store';
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
import { isAway } from './away.js';
import { sha256, stableId } from './canonical.js';
import { type Hold } from './checkpoints.js';
import { incidentStream } from './incident.js';
import { type OrderDesk } from './order-desk.js';
import { type ProcessStates } from './process-states.js';
import { keptRefusal } from './refusal-log.js';
import { inParallel, Room } from './turns.js';

export interface AttendanceParts {
  readonly store: EventStore;
  readonly desk: OrderDesk;
  readonly bell: Bell;
  readonly states: ProcessStates;
  /** Keeps that a stream stands still. */
  readonly hold: (hold: Hold) => Promise<void>;
  readonly isHeld: (process: string, stream: string) => boolean;
  /** Whether anything may still be done for the stream; waits while that is not known. */
  readonly permitted: (stream: string) => Promise<boolean>;
  readonly stopping: AbortSignal;
}

const TRIES = 4;
const FIRST_PAUSE_MS = 25;
/** Between tries while the log itself is away: each of them waits besides for as long as the store does. */
const AWAY_PAUSE_MS = 250;
const ORDERS_AT_ONCE = 128;
/** Of all reactions together: what is under way lies in memory, and a hundred lists would each bring their share. */
const ORDERS_UNDER_WAY = 256;

/** The stream has become another's while something was to be done for it: nothing more is. */
class NotOurs extends Error {
  override readonly name = 'NotOurs';
}

/** What processes do with an event: their orders under derived ids, their wake-ups, and the incident where they cannot go on. */
export class Attendance {
  private readonly room = new Room(ORDERS_UNDER_WAY);

  constructor(private readonly parts: AttendanceParts) {}

  /**
   * `once`: whether it may have been given to the process before, in part or whole. A log or vault that is away is waited for:
   * an incident could not be raised either.
   */
  async toProcess(event: StoredEvent, process: Process, once: boolean): Promise<void> {
    for (let again = once; ; again = true) {
      try {
        await this.tryProcess(event, process, again);
        return;
      } catch (error) {
        if (error instanceof NotOurs) return;
        if (!isAway(error) || this.parts.stopping.aborted) throw error;
        await new Promise((resolve) => setTimeout(resolve, AWAY_PAUSE_MS));
      }
    }
  }

  ring(wakeupId: string, rung: ProcessOrder): Promise<Answer> {
    return this.parts.desk.give({
      orderId: stableId('bell', wakeupId),
      target: rung.target,
      order: rung.order,
      actor: CLOCK,
      ...paper(rung),
    });
  }

  /** Gives the bell what this stream waits for, where that is not known to be there. */
  async setBellsOf(stream: string): Promise<void> {
    const { states, isHeld } = this.parts;
    const unknown = states
      .processesOf(stream)
      .filter((process) => !isHeld(process.name, stream) && states.rung(stream, process) === undefined);
    if (unknown.length === 0) return;
    const events = (await this.parts.store.readStream(stream, 0n, { evidence: false })) as readonly RecordedOf<Event>[];
    for (const process of unknown) {
      const state = events.reduce((so, event) => process.evolve(so, event), process.initial);
      await this.setBells(stream, process, state);
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
        if (isAway(error) || error instanceof NotOurs) throw error;
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
    const state = await this.parts.states.after(event, process);
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
        // An earlier owner that was slow to learn of its end may have reported meanwhile.
        if (!answer.accepted && report.onRefusal === 'incident' && !(await this.wasReported(event, process)))
          return troubleOf(report, answer);
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
    return this.room.take(async () => {
      if (!(await this.parts.permitted(event.stream))) throw new NotOurs();
      return this.parts.desk.give({
        orderId,
        target: given.target,
        order: given.order,
        actor,
        occurredOn: given.occurredOn ?? event.metadata.occurredOn,
        performedBy: given.performedBy ?? event.metadata.performedBy,
        correlationId: event.metadata.correlationId,
        causationId: event.id,
        ...tracedBy(event, orderId),
      });
    });
  }

  private async setBells(stream: string, process: Process, state: unknown): Promise<void> {
    const { states, bell } = this.parts;
    if (states.isRungFor(stream, process, state)) return;
    const wakeups = process.wakeups(state);
    const ids = wakeups.length === 0 ? '' : sha256(wakeups.map(({ id }) => id).join(' '));
    // Unknown after a start: what the durable bell holds for this stream may be old, so it is set once again.
    if (states.rung(stream, process) !== ids) await bell.replaceFor(process.name, stream, wakeups);
    states.setRung(stream, process, state, ids);
  }

  private async raise(event: StoredEvent, process: Process, reason: string, findings: readonly Finding[]): Promise<void> {
    if (!(await this.parts.permitted(event.stream))) throw new NotOurs();
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
    await this.parts.hold({ process: process.name, stream: event.stream, fromRevision: event.revision });
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
