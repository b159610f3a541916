import { addDays, type Finding, unmet } from '#libs/kernel';
import {
  countingOf,
  interrupted,
  isYearMissing,
  type KeptFact,
  lastDayOf,
  lastPlaceOn,
  type Law,
  noticePeriod,
  type NoticePosted,
  type Part,
  type PartId,
  periodOf,
  type PublicPart,
  type YearMissing,
} from '#libs/procedure';
import { type CaseEvent } from '../events.js';
import { step } from '../evolve.js';
import { eventOf } from '../evolve/corrections.js';
import { movesPeriod } from '../evolve/notices.js';
import { partView } from '../evolve/part-progress.js';
import { type CaseFile, initial } from '../state.js';
import { againstLine } from './income.js';
import { type Given } from './handler.js';
import { counts, findingsOf } from './kept-facts.js';
import { postedPeriod } from './notices.js';

type Found = Map<PartId, Finding[]>;

/** Right when it was printed: a sheet whose period must be longer now is found by its period. */
const PRINTED = 'NOTICE_END_WRONG';

const isPublic = (part: Part | undefined): part is PublicPart => part?.kind === 'notice' || part?.kind === 'announcement';

const publicPart = (fact: KeptFact, law: Law): PublicPart | undefined => {
  const part = law.parts[(fact.data as { readonly part?: PartId }).part ?? ''];
  return isPublic(part) ? part : undefined;
};

type Interrupted = Extract<CaseEvent, { type: 'case.NoticeInterrupted.v1' }>['data'];
type Corrected = Extract<CaseEvent, { type: 'case.NoticeCorrected.v1' }>['data'];

/** A fact with the end that its notice has by another law; `as`: the case by that law, before it. Any other fact as it is. */
function endingUnder(fact: KeptFact, as: CaseFile, law: Law): KeptFact | YearMissing {
  const part = publicPart(fact, law);
  if (part === undefined) return fact;
  const with_ = (change: object): KeptFact => ({ ...fact, data: { ...fact.data, ...change } });
  switch (fact.type) {
    case 'case.NoticePosted.v1':
    case 'case.AnnouncementPosted.v1': {
      const period = postedPeriod(part, (fact.data as NoticePosted).runsFrom, law);
      return isYearMissing(period) ? period : with_({ earliestClose: period.earliestClose });
    }
    case 'case.NoticeCorrected.v1': {
      const { restarts, correctedOn } = fact.data as Corrected;
      if (!restarts) return fact;
      const period = noticePeriod(correctedOn, periodOf(part), countingOf(law));
      return isYearMissing(period) ? period : with_({ earliestClose: period.earliestClose });
    }
    case 'case.NoticeInterrupted.v1': {
      const told = fact.data as Interrupted;
      const hung = as.notices[told.part];
      if (hung === undefined || !movesPeriod(told)) return fact;
      const { missingFrom, restoredOn, mode } = told;
      const interruption = { missingFrom, restoredOn, withdrawnByIssuer: mode === 'RESTART', missingBefore: hung.missing ?? [] };
      const maxMissing = law.policy.parameters.interruptionMaxMissingDays.value;
      const resumed = interrupted(hung, interruption, periodOf(part), countingOf(law), maxMissing);
      return isYearMissing(resumed) ? resumed : with_({ ...resumed });
    }
    default:
      return fact;
  }
}

function add(found: Found, part: PartId, findings: readonly Finding[]): void {
  if (findings.length > 0) found.set(part, [...(found.get(part) ?? []), ...findings]);
}

/**
 * Judges every fact that counts by the new law, as the case would stand by it. A finding counts only where the old law does not
 * find the same: offices of others, rosters and evidence of then are not at hand, and miss on both sides alike.
 */
