import { stableId } from '#libs/application';
import { type ActItem, type ActKind } from '#libs/collective-act';
import { addDays, type CivilDate, type Order } from '#libs/kernel';
import {
  countingOf,
  isYearMissing,
  type Law,
  type Level,
  noticePeriod,
  type Part,
  type PartId,
  type PartOf,
} from '#libs/procedure';
import {
  comparisonRequestOrder,
  confirmationOrder,
  meetingOrder,
  type Notice,
  postingOrder,
  receiptOrder,
  type RulingDecision,
  rulingOrder,
} from './collective-orders.js';
import { type Run } from './run.js';
import { LIST_LIMIT, type SeasonCase, type Sheet } from './season-case.js';
import {
  applicationOrder,
  consentOrder,
  decidedListOrder,
  filingOrder,
  handbookOrder,
  registryEntryOrder,
  surveyOrder,
  takingDownOrder,
} from './single-orders.js';
import { areaOfLevel, clerkFor, performerOf } from './who-acts.js';

/** What is to be done of a part on a day: all of it, or its beginning, or its end. */
export interface Stage {
  readonly part: PartId;
  readonly day: CivilDate;
  /** Whether the part is done with it. */
  readonly ends: boolean;
  /** The lists of a collective step; a step that each household takes by itself has none. */
  readonly sheets: readonly Sheet[];
  /** For all lists, or for some of them. */
  readonly perform: (sheets?: readonly Sheet[]) => Promise<void>;
}

/** Cases that go through the stages of a day together: so few that what is known of them stays in memory meanwhile. */
const CASES_TOGETHER = 1_000;

/**
 * Takes a list of open cases through every part of their definition, whatever it is: single steps by household, collective
 * steps by act, notices for their full time. Part follows part, a day each.
 */
export class Season {
  /** Village by village: what is written together is read together later. */
  readonly cases: readonly SeasonCase[];

  constructor(
    private readonly run: Run,
    private readonly law: Law,
    cases: readonly SeasonCase[],
    /** Tells the acts of seasons apart. */
    private readonly name: string,
  ) {
    this.cases = [...Map.groupBy(cases, ({ household }) => household.area.village).values()].flat();
  }

  /** Goes through the parts in turn, to the end or up to and including `last`. */
  async through(from: CivilDate, last?: PartId): Promise<void> {
    for (const stages of sideBySide(this.plan(from), last)) {
      const [first] = stages;
      if (first === undefined) continue;
      await this.run.to(first.day);
      const groups = stages.map((stage) => ({ stage, sheets: together(stage.sheets) }));
      for (let nth = 0; groups.some(({ sheets }) => nth < sheets.length); nth++) {
        for (const { stage, sheets } of groups) if (nth < sheets.length) await stage.perform(sheets[nth]);
      }
      if (stages.some(({ part, ends }) => part === last && ends)) break;
    }
  }

  /** What is to be done on which day, in order; seasons that run at once are merged by their days. */
  plan(from: CivilDate): readonly Stage[] {
    const stages: Stage[] = [];
    let day = from;
    for (const id of this.law.order) {
      const part = this.law.parts[id];
      if (part === undefined) throw new RangeError(`${id} is no part of ${this.law.definitionRef}`);
      const own = this.stagesOf(id, part, day);
      stages.push(...own);
      const last = own.at(-1)?.day ?? day;
      day = part.kind === 'notice' || part.kind === 'announcement' ? last : addDays(last, 1);
    }
    return stages;
  }

  private stagesOf(id: PartId, part: Part, day: CivilDate): readonly Stage[] {
    const once = (perform: () => Promise<void>): readonly Stage[] => [{ part: id, day, ends: true, sheets: [], perform }];
    switch (part.kind) {
      case 'application':
        return once(() => this.byCase(part, day, (item) => applicationOrder(id, part, item, day)));
      case 'survey':
        return once(() => this.byCase(part, day, (item) => surveyOrder(id, part, item, day)));
      case 'consent':
        return once(() => this.byCase(part, day, (item) => consentOrder(id, part, item, day)));
      case 'filing':
        return once(() => this.byCase(part, day, (item) => filingOrder(id, part, item, day)));
      case 'review':
        return this.meeting(id, part, day);
      case 'comparison':
        return this.comparison(id, part, day);
      case 'verification':
        return this.ruling(id, part, day, 'VERIFIED');
      case 'audit':
        return this.ruling(id, part, day, 'PASS');
      case 'approval':
        return this.ruling(id, part, day, 'APPROVE');
      case 'notice':
      case 'announcement':
        return this.notice(id, part, day);
    }
  }

