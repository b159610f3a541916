import { type PartId, type PartView } from '#libs/procedure';
import { type BeforeReturn, type CaseFile } from '../state.js';
import { type Evolutions, type RecordedCaseEvent } from './evolution.js';
import { reopened, supersede } from './part-progress.js';

type Returned = RecordedCaseEvent<'case.CaseReturned.v1'>;

const pick = (parts: CaseFile['parts'], ids: readonly PartId[]): Record<PartId, PartView> =>
  Object.fromEntries(Object.entries(parts).filter(([id]) => ids.includes(id)));

function beforeReturn({ notices, comparison, survey, consent, approval }: CaseFile): BeforeReturn {
  return {
    notices,
    ...(comparison && { comparison }),
    ...(survey && { survey }),
    ...(consent && { consent }),
    ...(approval && { approval }),
  };
}

/** An upheld contest of a return gives back what the return had taken, but for the parts at which the case goes on. */
function givenBack(state: CaseFile, superseded: readonly PartId[]): CaseFile {
  const contest = state.contests?.at(-1);
  const { returned, beforeReturn: before } = state;
  if (contest?.contested !== 'RETURN' || returned?.before === undefined || before === undefined) return state;
  const back = Object.keys(returned.before).filter((id) => !superseded.includes(id));
  const parts: Record<PartId, PartView> = { ...state.parts };
  for (const id of back) {
    const view = returned.before[id];
    if (view !== undefined) parts[id] = { ...view, round: state.parts[id]?.round ?? view.round };
  }
  const notices = Object.fromEntries(Object.entries(before.notices).filter(([id]) => back.includes(id)));
  const { comparison, survey, consent, approval } = before;
  return {
    ...state,
    parts,
    notices: { ...state.notices, ...notices },
    ...(comparison && back.includes(comparison.part) && { comparison }),
    ...(survey && back.includes(survey.part) && { survey }),
    ...(consent && back.includes(consent.part) && { consent }),
    ...(approval && back.includes(approval.part) && { approval }),
  };
}

/** Whether the survey that follows must be by others: after a refused consent, or where a recheck ordered it (R13, §3.4). */
function otherTeam(state: CaseFile, { data }: Returned): boolean {
  if (data.because === 'CONSENT_REFUSED') return true;
  if (data.because === 'RECHECK') return state.recheck?.outcome === 'NEW_SURVEY';
  const surveyFalls = state.survey !== undefined && data.superseded.includes(state.survey.part);
  return state.otherTeam === true && !surveyFalls;
}

function returned(state: CaseFile, event: Returned): CaseFile {
  const { data, metadata } = event;
  const open = { ...(state.phase === 'CLOSED' ? reopened(state) : state), held: undefined };
  const restored = data.because === 'CONTEST' ? givenBack(open, data.superseded) : open;
  const before = data.because === 'RULING' ? pick(state.parts, data.superseded) : undefined;
  return {
    ...supersede(restored, data.superseded),
    otherTeam: otherTeam(state, event),
    ...(before && { beforeReturn: beforeReturn(state) }),
    returned: {
      no: (state.returned?.no ?? 0) + 1,
      to: data.to,
      level: data.level,
      because: data.because,
      on: metadata.occurredOn,
      decidedBy: metadata.performedBy,
      ...(before && { before }),
    },
  };
}

export const returnEvolutions: Evolutions<
  'case.CaseReturned.v1' | 'case.CaseMigrated.v1' | 'case.ReReviewOrdered.v1' | 'case.SignedRollOrdered.v1'
> = {
  'case.CaseReturned.v1': returned,
  'case.CaseMigrated.v1': (state, { data: { to } }) => ({ ...state, definition: to.definition, policy: to.policy }),
  'case.ReReviewOrdered.v1': (state, { data }) => ({ ...state, reReviewed: [...(state.reReviewed ?? []), data.part] }),
  'case.SignedRollOrdered.v1': (state, { data }) => ({
    ...state,
    signedRollOrdered: [...state.signedRollOrdered, data.part],
  }),
};
