import { type CaseFile, papersFor } from '#libs/household-case';
import { addDays, type CivilDate, type Order } from '#libs/kernel';
import {
  countingOf,
  holdsCase,
  type Law,
  lastDayOf,
  type Papers,
  type Part,
  type PartId,
  pendingOf,
  periodOf,
  readyParts,
  type Signature,
} from '#libs/procedure';
import { clerk, holder, rosterOf, sealed } from './people.js';
import { type Village, type Wish } from './village.js';

/** What the law has next for a case: an order, or a day to wait for. */
export interface Next {
  readonly part?: PartId;
  readonly wish?: Wish;
  readonly until?: CivilDate;
}

export const INCOMES = {
  low: { wage: 300_000, business: 100_000, property: 0, transfer: 50_000 },
  high: { wage: 2_400_000, business: 900_000, property: 0, transfer: 60_000 },
};

const DESK: Readonly<Record<string, string>> = { TOWNSHIP: 'STATION_CLERK', COUNTY: 'COUNTY_POVERTY_OFFICER' };

export function recorderOf(part: Part): Wish['by'] {
  const wanted = DESK[part.level] ?? 'DATA_CLERK';
  return clerk(part.recordedBy.find((office) => office === wanted) ?? part.recordedBy[0] ?? 'DATA_CLERK');
}

/** Surveys of later rounds are made by others (§3.4, R13). */
const teamOf = (part: Part, round: number): number => (part.kind === 'survey' ? ((round - 1) % 3) * 3 : 0);

export function papersOf(part: Part, on: CivilDate, household: string, round = 1): Papers {
  return papersFor(part, { on, household, holder: (office, nth) => holder(office, nth + teamOf(part, round)) });
}

export function performerOf(part: Part, state: CaseFile, round = 1): string {
  const [office] = part.performedBy;
  return office === undefined ? state.household.head : holder(office, teamOf(part, round));
}

export const householdSigns = (person: string, on: CivilDate, change: Partial<Signature> = {}): Signature => ({
  slot: 'HOUSEHOLD',
  person,
  capacity: 'SELF',
  offices: [],
  method: 'WET',
  signedOn: on,
  ...change,
});

/** What must be done first before any part: rulings that are awaited, objections that hold. */
function awaited(village: Village, caseId: string, state: CaseFile): Order | undefined {
  if (state.held?.reason === 'CONTEST') {
    const data = {
      no: state.contests?.length ?? 1,
      upheld: false,
      decidedBy: [holder('LEADING_GROUP_MEMBER', 8)],
      reason: sealed('ruled'),
      papers: NO_PAPERS,
    };
    return { type: 'RuleOnContest', data };
  }
  const objection = Object.values(state.objections).find((one) => holdsCase(one));
  if (objection === undefined) return undefined;
  const { no, investigators } = objection;
  if (investigators.length === 0) {
    return { type: 'AssignInvestigation', data: { no, level: 'COUNTY', investigators: [holder('COUNTY_POVERTY_OFFICER', 6)] } };
  }
  const reason = sealed(`decided ${no}`);
  return {
    type: 'DecideObjection',
    data: { no, outcome: 'DISMISSED', material: false, decidedBy: investigators, reason, evidence: [] },
  };
}

export const NO_PAPERS: Papers = { evidence: [], signatures: [], seals: [] };

/** The next lawful order of an open case, today; nothing where it is closed or stands on an act. */
export function lawfulNext(village: Village, caseId: string, heedless = false): Next {
  const state = village.caseFile(caseId);
  if (state.phase !== 'OPEN') return {};
  const target = `case-${caseId}`;
  const first = heedless ? undefined : awaited(village, caseId, state);
  if (first !== undefined) return { wish: { target, order: first, by: clerk('COUNTY_POVERTY_OFFICER') } };
  const law = village.lawOf(caseId);
  const ready = readyParts(law, state);
  const id = law.order.find((one) => state.parts[one]?.status === 'RUNNING' || ready.includes(one));
  const part = id === undefined ? undefined : law.parts[id];
  if (id === undefined || part === undefined) return {};
  if (state.parts[id]?.status === 'FAILED') return { part: id, wish: deferral(village, target, state) };
  return { part: id, ...doing(village, target, state, law, id, part) };
}

/** The order by which a part would be done that is not its turn yet. */
export function ahead(village: Village, caseId: string, id: PartId): Wish | undefined {
  const law = village.lawOf(caseId);
  const part = law.parts[id];
  return part === undefined ? undefined : doing(village, `case-${caseId}`, village.caseFile(caseId), law, id, part).wish;
}

function deferral(village: Village, target: string, state: CaseFile): Wish {
  const data = { toYear: state.programYear + 1, reason: sealed('deferred'), papers: NO_PAPERS };
  return {
    target,
    order: { type: 'DeferExit', data },
    by: clerk('COUNTY_POVERTY_OFFICER'),
    performedBy: holder('LEADING_GROUP_HEAD', 3),
  };
}

