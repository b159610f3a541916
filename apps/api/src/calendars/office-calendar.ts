import { type CivilDate, type Instant, msOf } from '#libs/kernel';
import { type Deadline } from '#libs/read-models';
import { calendarFeed as words, type Language, termOf, type Words } from '#libs/terms';
import ical, { type ICalCalendar } from 'ical-generator';

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
 * The calendar of an office (RFC 5545): each open term as an event of a whole civil day in Asia/Shanghai, the last day of a longest
 * term, the first day on which a notice may end. The same term keeps its UID for ever.
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
    x: { 'X-WR-TIMEZONE': 'Asia/Shanghai' },
    ...(cut ? { description: `${words.onlyNext[language]} ${entries.length}` } : {}),
  });
  for (const { deadline, dueOn, part, sentence, place, recordedAt } of entries) {
    const { caseId, no, householdId, kind, timer, overdue } = deadline;
    const what = timer === null ? part[language] : `${part[language]} ${termOf('timer', timer)[language]}`;
    const then = kind === 'MIN' ? words.mayEnd[language] : words.due[language];
    calendar.createEvent({
      id: `deadline-${caseId}-${no}@mingce`,
      start: new Date(`${dueOn}T00:00:00Z`),
      allDay: true,
      stamp: new Date(msOf(recordedAt)),
      summary: `${overdue ? `[${words.overdue[language]}] ` : ''}${what} ${then} · ${place}`,
      description: `${sentence[language]}\n${words.case[language]} ${caseId}\n${words.household[language]} ${householdId}`,
    });
  }
  return calendar.toString();
}
