import { isCivilDate } from '#libs/kernel';
import { z } from 'zod';
import { CASE_KINDS, LEVELS } from './definition.js';

/** What starts a timer of a case. `NOTHING`: no fact of ours does yet (domain.md R20). */
export const TIMER_STARTS = [
  'NOTICE_POSTED',
  'PART_READY',
  'SIGNED_BELOW',
  'FIRST_PART_DONE',
  'OBJECTION_RAISED',
  'REJECTED',
  'REGISTERED',
  'DECIDED',
  'NOTICE_COMPLETED',
  'EXIT_OPENED',
  'CASE_OPENED',
  'NOTHING',
] as const;
export type TimerStart = (typeof TIMER_STARTS)[number];

/** What meets a timer. `DAY`: the day itself. */
export const TIMER_ENDS = [
  'DAY',
  'PART_DONE',
  'EFFECT',
  'INVESTIGATION_ASSIGNED',
  'OBJECTION_DECIDED',
  'REJECTION_NOTIFIED',
  'SUPPORT_PAIRED',
  'HANDBOOK_AND_ENTRY',
  'LIST_PUBLISHED',
  'COPY_TAKEN_DOWN',
  'NOTHING',
] as const;
export type TimerEnd = (typeof TIMER_ENDS)[number];

/** What a bell records when the day has passed. None of it decides anything (R1). */
export const TIMER_EXPIRIES = [
  'NOTICE_PERIOD_ELAPSED',
  'GUARD',
  'MISSED',
  'NOTICE_COPY_EXPIRED',
  'EXIT_WINDOW_ENDED',
  'TRANSITION_ENDED',
] as const;
export type TimerExpiry = (typeof TIMER_EXPIRIES)[number];

const basis = { clause: z.string().min(1), mark: z.enum(['SOURCE', 'ASSUMPTION']) };
/** Ten years: what is longer is a slip of the pen, and a day that no calendar reaches. */
const LONGEST = { cd: 3_653, wd: 2_500, month: 120, year: 10 } as const;
const length = z
  .strictObject({ length: z.int().nonnegative(), unit: z.enum(['cd', 'wd', 'month', 'year']) })
  .refine((term) => term.length <= LONGEST[term.unit], { path: ['length'], message: 'ten years at most' });
/** The board of deadlines looks no further ahead for what was reminded. */
const LONGEST_REMINDER = 31;
/** Of `12-31`, a day of every year: 29 February is none. `02-END` is the last of a month, 28 or 29 February. */
const isDayOfEveryYear = (day: string): boolean => isCivilDate(`2001-${day.replace('END', '28')}`);
/** What is recorded of a day that has passed is about what started the timer. */
const EXPIRIES_OF: Partial<Record<TimerExpiry, TimerStart>> = {
  NOTICE_PERIOD_ELAPSED: 'NOTICE_POSTED',
  NOTICE_COPY_EXPIRED: 'NOTICE_COMPLETED',
  EXIT_WINDOW_ENDED: 'EXIT_OPENED',
  TRANSITION_ENDED: 'CASE_OPENED',
};

/**
 * A timer of domain.md §5 as data. `MIN` guards: nothing closes earlier. `MAX` reminds before and, only where the county has
 * adopted the term, is recorded as missed and told upward (R16). `FIXED`: a day of the calendar. `RECURRING`: again and again.
 */
export const timerSchema = z
  .strictObject({
    id: z.string().regex(/^T\d\d$/),
    kind: z.enum(['MIN', 'MAX', 'FIXED', 'RECURRING']),
    /** Procedures whose cases it is about; absent: all. */
    procedures: z.array(z.enum(CASE_KINDS)).min(1).optional(),
    /** Absent for FIXED. What a definition says of its own part stands above the nation's; a province's or county's above both. */
    term: length.optional(),
    /** Of FIXED: a day (`2025-12-31`), or one of the case's programme year (`12-31`; `02-END`, the last of the month). */
    on: z
      .string()
      .regex(/^(\d{4}-\d\d-\d\d|\d\d-(\d\d|END))$/)
      .refine((day) => isCivilDate(day) || isDayOfEveryYear(day), 'a day of the calendar, or one of every year')
      .optional(),
    /** Of a day of every year: it is meant of the year after the programme year. */
    nextYear: z.literal(true).optional(),
    /** Absent: EXCLUDE_START for longest terms, what the policy says for notices. */
    dayCount: z.enum(['EXCLUDE_START', 'INCLUDE_START']).optional(),
    starts: z.enum(TIMER_STARTS),
    ends: z.enum(TIMER_ENDS),
    /** Whom it falls to; `OF_PART` whose part it is, `OF_INVESTIGATION` who investigates. */
    fallsTo: z.enum([...LEVELS, 'OF_PART', 'OF_INVESTIGATION']),
    /** Who is told when it is missed; absent: one level above. */
    escalatesTo: z.enum(LEVELS).optional(),
    expiry: z.enum(TIMER_EXPIRIES),
    /** Calendar days before the last day on which those to whom it falls are reminded; absent: nobody is. Ours. */
    remindDaysBefore: z.int().positive().max(LONGEST_REMINDER).optional(),
    /** After which the level above that is told. Ours. */
    second: length.optional(),
    /** By what instrument the term was adopted, and from when: terms counted from an earlier day, or never adopted, accuse nobody (R16). */
    adopted: z
      .strictObject({
        instrument: z.string().min(1),
        on: z.string().refine((day): boolean => isCivilDate(day), 'a day of the calendar'),
      })
      .optional(),
    ...basis,
  })
  .superRefine((timer, context) => {
    const fault = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    if ((timer.kind === 'FIXED') !== (timer.on !== undefined)) fault('on', 'a day for FIXED, none for other kinds');
    if ((timer.kind === 'FIXED') === (timer.term !== undefined)) fault('term', 'a length for all kinds but FIXED');
    if (timer.nextYear === true && (timer.on === undefined || isCivilDate(timer.on))) fault('nextYear', 'of a day of every year');
    if ((timer.starts === 'NOTHING') !== (timer.ends === 'NOTHING')) {
      fault('ends', 'what meets it, where something starts it; NOTHING, where nothing does');
    }
    const start = EXPIRIES_OF[timer.expiry];
    if (start !== undefined && timer.starts !== start) fault('expiry', `${timer.expiry} is recorded of what ${start} starts`);
    if (timer.kind === 'MIN' && (timer.remindDaysBefore ?? timer.second ?? timer.adopted) !== undefined) {
      fault('kind', 'a least time is a guard: no reminder, no second period, nothing to adopt');
    }
    if (timer.adopted !== undefined && timer.second === undefined) {
      fault('second', 'an adopted term says after which second period the next level is told');
    }
  });
export type Timer = z.infer<typeof timerSchema>;

/** All timers of a policy, each once. */
export const timersSchema = z.array(timerSchema).superRefine((timers, context) => {
  timers.forEach(({ id }, index) => {
    if (timers.findIndex((other) => other.id === id) !== index) {
      context.addIssue({ code: 'custom', path: [index, 'id'], message: `each timer once; ${id} stands there before` });
    }
  });
});
