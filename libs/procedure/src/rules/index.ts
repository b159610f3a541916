import { type Rule } from '../law.js';
import { applicationRules } from './application.js';
import { approvalRules } from './approval.js';
import { attendanceRules } from './attendance.js';
import { BRANCH_RULES } from './branches.js';
import { comparisonRules } from './comparison.js';
import { consentRules } from './consent.js';
import { dateRules } from './dates.js';
import { lateInterruptionRules } from './late-interruption.js';
import { lostPhotoRules } from './lost-photo.js';
import { noticeRules } from './notice.js';
import { orderRules } from './order.js';
import { paperRules } from './papers.js';
import { personRules } from './persons.js';
import { reviewRules } from './review.js';
import { surveyRules } from './survey.js';

export { PROXY_CAPACITY, votersOf } from './attendance.js';
export { blocksCase, pendingOf, withAnswers, type OpenAnswer } from './comparison.js';
export { isAdult } from './application.js';
export { incomeOf, perCapitaOf } from './income.js';
export { completedOn, isApproved } from './late-interruption.js';
export { lastPlaceOn, makesPeriod, periodOf, type PublicPart } from './notice.js';
export { isMajority, isQuorate, quorumOn, reaches, restsOnRelatives, unrecusedOf } from './review.js';

/** Every rule of the law, in the order in which findings are shown: order and dates, hands and papers, then the subject. */
export const RULES: readonly Rule[] = [
  ...orderRules,
  ...dateRules,
  ...personRules,
  ...paperRules,
  ...applicationRules,
  ...surveyRules,
  ...attendanceRules,
  ...reviewRules,
  ...comparisonRules,
  ...consentRules,
  ...noticeRules,
  ...lateInterruptionRules,
  ...lostPhotoRules,
  ...approvalRules,
  ...BRANCH_RULES,
];
