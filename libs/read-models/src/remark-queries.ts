import { type CivilDate, type Instant, type JsonValue } from '#libs/kernel';
import { sql } from 'kysely';
import { within } from './area-conditions.js';
import { areaOf, type Areas, count, day, json, text } from './columns.js';
import { type Row } from './database.js';
import { asked, type Page, type Paged, pageOf } from './paging.js';
import { type ReadModels } from './read-models.js';

/** Something that the law marked without stopping it: where it was noted, about which type of event before it, and by whose hand. */
export interface NotedRemark {
  readonly stream: string;
  /** Of the note; the event that it is about stands before it. */
  readonly revision: bigint;
  readonly about: string;
  readonly householdId: string;
  readonly area: Areas;
  readonly code: string;
  readonly clause: string;
  readonly required: JsonValue;
  readonly actual: JsonValue;
  readonly occurredOn: CivilDate;
  readonly recordedAt: Instant;
  readonly performedBy: string;
  readonly recordedBy: string;
}

export interface RemarkFilter {
  readonly within?: string | readonly string[];
  readonly code?: string;
  /** Who did it or recorded it. */
  readonly person?: string;
}

/** In the order of the log. @throws UnknownCursor */
export async function remarks(models: ReadModels, filter: RemarkFilter = {}, page: Page = {}): Promise<Paged<NotedRemark>> {
  const list = await listed(models, filter);
  return pageOf(list.selectAll(), ['position'], page, toRemark);
}

export interface RemarkCounts {
  /** By the lowest area of the case. */
  readonly byArea: readonly { readonly area: string; readonly code: string; readonly count: number }[];
  /** A person counts once for a remark, whether he did it, recorded it or both. */
  readonly byPerson: readonly { readonly person: string; readonly code: string; readonly count: number }[];
}

/** How often each is marked, most often first: of all that the filter lets pass. */
export async function remarkCounts(models: ReadModels, filter: RemarkFilter = {}): Promise<RemarkCounts> {
  const list = await listed(models, filter);
  const counted = sql<number>`count(*)`.as('count');
  const byPath = await list.select(['path', 'code', counted]).groupBy(['path', 'code']).execute();
  const byHands = await list
    .select(['performed_by', 'recorded_by', 'code', counted])
    .groupBy(['performed_by', 'recorded_by', 'code'])
    .execute();
  const persons = new Tally();
  for (const { performed_by, recorded_by, code, count: times } of byHands) {
    for (const person of new Set([performed_by, recorded_by])) persons.add(person, code, Number(times));
  }
  const areas = new Tally();
  for (const { path, code, count: times } of byPath) areas.add(lowestIn(path), code, Number(times));
  return {
    byArea: areas.list().map(([area, code, times]) => ({ area, code, count: times })),
    byPerson: persons.list().map(([person, code, times]) => ({ person, code, count: times })),
  };
}

const lowestIn = (path: string): string => path.split('/').findLast((area) => area !== '') ?? '';

class Tally {
  private readonly counts = new Map<string, readonly [string, string, number]>();

  add(of: string, code: string, times: number): void {
    const key = JSON.stringify([of, code]);
    this.counts.set(key, [of, code, (this.counts.get(key)?.[2] ?? 0) + times]);
  }

  list(): readonly (readonly [string, string, number])[] {
    const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
    return [...this.counts.values()].sort((a, b) => b[2] - a[2] || order(a[0], b[0]) || order(a[1], b[1]));
  }
}

async function listed({ database }: ReadModels, { within: area, code, person }: RemarkFilter) {
  let list = database.selectFrom('remarks').where((eb) => eb.and(asked({ code })));
  if (area !== undefined) list = list.where(await within(database, area));
  if (person !== undefined) {
    list = list.where((eb) => eb.or([eb('performed_by', '=', person), eb('recorded_by', '=', person)]));
  }
  return list;
}

function toRemark(row: Row): NotedRemark {
  return {
    stream: text(row, 'stream'),
    revision: BigInt(count(row, 'revision')),
    about: text(row, 'about'),
    householdId: text(row, 'household_id'),
    area: areaOf(row),
    code: text(row, 'code'),
    clause: text(row, 'clause'),
    required: json(row, 'required'),
    actual: json(row, 'actual'),
    occurredOn: day(row, 'occurred_on'),
    recordedAt: text(row, 'recorded_at') as Instant,
    performedBy: text(row, 'performed_by'),
    recordedBy: text(row, 'recorded_by'),
  };
}
