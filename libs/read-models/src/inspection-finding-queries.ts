import { type CivilDate } from '#libs/kernel';
import { type EventNamed } from '#libs/inspection';
import { within } from './area-conditions.js';
import { areaOf, type Areas, count, day, json, text, textOrNull } from './columns.js';
import { type Row } from './database.js';
import { asked, type Page, type Paged, pageOf } from './paging.js';
import { type ReadModels } from './read-models.js';

/** What an office said to a finding; its words are sealed. */
export interface FindingAnswer {
  readonly no: number;
  readonly answer: 'ACCEPTED' | 'CONTESTED';
  readonly events: readonly EventNamed[];
  readonly on: CivilDate;
  readonly office: string;
  readonly performedBy: string;
  readonly recordedBy: string;
}

/** What was found under a mandate, and what was answered; the words of both are sealed (domain.md R17). */
export interface RaisedFindingEntry {
  readonly inspection: string;
  readonly no: number;
  /** Where the first event lies to which it points; null where that is in no area. */
  readonly area: Areas | null;
  /** Whose office was asked; null where it is that of the mandate. */
  readonly askedOf: string | null;
  readonly rule: string;
  readonly events: readonly EventNamed[];
  readonly raisedOn: CivilDate;
  readonly raisedBy: string;
  readonly answers: readonly FindingAnswer[];
}

export interface RaisedFindingFilter {
  readonly within?: string | readonly string[];
  readonly inspection?: string;
  /** Whether somebody answered. */
  readonly answered?: boolean;
}

/** In the order of the log. @throws UnknownCursor */
export async function raisedFindings(
  { database }: ReadModels,
  { within: area, inspection, answered }: RaisedFindingFilter = {},
  page: Page = {},
): Promise<Paged<RaisedFindingEntry>> {
  let list = database.selectFrom('findings_raised').where((eb) => eb.and(asked({ inspection })));
  if (area !== undefined) list = list.where(await within(database, area));
  if (answered !== undefined) {
    list = list.where((eb) => {
      const some = eb.exists(
        eb
          .selectFrom('findings_answered')
          .select('findings_answered.no')
          .whereRef('findings_answered.inspection', '=', 'findings_raised.inspection')
          .whereRef('findings_answered.finding', '=', 'findings_raised.no'),
      );
      return answered ? some : eb.not(some);
    });
  }
  const { items, next } = await pageOf(list.selectAll(), ['position'], page, (row) => row);
  const told: RaisedFindingEntry[] = [];
  for (const row of items) told.push(toFinding(row, await answersTo({ database }, text(row, 'inspection'), count(row, 'no'))));
  return { items: told, next };
}

/** Findings that point to events of these streams. */
export async function findingsOn(
  { database }: Pick<ReadModels, 'database'>,
  streams: readonly string[],
): Promise<readonly { readonly stream: string; readonly revision: number; readonly inspection: string; readonly no: number }[]> {
  if (streams.length === 0) return [];
  return database
    .selectFrom('finding_events')
    .selectAll()
    .where('stream', 'in', streams)
    .orderBy('inspection')
    .orderBy('no')
    .execute();
}

async function answersTo(
  { database }: Pick<ReadModels, 'database'>,
  inspection: string,
  finding: number,
): Promise<readonly FindingAnswer[]> {
  const rows = await database
    .selectFrom('findings_answered')
    .selectAll()
    .where('inspection', '=', inspection)
    .where('finding', '=', finding)
    .orderBy('no')
    .execute();
  return rows.map((row) => ({
    no: row.no,
    answer: row.answer as FindingAnswer['answer'],
    events: json<never>(row, 'events'),
    on: row.answered_on as CivilDate,
    office: row.office,
    performedBy: row.performed_by,
    recordedBy: row.recorded_by,
  }));
}

function toFinding(row: Row, answers: readonly FindingAnswer[]): RaisedFindingEntry {
  return {
    inspection: text(row, 'inspection'),
    no: count(row, 'no'),
    area: text(row, 'path') === '' ? null : areaOf(row),
    askedOf: textOrNull(row, 'area'),
    rule: text(row, 'rule'),
    events: json<never>(row, 'events'),
    raisedOn: day(row, 'raised_on'),
    raisedBy: text(row, 'raised_by'),
    answers,
  };
}
