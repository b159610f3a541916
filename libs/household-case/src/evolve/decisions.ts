import { type Papers } from '#libs/procedure';
import { type CaseFile } from '../state.js';
import { type Evolutions, type RecordedCaseEvent } from './evolution.js';
import { closed, decidedAt, decidedBy, fail, finish } from './part-progress.js';

const NO_PAPERS: Papers = { evidence: [], signatures: [], seals: [] };

function effective(
  state: CaseFile,
  { data, type }: RecordedCaseEvent<'case.HouseholdRegistered.v1' | 'case.HouseholdExited.v1' | 'case.HouseholdMonitored.v1'>,
): CaseFile {
  const outcome =
    type === 'case.HouseholdRegistered.v1' ? 'REGISTERED' : type === 'case.HouseholdExited.v1' ? 'EXITED' : 'MONITORED';
  return closed(state, outcome, data.on);
}

export const decisionEvolutions: Evolutions<
  | 'case.TownshipAuditPassed.v1'
  | 'case.CountyApproved.v1'
  | 'case.FilingRecorded.v1'
  | 'case.CaseRejected.v1'
  | 'case.HouseholdRegistered.v1'
  | 'case.HouseholdExited.v1'
  | 'case.HouseholdMonitored.v1'
  | 'case.FindingNoted.v1'
> = {
  'case.TownshipAuditPassed.v1': (state, event) => {
    const { part, papers } = event.data;
    return decidedBy(finish(state, event, { papers }), part, papers, event.metadata.performedBy);
  },
  'case.CountyApproved.v1': (state, event) => {
    const { part, papers, documentNo } = event.data;
    return {
      ...decidedBy(finish(state, event, { papers }), part, papers, event.metadata.performedBy),
      approval: { documentNo, part, level: 'COUNTY', on: event.metadata.occurredOn },
    };
  },
  'case.FilingRecorded.v1': (state, event) => finish(state, event, { papers: event.data.papers }),
  'case.CaseRejected.v1': (state, event) => {
    const { part, level, reason, papers = NO_PAPERS } = event.data;
    const decided = event.data.decidedBy;
    const already = state.parts[part]?.status === 'FAILED';
    const ended = already ? state : decidedBy(fail(state, event, { papers }), part, papers, event.metadata.performedBy);
    const on = event.metadata.occurredOn;
    return {
      ...closed(ended, 'REJECTED', on),
      rejection: { no: (state.rejection?.no ?? 0) + 1, part, level, reason, decidedBy: decided, on },
      deciders: decidedAt(state, level, decided),
    };
  },
  'case.HouseholdRegistered.v1': effective,
  'case.HouseholdExited.v1': effective,
  'case.HouseholdMonitored.v1': effective,
  'case.FindingNoted.v1': (state) => state,
};