  private async byCase(part: Part, day: CivilDate, order: (item: SeasonCase) => Order): Promise<void> {
    await this.run.phase(part.label.en, this.cases, async (item) => {
      await this.run.hand.give({
        target: `case-${item.caseId}`,
        order: order(item),
        actor: clerkFor(part.level, item),
        on: day,
        performedBy: performerOf(part, item) ?? item.head,
        key: `${this.name} ${part.code}`,
      });
    });
  }

  private meeting(id: PartId, part: PartOf<'review'>, day: CivilDate): readonly Stage[] {
    const all = this.lists(id, part.body === 'GROUP_MEETING' ? 'GROUP' : 'VILLAGE');
    const hold = async (sheets = all): Promise<void> => {
      await this.open('MEETING', id, part, day, sheets);
      await this.record(part, day, sheets, (sheet) => meetingOrder(part, sheet, day));
    };
    return [{ part: id, day, ends: true, sheets: all, perform: hold }];
  }

  private comparison(id: PartId, part: PartOf<'comparison'>, day: CivilDate): readonly Stage[] {
    const all = this.lists(id, 'VILLAGE');
    const answered = addDays(day, 1);
    const request = async (sheets = all): Promise<void> => {
      await this.open('COMPARISON_BATCH', id, part, day, sheets);
      await this.record(part, day, sheets, (sheet) => comparisonRequestOrder(part, sheet, day));
    };
    const answer = async (sheets = all): Promise<void> => {
      for (const { source } of part.sources) {
        await this.record(part, answered, sheets, (sheet) => receiptOrder(source, sheet, day), source);
      }
    };
    return [
      { part: id, day, ends: false, sheets: all, perform: request },
      { part: id, day: answered, ends: true, sheets: all, perform: answer },
    ];
  }

  private ruling(id: PartId, part: Part, day: CivilDate, decision: RulingDecision): readonly Stage[] {
    // A leader signs for his own group: such a list is one group's.
    const byGroup = part.signatures.some(
      ({ offices, min }) => min > 0 && offices.every((office) => office === 'GROUP_LEADER') && offices.length > 0,
    );
    const all = this.lists(id, byGroup ? 'GROUP' : 'VILLAGE');
    const open = (sheets = all): Promise<void> => this.open('RULING', id, part, day, sheets);
    const rule = (sheets = all): Promise<void> =>
      this.record(part, day, sheets, (sheet) => rulingOrder(part, sheet, day, decision));
    return [
      { part: id, day, ends: false, sheets: all, perform: open },
      { part: id, day, ends: true, sheets: all, perform: rule },
    ];
  }

  private notice(id: PartId, part: Notice, day: CivilDate): readonly Stage[] {
    const all = this.lists(id, 'VILLAGE');
    const period = part.minDuration === undefined ? undefined : noticePeriod(day, part.minDuration, countingOf(this.law));
    if (isYearMissing(period)) throw new RangeError(`${id}: its period is in working days; publish CN-${period.missing}`);
    const close = period?.earliestClose ?? day;
    const post = async (sheets = all): Promise<void> => {
      await this.open('NOTICE', id, part, day, sheets);
      await this.record(part, day, sheets, (sheet) => postingOrder(part, sheet, day, period));
    };
    const confirm = async (sheets = all): Promise<void> => {
      await this.record(part, close, sheets, (sheet) => confirmationOrder(part, sheet, close));
      const cases = sheets.flatMap((sheet) => sheet.cases);
      await this.follow(cases, part.level, close, `${id} down`, () => takingDownOrder(id, close));
    };
    return [
      { part: id, day, ends: false, sheets: all, perform: post },
      { part: id, day: close, ends: true, sheets: all, perform: confirm },
    ];
  }

  /**
   * What follows the effect and is no step of it: the list is published; who was registered gets a handbook and stands in the registry.
   * So many cases at a time as stay in memory meanwhile; `then` is what comes after that for the same cases.
   */
  async afterwards(day: CivilDate, then: (cases: readonly SeasonCase[]) => Promise<void>): Promise<void> {
    const documentNo = `${this.name} list`;
    for (let from = 0; from < this.cases.length; from += CASES_TOGETHER) {
      const cases = this.cases.slice(from, from + CASES_TOGETHER);
      await this.follow(cases, 'COUNTY', day, 'list', () => decidedListOrder(documentNo, day));
      if (this.law.definition.effect.result === 'REGISTERED') {
        await this.follow(cases, 'VILLAGE', day, 'handbook', () => handbookOrder(day));
        await this.follow(cases, 'VILLAGE', day, 'entry', () => registryEntryOrder(day));
      }
      await then(cases);
    }
  }

