import { type CaseEvent } from '#libs/household-case';
import { type CivilDate } from '#libs/kernel';
import { type OfPart, type PartId } from '#libs/procedure';
import { type CaseChanges } from './case-changes.js';
import { type CaseFold, type PartFold } from './case-fold.js';
import { noticeEvent } from './case-notices.js';
import { comparisonEvent } from './case-comparison.js';
import { type StoredOf } from './projection.js';

export type StoredCaseEvent = StoredOf<CaseEvent>;
type Opened = Extract<StoredCaseEvent, { readonly type: 'case.CaseOpened.v1' }>;

export function openedCase({ data, metadata, type, position }: Opened): CaseFold {
  return {
    caseId: data.caseId,
    householdId: data.householdId,
    kind: data.kind,
    origin: data.origin,
    definition: data.definition,
    programYear: data.programYear,
    openedOn: metadata.occurredOn,
    area: data.area,
    phase: 'OPEN',
    outcome: null,
    closedOn: null,
    head: data.household.head,
    headCount: data.household.members.length,
    held: false,
    onAct: null,
    onActPart: null,
    last: { type, step: null, on: metadata.occurredOn, position: Number(position) },
    parts: {},
    ready: {},
    objections: [],
    notices: [],
    deadlines: {},
    deadlineCount: 0,
    total: null,
    comparison: null,
    parked: {},
    rejection: null,
    recheckSince: null,
    contestSince: null,
  };
}

export function partOf(fold: CaseFold, part: PartId): PartFold {
  return (fold.parts[part] ??= { round: 1, status: 'NOT_STARTED', doneOn: null });
}

function set(fold: CaseFold, { part: id, round }: OfPart, status: PartFold['status'], on: CivilDate): void {
  const part = partOf(fold, id);
  part.round = round;
  part.status = status;
  part.doneOn = status === 'DONE' || status === 'FAILED' ? on : null;
  if (status !== 'RUNNING' && fold.onActPart === id) leaveAct(fold);
}

function leaveAct(fold: CaseFold): void {
  fold.onAct = null;
  fold.onActPart = null;
}

function close(fold: CaseFold, outcome: string, on: CivilDate): void {
  fold.phase = 'CLOSED';
  fold.outcome = outcome;
  fold.closedOn = on;
  for (const notice of fold.notices) if (notice.status === 'RUNNING') notice.status = 'ENDED';
  leaveAct(fold);
}

function reopen(fold: CaseFold): void {
  fold.phase = 'OPEN';
  fold.outcome = null;
  fold.closedOn = null;
  fold.rejection = null;
}

/** The newest results of these parts no longer count; whatever had begun begins a new round (domain.md §2.3). */
function supersede(fold: CaseFold, superseded: readonly PartId[]): void {
  for (const id of superseded) {
    const part = fold.parts[id];
    if (part === undefined || part.status === 'NOT_STARTED') continue;
    part.round++;
    part.status = 'NOT_STARTED';
    part.doneOn = null;
    if (fold.comparison?.part === id) fold.comparison = null;
    if (fold.onActPart === id) leaveAct(fold);
    for (const notice of fold.notices) if (notice.part === id && notice.status !== 'ENDED') notice.status = 'SUPERSEDED';
  }
}

