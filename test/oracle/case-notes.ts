import { dayOf, earliest, latest, plusDays, daysFrom } from './days.js';
import {
  BACKFILL_DAYS,
  MISSING_DAYS_MAX,
  NOTICE_DAYS,
  partOf,
  type PartRow,
  type ProcedureRow,
  procedureOf,
} from './law-of-domain.js';
import {
  type AtMeeting,
  type CaseFacts,
  type Household,
  type Papers,
  type Place,
  type RegisterAnswer,
  type StoredEvent,
} from './stored-event.js';

export type Status = 'NOT_STARTED' | 'RUNNING' | 'DONE' | 'FAILED';

/** What was seen of a part in its newest round. */
export interface PartNotes {
  round: number;
  status: Status;
  startedOn?: string;
  doneOn?: string;
  /** What the report of a notice gives as its end. */
  endedOn?: string;
  startRecordedOn?: string;
  recorders: string[];
  /** By which event it was done: a corrected date is a date of that event. */
  doneBy?: string;
}

export interface NoticeNotes {
  places: readonly Place[];
  event: string;
  runsFrom: string;
  /** First day on which it may close, as counted here. */
  close: string;
  /** Its days that were missing somewhere where it has to hang: each of them counts once. */
  missing: readonly string[];
  /** When its posting was entered: R2 counts from there. */
  enteredAt: string;
}

export interface ObjectionNotes {
  readonly no: number;
  readonly target: string;
  readonly part?: string;
  readonly receivedOn: string;
  readonly against?: string;
  readonly byHousehold: boolean;
  readonly holds: boolean;
  open: boolean;
  investigators: readonly string[];
  level?: string;
}

export interface Hand {
  readonly id: string;
  readonly role: string;
  /** The day of the entry. */
  readonly on: string;
}

interface Rejection {
  readonly part: string;
  readonly level: string;
  readonly reason: string;
  readonly decidedBy: readonly string[];
  readonly on: string;
  notifiedOn?: string;
  rechecked: boolean;
  recheckDecided: boolean;
  contested: boolean;
}

/** One meeting as it was recorded: held again against the law when its numbers are corrected (R3). */
export interface MeetingNotes {
  part: string;
  present: number;
  rosterTotal: number;
  recused: readonly string[];
  presentPersons?: readonly string[];
  otherwisePresent?: readonly AtMeeting[];
  votesFor: number;
}

/** What the second judge keeps of one case while it may still go on. */
export interface CaseNotes {
  readonly caseId: string;
  readonly householdId: string;
  readonly kind: string;
  readonly programYear: number;
  readonly bodyKind: string;
  /** Another one where the case goes over to other law. */
  procedure: ProcedureRow | undefined;
  household: Household;
  area: string;
  outcome?: string;
  closedOn?: string;
  parts: Map<string, PartNotes>;
  notices: Map<string, NoticeNotes>;
  objections: Map<number, ObjectionNotes>;
  answers: Map<string, RegisterAnswer & { readonly source: string; readonly asOf: string }>;
  dispositions: Map<string, string>;
  mustAskAgain: Set<string>;
  /** R9: the comparison had passed, and a change of the household opened it again. */
  askingAgain: boolean;
  authorised: Set<string>;
  survey?: { criteria: NonNullable<CaseFacts['criteria']>; against?: string };
  surveyedBy: Set<string>;
  otherTeam: boolean;
  consent?: { readonly person: string; readonly remote: boolean };
  consentInPerson: boolean;
  refusals: number;
  approved?: string;
  /** R1: a notice was found short after the approval, and nobody has ruled yet. */
  stopped?: boolean;
  inquorate: Map<string, number>;
  rollOrdered: Set<string>;
  reReviewed: boolean;
  /** Every person who decided, by level, over all rounds. */
  deciders: Map<string, Set<string>>;
  rejection?: Rejection;
  contest?: { readonly contested: string; readonly persons: readonly string[] };
  returned?: { readonly because: string; readonly level: string; readonly by: string; before?: Before; contested: boolean };
  admitted: Map<string, string>;
  onAct?: { readonly act: string; readonly part: string };
  parked: Map<string, Hand>;
  released?: { readonly order: string; readonly hand: Hand };
  meetings: Map<string, MeetingNotes>;
  recordedEvents: Map<string, { readonly type: string; readonly part?: string; readonly recorder: string }>;
}

