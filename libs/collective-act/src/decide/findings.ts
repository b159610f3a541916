import { type CivilDate, type Decision, type Finding, refuse, unmet } from '#libs/kernel';
import { type ActContext } from '../context.js';
import { type ActEvent } from '../events.js';
import { type ActKind } from '../orders.js';
import { type ActState, isRecorded } from '../state.js';

/** A check that found nothing to object to is `undefined` or `false`. */
export type Check = Finding | false | undefined;

/** The events, unless a check objects; all objections are told at once. */
export function provided(checks: readonly Check[], events: () => readonly ActEvent[]): Decision<ActEvent> {
  const [first, ...more] = checks.filter((check): check is Finding => check !== undefined && check !== false);
  return first === undefined ? events() : refuse(first, ...more);
}

export function fromProcessOnly(context: ActContext): Check {
  const { role } = context.actor;
  return role !== 'process' && unmet('RECORDER_MAY_NOT', 'RIGHTS', 'R7', { role: 'process' }, { role });
}

/** R2: what is said to have happened cannot lie after our clock. */
export function notInFuture(context: ActContext, field: string, date: CivilDate): Check {
  return date > context.today && unmet('DATE_IN_FUTURE', 'INPUT', 'R2', { field, atLatest: context.today }, { date });
}

/** The step belongs to this kind of act, its list is closed, and it has not been recorded before. */
export function readyFor(kind: ActKind, state: ActState): readonly Check[] {
  return [
    ofKind(kind, state),
    state.phase !== 'CLOSED' && unmet('LIST_NOT_CLOSED', 'ORDER', 'R7', { phase: 'CLOSED' }, { phase: state.phase }),
    isRecorded(state) && unmet('ACT_ALREADY_RECORDED', 'ORDER', 'R3', 'CorrectAct', { actId: state.actId }),
  ];
}

export function ofKind(kind: ActKind, state: ActState): Check {
  return state.kind !== kind && unmet('ACT_OF_OTHER_KIND', 'INPUT', 'R7', { kind }, { kind: state.kind ?? null });
}

/** R3: somebody else than who records and who did it answers for the change. */
export function secondPerson(context: ActContext, clause: string, confirmedBy: string | undefined): Check {
  return (
    (confirmedBy === undefined || confirmedBy === context.actor.id || confirmedBy === context.performedBy) &&
    unmet('SECOND_PERSON_MISSING', 'RIGHTS', clause, 'a second person who confirms', { confirmedBy: confirmedBy ?? null })
  );
}

/** The rows are exactly these cases, each once. */
export function exactly(cases: readonly string[], rows: readonly string[]): Check {
  const wanted = new Set(cases);
  const found = new Set<string>();
  const foreign: string[] = [];
  const twice: string[] = [];
  for (const caseId of rows) {
    if (found.has(caseId)) twice.push(caseId);
    else if (wanted.has(caseId)) found.add(caseId);
    else foreign.push(caseId);
  }
  const missing = cases.filter((caseId) => !found.has(caseId));
  return (
    missing.length + foreign.length + twice.length > 0 &&
    unmet('ITEMS_NOT_THE_LIST', 'INPUT', 'R7', 'each case of the closed list once, and no other', { missing, foreign, twice })
  );
}

/** Every one of these is among the cases, each once. */
export function within(cases: readonly string[], rows: readonly string[]): Check {
  const wanted = new Set(cases);
  const foreign = rows.filter((caseId) => !wanted.has(caseId));
  const twice = repeated(rows);
  return (
    foreign.length + twice.length > 0 &&
    unmet('CASE_NOT_ON_ACT', 'INPUT', 'R7', 'cases for which this act is not finished, each once', { foreign, twice })
  );
}

/** What stands more than once, in the order of its second appearance. */
export function repeated(values: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) twice.add(value);
    else seen.add(value);
  }
  return [...twice];
}
