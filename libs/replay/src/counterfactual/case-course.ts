import { type Aggregate, caseAggregate, canonicalJson, eventsOf, type GivenOrder, type Laws, stableId } from '#libs/application';
import { type StoredEvent } from '#libs/event-store';
import { type CaseFile, caseProcesses } from '#libs/household-case';
import { type Directory } from '#libs/identity';
import {
  type Actor,
  civilDateOf,
  decideOnce,
  type DecisionContext,
  type Event,
  type EventMetadata,
  type Finding,
  fold,
  type Folded,
  isRefusal,
  type Instant,
  type OfficeHeld,
  type ProcessOrder,
  type RecordedOf,
  unfolded,
  type Wakeup,
} from '#libs/kernel';
import { type OpenAtOnce } from '../decide-again.js';
import { type RecordedContext } from '../recorded-append.js';
import { type References } from '../references.js';

/** An order to a case, with what was known when it was given. */
export interface CourseOrder {
  readonly given: GivenOrder;
  readonly now: Instant;
  readonly context: RecordedContext;
  /** Of what it said; kept where its dates are moved, so that it stays the same wish. */
  readonly orderDigest: string;
}

export type CourseOutcome =
  | { readonly refused: readonly Finding[] }
  | { readonly events: readonly StoredEvent[] }
  | { readonly unopened: readonly string[] };

export interface CourseGround {
  readonly references: References;
  /** Areas as the whole log tells them. */
  readonly directory: Pick<Directory, 'lineage' | 'levelOf'>;
  readonly open?: OpenAtOnce;
}

const CLOCK: Actor = { id: 'clock', role: 'clock', area: '' };
const NOBODY: Readonly<Record<string, readonly OfficeHeld[]>> = {};
const NO_OTHERS: ReadonlyMap<string, Folded<CaseFile>> = new Map();

/**
 * One case under one law: orders go in, and what follows of itself (bells, parked entries that are released) follows. Rights are
 * not judged again: no law of a procedure changes them. Nothing is written anywhere.
 */
export class CaseCourse {
  private folded: Folded<CaseFile>;
  private readonly aggregate: Aggregate<CaseFile>;
  private readonly watching = new Map(caseProcesses.map((process) => [process, process.initial]));
  private readonly rung = new Set<string>();
  private context: RecordedContext = {};
  private last: Instant | undefined;
  private position = -1n;

  constructor(
    private readonly stream: string,
    private readonly laws: Pick<Laws, 'law' | 'definition'>,
    private readonly ground: CourseGround,
  ) {
    const { references, directory } = ground;
    this.aggregate = caseAggregate(
      {
        law: (definition, policy) => this.laws.law(definition, policy),
        definition: (name) => this.laws.definition(name),
        policyRefFor: () => textOf(this.context['standingPolicy']) ?? this.state.policy,
      },
      {
        lineage: (area) => directory.lineage(area),
        levelOf: (area) => directory.levelOf(area),
        // The meeting was held by the roster of its day, whatever law is tried.
        roster: () => references.roster(textOf(this.context['roster']) ?? ''),
      },
    ) as unknown as Aggregate<CaseFile>;
    this.folded = unfolded<CaseFile>(this.aggregate.decider);
  }

  /** Whether sealed values are opened at all. */
  get opens(): boolean {
    return this.ground.open !== undefined;
  }

  get state(): CaseFile {
    return this.folded.state;
  }

  /** Rings, in turn, everything that is due by `until`. */
  ring(until: Instant): void {
    for (;;) {
      const due = this.wakeups().filter(({ id, dueAt }) => dueAt <= until && !this.rung.has(id));
      const next = due.reduce<Wakeup | undefined>(
        (first, one) => (first === undefined || one.dueAt < first.dueAt ? one : first),
        undefined,
      );
      if (next === undefined) return;
      this.rung.add(next.id);
      const now = this.last === undefined || next.dueAt > this.last ? next.dueAt : this.last;
      this.give(this.ownOrder(next.order, CLOCK, stableId('bell', next.id), now));
    }
  }

