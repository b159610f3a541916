import { addDays, type CivilDate, daysBetween, type Finding } from '#libs/kernel';
import { type DateRule, type PartId } from '../definition.js';
import { type NoticePeriodCompleted } from '../facts.js';
import { type Judged, type Rule } from '../law.js';
import { countsFrom } from '../period.js';
import { blocks, remarksOn } from './branches-findings.js';
import { COMPLETIONS, paperDateOf, papersOf, type PartFact, partRule, RECORDED, STARTS, STARTS_OR_GOES_ON } from './part-fact.js';

const inFuture = blocks('DATE_IN_FUTURE', 'INPUT', 'R2');
const outOfOrder = blocks('DATES_OUT_OF_ORDER', 'LAW', 'R2; §8');
const tooOld = remarksOn('DATE_TOO_OLD', 'LAW', 'R2');
const notAdmitted = remarksOn('BACKFILL_NOT_ADMITTED', 'LAW', 'R2');
const notWitnessed = remarksOn('PERIOD_NOT_WITNESSED', 'LAW', 'R2');

const POSTINGS = ['case.NoticePosted.v1', 'case.AnnouncementPosted.v1'];

const latest = (dates: readonly CivilDate[]): CivilDate | undefined =>
  dates.reduce<CivilDate | undefined>((last, date) => (last === undefined || date > last ? date : last), undefined);

/** No date on the paper lies after the day on which it is recorded (R2). */
function notInFuture(_of: PartFact, judged: Judged): readonly Finding[] {
  const { recordedOn, occurredOn } = judged.circumstances;
  const papers = papersOf(judged);
  const dates = [occurredOn, paperDateOf(judged)];
  for (const { signedOn } of papers?.signatures ?? []) dates.push(signedOn);
  for (const { date } of papers?.evidence ?? []) dates.push(date);
  for (const { date } of papers?.seals ?? []) dates.push(date);
  const { endedOn, asOf, places } = judged.fact.data as {
    readonly endedOn?: CivilDate;
    readonly asOf?: CivilDate;
    readonly places?: readonly { readonly postedOn: CivilDate }[];
  };
  if (endedOn !== undefined) dates.push(endedOn);
  if (asOf !== undefined) dates.push(asOf);
  for (const { postedOn } of places ?? []) dates.push(postedOn);
  const last = latest(dates) ?? occurredOn;
  return [inFuture({ met: last <= recordedOn, required: { notAfter: recordedOn }, actual: last })];
}

/** Paper dates follow the order of the parts; the same day is lawful, unless a gap is asked for (R2). */
function inOrder({ id, view: part }: PartFact, judged: Judged): readonly Finding[] {
  const { law, view, fact, circumstances } = judged;
  const before = (law.after[id] ?? []).map((other) => view.parts[other]?.doneOn);
  const own = part.status === 'RUNNING' ? [part.startedOn] : [];
  const notBefore = latest([...before, ...own].filter((date) => date !== undefined));
  const findings: Finding[] = [];
  if (notBefore !== undefined) {
    const signed = papersOf(judged)?.signatures.map(({ signedOn }) => signedOn) ?? [];
    const first = [paperDateOf(judged), ...signed].reduce((day, date) => (date < day ? date : day));
    findings.push(outOfOrder({ met: first >= notBefore, required: { notBefore }, actual: first }));
  }
  if (COMPLETIONS.includes(fact.type)) {
    const { endedOn } = fact.data as NoticePeriodCompleted;
    const confirmed = circumstances.occurredOn;
    findings.push(outOfOrder({ met: endedOn <= confirmed, required: { confirmedNotBefore: endedOn }, actual: confirmed }));
  }
  return findings;
}

const admitted = ({ view }: Judged, part: PartId): boolean => view.backfillAdmitted.includes(part);

/** A paper date older than R2 lets count is shown to the next ruling, unless the level above admitted it. */
function notTooOld({ id }: PartFact, judged: Judged): readonly Finding[] {
  if (admitted(judged, id)) return [];
  const { recordedOn } = judged.circumstances;
  const maxDays = judged.law.policy.parameters.backfillMaxDays.value;
  const paper = paperDateOf(judged);
  const say = POSTINGS.includes(judged.fact.type) ? notAdmitted : tooOld;
  const notBefore = addDays(recordedOn, -maxDays);
  return [say({ met: paper >= notBefore, required: { notBefore, unless: 'admitted by the level above' }, actual: paper })];
}

