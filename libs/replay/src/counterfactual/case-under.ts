import { MissingLaw } from '#libs/application';
import { type StoredEvent } from '#libs/event-store';
import { type CaseFile } from '#libs/household-case';
import { addDays, type CivilDate, civilDateOf, daysBetween, type Finding, type Instant, type JsonObject } from '#libs/kernel';
import {
  type AreaPath,
  countingOf,
  isYearMissing,
  lastDayOf,
  lastPlaceOn,
  type Law,
  type NoticePosted,
  periodOf,
} from '#libs/procedure';
import { type Difference, firstDifference } from '../difference.js';
import { orderOf, parsed, type RecordedAppend, type RecordedOrder } from '../recorded-append.js';
import { CaseCourse, type CourseGround, type CourseOrder, type CourseOutcome } from './case-course.js';
import { type ProposedLaws } from './proposal.js';
import { datesIn, mapDates, Timeline } from './timeline.js';

/**
 * AS_GIVEN the same orders on the same days; a case stops where its history could not have gone on. SHIFTED an order that is
 * refused only for being early is given on the first lawful day, and what follows it keeps its gaps.
 */
export type Mode = 'AS_GIVEN' | 'SHIFTED';

/**
 * REFUSED an order that was accepted would be refused. ENDS_OTHERWISE the case would end, and not as it did. DECIDED_OTHERWISE a
 * step would be decided otherwise, and the case go on from there. ADMITTED an order that was refused would be accepted.
 * RECORDED_OTHERWISE other remarks would be noted. DATED_OTHERWISE only days and terms are others. SAME nothing is.
 * INPUT_ERASED, INPUT_SEALED, LAW_MISSING: it cannot be told. NOT_AS_RECORDED: today's program does not even decide it the same
 * under its own law; replay says where.
 */
export type CaseVerdict =
  | 'SAME'
  | 'DATED_OTHERWISE'
  | 'RECORDED_OTHERWISE'
  | 'ADMITTED'
  | 'DECIDED_OTHERWISE'
  | 'ENDS_OTHERWISE'
  | 'REFUSED'
  | 'INPUT_ERASED'
  | 'INPUT_SEALED'
  | 'LAW_MISSING'
  | 'NOT_AS_RECORDED';

/** What came of one order. */
export interface Said {
  readonly on: CivilDate;
  readonly events?: readonly string[];
  readonly refused?: readonly Finding[];
}

/** Where the history would first have gone otherwise. */
export interface Divergence {
  /** Of the recorded event in its stream, and in the log. */
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly orderType: string;
  /** `STEP.PART`, where the order is about one. */
  readonly part?: string;
  readonly recorded: Said;
  readonly under: Said;
  /** The first value that is another; absent where one of the two is a refusal. `recorded` and `replayed` as in a replay. */
  readonly difference?: Difference;
}

export interface Ending {
  readonly outcome: NonNullable<CaseFile['outcome']>;
  readonly on: CivilDate;
}

/** An order that moved to the first lawful day. */
export interface Moved {
  readonly orderType: string;
  readonly part?: string;
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly because: readonly string[];
}

export interface CaseUnder {
  readonly caseId: string;
  readonly householdId: string;
  readonly kind: CaseFile['kind'];
  readonly programYear: number;
  readonly area: AreaPath;
  readonly verdict: CaseVerdict;
  /** Whether it was left at the divergence: what came after it is not known. */
  readonly stopped: boolean;
  /** The first event that would be another, be it by a day only; and the one by which the verdict is what it is. */
  readonly first?: Divergence;
  readonly decisive?: Divergence;
  readonly recorded?: Ending;
  readonly under?: Ending;
  /** Of SHIFTED. */
  readonly moved: readonly Moved[];
  /** Sheets whose printed last day is what the law tried would have printed. */
  readonly reprinted: number;
  readonly missing?: string;
}

/** Never further than this: what is refused for so long is not refused for being early. */
const MOST_DAYS_LATER = 3_700;

/** An order of a person or of an act, as recorded; what the case does of itself is worked out anew. */
interface Input {
  readonly append: RecordedAppend;
  readonly order: RecordedOrder;
}

export interface UnderGround extends CourseGround {
  readonly laws: ProposedLaws;
}

/**
 * Takes one case through its history twice, under the law that it pins and under the law that is tried, and says where the two
 * part. `undefined` where the law tried is none of this case's.
 */
