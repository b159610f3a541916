import { type Decision, type Finding, unmet } from '#libs/kernel';
import { type RegisterContext } from '../context.js';
import { type RegisterEvent } from '../events.js';
import { type RecordMerge, type SplitChild, type SplitHousehold } from '../orders.js';
import { entryOf, type RegisterState } from '../state.js';
import { type Check, confirmedByBoth, noCaseOpen, notInFuture, provided, recorderNotOfHousehold } from './findings.js';

/** The children are enrolled by a process; the parent's file stays (domain.md §4.2). */
export function split({ data }: SplitHousehold, state: RegisterState, context: RegisterContext): Decision<RegisterEvent> {
  return provided(
    [
      noCaseOpen(state),
      data.children.length < 2 && unmet('SPLIT_INTO_ONE', 'INPUT', '§4.2', { children: 2 }, { children: data.children.length }),
      numbersApart(state, data.children, context),
      conserved(state, data.children),
      ...data.children.map(headOfChild),
      notInFuture(context, 'on', data.on),
      recorderNotOfHousehold(context, state),
      ...confirmedByBoth(state, context, data.confirmedByVillage, data.confirmedByTownship),
    ],
    () => [{ type: 'household.HouseholdSplit.v1', data }],
  );
}

/** The members are added to the other household by a process. */
export function merge({ data }: RecordMerge, state: RegisterState, context: RegisterContext): Decision<RegisterEvent> {
  return provided(
    [
      noCaseOpen(state),
      ...mayReceive(data, state, context),
      notInFuture(context, 'on', data.on),
      recorderNotOfHousehold(context, state),
      ...confirmedByBoth(state, context, data.confirmedByVillage, data.confirmedByTownship),
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

/**
 * The members of a household go into one that is enrolled, in the same township, and stands as theirs does: who is poor and who
 * is not is decided by cases, never by a merge.
 */
function mayReceive({ into }: RecordMerge['data'], state: RegisterState, context: RegisterContext): readonly Check[] {
  if (into === state.householdId) return [unmet('MERGED_INTO_ITSELF', 'INPUT', '§4.2', 'another household', { into })];
  const receiving = entryOf(context.others ?? {}, into);
  if (receiving?.phase !== 'ENROLLED') {
    return [
      unmet('RECEIVING_HOUSEHOLD_CLOSED', 'INPUT', '§4.2', { phase: 'ENROLLED' }, { into, phase: receiving?.phase ?? 'ABSENT' }),
    ];
  }
  const { standing, township, members } = receiving;
  const both = state.members.flatMap(({ person }) => (members.includes(person) ? [person] : []));
  return [
    township !== state.managementArea?.township &&
      unmet(
        'RECEIVING_HOUSEHOLD_ELSEWHERE',
        'RIGHTS',
        'assumption',
        { township: state.managementArea?.township ?? null },
        { township: township ?? null },
      ),
    standing !== state.standing && unmet('STANDINGS_DIFFER', 'LAW', '§4.2', { standing: state.standing }, { into, standing }),
    both.length > 0 &&
      unmet('MEMBER_ALREADY_LISTED', 'INPUT', '§4.2', 'persons who are not of the other household', { persons: both }),
  ];
}

function numbersApart(state: RegisterState, children: readonly SplitChild[], context: RegisterContext): Check {
  const numbers = [state.householdId, ...children.map(({ householdId }) => householdId)];
  const taken = children.flatMap(({ householdId }) =>
    (entryOf(context.others ?? {}, householdId)?.phase ?? 'ABSENT') === 'ABSENT' ? [] : [householdId],
  );
  const twice = [...new Set([...numbers.filter((number, index) => numbers.indexOf(number) !== index), ...taken])];
  return twice.length > 0 && unmet('CHILD_NUMBER_TAKEN', 'INPUT', '§4.2', 'a number of its own for each child', { twice });
}

function headOfChild(child: SplitChild): Finding | undefined {
  const { householdId, head, members } = child;
  return members.includes(head)
    ? undefined
    : unmet('HEAD_NOT_A_MEMBER', 'INPUT', '§1.1', 'a head who is a member of the child', { householdId, head });
}
