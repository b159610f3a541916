import {
  type Actor,
  addDays,
  type CivilDate,
  civilDate,
  civilDateOf,
  decideOnce,
  type DoneOrders,
  type Finding,
  instant,
  isRefusal,
  type JsonValue,
  type OfficeHeld,
  type RecordedOf,
  type Sealed,
} from '#libs/kernel';
import {
  type Calendar,
  definitionOf,
  type HouseholdSnapshot,
  type Law,
  lawOf,
  type Office,
  OFFICES,
  type Papers,
  type Part,
  type PartId,
  policyOf,
  policySets,
  RULES,
  type Rule,
  type Signature,
  shippedCalendar,
  type Timer,
} from '#libs/procedure';
import { caseDecider } from '../decider.js';
import { type CaseEvent, type CaseEventType } from '../events.js';
import { partView } from '../evolve/part-progress.js';
import { type AboutTerm, type CaseOrder } from '../orders.js';
import { papersFor } from '../samples/papers-for.js';
import { type CaseFile, initial } from '../state.js';
import { termWatch, type WatchedTerms } from '../term-watch.process.js';
import { termsOfAppend } from '../terms.js';

export const HEAD = 'person-head';
export const SPOUSE = 'person-spouse';
export const CHILD = 'person-child';
export const NO_PAPERS: Papers = { evidence: [], signatures: [], seals: [] };
export const SCAN = 'ab'.repeat(32);

const AREA = { group: 'group-1', village: 'village-1', township: 'township-1', county: 'county-1' };

/** Who holds an office: the same person for the same office; officers of the prefecture stand above the county. */
export const holder = (office: Office, nth = 0): string => `${office.toLowerCase()}-${nth}`;

const offices: Record<string, readonly OfficeHeld[]> = {};
for (const office of OFFICES) {
  for (let nth = 0; nth < 12; nth += 1) offices[holder(office, nth)] = [{ office, area: AREA.village }];
}
/** Of the township to which a case may be handed over. */
export const OTHER_TOWNSHIP_HEAD = 'township-2-head';
offices[OTHER_TOWNSHIP_HEAD] = [{ office: 'TOWNSHIP_HEAD', area: 'township-2' }];

export const sealed = (name: string): Sealed => ({ ref: name, commitment: `commitment-of-${name}` });

export interface Walking {
  readonly kind?: 'IDENT-8' | 'EXIT-8';
  readonly from?: string;
  /** The year whose policy the case pins; that of `from` where absent. */
  readonly policyYear?: number;
  /** Instead of those of that year. */
  readonly timers?: readonly Timer[];
  readonly rules?: readonly Rule[];
  readonly members?: HouseholdSnapshot['members'];
  /** Yearly income of the household, in fen. */
  readonly income?: number;
  /** Timers that the county has adopted (R16). */
  readonly adopted?: readonly string[];
  /** As published; what we ship where absent. */
  readonly calendar?: Calendar;
}

export interface Hand {
  readonly role?: string;
  readonly actor?: string;
  readonly performedBy?: string;
  readonly on?: CivilDate;
}

/** A case that is walked day by day through real orders, decided by the real law. */
export class CaseWalk {
  law: Law;
  /** To which an order says that it goes over. */
  newLaw: Law | undefined;
  readonly events: RecordedOf<CaseEvent>[] = [];
  readonly opened: Record<string, JsonValue> = {};
  state: CaseFile = initial;
  today: CivilDate;
  /** What stands by now, where that is another policy than the case pins. */
  standing: Law | undefined;
  private done: Record<string, string> = {};
  private readonly exit: boolean;

