import { type CaseFile, shippedLaw } from '#libs/household-case';
import { type CivilDate, type Order } from '#libs/kernel';
import { CalendarBook, judge, type Law, type Rule } from '#libs/procedure';
import { householdSigns, INCOMES, lawfulNext, NO_PAPERS, papersOf, pass } from './lawful.js';
import { lawsWith } from './laws.js';
import {
  AREA,
  clerk,
  CLOCK,
  ELSEWHERE,
  holder,
  membersOf,
  newMember,
  OFFICES_HELD,
  personOf,
  PROCESS,
  rosterOf,
  sealed,
} from './people.js';
import { type Laws, Village, type Wish } from './village.js';

/** A code that random runs meet seldom or never, with the shortest way to it. */
export interface ShortCase {
  readonly code: string;
  readonly said: () => readonly string[];
  /** Where one fact is held against the law: the same under other rules. */
  readonly under?: (rules: readonly Rule[]) => readonly string[];
}

const START = '2016-03-01' as CivilDate;
const LAWS = lawsWith();
const TOWNSHIP = clerk('STATION_CLERK');
const COUNTY = clerk('COUNTY_POVERTY_OFFICER');

interface Words {
  readonly by?: Wish['by'];
  readonly on?: string;
  readonly performedBy?: string;
  readonly more?: object;
}

const ask = (
  village: Village,
  target: string,
  type: string,
  data: object,
  { by = TOWNSHIP, on, performedBy, more }: Words = {},
) =>
  village.ask(
    { target, order: { type, data }, by, ...(on && { on: on as CivilDate }), ...(performedBy && { performedBy }) },
    more,
  );

function give(village: Village, target: string, type: string, data: object, by = TOWNSHIP, performedBy?: string): void {
  const { refused } = village.give({ target, order: { type, data } satisfies Order, by, ...(performedBy && { performedBy }) });
  if (refused.length > 0) throw new Error(`${type} was refused: ${refused.join(', ')}`);
}

const enrolment = (id: string) => ({
  householdId: id,
  hukouArea: AREA,
  residenceArea: AREA,
  managementArea: AREA,
  bodyKind: 'VILLAGERS',
  head: personOf(id, 1),
  members: membersOf(id),
});
const balance = {
  householdNo: 'no 1',
  memberNos: {},
  standing: 'REGISTERED',
  identifiedAt: '2014-05-01',
  spells: 1,
  asOf: '2016-02-01',
  fileDigest: 'file',
  instrument: 'county list',
  confirmedBy: holder('COUNTY_POVERTY_OFFICE_HEAD', 4),
};
const admission = { kind: 'IDENTIFICATION', origin: 'OWN', no: 1, definition: 'IDENT-8@1', programYear: 2016 };
const H = 'household-1';
export const CASE = 'household-1.case.1';

function enrolled(laws: Laws = LAWS): Village {
  const village = new Village(laws, START);
  for (const [name, income] of Object.entries(INCOMES)) village.opened[`income-${name}`] = income;
  give(village, H, 'EnrolHousehold', enrolment('1'));
  return village;
}

/** The case of household 1, just opened. */
export function begun(laws: Laws = LAWS, exits = false): Village {
  const village = enrolled(laws);
  if (exits) {
    give(village, H, 'TakeOverStanding', balance, COUNTY);
    give(village, H, 'DeliverMeasure', { no: 1, measure: 'INDUSTRY', amountFen: 1, on: START });
  }
  give(village, H, 'AdmitCase', exits ? { ...admission, kind: 'EXIT', origin: 'PLAN', definition: 'EXIT-8@1' } : admission);
  return village;
}

/** The case of household 1 just before a part, or after all of them. */
export function at(part?: string, exits = false): Village {
  const village = begun(LAWS, exits);
  for (let step = 0; step < 60; step += 1) {
    const next = lawfulNext(village, CASE);
    if (next.part === undefined || next.part === part) break;
    if (next.wish !== undefined) village.give(next.wish);
    pass(village, next);
  }
  return village;
}

const refusedRegister = (code: string, type: string, data: object, words?: Words, village = enrolled): ShortCase => ({
  code,
  said: () => ask(village(), H, type, data, words),
});

const lineage = (children: readonly object[]) => ({
  no: 1,
  on: START,
  children,
  confirmedByVillage: holder('VILLAGE_SECRETARY'),
  confirmedByTownship: holder('TOWNSHIP_HEAD'),
  papers: NO_PAPERS,
});
const child = (householdId: string, ...members: readonly number[]) => ({
  householdId,
  head: personOf('1', members[0] ?? 1),
  members: members.map((nth) => personOf('1', nth)),
});
const merge = (into: string) => ({ ...lineage([]), into });
const other = (change: object) => ({
  more: {
    others: { '2': { phase: 'ENROLLED', standing: 'NONE', township: AREA.township, members: [], revision: 0n, ...change } },
  },
});