export function caseUnder(appends: readonly RecordedAppend[], mode: Mode, ground: UnderGround): CaseUnder | undefined {
  const [opened] = appends;
  const opening = opened?.events[0];
  if (opening?.type !== 'case.CaseOpened.v1') return undefined;
  const { caseId, householdId, kind, programYear, area, definition, policy } = opening.data as CaseFile;
  const about = { caseId, householdId, kind, programYear, area };
  const nothing = { ...about, stopped: false, moved: [], reprinted: 0 };
  try {
    const lineage = ground.directory.lineage(area.village);
    const both = (definition: string, policy: string) => ground.laws.of({ definition, policy, programYear, lineage });
    if (!both(definition, policy).concerned) return undefined;
    const stream = opening.stream;
    const definitionOf = (name: string) => ground.laws.definition(name);
    const recorded = new CaseCourse(stream, { law: (...pins) => both(...pins).recorded, definition: definitionOf }, ground);
    const under = new CaseCourse(stream, { law: (...pins) => both(...pins).under, definition: definitionOf }, ground);
    return { ...about, ...new Comparison(mode, recorded, under, both(definition, policy)).of(appends) };
  } catch (error) {
    if (error instanceof MissingLaw) return { ...nothing, verdict: 'LAW_MISSING', missing: error.message };
    if (error instanceof CannotTell) return { ...nothing, verdict: error.verdict, ...(error.first && { first: error.first }) };
    throw error;
  }
}

class CannotTell extends Error {
  constructor(
    readonly verdict: 'INPUT_ERASED' | 'INPUT_SEALED' | 'NOT_AS_RECORDED',
    readonly first?: Divergence,
  ) {
    super(verdict);
  }
}

/** A case is known by the gravest that happens to it. */
export const GRAVITY: readonly CaseVerdict[] = [
  'SAME',
  'DATED_OTHERWISE',
  'RECORDED_OTHERWISE',
  'ADMITTED',
  'DECIDED_OTHERWISE',
  'ENDS_OTHERWISE',
  'REFUSED',
];

class Comparison {
  private timeline = Timeline.AS_RECORDED;
  private verdict: CaseVerdict = 'SAME';
  private first: Divergence | undefined;
  private decisive: Divergence | undefined;
  private stopped = false;
  private reprinted = 0;
  private readonly moved: Moved[] = [];
  private before: CivilDate | undefined;

  constructor(
    private readonly mode: Mode,
    private readonly recorded: CaseCourse,
    private readonly under: CaseCourse,
    private readonly law: { readonly recorded: Law; readonly under: Law },
  ) {}

  of(appends: readonly RecordedAppend[]): Omit<CaseUnder, 'caseId' | 'householdId' | 'kind' | 'programYear' | 'area'> {
    for (const input of this.inputsOf(appends)) this.take(input);
    const [recorded, under] = [endingOf(this.recorded.state), endingOf(this.under.state)];
    return {
      verdict: this.verdict,
      stopped: this.stopped,
      ...(this.first === undefined ? {} : { first: this.first }),
      ...(this.decisive === undefined ? {} : { decisive: this.decisive }),
      ...(recorded === undefined ? {} : { recorded }),
      ...(under === undefined ? {} : { under }),
      moved: this.moved,
      reprinted: this.reprinted,
    };
  }

  private inputsOf(appends: readonly RecordedAppend[]): readonly Input[] {
    return appends.flatMap((append) => {
      const order = orderOf(append);
      if (order === undefined) throw new CannotTell('NOT_AS_RECORDED');
      const { actor, order: said } = order.given;
      if (said.type === 'ReleaseParked' && actor.role === 'process') {
        const key = 'key' in said.data ? String(said.data.key) : '';
        for (const course of [this.recorded, this.under]) course.contexts.set(key, order.context);
        return [];
      }
      const ofTable = order.refused && (append.events[0].data as { class?: string }).class === 'RIGHTS';
      return actor.role === 'clock' || ofTable ? [] : [{ append, order }];
    });
  }

  private take({ append, order }: Input): void {
    const asRecorded = courseOrder(order);
    this.recorded.ring(order.now);
    const then = opened(this.recorded.give(asRecorded), this.recorded);
    if ('refused' in then !== order.refused) {
      throw new CannotTell('NOT_AS_RECORDED', divergence(append, order, then, then, order.now));
    }
    if (this.stopped) return;
    const { outcome: now, order: given } = this.giveUnder(asRecorded, order);
    this.compare(append, order, then, now, given);
    if ('events' in then) this.before = laterDate(this.before, paperDate(asRecorded));
  }

  /** Gives an order under the law that is tried; where it is too early and may move, on the first lawful day. */
  private giveUnder(asRecorded: CourseOrder, { refused }: RecordedOrder): { outcome: Known; order: CourseOrder } {
    const order = this.at(asRecorded, this.timeline);
    this.under.ring(order.now);
    const outcome = opened(this.under.give(order), this.under);
    if ('events' in outcome || refused || this.mode === 'AS_GIVEN') return { outcome, order };
    return this.giveLater(asRecorded, outcome.refused) ?? { outcome, order };
  }

