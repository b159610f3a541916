import { civilDateOf, type Finding, isRefusal, refuse, unmet } from '#libs/kernel';
import {
  calendarMissing,
  correctable,
  isYearMissing,
  type KeptFact,
  lastPlaceOn,
  type NoticePosted,
  partOfFact,
  type PartId,
  standsIn,
  type YearMissing,
} from '#libs/procedure';
import { type CaseEvent, type CorrectedPeriod } from '../events.js';
import { evolve } from '../evolve.js';
import { correctedFact, eventOf } from '../evolve/corrections.js';
import { movesPeriod } from '../evolve/notices.js';
import { type CaseFile, initial } from '../state.js';
import { type Given, type Proposals } from './handler.js';
import { againstLine } from './income.js';
import { counts, findingsOf } from './kept-facts.js';
import { countedFrom, postedPeriod } from './notices.js';
import { optional, partOf } from './part.js';
import { goesBack } from './returns.js';

const EFFECTS: readonly string[] = ['REGISTERED', 'EXITED', 'MONITORED'];
const CORRECTED = 'case.RecordCorrected.v1';

/** A household of another size whose income then stands on the other side of the line (§2.4). */
function crossesLine(before: KeptFact, after: KeptFact, given: Given): readonly Finding[] {
  if (before.type !== 'case.HomeVisitRecorded.v1') return [];
  const sharing = (fact: KeptFact): number => (fact.data as { readonly sharingIncome: number }).sharingIncome;
  if (sharing(before) === sharing(after)) return [];
  const stood = given.state.survey?.against ?? null;
  const stands = againstLine(sharing(after), given) ?? null;
  return stands === stood ? [] : [unmet('INCOME_RESULT_CHANGED', 'LAW', 'R3; §2.4', stood, stands)];
}

/**
 * Judges the corrected fact and all later ones again, each as the case stood before it. A finding counts only where it is
 * new: offices of others, rosters and evidence of then are not at hand, and miss on both sides alike.
 */
function judgedAgain(target: KeptFact, corrected: KeptFact, given: Given): readonly Finding[] {
  const { state } = given;
  if (!counts(target, state)) return [];
  const unlawful: Finding[] = [...crossesLine(target, corrected, given)];
  let as: CaseFile = initial;
  let were: CaseFile = initial;
  let reached = false;
  for (const fact of state.facts ?? []) {
    const isTarget = fact.id === target.id;
    reached ||= isTarget;
    const now = isTarget ? corrected : fact;
    if (reached && counts(fact, state)) {
      const known = new Set(findingsOf(fact, were, given).map(({ code }) => code));
      unlawful.push(...findingsOf(now, as, given).filter(({ code }) => !known.has(code)));
    }
    if (fact.type === CORRECTED) continue;
    were = evolve(were, eventOf(state, fact));
    as = evolve(as, eventOf(state, now));
  }
  return unlawful;
}

/** After the effect nothing is undone here: the correction opens a lead for a case of its own (R1, R3). */
function fallsBack(part: PartId, no: number, given: Given): readonly CaseEvent[] {
  const { phase, outcome } = given.state;
  if (outcome !== undefined && EFFECTS.includes(outcome)) {
    return [{ type: 'case.CorrectionLeadOpened.v1', data: { correction: no } }];
  }
  const goesOn = phase === 'OPEN' || outcome === 'REJECTED' || outcome === 'DEFERRED';
  return goesOn ? [goesBack({ to: part, level: 'LAW', because: 'CORRECTION' }, given)] : [];
}

/** Whether what came after its posting gave the notice a period of its own (R10). */
function movedSince(posting: KeptFact, { facts = [] }: CaseFile): boolean {
  const { part } = posting.data as NoticePosted;
  return facts.slice(facts.indexOf(posting) + 1).some(({ type, data }) => {
    if ((data as { readonly part?: PartId }).part !== part) return false;
    if (type === 'case.NoticeCorrected.v1') return (data as { readonly restarts: boolean }).restarts;
    return type === 'case.NoticeInterrupted.v1' && movesPeriod(data as Parameters<typeof movesPeriod>[0]);
  });
}

/**
 * The period of the notice that hangs, where its corrected posting moves it: as if the right day had stood there from the
 * beginning, from the last required place (R10), and not further back than the entry of then lets it count (R2).
 */
function countedAnew(before: KeptFact, after: KeptFact, given: Given): CorrectedPeriod | YearMissing | undefined {
  const { law, state } = given;
  if (before.type !== 'case.NoticePosted.v1' && before.type !== 'case.AnnouncementPosted.v1') return undefined;
  const { part: id, places, runsFrom } = after.data as NoticePosted;
  const part = partOf(law, id, 'notice', 'announcement');
  if (isRefusal(part) || !counts(before, state) || movedSince(before, state)) return undefined;
  const last = lastPlaceOn(part, places) ?? after.occurredOn;
  if (last === (lastPlaceOn(part, (before.data as NoticePosted).places) ?? before.occurredOn)) return undefined;
  const counted = countedFrom(id, last, given, civilDateOf(before.recordedAt));
  return counted === runsFrom ? undefined : postedPeriod(part, counted, law);
}

const BY_ACT = 'act-';

/** The fact that is named by its event, or the newest that came by the act that is named and has such a field to correct. */
function correctedIn(
  { facts = [] }: CaseFile,
  { event, field }: { readonly event: string; readonly field: string },
): KeptFact | undefined {
  if (!event.startsWith(BY_ACT)) return facts.find(({ id }) => id === event);
  const act = event.slice(BY_ACT.length);
  return facts.findLast(
    (fact) =>
      (fact.data as { readonly act?: string }).act === act &&
      correctable(fact.type, field) !== undefined &&
      standsIn(fact, field) !== undefined,
  );
}

/** Mistakes corrected without pretending: both values stay visible, and the law is held against the right one (R3). */
export const correctionProposals: Proposals<'CorrectRecord' | 'ReassignEntry'> = {
  /** Data that would be unusable are refused; data that would not have been lawful are recorded, and undo what they bore. */
  CorrectRecord: (data, given) => {
    const kept = correctedIn(given.state, data);
    const read = kept === undefined ? undefined : correctedFact(kept, data.field, data.new);
    const period = kept === undefined || read === undefined ? undefined : countedAnew(kept, read, given);
    if (isYearMissing(period)) return refuse(calendarMissing(period, (read?.data as NoticePosted).part));
    const corrected = kept === undefined || period === undefined ? read : correctedFact(kept, data.field, data.new, period);
    const findings =
      kept === undefined || corrected === undefined || corrected === kept ? [] : judgedAgain(kept, corrected, given);
    const [unusable, ...more] = findings.filter((finding) => finding.class === 'INPUT');
    if (unusable !== undefined) return refuse(unusable, ...more);
    const counted = optional('period', period);
    const events: CaseEvent[] = [
      { type: CORRECTED, data: { ...data, event: kept?.id ?? data.event, unlawful: findings, ...counted } },
    ];
    const part = kept === undefined ? undefined : partOfFact(kept);
    if (findings.length > 0 && part !== undefined) events.push(...fallsBack(part, data.no, given));
    return events;
  },

  /** What an act brought here belongs to another case: here the part is open again. */
  ReassignEntry: (data, given) => [{ type: 'case.EntryReassigned.v1', data }, ...fallsBack(data.part, data.no, given)],
};