/** Changes `fold` by one event of its case after the first. What it does not know changes nothing but the last step. */
export function evolveCase(fold: CaseFold, event: StoredCaseEvent, changes: CaseChanges): void {
  const on = event.metadata.occurredOn;
  fold.last.type = event.type;
  fold.last.step = event.metadata.step ?? ('part' in event.data && typeof event.data.part === 'string' ? event.data.part : null);
  fold.last.on = on;
  fold.last.position = Number(event.position);
  switch (event.type) {
    case 'case.ApplicationSubmitted.v1':
    case 'case.ExitNominated.v1':
    case 'case.VillageVerificationPassed.v1':
    case 'case.TownshipAuditPassed.v1':
    case 'case.CountyApproved.v1':
    case 'case.FilingRecorded.v1':
    case 'case.ExitConsentGiven.v1':
      return set(fold, event.data, 'DONE', on);
    case 'case.HomeVisitRecorded.v1':
      return set(fold, event.data, 'DONE', event.data.visitedOn);
    case 'case.VillageVerificationFailed.v1':
    case 'case.ExitConsentRefused.v1':
      return set(fold, event.data, 'FAILED', on);
    case 'case.ReviewHeld.v1':
      return set(fold, event.data, event.data.result === 'PASSED' ? 'DONE' : 'FAILED', event.data.heldOn);
    case 'case.NoticePosted.v1':
    case 'case.AnnouncementPosted.v1':
      set(fold, event.data, 'RUNNING', on);
      return noticeEvent(fold, event, changes);
    case 'case.NoticePeriodCompleted.v1':
    case 'case.AnnouncementCompleted.v1':
      set(fold, event.data, 'DONE', event.data.endedOn);
      return noticeEvent(fold, event, changes);
    case 'case.NoticeCorrected.v1':
    case 'case.NoticeInterrupted.v1':
    case 'case.NoticePeriodElapsed.v1':
      return noticeEvent(fold, event, changes);
    case 'case.CompletionSuperseded.v1':
      for (const id of event.data.parts) {
        const part = partOf(fold, id);
        part.status = 'RUNNING';
        part.doneOn = null;
      }
      return noticeEvent(fold, event, changes);
    case 'case.ComparisonRequested.v1':
      set(fold, event.data, 'RUNNING', on);
      return comparisonEvent(fold, event);
    case 'case.ComparisonResultReceived.v1':
    case 'case.HitDispositioned.v1':
      return comparisonEvent(fold, event);
    case 'case.ComparisonPassed.v1':
      set(fold, event.data, 'DONE', on);
      return comparisonEvent(fold, event);
    case 'case.ComparisonSuperseded.v1': {
      const part = partOf(fold, event.data.part);
      if (part.status === 'DONE') part.status = 'RUNNING';
      part.doneOn = null;
      return comparisonEvent(fold, event);
    }
    case 'case.CaseReturned.v1':
      fold.held = false;
      supersede(fold, event.data.superseded);
      if (fold.phase === 'CLOSED') reopen(fold);
      return;
    case 'case.EntryReassigned.v1':
      return supersede(fold, [event.data.part]);
    case 'case.RecordCorrected.v1':
      if (event.data.unlawful.length > 0) fold.held = true;
      return;
    case 'case.CaseRejected.v1':
      fold.rejection = { part: event.data.part, level: event.data.level, on, notifiedOn: null };
      return close(fold, 'REJECTED', on);
    case 'case.RejectionNotified.v1':
      if (fold.rejection !== null) fold.rejection.notifiedOn = event.data.deliveredOn;
      return;
    case 'case.CaseWithdrawn.v1':
      return close(fold, 'WITHDRAWN', on);
    case 'case.CaseLapsed.v1':
      return close(fold, 'LAPSED', on);
    case 'case.ExitDeferred.v1':
      return close(fold, 'DEFERRED', on);
    case 'case.HouseholdRegistered.v1':
      return close(fold, 'REGISTERED', event.data.on);
    case 'case.HouseholdExited.v1':
      return close(fold, 'EXITED', event.data.on);
    case 'case.HouseholdMonitored.v1':
      return close(fold, 'MONITORED', event.data.on);
    case 'case.RecheckRequested.v1':
      fold.recheckSince = event.data.requestedOn;
      return;
    case 'case.RecheckDecided.v1':
      fold.recheckSince = null;
      if (event.data.outcome !== 'CONFIRMED') reopen(fold);
      return;
    case 'case.DecisionContested.v1':
      fold.contestSince = on;
      return;
    case 'case.ContestRuled.v1':
      fold.contestSince = null;
      if (event.data.upheld && fold.phase === 'CLOSED') reopen(fold);
      return;
    case 'case.ObjectionRaised.v1':
      fold.objections.push({
        no: event.data.no,
        target: event.data.target,
        part: event.data.part ?? null,
        receivedOn: event.data.receivedOn,
        assigned: null,
        assignedOn: null,
        open: true,
      });
      return;
    case 'case.InvestigationAssigned.v1':
      for (const objection of fold.objections) {
        if (objection.no !== event.data.no) continue;
        objection.assigned = event.data.level;
        objection.assignedOn = on;
      }
      return;
    case 'case.ObjectionDecided.v1':
      for (const objection of fold.objections) if (objection.no === event.data.no) objection.open = false;
      return;
    case 'case.EntryParked.v1':
      fold.parked[event.data.key] = { waitsFor: event.data.waitsFor, since: on, role: event.metadata.actorRole };
      return;
    case 'case.EntryReleased.v1':
      delete fold.parked[event.data.key];
      return;
    case 'case.HouseholdChanged.v1':
      fold.head = event.data.household.head;
      fold.headCount = event.data.household.members.length;
      return;
    case 'case.ManagementTransferred.v1':
      fold.area = event.data.to;
      return;
    case 'case.JoinedAct.v1':
      fold.onAct = event.data.act;
      fold.onActPart = event.data.part;
      return;
    case 'case.LeftAct.v1':
      if (fold.onAct === event.data.act) leaveAct(fold);
      return;
    default:
      return;
  }
}
