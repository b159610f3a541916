import { type Decision, unmet } from '#libs/kernel';
import { type AreaPath } from '#libs/procedure';
import { type RegisterContext } from '../context.js';
import { type RegisterEvent } from '../events.js';
import {
  type AddMember,
  type ChangeHead,
  type CorrectIdentity,
  type EnrolHousehold,
  type RemoveMember,
  type SetPovertyAttribute,
} from '../orders.js';
import { isMember, type RegisterState } from '../state.js';
import {
  type Check,
  fromProcessOnly,
  memberListed,
  notInFuture,
  provided,
  recorderApart,
  recorderNotOfHousehold,
} from './findings.js';

export function enrol({ data }: EnrolHousehold, state: RegisterState, context: RegisterContext): Decision<RegisterEvent> {
  const persons = data.members.map(({ person }) => person);
  const twice = [...new Set(persons.filter((person, index) => persons.indexOf(person) !== index))];
  const { lineage, ...household } = data;
  return provided(
    [
      state.phase !== 'ABSENT' &&
        unmet('ALREADY_ENROLLED', 'ORDER', '§1.1', 'a household that is not enrolled', { householdId: state.householdId }),
      persons.length === 0 && unmet('MEMBERS_MISSING', 'INPUT', '§1.1', 'at least one member', { members: 0 }),
      twice.length > 0 && unmet('MEMBER_LISTED_TWICE', 'INPUT', '§1.1', 'each person once', { persons: twice }),
      persons.length > 0 &&
        !persons.includes(data.head) &&
        unmet('HEAD_NOT_A_MEMBER', 'INPUT', '§1.1', 'a head who is a member', { head: data.head }),
      recorderApart(context, persons),
      pathAsItIs(data.managementArea, context),
      lineage !== undefined && fromProcessOnly(context, '§4.2'),
    ],
    () => [
      { type: 'household.HouseholdEnrolled.v1', data: household },
      ...(lineage === undefined ? [] : [{ type: 'household.StandingInherited.v1' as const, data: lineage }]),
    ],
  );
}

/** Rights go by the lowest area, meetings and rulings by those above it: they are of one line (R8). */
function pathAsItIs(said: AreaPath, { managed }: RegisterContext): Check {
  if (managed === undefined) return undefined;
  const { group, village, township, county } = managed;
  const same = said.group === group && said.village === village && said.township === township && said.county === county;
  return !same && unmet('AREAS_NOT_OF_ONE_LINE', 'INPUT', 'R8', { ...managed }, { ...said });
}

export function addMember({ data }: AddMember, state: RegisterState, context: RegisterContext): Decision<RegisterEvent> {
  const { person } = data.member;
  return provided(
    [
      isMember(state, person) && unmet('MEMBER_ALREADY_LISTED', 'INPUT', '§4.2', 'a person who is not a member yet', { person }),
      notInFuture(context, 'on', data.on),
      recorderApart(context, [person, ...state.members.map((member) => member.person)]),
      data.reason === 'MERGED' && fromProcessOnly(context, '§4.2'),
    ],
    () => [{ type: 'household.MemberAdded.v1', data }],
  );
}

/** The household lapses with its last member. While others remain, a new head is named before the old one goes (R14). */
export function removeMember({ data }: RemoveMember, state: RegisterState, context: RegisterContext): Decision<RegisterEvent> {
  const last = state.members.length === 1;
  return provided(
    [
      memberListed(state, data.person),
      data.person === state.head &&
        !last &&
        unmet('HEAD_NOT_REPLACED', 'ORDER', 'R14', 'ChangeHead to another member first', { head: state.head }),
      notInFuture(context, 'on', data.on),
      recorderNotOfHousehold(context, state),
    ],
    () => [
      { type: 'household.MemberRemoved.v1', data },
      ...(last ? [{ type: 'household.HouseholdLapsed.v1' as const, data: { on: data.on, reason: data.reason } }] : []),
    ],
  );
}

export function changeHead({ data }: ChangeHead, state: RegisterState, context: RegisterContext): Decision<RegisterEvent> {
  return provided(
    [
      memberListed(state, data.head),
      data.head === state.head &&
        unmet('HEAD_UNCHANGED', 'INPUT', '§4.2', 'another member than the head of today', { head: data.head }),
      notInFuture(context, 'on', data.on),
      recorderNotOfHousehold(context, state),
    ],
    () => [{ type: 'household.HeadChanged.v1', data }],
  );
}

/** A number whose check digit fails, or that stands elsewhere too, is accepted and flagged until the police answer (R9). */
export function correctIdentity(
  { data }: CorrectIdentity,
  state: RegisterState,
  context: RegisterContext,
): Decision<RegisterEvent> {
  return provided([memberListed(state, data.person), recorderNotOfHousehold(context, state)], () => [
    { type: 'household.IdentityCorrected.v1', data },
  ]);
}

export function setPovertyAttribute(
  { data }: SetPovertyAttribute,
  state: RegisterState,
  context: RegisterContext,
): Decision<RegisterEvent> {
  return provided([recorderNotOfHousehold(context, state)], () => [{ type: 'household.PovertyAttributeSet.v1', data }]);
}
