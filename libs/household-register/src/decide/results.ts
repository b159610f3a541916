import { addDays, type CivilDate, type Decision, unmet } from '#libs/kernel';
import { type CaseKind } from '#libs/procedure';
import { type RegisterContext } from '../context.js';
import { type RegisterEvent } from '../events.js';
import { type RecordCaseReopened, type RecordCaseResult } from '../orders.js';
import { type CaseEntry, doubtfulMembers, entryOf, type RegisterState } from '../state.js';
import { caseMayOpen, standingFits } from './cases.js';
import { type Check, fromProcessOnly, provided } from './findings.js';

type Outcome = RecordCaseResult['data']['outcome'];

/** Outcomes that only one kind of case can have; all others end any case. */
const KIND_OF: Readonly<Partial<Record<Outcome, CaseKind>>> = {
  REGISTERED: 'IDENTIFICATION',
  EXITED: 'EXIT',
  DEFERRED: 'EXIT',
  MONITORED: 'MONITORING',
};

/** Standing changes only as the result of a case, and only a process brings it (issue 2 §3; domain.md §4.1). */
export function recordCaseResult(
  { data }: RecordCaseResult,
  state: RegisterState,
  context: RegisterContext,
): Decision<RegisterEvent> {
  const entry = entryOf(state.cases, data.caseId);
  return provided(
    [
      fromProcessOnly(context, '§2.2'),
      ...caseOpen(data.caseId, entry),
      ...(entry === undefined ? [] : [outcomeOfKind(data.outcome, entry)]),
      ...(entry === undefined || KIND_OF[data.outcome] === undefined || data.outcome === 'DEFERRED'
        ? []
        : effectPossible(data.outcome, entry, state)),
    ],
    () => (entry === undefined ? [] : [...effect(data, entry, state), concluded(data, entry)]),
  );
}

/** A closed case goes on after a recheck or contest (R13), unless another has taken its place. */
export function recordCaseReopened(
  { data }: RecordCaseReopened,
  state: RegisterState,
  context: RegisterContext,
): Decision<RegisterEvent> {
  const entry = entryOf(state.cases, data.caseId);
  return provided(
    [
      fromProcessOnly(context, 'R13'),
      entry === undefined && unknownCase(data.caseId),
      entry?.open === true && unmet('CASE_NOT_CONCLUDED', 'ORDER', 'R13', 'a concluded case', { caseId: data.caseId }),
      ...(entry === undefined || entry.open ? [] : [...caseMayOpen(entry.kind, state), standingFits(entry.kind, state)]),
    ],
    () =>
      entry === undefined
        ? []
        : [{ type: 'household.CaseReopened.v1', data: { caseId: data.caseId, kind: entry.kind, no: data.no } }],
  );
}

export const unknownCase = (caseId: string): Check =>
  unmet('CASE_UNKNOWN', 'INPUT', '§2.2', 'a case that this register has admitted', { caseId });

function caseOpen(caseId: string, entry: CaseEntry | undefined): readonly Check[] {
  return [
    entry === undefined && unknownCase(caseId),
    entry?.open === false && unmet('CASE_NOT_OPEN', 'ORDER', '§2.2', 'an open case', { caseId, outcome: entry.outcome ?? null }),
  ];
}

function outcomeOfKind(outcome: Outcome, entry: CaseEntry): Check {
  const kind = KIND_OF[outcome];
  return (
    kind !== undefined &&
    kind !== entry.kind &&
    unmet('OUTCOME_OF_OTHER_KIND', 'INPUT', '§2.2', { outcome, kind }, { kind: entry.kind })
  );
}

function effectPossible(outcome: Outcome, entry: CaseEntry, state: RegisterState): readonly Check[] {
  const doubtful = doubtfulMembers(state);
  return [
    state.phase !== 'ENROLLED' && unmet('HOUSEHOLD_CLOSED', 'ORDER', '§4.2', { phase: 'ENROLLED' }, { phase: state.phase }),
    standingFits(entry.kind, state),
    outcome === 'REGISTERED' &&
      doubtful.length > 0 &&
      unmet('PERSON_IN_TWO_HOUSEHOLDS', 'LAW', 'R14', 'a ruling that each flagged member belongs here', {
        persons: doubtful.map((person) => ({
          person,
          otherHousehold: entryOf(state.duplicates, person)?.otherHousehold ?? null,
        })),
      }),
  ];
}

function concluded(data: RecordCaseResult['data'], entry: CaseEntry): RegisterEvent {
  const { caseId, outcome, on } = data;
  return { type: 'household.CaseConcluded.v1', data: { caseId, kind: entry.kind, outcome, on } };
}

function effect(data: RecordCaseResult['data'], entry: CaseEntry, state: RegisterState): readonly RegisterEvent[] {
  const { caseId, on, programYear } = data;
  switch (data.outcome) {
    case 'REGISTERED':
      return [
        {
          type: 'household.StandingRegistered.v1',
          data: { caseId, on, programYear, spell: state.spell + 1, readmitted: state.standing === 'EXITED' },
        },
      ];
    case 'EXITED':
      return [
        {
          type: 'household.StandingExited.v1',
          data: { caseId, on, programYear, spell: state.spell, ...dueAfter(on, entry.deregistrationDelayDays) },
        },
        ...(entry.deregistrationDelayDays > 0 ? [] : [{ type: 'household.Deregistered.v1' as const, data: { caseId, on } }]),
      ];
    case 'MONITORED':
      return [
        {
          type: 'household.StandingMonitored.v1',
          data: { caseId, on, programYear, spell: state.monitoringSpell + 1 },
        },
      ];
    case 'REJECTED':
    case 'WITHDRAWN':
    case 'LAPSED':
    case 'DEFERRED':
    case 'NOT_OPENED':
      return [];
  }
}

function dueAfter(on: CivilDate, delayDays: number): { readonly deregistrationDue?: CivilDate } {
  return delayDays > 0 ? { deregistrationDue: addDays(on, delayDays) } : {};
}