function doing(village: Village, target: string, state: CaseFile, law: Law, id: PartId, part: Part): Next {
  const { today } = village;
  const round = state.parts[id]?.round ?? 1;
  const act = state.onAct?.part === id ? state.onAct.act : undefined;
  const about = { part: id, round };
  const papers = papersOf(part, today, state.household.head, round);
  const by = recorderOf(part);
  const performedBy = performerOf(part, state, round);
  const wish = (type: string, data: object, nth?: number): Next => {
    const [office] = part.performedBy;
    const performed = nth === undefined || office === undefined ? performedBy : holder(office, nth);
    return { wish: { target, order: { type, data }, by, performedBy: performed } };
  };
  if (act !== undefined) return {};
  switch (part.kind) {
    case 'application': {
      const persons = state.household.members.map(({ person }) => person);
      const said = { by: part.form === 'APPLICATION' ? 'HOUSEHOLD' : 'GROUP', membersListed: persons, authorisedBy: persons };
      return wish('SubmitApplication', { ...about, ...said, papers });
    }
    case 'survey':
      return wish('RecordSurvey', surveyed(state, part, { ...about, visitedOn: today }, papers));
    case 'verification':
      return wish('RecordVerification', { ...about, passed: true, papers });
    case 'review':
      return wish('RecordReview', met(state, part, id, { ...about, heldOn: today }, papers));
    case 'comparison':
      return compared(village, target, state, law, id, part, wish);
    case 'consent': {
      const signature = householdSigns(state.household.head, today);
      return wish('RecordConsent', { ...about, given: true, signature, papers: { ...papers, signatures: [] } });
    }
    case 'notice':
    case 'announcement': {
      const notice = state.notices[id];
      if (state.parts[id]?.status === 'RUNNING' && notice !== undefined) {
        if (today < notice.earliestClose) return { until: notice.earliestClose };
        const numbers = Object.values(state.objections)
          .filter((one) => (one.part ?? id) === id && one.target !== 'OMISSION')
          .filter(({ receivedOn }) => receivedOn >= (state.parts[id]?.startedOn ?? ''))
          .map(({ no }) => no);
        const objections = numbers.length === 0 ? 'NONE' : numbers;
        return wish('ConfirmNoticeResult', { ...about, objections, endedOn: today, papers }, 2);
      }
      const places = part.places.map((place) => ({ place, postedOn: today, photo: `photo of ${place}` }));
      const printedEnd = lastDayOf(today, periodOf(part), countingOf(law));
      const householdSize = state.household.members.length;
      return wish('PostNotice', { ...about, places, printedEnd, contentDigest: 'content', householdSize, papers: NO_PAPERS });
    }
    case 'audit':
      return wish('RecordAudit', { ...about, decision: 'PASS', onSiteCheck: true, papers });
    case 'approval':
      return wish('RecordApproval', { ...about, decision: 'APPROVE', documentNo: `county ${round}`, papers });
    case 'filing':
      return wish('RecordFiling', { ...about, to: 'PREFECTURE', papers });
  }
}

function surveyed(state: CaseFile, part: Extract<Part, { kind: 'survey' }>, about: object, papers: Papers): object {
  const surveyors = papers.signatures
    .filter(({ capacity }) => capacity === 'OFFICE')
    .map(({ person, offices }) => ({ person, offices }));
  const criteria = part.criteria.map((code) => ({ code, result: 'MET' }));
  const income = sealed(part.passes === 'ALL_MET' ? 'income-high' : 'income-low');
  return { ...about, surveyors, criteria, income, sharingIncome: state.household.members.length, papers };
}

function met(state: CaseFile, part: Extract<Part, { kind: 'review' }>, id: PartId, about: object, papers: Papers): object {
  const roster = rosterOf(part.body);
  const present = Math.ceil((roster.length * 2) / 3) + 2;
  const tally = { votesFor: present - 4, against: 3, abstain: 1 };
  return {
    ...about,
    attempt: (state.inquorate[id] ?? 0) + 1,
    body: part.body,
    method: 'SECRET_BALLOT',
    presentPersons: roster.slice(0, present),
    recused: [],
    tally,
    comparisonReadOut: true,
    papers,
  };
}

function compared(
  village: Village,
  target: string,
  state: CaseFile,
  law: Law,
  id: PartId,
  part: Extract<Part, { kind: 'comparison' }>,
  wish: (type: string, data: object) => Next,
): Next {
  const { today } = village;
  const about = { part: id, round: state.parts[id]?.round ?? 1 };
  const persons = state.household.members.map(({ person }) => person);
  const sources = part.sources.map(({ source }) => source);
  const silent = persons.filter((person) => !state.authorisedBy.includes(person));
  if (law.definition.kind === 'IDENTIFICATION' && silent[0] !== undefined) {
    const evidence = [{ slot: 'AUTHORISATION_LETTER', digest: 'letter', date: today }];
    return wish('GrantQueryAuthorisation', { person: silent[0], papers: { ...NO_PAPERS, evidence } });
  }
  if (state.comparison === undefined) return wish('RequestComparison', { ...about, persons, sources });
  const [open] = pendingOf(part, state.comparison, law.policy, state);
  if (open === undefined) return wish('RequestComparison', { ...about, persons, sources: [sources[0]] });
  if (open.why === 'BARRED') return { wish: deferral(village, target, state) };
  if (open.why === 'HIT') {
    const code = state.comparison.answers[`${open.person}|${open.source}`]?.code ?? '';
    const hit = `${open.person}|${open.source}|${code}`;
    return wish('DispositionHit', {
      ...about,
      hit,
      disposition: 'EXPLAINED',
      evidence: [{ slot: 'PROOF', digest: 'proof', date: today }],
      reason: sealed('explained'),
    });
  }
  const answers = persons.map((person) => ({ person, result: 'CLEAR' }));
  const receiptDigest = `${open.source} ${today} ${village.log.length}`;
  return wish('RecordComparisonResult', { ...about, source: open.source, asOf: today, receiptDigest, answers });
}

/** The day after; what is due later is waited for. */
export function pass(village: Village, next: Next): void {
  village.today = next.until !== undefined && next.until > village.today ? next.until : addDays(village.today, 1);
}
