import { type CaseFile } from '#libs/household-case';
import { addDays, type CivilDate, type Order } from '#libs/kernel';
import { byAct } from './by-act.js';
import { type Branch, BRANCHES, branchOf } from './branches.js';
import { type Fault, faultOf, FAULTS } from './faults.js';
import { ahead, INCOMES, lawfulNext, NO_PAPERS, pass } from './lawful.js';
import { AREA, clerk, holder, membersOf, personOf, sealed } from './people.js';
import { type Tape } from './tape.js';
import { type Answer, type Laws, type Standing, Village, type Wish } from './village.js';

const START = '2016-03-01' as CivilDate;
const MOST_STEPS = 110;
const INQUORATE = FAULTS.filter(({ name }) => name === 'one short of the quorum');
const FAULTS_PERMILLE = 330;
const BRANCHES_PERMILLE = 150;
const ACTS_PERMILLE = 120;

/** What a run is led to, where it is to try one thing of the law: faults, a turn, the kind of case, or no heed of what is awaited. */
export interface Guide {
  readonly faults?: readonly string[];
  readonly turn?: string;
  readonly exits?: boolean;
  readonly heedless?: boolean;
}

/** Looks at each order of a run: how its stream stood before, and what came of it. */
export type Watch = (answer: Answer, before: Standing) => void;

export interface Played {
  readonly village: Village;
  /** `true` where a household was registered or exited. */
  readonly tookEffect: boolean;
  /** What was tried, with what came of it. */
  readonly tried: readonly { readonly name: string; readonly answer: Answer }[];
}

/** One run of a small village by the law that it is given: mostly what is next, with faults and turns of the tape between. */
export function playRun(laws: Laws, tape: Tape, more: { readonly watch?: Watch; readonly guide?: Guide } = {}): Played {
  return new Course(new Village(laws, START), tape, more.watch, more.guide).run();
}

class Course {
  private readonly tried: { name: string; answer: Answer }[] = [];
  private readonly cases: string[] = [];
  /** What goes wrong in this run more often than anything else: faults that need one another come together so. */
  private readonly habits: readonly Fault[];
  private readonly turn: Branch | undefined;
  private readonly heedless: boolean;

  constructor(
    private readonly village: Village,
    private readonly tape: Tape,
    private readonly watch?: Watch,
    private readonly guide: Guide = {},
  ) {
    const { faults, turn, heedless } = this.guide;
    const habit = tape.chance(600) ? tape.one(FAULTS) : undefined;
    this.habits =
      faults === undefined ? (habit === undefined ? [] : [habit]) : FAULTS.filter(({ name }) => faults.includes(name));
    const usual = tape.chance(600) ? tape.one(BRANCHES) : undefined;
    this.turn = turn === undefined ? usual : BRANCHES.find(({ name }) => name === turn);
    this.heedless = tape.chance(150) || heedless === true;
    for (const [name, income] of Object.entries(INCOMES)) village.opened[`income-${name}`] = income;
    for (let no = 1; no < 12; no += 1) village.opened[`facts ${no}`] = { told: no };
  }

  run(): Played {
    const exits = this.guide.exits ?? this.tape.chance(500);
    const twins = this.tape.chance(350);
    for (const id of twins ? ['1', '2'] : ['1']) this.open(id, exits);
    for (let step = 0; step < MOST_STEPS && this.goesOn(step); step += 1) this.step();
    const tookEffect = this.village.log.some(
      ({ type }) => type === 'household.StandingRegistered.v1' || type === 'household.StandingExited.v1',
    );
    return { village: this.village, tookEffect, tried: this.tried };
  }

  /** A closed case is still tried for a while: late facts, remedies, orders that come too late. */
  private goesOn(step: number): boolean {
    const anyOpen = this.cases.some((id) => this.village.caseFile(id).phase === 'OPEN');
    return anyOpen || (step < MOST_STEPS - 60 ? !this.tape.spent : this.tape.chance(850));
  }

  private attempt(name: string, wish: Wish): Answer {
    const { village } = this;
    const before = this.watch === undefined ? undefined : village.standing(wish);
    const answer = village.give(wish);
    if (before !== undefined) this.watch?.(answer, before);
    this.tried.push({ name, answer });
    return answer;
  }