  constructor({
    kind = 'IDENT-8',
    from = '2016-03-01',
    policyYear = Number(from.slice(0, 4)),
    rules = RULES,
    members,
    income,
    adopted = [],
    calendar = shippedCalendar,
    timers: given,
  }: Walking = {}) {
    this.exit = kind === 'EXIT-8';
    this.today = civilDate(from);
    const definition = definitionOf(kind, 1);
    const policy = policyOf(policySets, ['CN'], policyYear);
    if ('missing' in policy) throw new Error(policy.missing);
    const timers = (given ?? policy.parameters.timers).map((timer) =>
      adopted.includes(timer.id) ? { ...timer, adopted: { instrument: 'K-1', on: '2016-01-01' } } : timer,
    );
    const ours = { ...policy, parameters: { ...policy.parameters, timers } };
    this.law = lawOf(definition, ours, `${kind}@1#d`, 'CN@1#p', calendar, rules);
    const sum = income ?? (this.exit ? 2_000_000 : 300_000);
    this.opened['income'] = { wage: sum, business: 0, property: 0, transfer: 0 };
    this.give(
      {
        type: 'OpenCase',
        data: {
          caseId: 'case-1',
          householdId: 'household-1',
          kind: definition.kind,
          origin: 'OWN',
          programYear: policyYear,
          area: AREA,
          bodyKind: 'VILLAGERS',
          household: {
            members: members ?? [
              { person: HEAD, relation: 'HEAD', bornOn: civilDate('1970-05-01') },
              { person: SPOUSE, relation: 'SPOUSE', bornOn: civilDate('1972-08-15') },
              { person: CHILD, relation: 'CHILD', bornOn: civilDate('2005-01-20') },
            ],
            head: HEAD,
            standing: this.exit ? 'REGISTERED' : 'NONE',
            ...(this.exit && { identifiedOn: civilDate('2014-03-01') }),
            measures: this.exit ? [{ type: 'INDUSTRY', on: civilDate('2015-05-01') }] : [],
          },
          definition: this.law.definitionRef,
          policy: this.law.policyRef,
        },
      },
      { role: 'process' },
    );
  }

  /** Lets days pass. */
  wait(days: number): this {
    this.today = addDays(this.today, days);
    return this;
  }

  try(
    order: CaseOrder,
    { role = 'STATION_CLERK', actor, performedBy, on }: Hand = {},
  ): readonly CaseEvent[] | readonly Finding[] {
    const id = actor ?? (role === 'process' || role === 'clock' ? role : holder(role as Office, 9));
    const by: Actor = { id, role, area: AREA.village };
    const context = {
      now: instant(`${this.today}T10:00:00+08:00`),
      today: this.today,
      occurredOn: on ?? this.today,
      actor: by,
      performedBy: performedBy ?? id,
      orderDigest: JSON.stringify([order, on, performedBy]),
      offices,
      opened: this.opened,
      idFor: (name: string) => name,
      law: this.law,
      ...(this.standing && { standingLaw: this.standing }),
      ...(order.type === 'MigrateCase' && this.newLaw && { newLaw: this.newLaw }),
      roster: this.rosterFor(order),
    };
    const folded = { state: this.state, done: this.done as DoneOrders, revision: BigInt(this.events.length - 1) };
    const decision = decideOnce(caseDecider, order, folded, context);
    if (isRefusal(decision)) return decision.refused;
    const recorded = decision.map((event, index): RecordedOf<CaseEvent> => {
      const no = this.events.length + index;
      const metadata = {
        orderId: `order-${no}`,
        orderType: order.type,
        orderKey: caseDecider.keyOf(order),
        orderDigest: context.orderDigest,
        correlationId: '',
        causationId: '',
        actorId: by.id,
        actorRole: by.role,
        actorArea: by.area,
        performedBy: context.performedBy,
        occurredOn: context.occurredOn,
        recordedAt: context.now,
        build: 'test',
      };
      return { ...event, id: `event-${no}`, stream: 'case-1', revision: BigInt(no), metadata };
    });
    if (order.type === 'MigrateCase') this.law = this.newLaw ?? this.law;
    const due = termsOfAppend(this.state, recorded, this.law);
    recorded.forEach((event, index) => {
      const changes = due[index];
      const told = changes === undefined ? event : { ...event, metadata: { ...event.metadata, due: JSON.stringify(changes) } };
      this.events.push(told);
      this.done = { ...this.done, [event.metadata.orderKey]: event.metadata.orderDigest };
      this.state = caseDecider.evolve(this.state, told);
    });
    return decision;
  }

