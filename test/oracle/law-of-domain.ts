// The law as domain.md writes it, row by row: not read from any definition of libs/ (ADR-0008).

/** §5 T01-T03: full days that a notice or announcement hangs after the day of posting. */
export const NOTICE_DAYS = 7;
/** R2: how far back of its entry a paper date counts, unless the level above admitted it. */
export const BACKFILL_DAYS = 3;
/** R9 `comparison.maxAge`; the number is the default of the policy, ours. */
export const COMPARISON_MAX_AGE_DAYS = 90;
/** R10: beyond so many missing days a notice begins again. */
export const MISSING_DAYS_MAX = 2;
/** R13. */
export const RECHECK_DAYS = 15;
/** §2.5, §3.4. */
export const ADULT = 18;
/** §2.1 step 2, §6.3 `survey.minSurveyors`. */
export const SURVEYORS_MIN = 2;
/** R4: village verification. */
export const VERIFIERS_MIN = 3;
/** R7: attempts without quorum before a signed roll. */
export const INQUORATE_ATTEMPTS = 2;
/** R7: only where the policy of the area and year says so; none of those of §6.3 does. */
export const REMOTE_BY_POLICY: boolean = false;
export const PROXY_BY_POLICY: boolean = false;
/** §3.4: refusals in a year, then deferred. */
export const REFUSALS_MAX = 2;
/** §3.4: who see a fingerprint; cadres who record a remote consent. */
export const WITNESSES_MIN = 2;

/** R4: who may hold both signs once, naming both. */
export const OFFICE_PAIRS: readonly (readonly [string, string])[] = [
  ['VILLAGE_SECRETARY', 'VILLAGE_DIRECTOR'],
  ['FIRST_SECRETARY', 'RESIDENT_TEAM_LEADER'],
];

const ORDER_OF_LEVELS = ['HOUSEHOLD', 'GROUP', 'VILLAGE', 'TOWNSHIP', 'COUNTY', 'PREFECTURE', 'PROVINCE', 'NATION'];
export const isHigher = (level: string, than: string): boolean => ORDER_OF_LEVELS.indexOf(level) > ORDER_OF_LEVELS.indexOf(than);

const COMMITTEES = ['VILLAGE_SECRETARY', 'VILLAGE_DIRECTOR', 'COMMITTEE_MEMBER'];
const TEAM = ['FIRST_SECRETARY', 'RESIDENT_TEAM_LEADER', 'RESIDENT_TEAM_MEMBER'];
const VILLAGE_CLERKS = [...COMMITTEES, 'DATA_CLERK'];
const STATION = ['STATION_CLERK', 'STATION_HEAD'];
const TOWNSHIP_HEADS = ['TOWNSHIP_PARTY_SECRETARY', 'TOWNSHIP_HEAD'];
const COUNTY_OFFICE = ['COUNTY_POVERTY_OFFICER', 'COUNTY_POVERTY_OFFICE_HEAD'];
const LEADING_GROUP = ['LEADING_GROUP_MEMBER', 'LEADING_GROUP_HEAD'];

/** §8, R3: at which level an office decides. Inspectors, integrators and administrators decide no case. */
const OFFICES_OF: Readonly<Record<string, readonly string[]>> = {
  GROUP: ['GROUP_LEADER'],
  VILLAGE: [...VILLAGE_CLERKS, ...TEAM, 'VILLAGE_SUPERVISOR', 'VILLAGE_REPRESENTATIVE', 'RESPONSIBLE_CADRE'],
  TOWNSHIP: [...STATION, ...TOWNSHIP_HEADS, 'VILLAGE_LIAISON'],
  COUNTY: [...COUNTY_OFFICE, ...LEADING_GROUP, 'LINE_DEPARTMENT_OFFICER'],
  PREFECTURE: ['FILING_OFFICER'],
};

export const levelsOfOffices = (offices: readonly string[]): readonly string[] =>
  Object.keys(OFFICES_OF).filter((level) => OFFICES_OF[level]?.some((office) => offices.includes(office)) === true);