type Before = Pick<CaseNotes, 'parts' | 'notices' | 'answers' | 'dispositions' | 'survey' | 'consent' | 'approved'>;

export const partNotes = (notes: CaseNotes, id: string): PartNotes =>
  notes.parts.get(id) ?? { round: 1, status: 'NOT_STARTED', recorders: [] };

export const isMember = (notes: CaseNotes, person: string): boolean =>
  notes.household.members.some((member) => member.person === person);

export function openCaseNotes(data: CaseFacts): CaseNotes {
  return {
    caseId: data.caseId ?? '',
    householdId: data.householdId ?? '',
    kind: data.kind ?? '',
    programYear: data.programYear ?? 0,
    bodyKind: data.bodyKind ?? 'VILLAGERS',
    procedure: procedureOf(data.definition ?? ''),
    household: data.household ?? { members: [], standing: '', measures: [] },
    area: Object.values(data.area ?? {}).join('|'),
    parts: new Map(),
    notices: new Map(),
    objections: new Map(),
    answers: new Map(),
    dispositions: new Map(),
    mustAskAgain: new Set(),
    askingAgain: false,
    authorised: new Set(),
    surveyedBy: new Set(),
    otherTeam: false,
    consentInPerson: false,
    refusals: 0,
    inquorate: new Map(),
    rollOrdered: new Set(),
    reReviewed: false,
    deciders: new Map(),
    admitted: new Map(),
    parked: new Map(),
    meetings: new Map(),
    recordedEvents: new Map(),
  };
}

/** Who entered an event, and when: of papers that waited for their predecessor, whoever had entered them, and when he had (R16). */
export function recorderOf(notes: CaseNotes, { metadata }: StoredEvent): Hand {
  return notes.released?.order === metadata.orderId ? notes.released.hand : handOf(metadata);
}

const handOf = ({ actorId, actorRole, recordedAt }: StoredEvent['metadata']): Hand => ({
  id: actorId,
  role: actorRole,
  on: dayOf(recordedAt),
});

/** The day on the paper: of the visit, the meeting, the first place, the household's answer, or of the entry's own words. */
export function paperDay(event: StoredEvent): string {
  const { visitedOn, heldOn, places, signature } = event.data as CaseFacts;
  const first = places === undefined ? undefined : earliest(...places.map(({ postedOn }) => postedOn));
  return visitedOn ?? heldOn ?? first ?? signature?.signedOn ?? event.metadata.occurredOn;
}

export const officeSigners = (papers: Papers | undefined): readonly string[] => [
  ...new Set((papers?.signatures ?? []).filter(({ capacity }) => capacity === 'OFFICE').map(({ person }) => person)),
];

/** R10 and R2: from the last required place; never from further back of the entry than R2 lets a paper date count. */
export function countedFrom(notes: CaseNotes, part: string, onPaper: string, recordedAt: string): string {
  const floor = plusDays(dayOf(recordedAt), -BACKFILL_DAYS);
  return notes.admitted.has(part) || onPaper > floor ? onPaper : floor;
}

const closeAfter = (from: string): string => plusDays(from, NOTICE_DAYS + 1);

export function lastRequiredPlace(row: PartRow | undefined, places: readonly Place[]): string | undefined {
  const required = places.filter(({ place }) => row?.places === undefined || row.places.includes(place));
  return latest(...required.map(({ postedOn }) => postedOn));
}

