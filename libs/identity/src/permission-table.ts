import { type ActOrderType } from '#libs/collective-act';
import { type CaseOrderType } from '#libs/household-case';
import { type IdentityOrder, type RegisterOrderType } from '#libs/household-register';
import { type InspectionOrderType } from '#libs/inspection';
import { type Office } from '#libs/procedure';
import { type AccessOrder } from './access.decider.js';
import { type AppointmentOrder, type AreaOrder } from './events.js';

/** What the engine gives itself: processes and bells. No person has it. */
export type EngineRole = 'process' | 'clock';

export interface Permission {
  /** Offices that may do it, in their own area and all below it. */
  readonly offices: readonly Office[];
  /** Of these offices, who may do it to what belongs to no area: a matter of the whole engine. All of them where absent. */
  readonly ofNoArea?: readonly Office[];
  /** Whether the engine may do it. */
  readonly engine?: readonly EngineRole[];
  /** Whether the engine too may do it only in the area for which it acts, and below. */
  readonly engineWithin?: true;
  /** Row of domain.md. */
  readonly clause: string;
}

export type OrganisationOrderType =
  | AreaOrder['type']
  | AppointmentOrder['type']
  | AccessOrder['type']
  | InspectionOrderType
  | IdentityOrder['type']
  | 'ProposeDefinition'
  | 'PublishDefinition'
  | 'ProposePolicy'
  | 'PublishPolicy'
  | 'PublishCalendar'
  | 'RaiseIncident'
  | 'ResolveIncident';
export type OrderType = CaseOrderType | RegisterOrderType | ActOrderType | OrganisationOrderType;
export type QueryName =
  | 'caseStatus'
  | 'history'
  | 'explain'
  | 'replay'
  | 'noticeBoard'
  | 'deadlines'
  | 'standings'
  | 'tasks'
  | 'acts'
  | 'incidents'
  | 'areas'
  | 'law'
  | 'lawProposals'
  | 'stream'
  | 'metrics'
  | 'queues'
  | 'openSealed'
  | 'remarks'
  | 'findings';
export type Action = OrderType | QueryName;

const GROUP: readonly Office[] = ['GROUP_LEADER'];
const VILLAGE: readonly Office[] = ['DATA_CLERK', 'COMMITTEE_MEMBER', 'VILLAGE_SECRETARY', 'VILLAGE_DIRECTOR'];
const TEAM: readonly Office[] = ['FIRST_SECRETARY', 'RESIDENT_TEAM_LEADER'];
const STATION: readonly Office[] = ['STATION_CLERK', 'STATION_HEAD'];
const COUNTY_OFFICE: readonly Office[] = ['COUNTY_POVERTY_OFFICER', 'COUNTY_POVERTY_OFFICE_HEAD'];
const COUNTY_RULING: readonly Office[] = [...COUNTY_OFFICE, 'LEADING_GROUP_HEAD', 'LEADING_GROUP_MEMBER'];
/** A township clerk may record a village's papers, never make its decision (R4); the part says who decides. */
const RECORDS_VILLAGE: readonly Office[] = [...VILLAGE, ...STATION];
const RECORDS_GROUP: readonly Office[] = [...GROUP, ...RECORDS_VILLAGE];
const ANY_RECORDER: readonly Office[] = [...RECORDS_GROUP, ...COUNTY_OFFICE];
const READERS: readonly Office[] = [
  ...ANY_RECORDER,
  ...TEAM,
  'VILLAGE_SUPERVISOR',
  'TOWNSHIP_PARTY_SECRETARY',
  'TOWNSHIP_HEAD',
  'LEADING_GROUP_HEAD',
  'LEADING_GROUP_MEMBER',
  'LINE_DEPARTMENT_OFFICER',
  'FILING_OFFICER',
  'INSPECTOR',
  'PROGRAMME_ADMINISTRATOR',
];
/** A whole file about a household, sealed as it is: not those who write it. */
const TAKES_DOSSIERS: readonly Office[] = [
  'STATION_HEAD',
  'TOWNSHIP_HEAD',
  'TOWNSHIP_PARTY_SECRETARY',
  ...COUNTY_RULING,
  'FILING_OFFICER',
  'INSPECTOR',
];
/** Sealed values, for a purpose that is recorded. */
const OPENS_SEALED: readonly Office[] = ['COUNTY_POVERTY_OFFICE_HEAD', 'LEADING_GROUP_HEAD', 'FILING_OFFICER', 'INSPECTOR'];
/** What the law marks without stopping it, by area and by person: not the persons whom it is about. */
const READS_REMARKS: readonly Office[] = [...COUNTY_RULING, 'FILING_OFFICER', 'INSPECTOR'];
/** Who answers for what was done in a township or a county. */
const ANSWERS_FINDINGS: readonly Office[] = [
  'STATION_HEAD',
  'TOWNSHIP_HEAD',
  'TOWNSHIP_PARTY_SECRETARY',
  'COUNTY_POVERTY_OFFICE_HEAD',
  'LEADING_GROUP_HEAD',
];
const PROCESS: readonly EngineRole[] = ['process'];
const CLOCK: readonly EngineRole[] = ['clock'];