const REGISTER: readonly ShortCase[] = [
  { code: 'HOUSEHOLD_NOT_ENROLLED', said: () => ask(new Village(LAWS, START), H, 'AdmitCase', admission) },
  refusedRegister('ALREADY_ENROLLED', 'EnrolHousehold', enrolment('1')),
  refusedRegister('MEMBERS_MISSING', 'EnrolHousehold', { ...enrolment('1'), members: [] }),
  refusedRegister('MEMBER_LISTED_TWICE', 'EnrolHousehold', {
    ...enrolment('1'),
    members: [...membersOf('1'), ...membersOf('1')],
  }),
  refusedRegister('HEAD_NOT_A_MEMBER', 'EnrolHousehold', { ...enrolment('1'), head: 'nobody-of-it' }),
  refusedRegister('AREAS_NOT_OF_ONE_LINE', 'EnrolHousehold', enrolment('1'), { more: { managed: ELSEWHERE } }),
  refusedRegister('MEMBER_ALREADY_LISTED', 'AddMember', {
    member: newMember(personOf('1', 2), 'SPOUSE'),
    reason: 'BIRTH',
    on: START,
    papers: NO_PAPERS,
  }),
  refusedRegister('HEAD_NOT_REPLACED', 'RemoveMember', {
    no: 1,
    person: personOf('1', 1),
    reason: 'DEATH',
    on: START,
    papers: NO_PAPERS,
  }),
  refusedRegister('HEAD_UNCHANGED', 'ChangeHead', { no: 1, head: personOf('1', 1), on: START, papers: NO_PAPERS }),
  refusedRegister('NOT_A_MEMBER', 'ChangeHead', { no: 1, head: 'nobody-of-it', on: START, papers: NO_PAPERS }),
  refusedRegister('SAME_HOUSEHOLD', 'FlagDuplicatePerson', { person: personOf('1', 1), otherHousehold: '1' }, { by: PROCESS }),
  refusedRegister('DUPLICATE_NOT_FLAGGED', 'RuleOnDuplicatePerson', {
    person: personOf('1', 1),
    belongsHere: true,
    decidedBy: holder('TOWNSHIP_HEAD'),
    reason: sealed('r'),
  }),
  refusedRegister('CONFIRMER_NOT_IN_OFFICE', 'RuleOnDuplicatePerson', {
    person: personOf('1', 1),
    belongsHere: true,
    decidedBy: 'nobody-of-it',
    reason: sealed('r'),
  }),
  refusedRegister('OFFICIAL_IN_OWN_HOUSEHOLD', 'PairSupport', { no: 1, cadre: personOf('1', 2), unit: 'unit', from: START }),
  refusedRegister('PERIOD_REVERSED', 'PairSupport', {
    no: 1,
    cadre: holder('RESPONSIBLE_CADRE'),
    unit: 'unit',
    from: START,
    until: '2015-01-01',
  }),
  refusedRegister('AMOUNT_UNUSABLE', 'DeliverMeasure', { no: 1, measure: 'LOAN', amountFen: 0.5, on: START }),
  refusedRegister('SPLIT_INTO_ONE', 'SplitHousehold', lineage([child('8', 1, 2, 3)])),
  refusedRegister('MEMBERS_NOT_CONSERVED', 'SplitHousehold', lineage([child('8', 1), child('9', 1)])),
  refusedRegister('CHILD_NUMBER_TAKEN', 'SplitHousehold', lineage([child('8', 1, 3), child('8', 2)])),
  refusedRegister('CONFIRMERS_NOT_APART', 'SplitHousehold', {
    ...lineage([child('8', 1, 3), child('9', 2)]),
    confirmedByTownship: holder('VILLAGE_SECRETARY'),
  }),
  refusedRegister('MERGED_INTO_ITSELF', 'RecordMerge', merge('1')),
  refusedRegister('RECEIVING_HOUSEHOLD_CLOSED', 'RecordMerge', merge('2'), other({ phase: 'LAPSED' })),
  refusedRegister('RECEIVING_HOUSEHOLD_ELSEWHERE', 'RecordMerge', merge('2'), other({ township: 'township-2' })),
  refusedRegister('STANDINGS_DIFFER', 'RecordMerge', merge('2'), other({ standing: 'REGISTERED' })),
  refusedRegister('STANDING_ALREADY_KNOWN', 'TakeOverStanding', balance, { by: COUNTY }, () => at('NOMINATE.APPLICATION', true)),
  refusedRegister('SECOND_PERSON_MISSING', 'TakeOverStanding', { ...balance, confirmedBy: COUNTY.id }, { by: COUNTY }),
  refusedRegister('SPELLS_NOT_COUNTED', 'TakeOverStanding', { ...balance, spells: 0 }, { by: COUNTY }),
  refusedRegister('EXIT_DATE_MISSING', 'TakeOverStanding', { ...balance, standing: 'EXITED' }, { by: COUNTY }),
  refusedRegister('DATE_AFTER_LIST', 'TakeOverStanding', { ...balance, asOf: '2013-01-01' }, { by: COUNTY }),
  refusedRegister(
    'EXIT_BEFORE_IDENTIFICATION',
    'TakeOverStanding',
    { ...balance, standing: 'EXITED', exitedAt: '2013-01-01' },
    { by: COUNTY },
  ),
  refusedRegister('DEFINITION_UNKNOWN', 'AdmitCase', { ...admission, definition: 'IDENT-99@1' }),
  refusedRegister('DEFINITION_OF_OTHER_KIND', 'AdmitCase', { ...admission, definition: 'EXIT-8@1' }),
  refusedRegister('DEFINITION_NOT_IN_FORCE', 'AdmitCase', admission, { on: '2013-01-01' }),
  refusedRegister('DEFINITION_OF_OTHER_AREA', 'AdmitCase', admission, {}, () =>
    enrolled(lawsWith({ definition: (definition) => ({ ...definition, area: 'CN-GZ' }) })),
  ),
  refusedRegister('HOUSEHOLD_NEVER_EXITED', 'AdmitCase', { ...admission, origin: 'RELAPSE' }),
  refusedRegister('HOUSEHOLD_NOT_REGISTERED', 'AdmitCase', { ...admission, kind: 'EXIT', definition: 'EXIT-8@1' }),
  refusedRegister('HOUSEHOLD_REGISTERED', 'AdmitCase', { ...admission, no: 2 }, {}, () => at()),
  refusedRegister('CASE_UNKNOWN', 'RecordCaseReopened', { caseId: 'none', no: 1 }, { by: PROCESS }),
  refusedRegister('CASE_NOT_CONCLUDED', 'RecordCaseReopened', { caseId: CASE, no: 1 }, { by: PROCESS }, () =>
    at('SURVEY.SURVEY'),
  ),
  refusedRegister(
    'OUTCOME_OF_OTHER_KIND',
    'RecordCaseResult',
    { caseId: CASE, outcome: 'EXITED', on: START, programYear: 2016 },
    { by: PROCESS },
    () => at('SURVEY.SURVEY'),
  ),
  refusedRegister('DEREGISTRATION_NOT_DUE', 'Deregister', { on: START, papers: NO_PAPERS }, { by: COUNTY }),
  refusedRegister('DEREGISTRATION_TOO_EARLY', 'Deregister', { on: '2016-03-02', papers: NO_PAPERS }, { by: COUNTY }, () =>
    at(undefined, true),
  ),
  {
    code: 'FACTS_UNCHANGED',
    said: () => {
      const village = enrolled();
      give(village, H, 'AdmitCase', { ...admission, factsDigest: 'facts' });
      give(village, H, 'RecordCaseResult', { caseId: CASE, outcome: 'REJECTED', on: START, programYear: 2016 }, PROCESS);
      return ask(village, H, 'AdmitCase', { ...admission, no: 2, factsDigest: 'facts' });
    },
  },
  {
    code: 'HOUSEHOLD_CLOSED',
    said: () => {
      const village = enrolled();
      for (const nth of [3, 2])
        give(village, H, 'RemoveMember', {
          no: nth,
          person: personOf('1', nth),
          reason: 'MOVED_OUT',
          on: START,
          papers: NO_PAPERS,
        });
      give(village, H, 'RemoveMember', { no: 1, person: personOf('1', 1), reason: 'MOVED_OUT', on: START, papers: NO_PAPERS });
      return ask(village, H, 'AdmitCase', admission);
    },
  },
];