  /** What an order would come to; the case stays as it is. */
  consider(order: CourseOrder): CourseOutcome {
    const { given, now } = order;
    this.context = order.context;
    const { aggregate, folded } = this;
    const meant = aggregate.meant?.(folded.state, given.order) ?? given.order;
    const refs = aggregate.refsNeeded(folded.state, meant);
    const opened = refs.length === 0 ? {} : (this.ground.open?.(refs) ?? {});
    const unopened = refs.filter((ref) => opened[ref] === undefined && order.context.unopened?.includes(ref) !== true);
    if (unopened.length > 0) return { unopened };
    const today = civilDateOf(now);
    const common: DecisionContext = {
      now,
      today,
      occurredOn: given.occurredOn ?? today,
      actor: given.actor,
      performedBy: given.performedBy ?? given.actor.id,
      orderDigest: order.orderDigest,
      offices: (order.context['offices'] as unknown as typeof NOBODY | undefined) ?? NOBODY,
      opened,
      idFor: (name) => stableId(given.orderId, name),
    };
    if (folded.revision === -1n && given.order.type !== 'OpenCase') return { refused: [] };
    const context = aggregate.contextFor(common, folded.state, meant, given, NO_OTHERS);
    const decision = decideOnce(aggregate.decider, given.order, folded, context);
    if (isRefusal(decision)) return { refused: decision.refused };
    return { events: this.stored(decision, order, context) };
  }

  /** Takes an order, and what follows of itself where it is accepted. */
  give(order: CourseOrder): CourseOutcome {
    const outcome = this.consider(order);
    if ('events' in outcome) {
      this.last = order.now;
      this.folded = fold(this.aggregate.decider, this.folded, outcome.events as readonly RecordedOf<Event>[]);
      for (const event of outcome.events) this.attend(event, order.now);
    }
    return outcome;
  }

  private attend(event: StoredEvent, now: Instant): void {
    for (const process of caseProcesses) {
      const state = process.evolve(this.watching.get(process), event);
      this.watching.set(process, state);
      for (const order of process.react(state, event)?.orders ?? []) {
        if (order.target !== this.stream) continue;
        const actor: Actor = { id: process.name, role: 'process', area: order.area ?? event.metadata.actorArea };
        const { occurredOn, performedBy } = event.metadata;
        const own = { ...order, occurredOn: order.occurredOn ?? occurredOn, performedBy: order.performedBy ?? performedBy };
        this.give(this.ownOrder(own, actor, stableId(process.name, event.id, order.order.type), now));
      }
    }
  }

  private wakeups(): readonly Wakeup[] {
    return caseProcesses.flatMap((process) => process.wakeups(this.watching.get(process)));
  }

  /** The offices of whoever recorded a parked entry are those that its own order names: it is released in his name. */
  private ownOrder({ order, occurredOn, performedBy }: ProcessOrder, actor: Actor, orderId: string, now: Instant): CourseOrder {
    const given: GivenOrder = {
      orderId,
      target: this.stream,
      order,
      actor,
      ...(occurredOn === undefined ? {} : { occurredOn }),
      ...(performedBy === undefined ? {} : { performedBy }),
    };
    const key = 'key' in order.data ? String(order.data.key) : '';
    return { given, now, context: this.contexts.get(key) ?? {}, orderDigest: canonicalJson(order) };
  }

  /** What was known when a parked entry was released, by its key. */
  readonly contexts = new Map<string, RecordedContext>();

  private stored(
    decision: readonly Event[],
    { given, now, orderDigest }: CourseOrder,
    context: DecisionContext,
  ): readonly StoredEvent[] {
    const { aggregate, folded } = this;
    const metadata: EventMetadata = {
      orderId: given.orderId,
      orderType: given.order.type,
      orderKey: aggregate.decider.keyOf(given.order),
      orderDigest,
      correlationId: given.correlationId ?? given.orderId,
      causationId: given.causationId ?? given.orderId,
      actorId: context.actor.id,
      actorRole: context.actor.role,
      actorArea: context.actor.area,
      performedBy: context.performedBy,
      occurredOn: context.occurredOn,
      recordedAt: now,
      build: '',
    };
    const events = eventsOf(decision, given, { aggregate: aggregate as unknown as Aggregate, folded, context }, metadata, {});
    return events.map((event, index) => ({
      ...event,
      stream: this.stream,
      revision: folded.revision + 1n + BigInt(index),
      position: ++this.position,
    }));
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