export type KindOfPart =
  | 'application'
  | 'survey'
  | 'verification'
  | 'review'
  | 'comparison'
  | 'consent'
  | 'notice'
  | 'audit'
  | 'approval'
  | 'announcement';

/** A part of a step in the words of the tables of §2.1 and §3.2. */
export interface PartRow {
  readonly id: string;
  readonly kind: KindOfPart;
  readonly level: string;
  readonly clause: string;
  readonly evidence: readonly string[];
  readonly seals: readonly string[];
  /** One signer of each of these groups of offices; the empty group is the household. */
  readonly signers: readonly (readonly string[])[];
  readonly personsMin: number;
  /** Whose act it is; empty: the household's. */
  readonly performers: readonly string[];
  /** §8 with 代录 (R4): who may enter it. */
  readonly recorders: readonly string[];
  readonly body?: string;
  readonly places?: readonly string[];
}

const row = (id: string, kind: KindOfPart, level: string, clause: string, more: Partial<PartRow>): PartRow => ({
  id,
  kind,
  level,
  clause,
  evidence: [],
  seals: [],
  signers: [],
  personsMin: 0,
  performers: [],
  recorders: [],
  ...more,
});

const FROM_THE_VILLAGE = [...VILLAGE_CLERKS, ...STATION];
const FROM_THE_GROUP = ['GROUP_LEADER', ...FROM_THE_VILLAGE];
const FROM_THE_TOWNSHIP = STATION;
const FROM_THE_COUNTY = [...COUNTY_OFFICE, ...STATION];
const SURVEYING = [...COMMITTEES, ...TEAM, 'VILLAGE_LIAISON', 'VILLAGE_REPRESENTATIVE', 'RESPONSIBLE_CADRE'];

const groupReview = (step: string): PartRow =>
  row('REVIEW_GROUP.REVIEW', 'review', 'GROUP', step, {
    evidence: ['MEETING_NOTICE', 'SIGN_IN_SHEET', 'MINUTES', 'VOTE_TALLY', 'PHOTOS'],
    signers: [['GROUP_LEADER'], [...COMMITTEES, 'VILLAGE_LIAISON']],
    personsMin: 2,
    performers: ['GROUP_LEADER'],
    recorders: FROM_THE_GROUP,
    body: 'GROUP_MEETING',
  });
const villageReview = (step: string): PartRow =>
  row('REVIEW_VILLAGE.REVIEW', 'review', 'VILLAGE', step, {
    evidence: ['SIGN_IN_SHEET', 'MINUTES', 'VOTE_TALLY'],
    signers: [COMMITTEES, TEAM],
    personsMin: 2,
    performers: COMMITTEES,
    recorders: FROM_THE_VILLAGE,
    body: 'REPRESENTATIVE_MEETING',
  });