// Acts.

const A = 'act-a';
const opening = (kind: string, level = 'VILLAGE') => ({
  actId: 'a',
  kind,
  level,
  area: AREA.village,
  bodyKind: 'VILLAGERS',
  sheet: { no: 1, of: 1 },
});

/** An act with the case of household 1 on its closed list, at a part. */
function closed(kind: string, part: string): Village {
  const village = at(part);
  const level =
    part.startsWith('COMPARE') || part.startsWith('COUNTY') ? 'COUNTY' : part.startsWith('TOWNSHIP') ? 'TOWNSHIP' : 'VILLAGE';
  give(village, A, 'OpenAct', {
    ...opening(kind, level),
    area: level === 'COUNTY' ? AREA.county : level === 'TOWNSHIP' ? AREA.township : AREA.village,
  });
  give(village, A, 'ListCases', { no: 1, items: [{ caseId: CASE, part, round: 1 }] });
  give(village, A, 'CloseList', { no: 1 });
  return village;
}
const listing = (): Village => {
  const village = at('REVIEW_GROUP.REVIEW');
  give(village, A, 'OpenAct', opening('MEETING'));
  return village;
};

const refusedAct = (code: string, type: string, data: object, village: () => Village, words?: Words): ShortCase => ({
  code,
  said: () => ask(village(), A, type, data, words),
});

