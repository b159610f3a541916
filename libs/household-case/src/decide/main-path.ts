import { actProposals } from './acts.js';
import { applicationProposals } from './application.js';
import { comparisonProposals } from './comparison.js';
import { consentProposals } from './consent.js';
import { decisionProposals } from './decisions.js';
import { interruptionProposals } from './interruptions.js';
import { noticeProposals } from './notices.js';
import { reviewProposals } from './reviews.js';
import { surveyProposals } from './survey.js';

/** The path from application to effect, and the acts on which it may be walked together. */
export const mainPathProposals = {
  ...applicationProposals,
  ...surveyProposals,
  ...reviewProposals,
  ...comparisonProposals,
  ...consentProposals,
  ...noticeProposals,
  ...interruptionProposals,
  ...decisionProposals,
  ...actProposals,
};