  /** Gives an order that must be accepted; answers with its events. */
  give(order: CaseOrder, hand: Hand = {}): readonly CaseEvent[] {
    const answer = this.try(order, hand);
    const refused = answer.filter((one): one is Finding => 'code' in one);
    if (refused.length > 0) throw new Error(`${order.type} was refused: ${JSON.stringify(refused, null, 1)}`);
    return answer as readonly CaseEvent[];
  }

  /** Gives an order; answers with the types of its events, without their category and version. */
  types(order: CaseOrder, hand: Hand = {}): readonly string[] {
    return this.give(order, hand).map(({ type }) => type.replace(/^case\.|\.v1$/g, ''));
  }

  /** Gives an order that must be refused; answers with the codes, in order. Each finding cites its clause. */
  refusal(order: CaseOrder, hand: Hand = {}): readonly string[] {
    const answer = this.try(order, hand);
    const findings = answer.filter((one): one is Finding => 'code' in one);
    if (findings.length === 0) throw new Error(`${order.type} was not refused: ${JSON.stringify(answer)}`);
    for (const { code, clause, met } of findings) {
      if (clause === '' || met) throw new Error(`${code} cites no clause, or is met`);
    }
    return [...new Set(findings.map(({ code }) => code))];
  }

  /** What the watch of terms waits for, as `day order timer`. */
  rings(): readonly string[] {
    const state = this.events.reduce<WatchedTerms>(termWatch.evolve, termWatch.initial);
    return termWatch
      .wakeups(state)
      .map(({ dueAt, order: { order } }) => `${civilDateOf(dueAt)} ${order.type} ${(order.data as AboutTerm).timer}`);
  }

  /** Rings all that is due up to a day, each in the morning of its own; answers with the types of what was recorded. */
  ringUntil(day: string): readonly string[] {
    const said: string[] = [];
    for (;;) {
      const state = this.events.reduce<WatchedTerms>(termWatch.evolve, termWatch.initial);
      const [next] = termWatch.wakeups(state).toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
      if (next === undefined || civilDateOf(next.dueAt) > day) break;
      this.today = civilDateOf(next.dueAt);
      const types = this.types(next.order.order as CaseOrder, { role: 'clock' });
      if (types.length === 0) throw new Error(`${next.id} rang for nothing`);
      said.push(...types.map((type) => `${this.today} ${type}`));
    }
    this.today = civilDate(day);
    return said;
  }

  part(id: PartId): Part {
    const part = this.law.parts[id];
    if (part === undefined) throw new Error(`no part ${id}`);
    return part;
  }

  status(id: PartId): string {
    const { round, status } = partView(this.state, id);
    return `${status}:${round}`;
  }

  /** The newest event of a type, with its id. */
  last(type: CaseEventType): RecordedOf<CaseEvent> {
    const event = this.events.findLast((one) => one.type === type);
    if (event === undefined) throw new Error(`no ${type}`);
    return event;
  }

  papers(id: PartId, on: CivilDate = this.today): Papers {
    return papersFor(this.part(id), { on, holder, household: HEAD });
  }

  signature(person: string = HEAD, change: Partial<Signature> = {}): Signature {
    const capacity = person === HEAD ? 'SELF' : 'ADULT_MEMBER';
    return { slot: 'HOUSEHOLD', person, capacity, offices: [], method: 'WET', signedOn: this.today, ...change };
  }

  /** Does one part in its present round, a day after the one before; a notice with its whole period. */
  do(id: PartId): this {
    this.wait(1);
    const part = this.part(id);
    if (part.kind === 'notice' || part.kind === 'announcement')
      return this.post(id)
        .wait((part.minDuration?.length ?? 7) + 1)
        .confirm(id);
    const orders = this.ordersFor(id, part);
    for (const order of orders) this.give(order, this.handOf(part));
    return this;
  }

