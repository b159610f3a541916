import { type CivilDate, type Finding } from '#libs/kernel';
import { type CaseView } from '../case-view.js';
import { type Fraction, type PartOf } from '../definition.js';
import { type ReviewHeld } from '../facts.js';
import { type Judged, type Rule } from '../law.js';
import { HELD, MET, meetingRule, speakers, votersOf } from './attendance.js';
import { blocks, remarksOn } from './branches-findings.js';
import { type PartFact } from './part-fact.js';

const wrongBody = blocks('BODY_NOT_THE_LAWFUL_ONE', 'LAW', '§2.5');
const methodNotAllowed = blocks('METHOD_NOT_ALLOWED', 'LAW', '§2.5');
const rollNotOrdered = blocks('SIGNED_ROLL_NOT_ORDERED', 'LAW', 'R7');
const doNotAddUp = blocks('VOTES_DO_NOT_ADD_UP', 'INPUT', '§2.5; R7');
const notReadOut = blocks('COMPARISON_NOT_READ_OUT', 'LAW', '§2.1 step 5');
const rankingMissing = blocks('RANKING_MISSING', 'INPUT', 'R7');
const notRecused = remarksOn('RELATIVE_NOT_RECUSED', 'LAW', 'R7; §8');
const notAwaited = blocks('RULING_NOT_AWAITED', 'LAW', 'R7');
const notAsVoted = blocks('RESULT_NOT_AS_VOTED', 'LAW', '§2.5');

/** `count` reaches the fraction of `total`, in whole numbers (§2.5). */
export function reaches({ numerator, denominator, strict }: Fraction, count: number, total: number): boolean {
  const [left, right] = [count * denominator, total * numerator];
  return strict ? left > right : left >= right;
}

type Quorum = PartOf<'review'>['quorums'][number];

/** The quorum of a kind of body in force on a day (R8). */
export function quorumOn(part: PartOf<'review'>, bodyKind: 'VILLAGERS' | 'RESIDENTS', on: CivilDate): Quorum | undefined {
  return part.quorums.find(
    (quorum) =>
      quorum.bodyKind === bodyKind &&
      (quorum.from === undefined || on >= quorum.from) &&
      (quorum.until === undefined || on <= quorum.until),
  );
}

/** All present count for the quorum, the recused among them (R7). */
export const isQuorate = (quorum: Quorum, present: number, rosterTotal: number): boolean =>
  rosterTotal > 0 && reaches(quorum.fraction, present, rosterTotal);

/** More than half of the voters, or what the definition asks (§2.5). */
export const isMajority = (part: PartOf<'review'>, held: ReviewHeld): boolean =>
  reaches(part.majority, held.tally.votesFor, votersOf(held));

/** Of the household itself, present or speaking, and not recused: the relatives that a case knows, one for each vote (R7). */
export function unrecusedOf(
  meeting: Pick<ReviewHeld, 'presentPersons' | 'otherwisePresent' | 'recused' | 'unrecused'>,
  { household }: Pick<CaseView, 'household'>,
): readonly string[] {
  const { presentPersons, recused } = meeting;
  if (presentPersons === undefined) return (meeting.unrecused ?? []).filter((person) => !recused.includes(person));
  const heardBy = speakers(meeting);
  const members = household.members.map(({ person }) => person);
  return presentPersons.flatMap((person) => {
    const names = [person, heardBy.get(person) ?? person];
    const own = names.find((name) => members.includes(name));
    return own === undefined || names.some((name) => recused.includes(name)) ? [] : [own];
  });
}

/** It passes, and would not if the votes of these relatives were taken from those for it (R7). */
export const restsOnRelatives = (part: PartOf<'review'>, held: ReviewHeld, view: Pick<CaseView, 'household'>): boolean =>
  isMajority(part, held) && !reaches(part.majority, held.tally.votesFor - unrecusedOf(held, view).length, votersOf(held));

/** A review stands on its quorum; what falls short of it is a void attempt (§2.3, §2.5). */
function quorate(part: PartOf<'review'>, held: ReviewHeld, { view, fact }: Judged): readonly Finding[] {
  const quorum = quorumOn(part, view.bodyKind, held.heldOn);
  const { present, rosterTotal } = held;
  const reached = quorum !== undefined && isQuorate(quorum, present, rosterTotal);
  const isVoid = fact.type === 'case.MeetingInquorate.v1';
  const { numerator = 0, denominator = 0, strict = false } = quorum?.fraction ?? {};
  return [
    blocks(
      isVoid ? 'QUORUM_REACHED' : 'QUORUM_NOT_REACHED',
      'LAW',
      quorum?.basis.clause ?? '§2.5',
    )({
      met: reached !== isVoid,
      required: { fraction: `${strict ? '>' : '>='} ${numerator}/${denominator}`, reached: !isVoid },
      actual: { present, rosterTotal },
    }),
  ];
}