  private giveLater(asRecorded: CourseOrder, findings: readonly Finding[]): { outcome: Known; order: CourseOrder } | undefined {
    const pivot = this.pivotOf(asRecorded);
    const because = new Set<string>();
    let { timeline } = this;
    for (let unmet = findings; ;) {
      const days = daysTooEarly(unmet);
      if (days === undefined || timeline.daysAt(pivot) + days > MOST_DAYS_LATER) return undefined;
      for (const { code } of unmet) because.add(code);
      timeline = timeline.later(pivot, days);
      const order = this.at(asRecorded, timeline);
      const considered = opened(this.under.consider(order), this.under);
      if ('refused' in considered) {
        unmet = considered.refused;
        continue;
      }
      this.timeline = timeline;
      this.under.ring(order.now);
      const { type } = asRecorded.given.order;
      const [from, to] = [paperDate(asRecorded), paperDate(order)];
      this.moved.push({ orderType: type, ...partOf(asRecorded), from, to, because: [...because] });
      return { outcome: opened(this.under.give(order), this.under), order };
    }
  }

  /** From where on the days of the case move with this order: the first day that it is the first to name. */
  private pivotOf(order: CourseOrder): CivilDate {
    const own = paperDate(order);
    const { before } = this;
    return datesIn(order.given.order.data).reduce(
      (first, day) => (day < first && before !== undefined && day > before ? day : first),
      own,
    );
  }

  private at(order: CourseOrder, timeline: Timeline): CourseOrder {
    const { given, now } = order;
    const data = this.printed(given.order.type, given.order.data, timeline.data(given.order.data));
    if (data === given.order.data && !timeline.moved) return order;
    return {
      ...order,
      now: timeline.moment(now),
      given: {
        ...given,
        order: { type: given.order.type, data },
        ...(given.occurredOn === undefined ? {} : { occurredOn: timeline.date(given.occurredOn) }),
      },
    };
  }

  /** The last day on a sheet is what the law prints there: where the recorded law printed it, the law tried prints its own. */
  private printed(type: string, said: object, moved: object): object {
    if (type !== 'PostNotice') return moved;
    const [by, instead] = [lastDay(said as NoticePosted, this.law.recorded), lastDay(moved as NoticePosted, this.law.under)];
    const { printedEnd } = said as NoticePosted;
    const now = (moved as NoticePosted).printedEnd;
    if (by === undefined || instead === undefined || printedEnd !== by || now === instead) return moved;
    return { ...moved, printedEnd: instead };
  }

  private compare(append: RecordedAppend, order: RecordedOrder, then: Known, now: Known, given: CourseOrder): void {
    const where = (difference?: Difference): Divergence => divergence(append, order, then, now, given.now, difference);
    if ('events' in then && 'events' in now) {
      if (printedIn(then.events) !== printedIn(now.events)) this.reprinted++;
      const [mainThen = [], mainNow = []] = [then.events, now.events].map((events) =>
        events.filter(({ type }) => type !== NOTED),
      );
      const course = differenceOf(mainThen, mainNow, decision);
      if (course !== undefined) {
        const closed = this.under.state.outcome !== undefined && this.under.state.outcome !== this.recorded.state.outcome;
        this.note(closed ? 'ENDS_OTHERWISE' : 'DECIDED_OTHERWISE', where(course));
        this.stopped = true;
        return;
      }
      const other = differenceOf(mainThen, mainNow, timeless);
      if (other !== undefined) this.note('RECORDED_OTHERWISE', where(other));
      const dated = differenceOf(mainThen, mainNow, whole);
      if (dated !== undefined) this.note('DATED_OTHERWISE', where(dated));
      const notedThen = then.events.filter(({ type }) => type === NOTED).map(codeNoted);
      const notedNow = now.events.filter(({ type }) => type === NOTED).map(codeNoted);
      if (notedThen.join() !== notedNow.join()) {
        this.note('RECORDED_OTHERWISE', where({ path: '/findings', recorded: notedThen, replayed: notedNow }));
      }
    } else if ('refused' in then && 'events' in now) {
      this.note('ADMITTED', where());
      this.stopped = true;
    } else if ('events' in then && 'refused' in now) {
      this.note('REFUSED', where());
      this.stopped = true;
    }
  }

  private note(verdict: CaseVerdict, where: Divergence): void {
    this.first ??= where;
    if (GRAVITY.indexOf(verdict) <= GRAVITY.indexOf(this.verdict)) return;
    this.verdict = verdict;
    this.decisive = where;
  }
}

const NOTED = 'case.FindingNoted.v1';
const codeNoted = ({ data }: StoredEvent): string => (data as { readonly finding: Finding }).finding.code;