const engineOnly = (engine: readonly EngineRole[]): Permission => ({ offices: [], engine, clause: 'architecture §4' });
const recorded = (offices: readonly Office[], clause: string): Permission => ({ offices, engine: PROCESS, clause });
const ruled = (offices: readonly Office[], clause: string): Permission => ({ offices, clause });

/**
 * Who may do what (domain.md §8, R4): the one place where it stands. It says who may bring an order at all; which office
 * performs and records a part is said by the definition, and judged with it. Programme administrators have no case
 * orders but the one by which terms follow a new calendar or policy.
 */
export const PERMISSIONS: Readonly<Record<Action, Permission>> = {
  OpenCase: engineOnly(PROCESS),
  SubmitApplication: recorded(RECORDS_GROUP, '§2.1 step 1'),
  GrantQueryAuthorisation: ruled(RECORDS_GROUP, '§2.1 step 1'),
  RecordSurvey: recorded(RECORDS_VILLAGE, '§2.1 step 2'),
  RecordVerification: recorded(RECORDS_VILLAGE, '§2.1 step 2'),
  RecordReview: recorded(RECORDS_GROUP, '§2.1 steps 3, 5'),
  OrderSignedRoll: ruled([...STATION, 'TOWNSHIP_HEAD', 'TOWNSHIP_PARTY_SECRETARY'], 'R7'),
  OrderReReview: ruled([...RECORDS_VILLAGE, 'TOWNSHIP_HEAD', 'TOWNSHIP_PARTY_SECRETARY'], '§2.3'),
  RequestComparison: recorded([...STATION, ...COUNTY_OFFICE], '§2.1 step 4'),
  RecordComparisonResult: recorded([...STATION, ...COUNTY_OFFICE, 'LINE_DEPARTMENT_OFFICER'], '§2.1 step 4'),
  DispositionHit: ruled([...COUNTY_OFFICE, 'LINE_DEPARTMENT_OFFICER'], '§2.3'),
  RecordConsent: recorded(RECORDS_VILLAGE, '§3.4'),
  RevokeConsent: ruled(ANY_RECORDER, 'R12'),
  PostNotice: recorded(ANY_RECORDER, '§2.1 steps 6–8'),
  CorrectNotice: ruled(ANY_RECORDER, 'R10'),
  InterruptNotice: recorded(ANY_RECORDER, 'R10'),
  MarkNoticePeriodElapsed: engineOnly(CLOCK),
  ConfirmNoticeResult: recorded(ANY_RECORDER, 'R1'),
  RecordAudit: recorded(STATION, '§2.1 step 7'),
  RecordApproval: recorded(COUNTY_OFFICE, '§2.1 step 8'),
  RevokeApproval: ruled(COUNTY_RULING, 'R12'),
  RecordFiling: recorded(ANY_RECORDER, '§1.3; §2.6'),
  RaiseObjection: ruled([...ANY_RECORDER, ...TEAM, 'VILLAGE_SUPERVISOR'], '§2.3'),
  AssignInvestigation: ruled([...STATION, ...COUNTY_OFFICE, 'TOWNSHIP_HEAD', 'TOWNSHIP_PARTY_SECRETARY'], '§2.3'),
  DecideObjection: ruled([...STATION, ...COUNTY_OFFICE, 'TOWNSHIP_HEAD', 'TOWNSHIP_PARTY_SECRETARY'], 'R11'),
  ReturnCase: ruled([...STATION, ...COUNTY_RULING, 'TOWNSHIP_HEAD', 'TOWNSHIP_PARTY_SECRETARY'], '§2.3'),
  MigrateCase: ruled(COUNTY_RULING, '§2.2; architecture §5'),
  WithdrawCase: ruled(ANY_RECORDER, 'R12'),
  LapseCase: recorded(ANY_RECORDER, '§2.3'),
  DeferExit: ruled(COUNTY_RULING, 'R1'),
  NotifyRejection: ruled(ANY_RECORDER, '§2.3'),
  RequestRecheck: ruled(ANY_RECORDER, 'R13'),
  // Prefecture and province give no case orders (§8), but for two: what the county decided is rechecked, and its late papers are
  // admitted, by the level above it (R13, R2).
  DecideRecheck: ruled([...STATION, ...COUNTY_RULING, 'TOWNSHIP_HEAD', 'TOWNSHIP_PARTY_SECRETARY', 'FILING_OFFICER'], 'R13'),
  ContestDecision: ruled(RECORDS_VILLAGE, 'R13'),
  RuleOnContest: ruled(COUNTY_RULING, 'R13'),
  CorrectRecord: recorded(ANY_RECORDER, 'R3'),
  ReassignEntry: recorded(ANY_RECORDER, 'R3'),
  AdmitBackfill: ruled([...STATION, ...COUNTY_RULING, 'TOWNSHIP_HEAD', 'FILING_OFFICER'], 'R2'),
  NoteHouseholdChange: engineOnly(PROCESS),
  TransferManagement: ruled([...STATION, ...COUNTY_OFFICE], 'R14'),
  // An act decides for its own area: no list brings cases from elsewhere under it.
  JoinAct: { ...engineOnly(PROCESS), engineWithin: true },
  LeaveAct: engineOnly(PROCESS),
  ReleaseParked: engineOnly(PROCESS),
  IssueConfirmationLetter: ruled(RECORDS_VILLAGE, '§2.1 post'),
  IssueHandbook: ruled(RECORDS_VILLAGE, '§2.1 post'),
  RecordRegistryEntry: ruled(RECORDS_VILLAGE, '§2.1 post'),
  NoteSupportPaired: engineOnly(PROCESS),
  PublishDecidedList: ruled(COUNTY_OFFICE, '§5 T26'),
  TakeDownNotice: ruled(ANY_RECORDER, '§7'),
  RemindOfTerm: engineOnly(CLOCK),
  MarkTermMissed: engineOnly(CLOCK),
  EscalateTerm: engineOnly(CLOCK),
  RecomputeTerms: ruled(['PROGRAMME_ADMINISTRATOR'], 'architecture §5'),

  EnrolHousehold: recorded(RECORDS_VILLAGE, '§1.4'),
  AddMember: recorded(RECORDS_VILLAGE, '§4.2'),
  RemoveMember: ruled(RECORDS_VILLAGE, '§4.2'),
  ChangeHead: ruled(RECORDS_VILLAGE, '§4.2'),
  CorrectIdentity: ruled(RECORDS_VILLAGE, 'R9'),
  SplitHousehold: ruled(STATION, '§4.2'),
  RecordMerge: ruled(STATION, '§4.2'),
  SetPovertyAttribute: ruled(RECORDS_VILLAGE, '§1.1'),
  AdmitCase: ruled(RECORDS_GROUP, 'architecture §2'),
  RecordCaseResult: engineOnly(PROCESS),
  RecordCaseReopened: engineOnly(PROCESS),
  MoveManagement: engineOnly(PROCESS),
  MarkDeregistrationDue: engineOnly(CLOCK),
  Deregister: ruled(COUNTY_OFFICE, '§3.5'),
  TakeOverStanding: ruled(COUNTY_OFFICE, 'R6'),
  PairSupport: ruled(RECORDS_VILLAGE, '§2.1 post'),
  DeliverMeasure: ruled(RECORDS_VILLAGE, '§4.8'),
  RecordDisaster: ruled(RECORDS_VILLAGE, '§3.3'),
  RuleOnDuplicatePerson: ruled([...STATION, ...COUNTY_OFFICE], 'R14'),
  FlagDuplicatePerson: engineOnly(PROCESS),
  ClaimIdentity: engineOnly(PROCESS),
  ReleaseIdentity: engineOnly(PROCESS),

  OpenAct: ruled(ANY_RECORDER, 'architecture §2'),
  ListCases: ruled(ANY_RECORDER, 'architecture §2'),
  UnlistCase: ruled(ANY_RECORDER, 'architecture §2'),
  CloseList: ruled(ANY_RECORDER, 'architecture §2'),
  RecordReadiness: engineOnly(PROCESS),
  RecordMeeting: ruled(RECORDS_GROUP, '§2.5'),
  PostNoticeSheet: ruled(ANY_RECORDER, 'R10'),
  InterruptNoticeSheet: ruled(ANY_RECORDER, 'R10'),
  ConfirmSheetResult: ruled(ANY_RECORDER, 'R1'),
  RequestComparisonBatch: ruled([...STATION, ...COUNTY_OFFICE], 'R9'),
  ExportComparisonList: ruled([...STATION, ...COUNTY_OFFICE], 'R9'),
  RecordBatchResult: ruled([...STATION, ...COUNTY_OFFICE, 'LINE_DEPARTMENT_OFFICER'], 'R9'),
  RecordRuling: ruled([...RECORDS_VILLAGE, ...COUNTY_OFFICE], 'R15'),
  RecordOutcomes: engineOnly(PROCESS),
  CorrectAct: ruled(ANY_RECORDER, 'R3'),
  VoidAct: ruled(ANY_RECORDER, 'architecture §2'),

  EstablishArea: recorded(['PROGRAMME_ADMINISTRATOR'], '§8'),
  RenameArea: ruled(['PROGRAMME_ADMINISTRATOR'], '§8'),
  PublishRoster: recorded(['PROGRAMME_ADMINISTRATOR', ...STATION], 'R7'),
  MakeAppointment: recorded(['PROGRAMME_ADMINISTRATOR'], '§8'),
  EndAppointment: ruled(['PROGRAMME_ADMINISTRATOR'], '§8'),
  // Law that comes by persons is published by two of them; what comes with the program nobody proposes.
  ProposeDefinition: ruled(['PROGRAMME_ADMINISTRATOR'], 'architecture §5'),
  PublishDefinition: recorded(['PROGRAMME_ADMINISTRATOR'], 'architecture §5'),
  ProposePolicy: ruled(['PROGRAMME_ADMINISTRATOR'], 'architecture §5'),
  PublishPolicy: recorded(['PROGRAMME_ADMINISTRATOR'], 'architecture §5'),
  PublishCalendar: recorded(['PROGRAMME_ADMINISTRATOR'], 'architecture §5'),
  RaiseIncident: engineOnly(PROCESS),
  ResolveIncident: {
    // What the engine did of itself, or to itself, no county answers for.
    ...ruled(['PROGRAMME_ADMINISTRATOR', 'COUNTY_POVERTY_OFFICE_HEAD'], 'architecture §4'),
    ofNoArea: ['PROGRAMME_ADMINISTRATOR'],
  },

  ExportDossier: ruled(TAKES_DOSSIERS, '§7; §8'),
  // To take decisions again, or to try other law on them: by those who answer for it and those who inspect.
  OpenSealed: ruled(OPENS_SEALED, '§7; R17'),

  // A mandate is given by the level above, to persons by name; what they find under it nobody else says (R17).
  OpenInspection: ruled(['FILING_OFFICER'], '§8; R17'),
  OrderSample: ruled(['INSPECTOR'], '§8; R17'),
  RaiseFinding: ruled(['INSPECTOR'], '§8; R17'),
  // The office concerned answers: of the area to which the finding was told, or above it (§4.6).
  AnswerFinding: ruled(ANSWERS_FINDINGS, '§4.6; R17'),
  CloseInspection: ruled(['INSPECTOR', 'FILING_OFFICER'], '§8; R17'),

  caseStatus: ruled(READERS, '§8'),
  history: ruled(READERS, '§8'),
  explain: ruled(READERS, '§8'),
  // Whether the log was decided as it stands is asked by those who inspect it.
  replay: ruled(['INSPECTOR', 'FILING_OFFICER'], '§8'),
  noticeBoard: ruled(READERS, '§8'),
  deadlines: ruled(READERS, '§8'),
  standings: ruled([...READERS, 'INTEGRATOR'], '§8'),
  tasks: ruled(READERS, 'R18'),
  acts: ruled(READERS, '§8'),
  incidents: ruled(
    ['PROGRAMME_ADMINISTRATOR', 'COUNTY_POVERTY_OFFICE_HEAD', 'COUNTY_POVERTY_OFFICER', 'INSPECTOR'],
    'architecture §4',
  ),
  areas: ruled([...READERS, 'INTEGRATOR'], '§8'),
  law: ruled([...READERS, 'INTEGRATOR'], '§8'),
  // What is no law yet is read by those who make it, and by those who inspect how it was made.
  lawProposals: ruled(['PROGRAMME_ADMINISTRATOR', 'INSPECTOR'], 'architecture §5; R17'),
  stream: ruled(['INTEGRATOR', 'INSPECTOR', 'PROGRAMME_ADMINISTRATOR'], '§8'),
  // How the machine runs, over the whole country; nothing of a case.
  metrics: ruled(['PROGRAMME_ADMINISTRATOR'], 'architecture §6'),
  queues: ruled(['PROGRAMME_ADMINISTRATOR'], 'architecture §6'),
  remarks: ruled(READS_REMARKS, '§8; R17'),
  findings: ruled([...new Set([...ANSWERS_FINDINGS, ...READS_REMARKS])], '§4.6; R17'),
  // Sealed values that leave the house: for a purpose, by consent or under a mandate (§7), and by those who answer for it.
  openSealed: ruled(['COUNTY_POVERTY_OFFICE_HEAD', 'LEADING_GROUP_HEAD', 'INSPECTOR'], '§7; R17'),
};
