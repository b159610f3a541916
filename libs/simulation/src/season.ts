import { digestOf, stableId } from '#libs/application';
import { type ActItem, type ActKind } from '#libs/collective-act';
import { papersFor } from '#libs/household-case';
import { type Actor, addDays, type CivilDate, type Order } from '#libs/kernel';
import {
  type Law,
  type Level,
  noticePeriod,
  type Office,
  type Papers,
  type Part,
  type PartId,
  type PartOf,
} from '#libs/procedure';
import { GROUP_ROSTER, VILLAGE_ROSTER } from './county.js';
import { type Run } from './run.js';
import { holderOf, type Household, rosterOf } from './world.js';

/** A household in a season: its case, and the adults who sign for it. */
export interface SeasonCase {
  readonly household: Household;
  readonly caseId: string;
  readonly persons: readonly string[];
  readonly adults: readonly string[];
  readonly head: string;
  /** Annual sums in fen; under the line for an identification, over it for an exit. */
  readonly income: { readonly wage: number; readonly business: number; readonly property: number; readonly transfer: number };
}

/** What is to be done of a part on a day: all of it, or its beginning, or its end. */
export interface Stage {
  readonly part: PartId;
  readonly day: CivilDate;
  /** Whether the part is done with it. */
  readonly ends: boolean;
  readonly perform: () => Promise<void>;
}

/** One list of at most 500 cases of one village (or one of its groups), as it goes through the collective steps. */
interface Sheet {
  readonly actId: string;
  readonly area: string;
  readonly cases: readonly SeasonCase[];
  readonly no: number;
  readonly of: number;
}

const LIST_LIMIT = 500;

const CLERK: Readonly<Partial<Record<Level, Office>>> = {
  HOUSEHOLD: 'DATA_CLERK',
  GROUP: 'DATA_CLERK',
  VILLAGE: 'DATA_CLERK',
  TOWNSHIP: 'STATION_CLERK',
  COUNTY: 'COUNTY_POVERTY_OFFICER',
};
const OFFICE_LEVEL: Readonly<Partial<Record<Office, Level>>> = {
  GROUP_LEADER: 'GROUP',
  STATION_CLERK: 'TOWNSHIP',
  STATION_HEAD: 'TOWNSHIP',
  TOWNSHIP_PARTY_SECRETARY: 'TOWNSHIP',
  TOWNSHIP_HEAD: 'TOWNSHIP',
  COUNTY_POVERTY_OFFICER: 'COUNTY',
  COUNTY_POVERTY_OFFICE_HEAD: 'COUNTY',
  LEADING_GROUP_HEAD: 'COUNTY',
  LEADING_GROUP_MEMBER: 'COUNTY',
  LINE_DEPARTMENT_OFFICER: 'COUNTY',
};

/**
 * Takes a list of open cases through every part of their definition, whatever it is: single steps by household, collective
 * steps by act, notices for their full time. Part follows part, a day each.
 */
export class Season {
  constructor(
    private readonly run: Run,
    private readonly law: Law,
    readonly cases: readonly SeasonCase[],
    /** Tells the acts of seasons apart. */
    private readonly name: string,
  ) {}