type Known = Exclude<CourseOutcome, { readonly unopened: readonly string[] }>;

function opened(outcome: CourseOutcome, course: CaseCourse): Known {
  if ('unopened' in outcome) throw new CannotTell(course.opens ? 'INPUT_ERASED' : 'INPUT_SEALED');
  return outcome;
}

function courseOrder({ given, now, context }: RecordedOrder): CourseOrder {
  return { given, now, context, orderDigest: given.orderId };
}

const paperDate = ({ given, now }: CourseOrder): CivilDate => given.occurredOn ?? civilDateOf(now);

function partOf({ given }: Pick<CourseOrder, 'given'>): { part?: string } {
  const { data } = given.order;
  return 'part' in data && typeof data.part === 'string' ? { part: data.part } : {};
}

const laterDate = (one: CivilDate | undefined, other: CivilDate): CivilDate => (one === undefined || other > one ? other : one);

/** How many days later an order has to be given to be no longer too early; undefined where anything else speaks against it. */
function daysTooEarly(findings: readonly Finding[]): number | undefined {
  let most = 0;
  for (const finding of findings) {
    const days = tooEarly(finding);
    if (days === undefined) return undefined;
    most = Math.max(most, days);
  }
  return most > 0 ? most : undefined;
}

function tooEarly({ code, required, actual }: Finding): number | undefined {
  const asked = objectOf(required);
  const found = objectOf(actual);
  if (code === 'GAP_TOO_SHORT') {
    return typeof asked['days'] === 'number' && typeof found['days'] === 'number' ? asked['days'] - found['days'] : undefined;
  }
  const { notBefore } = asked;
  if (typeof notBefore !== 'string' || typeof actual !== 'string' || actual >= notBefore) return undefined;
  return daysBetween(actual as CivilDate, notBefore as CivilDate);
}

const objectOf = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

/** The last day of the period of a posting under a law; undefined where the law knows no such notice. */
function lastDay(posted: NoticePosted, law: Law): CivilDate | undefined {
  const part = law.parts[posted.part];
  if (part === undefined || (part.kind !== 'notice' && part.kind !== 'announcement')) return undefined;
  const from = lastPlaceOn(part, posted.places);
  if (from === undefined) return undefined;
  const day = lastDayOf(from, periodOf(part), countingOf(law));
  return isYearMissing(day) ? undefined : day;
}

function printedIn(events: readonly StoredEvent[]): unknown {
  const [posted] = events;
  return posted !== undefined && 'printedEnd' in posted.data ? posted.data.printedEnd : undefined;
}

type View = (event: StoredEvent) => object;

/** Whether the case goes the same way. */
const decision: View = ({ data }) => ('result' in data ? { result: data.result } : {});
/** What an event says, days and their derivation apart. */
const timeless: View = ({ data }) => {
  const { derivation: _how, ...rest } = data as { derivation?: unknown };
  return mapDates(rest, () => '') as object;
};
/** All that an event says, with what it does to the terms of its case. */
const whole: View = ({ data, metadata }) => ({ ...data, due: parsed(metadata.due) ?? null });

function differenceOf(then: readonly StoredEvent[], now: readonly StoredEvent[], view: View): Difference | undefined {
  const comparable = (event: StoredEvent) => ({ id: '', type: event.type, data: view(event), metadata: SAME_METADATA });
  for (const [index, event] of then.entries()) {
    const other = now[index];
    if (other === undefined) return { path: '', recorded: event.type };
    const difference = firstDifference(comparable(event), comparable(other));
    if (difference !== undefined) return difference;
  }
  const more = now[then.length];
  return more === undefined ? undefined : { path: '', replayed: more.type };
}

const SAME_METADATA = {} as StoredEvent['metadata'];

function divergence(
  { events: [first] }: RecordedAppend,
  { given, now: recordedAt }: RecordedOrder,
  then: Known,
  now: Known,
  underAt: Instant,
  difference?: Difference,
): Divergence {
  const said = (outcome: Known, on: CivilDate): Said =>
    'events' in outcome ? { on, events: outcome.events.map(({ type }) => type) } : { on, refused: outcome.refused };
  const on = given.occurredOn ?? civilDateOf(recordedAt);
  const later = daysBetween(civilDateOf(recordedAt), civilDateOf(underAt));
  return {
    stream: first.stream,
    revision: first.revision,
    position: first.position,
    orderType: given.order.type,
    ...partOf({ given }),
    recorded: said(then, on),
    under: said(now, later === 0 ? on : addDays(on, later)),
    ...(difference === undefined ? {} : { difference }),
  };
}

function endingOf({ outcome, closedOn }: CaseFile): Ending | undefined {
  return outcome === undefined || closedOn === undefined ? undefined : { outcome, on: closedOn };
}