function put(notes: CaseNotes, event: StoredEvent, status: Status, on = paperDay(event)): void {
  const { part, round, endedOn } = event.data as CaseFacts;
  if (part === undefined) return;
  const before = partNotes(notes, part);
  const ends = status === 'DONE' || status === 'FAILED';
  const { id: recorder, on: recordedOn } = recorderOf(notes, event);
  notes.parts.set(part, {
    round: round ?? before.round,
    status,
    startedOn: before.startedOn ?? on,
    startRecordedOn: before.startRecordedOn ?? recordedOn,
    recorders: before.recorders.includes(recorder) ? before.recorders : [...before.recorders, recorder],
    ...(ends ? { doneOn: on, doneBy: event.id } : {}),
    ...(ends && endedOn !== undefined ? { endedOn } : {}),
  });
  if (ends && notes.onAct?.part === part) delete notes.onAct;
}

/** §2.3: of what stands on a part nothing counts any more; done again, it is another round. */
function reset(notes: CaseNotes, ids: readonly string[]): void {
  for (const id of ids) {
    const before = partNotes(notes, id);
    if (before.status !== 'NOT_STARTED') notes.parts.set(id, { round: before.round + 1, status: 'NOT_STARTED', recorders: [] });
    notes.notices.delete(id);
    notes.inquorate.delete(id);
    if (notes.onAct?.part === id) delete notes.onAct;
    const kind = partOf(notes.procedure, id)?.kind;
    if (kind === 'comparison') {
      notes.answers.clear();
      notes.askingAgain = false;
      notes.dispositions.clear();
    }
    if (kind === 'survey') delete notes.survey;
    if (kind === 'consent') delete notes.consent;
    if (kind === 'approval') delete notes.approved;
  }
}

/** The part and all that comes after it in the table, as far as it had begun. */
export function fallsWith(notes: CaseNotes, to: string): readonly string[] {
  const ids = notes.procedure?.parts.map(({ id }) => id) ?? [];
  return ids.slice(Math.max(0, ids.indexOf(to))).filter((id) => partNotes(notes, id).status !== 'NOT_STARTED');
}

export function resetFrom(notes: CaseNotes, data: CaseFacts): void {
  const to = typeof data.to === 'string' ? data.to : '';
  reset(notes, notes.procedure === undefined ? (data.superseded ?? []) : fallsWith(notes, to));
}

function copyOf(notes: CaseNotes): Before {
  return {
    parts: new Map(notes.parts),
    notices: new Map(notes.notices),
    answers: new Map(notes.answers),
    dispositions: new Map(notes.dispositions),
    ...(notes.survey && { survey: notes.survey }),
    ...(notes.consent && { consent: notes.consent }),
    ...(notes.approved !== undefined && { approved: notes.approved }),
  };
}

/** R13: of a return that the county overrules, what stood before the part at which the case goes on stands again. */
export function giveBack(notes: CaseNotes, before: Before, to: string): void {
  const order = notes.procedure?.parts.map(({ id }) => id) ?? [];
  for (const [index, id] of order.entries()) {
    if (index >= order.indexOf(to)) break;
    const then = before.parts.get(id);
    if (then === undefined || partNotes(notes, id).status !== 'NOT_STARTED') continue;
    notes.parts.set(id, { ...then, round: partNotes(notes, id).round });
    const notice = before.notices.get(id);
    if (notice !== undefined) notes.notices.set(id, notice);
    const kind = partOf(notes.procedure, id)?.kind;
    if (kind === 'comparison') {
      notes.answers = new Map(before.answers);
      notes.dispositions = new Map(before.dispositions);
    }
    if (kind === 'survey' && before.survey !== undefined) notes.survey = before.survey;
    if (kind === 'consent' && before.consent !== undefined) notes.consent = before.consent;
    if (kind === 'approval' && before.approved !== undefined) notes.approved = before.approved;
  }
  const beyond = [...before.parts].filter(
    ([id, { status }]) => status !== 'NOT_STARTED' && order.indexOf(id) >= order.indexOf(to),
  );
  for (const [id, { round }] of beyond) {
    if (partNotes(notes, id).round <= round) notes.parts.set(id, { round: round + 1, status: 'NOT_STARTED', recorders: [] });
  }
}

