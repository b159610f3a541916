import { type ActKind } from '#libs/collective-act';
import { type CivilDate, type Finding, type Instant, type JsonObject } from '#libs/kernel';
import { type Level, type PartId } from '#libs/procedure';
import { type ActStatus } from './act-fold.js';
import { type CompiledQuery, sql } from 'kysely';
import { within } from './area-conditions.js';
import { areaOf, type Areas, count, countOrNull, day, dayOrNull, json, text, textOrNull } from './columns.js';
import { type Row } from './database.js';
import { asked, holds, type Page, type Paged, pageOf } from './paging.js';
import { type ReadModels } from './read-models.js';
import { type Answers } from './store.js';
import { type Tables } from './tables.js';
import { type TaskKind } from './task.js';

export interface TaskEntry {
  /** The case, household or incident that asks, and which of its tasks it is. */
  readonly owner: string;
  readonly key: string;
  readonly kind: TaskKind;
  readonly stream: string;
  readonly householdId: string | null;
  readonly area: Areas;
  readonly programYear: number | null;
  readonly part: PartId | null;
  readonly level: Level;
  readonly offices: readonly string[];
  readonly since: CivilDate;
  readonly detail: JsonObject;
}

export interface TaskFilter {
  readonly within?: string;
  /** Tasks belong to an office, not to a person (domain.md R18). */
  readonly office?: string;
  readonly level?: Level;
  readonly kind?: TaskKind;
  readonly year?: number;
  readonly owner?: string;
}

/** The oldest first. */
export async function tasks({ database }: ReadModels, filter: TaskFilter = {}, page: Page = {}): Promise<Paged<TaskEntry>> {
  const { office, level, kind, year, owner } = filter;
  let list = database
    .selectFrom('tasks')
    .selectAll()
    .where((eb) => eb.and(asked({ level, kind, program_year: year, owner })));
  if (filter.within !== undefined) list = list.where(await within(database, filter.within));
  if (office !== undefined) list = list.where(holds('offices', office));
  return pageOf(list, ['since_on', 'owner', 'key'], page, (row) => ({
    owner: text(row, 'owner'),
    key: text(row, 'key'),
    kind: text(row, 'kind') as TaskKind,
    stream: text(row, 'stream'),
    householdId: textOrNull(row, 'household_id'),
    area: areaOf(row),
    programYear: countOrNull(row, 'program_year'),
    part: textOrNull(row, 'part'),
    level: text(row, 'level') as Level,
    offices: json<string[]>(row, 'offices'),
    since: day(row, 'since_on'),
    detail: json<JsonObject>(row, 'detail'),
  }));
}

export interface ActEntry {
  readonly actId: string;
  readonly kind: ActKind;
  readonly level: Level;
  readonly area: string;
  readonly sheet: { readonly no: number; readonly of: number };
  readonly status: ActStatus;
  readonly openedOn: CivilDate;
  readonly heldOn: CivilDate | null;
  readonly documentNo: string | null;
  readonly items: number;
  readonly leftOut: number;
  /** How many cases have answered the newest fact of the act: carried 57 of 60. */
  readonly carried: number;
  readonly carryOf: number;
  readonly accepted: number;
  readonly refused: number;
  readonly last: { readonly type: string; readonly on: CivilDate };
}

export interface ActFilter {
  /** Acts of this area or of one beneath it. */
  readonly within?: string;
  readonly kind?: ActKind;
  readonly level?: Level;
  readonly status?: ActStatus;
}

export async function act({ database }: ReadModels, actId: string): Promise<ActEntry | undefined> {
  const row = await database.selectFrom('acts').selectAll().where('act_id', '=', actId).executeTakeFirst();
  return row === undefined ? undefined : actOf(row);
}

/** By area, then by act. */
export async function acts({ database }: ReadModels, filter: ActFilter = {}, page: Page = {}): Promise<Paged<ActEntry>> {
  const { kind, level, status } = filter;
  let list = database
    .selectFrom('acts')
    .selectAll()
    .where((eb) => eb.and(asked({ kind, level, status })));
  if (filter.within !== undefined) {
    const areas = database
      .selectFrom('area_paths')
      .select('area')
      .where(await within(database, filter.within));
    list = list.where('area', 'in', areas);
  }
  return pageOf(list, ['area', 'act_id'], page, actOf);
}

