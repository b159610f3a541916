import { allProcesses, classOf } from '#libs/application';
import { actDecider, type ActState } from '#libs/collective-act';
import { type StoredEvent } from '#libs/event-store';
import { caseDecider, type CaseEvent, type CaseFile, parkedOrder, termsOfAppend, type CaseOrder } from '#libs/household-case';
import { identityDecider, registerDecider, type RegisterState } from '#libs/household-register';
import {
  type Actor,
  type CivilDate,
  type Decider,
  type Decision,
  decideOnce,
  type DecisionContext,
  type Event,
  type EventMetadata,
  type Finding,
  fold,
  type Folded,
  instant,
  isRefusal,
  type JsonValue,
  type Order,
  type Process,
  type RecordedOf,
  type ProcessOrder,
  type Recorded,
  unfolded,
} from '#libs/kernel';
import { type CaseKind, type Law } from '#libs/procedure';
import { OFFICES_HELD, PROCESS, rosterOf } from './people.js';

type AnyDecider = Decider<unknown, Order, Event, DecisionContext>;

const DECIDERS: Readonly<Record<string, AnyDecider>> = {
  case: caseDecider as unknown as AnyDecider,
  household: registerDecider as unknown as AnyDecider,
  act: actDecider as unknown as AnyDecider,
  identity: identityDecider as unknown as AnyDecider,
};
const PROCESSES: readonly Process[] = allProcesses();
const RULINGS = ['RecordAudit', 'RecordApproval', 'RecordRuling', 'DecideObjection', 'DecideRecheck', 'RuleOnContest'];

/** An order with the hands and dates that are said beside it. */
export interface Wish {
  readonly target: string;
  readonly order: Order;
  readonly by: Actor;
  readonly performedBy?: string;
  readonly on?: CivilDate;
}

export interface Answer {
  readonly wish: Wish;
  /** Codes of the unmet findings that refused it; empty where it was accepted. */
  readonly refused: readonly string[];
  readonly findings: readonly Finding[];
  readonly events: readonly StoredEvent[];
}

/** A stream as it stood before an order. */
export interface Standing {
  readonly state: unknown;
  readonly revision: bigint;
  /** Its revision now. */
  readonly stands: () => bigint;
  /** The same order, in the same words, decided again on what stands now. */
  readonly again: () => Decision<Event>;
}

interface Stream {
  readonly decider: AnyDecider;
  folded: Folded<unknown>;
  readonly events: StoredEvent[];
}

/** The laws of a run: the definition of each kind of case, by `id@version`. */
export type Laws = Readonly<Record<string, Law>>;

/**
 * One small village over the real deciders and processes, in memory: each order is decided on its folded stream, its
 * events are carried on by the processes in the order of the log. Store, vault and bell are left out; their promises are
 * held elsewhere.
 */
export class Village {
  readonly log: StoredEvent[] = [];
  /** Orders of processes that were refused where that is an incident. */
  readonly incidents: { readonly order: string; readonly codes: readonly string[] }[] = [];
  readonly codes = new Set<string>();
  readonly opened: Record<string, JsonValue> = {};
  private readonly streams = new Map<string, Stream>();
  private readonly processes = new Map<string, unknown>();
  private orders = 0;
  private carried = 0;
  private carrying = false;

  constructor(
    readonly laws: Laws,
    public today: CivilDate,
  ) {}

  streamsOf(category: string): readonly string[] {
    return [...this.streams.keys()].filter((name) => name.startsWith(`${category}-`));
  }

  eventsOf(stream: string): readonly StoredEvent[] {
    return this.streams.get(stream)?.events ?? [];
  }

  caseFile(caseId: string): CaseFile {
    return this.stream(`case-${caseId}`).folded.state as CaseFile;
  }

  register(id: string): RegisterState {
    return this.stream(`household-${id}`).folded.state as RegisterState;
  }

  act(id: string): ActState {
    return this.stream(`act-${id}`).folded.state as ActState;
  }

  lawOf(caseId: string): Law {
    return this.lawPinned(this.caseFile(caseId).definition);
  }