/** Start and end were entered closer together than the period (R2). */
function witnessed({ part, view }: PartFact, { circumstances }: Judged): readonly Finding[] {
  if (view.startRecordedOn === undefined || part.minDuration?.unit !== 'cd') return [];
  const days = daysBetween(view.startRecordedOn, circumstances.recordedOn);
  const required = part.minDuration.length;
  return [notWitnessed({ met: days >= required, required: { days: required }, actual: { days } })];
}

/** The date of a part as it counts for a gap: not further back than R2 allows. */
function countedDoneOn(other: PartId, judged: Judged): CivilDate | undefined {
  const view = judged.view.parts[other];
  if (view?.doneOn === undefined) return undefined;
  const maxDays = judged.law.policy.parameters.backfillMaxDays.value;
  return countsFrom(view.doneOn, view.doneRecordedOn ?? view.doneOn, maxDays, admitted(judged, other));
}

function betweenParts(rule: Exclude<DateRule, { kind: 'SIGNED_WITHIN' }>, judged: Judged): readonly Finding[] {
  const other = judged.view.parts[rule.other];
  const paper = paperDateOf(judged);
  if (rule.kind === 'NOT_BEFORE') {
    if (other?.doneOn === undefined) return [];
    const required = { part: rule.other, notBefore: other.doneOn };
    return [blocks('DATES_OUT_OF_ORDER', 'LAW', rule.basis.clause)({ met: paper >= other.doneOn, required, actual: paper })];
  }
  const from = countedDoneOn(rule.other, judged);
  if (from === undefined) return [];
  const required = { part: rule.other, on: from, days: rule.days };
  const actual = { on: paper, days: daysBetween(from, paper) };
  return [blocks('GAP_TOO_SHORT', 'LAW', rule.basis.clause)({ met: actual.days >= rule.days, required, actual })];
}

/** The signatures of one part lie within the period of the other, whichever of the two is recorded last. */
function signedWithin(rule: Extract<DateRule, { kind: 'SIGNED_WITHIN' }>, id: PartId, judged: Judged): readonly Finding[] {
  const period = judged.view.parts[rule.other];
  const completes = COMPLETIONS.includes(judged.fact.type);
  const ownPapers = id === rule.part;
  if (period?.startedOn === undefined || (!ownPapers && !completes)) return [];
  if (ownPapers && POSTINGS.includes(judged.fact.type)) return [];
  const signed = ownPapers
    ? (papersOf(judged)?.signatures.map(({ signedOn }) => signedOn) ?? [])
    : (judged.view.parts[rule.part]?.signedOn ?? []);
  const ended = completes && id === rule.other ? (judged.fact.data as NoticePeriodCompleted).endedOn : period.doneOn;
  const start = period.startedOn;
  const outside = signed.filter((date) => date < start || (ended !== undefined && date > ended));
  const required = { part: rule.other, from: start, until: ended ?? null };
  return [blocks('NOT_SIGNED_WITHIN', 'LAW', rule.basis.clause)({ met: outside.length === 0, required, actual: outside })];
}

/** The definition's own order of dates (§3.2; signature dates in EXIT-GZ). */
function byDateRules({ id }: PartFact, judged: Judged): readonly Finding[] {
  const findings: Finding[] = [];
  for (const rule of judged.law.definition.dateRules) {
    if (rule.kind === 'SIGNED_WITHIN') {
      if (rule.part === id || rule.other === id) findings.push(...signedWithin(rule, id, judged));
    } else if (rule.part === id && !COMPLETIONS.includes(judged.fact.type)) {
      findings.push(...betweenParts(rule, judged));
    }
  }
  return findings;
}

/** Paper dates: none in the future, in the order of the parts, with the gaps that the definition asks for (R2, §3.2). */
export const dateRules: readonly Rule[] = [
  partRule('not-in-future', RECORDED, notInFuture),
  partRule('dates-in-order', RECORDED, inOrder),
  partRule('definition-date-rules', [...STARTS, ...STARTS_OR_GOES_ON, ...COMPLETIONS], byDateRules),
  partRule('not-too-old', [...STARTS, ...COMPLETIONS], notTooOld),
  partRule('period-witnessed', COMPLETIONS, witnessed),
];
