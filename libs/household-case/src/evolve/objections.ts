import { holdsCase, type ObjectionView } from '#libs/procedure';
import { type CaseFile } from '../state.js';
import { type Evolutions } from './evolution.js';
import { decidedAt, supersede } from './part-progress.js';

function changed(state: CaseFile, no: number, change: Partial<ObjectionView>): CaseFile {
  const objection = state.objections[String(no)];
  if (objection === undefined) return state;
  return { ...state, objections: { ...state.objections, [String(no)]: { ...objection, ...change } } };
}

/** The household's own objection in its exit notice takes its consent back until it answers in person (R12). */
function consentInDoubt(state: CaseFile, objection: ObjectionView): CaseFile {
  const own = objection.byHousehold && objection.part !== undefined && holdsCase(objection);
  if (!own || state.kind !== 'EXIT' || state.phase !== 'OPEN' || state.consent === undefined) return state;
  return { ...supersede(state, [state.consent.part]), consentAnew: 'OWN_OBJECTION' };
}

export const objectionEvolutions: Evolutions<
  | 'case.ObjectionRaised.v1'
  | 'case.IdentificationLeadOpened.v1'
  | 'case.CorrectionLeadOpened.v1'
  | 'case.InvestigationAssigned.v1'
  | 'case.ObjectionDecided.v1'
  | 'case.CompletionSuperseded.v1'
> = {
  'case.ObjectionRaised.v1': (state, { data }) => {
    const objection: ObjectionView = {
      no: data.no,
      target: data.target,
      ...(data.part !== undefined && { part: data.part }),
      receivedOn: data.receivedOn,
      open: true,
      investigators: [],
      ...(data.against !== undefined && { against: data.against }),
      byHousehold: data.byHousehold,
      factsCommitment: data.facts.commitment,
      factsRef: data.facts.ref,
      ...(data.duplicateOf !== undefined && { duplicateOf: data.duplicateOf }),
    };
    const raised = { ...state, objections: { ...state.objections, [String(data.no)]: objection } };
    return consentInDoubt(raised, objection);
  },
  'case.IdentificationLeadOpened.v1': (state) => state,
  'case.CorrectionLeadOpened.v1': (state) => state,
  'case.InvestigationAssigned.v1': (state, { data }) =>
    changed(state, data.no, { investigators: data.investigators, level: data.level }),
  'case.ObjectionDecided.v1': (state, { data }) => {
    const decided = changed(state, data.no, { open: false, outcome: data.outcome });
    const level = state.objections[String(data.no)]?.level;
    return level === undefined ? decided : { ...decided, deciders: decidedAt(state, level, data.decidedBy) };
  },
  'case.CompletionSuperseded.v1': (state, { data }) => {
    const parts = { ...state.parts };
    for (const part of data.parts) {
      const view = parts[part];
      if (view === undefined) continue;
      parts[part] = { ...view, status: 'RUNNING', doneOn: undefined, doneRecordedOn: undefined };
    }
    return { ...state, parts };
  },
};