function addUp(_part: PartOf<'review'>, held: ReviewHeld): readonly Finding[] {
  const { votesFor, against, abstain } = held.tally;
  const voters = votersOf(held);
  const whole = [votesFor, against, abstain].every((count) => Number.isInteger(count) && count >= 0);
  const met = whole && votesFor + against + abstain === voters && held.present <= held.rosterTotal;
  const actual = { votesFor, against, abstain, present: held.present, rosterTotal: held.rosterTotal };
  return [doNotAddUp({ met, required: { voters }, actual })];
}

function signedRoll(_part: PartOf<'review'>, held: ReviewHeld, { view }: Judged, { id }: PartFact): readonly Finding[] {
  if (held.method !== 'SIGNED_ROLL') return [];
  const { signedRollOrdered: ordered } = view;
  return [rollNotOrdered({ met: ordered.includes(id), required: { orderedFor: id }, actual: [...ordered] })];
}

/** The township may order a signed roll where meetings were not quorate, whatever the definition's methods (R7). */
function method(part: PartOf<'review'>, held: ReviewHeld, { view }: Judged, { id }: PartFact): readonly Finding[] {
  const ordered = held.method === 'SIGNED_ROLL' && view.signedRollOrdered.includes(id);
  const met = part.methods.includes(held.method) || ordered;
  return [methodNotAllowed({ met, required: [...part.methods], actual: held.method })];
}

function asVoted(part: PartOf<'review'>, held: ReviewHeld, { fact }: Judged): readonly Finding[] {
  const { result } = fact.data as { readonly result: 'PASSED' | 'FAILED' };
  const { ranking } = held;
  const withinQuota = part.form !== 'RANKED_LIST' || ranking === undefined || ranking.rank <= ranking.quota;
  const required = isMajority(part, held) && withinQuota ? 'PASSED' : 'FAILED';
  return [notAsVoted({ met: result === required, required, actual: result })];
}

/** A vote of the household's own is shown to the next ruling; where it decides, the case waits for that ruling (R7). */
function relatives(part: PartOf<'review'>, held: ReviewHeld, { view }: Judged): readonly Finding[] {
  const unrecused = unrecusedOf(held, view);
  const waits = held.awaitsRuling === true;
  const required = restsOnRelatives(part, held, view);
  const passed = (held as ReviewHeld & { readonly result?: string }).result === 'PASSED';
  return [
    notRecused({ met: unrecused.length === 0, required: 'relatives recused on this item', actual: [...unrecused] }),
    notAwaited({ met: waits === (required && passed), required: { awaitsRuling: required && passed }, actual: waits }),
  ];
}

/** A place on the list and a quota are counted in whole households, and somebody set the quota (R7). */
const isRanked = (ranking: ReviewHeld['ranking']): boolean =>
  ranking !== undefined &&
  Number.isSafeInteger(ranking.rank) &&
  ranking.rank >= 1 &&
  Number.isSafeInteger(ranking.quota) &&
  ranking.quota >= 0 &&
  ranking.instrument.trim() !== '';

/** Review meetings: body, quorum, votes and their result (domain.md §2.5, R7, R8). */
export const reviewRules: readonly Rule[] = [
  meetingRule('lawful-body', MET, (part, { body }) => [
    wrongBody({ met: body === part.body, required: part.body, actual: body }),
  ]),
  meetingRule('quorum', MET, quorate),
  meetingRule('method-allowed', HELD, method),
  meetingRule('signed-roll-ordered', HELD, signedRoll),
  meetingRule('votes-add-up', HELD, addUp),
  meetingRule('result-as-voted', HELD, asVoted),
  meetingRule('relatives-recused', HELD, relatives),
  meetingRule('comparison-read-out', HELD, (part, { comparisonReadOut }) =>
    part.readOutComparison ? [notReadOut({ met: comparisonReadOut, required: true, actual: comparisonReadOut })] : [],
  ),
  meetingRule('ranking-given', HELD, (part, { ranking }) =>
    part.form === 'RANKED_LIST'
      ? [rankingMissing({ met: isRanked(ranking), required: 'rank, quota and its instrument', actual: ranking ?? null })]
      : [],
  ),
];