  /** Goes through the parts in turn, to the end or up to and including `last`. */
  async through(from: CivilDate, last?: PartId): Promise<void> {
    for (const stage of this.plan(from)) {
      await this.run.to(stage.day);
      await stage.perform();
      if (stage.part === last && stage.ends) break;
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
    const once = (perform: () => Promise<void>): readonly Stage[] => [{ part: id, day, ends: true, perform }];
    switch (part.kind) {
      case 'application':
        return once(() => this.byCase(part, day, (item) => this.application(id, part, item, day)));
      case 'survey':
        return once(() => this.byCase(part, day, (item) => this.survey(id, part, item, day)));
      case 'consent':
        return once(() => this.byCase(part, day, (item) => this.consent(id, part, item, day)));
      case 'filing':
        return once(() => this.byCase(part, day, (item) => this.filing(id, part, item, day)));
      case 'review':
        return once(() => this.meeting(id, part, day));
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

  // Single steps.

  private async byCase(part: Part, day: CivilDate, order: (item: SeasonCase) => Order): Promise<void> {
    await this.run.phase(part.label.en, this.cases, async (item) => {
      await this.run.hand.give({
        target: `case-${item.caseId}`,
        order: order(item),
        actor: this.clerk(part.level, item),
        on: day,
        performedBy: this.performer(part, item) ?? item.head,
        key: `${this.name} ${part.code}`,
      });
    });
  }

  private application(id: PartId, part: PartOf<'application'>, item: SeasonCase, day: CivilDate): Order {
    return {
      type: 'SubmitApplication',
      data: {
        part: id,
        by: part.form === 'NOMINATION' ? 'GROUP' : 'HOUSEHOLD',
        membersListed: item.persons,
        authorisedBy: item.adults,
        papers: this.papers(part, item, day),
      },
    };
  }

  private survey(id: PartId, part: PartOf<'survey'>, item: SeasonCase, day: CivilDate): Order {
    const papers = this.papers(part, item, day);
    const surveyors = papers.signatures
      .filter((signature) => signature.capacity === 'OFFICE')
      .map(({ person, offices }) => ({ person, offices }));
    return {
      type: 'RecordSurvey',
      data: {
        part: id,
        visitedOn: day,
        surveyors,
        criteria: part.criteria.map((code) => ({ code, result: 'MET' })),
        income: { under: `household-${item.household.id}`, value: item.income },
        sharingIncome: item.persons.length,
        papers,
      },
    };
  }

  private filing(id: PartId, part: PartOf<'filing'>, item: SeasonCase, day: CivilDate): Order {
    return { type: 'RecordFiling', data: { part: id, to: 'PREFECTURE', papers: this.papers(part, item, day) } };
  }

  private consent(id: PartId, part: PartOf<'consent'>, item: SeasonCase, day: CivilDate): Order {
    const papers = this.papers(part, item, day);
    return {
      type: 'RecordConsent',
      data: {
        part: id,
        given: true,
        signature: { slot: 'HOUSEHOLD', person: item.head, capacity: 'SELF', offices: [], method: 'WET', signedOn: day },
        papers: { ...papers, signatures: papers.signatures.filter(({ capacity }) => capacity === 'OFFICE') },
      },
    };
  }

  // Collective steps.

  private async meeting(id: PartId, part: PartOf<'review'>, day: CivilDate): Promise<void> {
    const sheets = this.lists(id, part.body === 'GROUP_MEETING' ? 'GROUP' : 'VILLAGE');
    await this.open('MEETING', id, part, day, sheets);
    await this.record(part, day, sheets, (sheet) => {
      const roster = rosterOf(sheet.area, part.body === 'GROUP_MEETING' ? GROUP_ROSTER : VILLAGE_ROSTER);
      const present = roster.slice(0, Math.ceil(roster.length * 0.8));
      return {
        type: 'RecordMeeting',
        data: {
          attempt: 1,
          body: part.body,
          heldOn: day,
          place: sheet.area,
          method: part.methods[0],
          attendance: present.map((person) => ({ person, capacity: 'MEMBER', mode: 'IN_PERSON' })),
          comparisonReadOut: part.readOutComparison,
          items: sheet.cases.map((item, index) => ({
            caseId: item.caseId,
            recused: [],
            tally: { votesFor: present.length - 2, against: 1, abstain: 1 },
            ...(part.form === 'RANKED_LIST'
              ? { ranking: { rank: index + 1, quota: LIST_LIMIT, instrument: 'county quota of the run' } }
              : {}),
          })),
          papers: this.papers(part, sheet.cases[0], day),
        },
      };
    });
  }

  private comparison(id: PartId, part: PartOf<'comparison'>, day: CivilDate): readonly Stage[] {
    const sheets = this.lists(id, 'VILLAGE');
    const answered = addDays(day, 1);
    const request = async (): Promise<void> => {
      await this.open('COMPARISON_BATCH', id, part, day, sheets);
      await this.record(part, day, sheets, (sheet) => ({
        type: 'RequestComparisonBatch',
        data: {
          sources: part.sources.map(({ source }) => source),
          persons: sheet.cases.map((item) => ({ caseId: item.caseId, persons: item.persons })),
          papers: this.papers(part, sheet.cases[0], day),
        },
      }));
    };
    const answer = async (): Promise<void> => {
      for (const { source } of part.sources) {
        const receipt = (sheet: Sheet): Order => ({
          type: 'RecordBatchResult',
          data: {
            source,
            asOf: day,
            receiptDigest: digestOf({ source, act: sheet.actId }),
            answers: sheet.cases.map((item) => ({
              caseId: item.caseId,
              answers: item.persons.map((person) => ({ person, result: 'CLEAR' })),
            })),
          },
        });
        await this.record(part, answered, sheets, receipt, source);
      }
    };
    return [
      { part: id, day, ends: false, perform: request },
      { part: id, day: answered, ends: true, perform: answer },
    ];
  }

  private ruling(id: PartId, part: Part, day: CivilDate, decision: 'PASS' | 'APPROVE' | 'VERIFIED'): readonly Stage[] {
    const sheets = this.lists(id, 'VILLAGE');
    const rule = (): Promise<void> =>
      this.record(part, day, sheets, (sheet) => ({
        type: 'RecordRuling',
        data: {
          decision,
          documentNo: `${part.level} ${day} ${sheet.area} ${sheet.no}/${sheet.of}`,
          onSiteCheck: true,
          except: [],
          papers: this.papers(part, sheet.cases[0], day),
        },
      }));
    return [
      { part: id, day, ends: false, perform: () => this.open('RULING', id, part, day, sheets) },
      { part: id, day, ends: true, perform: rule },
    ];
  }

  private notice(id: PartId, part: PartOf<'notice'> | PartOf<'announcement'>, day: CivilDate): readonly Stage[] {
    const sheets = this.lists(id, 'VILLAGE');
    const period =
      part.minDuration === undefined ? undefined : noticePeriod(day, part.minDuration, this.law.policy.parameters.dayCount.value);
    if (period === 'NEEDS_CALENDAR') throw new RangeError(`${id}: a period in working days needs a calendar`);
    const close = period?.earliestClose ?? day;
    const post = async (): Promise<void> => {
      await this.open('NOTICE', id, part, day, sheets);
      await this.record(part, day, sheets, (sheet) => ({
        type: 'PostNoticeSheet',
        data: {
          places: part.places.map((place) => ({ place, postedOn: day, photo: digestOf({ place, act: sheet.actId }) })),
          printedEnd: period?.lastDay ?? day,
          contentDigest: digestOf({ act: sheet.actId }),
          rows: sheet.cases.map((item) => ({ caseId: item.caseId, householdSize: item.persons.length })),
          papers: this.papers(part, sheet.cases[0], day, ['END_PHOTO', 'RESULT_REPORT']),
        },
      }));
    };
    const confirm = (): Promise<void> =>
      this.record(part, close, sheets, (sheet) => ({
        type: 'ConfirmSheetResult',
        data: { no: 1, endedOn: close, objections: [], except: [], papers: this.papers(part, sheet.cases[0], close) },
      }));
    return [
      { part: id, day, ends: false, perform: post },
      { part: id, day: close, ends: true, perform: confirm },
    ];
  }

  /** Opens an act per list, lists the cases, closes the list: all that stands before the collective step itself. */
  private async open(kind: ActKind, id: PartId, part: Part, day: CivilDate, sheets: readonly Sheet[]): Promise<void> {
    await this.run.phase(`${part.label.en}: lists`, sheets, async (sheet) => {
      const [first] = sheet.cases;
      if (first === undefined) return;
      const items: ActItem[] = sheet.cases.map(({ caseId }) => ({ caseId, part: id, round: 1 }));
      const area = areaOfLevel(part.level, first, sheet.area);
      const give = (order: Order): Promise<unknown> =>
        this.run.hand.give({ target: `act-${sheet.actId}`, order, actor: this.clerk(part.level, first), on: day, key: id });
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
        actor: this.clerk(part.level, first),
        on: day,
        performedBy: this.performer(part, first) ?? this.clerk(part.level, first).id,
        key: `${part.code} ${key}`,
      });
    });
  }

  private lists(id: PartId, by: 'GROUP' | 'VILLAGE'): readonly Sheet[] {
    const byArea = new Map<string, SeasonCase[]>();
    for (const item of this.cases) {
      const { area } = item.household;
      const place = by === 'GROUP' ? (area.group ?? area.village) : area.village;
      byArea.set(place, [...(byArea.get(place) ?? []), item]);
    }
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

  private papers(part: Part, item: SeasonCase | undefined, on: CivilDate, without: readonly string[] = []): Papers {
    if (item === undefined) throw new RangeError('papers for an empty list');
    return papersFor(part, { on, holder: (office) => this.holder(office, item), household: item.head, without });
  }

  private holder(office: Office, item: SeasonCase): string {
    return holderOf(office, areaOfLevel(OFFICE_LEVEL[office] ?? 'VILLAGE', item, item.household.area.village));
  }

  private performer(part: Part, item: SeasonCase): string | undefined {
    // Recorder and confirmer are always apart (R4): whoever performs is not the clerk who enters it, where another office may.
    const clerk = this.clerk(part.level, item);
    const office = part.performedBy.find((candidate) => candidate !== clerk.role) ?? part.performedBy[0];
    return office === undefined ? undefined : this.holder(office, item);
  }

  private clerk(level: Level, item: SeasonCase): Actor {
    const office = CLERK[level] ?? 'DATA_CLERK';
    const area = areaOfLevel(OFFICE_LEVEL[office] ?? 'VILLAGE', item, item.household.area.village);
    return { id: holderOf(office, area), role: office, area };
  }
}

/** The area of a level in which a case stands; `lowest` for the group and the village of a list. */
function areaOfLevel(level: Level, item: SeasonCase, lowest: string): string {
  const { area } = item.household;
  switch (level) {
    case 'TOWNSHIP':
      return area.township;
    case 'COUNTY':
      return area.county;
    case 'GROUP':
      return lowest === area.village ? (area.group ?? area.village) : lowest;
    default:
      return area.village;
  }
}
