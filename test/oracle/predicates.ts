import { consentOfTheHousehold, revokedByTheHousehold, wetSignatureShown } from './consent.js';
import { backfillAdmittedLawfully, correctedLawfully, reassignedLawfully } from './corrections.js';
import {
  countedFromEntry,
  datesInOrder,
  findingsOfDates,
  hungItsTime,
  interruptedOrCorrectedInTime,
  lateInterruptionHasEffect,
  noDateToCome,
  objectionsListed,
  postedWhole,
  verifiedBeforeNotice,
} from './dates.js';
import { appliesWhole, askedWithLeave, comparedWhole, eligible, receiptReadable, surveyedWhole } from './eligibility.js';
import {
  afterTheEffect,
  earlierResultsStand,
  endedLawfully,
  householdChangesLawfully,
  openedUnderLaw,
  twiceIsEnough,
} from './endings.js';
import {
  admitterDoesNotRecord,
  officialsAreNotTheHousehold,
  oneLevelEach,
  performerInOffice,
  recorderIsNotConfirmer,
  recorderMay,
  rulingsApart,
} from './hands.js';
import { meetingLawful, rollOrderedLawfully, thereAsTheLawAllows } from './meeting.js';
import { migratedLawfully } from './migration.js';
import {
  investigatedByOthers,
  lateObjectionSupersedes,
  noneOpenAtTheClose,
  raisedLawfully,
  suspendedMeanwhile,
  upheldHasEffect,
} from './objections.js';
import { effectAfterAll, fromItsAct, nothingAfterTheEnd, returnsTakeAll, stepsInOrder } from './order-of-steps.js';
import { enoughSigners, lostPhotos, papersComplete, reasonGiven, saidInWriting, signedByTheRightPersons } from './papers.js';
import { contestLawful, recheckLawful, reReviewOnce, returnedLawfully } from './remedies.js';
import { type Predicate } from './situation.js';
import { termsAccuseNobodyWrongly } from './terms.js';

/** Everything that is held against each event of a case, as the case stood before it. */
export const PREDICATES: readonly Predicate[] = [
  openedUnderLaw,
  migratedLawfully,
  termsAccuseNobodyWrongly,
  stepsInOrder,
  nothingAfterTheEnd,
  effectAfterAll,
  returnsTakeAll,
  fromItsAct,
  noDateToCome,
  datesInOrder,
  verifiedBeforeNotice,
  postedWhole,
  countedFromEntry,
  hungItsTime,
  objectionsListed,
  interruptedOrCorrectedInTime,
  lateInterruptionHasEffect,
  findingsOfDates,
  recorderMay,
  performerInOffice,
  recorderIsNotConfirmer,
  oneLevelEach,
  officialsAreNotTheHousehold,
  admitterDoesNotRecord,
  rulingsApart,
  lostPhotos,
  saidInWriting,
  wetSignatureShown,
  papersComplete,
  signedByTheRightPersons,
  enoughSigners,
  reasonGiven,
  appliesWhole,
  askedWithLeave,
  surveyedWhole,
  eligible,
  comparedWhole,
  receiptReadable,
  meetingLawful,
  thereAsTheLawAllows,
  rollOrderedLawfully,
  consentOfTheHousehold,
  revokedByTheHousehold,
  noneOpenAtTheClose,
  suspendedMeanwhile,
  raisedLawfully,
  investigatedByOthers,
  upheldHasEffect,
  lateObjectionSupersedes,
  recheckLawful,
  contestLawful,
  reReviewOnce,
  returnedLawfully,
  correctedLawfully,
  reassignedLawfully,
  backfillAdmittedLawfully,
  endedLawfully,
  twiceIsEnough,
  afterTheEffect,
  householdChangesLawfully,
  earlierResultsStand,
];
