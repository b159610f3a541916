import { type CivilDate, type Finding, type Sealed } from '#libs/kernel';
import { type Papers, type Signature } from '#libs/procedure';
import { type CaseEventType } from '../events.js';
import { type EventOf } from '../evolve/evolution.js';

const day = (text: string): CivilDate => text as CivilDate;
const sealed = (ref: string): Sealed => ({ ref, commitment: ref.padEnd(64, '0') });
const digest = (letter: string): string => letter.repeat(64);

const signature: Signature = {
  slot: 'HOUSEHOLD',
  person: 'p-1',
  capacity: 'SELF',
  offices: [],
  method: 'FINGERPRINT',
  signedOn: day('2016-05-03'),
  witnesses: ['v-1', 'v-2'],
};
const papers: Papers = {
  evidence: [{ slot: 'MINUTES', digest: digest('a'), date: day('2016-05-03') }],
  signatures: [{ ...signature, slot: 'CHAIR', person: 'o-1', capacity: 'OFFICE', offices: ['VILLAGE_DIRECTOR'], method: 'WET' }],
  seals: [{ org: 'VILLAGE_COMMITTEE', date: day('2016-05-03'), digest: digest('b') }],
};
const area = { group: 'g-1', village: 'v-1', township: 't-1', county: 'c-1' };
const household = {
  members: [
    { person: 'p-1', relation: 'HEAD', bornOn: day('1970-01-01') },
    { person: 'p-2', relation: 'CHILD' },
  ],
  head: 'p-1',
  standing: 'REGISTERED',
  identifiedOn: day('2014-12-01'),
  measures: [{ type: 'INDUSTRY', on: day('2015-03-01') }],
  disasterOn: day('2015-07-01'),
};
const finding: Finding = {
  code: 'DATE_TOO_OLD',
  class: 'LAW',
  weight: 'REMARK',
  clause: 'R2',
  required: { notBefore: '2016-05-01' },
  actual: '2016-04-01',
  met: false,
};
const of = (part: string) => ({ part, round: 1, act: 'a-1' });
const meeting = {
  ...of('REVIEW_GROUP.REVIEW'),
  attempt: 1,
  body: 'GROUP_MEETING' as const,
  heldOn: day('2016-05-03'),
  rosterTotal: 3,
  present: 2,
  recused: ['p-9'],
};
const posted = {
  ...of('PUBLICITY_VILLAGE.NOTICE'),
  places: [{ place: 'VILLAGE_BOARD', postedOn: day('2016-05-03'), photo: digest('c') }],
  papers,
  contentDigest: digest('d'),
  householdSize: 2,
  printedEnd: day('2016-05-10'),
  runsFrom: day('2016-05-03'),
  earliestClose: day('2016-05-11'),
  derivation: { length: 7, unit: 'cd', dayCount: 'EXCLUDE_START', clause: '§5 T01' },
};
const completed = {
  ...of('PUBLICITY_VILLAGE.NOTICE'),
  objections: [1],
  endedOn: day('2016-05-11'),
  papers,
  confirmedBy: 'o-1',
};
const verified = { ...of('SURVEY.VERIFICATION'), passed: true, papers, reason: sealed('s-1') };
const consent = { ...of('REVIEW_VILLAGE.CONSENT'), signature, papers, recordedBy: ['o-1', 'o-2'] };
const applied = {
  ...of('APPLY.APPLICATION'),
  by: 'HOUSEHOLD' as const,
  writer: 'o-1',
  membersListed: ['p-1', 'p-2'],
  authorisedBy: ['p-1'],
  papers,
  statement: sealed('s-2'),
};
const effect = { on: day('2016-06-01'), programYear: 2016 };

type Samples = { readonly [K in CaseEventType]: EventOf<K> };

const event = <T extends CaseEventType>(type: T, data: EventOf<T>['data']): EventOf<T> => ({ type, data }) as EventOf<T>;