  /** Decides without appending. */
  rehearse(wish: Wish): Decision<Event> {
    const stream = this.stream(wish.target);
    return decideOnce(stream.decider, wish.order, stream.folded, this.contextOf(wish, stream));
  }

  /**
   * The codes of a decision that is taken and not kept, a repeat not recognised: what refuses, or else what is noted.
   * `more` stands in the context beside what the village knows.
   */
  ask(wish: Wish, more: object = {}): readonly string[] {
    const stream = this.stream(wish.target);
    const decision = stream.decider.decide(wish.order, stream.folded.state, { ...this.contextOf(wish, stream), ...more });
    if (isRefusal(decision)) return decision.refused.map(({ code }) => code);
    return decision.flatMap(({ data }) => {
      const {
        finding,
        remarks = [],
        unlawful = [],
      } = data as Partial<Record<'remarks' | 'unlawful', readonly Finding[]>> & {
        readonly finding?: Finding;
      };
      return [...(finding === undefined ? [] : [finding]), ...remarks, ...unlawful].map(({ code }) => code);
    });
  }

  /** Gives an order, then lets the processes carry on what it made. */
  give(wish: Wish): Answer {
    const answer = this.decide(wish);
    this.carry();
    return answer;
  }

  /** How the stream of an order stands before it is given. */
  standing(wish: Wish): Standing {
    const stream = this.stream(wish.target);
    const { state, revision } = stream.folded;
    const context = this.contextOf(wish, stream);
    return {
      state,
      revision,
      stands: () => stream.folded.revision,
      again: () => decideOnce(stream.decider, wish.order, stream.folded, context),
    };
  }

  /** Gives an order and does not let the processes carry it on yet: a list that is closing, a case not opened. */
  closing(target: string, order: Order, by: Actor): this {
    this.decide({ target, order, by });
    return this;
  }

  /** Folds every stream again from its events: what stands must come of what was recorded. */
  refolded(): readonly { readonly stream: string; readonly again: unknown; readonly stands: unknown }[] {
    const decided = [...this.streams].filter(([name]) => !name.startsWith('refusal-'));
    return decided.map(([stream, { decider, events, folded }]) => ({
      stream,
      again: fold(decider, unfolded(decider), events).state,
      stands: folded.state,
    }));
  }

  private stream(target: string): Stream {
    const known = this.streams.get(target);
    if (known !== undefined) return known;
    const decider = DECIDERS[target.slice(0, target.indexOf('-'))];
    if (decider === undefined) throw new RangeError(`${target} is no stream of the village`);
    const made: Stream = { decider, folded: unfolded(decider), events: [] };
    this.streams.set(target, made);
    return made;
  }

  private decide(wish: Wish): Answer {
    const stream = this.stream(wish.target);
    const context = this.contextOf(wish, stream);
    const decision = decideOnce(stream.decider, wish.order, stream.folded, context);
    const orderId = `order-${++this.orders}`;
    if (isRefusal(decision)) {
      const codes = [...new Set(decision.refused.map(({ code }) => code))];
      for (const code of codes) this.codes.add(code);
      this.keepRefusal(wish, decision.refused, this.metadataOf(wish, stream, context, orderId));
      return { wish, refused: codes, findings: decision.refused, events: [] };
    }
    const metadata = this.metadataOf(wish, stream, context, orderId);
    const { order: _o, context: _c, decidedAtRevision: _r, ...later } = metadata;
    const due = this.termsBeside(wish, stream, decision, metadata);
    const events = decision.map((event, index) => {
      const told = { ...(index === 0 ? metadata : later), ...(due[index] && { due: JSON.stringify(due[index]) }) };
      return this.append(stream, wish.target, event, told, `${orderId}.${index}`);
    });
    if (events.length > 0) stream.folded = fold(stream.decider, stream.folded, events);
    for (const { data } of events) {
      const { finding } = data as { readonly finding?: Finding };
      if (finding !== undefined) this.codes.add(finding.code);
    }
    return { wish, refused: [], findings: [], events };
  }

