import { type EventReader, type StoredEvent } from '#libs/event-store';
import { type CivilDate, type Finding, type Instant, type JsonValue } from '#libs/kernel';
import { sql } from 'kysely';
import { openingsOver, type OpeningOver } from './area-opening-queries.js';
import { type HistoryKind } from './household-history.projection.js';
import { type LineageEntry, type LineageRelation } from './household-lineage.js';
import { asked, cursorOf, keyIn, limitOf, type Page, type Paged } from './paging.js';
import { categoryOf, idOf } from './projection.js';
import { type ReadModels } from './read-models.js';

/** One event that touches a household, as the log holds it: who, when on paper, when recorded, under which law. */
export interface HistoryEntry {
  readonly position: bigint;
  readonly kind: HistoryKind;
  /** Whose history it is: the household's own, or one in which it began or goes on; then what that one is to it. */
  readonly householdId: string;
  readonly lineage: LineageRelation | null;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  /** The case and the act that it is about; null where it is about none, or about several cases of the household. */
  readonly caseId: string | null;
  readonly act: string | null;
  readonly actor: { readonly id: string; readonly role: string; readonly area: string };
  readonly performedBy: string;
  readonly occurredOn: CivilDate;
  readonly recordedAt: Instant;
  readonly orderType: string;
  readonly definition: string | null;
  readonly step: string | null;
  readonly clause: string | null;
  /** What it did to the terms of its case, with derivations: begun, met, cancelled. */
  readonly terms: JsonValue;
  /** Of a refusal or an incident; empty otherwise. */
  readonly findings: readonly Finding[];
  /** Of an act only what it says of this household's cases. */
  readonly data: object;
}

export interface HistoryFilter {
  readonly kind?: HistoryKind;
  /** As told about this day: events that happened on it or before (architecture §8). */
  readonly aboutDay?: CivilDate;
  /** Wire name, or its beginning: `case.Notice`. */
  readonly type?: string;
  /** A step (`REVIEW_GROUP`) or one of its parts (`REVIEW_GROUP.REVIEW`). */
  readonly step?: string;
  /** Paper dates, both ends included. */
  readonly from?: CivilDate;
  readonly to?: CivilDate;
  /** Who recorded it or whose act it was, by id. */
  readonly actor?: string;
  /** The office in which it was recorded. */
  readonly office?: string;
  readonly caseId?: string;
  readonly act?: string;
  /** Households in which it began or goes on: their histories with it, each entry marked. */
  readonly lineage?: readonly LineageEntry[];
}

/** Rows read at once where a filter looks into the events: most are about one household's few hundred. */
const CHUNK = 500;

/** Every event that touches the household, in the order of the log. The index names them, the log itself tells them. */
export async function householdHistory(
  models: ReadModels,
  reader: Pick<EventReader, 'readAt'>,
  householdId: string,
  filter: HistoryFilter = {},
  page: Page = {},
): Promise<Paged<HistoryEntry>> {
  const limit = limitOf(page);
  const relations = new Map((filter.lineage ?? []).map((entry) => [entry.householdId, entry.relation]));
  const households = [householdId, ...relations.keys()];
  const own = await casesOf(models, households);
  const openings = filter.kind === undefined || filter.kind === 'ACCESS' ? await openingsOver(models, reader, households) : [];
  const inDays = openings.filter(({ occurredOn }) => isOfDays(occurredOn, filter));
  const items: HistoryEntry[] = [];
  for (let after = page.after === undefined ? -1 : Number(keyIn(page.after, 1)[0]); ;) {
    const most = looksInside(filter) ? CHUNK : limit + 1;
    const indexed = await rowsAfter(models, households, filter, after, most);
    const isLast = indexed.length < most;
    const rows = withOpenings(indexed, inDays, after, isLast);
    const events = await reader.readAt(rows.map(({ position }) => BigInt(position)));
    for (const [index, event] of events.entries()) {
      const row = rows[index];
      if (row === undefined || row.position === rows[index - 1]?.position) continue;
      const { householdId: of, kind } = row;
      const entry = entryOf(event, kind, own.get(of) ?? new Set(), of);
      if (!isWanted(entry, filter)) continue;
      const last = items.at(-1);
      if (items.length === limit && last !== undefined) return { items, next: cursorOf([Number(last.position)]) };
      items.push({ ...entry, lineage: relations.get(of) ?? null });
    }
    const last = rows.at(-1);
    if (last === undefined || isLast) return { items, next: null };
    after = last.position;
  }
}