const meetingAt = (): Village => closed('MEETING', 'REVIEW_VILLAGE.REVIEW');
const present = rosterOf('REPRESENTATIVE_MEETING').slice(0, 26);
const attendance = present.map((person) => ({ person, capacity: 'MEMBER', mode: 'IN_PERSON' }));
const item = { caseId: CASE, recused: [], tally: { votesFor: 24, against: 1, abstain: 1 } };
const sitting = (change: object = {}) => ({
  attempt: 1,
  body: 'REPRESENTATIVE_MEETING',
  heldOn: START,
  place: 'hall',
  method: 'SHOW_OF_HANDS',
  attendance,
  comparisonReadOut: true,
  items: [item],
  papers: NO_PAPERS,
  ...change,
});
const batchAt = (): Village => closed('COMPARISON_BATCH', 'COMPARE.COMPARISON');
const asked = { caseId: CASE, persons: [personOf('1', 1)] };
const batch = (change: object = {}) => ({ sources: ['VEHICLES', 'REAL_ESTATE'], persons: [asked], papers: NO_PAPERS, ...change });
const requested = (): Village => {
  const village = batchAt();
  give(
    village,
    A,
    'RequestComparisonBatch',
    batch({ persons: [{ caseId: CASE, persons: [1, 2, 3].map((nth) => personOf('1', nth)) }] }),
    COUNTY,
    holder('COUNTY_POVERTY_OFFICE_HEAD', 3),
  );
  return village;
};
const receipt = (change: object = {}) => ({
  source: 'VEHICLES',
  asOf: START,
  receiptDigest: 'receipt',
  answers: [{ caseId: CASE, answers: [1, 2, 3].map((nth) => ({ person: personOf('1', nth), result: 'CLEAR' })) }],
  ...change,
});
const sheetAt = (): Village => closed('NOTICE', 'PUBLICITY_VILLAGE.NOTICE');
const sheet = (village: Village, change: object = {}) => ({
  places: ['VILLAGE_BOARD', 'NATURAL_VILLAGE'].map((place) => ({ place, postedOn: village.today, photo: 'photo' })),
  printedEnd: village.today,
  contentDigest: 'sheet',
  rows: [{ caseId: CASE, householdSize: 3 }],
  papers: NO_PAPERS,
  ...change,
});
const posted = (): Village => {
  const village = sheetAt();
  const end = new Date(Date.parse(`${village.today}T00:00:00Z`) + 7 * 86_400_000).toISOString().slice(0, 10);
  give(village, A, 'PostNoticeSheet', sheet(village, { printedEnd: end }), clerk('DATA_CLERK'), holder('VILLAGE_SECRETARY', 3));
  return village;
};
const confirmation = (change: object = {}) => ({
  no: 1,
  endedOn: START,
  objections: [],
  except: [],
  papers: NO_PAPERS,
  ...change,
});
const ruled = (): Village => {
  const village = closed('RULING', 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT');
  const part = LAWS['IDENT-8@1']?.parts['TOWNSHIP_AUDIT_PUBLICITY.AUDIT'];
  if (part === undefined) throw new Error('no audit');
  const papers = papersOf(part, village.today, personOf('1', 1));
  give(
    village,
    A,
    'RecordRuling',
    { decision: 'PASS', documentNo: 'document', onSiteCheck: true, except: [], papers },
    TOWNSHIP,
    holder('TOWNSHIP_HEAD', 0),
  );
  return village;
};
const correction = (change: object = {}) => ({
  no: 1,
  field: 'documentNo',
  old: 'document',
  new: 'another',
  scanDigest: 'scan',
  confirmedBy: holder('COUNTY_POVERTY_OFFICE_HEAD', 4),
  reason: sealed('slip'),
  ...change,
});

const ACTS: readonly ShortCase[] = [
  refusedAct('ACT_ALREADY_OPEN', 'OpenAct', opening('MEETING'), listing),
  refusedAct(
    'LIST_TOO_LONG',
    'ListCases',
    { no: 1, items: Array.from({ length: 501 }, (_, no) => ({ caseId: `c${no}`, part: 'P.P', round: 1 })) },
    listing,
  ),
  refusedAct('LIST_NOT_OPEN', 'ListCases', { no: 2, items: [item] }, meetingAt),
  refusedAct('LIST_NOT_CLOSING', 'RecordReadiness', { no: 1, answers: [] }, listing, { by: PROCESS }),
  {
    code: 'ANSWER_TO_ANOTHER_CLOSING',
    said: () => {
      const village = listing();
      give(village, A, 'ListCases', { no: 1, items: [{ caseId: CASE, part: 'REVIEW_GROUP.REVIEW', round: 1 }] });
      const stream = village.closing(A, { type: 'CloseList', data: { no: 1 } }, TOWNSHIP);
      return ask(stream, A, 'RecordReadiness', { no: 9, answers: [] }, { by: PROCESS });
    },
  },
  refusedAct('ITEMS_NOT_THE_LIST', 'RecordMeeting', sitting({ items: [] }), meetingAt),
  refusedAct('ROSTER_MISSING', 'RecordMeeting', sitting({ heldOn: '2009-01-01' }), meetingAt),
  refusedAct('ATTENDED_TWICE', 'RecordMeeting', sitting({ attendance: [...attendance, attendance[0]] }), meetingAt),
  refusedAct(
    'NOT_ON_ROSTER',
    'RecordMeeting',
    sitting({ attendance: [...attendance, { person: 'x', capacity: 'MEMBER', mode: 'IN_PERSON' }] }),
    meetingAt,
  ),
  refusedAct(
    'PROXY_NOT_PERMITTED',
    'RecordMeeting',
    sitting({
      attendance: [
        ...attendance,
        { person: 'x', capacity: 'MEMBER', mode: 'IN_PERSON', speaksFor: rosterOf('REPRESENTATIVE_MEETING')[30] },
      ],
    }),
    meetingAt,
  ),
  refusedAct('RECUSED_NOT_PRESENT', 'RecordMeeting', sitting({ items: [{ ...item, recused: ['x'] }] }), meetingAt),
  refusedAct(
    'VOTES_UNUSABLE',
    'RecordMeeting',
    sitting({ items: [{ ...item, tally: { votesFor: 0.5, against: 0, abstain: 0 } }] }),
    meetingAt,
  ),
  refusedAct(
    'VOTES_EXCEED_VOTERS',
    'RecordMeeting',
    sitting({ items: [{ ...item, tally: { votesFor: 90, against: 0, abstain: 0 } }] }),
    meetingAt,
  ),
  refusedAct(
    'RANK_TWICE',
    'RecordMeeting',
    sitting({ items: [1, 2].map(() => ({ ...item, ranking: { rank: 1, quota: 5, instrument: 'quota' } })) }),
    meetingAt,
  ),
  refusedAct('SOURCES_MISSING', 'RequestComparisonBatch', batch({ sources: [] }), batchAt),
  refusedAct('SOURCE_TWICE', 'RequestComparisonBatch', batch({ sources: ['VEHICLES', 'VEHICLES'] }), batchAt),
  refusedAct('PERSONS_MISSING', 'RequestComparisonBatch', batch({ persons: [{ caseId: CASE, persons: [] }] }), batchAt),
  refusedAct('PERSON_TWICE', 'RequestComparisonBatch', batch({ persons: [{ caseId: CASE, persons: ['x', 'x'] }] }), batchAt),
  refusedAct('COMPARISON_NOT_REQUESTED', 'RecordBatchResult', receipt(), batchAt),
  refusedAct('SOURCE_NOT_ASKED', 'RecordBatchResult', receipt({ source: 'HEARSAY' }), requested),
  refusedAct(
    'LIST_NUMBER_NOT_NEXT',
    'ExportComparisonList',
    { no: 2, source: 'VEHICLES', confirmedBy: holder('COUNTY_POVERTY_OFFICE_HEAD', 3) },
    requested,
  ),
  refusedAct('RECEIPT_INCOMPLETE', 'RecordBatchResult', receipt({ answers: [] }), requested),
  refusedAct(
    'PERSON_NOT_ASKED',
    'RecordBatchResult',
    receipt({ answers: [{ caseId: CASE, answers: [{ person: 'x', result: 'CLEAR' }] }] }),
    requested,
  ),
  {
    code: 'SOURCE_ALREADY_ANSWERED',
    said: () => {
      const village = requested();
      give(village, A, 'RecordBatchResult', receipt(), COUNTY, holder('COUNTY_POVERTY_OFFICE_HEAD', 3));
      return ask(village, A, 'RecordBatchResult', receipt());
    },
  },
  refusedAct('PLACES_MISSING', 'PostNoticeSheet', { ...sheet(at()), places: [] }, sheetAt),
  refusedAct(
    'PLACE_TWICE',
    'PostNoticeSheet',
    { ...sheet(at()), places: [1, 2].map(() => ({ place: 'VILLAGE_BOARD', postedOn: START, photo: 'p' })) },
    sheetAt,
  ),
  refusedAct('NOTICE_NOT_POSTED', 'ConfirmSheetResult', confirmation(), sheetAt),
  refusedAct(
    'DATES_REVERSED',
    'InterruptNoticeSheet',
    { no: 1, place: 'VILLAGE_BOARD', missingFrom: '2016-03-09', restoredOn: '2016-03-09', withdrawnByIssuer: false, photo: 'p' },
    posted,
  ),
  refusedAct(
    'PLACE_UNKNOWN',
    'InterruptNoticeSheet',
    { no: 1, place: 'NOWHERE', missingFrom: '2016-03-02', restoredOn: '2016-03-03', withdrawnByIssuer: false, photo: 'p' },
    posted,
  ),
  refusedAct('NOTHING_CONFIRMED', 'ConfirmSheetResult', confirmation({ except: [CASE] }), posted),
  refusedAct(
    'OBJECTION_NUMBERS_MISSING',
    'ConfirmSheetResult',
    confirmation({ objections: [{ caseId: CASE, numbers: [] }] }),
    posted,
  ),
  refusedAct('CASE_NOT_ON_ACT', 'ConfirmSheetResult', confirmation({ except: ['another'] }), posted),
  refusedAct(
    'DOCUMENT_NUMBER_MISSING',
    'RecordRuling',
    { decision: 'PASS', documentNo: ' ', onSiteCheck: true, except: [], papers: NO_PAPERS },
    () => closed('RULING', 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT'),
  ),
  refusedAct('CAUSE_UNKNOWN', 'RecordOutcomes', { no: 1, cause: 'none', outcomes: [] }, meetingAt, { by: PROCESS }),
  refusedAct('NOTHING_CORRECTED', 'CorrectAct', correction({ new: 'document' }), ruled),
  refusedAct('FIELD_UNKNOWN', 'CorrectAct', correction({ field: 'nothing' }), ruled),
  refusedAct('CONFIRMER_NOT_OF_LEVEL_ABOVE', 'CorrectAct', correction({ confirmedBy: 'nobody-of-it' }), ruled),
  {
    code: 'ACT_VOIDED',
    said: () => {
      const village = listing();
      give(village, A, 'VoidAct', { reason: sealed('over') });
      return ask(village, A, 'CloseList', { no: 1 });
    },
  },
];

// Cases, and rules whose facts deciders make themselves: held against one fact by `judge`, as explanations are.

const C = `case-${CASE}`;
const refusedCase = (code: string, type: string, data: object, village: () => Village, words?: Words): ShortCase => ({
  code,
  said: () => ask(village(), C, type, data, words),
});

const viewOf = (village: Village, change: Partial<CaseFile> = {}): CaseFile => ({ ...village.caseFile(CASE), ...change });

function found(law: Law, view: CaseFile, type: string, data: object): readonly string[] {
  const circumstances = {
    occurredOn: START,
    recordedOn: START,
    actor: clerk('STATION_CLERK'),
    performedBy: holder('STATION_HEAD'),
    offices: OFFICES_HELD,
    opened: { 'income-low': INCOMES.low },
  };
  const findings = judge({ law, view, fact: { type: `case.${type}.v1`, data }, circumstances });
  return findings.filter(({ met }) => !met).map(({ code }) => code);
}

const ident = (): Law => LAWS['IDENT-8@1'] ?? shippedLaw('IDENT-8', 2016);
const judged = (code: string, type: string, data: object, law: () => Law = ident, change: Partial<CaseFile> = {}): ShortCase => {
  const under = (rules?: readonly Rule[]): readonly string[] => {
    const whole = law();
    const view = viewOf(at('SURVEY.SURVEY'), change);
    return found(rules === undefined ? whole : { ...whole, rules }, view, type, data);
  };
  return { code, said: () => under(), under };
};
const review = (change: object = {}) => ({
  part: 'REVIEW_GROUP.REVIEW',
  round: 1,
  attempt: 1,
  body: 'GROUP_MEETING',
  heldOn: START,
  rosterTotal: 30,
  present: 20,
  recused: [],
  method: 'SHOW_OF_HANDS',
  tally: { votesFor: 20, against: 0, abstain: 0 },
  comparisonReadOut: true,
  result: 'PASSED',
  papers: NO_PAPERS,
  ...change,
});
const visit = (change: object = {}) => ({
  part: 'EXIT_SURVEY.SURVEY',
  round: 1,
  visitedOn: START,
  surveyors: [],
  criteria: [],
  income: sealed('income-low'),
  sharingIncome: 3,
  papers: NO_PAPERS,
  ...change,
});
const exitGz = (): Law => shippedLaw('EXIT-GZ', 2017, ['CN', 'CN-GZ']);

/** An objection to the entry that holds. */
const objection = {
  '1': { no: 1, target: 'ENTRY', receivedOn: START, open: true, investigators: [], byHousehold: false, factsCommitment: 'c' },
} as const;

const OBJECTION = {
  no: 1,
  target: 'OMISSION',
  receivedBy: holder('VILLAGE_SUPERVISOR'),
  anonymous: true,
  facts: sealed('facts'),
  byHousehold: false,
};

const done = { round: 1, status: 'DONE', doneOn: START, persons: [], recordedBy: [], signedOn: [] } as const;

const CASES: readonly ShortCase[] = [
  refusedCase('CASE_ALREADY_OPEN', 'OpenCase', {}, () => at('SURVEY.SURVEY'), { by: PROCESS }),
  refusedCase('ORDER_UNKNOWN', 'DoNothing', {}, () => at('SURVEY.SURVEY')),
  refusedCase(
    'TERM_NOT_OVER',
    'MarkTermMissed',
    { timer: 'T06', part: 'SURVEY.SURVEY', round: 1, due: '2016-03-15' },
    () => at('SURVEY.SURVEY'),
    { by: CLOCK },
  ),
  refusedCase('NOTICE_NOT_OVER', 'TakeDownNotice', { part: 'SURVEY.SURVEY', takenDownOn: START, papers: NO_PAPERS }, () =>
    at('SURVEY.VERIFICATION'),
  ),
  judged('NOTICE_NOT_OVER', 'NoticeCopyTakenDown', { part: 'SURVEY.SURVEY', round: 1, takenDownOn: START, papers: NO_PAPERS }),
  judged('EFFECT_NOT_REACHED', 'DecidedListPublished', {
    publishedOn: START,
    medium: 'VILLAGE_BOARD',
    documentNo: 'county 1',
    papers: NO_PAPERS,
  }),
  {
    code: 'TERM_OVER_WHEN_RECORDED',
    said: () => ask(at('SURVEY.SURVEY'), `case-${CASE}`, 'RaiseObjection', { ...OBJECTION, receivedOn: '2016-01-04' }),
  },
  {
    code: 'TAKEN_DOWN_TOO_EARLY',
    said: () => {
      const village = at();
      const part = Object.keys(village.caseFile(CASE).notices)[0] ?? '';
      return ask(village, C, 'TakeDownNotice', { part, takenDownOn: START, papers: NO_PAPERS });
    },
  },
  {
    code: 'CORRECTION_NOT_CONFIRMED',
    said: () => {
      const village = at('SURVEY.VERIFICATION');
      const event = village.eventsOf(C).find(({ type }) => type === 'case.HomeVisitRecorded.v1');
      const data = {
        no: 1,
        event: event?.id,
        field: 'sharingIncome',
        old: '3',
        new: '2',
        scanDigest: 's',
        reason: sealed('slip'),
      };
      return ask(village, C, 'CorrectRecord', data, { by: clerk('DATA_CLERK') });
    },
  },
  {
    code: 'INCOME_RESULT_CHANGED',
    said: () => {
      const village = at('SURVEY.VERIFICATION');
      const event = village.eventsOf(C).find(({ type }) => type === 'case.HomeVisitRecorded.v1');
      const confirmedBy = holder('COUNTY_POVERTY_OFFICE_HEAD', 5);
      const data = {
        no: 1,
        event: event?.id,
        field: 'sharingIncome',
        old: '3',
        new: '1',
        scanDigest: 's',
        reason: sealed('slip'),
        confirmedBy,
      };
      return ask(village, C, 'CorrectRecord', data, { by: clerk('DATA_CLERK') });
    },
  },
  {
    code: 'INCOME_NOT_OPENED',
    said: () => {
      const village = at('REVIEW_GROUP.REVIEW');
      const { household } = village.caseFile(CASE);
      const data = {
        change: 'MEMBER_REMOVED',
        on: START,
        person: personOf('1', 3),
        household: { ...household, members: household.members.slice(0, 2) },
        cause: 'c',
      };
      return ask(village, C, 'NoteHouseholdChange', data, { by: PROCESS, more: { opened: {} } });
    },
  },
  {
    code: 'CALENDAR_MISSING',
    said: () => {
      const law = lawsWith({ definition: inWorkingDays, calendar: new CalendarBook() });
      const village = at('PUBLICITY_VILLAGE.NOTICE');
      const next = lawfulNext(village, CASE).wish;
      return next === undefined ? [] : village.ask(next, { law: law['IDENT-8@1'] });
    },
  },
  {
    code: 'QUORUM_UNKNOWN',
    said: () => {
      const law = lawsWith({ definition: withoutQuorums });
      const village = at('REVIEW_GROUP.REVIEW');
      const next = lawfulNext(village, CASE).wish;
      return next === undefined ? [] : village.ask(next, { law: law['IDENT-8@1'] });
    },
  },
  judged('EFFECT_TOO_EARLY', 'HouseholdRegistered', { on: START, programYear: 2016 }),
  judged('INCOME_SIDE_WRONG', 'IncomeAccountRecorded', {
    part: 'SURVEY.SURVEY',
    round: 1,
    income: sealed('income-low'),
    sharingIncome: 3,
    line: 'identificationLine',
    against: 'AT_OR_ABOVE',
  }),
  judged('RESULT_NOT_AS_VOTED', 'ReviewHeld', review({ result: 'FAILED' })),
  judged('QUORUM_NOT_REACHED', 'ReviewHeld', review({ present: 19 })),
  judged('QUORUM_REACHED', 'MeetingInquorate', review()),
  judged(
    'RULING_NOT_AWAITED',
    'ReviewHeld',
    review({ presentPersons: rosterOf('GROUP_MEETING').slice(0, 20), awaitsRuling: true }),
  ),
  judged('METHOD_NOT_ALLOWED', 'ReviewHeld', review({ method: 'BY_POST' })),
  judged('REMOTE_NOT_PERMITTED', 'ReviewHeld', review({ otherwisePresent: [{ ...attendance[0], mode: 'REMOTE' }] })),
  judged(
    'PROXY_NOT_PERMITTED',
    'ReviewHeld',
    review({ otherwisePresent: [{ ...attendance[0], capacity: 'PROXY', speaksFor: holder('COMMITTEE_MEMBER') }] }),
  ),
  judged(
    'INTERRUPTION_RECORDED_LATE',
    'NoticeInterrupted',
    {
      part: 'PUBLICITY_VILLAGE.NOTICE',
      place: 'VILLAGE_BOARD',
      missingFrom: START,
      restoredOn: START,
      earliestClose: '2016-03-20',
    },
    ident,
    { parts: { 'PUBLICITY_VILLAGE.NOTICE': done, 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL': done } },
  ),
  judged('RANKING_MISSING', 'ReviewHeld', review({ part: 'REVIEW.REVIEW' }), () => rankedLaw()),
  judged(
    'TOO_MANY_SURVEYORS',
    'HomeVisitRecorded',
    visit({
      surveyors: Array.from({ length: 9 }, (_, nth) => ({
        person: holder('COMMITTEE_MEMBER', nth),
        offices: ['COMMITTEE_MEMBER'],
      })),
    }),
    exitGz,
  ),
  judged('REPRESENTATIVE_MISSING', 'HomeVisitRecorded', visit(), exitGz),
  judged('LINE_UNKNOWN', 'HomeVisitRecorded', visit(), () => shippedLaw('EXIT-8', 2013)),
  judged('DEFINITION_NOT_PINNED', 'CaseOpened', { definition: 'IDENT-9@1#d', kind: 'IDENTIFICATION' }),
  judged(
    'NOTICE_RESULT_NOT_STANDING',
    'CountyApproved',
    { part: 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL', round: 1, documentNo: 'd', papers: NO_PAPERS },
    ident,
    {
      parts: { 'PUBLICITY_VILLAGE.NOTICE': running('RUNNING'), 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT': running('DONE') },
    },
  ),
  judged(
    'OBJECTION_OPEN',
    'CountyApproved',
    { part: 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL', round: 1, documentNo: 'd', papers: NO_PAPERS },
    ident,
    { objections: objection },
  ),
  judged('CASE_SUSPENDED', 'HomeVisitRecorded', visit({ part: 'SURVEY.SURVEY' }), ident, { objections: objection }),
  judged('CASE_HELD', 'HomeVisitRecorded', visit({ part: 'SURVEY.SURVEY' }), ident, { held: { reason: 'CONTEST' } }),
  judged('RECORDER_ADMITTED_BACKFILL', 'HomeVisitRecorded', visit({ part: 'SURVEY.SURVEY' }), ident, {
    admittedBy: { 'SURVEY.SURVEY': clerk('STATION_CLERK').id },
  }),
  judged('RESUME_PART_NOT_READY', 'CaseReturned', {
    to: 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL',
    level: 'COUNTY',
    because: 'CONTEST',
    superseded: [],
  }),
  judged(
    'CONSENT_NOT_IN_PERSON',
    'ExitConsentGiven',
    { signature: { method: 'REMOTE', person: 'p', capacity: 'SELF', offices: [], signedOn: START }, papers: NO_PAPERS },
    ident,
    { consentAnew: 'OWN_OBJECTION' },
  ),
  judged('COMPARISON_INCOMPLETE', 'ComparisonPassed', { part: 'COMPARE.COMPARISON', round: 1 }, ident, {
    comparison: asking('CLEAR'),
  }),
  judged('HIT_NOT_DISPOSITIONED', 'ComparisonPassed', { part: 'COMPARE.COMPARISON', round: 1 }, ident, {
    comparison: asking('HIT'),
  }),
  judged(
    'HIT_ALREADY_DISPOSITIONED',
    'HitDispositioned',
    { part: 'COMPARE.COMPARISON', round: 1, hit: 'p|VEHICLES|R01', disposition: 'EXPLAINED', evidence: [] },
    ident,
    { comparison: { ...asking('HIT'), dispositions: { 'p|VEHICLES|R01': 'EXPLAINED' } } },
  ),
  judged('DISPOSITION_NOT_EVIDENCED', 'HitDispositioned', {
    part: 'COMPARE.COMPARISON',
    round: 1,
    hit: 'p|VEHICLES|R01',
    disposition: 'EXPLAINED',
    evidence: [],
  }),
  judged(
    'ON_SITE_CHECK_MISSING',
    'TownshipAuditPassed',
    { part: 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT', round: 1, onSiteCheck: false, papers: NO_PAPERS },
    () => lawsWith({ definition: everyHouseholdVisited })['IDENT-8@1'] ?? ident(),
  ),
  judged(
    'NOT_SIGNED_WITHIN',
    'VillageVerificationPassed',
    { part: 'VILLAGE.SIGNING', round: 1, passed: true, papers: signedLongAgo() },
    exitGz,
    { parts: { 'VILLAGE.NOTICE': running('RUNNING') } },
  ),
];

const told = { part: 'PUBLICITY_VILLAGE.NOTICE', round: 1 };
const decided = (change: object) => ({
  no: 1,
  outcome: 'DISMISSED',
  material: false,
  decidedBy: [holder('STATION_HEAD')],
  reason: sealed('decided'),
  evidence: [],
  ...change,
});
const objected = { objections: { '1': { ...objection['1'], against: holder('STATION_HEAD', 3) } } } as const;
const assigned = (...investigators: readonly string[]) => ({ no: 1, level: 'COUNTY', investigators });
const contested = {
  contests: [{ contested: 'RETURN', of: 1, on: START }],
  returned: { no: 1, to: 'SURVEY.SURVEY', level: 'COUNTY', because: 'RULING', on: START, decidedBy: 'x' },
} as const;
const approved = {
  approval: { documentNo: 'd', part: 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL', level: 'COUNTY', on: START },
} as const;

const rechecked = {
  outcome: 'NEW_SURVEY',
  level: 'COUNTY',
  decidedBy: [holder('LEADING_GROUP_HEAD')],
  reason: sealed('r'),
  papers: NO_PAPERS,
};
/** A rejection was rechecked and contested; the case went on by another way and took effect. Found by the second judge (R1). */
const overtaken = {
  phase: 'CLOSED',
  outcome: 'REGISTERED',
  rejection: { no: 1, part: 'SURVEY.VERIFICATION', level: 'VILLAGE', reason: 'VERIFICATION_FAILED', decidedBy: ['x'], on: START },
  recheck: { of: 1, requestedOn: START },
  contests: [{ contested: 'REJECTION', of: 1, on: START }],
} as const;

/** What runs meet now and then, by chance: here for certain. */
const SELDOM: readonly ShortCase[] = [
  judged(
    'REVOKED_BY_OTHER_LEVEL',
    'ApprovalRevoked',
    { documentNo: 'e', reason: sealed('r'), papers: NO_PAPERS },
    ident,
    approved,
  ),
  judged('NOT_APPROVED', 'ApprovalRevoked', { documentNo: 'e', reason: sealed('r'), papers: NO_PAPERS }),
  judged(
    'APPROVAL_NOT_REVOKED',
    'CaseWithdrawn',
    { signature: householdSigns(personOf('1', 1), START), papers: NO_PAPERS },
    ident,
    approved,
  ),
  judged(
    'PERIOD_NOT_WITNESSED',
    'NoticePeriodCompleted',
    { ...told, objections: 'NONE', endedOn: START, papers: NO_PAPERS },
    ident,
    {
      parts: { 'PUBLICITY_VILLAGE.NOTICE': { ...running('RUNNING'), startRecordedOn: START } },
    },
  ),
  judged('BACKFILL_NOT_ADMITTED', 'NoticePosted', {
    ...told,
    places: [{ place: 'VILLAGE_BOARD', postedOn: '2016-01-01', photo: 'p' }],
    householdSize: 3,
  }),
  judged('DATE_TOO_OLD', 'HomeVisitRecorded', visit({ part: 'SURVEY.SURVEY', visitedOn: '2016-01-01' })),
  judged(
    'DUPLICATE_FACTS',
    'ObjectionRaised',
    { no: 2, target: 'ENTRY', receivedOn: START, anonymous: true, byHousehold: false, facts: sealed('f'), duplicateOf: 1 },
    ident,
    objected,
  ),
  judged('OBJECTOR_NOT_NAMED', 'ObjectionRaised', {
    no: 2,
    target: 'ENTRY',
    receivedOn: START,
    anonymous: false,
    byHousehold: false,
    facts: sealed('f'),
  }),
  judged('INVESTIGATORS_NOT_NAMED', 'InvestigationAssigned', assigned(), ident, objected),
  judged('INVESTIGATOR_IS_HOUSEHOLD', 'InvestigationAssigned', assigned(personOf('1', 1)), ident, objected),
  judged('INVESTIGATOR_IS_ACCUSED', 'InvestigationAssigned', assigned(holder('STATION_HEAD', 3)), ident, objected),
  judged(
    'INVESTIGATION_LEVEL_TOO_LOW',
    'InvestigationAssigned',
    { ...assigned(holder('VILLAGE_SECRETARY')), level: 'VILLAGE' },
    ident,
    objected,
  ),
  judged('OBJECTION_NOT_OPEN', 'ObjectionDecided', decided({ no: 7 }), ident, objected),
  judged('DECIDER_IS_HOUSEHOLD', 'ObjectionDecided', decided({ decidedBy: [personOf('1', 1)] }), ident, objected),
  judged('DECIDER_IS_ACCUSED', 'ObjectionDecided', decided({ decidedBy: [holder('STATION_HEAD', 3)] }), ident, objected),
  judged('DECIDER_NOT_ASSIGNED', 'ObjectionDecided', decided({}), ident, objected),
  judged('GROUND_MISSING', 'ObjectionDecided', decided({ outcome: 'NOT_ACCEPTED' }), ident, objected),
  judged('NO_OTHER_OBJECTION', 'ObjectionDecided', decided({ outcome: 'NOT_ACCEPTED', ground: 'DUPLICATE' }), ident, objected),
  judged('WITHDRAWAL_NOT_EVIDENCED', 'ObjectionDecided', decided({ outcome: 'WITHDRAWN' }), ident, objected),
  judged(
    'RE_REVIEW_ALREADY_ORDERED',
    'ReReviewOrdered',
    { part: 'REVIEW_GROUP.REVIEW', reason: sealed('r'), papers: NO_PAPERS },
    ident,
    { reReviewed: ['REVIEW_GROUP.REVIEW'] },
  ),
  judged(
    'ADMITTER_IS_RECORDER',
    'BackfillAdmitted',
    { no: 1, parts: ['SURVEY.SURVEY'], reason: sealed('r'), scanDigest: 's' },
    ident,
    {
      parts: { 'SURVEY.SURVEY': { ...running('RUNNING'), recordedBy: [holder('STATION_HEAD')] } },
    },
  ),
  judged('AUTHORISATION_NOT_EVIDENCED', 'QueryAuthorisationGranted', { person: personOf('1', 1), papers: NO_PAPERS }),
  judged(
    'RETURN_OVER_HIGHER_DECISION',
    'CaseReturned',
    { to: 'SURVEY.SURVEY', level: 'TOWNSHIP', because: 'RULING', superseded: ['COUNTY_APPROVAL_ANNOUNCE.APPROVAL'] },
    ident,
    {
      parts: { 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL': running('DONE') },
    },
  ),
  judged('DEFERRED_BY_OTHER_LEVEL', 'ExitDeferred', { toYear: 2017, because: 'RULING' }),
  judged('WRITER_MISSING', 'ApplicationSubmitted', {
    part: 'APPLY.APPLICATION',
    round: 1,
    by: 'WRITTEN_FOR',
    membersListed: [],
    authorisedBy: [],
    papers: NO_PAPERS,
  }),
  judged(
    'WET_SIGNATURE_DUE',
    'TownshipAuditPassed',
    { part: 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT', round: 1, onSiteCheck: true, papers: NO_PAPERS },
    ident,
    {
      consent: { part: 'REVIEW_VILLAGE.CONSENT', person: 'p', on: START, method: 'REMOTE' },
    },
  ),
  judged(
    'RESUME_PART_MISSING',
    'ContestRuled',
    { upheld: true, decidedBy: [holder('LEADING_GROUP_HEAD')], reason: sealed('r'), papers: NO_PAPERS },
    ident,
    contested,
  ),
  judged(
    'DECISION_ALREADY_CONTESTED',
    'DecisionContested',
    { contested: 'RETURN', reason: sealed('r'), papers: NO_PAPERS },
    ident,
    contested,
  ),
  judged(
    'CONSENT_NOT_STANDING',
    'AnnouncementCompleted',
    { part: 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT', round: 1, objections: 'NONE', endedOn: START, papers: NO_PAPERS },
    () => LAWS['EXIT-8@1'] ?? ident(),
    {
      parts: { 'REVIEW_VILLAGE.VERIFICATION': running('DONE') },
    },
  ),
  judged('CASE_ON_OTHER_ACT', 'JoinedAct', { act: 'b', part: 'SURVEY.SURVEY', round: 1 }, ident, {
    onAct: { act: 'a', part: 'X.X' },
  }),
  judged(
    'DECIDED_AT_OTHER_LEVEL',
    'CaseReturned',
    { to: 'SURVEY.SURVEY', level: 'COUNTY', because: 'RULING', superseded: [] },
    ident,
    {
      deciders: { TOWNSHIP: [holder('STATION_HEAD')] },
    },
  ),
  judged(
    'SURVEYED_BY_SAME_TEAM',
    'HomeVisitRecorded',
    visit({ part: 'SURVEY.SURVEY', surveyors: [{ person: holder('VILLAGE_SECRETARY'), offices: ['VILLAGE_SECRETARY'] }] }),
    ident,
    { otherTeam: true, surveyedBy: [holder('VILLAGE_SECRETARY')] },
  ),
  judged('RECHECK_NOT_PENDING', 'RecheckDecided', rechecked, ident, overtaken),
  judged('NO_CONTEST_PENDING', 'ContestRuled', { ...rechecked, upheld: true, resumeAt: 'SURVEY.SURVEY' }, ident, overtaken),
  { code: 'ACT_NOT_OPEN', said: () => ask(enrolled(), A, 'CloseList', { no: 1 }) },
  {
    code: 'PERSON_IN_TWO_HOUSEHOLDS',
    said: () => {
      const village = at('SURVEY.SURVEY');
      give(village, H, 'FlagDuplicatePerson', { person: personOf('1', 1), otherHousehold: '2' }, PROCESS);
      return ask(
        village,
        H,
        'RecordCaseResult',
        { caseId: CASE, outcome: 'REGISTERED', on: START, programYear: 2016 },
        { by: PROCESS },
      );
    },
  },
];

function running(status: 'RUNNING' | 'DONE') {
  return {
    round: 1,
    status,
    startedOn: START,
    ...(status === 'DONE' ? { doneOn: START } : {}),
    persons: [],
    recordedBy: [],
    signedOn: [],
  };
}
function asking(result: 'HIT' | 'CLEAR') {
  const answer = {
    person: personOf('1', 1),
    result,
    source: 'VEHICLES',
    asOf: START,
    ...(result === 'HIT' ? { code: 'R01' } : {}),
  };
  return { part: 'COMPARE.COMPARISON', requested: [], answers: { [`${personOf('1', 1)}|VEHICLES`]: answer }, dispositions: {} };
}
function signedLongAgo() {
  const signature = { slot: 'S', person: 'p', capacity: 'OFFICE', offices: [], method: 'WET', signedOn: '2015-01-01' };
  return { ...NO_PAPERS, signatures: [signature] };
}
function rankedLaw(): Law {
  const law = shippedLaw('IDENT-BASE-2014', 2014);
  const id = law.order.find((part) => law.parts[part]?.kind === 'review') ?? '';
  return { ...law, parts: { ...law.parts, 'REVIEW.REVIEW': law.parts[id] as Law['parts'][string] } };
}

type Definer = NonNullable<NonNullable<Parameters<typeof lawsWith>[0]>['definition']>;
const changing =
  (change: (part: Law['parts'][string]) => object): Definer =>
  (definition) => ({
    ...definition,
    steps: definition.steps.map((step) => ({
      ...step,
      parts: step.parts.map((part) => ({ ...part, ...change(part) })),
    })),
  });
const inWorkingDays: Definer = changing((part) =>
  part.kind === 'notice' && part.minDuration !== undefined ? { minDuration: { ...part.minDuration, unit: 'wd' } } : {},
);
const withoutQuorums: Definer = changing((part) => (part.kind === 'review' ? { quorums: [] } : {}));
const everyHouseholdVisited: Definer = changing((part) => (part.kind === 'audit' ? { samplePermille: 1000 } : {}));

export const SHORT_CASES: readonly ShortCase[] = [...REGISTER, ...ACTS, ...CASES, ...SELDOM];
