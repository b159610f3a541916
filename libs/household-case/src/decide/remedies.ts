import { afterwards, type PartId, reviewToRepeat, surveyToRepeat } from '#libs/procedure';
import { type CaseEvent } from '../events.js';
import { partView } from '../evolve/part-progress.js';
import { type Given, type Proposals } from './handler.js';
import { optional } from './part.js';
import { goesBack, unknownPart } from './returns.js';

/** Where a recheck sends the case: to a survey by others, or to the review; nowhere where the rejection stands. */
function recheckedAt(outcome: 'CONFIRMED' | 'NEW_SURVEY' | 'RE_REVIEW', { law, state }: Given): PartId | undefined {
  if (state.rejection === undefined || outcome === 'CONFIRMED') return undefined;
  return outcome === 'NEW_SURVEY' ? surveyToRepeat(law, state.rejection.part) : reviewToRepeat(law, state.rejection.part);
}

/**
 * Where an upheld contest lets the case go on. Of a return, what it had taken comes back as far as the part at which the
 * case goes on; that part and what stands on it is done again.
 */
function resumed(to: PartId, { law, state }: Given): CaseEvent {
  const contest = state.contests?.findLast(({ upheld }) => upheld === undefined);
  const taken = contest?.contested === 'RETURN' ? (state.returned?.before ?? {}) : {};
  const superseded = [to, ...afterwards(law, to)].filter(
    (part) => taken[part] !== undefined || partView(state, part).status !== 'NOT_STARTED',
  );
  return { type: 'case.CaseReturned.v1', data: { to, level: 'COUNTY', because: 'CONTEST', superseded } };
}

/** What a household and a village may do against a decision (R13). */
export const remedyProposals: Proposals<
  'NotifyRejection' | 'RequestRecheck' | 'DecideRecheck' | 'ContestDecision' | 'RuleOnContest'
> = {
  NotifyRejection: ({ deliveredOn, papers }) => [{ type: 'case.RejectionNotified.v1', data: { deliveredOn, papers } }],

  RequestRecheck: ({ requestedOn, signature, evidence, reason }) => [
    { type: 'case.RecheckRequested.v1', data: { requestedOn, signature, ...optional('evidence', evidence), reason } },
  ],

  /** A new survey or review opens the case again; a confirmed rejection stays. */
  DecideRecheck: ({ outcome, level, decidedBy, reason, papers }, given) => {
    const decided: CaseEvent = { type: 'case.RecheckDecided.v1', data: { outcome, level, decidedBy, reason, papers } };
    const to = recheckedAt(outcome, given);
    return to === undefined ? [decided] : [decided, goesBack({ to, level, because: 'RECHECK', reason }, given)];
  },

  ContestDecision: ({ contested, reason, papers }) => [
    { type: 'case.DecisionContested.v1', data: { contested, reason, papers } },
  ],

  RuleOnContest: ({ upheld, resumeAt, decidedBy, reason, papers }, given) => {
    const unknown = resumeAt === undefined ? undefined : unknownPart(given.law, resumeAt);
    if (unknown !== undefined) return unknown;
    const data = { upheld, ...optional('resumeAt', resumeAt), decidedBy, reason, papers };
    const ruled: CaseEvent = { type: 'case.ContestRuled.v1', data };
    return upheld && resumeAt !== undefined ? [ruled, resumed(resumeAt, given)] : [ruled];
  },
};