function actOf(row: Row): ActEntry {
  return {
    actId: text(row, 'act_id'),
    kind: text(row, 'kind') as ActKind,
    level: text(row, 'level') as Level,
    area: text(row, 'area'),
    sheet: { no: count(row, 'sheet_no'), of: count(row, 'sheet_of') },
    status: text(row, 'status') as ActStatus,
    openedOn: day(row, 'opened_on'),
    heldOn: dayOrNull(row, 'held_on'),
    documentNo: textOrNull(row, 'document_no'),
    items: count(row, 'items'),
    leftOut: count(row, 'left_out'),
    carried: count(row, 'carried'),
    carryOf: count(row, 'carry_of'),
    accepted: count(row, 'accepted'),
    refused: count(row, 'refused'),
    last: { type: text(row, 'last_type'), on: day(row, 'last_on') },
  };
}

export interface IncidentEntry {
  readonly incident: string;
  readonly no: number;
  readonly process: string;
  readonly stream: string;
  readonly revision: string;
  readonly reason: string;
  readonly findings: readonly Finding[];
  readonly status: 'OPEN' | 'RESOLVED';
  readonly raisedOn: CivilDate;
  readonly raisedAt: Instant;
  readonly resolvedAt: Instant | null;
  readonly resolvedBy: string | null;
  readonly note: string | null;
}

/** In the order in which they were raised. */
export function incidents(
  { database }: ReadModels,
  filter: { readonly status?: IncidentEntry['status']; readonly stream?: string } = {},
  page: Page = {},
): Promise<Paged<IncidentEntry>> {
  const list = database
    .selectFrom('incidents')
    .selectAll()
    .where((eb) => eb.and(asked({ status: filter.status, stream: filter.stream })));
  return pageOf(list, ['position'], page, (row) => ({
    incident: text(row, 'incident'),
    no: count(row, 'no'),
    process: text(row, 'process'),
    stream: text(row, 'stream'),
    revision: text(row, 'revision'),
    reason: text(row, 'reason'),
    findings: JSON.parse(text(row, 'findings')) as readonly Finding[],
    status: text(row, 'status') as IncidentEntry['status'],
    raisedOn: day(row, 'raised_on'),
    raisedAt: text(row, 'raised_at') as Instant,
    resolvedAt: textOrNull(row, 'resolved_at') as Instant | null,
    resolvedBy: textOrNull(row, 'resolved_by'),
    note: textOrNull(row, 'note'),
  }));
}

/** An accepted order: what was said, by digest, and where it went. */
export interface OrderKey {
  readonly digest: string;
  readonly stream: string;
  /** Of the first event that it gave. */
  readonly position: bigint;
}

type OrderKeyRow = Pick<Tables['order_keys'], 'digest' | 'stream' | 'position'>;

/** Put together once for each database: it is asked with every order that comes by a door. */
const orderKeyQueries = new WeakMap<Answers, CompiledQuery<OrderKeyRow>>();

function orderKeyQuery(database: Answers): CompiledQuery<OrderKeyRow> {
  const known = orderKeyQueries.get(database);
  if (known !== undefined) return known;
  const query = database
    .selectFrom('order_keys')
    .select(['digest', 'stream', 'position'])
    // The words of the index, which holds only the head of each id.
    .where(sql`substr(order_id, 1, 12)`, '=', '')
    .where('order_id', '=', '')
    .orderBy('position')
    .compile();
  orderKeyQueries.set(database, query);
  return query;
}

export async function orderKey({ database }: ReadModels, orderId: string): Promise<OrderKey | undefined> {
  const asked = { ...orderKeyQuery(database), parameters: [orderId.slice(0, 12), orderId] };
  const [row] = (await database.executeQuery<OrderKeyRow>(asked)).rows;
  return row === undefined ? undefined : { digest: row.digest, stream: row.stream, position: BigInt(row.position) };
}
