import { type CivilDate } from '#libs/kernel';
import { type Definition, type Level, type Office, type PartId } from '#libs/procedure';
import { digestLine, type Words } from '#libs/terms';
import { within } from './area-paths.js';
import { areaOf, type Areas, count, countOrNull, day, dayOrNull, json, text, textOrNull } from './columns.js';
import { type Database } from './database.js';
import { labelOf } from './derived-deadlines.js';
import { type DigestKind } from './digests.projection.js';
import { Conditions, type Page, type Paged, pageOf } from './paging.js';
import { type ReadModels } from './read-models.js';

export interface DigestEntry {
  readonly kind: DigestKind;
  readonly caseId: string;
  readonly householdId: string;
  readonly area: Areas;
  readonly programYear: number;
  readonly definition: string;
  readonly timer: string;
  readonly part: PartId;
  readonly round: number;
  readonly aboutNo: number | null;
  /** To whom it falls, or who was told. */
  readonly level: Level;
  readonly offices: readonly Office[];
  /** The first day of the term, as it stood then; null where nothing was known of it. */
  readonly since: CivilDate | null;
  readonly dueOn: CivilDate;
  readonly clause: string | null;
  readonly mark: string | null;
  /** By what instrument the county had adopted the term then. */
  readonly adopted: string | null;
  /** The how manieth telling upward; 0 for what was not told upward. */
  readonly times: number;
  /** Done in time on this day and entered late (R16). */
  readonly supersededOn: CivilDate | null;
}

export interface DigestOf {
  readonly office: Office;
  /** Where the office is: what it was told about cases here, and what was told to this area from below. */
  readonly area: string;
  readonly day: CivilDate;
}

const ENTRIES = `(SELECT g.*, c.definition, json_extract(d.derivation, '$.clause') AS clause,
    json_extract(d.derivation, '$.mark') AS mark
  FROM digests g JOIN case_status c ON c.case_id = g.case_id
  LEFT JOIN deadlines d ON d.case_id = g.case_id AND d.no = (SELECT max(o.no) FROM deadlines o
    WHERE o.case_id = g.case_id AND o.timer = g.timer AND o.part = g.part AND o.round = g.round AND o.about_no IS g.about_no))`;

function conditionsOf(database: Database, { office, area, day: on }: DigestOf): Conditions {
  const inArea = within(database, area);
  return new Conditions()
    .equal('told_on', on)
    .add('instr(offices, ?) > 0', `"${office}"`)
    .add(`(area = ? OR ${inArea.sql})`, area, ...inArea.values);
}

/** All that was told to an office on a day, by kind, then by due day. */
export function digest({ database }: ReadModels, of: DigestOf, page: Page = {}): Paged<DigestEntry> {
  return pageOf(
    database,
    { table: ENTRIES, order: ['kind', 'due_on', 'case_id', 'position'] },
    conditionsOf(database, of),
    page,
    (row) => ({
      kind: text(row, 'kind') as DigestKind,
      caseId: text(row, 'case_id'),
      householdId: text(row, 'household_id'),
      area: areaOf(row),
      programYear: count(row, 'program_year'),
      definition: text(row, 'definition'),
      timer: text(row, 'timer'),
      part: text(row, 'part'),
      round: count(row, 'round'),
      aboutNo: countOrNull(row, 'about_no'),
      level: text(row, 'level') as Level,
      offices: json<Office[]>(row, 'offices'),
      since: dayOrNull(row, 'since'),
      dueOn: day(row, 'due_on'),
      clause: textOrNull(row, 'clause'),
      mark: textOrNull(row, 'mark'),
      adopted: textOrNull(row, 'adopted'),
      times: count(row, 'times'),
      supersededOn: dayOrNull(row, 'superseded_on'),
    }),
  );
}

/** How much of each kind was told; what was superseded since still counts: it was told. */
export function digestCounts({ database }: ReadModels, of: DigestOf): Readonly<Partial<Record<DigestKind, number>>> {
  const conditions = conditionsOf(database, of);
  const rows = database.all(
    `SELECT kind, count(*) AS told FROM digests${conditions.where} GROUP BY kind ORDER BY kind`,
    ...conditions.values,
  );
  return Object.fromEntries(rows.map((row) => [text(row, 'kind'), count(row, 'told')]));
}

/** A page of a digest, each line also as a sentence of both languages; `definitionOf` knows what a case pins. */
export function digestInWords(
  models: ReadModels,
  of: DigestOf,
  definitionOf: (ref: string) => Definition | undefined,
  page: Page = {},
): Paged<DigestEntry & { readonly sentence: Words }> {
  const { items, next } = digest(models, of, page);
  const sentenceOf = (entry: DigestEntry): Words => {
    const said = { ...entry, part: labelOf(entry.part, definitionOf(entry.definition)) };
    return { zh: digestLine(said, 'zh'), en: digestLine(said, 'en') };
  };
  return { items: items.map((entry) => ({ ...entry, sentence: sentenceOf(entry) })), next };
}
