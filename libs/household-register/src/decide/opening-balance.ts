import { type Decision, unmet } from '#libs/kernel';
import { type RegisterContext } from '../context.js';
import { type RegisterEvent } from '../events.js';
import { type TakeOverStanding } from '../orders.js';
import { isMember, type RegisterState } from '../state.js';
import { type Check, holdsOfficeAt, noCaseOpen, notInFuture, provided, recorderNotOfHousehold } from './findings.js';

/** R6: standing that was won elsewhere, procedure not witnessed; a second person answers for the list. */
export function takeOverStanding(
  { data }: TakeOverStanding,
  state: RegisterState,
  context: RegisterContext,
): Decision<RegisterEvent> {
  const { confirmedBy } = data;
  return provided(
    [
      (state.standing !== 'NONE' || state.spell > 0) &&
        unmet('STANDING_ALREADY_KNOWN', 'LAW', 'R6', { standing: 'NONE' }, { standing: state.standing, spell: state.spell }),
      noCaseOpen(state),
      (confirmedBy === context.actor.id || confirmedBy === context.performedBy) &&
        unmet('SECOND_PERSON_MISSING', 'RIGHTS', 'R6', 'a second person who confirms the list', { confirmedBy }),
      !holdsOfficeAt(context, confirmedBy, 'COUNTY') &&
        unmet('CONFIRMER_NOT_IN_OFFICE', 'RIGHTS', 'R6; R4', 'an office of the county', { confirmedBy }),
      recorderNotOfHousehold(context, state),
      (!Number.isInteger(data.spells) || data.spells < 1) &&
        unmet('SPELLS_NOT_COUNTED', 'INPUT', 'R6', { spells: 'a whole number from 1' }, { spells: data.spells }),
      ...datesInOrder(data, context),
      membersOf(data, state),
    ],
    () => [{ type: 'household.StandingTakenOver.v1', data }],
  );
}

function datesInOrder(data: TakeOverStanding['data'], context: RegisterContext): readonly Check[] {
  const { standing, identifiedAt, exitedAt, asOf } = data;
  return [
    notInFuture(context, 'asOf', asOf),
    standing === 'EXITED' &&
      exitedAt === undefined &&
      unmet('EXIT_DATE_MISSING', 'INPUT', 'R6', 'exitedAt of an exited household', { exitedAt: null }),
    (identifiedAt > asOf || (exitedAt !== undefined && exitedAt > asOf)) &&
      unmet('DATE_AFTER_LIST', 'INPUT', 'R6', { atLatest: asOf }, { identifiedAt, exitedAt: exitedAt ?? null }),
    // Of a household readmitted since, the exit is the one before its newest spell.
    standing === 'EXITED' &&
      exitedAt !== undefined &&
      exitedAt < identifiedAt &&
      unmet('EXIT_BEFORE_IDENTIFICATION', 'INPUT', 'R6', { notBefore: identifiedAt }, { exitedAt }),
  ];
}

function membersOf(data: TakeOverStanding['data'], state: RegisterState): Check {
  const foreign = Object.keys(data.memberNos).filter((person) => !isMember(state, person));
  return foreign.length > 0 && unmet('NOT_A_MEMBER', 'INPUT', 'R6', 'members of this household', { persons: foreign });
}
