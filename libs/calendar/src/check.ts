import { addDays, type CivilDate, type JsonValue, yearOf } from '#libs/kernel';
import { termOf, type Words } from '#libs/terms';
import { type CalendarYear, calendarYearSchema } from './calendar-year.js';
import { isWeekend, weekdayOf } from './weekend.js';

/** What is not sound in the calendar of a year, in words for the person who wrote it. */
export interface CalendarProblem {
  /** Where: `holidays.2.workdays.0`. */
  readonly path: string;
  readonly code: string;
  readonly message: Words;
  readonly expected: JsonValue;
  readonly actual: JsonValue;
}

type Complaint = Omit<CalendarProblem, 'message'>;

/** Every day of a span, both ends included; none where it ends before it begins. */
export function daysOf({ from, to }: { readonly from: CivilDate; readonly to: CivilDate }): readonly CivilDate[] {
  const days: CivilDate[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/**
 * The self-check of a year: form, id, dates of that year, adjusted workdays that fall on weekends, no day named twice.
 * Takes what was read from a file. Empty: it is sound. Publication refuses all others.
 */
export function checkCalendarYear(calendar: unknown): readonly CalendarProblem[] {
  const read = calendarYearSchema.safeParse(calendar);
  const complaints = read.success
    ? [...misnamed(read.data), ...misplaced(read.data), ...namedTwice(read.data)]
    : read.error.issues.map((issue) => ({
        path: issue.path.join('.'),
        code: 'CALENDAR_MALFORMED',
        expected: issue.message,
        actual: null,
      }));
  return complaints.map((complaint) => ({ ...complaint, message: termOf('problem', complaint.code) }));
}

function misnamed({ id, year }: CalendarYear): readonly Complaint[] {
  return id === `CN-${year}` ? [] : [{ path: 'id', code: 'CALENDAR_ID_NOT_OF_ITS_YEAR', expected: `CN-${year}`, actual: id }];
}

interface NamedDay {
  readonly path: string;
  readonly day: CivilDate;
}

/** Every date that is written, with its place. */
function written({ holidays }: CalendarYear): readonly NamedDay[] {
  return holidays.flatMap(({ from, to, workdays }, h) => [
    { path: `holidays.${h}.from`, day: from },
    { path: `holidays.${h}.to`, day: to },
    ...workdays.map((day, w) => ({ path: `holidays.${h}.workdays.${w}`, day })),
  ]);
}

/** Every day of the year that is named, with its place. A span that reaches into another year is complained of, and not gone through. */
function named({ holidays, year }: CalendarYear): readonly NamedDay[] {
  return holidays.flatMap(({ from, to, workdays }, h) => [
    ...(yearOf(from) === year && yearOf(to) === year ? daysOf({ from, to }) : []).map((day) => ({ path: `holidays.${h}`, day })),
    ...workdays.map((day, w) => ({ path: `holidays.${h}.workdays.${w}`, day })),
  ]);
}

function misplaced(calendar: CalendarYear): readonly Complaint[] {
  const { holidays, year } = calendar;
  return [
    ...holidays.flatMap(({ from, to }, h) =>
      from <= to ? [] : [{ path: `holidays.${h}.to`, code: 'HOLIDAY_ENDS_BEFORE_IT_BEGINS', expected: from, actual: to }],
    ),
    ...written(calendar)
      .filter(({ day }) => yearOf(day) !== year)
      .map(({ path, day }) => ({ path, code: 'DAY_OF_ANOTHER_YEAR', expected: year, actual: day })),
    ...holidays.flatMap(({ workdays }, h) =>
      workdays.flatMap((day, w) =>
        isWeekend(weekdayOf(day))
          ? []
          : [
              {
                path: `holidays.${h}.workdays.${w}`,
                code: 'WORKDAY_NOT_ON_A_WEEKEND',
                expected: 'a Saturday or Sunday',
                actual: day,
              },
            ],
      ),
    ),
  ];
}

function namedTwice(calendar: CalendarYear): readonly Complaint[] {
  const first = new Map<CivilDate, string>();
  return named(calendar).flatMap(({ path, day }) => {
    const before = first.get(day);
    if (before === undefined) first.set(day, path);
    return before === undefined ? [] : [{ path, code: 'DAY_NAMED_TWICE', expected: before, actual: day }];
  });
}