const REPORT = ['NOTICE_TEXT', 'END_PHOTO', 'RESULT_REPORT'];
/** Both procedures publish and decide alike (§3.2 mirrors §2.1, steps 6 to 8). */
const upwards = (clause: string): readonly PartRow[] => [
  row('PUBLICITY_VILLAGE.NOTICE', 'notice', 'VILLAGE', `${clause} step 6; T01`, {
    evidence: REPORT,
    seals: ['VILLAGE_COMMITTEE'],
    signers: [COMMITTEES, ['VILLAGE_SUPERVISOR']],
    personsMin: 2,
    performers: COMMITTEES,
    recorders: FROM_THE_VILLAGE,
    places: ['VILLAGE_BOARD', 'NATURAL_VILLAGE'],
  }),
  row('TOWNSHIP_AUDIT_PUBLICITY.AUDIT', 'audit', 'TOWNSHIP', `${clause} step 7`, {
    evidence: ['AUDIT_OPINION', 'ON_SITE_CHECK_RECORD'],
    seals: ['TOWNSHIP_GOVERNMENT'],
    signers: [['TOWNSHIP_PARTY_SECRETARY'], ['TOWNSHIP_HEAD']],
    personsMin: 2,
    performers: [...TOWNSHIP_HEADS, 'STATION_HEAD'],
    recorders: FROM_THE_TOWNSHIP,
  }),
  row('TOWNSHIP_AUDIT_PUBLICITY.NOTICE', 'notice', 'TOWNSHIP', `${clause} step 7; T02`, {
    evidence: REPORT,
    seals: ['TOWNSHIP_GOVERNMENT'],
    signers: [[...TOWNSHIP_HEADS, 'STATION_HEAD'], ['VILLAGE_SUPERVISOR']],
    personsMin: 2,
    performers: [...TOWNSHIP_HEADS, 'STATION_HEAD'],
    recorders: [...FROM_THE_TOWNSHIP, 'DATA_CLERK'],
    places: ['VILLAGE_BOARD'],
  }),
  row('COUNTY_APPROVAL_ANNOUNCE.APPROVAL', 'approval', 'COUNTY', `${clause} step 8`, {
    evidence: ['MINUTES', 'APPROVAL_DOCUMENT'],
    seals: ['COUNTY_LEADING_GROUP'],
    signers: [LEADING_GROUP],
    performers: LEADING_GROUP,
    recorders: COUNTY_OFFICE,
  }),
  row('COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT', 'announcement', 'COUNTY', `${clause} step 8; T03`, {
    evidence: ['ANNOUNCEMENT_TEXT', 'RESULT_REPORT'],
    seals: ['COUNTY_POVERTY_OFFICE'],
    signers: [COUNTY_OFFICE],
    performers: COUNTY_OFFICE,
    recorders: FROM_THE_COUNTY,
    places: ['TOWNSHIP_BOARD', 'VILLAGE_BOARD'],
  }),
];

/** A procedure: its parts in order, who must be asked, what stops, what comes of it. */
export interface ProcedureRow {
  readonly id: string;
  readonly parts: readonly PartRow[];
  readonly sources: Readonly<Record<string, readonly string[]>>;
  /** §6.2: a confirmed hard red line bars an identification; §3.2 step 4: any failing item bars an exit. */
  readonly bars: 'HARD_LINES' | 'ANY_ITEM';
  readonly criteria: readonly string[];
  readonly asksLeave: boolean;
  readonly effect: string;
}

/** §6.2 R01-R06. */
export const HARD_LINES = ['R01', 'R02', 'R03', 'R04', 'R05', 'R06'];
const CRITERIA = ['INCOME', 'FOOD', 'CLOTHING', 'WATER', 'EDUCATION', 'MEDICAL', 'HOUSING'];

const IDENT_8: ProcedureRow = {
  id: 'IDENT-8',
  effect: 'case.HouseholdRegistered.v1',
  bars: 'HARD_LINES',
  criteria: CRITERIA,
  asksLeave: true,
  sources: {
    VEHICLES: ['R01'],
    REAL_ESTATE: ['R02'],
    FISCAL_PAYROLL: ['R03'],
    MARKET_REGULATION: ['R04'],
    ORGANISATION: ['R05'],
    AGRICULTURAL_MACHINERY: ['R06'],
    CIVIL_REGISTRY: ['R11', 'R12', 'R13'],
  },
  parts: [
    row('APPLY.APPLICATION', 'application', 'HOUSEHOLD', '§2.1 step 1', {
      evidence: ['APPLICATION_FORM', 'MEMBER_LIST'],
      signers: [[]],
      recorders: FROM_THE_GROUP,
    }),
    row('SURVEY.SURVEY', 'survey', 'VILLAGE', '§2.1 step 2', {
      evidence: ['SURVEY_FORM', 'INCOME_ACCOUNT', 'PHOTOS'],
      signers: [SURVEYING, []],
      personsMin: SURVEYORS_MIN + 1,
      performers: [...COMMITTEES, ...TEAM, 'VILLAGE_LIAISON'],
      recorders: FROM_THE_VILLAGE,
    }),
    row('SURVEY.VERIFICATION', 'verification', 'VILLAGE', '§2.1 step 2; R4', {
      evidence: ['VERIFICATION_RECORD'],
      seals: ['VILLAGE_COMMITTEE'],
      signers: [COMMITTEES, TEAM],
      personsMin: VERIFIERS_MIN,
      performers: [...COMMITTEES, ...TEAM],
      recorders: FROM_THE_VILLAGE,
    }),
    groupReview('§2.1 step 3; §2.5'),
    row('COMPARE.COMPARISON', 'comparison', 'COUNTY', '§2.1 step 4; R9', {
      performers: [...COUNTY_OFFICE, 'LINE_DEPARTMENT_OFFICER'],
      recorders: [...FROM_THE_COUNTY, 'LINE_DEPARTMENT_OFFICER'],
    }),
    villageReview('§2.1 step 5; §2.5'),
    ...upwards('§2.1'),
  ],
};

