import { type Decision, unmet } from '#libs/kernel';
import { type RegisterContext } from '../context.js';
import { type RegisterEvent } from '../events.js';
import { type FlagDuplicatePerson, type RuleOnDuplicatePerson } from '../orders.js';
import { entryOf, isMember, type RegisterState } from '../state.js';
import { fromProcessOnly, holdsOfficeAt, memberListed, provided, recorderNotOfHousehold } from './findings.js';

/** R14: a person who stands in two households is flagged in both; nothing is decided by it. */
export function flagDuplicate(
  { data }: FlagDuplicatePerson,
  state: RegisterState,
  context: RegisterContext,
): Decision<RegisterEvent> {
  return provided(
    [
      fromProcessOnly(context, 'R14'),
      memberListed(state, data.person),
      data.otherHousehold === state.householdId &&
        unmet('SAME_HOUSEHOLD', 'INPUT', 'R14', 'another household', { otherHousehold: data.otherHousehold }),
    ],
    () => [{ type: 'household.DuplicatePersonFlagged.v1', data }],
  );
}

export function ruleOnDuplicate(
  { data }: RuleOnDuplicatePerson,
  state: RegisterState,
  context: RegisterContext,
): Decision<RegisterEvent> {
  const { person, decidedBy } = data;
  return provided(
    [
      entryOf(state.duplicates, person) === undefined &&
        unmet('DUPLICATE_NOT_FLAGGED', 'ORDER', 'R14', 'a person who was flagged in two households', { person }),
      recorderNotOfHousehold(context, state),
      !holdsOfficeAt(context, decidedBy, 'TOWNSHIP') &&
        !holdsOfficeAt(context, decidedBy, 'COUNTY') &&
        unmet('CONFIRMER_NOT_IN_OFFICE', 'RIGHTS', 'R14; R4', 'an office of the township or county', { decidedBy }),
      isMember(state, decidedBy) &&
        unmet('OFFICIAL_IN_OWN_HOUSEHOLD', 'RIGHTS', 'R4', 'a ruling from outside of the household', { decidedBy }),
    ],
    () => [{ type: 'household.DuplicatePersonRuled.v1', data }],
  );
}