export function addDeciders(notes: CaseNotes, level: string, persons: readonly string[]): void {
  const known = notes.deciders.get(level) ?? new Set<string>();
  for (const person of persons) known.add(person);
  notes.deciders.set(level, known);
}

function end(notes: CaseNotes, outcome: string, on: string): void {
  notes.outcome = outcome;
  notes.closedOn = on;
  delete notes.onAct;
}

function onObjection(notes: CaseNotes, data: CaseFacts): void {
  const { no = 0, target = '', part, receivedOn = '', against, byHousehold = false, duplicateOf } = data;
  const holds = target !== 'OMISSION' && duplicateOf === undefined;
  notes.objections.set(no, {
    no,
    target,
    receivedOn,
    byHousehold,
    holds,
    open: true,
    investigators: [],
    ...(part !== undefined && { part }),
    ...(typeof against === 'string' && { against }),
  });
  // R12: the household's own objection in its exit notice counts as revocation until it is answered in person.
  const consent = notes.procedure?.parts.find(({ kind }) => kind === 'consent');
  if (
    byHousehold &&
    part !== undefined &&
    holds &&
    consent !== undefined &&
    notes.consent !== undefined &&
    notes.outcome === undefined
  ) {
    reset(notes, [consent.id]);
    notes.consentInPerson = true;
  }
}

type Resumed = Pick<NoticeNotes, 'runsFrom' | 'close' | 'missing'> & { readonly days: number; readonly again: boolean };

function daysOf(from: string, until: string): readonly string[] {
  return Array.from({ length: Math.max(0, daysFrom(from, until)) }, (_, index) => plusDays(from, index));
}

/**
 * R10: the missing days are added, each once; where more than two are missing, or the issuer withdrew it, the period begins
 * again when it hangs everywhere again. Of a place that is not required nothing is taken from the period.
 */
function resumed(notes: CaseNotes, notice: NoticeNotes, data: CaseFacts): Resumed {
  const { part = '', place = '', missingFrom = '', restoredOn = '', mode } = data;
  const { runsFrom, close } = notice;
  const stays = { runsFrom, close, missing: notice.missing, days: 0, again: false };
  const required = partOf(notes.procedure, part)?.places;
  if (required !== undefined && !required.includes(place)) return stays;
  const from = missingFrom > runsFrom ? missingFrom : runsFrom;
  if (from >= close || restoredOn < runsFrom) return stays;
  const before = notice.missing.filter((day) => day >= runsFrom);
  const more = daysOf(from, restoredOn).filter((day) => !before.includes(day));
  const missing = [...before, ...more];
  if (mode === 'RESTART' || (more.length > 0 && missing.length > MISSING_DAYS_MAX)) {
    const whole = latest(restoredOn, ...before.map((day) => plusDays(day, 1))) ?? restoredOn;
    return { runsFrom: whole, close: closeAfter(whole), missing: [], days: more.length, again: true };
  }
  return { runsFrom, close: plusDays(close, more.length), missing, days: more.length, again: false };
}

/** R1, R10: reported complete, the notice had not hung its time: what it would have to hang, or nothing where it had. */
export function foundShort(notes: CaseNotes, data: CaseFacts): Resumed | undefined {
  const notice = notes.notices.get(data.part ?? '');
  const { status, endedOn } = partNotes(notes, data.part ?? '');
  if (notice === undefined || status !== 'DONE' || endedOn === undefined) return undefined;
  const now = resumed(notes, notice, data);
  return now.close > endedOn ? now : undefined;
}