const EXIT_8: ProcedureRow = {
  id: 'EXIT-8',
  effect: 'case.HouseholdExited.v1',
  bars: 'ANY_ITEM',
  criteria: CRITERIA,
  asksLeave: false,
  sources: {
    EDUCATION: ['EDUCATION'],
    MEDICAL_INSURANCE: ['MEDICAL'],
    HOUSING: ['HOUSING'],
    WATER: ['WATER'],
    CIVIL_AFFAIRS: ['CIVIL_AFFAIRS'],
    HUMAN_RESOURCES: ['HUMAN_RESOURCES'],
  },
  parts: [
    row('NOMINATE.APPLICATION', 'application', 'GROUP', '§3.2 step 1', {
      evidence: ['NOMINATION_LIST'],
      signers: [['GROUP_LEADER', ...COMMITTEES]],
      performers: ['GROUP_LEADER', ...COMMITTEES],
      recorders: FROM_THE_GROUP,
    }),
    row('EXIT_SURVEY.SURVEY', 'survey', 'VILLAGE', '§3.2 step 2', {
      evidence: ['ACCEPTANCE_FORM', 'INCOME_ACCOUNT', 'CRITERIA_CHECKLIST'],
      signers: [SURVEYING, []],
      personsMin: SURVEYORS_MIN + 1,
      performers: [...COMMITTEES, ...TEAM, 'VILLAGE_LIAISON'],
      recorders: FROM_THE_VILLAGE,
    }),
    groupReview('§3.2 step 3; §2.5'),
    row('COMPARE.COMPARISON', 'comparison', 'COUNTY', '§3.2 step 4; R9', {
      performers: [...COUNTY_OFFICE, 'LINE_DEPARTMENT_OFFICER'],
      recorders: [...FROM_THE_COUNTY, 'LINE_DEPARTMENT_OFFICER'],
    }),
    villageReview('§3.2 step 5; §2.5'),
    row('REVIEW_VILLAGE.CONSENT', 'consent', 'HOUSEHOLD', '§3.2 step 5; §3.4', {
      evidence: ['CONSENT_FORM'],
      signers: [[]],
      recorders: FROM_THE_VILLAGE,
    }),
    row('REVIEW_VILLAGE.VERIFICATION', 'verification', 'VILLAGE', '§3.2 step 5; R4', {
      evidence: ['VERIFICATION_RECORD'],
      seals: ['VILLAGE_COMMITTEE'],
      signers: [['FIRST_SECRETARY'], ['RESIDENT_TEAM_LEADER'], ['VILLAGE_SECRETARY'], ['VILLAGE_DIRECTOR'], ['GROUP_LEADER']],
      personsMin: VERIFIERS_MIN,
      performers: [...COMMITTEES, ...TEAM],
      recorders: FROM_THE_VILLAGE,
    }),
    ...upwards('§3.2'),
  ],
};

/** The two procedures that domain.md writes out in full; `undefined` for a variant, which only the general rows judge. */
export function procedureOf(definition: string): ProcedureRow | undefined {
  const id = definition.split('@')[0];
  return [IDENT_8, EXIT_8].find((procedure) => procedure.id === id);
}

export const partOf = (procedure: ProcedureRow | undefined, id: string | undefined): PartRow | undefined =>
  procedure?.parts.find((part) => part.id === id);

/** §2.5, R8: two thirds of a villagers' body at least; over half of a residents' body. In whole numbers. */
export function hasQuorum(bodyKind: string, present: number, total: number): boolean {
  if (total <= 0) return false;
  return bodyKind === 'RESIDENTS' ? present * 2 > total : present * 3 >= total * 2;
}