  private open(id: string, exits: boolean): void {
    const { village, tape } = this;
    const target = `household-${id}`;
    const by = clerk('STATION_CLERK');
    const bodyKind = tape.chance(300) ? 'RESIDENTS' : 'VILLAGERS';
    const members = membersOf(id);
    const data = {
      householdId: id,
      hukouArea: AREA,
      residenceArea: AREA,
      managementArea: AREA,
      bodyKind,
      head: personOf(id, 1),
      members,
    };
    this.attempt('enrolment', { target, order: { type: 'EnrolHousehold', data }, by });
    if (exits) {
      const standing = {
        householdNo: `no ${id}`,
        memberNos: {},
        standing: 'REGISTERED',
        identifiedAt: tape.chance(100) ? '2016-01-05' : '2014-05-01',
        spells: 1,
        asOf: '2016-02-01',
        fileDigest: 'file',
        instrument: 'county list',
        confirmedBy: holder('COUNTY_POVERTY_OFFICE_HEAD', 4),
      };
      this.attempt('opening balance', {
        target,
        order: { type: 'TakeOverStanding', data: standing },
        by: clerk('COUNTY_POVERTY_OFFICER'),
      });
      if (!tape.chance(60)) {
        this.attempt('a measure', {
          target,
          order: { type: 'DeliverMeasure', data: { no: 1, measure: 'INDUSTRY', amountFen: 500_000, on: village.today } },
          by: clerk('DATA_CLERK'),
        });
      }
    }
    const kind = exits ? 'EXIT' : 'IDENTIFICATION';
    const admit = {
      kind,
      origin: exits ? 'PLAN' : 'OWN',
      no: 1,
      definition: exits ? 'EXIT-8@1' : 'IDENT-8@1',
      programYear: 2016,
    };
    this.attempt('admission', { target, order: { type: 'AdmitCase', data: admit }, by: clerk('DATA_CLERK') });
    for (const stream of village.streamsOf('case')) {
      const caseId = stream.slice('case-'.length);
      if (!this.cases.includes(caseId)) this.cases.push(caseId);
    }
  }

  private step(): void {
    const { village, tape } = this;
    const caseId = tape.one(this.cases.filter((id) => village.caseFile(id).phase === 'OPEN')) ?? tape.one(this.cases);
    if (caseId === undefined) return;
    const state = village.caseFile(caseId);
    const law = village.lawOf(caseId);
    if (tape.chance(BRANCHES_PERMILLE) || state.phase !== 'OPEN') {
      const branch = branchOf({ village, caseId, state, law, tape, today: village.today }, this.turn);
      if (branch !== undefined) this.attempt(branch.name, branch.wish);
      if (tape.chance(300)) village.today = addDays(village.today, tape.pick([1, 2, 1, 16]));
      return;
    }
    const next = lawfulNext(village, caseId, this.heedless && tape.chance(700));
    if (next.until !== undefined) return this.wait(caseId, state, next.until, next.part);
    if (next.wish === undefined) return this.free(caseId, state);
    const part = next.part === undefined ? undefined : law.parts[next.part];
    if (part === undefined || next.part === undefined) return this.lawful(caseId);
    if (this.heedless && tape.chance(500)) {
      this.attempt('heedless', next.wish);
      pass(village, {});
      return;
    }
    if (tape.chance(part.kind === 'comparison' ? ACTS_PERMILLE / 4 : ACTS_PERMILLE)) {
      for (const tried of byAct({ village, tape, id: next.part, part, cases: this.cases, lead: caseId })) this.tried.push(tried);
      pass(village, {});
      return;
    }
    const roll = this.roll(state, next.part);
    if (roll !== undefined && tape.chance(500)) {
      this.attempt('a signed roll after two attempts', { ...next.wish, order: roll, performedBy: holder('STATION_HEAD', 5) });
      return;
    }
    const voidOnce = state.inquorate[next.part] === 1 && tape.chance(500);
    if (!voidOnce && !tape.chance(FAULTS_PERMILLE)) return this.lawful(caseId);
    const faulty = faultOf(
      { wish: next.wish, state, law, id: next.part, part, today: village.today, tape, ahead: (id) => ahead(village, caseId, id) },
      voidOnce ? INQUORATE : this.habits,
    );
    if (faulty === undefined) return;
    const { refused, wish } = this.attempt(faulty.name, faulty.wish);
    if (refused.length === 0 && tape.chance(200)) this.sayOtherwise(wish);
  }

  /** After two meetings without quorum the township may send a roll from house to house (R7). */
  private roll(state: CaseFile, part: string): Order | undefined {
    if ((state.inquorate[part] ?? 0) < 2 || state.signedRollOrdered.includes(part)) return undefined;
    return { type: 'OrderSignedRoll', data: { part, reason: sealed('nobody comes'), papers: NO_PAPERS } };
  }

  private lawful(caseId: string): void {
    pass(this.village, this.tape.chance(15) ? { until: addDays(this.village.today, 95) } : {});
    const { wish } = lawfulNext(this.village, caseId);
    if (wish === undefined) return;
    const { refused } = this.attempt('lawful', wish);
    if (refused.length > 0) this.recover(caseId, wish, refused);
    if (this.tape.chance(30)) this.sayOtherwise(wish);
    if (this.tape.chance(30)) this.attempt('repeated', wish);
  }