/** All of it, page by page. */
export async function wholeHistory(
  models: ReadModels,
  reader: Pick<EventReader, 'readAt'>,
  householdId: string,
  filter: HistoryFilter = {},
): Promise<readonly HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const page = await householdHistory(models, reader, householdId, filter, {
      limit: CHUNK,
      ...(after === undefined ? {} : { after }),
    });
    entries.push(...page.items);
    after = page.next;
  }
  return entries;
}

export const HISTORY_GROUPINGS = ['case', 'act', 'step'] as const;
export type HistoryGrouping = (typeof HISTORY_GROUPINGS)[number];

export interface HistoryGroup {
  /** Id of the case or act, code of the step; null for what belongs to none. */
  readonly key: string | null;
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly entries: readonly HistoryEntry[];
}

/** Groups in the order of their first entries; what belongs to none stands together. */
export function groupedHistory(entries: readonly HistoryEntry[], by: HistoryGrouping): readonly HistoryGroup[] {
  const keyOf = { case: caseKey, act: actKey, step: stepKey }[by];
  return [...Map.groupBy(entries, keyOf)].map(([key, grouped]) => {
    const days = grouped.map(({ occurredOn }) => occurredOn).sort();
    const [from] = days;
    const to = days.at(-1);
    if (from === undefined || to === undefined) throw new TypeError('a group without an entry');
    return { key, from, to, entries: grouped };
  });
}

const caseKey = ({ caseId }: HistoryEntry): string | null => caseId;
const actKey = ({ act }: HistoryEntry): string | null => act;
const stepKey = ({ step }: HistoryEntry): string | null => step?.split('.')[0] ?? null;

function looksInside({ type, step, actor, office, caseId, act }: HistoryFilter): boolean {
  return [type, step, actor, office, caseId, act].some((wanted) => wanted !== undefined);
}

function isWanted(entry: HistoryEntry, { type, step, actor, office, caseId, act }: HistoryFilter): boolean {
  return (
    (type === undefined || entry.type.startsWith(type)) &&
    (step === undefined || entry.step === step || entry.step?.startsWith(`${step}.`) === true) &&
    (actor === undefined || entry.actor.id === actor || entry.performedBy === actor) &&
    (office === undefined || entry.actor.role === office) &&
    (caseId === undefined || entry.caseId === caseId) &&
    (act === undefined || entry.act === act)
  );
}

/** That an event touches a household. */
interface Touching {
  readonly position: number;
  readonly householdId: string;
  readonly kind: HistoryKind;
}

/** The openings of whole areas among what follows `after`, as far as the rows of the index go. */
function withOpenings(
  indexed: readonly Touching[],
  openings: readonly OpeningOver[],
  after: number,
  isLast: boolean,
): readonly Touching[] {
  const upTo = isLast ? Infinity : (indexed.at(-1)?.position ?? after);
  const between = openings.filter(({ position }) => position > after && position <= upTo);
  if (between.length === 0) return indexed;
  const told = between.map(({ position, householdId }): Touching => ({ position, householdId, kind: 'ACCESS' }));
  return [...indexed, ...told].sort((one, other) => one.position - other.position);
}

function isOfDays(day: CivilDate, { aboutDay, from, to }: HistoryFilter): boolean {
  return (aboutDay === undefined || day <= aboutDay) && (from === undefined || day >= from) && (to === undefined || day <= to);
}

