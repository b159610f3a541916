import { type CivilDate, civilDateOf, daysBetween, type JsonObject } from '#libs/kernel';
import { daysOfEvents, type StoredCaseEvent } from './case-on-a-day.js';
import { type Recording, recordingOf } from './recording.js';
import { REGISTER_CORRECTIONS, saidFrom, type StoredRegisterEvent } from './register-facts.js';

/** Events by which somebody decides something about the household, for whom a ruling is something to be asked about. */
export const DECISIONS: ReadonlySet<string> = new Set<StoredCaseEvent['type']>([
  'case.VillageVerificationPassed.v1',
  'case.VillageVerificationFailed.v1',
  'case.ReviewHeld.v1',
  'case.SignedRollOrdered.v1',
  'case.ReReviewOrdered.v1',
  'case.HitDispositioned.v1',
  'case.ComparisonPassed.v1',
  'case.NoticePeriodCompleted.v1',
  'case.AnnouncementCompleted.v1',
  'case.TownshipAuditPassed.v1',
  'case.CountyApproved.v1',
  'case.ApprovalRevoked.v1',
  'case.ObjectionDecided.v1',
  'case.CaseReturned.v1',
  'case.CaseMigrated.v1',
  'case.CaseRejected.v1',
  'case.ExitDeferred.v1',
  'case.RecheckDecided.v1',
  'case.ContestRuled.v1',
  'case.HouseholdRegistered.v1',
  'case.HouseholdExited.v1',
  'case.HouseholdMonitored.v1',
]);

/** What was told of an earlier day only after the decision. */
export interface ToldLater extends Recording {
  /** RECORDED_LATER: entered afterwards. CORRECTED: it set right what the decision had before it. */
  readonly how: 'RECORDED_LATER' | 'CORRECTED';
  /** The day of which it tells; no later than that of the decision. */
  readonly on: CivilDate;
  /** Calendar days from the recording of the decision to its own. */
  readonly daysLater: number;
  /** Of a correction: the event that it sets right, what stood there, and what is right. */
  readonly corrected: { readonly event: string; readonly field: string; readonly old: string; readonly new: string } | null;
}

/** Who knew what when a decision was taken. */
export interface DecisionKnowledge {
  readonly caseId: string;
  readonly decision: Recording;
  /** The revision of the case that the decider had read; null of what follows from another order of the same append alone. */
  readonly decidedAtRevision: bigint | null;
  /** What the decider knew besides: the moment, the actor with his appointment, digests of law, offices and facts read elsewhere. */
  readonly context: JsonObject | null;
  /** The events of the case that stood there, with who had recorded each. */
  readonly known: readonly Recording[];
  /** Those of the register that stood there. */
  readonly knownOfHousehold: readonly Recording[];
  /** What tells of days before the decision, or of what it knew, and was recorded only afterwards; case and register together. */
  readonly later: readonly ToldLater[];
}

/**
 * What was known when the event at `revision` of a case was decided: what its stream held at the revision that was read, and what the
 * register held in the log before it. Undefined where the case has no such event.
 */
export function decisionKnowledge(
  events: readonly StoredCaseEvent[],
  register: readonly StoredRegisterEvent[],
  revision: bigint,
): DecisionKnowledge | undefined {
  const decision = events.find((event) => event.revision === revision);
  if (decision === undefined) return undefined;
  const ofOrder = events.filter(({ metadata }) => metadata.orderId === decision.metadata.orderId);
  const [first = decision] = ofOrder;
  const known = events.filter((event) => event.revision < first.revision);
  const knownIds = new Set(known.map(({ id }) => id));
  const days = daysOfEvents(events);
  const { occurredOn } = decision.metadata;
  const told = (event: StoredCaseEvent | StoredRegisterEvent, on: CivilDate, how: ToldLater['how']): ToldLater => ({
    ...recordingOf(event),
    how,
    on,
    daysLater: daysBetween(civilDateOf(decision.metadata.recordedAt), civilDateOf(event.metadata.recordedAt)),
    corrected: event.type === 'case.RecordCorrected.v1' ? correctedBy(event.data) : null,
  });
  const afterwards = events.filter((event) => event.position > decision.position && !ofOrder.includes(event));
  const later = [
    ...afterwards.flatMap((event): readonly ToldLater[] => {
      const on = days.get(event.id) ?? event.metadata.occurredOn;
      if (event.type === 'case.RecordCorrected.v1') {
        return knownIds.has(event.data.event) || event.data.event === decision.id ? [told(event, on, 'CORRECTED')] : [];
      }
      return on < occurredOn ? [told(event, on, 'RECORDED_LATER')] : [];
    }),
    ...register
      .filter(({ position }) => position > decision.position)
      .flatMap((event): readonly ToldLater[] => {
        const [on] = [...saidFrom(event)].sort();
        if (on === undefined || on > occurredOn || !isOfPerson(event)) return [];
        return [told(event, on, REGISTER_CORRECTIONS.has(event.type) ? 'CORRECTED' : 'RECORDED_LATER')];
      }),
  ].sort((a, b) => (a.position < b.position ? -1 : 1));
  const { decidedAtRevision, context } = first.metadata;
  return {
    caseId: decision.stream.slice('case-'.length),
    decision: recordingOf(decision),
    decidedAtRevision: decidedAtRevision === undefined ? null : BigInt(decidedAtRevision),
    context: context === undefined ? null : (JSON.parse(context) as JsonObject),
    known: known.map(recordingOf),
    knownOfHousehold: register.filter(({ position }) => position < decision.position).map(recordingOf),
    later,
  };
}

/** What the engine does of itself follows from the decision, and is no news about it. */
function isOfPerson({ metadata }: StoredRegisterEvent): boolean {
  return metadata.actorRole !== 'process' && metadata.actorRole !== 'clock';
}

function correctedBy({
  event,
  field,
  old,
  new: next,
}: {
  readonly event: string;
  readonly field: string;
  readonly old: string;
  readonly new: string;
}): ToldLater['corrected'] {
  return { event, field, old, new: next };
}
