import { type CivilDate, type Instant, msOf } from '#libs/kernel';
import { type Deadline } from '#libs/read-models';
import { calendarFeed as words, type Language, termName, termOf, type Words } from '#libs/terms';
import ical, { type ICalCalendar, ICalEventTransparency } from 'ical-generator';

/** What of a deadline stands in a calendar: nothing that names a person. */
export interface CalendarEntry {
  readonly deadline: Deadline;
  readonly dueOn: CivilDate;
  /** What the definition calls its part. */
  readonly part: Words;
  /** How the day was reached. */
  readonly sentence: Words;
  /** Name of the village or township in which the case lies. */
  readonly place: string;
  /** When what it says was recorded. */
  readonly recordedAt: Instant;
}

export interface CalendarAbout {
  readonly office: string;
  readonly areaName: string;
  /** More are open than stand in it. */
  readonly cut: boolean;
}

/** How often a calendar program asks again, unless its owner says otherwise. */
const ASKED_AGAIN_SECONDS = 6 * 3_600;

/**
 * The calendar of an office (RFC 5545): each open term as an event of a whole civil day, the last day of a longest term, the first
 * day on which a notice may end. Such a day is the same date wherever the reader is, and needs no time zone. The same term keeps its
 * UID for ever; its SEQUENCE grows when its day changes or it is recomputed (3.8.7.4). One that is met or cancelled is no longer in
 * it, which takes it out of the calendar of whoever subscribed.
 */
export function officeCalendar(
  { office, areaName, cut }: CalendarAbout,
  entries: readonly CalendarEntry[],
  language: Language,
): string {
  const name = `${words.title[language]}: ${areaName} ${termOf('office', office)[language]}`;
  const calendar: ICalCalendar = ical({
    name,
    prodId: { company: 'Mingce', product: 'Mingce', language: language === 'zh' ? 'ZH' : 'EN' },
    ttl: ASKED_AGAIN_SECONDS,
    ...(cut ? { description: `${words.onlyNext[language]} ${entries.length}` } : {}),
  });
  for (const { deadline, dueOn, part, sentence, place, recordedAt } of entries) {
    const { caseId, no, householdId, kind, overdue, revision } = deadline;
    const what = termName({ ...deadline, part }, language);
    const then = kind === 'MIN' ? words.mayEnd[language] : words.due[language];
    calendar.createEvent({
      id: `deadline-${caseId}-${no}@mingce`,
      start: new Date(`${dueOn}T00:00:00Z`),
      allDay: true,
      stamp: new Date(msOf(recordedAt)),
      sequence: revision,
      transparency: ICalEventTransparency.TRANSPARENT,
      summary: `${overdue ? `[${words.overdue[language]}] ` : ''}${what} ${then} · ${place}`,
      description: `${sentence[language]}\n${words.case[language]} ${caseId}\n${words.household[language]} ${householdId}`,
    });
  }
  return calendar.toString();
}
