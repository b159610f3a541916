import { type CivilDate, type Finding } from '#libs/kernel';
import { type ObjectionView } from '../case-view.js';
import { type Duration, type PartOf } from '../definition.js';
import { type NoticePeriodCompleted, type NoticePlace, type NoticePosted } from '../facts.js';
import { type Judged, type Rule } from '../law.js';
import { calendarMissing, countingOf, isYearMissing, lastDayOf } from '../period.js';
import { blocks } from './branches-findings.js';
import { COMPLETIONS, type PartFact, partRule } from './part-fact.js';

const placeMissing = blocks('NOTICE_PLACE_MISSING', 'LAW', 'R10');
const endWrong = blocks('NOTICE_END_WRONG', 'LAW', 'R10');
const headCountWrong = blocks('HEAD_COUNT_WRONG', 'LAW', '§7; R10');
const notOver = blocks('NOTICE_PERIOD_NOT_OVER', 'LAW', 'R1; §5');
const placeUnknown = blocks('PLACE_UNKNOWN', 'INPUT', 'R10');
const inOrder = blocks('DATES_OUT_OF_ORDER', 'LAW', 'R10');
const inFuture = blocks('DATE_IN_FUTURE', 'INPUT', 'R2');
const notListed = blocks('OBJECTIONS_NOT_LISTED', 'LAW', 'R1');

export type PublicPart = PartOf<'notice'> | PartOf<'announcement'>;

const NO_PERIOD: Duration = { length: 0, unit: 'cd', basis: { clause: '§5 T03: no minimum', mark: 'SOURCE' } };

/** The minimum period of a notice or announcement; nothing where the definition asks for none (§5 T03). */
export const periodOf = (part: PublicPart): Duration => part.minDuration ?? NO_PERIOD;

/** Whether the period depends on a place: on the required ones it does, on what hangs elsewhere besides it does not (R10). */
export const makesPeriod = (part: PublicPart, place: string): boolean => part.places.includes(place);

/** The day on which the last required place hung: the period runs from it (R10). Absent where none of them hangs. */
export function lastPlaceOn(part: PublicPart, places: readonly NoticePlace[]): CivilDate | undefined {
  return places
    .filter(({ place }) => makesPeriod(part, place))
    .reduce<CivilDate | undefined>((last, { postedOn }) => (last === undefined || postedOn > last ? postedOn : last), undefined);
}

const isPublic = (part: PartFact['part']): part is PublicPart => part.kind === 'notice' || part.kind === 'announcement';

const posting = (name: string, find: (part: PublicPart, posted: NoticePosted, judged: Judged) => readonly Finding[]): Rule =>
  partRule(name, ['case.NoticePosted.v1', 'case.AnnouncementPosted.v1'], ({ part }, judged) =>
    isPublic(part) ? find(part, judged.fact.data as NoticePosted, judged) : [],
  );

function places(part: PublicPart, posted: NoticePosted): readonly Finding[] {
  const hung = posted.places.filter(({ photo, lostPhoto }) => photo !== '' || lostPhoto !== undefined).map(({ place }) => place);
  const missing = part.places.filter((place) => !hung.includes(place));
  return [placeMissing({ met: missing.length === 0, required: [...part.places], actual: { missing } })];
}

/** The last day is printed on the sheet, counted from the last required place; a wrong one is refused (R10). */
function printedEnd(part: PublicPart, posted: NoticePosted, { law }: Judged): readonly Finding[] {
  const from = lastPlaceOn(part, posted.places);
  if (from === undefined || posted.printedEnd === undefined) return [];
  const required = lastDayOf(from, periodOf(part), countingOf(law, posted.derivation));
  if (isYearMissing(required)) return [calendarMissing(required, posted.part)];
  return [endWrong({ met: posted.printedEnd === required, required, actual: posted.printedEnd })];
}

function headCount(_part: PublicPart, posted: NoticePosted, { view }: Judged): readonly Finding[] {
  const required = view.household.members.length;
  return [headCountWrong({ met: posted.householdSize === required, required, actual: posted.householdSize })];
}

/** A notice closes on the first day after its period at the earliest, whoever confirms it (R1, §5). */
function over({ id }: PartFact, { view, fact }: Judged): readonly Finding[] {
  const notice = view.notices[id];
  if (notice === undefined) return [];
  const { endedOn } = fact.data as NoticePeriodCompleted;
  return [notOver({ met: endedOn >= notice.earliestClose, required: { notBefore: notice.earliestClose }, actual: endedOn })];
}

/** The result report lists every objection received in its time, or says expressly that there was none (R1). */
function listed({ id, view: part }: PartFact, { view, fact }: Judged): readonly Finding[] {
  const { objections, endedOn } = fact.data as NoticePeriodCompleted;
  const inItsTime = ({ part: of, receivedOn }: ObjectionView): boolean =>
    of === id || (of === undefined && receivedOn <= endedOn);
  const said = objections === 'NONE' ? [] : objections;
  const required = Object.values(view.objections)
    .filter((objection) => inItsTime(objection) && objection.target !== 'OMISSION')
    .filter((objection) => part.startedOn === undefined || objection.receivedOn >= part.startedOn)
    .map(({ no }) => no);
  const missing = required.filter((no) => !said.includes(no));
  const unknown = said.filter((no) => view.objections[String(no)] === undefined);
  return [notListed({ met: missing.length === 0 && unknown.length === 0, required, actual: [...said] })];
}

interface Interruption {
  readonly part: string;
  readonly place: string;
  readonly missingFrom: CivilDate;
  readonly restoredOn: CivilDate;
}

/** What was missing hung there before, and was missing for a time that is over (R10). */
function interruption({ view, fact, circumstances }: Judged): readonly Finding[] {
  const { part, place, missingFrom, restoredOn } = fact.data as Interruption;
  const hung = view.notices[part]?.places.map((posted) => posted.place) ?? [];
  const { recordedOn } = circumstances;
  return [
    placeUnknown({ met: hung.includes(place), required: hung, actual: place }),
    inOrder({ met: missingFrom <= restoredOn, required: { notBefore: missingFrom }, actual: restoredOn }),
    inFuture({ met: restoredOn <= recordedOn, required: { notAfter: recordedOn }, actual: restoredOn }),
  ];
}

function correctedInTime({ view, fact, circumstances }: Judged): readonly Finding[] {
  const { part, correctedOn } = fact.data as { readonly part: string; readonly correctedOn: CivilDate };
  const posted = view.parts[part]?.startedOn ?? correctedOn;
  const { recordedOn } = circumstances;
  return [
    inOrder({ met: correctedOn >= posted, required: { notBefore: posted }, actual: correctedOn }),
    inFuture({ met: correctedOn <= recordedOn, required: { notAfter: recordedOn }, actual: correctedOn }),
  ];
}

/** Notices and announcements: places, printed end, head count, period and report (domain.md §7, R1, R10). */
export const noticeRules: readonly Rule[] = [
  posting('required-places', places),
  posting('printed-end', printedEnd),
  posting('head-count', headCount),
  partRule('period-over', COMPLETIONS, over),
  partRule('objections-listed', COMPLETIONS, listed),
  { name: 'interruption-told', about: ['case.NoticeInterrupted.v1'], find: interruption },
  { name: 'notice-corrected-in-time', about: ['case.NoticeCorrected.v1'], find: correctedInTime },
];
