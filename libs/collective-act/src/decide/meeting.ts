import { type Decision, unmet } from '#libs/kernel';
import { type Attendance } from '#libs/procedure';
import { type ActContext } from '../context.js';
import { type ActEvent } from '../events.js';
import { type MeetingItemResult, type RecordMeeting } from '../orders.js';
import { type ActState } from '../state.js';
import { type Check, exactly, notInFuture, provided, readyFor, repeated } from './findings.js';

/** Capacities of those who may be present without being of the body: they neither count nor vote. */
export const GUEST_CAPACITIES: readonly string[] = ['OBSERVER', 'RECORDER', 'SUPERVISOR', 'RESIDENT_TEAM', 'TOWNSHIP', 'COUNTY'];

interface Assembly {
  /** How many of the roster are present. */
  readonly present: number;
  /** All who count, by their own name and by that of the household for which they speak, with the latter. */
  readonly counts: ReadonlyMap<string, string>;
  /** Who of them was not there in person for himself: whether he may count each case judges by its own law. */
  readonly otherwise: readonly Attendance[];
  readonly checks: readonly Check[];
}

/**
 * One sitting with one item per case (R7, §2.5). Whether it was quorate and who won each case judges by its own law;
 * here only what no law would admit is refused. The denominator comes from the roster.
 */
export function recordMeeting({ data }: RecordMeeting, state: ActState, context: ActContext): Decision<ActEvent> {
  const roster = context.roster?.persons;
  const assembly = roster === undefined ? undefined : assemblyOf(data, roster);
  return provided(
    [
      ...readyFor('MEETING', state),
      roster === undefined &&
        unmet('ROSTER_MISSING', 'INPUT', 'R7', 'a roster of the body on the day', { body: data.body, heldOn: data.heldOn }),
      notInFuture(context, 'heldOn', data.heldOn),
      ...(assembly?.checks ?? []),
      exactly(
        state.onAct,
        data.items.map(({ caseId }) => caseId),
      ),
      ...(assembly === undefined ? [] : votesOf(data.items, assembly)),
      ranksOf(data.items),
    ],
    () => [
      {
        type: 'act.MeetingHeld.v1',
        data: {
          ...data,
          rosterTotal: roster?.length ?? 0,
          present: assembly?.present ?? 0,
          ...(assembly === undefined || assembly.otherwise.length === 0 ? {} : { otherwisePresent: assembly.otherwise }),
        },
      },
    ],
  );
}

function assemblyOf(data: RecordMeeting['data'], roster: readonly string[]): Assembly {
  const members = new Set(roster);
  const counted: Attendance[] = [];
  const strangers: string[] = [];
  for (const attendance of data.attendance) {
    if (members.has(counting(attendance))) counted.push(attendance);
    else if (attendance.speaksFor !== undefined || !GUEST_CAPACITIES.includes(attendance.capacity)) {
      strangers.push(counting(attendance));
    }
  }
  const proxies = data.attendance.flatMap(({ person, speaksFor }) => (speaksFor === undefined ? [] : [person]));
  const twice = [...new Set([...repeated(data.attendance.map(({ person }) => person)), ...repeated(counted.map(counting))])];
  return {
    present: new Set(counted.map(counting)).size,
    counts: new Map(
      counted.flatMap((attendance) => [attendance.person, counting(attendance)].map((name) => [name, counting(attendance)])),
    ),
    otherwise: counted.filter(({ mode, speaksFor }) => mode !== 'IN_PERSON' || speaksFor !== undefined),
    checks: [
      twice.length > 0 && unmet('ATTENDED_TWICE', 'INPUT', 'R7', 'each person once, in one capacity', { persons: twice }),
      strangers.length > 0 && unmet('NOT_ON_ROSTER', 'LAW', 'R7', { onRosterOr: GUEST_CAPACITIES }, { persons: strangers }),
      proxies.length > 0 &&
        data.body !== 'GROUP_MEETING' &&
        unmet('PROXY_NOT_PERMITTED', 'LAW', 'R7', { body: 'GROUP_MEETING' }, { body: data.body, persons: proxies }),
    ],
  };
}

/** Who counts: the person, or the one of the roster for whose household he speaks. */
function counting({ person, speaksFor }: Attendance): string {
  return speaksFor ?? person;
}

/** Recused persons stay present and leave the voters; no more votes than voters (§2.5). */
function votesOf(items: readonly MeetingItemResult[], assembly: Assembly): readonly Check[] {
  const absent: { caseId: string; persons: readonly string[] }[] = [];
  const unusable: string[] = [];
  const exceeding: { caseId: string; votes: number; voters: number }[] = [];
  for (const { caseId, recused, tally } of items) {
    const away = recused.filter((person) => !assembly.counts.has(person));
    if (away.length > 0) absent.push({ caseId, persons: away });
    const { votesFor, against, abstain } = tally;
    if (!isCount(votesFor) || !isCount(against) || !isCount(abstain)) unusable.push(caseId);
    const votes = votesFor + against + abstain;
    const voters = assembly.present - new Set(recused.map((person) => assembly.counts.get(person) ?? person)).size;
    if (votes > voters) exceeding.push({ caseId, votes, voters });
  }
  return [
    absent.length > 0 && unmet('RECUSED_NOT_PRESENT', 'INPUT', '§2.5', 'recused persons who were present', { items: absent }),
    unusable.length > 0 && unmet('VOTES_UNUSABLE', 'INPUT', '§2.5', 'whole numbers from 0', { cases: unusable }),
    exceeding.length > 0 &&
      unmet('VOTES_EXCEED_VOTERS', 'LAW', '§2.5', 'votes up to those present less those recused', { items: exceeding }),
  ];
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function ranksOf(items: readonly MeetingItemResult[]): Check {
  const twice = repeated(
    items.flatMap(({ ranking }) => (ranking === undefined ? [] : [`${ranking.instrument} ${ranking.rank}`])),
  );
  return twice.length > 0 && unmet('RANK_TWICE', 'INPUT', 'R7', 'each place of a ranked list once', { places: twice });
}