  private async follow(
    cases: readonly SeasonCase[],
    level: Level,
    day: CivilDate,
    key: string,
    order: () => Order,
  ): Promise<void> {
    await this.run.phase(key, cases, async (item) => {
      const target = `case-${item.caseId}`;
      await this.run.hand.give({ target, order: order(), actor: clerkFor(level, item), on: day, key: `${this.name} ${key}` });
    });
  }

  /** Opens an act per list, lists the cases, closes the list: all that stands before the collective step itself. */
  private async open(kind: ActKind, id: PartId, part: Part, day: CivilDate, sheets: readonly Sheet[]): Promise<void> {
    await this.run.phase(`${part.label.en}: lists`, sheets, async (sheet) => {
      const [first] = sheet.cases;
      if (first === undefined) return;
      const items: ActItem[] = sheet.cases.map(({ caseId }) => ({ caseId, part: id, round: 1 }));
      const area = areaOfLevel(part.level, first, sheet.area);
      const give = (order: Order): Promise<unknown> =>
        this.run.hand.give({ target: `act-${sheet.actId}`, order, actor: clerkFor(part.level, first), on: day, key: id });
      await give({
        type: 'OpenAct',
        data: {
          actId: sheet.actId,
          kind,
          level: part.level,
          area,
          bodyKind: first.household.bodyKind,
          sheet: { no: sheet.no, of: sheet.of },
        },
      });
      await give({ type: 'ListCases', data: { no: 1, items } });
      await give({ type: 'CloseList', data: { no: 1 } });
    });
  }

  private async record(
    part: Part,
    day: CivilDate,
    sheets: readonly Sheet[],
    order: (sheet: Sheet) => Order,
    key = '',
  ): Promise<void> {
    await this.run.phase(part.label.en, sheets, async (sheet) => {
      const [first] = sheet.cases;
      if (first === undefined) return;
      await this.run.hand.give({
        target: `act-${sheet.actId}`,
        order: order(sheet),
        actor: clerkFor(part.level, first),
        on: day,
        performedBy: performerOf(part, first) ?? clerkFor(part.level, first).id,
        key: `${part.code} ${key}`,
      });
    });
  }

  private lists(id: PartId, by: 'GROUP' | 'VILLAGE'): readonly Sheet[] {
    const byArea = Map.groupBy(
      this.cases,
      ({ household: { area } }) => (by === 'GROUP' ? area.group : undefined) ?? area.village,
    );
    return [...byArea].flatMap(([area, cases]) => {
      const of = Math.ceil(cases.length / LIST_LIMIT);
      return Array.from({ length: of }, (_, index) => ({
        actId: stableId(this.name, id, area, String(index)),
        area,
        cases: cases.slice(index * LIST_LIMIT, (index + 1) * LIST_LIMIT),
        no: index + 1,
        of,
      }));
    });
  }
}

/**
 * Stages of one day that go list by list side by side, as they follow each other: those of one part, and those of the next
 * where its lists are of the same villages. What comes after the part that is to be the last is not among them.
 */
function sideBySide(stages: readonly Stage[], lastPart?: PartId): readonly (readonly Stage[])[] {
  const groups: Stage[][] = [];
  const areas = ({ sheets }: Stage): string => sheets.map(({ area, no }) => `${area} ${no}`).join();
  for (const stage of stages) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    const goesOn =
      before !== undefined &&
      before.day === stage.day &&
      (before.part === stage.part || (before.part !== lastPart && areas(before) === areas(stage)));
    if (goesOn) group?.push(stage);
    else groups.push([stage]);
  }
  return groups;
}

/** Lists of at most so many cases, or a single one; `undefined` once where there are no lists. */
function together(sheets: readonly Sheet[]): readonly (readonly Sheet[] | undefined)[] {
  if (sheets.length === 0) return [undefined];
  const groups: Sheet[][] = [];
  let cases = CASES_TOGETHER;
  for (const sheet of sheets) {
    cases += sheet.cases.length;
    if (cases > CASES_TOGETHER) {
      groups.push([]);
      cases = sheet.cases.length;
    }
    groups.at(-1)?.push(sheet);
  }
  return groups;
}
