import { type Decision, type Finding, unmet } from '#libs/kernel';
import { type RegisterContext } from '../context.js';
import { type RegisterEvent } from '../events.js';
import { type RecordMerge, type SplitChild, type SplitHousehold } from '../orders.js';
import { type RegisterState } from '../state.js';
import { type Check, confirmersApart, noCaseOpen, notInFuture, provided } from './findings.js';

/** The children are enrolled by a process; the parent's file stays (domain.md §4.2). */
export function split({ data }: SplitHousehold, state: RegisterState, context: RegisterContext): Decision<RegisterEvent> {
  return provided(
    [
      noCaseOpen(state),
      data.children.length < 2 && unmet('SPLIT_INTO_ONE', 'INPUT', '§4.2', { children: 2 }, { children: data.children.length }),
      numbersApart(state, data.children),
      conserved(state, data.children),
      ...data.children.map(headOfChild),
      notInFuture(context, 'on', data.on),
      ...confirmersApart(state, data.confirmedByVillage, data.confirmedByTownship),
    ],
    () => [{ type: 'household.HouseholdSplit.v1', data }],
  );
}

/** The members are added to the other household by a process. */
export function merge({ data }: RecordMerge, state: RegisterState, context: RegisterContext): Decision<RegisterEvent> {
  return provided(
    [
      noCaseOpen(state),
      data.into === state.householdId && unmet('MERGED_INTO_ITSELF', 'INPUT', '§4.2', 'another household', { into: data.into }),
      notInFuture(context, 'on', data.on),
      ...confirmersApart(state, data.confirmedByVillage, data.confirmedByTownship),
    ],
    () => [{ type: 'household.HouseholdMerged.v1', data }],
  );
}

/** sum(children) = parent: every member goes to exactly one child, and nobody else to any. */
function conserved(state: RegisterState, children: readonly SplitChild[]): Check {
  const count = new Map(state.members.map(({ person }) => [person, 0]));
  const foreign: string[] = [];
  for (const person of children.flatMap(({ members }) => members)) {
    const before = count.get(person);
    if (before === undefined) foreign.push(person);
    else count.set(person, before + 1);
  }
  const missing = [...count].flatMap(([person, times]) => (times === 0 ? [person] : []));
  const twice = [...count].flatMap(([person, times]) => (times > 1 ? [person] : []));
  return (
    missing.length + twice.length + foreign.length > 0 &&
    unmet('MEMBERS_NOT_CONSERVED', 'LAW', '§4.2', 'every member in exactly one child, and nobody else', {
      missing,
      twice,
      foreign,
    })
  );
}

function numbersApart(state: RegisterState, children: readonly SplitChild[]): Check {
  const numbers = [state.householdId, ...children.map(({ householdId }) => householdId)];
  const twice = [...new Set(numbers.filter((number, index) => numbers.indexOf(number) !== index))];
  return twice.length > 0 && unmet('CHILD_NUMBER_TAKEN', 'INPUT', '§4.2', 'a number of its own for each child', { twice });
}

function headOfChild(child: SplitChild): Finding | undefined {
  const { householdId, head, members } = child;
  return members.includes(head)
    ? undefined
    : unmet('HEAD_NOT_A_MEMBER', 'INPUT', '§1.1', 'a head who is a member of the child', { householdId, head });
}
