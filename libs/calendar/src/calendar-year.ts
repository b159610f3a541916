import { z } from 'zod';
import { isCivilDate, type CivilDate } from '#libs/kernel';

/** Why the State Council gives a day off. Two festivals that run into each other are one occasion, as in its notices. */
export const OCCASIONS = [
  'NEW_YEAR',
  'SPRING_FESTIVAL',
  'QINGMING',
  'LABOUR_DAY',
  'DRAGON_BOAT',
  'MID_AUTUMN',
  'NATIONAL_DAY',
  'NATIONAL_DAY_AND_MID_AUTUMN',
  'VICTORY_DAY',
  /** A day off that is given once. */
  'SPECIAL_DAY',
] as const;
export type Occasion = (typeof OCCASIONS)[number];

/** More than any notice has ever named: whoever sends more has sent something else. */
const MOST_HOLIDAYS = 40;
const MOST_WORKDAYS = 20;
const MOST_SOURCES = 40;

const day = z.custom<CivilDate>(isCivilDate, { message: 'a date of the calendar, YYYY-MM-DD' });

/**
 * The holidays of one civil year and the weekend days that are worked instead (adjusted workdays), after the notices of the
 * General Office of the State Council. It holds every day of that year and none of another: a New Year holiday that begins
 * in December stands in both years. What it does not name is worked from Monday to Friday.
 */
export const calendarYearSchema = z.strictObject({
  id: z.string().regex(/^CN-\d{4}$/),
  /** A later notice that changes the year is a new version of it. */
  version: z.int().positive(),
  year: z.int(),
  /** Where the notices stand. */
  sources: z.array(z.string().min(1)).min(1).max(MOST_SOURCES),
  holidays: z
    .array(
      z.strictObject({
        occasion: z.enum(OCCASIONS),
        /** Both ends included. */
        from: day,
        to: day,
        /** Saturdays and Sundays that are worked for it. */
        workdays: z.array(day).max(MOST_WORKDAYS),
      }),
    )
    .max(MOST_HOLIDAYS),
});
export type CalendarYear = z.infer<typeof calendarYearSchema>;
