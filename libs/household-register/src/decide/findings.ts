import { type CivilDate, type Decision, type Finding, refuse, unmet } from '#libs/kernel';
import { type Level, levelOfOffice } from '#libs/procedure';
import { type RegisterContext } from '../context.js';
import { type RegisterEvent } from '../events.js';
import { entryOf, isMember, openCases, type RegisterState } from '../state.js';

/** A check that found nothing to object to is `undefined` or `false`. */
export type Check = Finding | false | undefined;

/** The events, unless a check objects; all objections are told at once. */
export function provided(checks: readonly Check[], events: () => readonly RegisterEvent[]): Decision<RegisterEvent> {
  const [first, ...more] = checks.filter((check): check is Finding => check !== undefined && check !== false);
  return first === undefined ? events() : refuse(first, ...more);
}

export function fromProcessOnly(context: RegisterContext, clause: string): Check {
  const { role } = context.actor;
  return role !== 'process' && unmet('RECORDER_MAY_NOT', 'RIGHTS', clause, { role: 'process' }, { role });
}

/** R2: what is said to have happened cannot lie after our clock. */
export function notInFuture(context: RegisterContext, field: string, date: CivilDate): Check {
  return date > context.today && unmet('DATE_IN_FUTURE', 'INPUT', 'R2', { field, atLatest: context.today }, { date });
}

export function memberListed(state: RegisterState, person: string): Check {
  return !isMember(state, person) && unmet('NOT_A_MEMBER', 'INPUT', '§4.2', 'a member of this household', { person });
}

/** Official and household are always apart (R4): nobody keeps the register of his own household. */
export function recorderNotOfHousehold(context: RegisterContext, state: RegisterState): Check {
  return recorderApart(
    context,
    state.members.map(({ person }) => person),
  );
}

export function recorderApart(context: RegisterContext, persons: readonly string[]): Check {
  const { id } = context.actor;
  return (
    persons.includes(id) &&
    unmet('OFFICIAL_IN_OWN_HOUSEHOLD', 'RIGHTS', 'R4', 'a recorder from outside of the household', { person: id })
  );
}

/** §2.2: nothing that conflicts may begin while a case is open. */
export function noCaseOpen(state: RegisterState): Check {
  const open = openCases(state).map(({ caseId, kind }) => ({ caseId, kind }));
  return open.length > 0 && unmet('CONFLICTING_CASE_OPEN', 'LAW', '§2.2', 'no open case', { open });
}

/** Holds, on the paper date and for the household's area, an office that decides at this level (R4). */
export function holdsOfficeAt(context: RegisterContext, person: string, level: Level): boolean {
  return (entryOf(context.offices, person) ?? []).some(({ office }) => levelOfOffice(office) === level);
}

/** §4.2 and R4: village and township confirm by two persons in office, neither of whom is of the household. */
export function confirmedByBoth(
  state: RegisterState,
  context: RegisterContext,
  village: string,
  township: string,
): readonly Check[] {
  const strangers = [
    ...(holdsOfficeAt(context, village, 'VILLAGE') ? [] : [{ person: village, level: 'VILLAGE' }]),
    ...(holdsOfficeAt(context, township, 'TOWNSHIP') ? [] : [{ person: township, level: 'TOWNSHIP' }]),
  ];
  const related = [...new Set([village, township])].filter((person) => isMember(state, person));
  return [
    village === township &&
      unmet('CONFIRMERS_NOT_APART', 'RIGHTS', 'R4', 'one person of the village and another of the township', { person: village }),
    strangers.length > 0 &&
      unmet('CONFIRMER_NOT_IN_OFFICE', 'RIGHTS', '§4.2; R4', 'an office of the village and one of the township', strangers),
    related.length > 0 &&
      unmet('OFFICIAL_IN_OWN_HOUSEHOLD', 'RIGHTS', 'R4', 'confirmation from outside of the household', { persons: related }),
  ];
}