  /** What was right is not right any more: the comparison grew old, the household changed, a survey found otherwise. */
  private recover(caseId: string, wish: Wish, refused: readonly string[]): void {
    const { village } = this;
    const { householdId } = village.caseFile(caseId);
    const county = { target: wish.target, by: clerk('COUNTY_POVERTY_OFFICER'), performedBy: holder('LEADING_GROUP_MEMBER', 7) };
    const back = (to: string): Wish => ({
      ...county,
      order: {
        type: 'ReturnCase',
        data: { no: village.log.length, to, level: 'COUNTY', reason: sealed('again'), papers: NO_PAPERS },
      },
    });
    if (refused.includes('COMPARISON_STALE')) this.attempt('returned to the comparison', back('COMPARE.COMPARISON'));
    else if (refused.includes('NO_MEASURE_DELIVERED')) {
      const data = { no: village.log.length, measure: 'INDUSTRY', amountFen: 500_000, on: village.today };
      const order = { type: 'DeliverMeasure', data };
      this.attempt('a measure after all', { target: `household-${householdId}`, order, by: clerk('DATA_CLERK') });
    } else if (wish.order.type === 'RecordVerification') {
      const failed = { ...wish.order.data, passed: false, reason: sealed('not so') };
      this.attempt('not verified', { ...wish, order: { type: wish.order.type, data: failed } });
    }
  }

  /** The same key in other words: never a second fact (R3). */
  private sayOtherwise(wish: Wish): void {
    const data = wish.order.data as Readonly<Record<string, unknown>>;
    const otherwise =
      'papers' in data
        ? { ...data, papers: NO_PAPERS, reason: sealed('other words') }
        : { ...data, reason: sealed('other words') };
    this.attempt('other words', { ...wish, order: { type: wish.order.type, data: otherwise } });
  }

  /** A notice hangs: it is waited for, or closed too early, or disturbed. */
  private wait(caseId: string, state: CaseFile, until: CivilDate, id: string | undefined): void {
    const { village, tape } = this;
    if (!tape.chance(this.guide.turn === undefined ? 300 : 800)) return pass(village, { until });
    const early = addDays(until, tape.pick([-1, -2, -4]));
    if (early > village.today) village.today = early;
    if (id === undefined || tape.chance(400)) {
      const branch = branchOf({ village, caseId, state, law: village.lawOf(caseId), tape, today: village.today }, this.turn);
      if (branch !== undefined) this.attempt(branch.name, branch.wish);
      return;
    }
    const closing = this.closing(village, caseId, id, until);
    if (closing !== undefined) this.attempt('closed too early', closing);
  }

  private closing(village: Village, caseId: string, id: string, until: CivilDate): Wish | undefined {
    const { today } = village;
    village.today = until;
    const wish = ahead(village, caseId, id);
    village.today = today;
    if (wish?.order.type !== 'ConfirmNoticeResult') return undefined;
    const data = { ...wish.order.data, endedOn: this.tape.chance(300) ? until : today };
    return { ...wish, order: { type: wish.order.type, data: signedOn(data, today) } };
  }

  /** A case stands on an act that nobody carries on: it is freed. */
  private free(caseId: string, state: CaseFile): void {
    const { village } = this;
    const act = state.onAct?.act;
    if (act === undefined) {
      pass(village, {});
      return;
    }
    pass(village, {});
    const voided = this.attempt('an act voided', {
      target: `act-${act}`,
      order: { type: 'VoidAct', data: { reason: sealed('over'), confirmedBy: holder('COUNTY_POVERTY_OFFICE_HEAD', 4) } },
      by: clerk('STATION_CLERK'),
    });
    if (voided.refused.length === 0) return;
    this.attempt('left', {
      target: `case-${caseId}`,
      order: { type: 'LeaveAct', data: { act, no: village.log.length } },
      by: { id: 'act-carrying', role: 'process', area: AREA.village },
    });
  }
}

/** Papers of a report that is written too early bear the day on which it is written. */
function signedOn(data: object, day: CivilDate): object {
  const { papers } = data as {
    readonly papers?: {
      readonly signatures: readonly object[];
      readonly evidence: readonly object[];
      readonly seals: readonly object[];
    };
  };
  if (papers === undefined) return data;
  const dated = <T extends object>(rows: readonly T[], field: string): readonly T[] =>
    rows.map((row) => ({ ...row, [field]: day }));
  return {
    ...data,
    papers: {
      signatures: dated(papers.signatures, 'signedOn'),
      evidence: dated(papers.evidence, 'date'),
      seals: dated(papers.seals, 'date'),
    },
  };
}
