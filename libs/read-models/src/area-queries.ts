import { type Level } from '#libs/procedure';
import { count, flag, text } from './columns.js';
import { type ReadModels } from './read-models.js';
import { type GrossMeasure } from './standing-counts.js';

/** Always together: a count of households without its persons hides what it leaves out (domain.md §9). */
export interface Pair {
  readonly households: number;
  readonly persons: number;
}

export interface GrossCount extends Pair {
  readonly area: string;
  readonly level: Level;
  readonly programYear: number;
  readonly measure: GrossMeasure;
  /** Kind of the cases that were decided; empty for an opening balance. */
  readonly caseKind: string;
}

export interface PresentCount extends Pair {
  readonly area: string;
  readonly level: Level;
  /** MONITORED overlaps the others, DEREGISTERED is contained in EXITED. */
  readonly standing: 'NONE' | 'REGISTERED' | 'EXITED' | 'DEREGISTERED' | 'MONITORED';
  readonly takenOver: boolean;
  readonly split: 'ALL' | 'POVERTY_ATTRIBUTE' | 'CAUSE_GROUP';
  readonly value: string;
}

/** What was decided in each programme year, of an area with all beneath it; by year, measure and kind. */
export function grossCounts({ database }: ReadModels, area: string, year?: number): readonly GrossCount[] {
  const ofYear = year === undefined ? '' : ' AND program_year = ?';
  return database
    .all(
      `SELECT * FROM standing_gross WHERE area = ?${ofYear} ORDER BY program_year, measure, case_kind`,
      area,
      ...(year === undefined ? [] : [year]),
    )
    .map((row) => ({
      area,
      level: text(row, 'level') as Level,
      programYear: count(row, 'program_year'),
      measure: text(row, 'measure') as GrossMeasure,
      caseKind: text(row, 'case_kind'),
      households: count(row, 'households'),
      persons: count(row, 'persons'),
    }));
}

/** How the households of an area, with all beneath it, stand now. */
export function presentCounts({ database }: ReadModels, area: string): readonly PresentCount[] {
  return database
    .all('SELECT * FROM standing_present WHERE area = ? ORDER BY standing, taken_over, split, value', area)
    .map((row) => ({
      area,
      level: text(row, 'level') as Level,
      standing: text(row, 'standing') as PresentCount['standing'],
      takenOver: flag(row, 'taken_over'),
      split: text(row, 'split') as PresentCount['split'],
      value: text(row, 'value'),
      households: count(row, 'households'),
      persons: count(row, 'persons'),
    }));
}