  /** Does all parts that are not done, in the order of the definition, up to and with this one. */
  upTo(id: PartId): this {
    for (const part of this.law.order) {
      if (partView(this.state, part).status !== 'DONE') this.do(part);
      if (part === id) break;
    }
    return this;
  }

  /** Stops before this one. */
  before(id: PartId): this {
    const previous = this.law.order[this.law.order.indexOf(id) - 1];
    return previous === undefined ? this : this.upTo(previous);
  }

  post(id: PartId): this {
    return this.given(this.postOrder(id), this.handOf(this.part(id)));
  }

  postOrder(id: PartId): CaseOrder {
    const part = this.part(id);
    if (part.kind !== 'notice' && part.kind !== 'announcement') throw new Error(`${id} is no notice`);
    return {
      type: 'PostNotice',
      data: {
        part: id,
        round: partView(this.state, id).round,
        places: part.places.map((place) => ({ place, postedOn: this.today, photo: SCAN })),
        printedEnd: addDays(this.today, part.minDuration?.length ?? 7),
        contentDigest: SCAN,
        householdSize: this.state.household.members.length,
        papers: NO_PAPERS,
      },
    };
  }

  confirmOrder(id: PartId): CaseOrder {
    const numbers = Object.values(this.state.objections)
      .filter((one) => (one.part === id || one.part === undefined) && one.target !== 'OMISSION')
      .filter((one) => one.receivedOn >= (partView(this.state, id).startedOn ?? one.receivedOn))
      .map((one) => one.no);
    const round = partView(this.state, id).round;
    return {
      type: 'ConfirmNoticeResult',
      data: {
        part: id,
        round,
        objections: numbers.length === 0 ? 'NONE' : numbers,
        endedOn: this.today,
        papers: this.papers(id),
      },
    };
  }

  confirm(id: PartId): this {
    return this.given(this.confirmOrder(id), this.handOf(this.part(id)));
  }

  /** The recorder of a part, and its performer: never the same person. */
  handOf(part: Part): Hand {
    const [performer] = part.performedBy;
    const role = part.recordedBy[0] ?? 'STATION_CLERK';
    return { role, performedBy: performer === undefined ? HEAD : holder(performer) };
  }

  review(
    id: PartId,
    tally: { for: number; against: number },
    change: { attempt?: number; present?: number; method?: 'SHOW_OF_HANDS' | 'SECRET_BALLOT' | 'SIGNED_ROLL' } = {},
  ): CaseOrder {
    const part = this.part(id);
    if (part.kind !== 'review') throw new Error(`${id} is no review`);
    const present = change.present ?? tally.for + tally.against;
    const about = {
      part: id,
      round: partView(this.state, id).round,
      attempt: change.attempt ?? (this.state.inquorate[id] ?? 0) + 1,
      body: part.body,
    };
    return {
      type: 'RecordReview',
      data: {
        ...about,
        heldOn: this.today,
        method: change.method ?? part.methods[0] ?? 'SHOW_OF_HANDS',
        presentPersons: this.roster(part.body).slice(0, present),
        recused: [],
        tally: { votesFor: tally.for, against: tally.against, abstain: 0 },
        comparisonReadOut: true,
        papers: this.papers(id),
      },
    };
  }

  private given(order: CaseOrder, hand: Hand): this {
    this.give(order, hand);
    return this;
  }

  private roster(body: string): readonly string[] {
    return Array.from({ length: 24 }, (_, index) => `${body.toLowerCase()}-person-${index}`);
  }

  private rosterFor(order: CaseOrder) {
    const body = order.type === 'RecordReview' ? order.data.body : 'GROUP_MEETING';
    return { body, validFrom: civilDate('2015-01-01'), digest: 'roster', persons: this.roster(body) };
  }