function onInterruption(notes: CaseNotes, data: CaseFacts, recordedAt: string): void {
  const { part = '', restoredOn = '' } = data;
  const notice = notes.notices.get(part);
  if (notice === undefined || notes.outcome !== undefined) return;
  const { days, again, ...now } = resumed(notes, notice, data);
  const short = foundShort(notes, data) !== undefined;
  Object.assign(notice, now);
  if (!short || (days === 0 && !again)) return;
  // It had come down: what is missing hangs from the entry on, or since it was hung again, as far back as R2 lets it count.
  const hungAgain = restoredOn > (partNotes(notes, part).endedOn ?? '');
  const from = hungAgain ? countedFrom(notes, part, restoredOn, recordedAt) : dayOf(recordedAt);
  if (again) Object.assign(notice, { runsFrom: from, close: closeAfter(from) });
  else notice.close = latest(now.close, plusDays(from, days + 1)) ?? now.close;
  if (partNotes(notes, 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL').status === 'DONE') notes.stopped = true;
}

function onPosted(notes: CaseNotes, event: StoredEvent): void {
  const { part = '', places = [] } = event.data as CaseFacts;
  const last = lastRequiredPlace(partOf(notes.procedure, part), places) ?? event.metadata.occurredOn;
  const runsFrom = countedFrom(notes, part, last, event.metadata.recordedAt);
  const enteredAt = event.metadata.recordedAt;
  notes.notices.set(part, { places, event: event.id, runsFrom, close: closeAfter(runsFrom), missing: [], enteredAt });
  put(notes, event, 'RUNNING', earliest(...places.map(({ postedOn }) => postedOn), runsFrom));
}

const DATE_FIELDS = ['occurredOn', 'visitedOn', 'heldOn', 'endedOn', 'signature.signedOn'];

/** R3: later dates are counted from the right value; both values stay in the log. */
function onCorrected(notes: CaseNotes, data: CaseFacts): void {
  const { event: id = '', field = '', new: value = '' } = data;
  for (const [part, known] of notes.parts) {
    if (known.doneBy !== id || !DATE_FIELDS.includes(field)) continue;
    notes.parts.set(part, { ...known, doneOn: value, ...(field === 'endedOn' && { endedOn: value }) });
  }
  for (const [part, notice] of notes.notices) {
    const place = /^places\.(\d+)\.postedOn$/.exec(field)?.[1];
    if (notice.event !== id || place === undefined) continue;
    const row = partOf(notes.procedure, part);
    const known = partNotes(notes, part);
    const stood = lastRequiredPlace(row, notice.places);
    notice.places = notice.places.map((one, index) => (String(index) === place ? { ...one, postedOn: value } : one));
    const last = lastRequiredPlace(row, notice.places);
    // The entry of the correction binds nothing: only that of its posting does (R2).
    if (last !== undefined && last !== stood) {
      notice.runsFrom = countedFrom(notes, part, last, notice.enteredAt);
      notice.close = closeAfter(notice.runsFrom);
    }
    notes.parts.set(part, { ...known, startedOn: earliest(...notice.places.map(({ postedOn }) => postedOn)) ?? notice.runsFrom });
  }
  const meeting = notes.meetings.get(id);
  const votes = /^(?:(\d+):)?(\d+)\/\d+\/\d+$/.exec(value);
  if (meeting !== undefined && votes !== null) {
    if (votes[1] !== undefined) meeting.present = Number(votes[1]);
    meeting.votesFor = Number(votes[2]);
  }
  if (meeting !== undefined && field === 'present') meeting.present = Number(value);
}

function onReturned(notes: CaseNotes, event: StoredEvent, data: CaseFacts): void {
  delete notes.stopped;
  const to = typeof data.to === 'string' ? data.to : '';
  const { because = '', level = '' } = data;
  const surveyFalls = (data.superseded ?? []).some((id) => partOf(notes.procedure, id)?.kind === 'survey');
  const before = because === 'RULING' ? copyOf(notes) : undefined;
  const earlier = notes.contest?.contested === 'RETURN' ? notes.returned?.before : undefined;
  resetFrom(notes, data);
  if (because === 'CONTEST' && earlier !== undefined) giveBack(notes, earlier, to);
  // §3.4 and R13: after a refused consent, or where a recheck orders a survey, others survey.
  if (because === 'CONSENT_REFUSED' || (because === 'RECHECK' && partOf(notes.procedure, to)?.kind === 'survey'))
    notes.otherTeam = true;
  else if (surveyFalls) notes.otherTeam = false;
  delete notes.outcome;
  delete notes.closedOn;
  // What is contested no longer stands where the law itself returned the case meanwhile.
  delete notes.contest;
  notes.returned = { because, level, by: event.metadata.performedBy, contested: false, ...(before && { before }) };
}

/** §2.2: the steps of the other procedure count from now on; what must be done again, a return says. */
function onMigrated(notes: CaseNotes, { to }: CaseFacts): void {
  const { definition } = (to ?? {}) as { readonly definition?: string };
  if (definition !== undefined) notes.procedure = procedureOf(definition);
}

/** Takes an event into the notes; what it should have been is judged before. */
export function note(notes: CaseNotes, event: StoredEvent): void {
  const data = event.data as CaseFacts;
  const { metadata } = event;
  notes.recordedEvents.set(event.id, {
    type: event.type,
    recorder: recorderOf(notes, event).id,
    ...(data.part !== undefined && { part: data.part }),
  });
  const deciding = [metadata.performedBy, ...officeSigners(data.papers)];
  const level = partOf(notes.procedure, data.part)?.level;
  switch (event.type) {
    case 'case.CaseMigrated.v1':
      return onMigrated(notes, data);
    case 'case.ApplicationSubmitted.v1':
    case 'case.ExitNominated.v1':
      for (const person of data.authorisedBy ?? []) notes.authorised.add(person);
      return put(notes, event, 'DONE');
    case 'case.QueryAuthorisationGranted.v1':
      notes.authorised.add(data.person ?? '');
      return;
    case 'case.HomeVisitRecorded.v1':
      notes.survey = { criteria: data.criteria ?? [] };
      for (const { person } of data.surveyors ?? []) notes.surveyedBy.add(person);
      notes.otherTeam = false;
      return put(notes, event, 'DONE');
    case 'case.IncomeAccountRecorded.v1':
      if (notes.survey !== undefined && typeof data.against === 'string') notes.survey.against = data.against;
      return;
    case 'case.VillageVerificationPassed.v1':
    case 'case.TownshipAuditPassed.v1':
    case 'case.CountyApproved.v1':
      if (level !== undefined) addDeciders(notes, level, deciding);
      if (event.type === 'case.CountyApproved.v1') notes.approved = data.documentNo ?? '';
      return put(notes, event, 'DONE');
    case 'case.VillageVerificationFailed.v1':
      if (level !== undefined) addDeciders(notes, level, deciding);
      return put(notes, event, 'FAILED');
    case 'case.ReviewHeld.v1':
      notes.meetings.set(event.id, {
        part: data.part ?? '',
        present: data.present ?? 0,
        rosterTotal: data.rosterTotal ?? 0,
        recused: data.recused ?? [],
        votesFor: data.tally?.votesFor ?? 0,
        ...(data.presentPersons && { presentPersons: data.presentPersons }),
        ...(data.otherwisePresent && { otherwisePresent: data.otherwisePresent }),
      });
      return put(notes, event, data.result === 'PASSED' ? 'DONE' : 'FAILED');
    case 'case.MeetingInquorate.v1':
      notes.inquorate.set(data.part ?? '', (notes.inquorate.get(data.part ?? '') ?? 0) + 1);
      if (notes.onAct?.part === data.part) delete notes.onAct;
      return;
    case 'case.SignedRollOrdered.v1':
      notes.rollOrdered.add(data.part ?? '');
      return;
    case 'case.ReReviewOrdered.v1':
      notes.reReviewed = true;
      return;
    case 'case.ComparisonRequested.v1':
      return put(notes, event, 'RUNNING');
    case 'case.ComparisonResultReceived.v1':
      for (const answer of data.answers ?? []) {
        const source = data.source ?? '';
        const before = notes.answers.get(`${answer.person}|${source}`);
        notes.answers.set(`${answer.person}|${source}`, { ...answer, source, asOf: data.asOf ?? '' });
        notes.mustAskAgain.delete(answer.person);
        // What was said of a hit stands where the register finds the very same again.
        if (before?.code === answer.code && before?.factDate === answer.factDate) continue;
        for (const hit of [...notes.dispositions.keys()]) {
          if (hit.startsWith(`${answer.person}|${source}|`)) notes.dispositions.delete(hit);
        }
      }
      return;
    case 'case.HitDispositioned.v1':
      notes.dispositions.set(data.hit ?? '', data.disposition ?? '');
      return;
    case 'case.ComparisonPassed.v1':
      notes.askingAgain = false;
      return put(notes, event, 'DONE');
    case 'case.ComparisonSuperseded.v1': {
      const person = data.person ?? '';
      notes.mustAskAgain.add(person);
      for (const key of [...notes.answers.keys()]) if (key.startsWith(`${person}|`)) notes.answers.delete(key);
      for (const key of [...notes.dispositions.keys()]) if (key.startsWith(`${person}|`)) notes.dispositions.delete(key);
      const known = partNotes(notes, data.part ?? '');
      if (known.status === 'DONE') {
        notes.parts.set(data.part ?? '', { ...known, status: 'RUNNING' });
        notes.askingAgain = true;
      }
      return;
    }
    case 'case.ExitConsentGiven.v1':
      notes.consent = { person: data.signature?.person ?? '', remote: data.signature?.method === 'REMOTE' };
      notes.consentInPerson = false;
      return put(notes, event, 'DONE');
    case 'case.ExitConsentRefused.v1':
      notes.refusals += 1;
      return put(notes, event, 'FAILED');
    case 'case.ExitConsentRevoked.v1':
      notes.refusals += 1;
      delete notes.consent;
      return;
    case 'case.NoticePosted.v1':
    case 'case.AnnouncementPosted.v1':
      return onPosted(notes, event);
    case 'case.NoticeCorrected.v1': {
      const notice = notes.notices.get(data.part ?? '');
      const restarts = data.field === 'NAME' || data.field === 'HEAD' || data.field === 'HEAD_COUNT';
      if (notice === undefined || !restarts) return;
      notice.runsFrom = countedFrom(notes, data.part ?? '', data.correctedOn ?? metadata.occurredOn, metadata.recordedAt);
      notice.close = closeAfter(notice.runsFrom);
      return;
    }
    case 'case.NoticeInterrupted.v1':
      return onInterruption(notes, data, metadata.recordedAt);
    case 'case.NoticePeriodCompleted.v1':
    case 'case.AnnouncementCompleted.v1':
      return put(notes, event, 'DONE', metadata.occurredOn);
    case 'case.CompletionSuperseded.v1':
      for (const id of data.parts ?? []) notes.parts.set(id, { ...partNotes(notes, id), status: 'RUNNING' });
      return;
    case 'case.ObjectionRaised.v1':
      return onObjection(notes, data);
    case 'case.InvestigationAssigned.v1': {
      const objection = notes.objections.get(data.no ?? 0);
      if (objection !== undefined) {
        objection.investigators = data.investigators ?? [];
        objection.level = data.level ?? '';
      }
      return;
    }
    case 'case.ObjectionDecided.v1': {
      const objection = notes.objections.get(data.no ?? 0);
      if (objection !== undefined) objection.open = false;
      return;
    }
    case 'case.CaseReturned.v1':
      return onReturned(notes, event, data);
    case 'case.CaseRejected.v1': {
      const { part = '', reason = '', decidedBy = [] } = data;
      addDeciders(notes, data.level ?? '', decidedBy);
      if (data.round !== undefined) put(notes, event, 'FAILED');
      notes.rejection = {
        part,
        level: data.level ?? '',
        reason: typeof reason === 'string' ? reason : '',
        decidedBy,
        on: metadata.occurredOn,
        rechecked: false,
        recheckDecided: false,
        contested: false,
      };
      return end(notes, 'REJECTED', metadata.occurredOn);
    }
    case 'case.RejectionNotified.v1':
      if (notes.rejection !== undefined && data.deliveredOn !== undefined) {
        // R2: a letter entered late does not cut short what counts from it.
        const floor = plusDays(dayOf(metadata.recordedAt), -BACKFILL_DAYS);
        notes.rejection.notifiedOn = latest(data.deliveredOn, floor) ?? floor;
      }
      return;
    case 'case.RecheckRequested.v1':
      if (notes.rejection !== undefined) notes.rejection.rechecked = true;
      return;
    case 'case.RecheckDecided.v1':
      if (notes.rejection !== undefined) notes.rejection.recheckDecided = true;
      return addDeciders(notes, data.level ?? '', data.decidedBy ?? []);
    case 'case.DecisionContested.v1': {
      const contested = data.contested ?? '';
      const persons = contested === 'RETURN' ? [notes.returned?.by ?? ''] : (notes.rejection?.decidedBy ?? []);
      notes.contest = { contested, persons };
      if (contested === 'RETURN' && notes.returned !== undefined) notes.returned.contested = true;
      if (contested === 'REJECTION' && notes.rejection !== undefined) notes.rejection.contested = true;
      return;
    }
    case 'case.ContestRuled.v1':
      addDeciders(notes, 'COUNTY', data.decidedBy ?? []);
      if (data.upheld !== true) delete notes.contest;
      return;
    case 'case.CaseWithdrawn.v1':
      return end(notes, 'WITHDRAWN', metadata.occurredOn);
    case 'case.CaseLapsed.v1':
      return end(notes, 'LAPSED', metadata.occurredOn);
    case 'case.ExitDeferred.v1':
      if (data.round !== undefined) {
        if (level !== undefined) addDeciders(notes, level, deciding);
        put(notes, event, 'FAILED');
      }
      return end(notes, 'DEFERRED', metadata.occurredOn);
    case 'case.ApprovalRevoked.v1':
      delete notes.approved;
      return;
    case 'case.RecordCorrected.v1':
      return onCorrected(notes, data);
    case 'case.BackfillAdmitted.v1':
      for (const id of data.parts ?? []) notes.admitted.set(id, metadata.performedBy);
      return;
    case 'case.EntryParked.v1':
      notes.parked.set(data.key ?? '', handOf(metadata));
      return;
    case 'case.EntryReleased.v1': {
      const hand = notes.parked.get(data.key ?? '');
      notes.parked.delete(data.key ?? '');
      if (hand !== undefined) notes.released = { order: metadata.orderId, hand };
      return;
    }
    case 'case.HouseholdChanged.v1':
      return onHouseholdChanged(notes, data);
    case 'case.ManagementTransferred.v1':
      notes.area = Object.values((data.to ?? {}) as Record<string, string>).join('|');
      return;
    case 'case.JoinedAct.v1':
      notes.onAct = { act: data.act ?? '', part: data.part ?? '' };
      return;
    case 'case.LeftAct.v1':
      delete notes.onAct;
      return;
    case 'case.HouseholdRegistered.v1':
      return end(notes, 'REGISTERED', data.on ?? '');
    case 'case.HouseholdExited.v1':
      return end(notes, 'EXITED', data.on ?? '');
    case 'case.HouseholdMonitored.v1':
      return end(notes, 'MONITORED', data.on ?? '');
  }
}

function onHouseholdChanged(notes: CaseNotes, data: CaseFacts): void {
  if (data.household !== undefined) notes.household = data.household;
  const gone = data.change === 'MEMBER_REMOVED' ? data.person : undefined;
  if (gone === undefined) return;
  for (const key of [...notes.answers.keys()]) if (key.startsWith(`${gone}|`)) notes.answers.delete(key);
  // R12: where the signer of the consent is gone before the effect, another adult confirms.
  const consent = notes.procedure?.parts.find(({ kind }) => kind === 'consent');
  if (notes.consent?.person === gone && consent !== undefined && notes.outcome === undefined) reset(notes, [consent.id]);
}