  /** What the desk writes beside the events of a case: what they do to its terms. */
  private termsBeside(
    wish: Wish,
    stream: Stream,
    decision: readonly Event[],
    metadata: EventMetadata,
  ): readonly (object | undefined)[] {
    if (!wish.target.startsWith('case-')) return [];
    const recorded = decision.map((event) => ({ ...event, id: '', stream: wish.target, revision: -1n, metadata }));
    const law = this.lawNamed(wish) ?? this.lawPinned(this.pinned(wish, stream));
    return termsOfAppend(stream.folded.state as CaseFile, recorded as readonly RecordedOf<CaseEvent>[], law);
  }

  private append(stream: Stream, target: string, event: Event, metadata: EventMetadata, id: string): StoredEvent {
    const stored: StoredEvent = {
      ...event,
      id,
      stream: target,
      revision: BigInt(stream.events.length),
      position: BigInt(this.log.length),
      metadata,
    };
    stream.events.push(stored);
    this.log.push(stored);
    return stored;
  }

  private keepRefusal(wish: Wish, findings: readonly Finding[], metadata: EventMetadata): void {
    const gravest = classOf(findings);
    if (gravest === 'INPUT' || (gravest === 'ORDER' && !RULINGS.includes(wish.order.type))) return;
    const target = `refusal-${wish.target}`;
    const known = this.streams.get(target) ?? {
      decider: registerDecider as unknown as AnyDecider,
      folded: { state: {}, done: {}, revision: -1n },
      events: [],
    };
    this.streams.set(target, known);
    const data = { target: wish.target, orderType: wish.order.type, class: gravest, findings };
    this.append(known, target, { type: 'refusal.OrderRefused.v1', data }, metadata, `refusal-${this.orders}`);
  }

  private metadataOf(wish: Wish, stream: Stream, context: DecisionContext, orderId: string): EventMetadata {
    const pinned = wish.target.startsWith('case-') ? this.pinned(wish, stream) : undefined;
    return {
      orderId,
      orderType: wish.order.type,
      orderKey: stream.decider.keyOf(wish.order),
      orderDigest: context.orderDigest,
      correlationId: orderId,
      causationId: orderId,
      actorId: context.actor.id,
      actorRole: context.actor.role,
      actorArea: context.actor.area,
      performedBy: context.performedBy,
      occurredOn: context.occurredOn,
      recordedAt: context.now,
      ...(pinned === undefined ? {} : { definition: pinned }),
      build: 'village',
      order: context.orderDigest,
      decidedAtRevision: String(stream.folded.revision),
      context: JSON.stringify({ offices: context.offices }),
    };
  }

  private pinned({ order }: Wish, stream: Stream): string {
    const opening = order.data as { readonly definition?: string };
    return order.type === 'OpenCase' ? (opening.definition ?? '') : (stream.folded.state as CaseFile).definition;
  }

  /** The law to which an order lets a case go over; the policy is the same for all. */
  private lawNamed({ order }: Wish): Law | undefined {
    const { definition } = order.data as { readonly definition?: string };
    return order.type === 'MigrateCase' && definition !== undefined ? this.laws[definition] : undefined;
  }

  private lawPinned(ref: string): Law {
    const law = Object.values(this.laws).find(({ definitionRef }) => definitionRef === ref) ?? Object.values(this.laws)[0];
    if (law === undefined) throw new RangeError('a village without a law');
    return law;
  }