  private ordersFor(id: PartId, part: Part): readonly CaseOrder[] {
    const about = { part: id, round: partView(this.state, id).round };
    const papers = this.papers(id);
    const persons = this.state.household.members.map(({ person }) => person);
    switch (part.kind) {
      case 'application':
        return [
          {
            type: 'SubmitApplication',
            data: { ...about, by: this.exit ? 'GROUP' : 'HOUSEHOLD', membersListed: persons, authorisedBy: persons, papers },
          },
        ];
      case 'survey':
        return [this.surveyOrder(id)];
      case 'verification':
        return [{ type: 'RecordVerification', data: { ...about, passed: true, papers } }];
      case 'review':
        return [this.review(id, { for: 18, against: 2 })];
      case 'comparison':
        return this.comparisonOrders(id, persons);
      case 'consent':
        return [this.consentOrder(true)];
      case 'audit':
        return [{ type: 'RecordAudit', data: { ...about, decision: 'PASS', onSiteCheck: true, papers } }];
      case 'approval':
        return [{ type: 'RecordApproval', data: { ...about, decision: 'APPROVE', documentNo: `county-${about.round}`, papers } }];
      default:
        throw new Error(`${part.kind} is not walked here`);
    }
  }

  private comparisonOrders(id: PartId, persons: readonly string[]): readonly CaseOrder[] {
    const part = this.part(id);
    if (part.kind !== 'comparison') throw new Error(`${id} is no comparison`);
    const about = { part: id, round: partView(this.state, id).round };
    const sources = part.sources.map(({ source }) => source);
    const receipts = sources.map((source): CaseOrder => {
      const answers = persons.map((person) => ({ person, result: 'CLEAR' as const }));
      const receiptDigest = `${source}-${this.today}`;
      return { type: 'RecordComparisonResult', data: { ...about, source, asOf: this.today, receiptDigest, answers } };
    });
    return [{ type: 'RequestComparison', data: { ...about, persons, sources } }, ...receipts];
  }

  /** Asks about these persons, and all sources answer that nothing is known against them. */
  compare(id: PartId, persons: readonly string[]): this {
    for (const order of this.comparisonOrders(id, persons)) this.give(order, this.handOf(this.part(id)));
    return this;
  }

  surveyOrder(id: PartId, team = 0): CaseOrder {
    const part = this.part(id);
    if (part.kind !== 'survey') throw new Error(`${id} is no survey`);
    const papers = papersFor(part, { on: this.today, holder: (office, nth) => holder(office, nth + team), household: HEAD });
    const signers = papers.signatures.filter(({ capacity }) => capacity === 'OFFICE');
    return {
      type: 'RecordSurvey',
      data: {
        part: id,
        round: partView(this.state, id).round,
        visitedOn: this.today,
        surveyors: signers.map(({ person, offices: held }) => ({ person, offices: held })),
        criteria: part.criteria.map((code) => ({ code, result: 'MET' as const })),
        income: sealed('income'),
        sharingIncome: this.state.household.members.length,
        papers,
      },
    };
  }

  consentOrder(given: boolean, change: Partial<Signature> = {}): CaseOrder {
    const id = this.law.order.find((one) => this.law.parts[one]?.kind === 'consent');
    if (id === undefined) throw new Error('no consent is asked for');
    const round = partView(this.state, id).round;
    const signature = this.signature(HEAD, change);
    return {
      type: 'RecordConsent',
      data: {
        part: id,
        round,
        given,
        signature,
        papers: { ...this.papers(id), signatures: [] },
        ...(given ? {} : { reason: sealed('no') }),
      },
    };
  }

  /** Hangs, and is objected to. */
  objection(no: number, change: Partial<Extract<CaseOrder, { type: 'RaiseObjection' }>['data']> = {}): CaseOrder {
    return {
      type: 'RaiseObjection',
      data: {
        no,
        target: 'ENTRY',
        receivedOn: this.today,
        receivedBy: holder('VILLAGE_SUPERVISOR'),
        anonymous: true,
        facts: sealed(`facts-${no}`),
        byHousehold: false,
        ...change,
      },
    };
  }
}
