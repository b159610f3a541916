import { type Finding, type JsonValue } from '#libs/kernel';
import { type PartOf } from '../definition.js';
import { type Attendance, type MeetingFact, type ReviewHeld } from '../facts.js';
import { type Judged, type Rule } from '../law.js';
import { blocks } from './branches-findings.js';
import { type PartFact, partRule } from './part-fact.js';

const rosterUnknown = blocks('ROSTER_UNKNOWN', 'LAW', 'R7');
const notOnRoster = blocks('ATTENDANCE_NOT_ON_ROSTER', 'LAW', 'R7');
const attendedTwice = blocks('ATTENDED_TWICE', 'INPUT', 'R7');
const notByName = blocks('ATTENDANCE_MISSING', 'INPUT', 'R7');
const remoteNotPermitted = blocks('REMOTE_NOT_PERMITTED', 'LAW', 'R7');
const proxyNotPermitted = blocks('PROXY_NOT_PERMITTED', 'LAW', 'R7');

/** The capacity of who votes for a household that is not his own (R7). */
export const PROXY_CAPACITY = 'PROXY';

export const HELD: readonly string[] = ['case.ReviewHeld.v1'];
export const MET: readonly string[] = ['case.ReviewHeld.v1', 'case.MeetingInquorate.v1'];

/** A rule about facts of review parts. An inquorate meeting has neither method nor votes. */
export const meetingRule = (
  name: string,
  about: readonly string[],
  find: (part: PartOf<'review'>, held: ReviewHeld, judged: Judged, of: PartFact) => readonly Finding[],
): Rule =>
  partRule(name, about, (of, judged) =>
    of.part.kind === 'review' ? find(of.part, judged.fact.data as ReviewHeld, judged, of) : [],
  );

/** Who counts: the person, or the one of the roster for whose household he speaks. */
const counting = ({ person, speaksFor }: Attendance): string => speaksFor ?? person;

/** By whom somebody of the roster was heard, where not by himself. */
export function speakers({ otherwisePresent = [] }: Pick<MeetingFact, 'otherwisePresent'>): ReadonlyMap<string, string> {
  return new Map(otherwisePresent.flatMap(({ person, speaksFor }) => (speaksFor === undefined ? [] : [[speaksFor, person]])));
}

/** Those who count of the recused: who speaks for a household is recused for it. */
function awayFrom({ recused, presentPersons, otherwisePresent = [] }: MeetingFact): ReadonlySet<string> {
  const counts = new Map(otherwisePresent.map((one) => [one.person, counting(one)]));
  const away = recused.map((person) => counts.get(person) ?? person);
  return new Set(presentPersons === undefined ? away : away.filter((person) => presentPersons.includes(person)));
}

/** Those who may vote on this item: present, and not recused on it (R7). */
export const votersOf = (meeting: MeetingFact): number => meeting.present - awayFrom(meeting).size;

/** Denominators come from the roster in force on the day, never typed (R7). An act brings them counted. */
function onRoster(_part: PartOf<'review'>, held: ReviewHeld, { circumstances }: Judged): readonly Finding[] {
  const { roster } = circumstances;
  if (held.act !== undefined || held.presentPersons === undefined) return [];
  const known = roster !== undefined && roster.body === held.body && held.rosterTotal === roster.persons.length;
  const unknown = rosterUnknown({
    met: known,
    required: { body: held.body, on: held.heldOn, rosterTotal: held.rosterTotal },
    actual: roster === undefined ? null : { body: roster.body, rosterTotal: roster.persons.length },
  });
  if (roster === undefined) return [unknown];
  const listed = new Set(roster.persons);
  const strangers = held.presentPersons.filter((person) => !listed.has(person));
  return [unknown, notOnRoster({ met: strangers.length === 0, required: { on: roster.digest }, actual: strangers })];
}

/** Who is present is counted once, however often he is written down and for whomever he speaks (R7). */
function countedOnce(_part: PartOf<'review'>, held: ReviewHeld): readonly Finding[] {
  const { presentPersons = [], otherwisePresent = [] } = held;
  if (presentPersons.length === 0) return [];
  const heardBy = speakers(held);
  const there = presentPersons.map((person) => heardBy.get(person) ?? person);
  const twice = [...repeated(presentPersons), ...repeated(there), ...repeated(otherwisePresent.map(({ person }) => person))];
  const once = attendedTwice({ met: twice.length === 0, required: 'each person once', actual: [...new Set(twice)] });
  if (otherwisePresent.length === 0) return [once];
  const unnamed = otherwisePresent.map(counting).filter((person) => !presentPersons.includes(person));
  return [once, notByName({ met: unnamed.length === 0, required: 'the persons present, by name', actual: unnamed })];
}

function repeated(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return names.filter((name) => seen.size === seen.add(name).size);
}

/** From afar or in writing only where the policy of the area and year says so; in writing too on a roll that was ordered (R7). */
function remote(_part: PartOf<'review'>, held: ReviewHeld, { law, view }: Judged, { id }: PartFact): readonly Finding[] {
  const onRoll = view.signedRollOrdered.includes(id);
  const distant = (held.otherwisePresent ?? []).filter(({ mode }) => mode === 'REMOTE' || (mode === 'WRITTEN' && !onRoll));
  if (distant.length === 0) return [];
  const { value } = law.policy.parameters.remoteAttendance;
  return [remoteNotPermitted({ met: value, required: { remoteAttendance: true }, actual: distant.map(({ person }) => person) })];
}

/** He says so himself, or is of the body for a household of his own. */
const isProxy = ({ person, capacity }: Attendance, onRosterToo: readonly string[]): boolean =>
  capacity === PROXY_CAPACITY || onRosterToo.includes(person);

/** Any adult speaks for his own household at a group meeting; for another's only by policy; for a representative nobody (R7). */
function proxies(_part: PartOf<'review'>, held: ReviewHeld, { law, circumstances }: Judged): readonly Finding[] {
  const speaking = (held.otherwisePresent ?? []).filter(({ speaksFor }) => speaksFor !== undefined);
  if (speaking.length === 0) return [];
  const ofGroup = held.body === 'GROUP_MEETING';
  const byPolicy = ofGroup && law.policy.parameters.proxyVoting.value;
  const others = ofGroup ? speaking.filter((one) => isProxy(one, circumstances.roster?.persons ?? [])) : speaking;
  const required: JsonValue = ofGroup ? { proxyVoting: true } : { body: 'GROUP_MEETING' };
  const actual = { body: held.body, persons: others.map(({ person }) => person) };
  return [proxyNotPermitted({ met: byPolicy || others.length === 0, required, actual })];
}

/** Who counts at a meeting, and how he may be there (domain.md §2.5, R7). */
export const attendanceRules: readonly Rule[] = [
  meetingRule('on-roster', MET, onRoster),
  meetingRule('attended-once', MET, countedOnce),
  meetingRule('remote-by-policy', MET, remote),
  meetingRule('proxy-by-policy', MET, proxies),
];
