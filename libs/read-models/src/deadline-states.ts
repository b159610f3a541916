import { addDays, type CivilDate } from '#libs/kernel';
import { type RawBuilder, sql } from 'kysely';

/** How an open deadline stands on a day. Only a longest term is ever overdue: nobody is late with what may not be done yet (R1). */
export const DEADLINE_STATES = ['OVERDUE', 'TODAY', 'UPCOMING', 'REMINDED', 'WAITING'] as const;
export type DeadlineState = (typeof DEADLINE_STATES)[number];

/** Days ahead that count as upcoming where nobody says otherwise. */
export const UPCOMING_DAYS = 7;

/** Day of a term that no calendar tells yet: after all others. In the words of the index. */
export const DUE: RawBuilder<string> = sql<string>`coalesce(due_on, '9999-12-31')`;

/** Terms of which no day can be told; as a stretch of the index by due day, so that they come in its order. */
export const WAITS: RawBuilder<boolean> = sql<boolean>`${DUE} >= '9999-12-31'`;

/**
 * The condition of a state: OVERDUE, its last day is over; TODAY, it is due or may end today; UPCOMING, within the `days` after
 * today; REMINDED, whoever has to do it was reminded and is not late yet; WAITING, it has no day before a calendar is published.
 */
export function stateCondition(state: DeadlineState, today: CivilDate, days: number): RawBuilder<boolean> {
  switch (state) {
    case 'OVERDUE':
      return sql<boolean>`d.kind <> 'MIN' AND ${DUE} < ${today}`;
    case 'TODAY':
      return sql<boolean>`${DUE} = ${today}`;
    case 'UPCOMING':
      return sql<boolean>`${DUE} > ${today} AND ${DUE} <= ${addDays(today, days)}`;
    case 'REMINDED':
      return sql<boolean>`d.reminded_on IS NOT NULL AND ${DUE} >= ${today}`;
    case 'WAITING':
      return WAITS;
  }
}

/** Deadlines `d` of the parts of a step. */
export function ofStep(step: string): RawBuilder<boolean> {
  return sql<boolean>`instr(d.part, ${`${step}.`}) = 1`;
}