  private contextOf(wish: Wish, stream: Stream): DecisionContext {
    const { order, by, target } = wish;
    const performedBy = wish.performedBy ?? by.id;
    const occurredOn = wish.on ?? this.today;
    const state = stream.folded.state as CaseFile;
    const waiting = order.type === 'ReleaseParked' ? state.parked[(order.data as { readonly key: string }).key] : undefined;
    const meant = waiting === undefined ? order : parkedOrder(waiting);
    const common: DecisionContext = {
      now: instant(`${this.today}T10:00:00+08:00`),
      today: this.today,
      occurredOn,
      actor: by,
      performedBy,
      orderDigest: JSON.stringify([order, wish.on ?? null, wish.performedBy ?? null]),
      offices: officesNamed([meant.data, performedBy, by.id]),
      opened: this.opened,
      idFor: (name) => `${target}.${name}.${(order.data as { readonly no?: number }).no ?? 0}`,
    };
    switch (target.slice(0, target.indexOf('-'))) {
      case 'case': {
        const law = this.lawPinned(this.pinned(wish, stream));
        const newLaw = this.lawNamed(wish);
        const goesOver = newLaw === undefined ? {} : { newLaw, standingLaw: newLaw };
        return { ...common, ...{ law, ...goesOver, ...this.rosterFor(meant) } };
      }
      case 'household':
        return { ...common, definitions: this.offered() } as DecisionContext;
      default:
        return { ...common, ...this.rosterFor(meant), ...(meant.type === 'ExportComparisonList' ? { listDigest: 'list' } : {}) };
    }
  }

  /** Rosters hold from 2010 on: of an earlier meeting nobody knows who belonged to the body. */
  private rosterFor(order: Order): object {
    const { body, heldOn } = order.data as { readonly body?: string; readonly heldOn?: string };
    const asked = order.type === 'RecordReview' || order.type === 'RecordMeeting';
    if (!asked || body === undefined || heldOn === undefined || heldOn < '2010-01-01') return {};
    return { roster: { body, validFrom: '2010-01-01', digest: `roster of ${body}`, persons: rosterOf(body) } };
  }

  private offered(): object {
    return Object.fromEntries(
      Object.entries(this.laws).map(([id, { definition, definitionRef: ref, policyRef, policy }]) => {
        const { kind, effective, area } = definition;
        const deregistrationDelayDays = policy.parameters.deregistrationDelayDays.value;
        const covers = area === 'CN';
        return [id, { ref, kind: kind satisfies CaseKind, area, covers, effective, policyRef, deregistrationDelayDays }];
      }),
    );
  }

  /** Every event to every process of its category, in the order of the log; what they order goes through the deciders. */
  private carry(): void {
    if (this.carrying) return;
    this.carrying = true;
    for (; this.carried < this.log.length; this.carried += 1) {
      const event = this.log[this.carried];
      if (event !== undefined) this.react(event);
    }
    this.carrying = false;
  }

  private react(event: StoredEvent): void {
    const category = event.stream.slice(0, event.stream.indexOf('-'));
    for (const process of PROCESSES) {
      if (process.category !== category) continue;
      const key = `${process.name} ${event.stream}`;
      const recorded: Recorded = event;
      const state = process.evolve(this.processes.get(key) ?? process.initial, recorded);
      this.processes.set(key, state);
      const reaction = process.react(state, recorded);
      if (reaction === undefined) continue;
      const outcomes = reaction.orders.map((order) => {
        const refused = this.forProcess(process, order, event);
        return { target: order.target, orderType: order.order.type, accepted: refused.length === 0, findings: refused };
      });
      const report = reaction.report?.(outcomes);
      if (report !== undefined) this.forProcess(process, report, event);
    }
  }

  private forProcess(
    process: Process,
    { target, order, occurredOn, performedBy, onRefusal }: ProcessOrder,
    event: StoredEvent,
  ): readonly Finding[] {
    const wish: Wish = {
      target,
      order,
      by: { ...PROCESS, id: process.name },
      performedBy: performedBy ?? event.metadata.performedBy,
      on: occurredOn ?? event.metadata.occurredOn,
    };
    const { refused, findings } = this.decide(wish);
    if (refused.length > 0 && onRefusal === 'incident') this.incidents.push({ order: order.type, codes: refused });
    return findings;
  }
}

/** Offices of everybody whom an order names. */
function officesNamed(values: readonly unknown[]): DecisionContext['offices'] {
  const offices: Record<string, DecisionContext['offices'][string]> = {};
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      const held = Object.hasOwn(OFFICES_HELD, value) ? OFFICES_HELD[value] : undefined;
      if (held !== undefined) offices[value] = held;
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  values.forEach(look);
  return offices;
}

export type { CaseOrder };