/** One event of every type, each with every field that it can have: what is stored must read back the same for ever. */
export const caseSamples: Samples = {
  'case.CaseOpened.v1': event('case.CaseOpened.v1', {
    caseId: '1',
    householdId: '1',
    kind: 'IDENTIFICATION',
    origin: 'OWN',
    programYear: 2016,
    area,
    bodyKind: 'VILLAGERS',
    household,
    definition: `IDENT-8@1#${digest('e')}`,
    policy: `CN-2016@1#${digest('f')}`,
  }),
  'case.ApplicationSubmitted.v1': event('case.ApplicationSubmitted.v1', applied),
  'case.ExitNominated.v1': event('case.ExitNominated.v1', { ...applied, by: 'GROUP' }),
  'case.QueryAuthorisationGranted.v1': event('case.QueryAuthorisationGranted.v1', { person: 'p-1', papers }),
  'case.HomeVisitRecorded.v1': event('case.HomeVisitRecorded.v1', {
    ...of('SURVEY.SURVEY'),
    visitedOn: day('2016-05-03'),
    surveyors: [{ person: 'o-1', offices: ['COMMITTEE_MEMBER'] }],
    criteria: [{ code: 'HOUSING', result: 'NOT_MET' }],
    income: sealed('s-3'),
    sharingIncome: 2,
    papers,
    notes: sealed('s-4'),
  }),
  'case.IncomeAccountRecorded.v1': event('case.IncomeAccountRecorded.v1', {
    ...of('SURVEY.SURVEY'),
    income: sealed('s-3'),
    sharingIncome: 2,
    line: 'identificationLine',
    against: 'BELOW',
  }),
  'case.VillageVerificationPassed.v1': event('case.VillageVerificationPassed.v1', verified),
  'case.VillageVerificationFailed.v1': event('case.VillageVerificationFailed.v1', { ...verified, passed: false }),
  'case.ReviewHeld.v1': event('case.ReviewHeld.v1', {
    ...meeting,
    presentPersons: ['r-1', 'r-2'],
    method: 'SECRET_BALLOT',
    tally: { votesFor: 2, against: 0, abstain: 0 },
    comparisonReadOut: true,
    ranking: { rank: 1, quota: 20, instrument: 'quota-1' },
    papers,
    result: 'PASSED',
  }),
  'case.MeetingInquorate.v1': event('case.MeetingInquorate.v1', { ...meeting, presentPersons: ['r-1'] }),
  'case.SignedRollOrdered.v1': event('case.SignedRollOrdered.v1', {
    part: 'REVIEW_GROUP.REVIEW',
    reason: sealed('s-5'),
    papers,
  }),
  'case.ReReviewOrdered.v1': event('case.ReReviewOrdered.v1', { part: 'REVIEW_GROUP.REVIEW', reason: sealed('s-6'), papers }),
  'case.ComparisonRequested.v1': event('case.ComparisonRequested.v1', {
    ...of('COMPARE.COMPARISON'),
    persons: ['p-1', 'p-2'],
    sources: ['VEHICLES'],
  }),
  'case.ComparisonResultReceived.v1': event('case.ComparisonResultReceived.v1', {
    ...of('COMPARE.COMPARISON'),
    source: 'VEHICLES',
    asOf: day('2016-05-03'),
    receiptDigest: digest('0'),
    answers: [
      { person: 'p-1', result: 'HIT', code: 'R01', factDate: day('2015-01-01') },
      { person: 'p-2', result: 'CLEAR' },
    ],
  }),
  'case.HitDispositioned.v1': event('case.HitDispositioned.v1', {
    ...of('COMPARE.COMPARISON'),
    hit: 'p-1|VEHICLES|R01',
    disposition: 'EXPLAINED',
    evidence: papers.evidence,
    reason: sealed('s-7'),
  }),
  'case.ComparisonPassed.v1': event('case.ComparisonPassed.v1', { ...of('COMPARE.COMPARISON'), oldestAsOf: day('2016-05-03') }),
  'case.ComparisonSuperseded.v1': event('case.ComparisonSuperseded.v1', { part: 'COMPARE.COMPARISON', person: 'p-2' }),
  'case.ExitConsentGiven.v1': event('case.ExitConsentGiven.v1', consent),
  'case.ExitConsentRefused.v1': event('case.ExitConsentRefused.v1', { ...consent, reason: sealed('s-8') }),
  'case.ExitConsentRevoked.v1': event('case.ExitConsentRevoked.v1', { signature, reason: sealed('s-9') }),
  'case.NoticePosted.v1': event('case.NoticePosted.v1', posted),
  'case.AnnouncementPosted.v1': event('case.AnnouncementPosted.v1', {
    ...posted,
    ...of('COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT'),
  }),
  'case.NoticeCorrected.v1': event('case.NoticeCorrected.v1', {
    part: 'PUBLICITY_VILLAGE.NOTICE',
    no: 1,
    field: 'HEAD_COUNT',
    correctedOn: day('2016-05-05'),
    contentDigest: digest('1'),
    restarts: true,
    earliestClose: day('2016-05-13'),
    papers,
  }),
  'case.NoticeInterrupted.v1': event('case.NoticeInterrupted.v1', {
    part: 'PUBLICITY_VILLAGE.NOTICE',
    no: 1,
    place: 'VILLAGE_BOARD',
    missingFrom: day('2016-05-05'),
    restoredOn: day('2016-05-06'),
    missingDays: 1,
    mode: 'EXTEND',
    runsFrom: day('2016-05-03'),
    earliestClose: day('2016-05-12'),
    evidence: papers.evidence,
  }),
  'case.NoticePeriodElapsed.v1': event('case.NoticePeriodElapsed.v1', {
    part: 'PUBLICITY_VILLAGE.NOTICE',
    round: 1,
    due: day('2016-05-11'),
  }),
  'case.NoticePeriodCompleted.v1': event('case.NoticePeriodCompleted.v1', completed),
  'case.AnnouncementCompleted.v1': event('case.AnnouncementCompleted.v1', {
    ...completed,
    ...of('COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT'),
    objections: 'NONE',
  }),
  'case.CompletionSuperseded.v1': event('case.CompletionSuperseded.v1', { parts: ['PUBLICITY_VILLAGE.NOTICE'], objection: 1 }),
  'case.TownshipAuditPassed.v1': event('case.TownshipAuditPassed.v1', {
    ...of('TOWNSHIP_AUDIT_PUBLICITY.AUDIT'),
    onSiteCheck: true,
    papers,
  }),
  'case.CountyApproved.v1': event('case.CountyApproved.v1', {
    ...of('COUNTY_APPROVAL_ANNOUNCE.APPROVAL'),
    documentNo: 'doc-1',
    papers,
  }),
  'case.ApprovalRevoked.v1': event('case.ApprovalRevoked.v1', { documentNo: 'doc-2', reason: sealed('s-10'), papers }),
  'case.FilingRecorded.v1': event('case.FilingRecorded.v1', { ...of('FILING.FILING'), to: 'PREFECTURE', papers }),
  'case.ObjectionRaised.v1': event('case.ObjectionRaised.v1', {
    no: 1,
    target: 'ENTRY',
    part: 'PUBLICITY_VILLAGE.NOTICE',
    receivedOn: day('2016-05-05'),
    receivedBy: 'o-1',
    anonymous: false,
    objector: sealed('s-11'),
    facts: sealed('s-12'),
    byHousehold: false,
    against: 'o-2',
  }),
  'case.IdentificationLeadOpened.v1': event('case.IdentificationLeadOpened.v1', { objection: 2, facts: sealed('s-13') }),
  'case.CorrectionLeadOpened.v1': event('case.CorrectionLeadOpened.v1', { objection: 3 }),
  'case.InvestigationAssigned.v1': event('case.InvestigationAssigned.v1', {
    no: 1,
    level: 'TOWNSHIP',
    investigators: ['o-3'],
  }),
  'case.ObjectionDecided.v1': event('case.ObjectionDecided.v1', {
    no: 1,
    outcome: 'NOT_ACCEPTED',
    ground: 'NO_FACT',
    material: false,
    decidedBy: ['o-3'],
    reason: sealed('s-14'),
    evidence: papers.evidence,
  }),
  'case.CaseReturned.v1': event('case.CaseReturned.v1', {
    to: 'SURVEY.SURVEY',
    level: 'TOWNSHIP',
    because: 'RULING',
    superseded: ['SURVEY.SURVEY', 'SURVEY.VERIFICATION'],
    reason: sealed('s-15'),
  }),
  'case.CaseRejected.v1': event('case.CaseRejected.v1', {
    ...of('TOWNSHIP_AUDIT_PUBLICITY.AUDIT'),
    level: 'TOWNSHIP',
    reason: 'AUDIT',
    text: sealed('s-16'),
    decidedBy: ['o-4'],
    papers,
  }),
  'case.CaseWithdrawn.v1': event('case.CaseWithdrawn.v1', { signature, papers, reason: sealed('s-17'), afterHit: true }),
  'case.CaseLapsed.v1': event('case.CaseLapsed.v1', { reason: 'DEATH', papers }),
  'case.ExitDeferred.v1': event('case.ExitDeferred.v1', {
    ...of('TOWNSHIP_AUDIT_PUBLICITY.AUDIT'),
    toYear: 2017,
    because: 'RULING',
    reason: sealed('s-18'),
    papers,
  }),
  'case.RejectionNotified.v1': event('case.RejectionNotified.v1', { deliveredOn: day('2016-05-06'), papers }),
  'case.RecheckRequested.v1': event('case.RecheckRequested.v1', {
    requestedOn: day('2016-05-10'),
    signature,
    reason: sealed('s-19'),
  }),
  'case.RecheckDecided.v1': event('case.RecheckDecided.v1', {
    outcome: 'NEW_SURVEY',
    level: 'COUNTY',
    decidedBy: ['o-5'],
    reason: sealed('s-20'),
    papers,
  }),
  'case.DecisionContested.v1': event('case.DecisionContested.v1', { contested: 'REJECTION', reason: sealed('s-21'), papers }),
  'case.ContestRuled.v1': event('case.ContestRuled.v1', {
    upheld: true,
    resumeAt: 'SURVEY.SURVEY',
    decidedBy: ['o-6'],
    reason: sealed('s-22'),
    papers,
  }),
  'case.RecordCorrected.v1': event('case.RecordCorrected.v1', {
    no: 1,
    event: 'e-1',
    field: 'tally.votesFor',
    old: '20',
    new: '19',
    scanDigest: digest('2'),
    confirmedBy: 'o-7',
    reason: sealed('s-23'),
    unlawful: [finding],
  }),
  'case.EntryReassigned.v1': event('case.EntryReassigned.v1', {
    no: 1,
    act: 'a-1',
    part: 'REVIEW_GROUP.REVIEW',
    toCase: 'case-2',
    confirmedBy: 'o-7',
    reason: sealed('s-24'),
  }),
  'case.BackfillAdmitted.v1': event('case.BackfillAdmitted.v1', {
    no: 1,
    parts: ['SURVEY.SURVEY'],
    reason: sealed('s-25'),
    scanDigest: digest('3'),
  }),
  'case.EntryParked.v1': event('case.EntryParked.v1', {
    key: 'RecordVerification|SURVEY.VERIFICATION|1|may-wait',
    waitsFor: ['SURVEY.SURVEY'],
    order: { type: 'RecordVerification', data: { part: 'SURVEY.VERIFICATION', passed: true } },
    occurredOn: day('2016-05-03'),
    performedBy: 'o-1',
  }),
  'case.EntryReleased.v1': event('case.EntryReleased.v1', { key: 'RecordVerification|SURVEY.VERIFICATION|1|may-wait' }),
  'case.HouseholdChanged.v1': event('case.HouseholdChanged.v1', {
    change: 'MEMBER_ADDED',
    on: day('2016-05-04'),
    household,
    person: 'p-2',
    cause: 'e-2',
  }),
  'case.ManagementTransferred.v1': event('case.ManagementTransferred.v1', {
    from: area,
    to: { ...area, group: 'g-2' },
    confirmedByFrom: 'o-8',
    confirmedByTo: 'o-9',
  }),
  'case.JoinedAct.v1': event('case.JoinedAct.v1', { act: 'a-1', part: 'REVIEW_GROUP.REVIEW', round: 1 }),
  'case.LeftAct.v1': event('case.LeftAct.v1', { act: 'a-1' }),
  'case.HouseholdRegistered.v1': event('case.HouseholdRegistered.v1', effect),
  'case.HouseholdExited.v1': event('case.HouseholdExited.v1', effect),
  'case.HouseholdMonitored.v1': event('case.HouseholdMonitored.v1', effect),
  'case.ConfirmationLetterIssued.v1': event('case.ConfirmationLetterIssued.v1', { deliveredOn: day('2016-06-02'), papers }),
  'case.HandbookIssued.v1': event('case.HandbookIssued.v1', { issuedOn: day('2016-06-03'), papers }),
  'case.RegistryEntryRecorded.v1': event('case.RegistryEntryRecorded.v1', { enteredOn: day('2016-06-04'), system: 'NATIONAL' }),
  'case.FindingNoted.v1': event('case.FindingNoted.v1', { finding, about: 'case.ReviewHeld.v1' }),
};
