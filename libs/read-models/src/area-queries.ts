import { type Level } from '#libs/procedure';
import { count, flag, text } from './columns.js';
import { asked } from './paging.js';
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
export async function grossCounts({ database }: ReadModels, area: string, year?: number): Promise<readonly GrossCount[]> {
  const rows = await database
    .selectFrom('standing_gross')
    .selectAll()
    .where((eb) => eb.and(asked({ area, program_year: year })))
    .orderBy('program_year')
    .orderBy('measure')
    .orderBy('case_kind')
    .execute();
  return rows.map((row) => ({
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
export async function presentCounts({ database }: ReadModels, area: string): Promise<readonly PresentCount[]> {
  const rows = await database
    .selectFrom('standing_present')
    .selectAll()
    .where('area', '=', area)
    .orderBy('standing')
    .orderBy('taken_over')
    .orderBy('split')
    .orderBy('value')
    .execute();
  return rows.map((row) => ({
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
