import { type CivilDate } from '#libs/kernel';
import { type Definition, type Level, type Office, type PartId } from '#libs/procedure';
import { digestLine, type Words } from '#libs/terms';
import { type Expression, type ExpressionBuilder, sql, type SqlBool } from 'kysely';
import { within } from './area-conditions.js';
import { areaOf, type Areas, count, countOrNull, day, dayOrNull, json, text, textOrNull } from './columns.js';
import { labelOf } from './derived-deadlines.js';
import { type DigestKind } from './digests.projection.js';
import { holds, type Page, type Paged, pageOf } from './paging.js';
import { type ReadModels } from './read-models.js';
import { type Answers } from './store.js';
import { type Tables } from './tables.js';

type DigestTables = Tables & { readonly g: Tables['digests'] };

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

/** What was told to an office on a day, of its area or to it. */
async function told(
  database: Answers,
  { office, area, day: on }: DigestOf,
): Promise<(eb: ExpressionBuilder<DigestTables, 'g'>) => Expression<SqlBool>> {
  const inArea = await within(database, area, 'g.path');
  return (eb) => eb.and([eb('g.told_on', '=', on), holds('g.offices', office), eb.or([eb('g.area', '=', area), inArea])]);
}

/** All that was told to an office on a day, by kind, then by due day. */
export async function digest({ database }: ReadModels, of: DigestOf, page: Page = {}): Promise<Paged<DigestEntry>> {
  const about = await told(database, of);
  // Of the deadlines of the same term the newest.
  const newest = sql<number>`(SELECT max(o.no) FROM deadlines o WHERE o.case_id = g.case_id AND o.timer = g.timer
    AND o.part = g.part AND o.round = g.round AND (o.about_no = g.about_no OR o.about_no IS NULL AND g.about_no IS NULL))`;
  const list = database
    .selectFrom('digests as g')
    .innerJoin('case_status as c', 'c.case_id', 'g.case_id')
    .leftJoin('deadlines as d', (join) => join.onRef('d.case_id', '=', 'g.case_id').on('d.no', '=', newest))
    .selectAll('g')
    .select(['c.definition', 'd.derivation'])
    .where(about);
  return pageOf(list, ['g.kind', 'g.due_on', 'g.case_id', 'g.position'], page, (row) => {
    const derivation = JSON.parse(textOrNull(row, 'derivation') ?? '{}') as Readonly<Record<string, unknown>>;
    return {
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
      clause: typeof derivation['clause'] === 'string' ? derivation['clause'] : null,
      mark: typeof derivation['mark'] === 'string' ? derivation['mark'] : null,
      adopted: textOrNull(row, 'adopted'),
      times: count(row, 'times'),
      supersededOn: dayOrNull(row, 'superseded_on'),
    };
  });
}

/** How much of each kind was told; what was superseded since still counts: it was told. */
export async function digestCounts(
  { database }: ReadModels,
  of: DigestOf,
): Promise<Readonly<Partial<Record<DigestKind, number>>>> {
  const rows = await database
    .selectFrom('digests as g')
    .select(({ fn }) => ['g.kind', fn.countAll<number>().as('told')])
    .where(await told(database, of))
    .groupBy('g.kind')
    .orderBy('g.kind')
    .execute();
  return Object.fromEntries(rows.map((row) => [row.kind, row.told]));
}

/** A page of a digest, each line also as a sentence of both languages; `definitionOf` knows what a case pins. */
export async function digestInWords(
  models: ReadModels,
  of: DigestOf,
  definitionOf: (ref: string) => Definition | undefined,
  page: Page = {},
): Promise<Paged<DigestEntry & { readonly sentence: Words }>> {
  const { items, next } = await digest(models, of, page);
  const sentenceOf = (entry: DigestEntry): Words => {
    const said = { ...entry, part: labelOf(entry.part, definitionOf(entry.definition)) };
    return { zh: digestLine(said, 'zh'), en: digestLine(said, 'en') };
  };
  return { items: items.map((entry) => ({ ...entry, sentence: sentenceOf(entry) })), next };
}