/** What touches several of the households comes once for each, the first's own before the others. */
async function rowsAfter(
  { database }: ReadModels,
  households: readonly string[],
  { kind, aboutDay, from, to }: HistoryFilter,
  after: number,
  limit: number,
): Promise<readonly Touching[]> {
  let touching = database
    .selectFrom('household_history')
    .select(['household_id', 'position', 'kind'])
    .where('household_id', 'in', households)
    .where('position', '>', after)
    .where((eb) => eb.and(asked({ kind })))
    .orderBy('position')
    .limit(limit);
  if (aboutDay !== undefined) touching = touching.where('occurred_on', '<=', aboutDay);
  if (from !== undefined) touching = touching.where('occurred_on', '>=', from);
  if (to !== undefined) touching = touching.where('occurred_on', '<=', to);
  // One household needs no order but that of the table.
  if (households.length > 1) {
    const ranks = households.map((household, index) => sql`WHEN ${household} THEN ${sql.lit(index)}`);
    touching = touching.orderBy(sql`CASE household_id ${sql.join(ranks, sql` `)} END`);
  }
  const rows = await touching.execute();
  return rows.map(({ household_id, position, kind }) => ({ position, householdId: household_id, kind: kind as HistoryKind }));
}

async function casesOf(
  { database }: ReadModels,
  households: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const cases = new Map(households.map((id) => [id, new Set<string>()]));
  const rows = await database
    .selectFrom('case_status')
    .select(['household_id', 'case_id'])
    .where('household_id', 'in', households)
    .execute();
  for (const { household_id, case_id } of rows) cases.get(household_id)?.add(case_id);
  return cases;
}

/** Of an act, what it says of these cases: the other households on its list are nobody's history here. */
function narrowed(data: object, own: ReadonlySet<string>): object {
  const ofOthers = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    'caseId' in value &&
    typeof value.caseId === 'string' &&
    !own.has(value.caseId);
  return Object.fromEntries(
    Object.entries(data).map(([name, value]: [string, unknown]) => {
      if (!Array.isArray(value)) return [name, value];
      if (name === 'caseIds' || name === 'except')
        return [name, value.filter((one) => (typeof one === 'string' ? own.has(one) : !ofOthers(one)))];
      return [name, value.filter((one) => !ofOthers(one))];
    }),
  );
}

function entryOf(
  { position, stream, revision, id, type, data, metadata }: StoredEvent,
  kind: HistoryKind,
  own: ReadonlySet<string>,
  householdId: string,
): HistoryEntry {
  const told = categoryOf(stream) === 'act' ? narrowed(data, own) : data;
  const about = kind === 'REFUSAL' || kind === 'INCIDENT' ? aboutOf(stream, data) : stream;
  return {
    position,
    kind,
    householdId,
    lineage: null,
    stream,
    revision,
    id,
    type,
    caseId: categoryOf(about) === 'case' ? idOf(about) : caseIn(told, own),
    act: categoryOf(about) === 'act' ? idOf(about) : actIn(told),
    actor: { id: metadata.actorId, role: metadata.actorRole, area: metadata.actorArea },
    performedBy: metadata.performedBy,
    occurredOn: metadata.occurredOn,
    recordedAt: metadata.recordedAt,
    orderType: metadata.orderType,
    definition: metadata.definition ?? null,
    step: metadata.step ?? null,
    clause: metadata.clause ?? null,
    terms: metadata.due === undefined ? null : (JSON.parse(metadata.due) as JsonValue),
    findings: (kind === 'REFUSAL' || kind === 'INCIDENT') && 'findings' in data ? (data.findings as readonly Finding[]) : [],
    data: told,
  };
}

/** The stream whose order was refused, or on which a process stands still. */
function aboutOf(stream: string, data: object): string {
  if (categoryOf(stream) === 'refusal') return idOf(stream);
  return 'stream' in data && typeof data.stream === 'string' ? data.stream : stream;
}

/** The one case of the household of which the data speak; null where it is none, or several. */
function caseIn(data: object, own: ReadonlySet<string>): string | null {
  const named = new Set<string>();
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === 'object' && value !== null && 'caseId' in value && typeof value.caseId === 'string') {
      if (own.has(value.caseId)) named.add(value.caseId);
    }
  };
  look(data);
  for (const value of Object.values(data) as readonly unknown[]) look(value);
  const [only, more] = [...named];
  return only === undefined || more !== undefined ? null : only;
}

function actIn(data: object): string | null {
  return 'act' in data && typeof data.act === 'string' ? data.act : null;
}