function judgedUnder(newLaw: Law, given: Given, found: Found): CaseFile | YearMissing {
  const { state, context } = given;
  let were: CaseFile = initial;
  let as: CaseFile = initial;
  for (const fact of state.facts ?? []) {
    const now = endingUnder(fact, as, newLaw);
    if (isYearMissing(now)) return now;
    const { part } = fact.data as { readonly part?: PartId };
    if (part !== undefined && counts(fact, state)) {
      const known = new Set([PRINTED, ...findingsOf(fact, were, given).map(({ code }) => code)]);
      add(
        found,
        part,
        findingsOf(now, as, { law: newLaw, context }).filter(({ code }) => !known.has(code)),
      );
    }
    if (fact.type === 'case.RecordCorrected.v1') continue;
    were = step(were, eventOf(state, fact));
    as = step(as, eventOf(state, now));
  }
  return as;
}

/** Papers and hands that no fact of then can show: evidence is not kept with the case, nor who held which office. */
function askedBesides(id: PartId, { law, state }: Given, newLaw: Law): readonly Finding[] {
  const [was, is] = [law.parts[id], newLaw.parts[id]];
  if (was === undefined || is === undefined || was === is) return [];
  const required = ({ evidence }: Part): readonly string[] => evidence.filter((slot) => slot.required).map(({ slot }) => slot);
  const more = required(is).filter((slot) => !required(was).includes(slot));
  const closed = partView(state, id).status === 'DONE';
  const others = was.performedBy.filter((office) => !is.performedBy.includes(office));
  return [
    ...(more.length > 0 && closed
      ? [unmet('EVIDENCE_MISSING', 'LAW', `§2.6; F18; ${is.basis.clause}`, [...required(is)], { missing: [...more] })]
      : []),
    ...(others.length > 0
      ? [unmet('PERFORMER_NOT_IN_OFFICE', 'RIGHTS', `R4; ${is.basis.clause}`, [...is.performedBy], { also: [...others] })]
      : []),
  ];
}

/** A sheet that hangs for less long than the new law asks: it says a day on which it may not close (R10). */
function hangsTooShort(id: PartId, as: CaseFile, { state }: Given, newLaw: Law): Finding | YearMissing | undefined {
  const part = newLaw.parts[id];
  const [hung, under] = [state.notices[id], as.notices[id]];
  if (!isPublic(part) || hung === undefined || under === undefined || partView(state, id).status !== 'RUNNING') return undefined;
  if (under.earliestClose <= hung.earliestClose) return undefined;
  const required = lastDayOf(lastPlaceOn(part, hung.places) ?? hung.runsFrom, periodOf(part), countingOf(newLaw));
  if (isYearMissing(required)) return required;
  return unmet(PRINTED, 'LAW', `R10; ${periodOf(part).basis.clause}`, required, addDays(hung.earliestClose, -1));
}

/** Of an income that cannot be opened it cannot be told on which side of another line it stands (§2.4). */
function sideUnknown(given: Given, newLaw: Law): Finding | undefined {
  const { income, survey } = given.state;
  const [was, is] = [given.law, newLaw].map((law) => {
    const part = law.parts[survey?.part ?? ''];
    return part?.kind === 'survey' ? law.policy.parameters[part.line].value : null;
  });
  if (income === undefined || was === is) return undefined;
  if (againstLine(income.sharing, { ...given, law: newLaw }) !== 'UNKNOWN') return undefined;
  return unmet('INCOME_NOT_OPENED', 'LAW', '§2.4; §6.1', 'the account of the survey, held against the other line', null);
}

/**
 * What a part that has begun misses by the new law, by part; none for those that stand as they are. The same for an order by which
 * a case goes over and for a preview of it. The year missing where an end cannot be counted.
 */
export function missedUnder(newLaw: Law, given: Given): ReadonlyMap<PartId, readonly Finding[]> | YearMissing {
  const found: Found = new Map();
  const as = judgedUnder(newLaw, given, found);
  if (isYearMissing(as)) return as;
  const { survey } = given.state;
  const line = sideUnknown(given, newLaw);
  if (line !== undefined && survey !== undefined) add(found, survey.part, [line]);
  for (const id of newLaw.order) {
    const { status } = partView(given.state, id);
    if (status !== 'DONE' && status !== 'RUNNING') {
      found.delete(id);
      continue;
    }
    add(found, id, askedBesides(id, given, newLaw));
    const short = hangsTooShort(id, as, given, newLaw);
    if (isYearMissing(short)) return short;
    if (short !== undefined) add(found, id, [short]);
  }
  return found;
}
