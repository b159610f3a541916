import { type EventReader, type StoredEvent } from '#libs/event-store';
import { type CivilDate, type Finding, type Instant, type JsonObject } from '#libs/kernel';
import { within } from './area-paths.js';
import { areaOf, type Areas, count, day, dayOrNull, flag, json, text, textOrNull } from './columns.js';
import { type Row } from './database.js';
import { type HouseholdFold, type SupportFold } from './household-fold.js';
import { type HistoryKind } from './household-history.projection.js';
import { Conditions, type Page, type Paged, pageOf } from './paging.js';
import { type ReadModels } from './read-models.js';

export interface HouseholdEntry {
  readonly householdId: string;
  /** The managing area; the others where they differ from it are apart. */
  readonly area: Areas;
  readonly hukouArea: Areas;
  readonly residenceArea: Areas;
  readonly phase: HouseholdFold['phase'];
  readonly head: string;
  readonly members: number;
  readonly attribute: string | null;
  readonly causeGroup: string | null;
  readonly standing: HouseholdFold['standing'];
  readonly spells: number;
  readonly identifiedOn: CivilDate | null;
  readonly exitedOn: CivilDate | null;
  readonly monitoredOn: CivilDate | null;
  readonly deregisteredOn: CivilDate | null;
  /** First day on which it may be deregistered, while that is to be done. */
  readonly deregistrationDue: CivilDate | null;
  /** Taken over, procedure not witnessed (domain.md R6). */
  readonly takenOver: boolean;
  /** The household from which it was split. */
  readonly parent: string | null;
  readonly openCases: readonly string[];
  readonly measures: number;
  /** The newest pairing: who answers for the help, from when and until when. */
  readonly support: SupportFold | null;
  /** The newest. */
  readonly disasterOn: CivilDate | null;
  readonly enrolledOn: CivilDate;
  readonly lastOn: CivilDate;
}

export interface HouseholdFilter {
  readonly within?: string;
  /** MONITORED overlaps the others. */
  readonly standing?: HouseholdFold['standing'] | 'MONITORED';
  readonly attribute?: string;
  readonly causeGroup?: string;
  readonly takenOver?: boolean;
}

export function household({ database }: ReadModels, householdId: string): HouseholdEntry | undefined {
  const row = database.get('SELECT * FROM households WHERE household_id = ?', householdId);
  return row === undefined ? undefined : householdOf(row);
}

/** By area, then by household. */
export function households({ database }: ReadModels, filter: HouseholdFilter = {}, page: Page = {}): Paged<HouseholdEntry> {
  const conditions = new Conditions();
  if (filter.within !== undefined) {
    const inArea = within(database, filter.within);
    conditions.add(inArea.sql, ...inArea.values);
  }
  if (filter.standing === 'MONITORED') conditions.add('monitored_on IS NOT NULL');
  else conditions.equal('standing', filter.standing);
  conditions.equal('attribute', filter.attribute).equal('cause_group', filter.causeGroup);
  if (filter.takenOver !== undefined) conditions.equal('taken_over', filter.takenOver ? 1 : 0);
  return pageOf(database, { table: 'households', order: ['path', 'household_id'] }, conditions, page, householdOf);
}

function householdOf(row: Row): HouseholdEntry {
  return {
    householdId: text(row, 'household_id'),
    area: areaOf(row),
    hukouArea: areaOf(row, 'hukou_path'),
    residenceArea: areaOf(row, 'residence_path'),
    phase: text(row, 'phase') as HouseholdFold['phase'],
    head: text(row, 'head'),
    members: count(row, 'members'),
    attribute: textOrNull(row, 'attribute'),
    causeGroup: textOrNull(row, 'cause_group'),
    standing: text(row, 'standing') as HouseholdFold['standing'],
    spells: count(row, 'spells'),
    identifiedOn: dayOrNull(row, 'identified_on'),
    exitedOn: dayOrNull(row, 'exited_on'),
    monitoredOn: dayOrNull(row, 'monitored_on'),
    deregisteredOn: dayOrNull(row, 'deregistered_on'),
    deregistrationDue: dayOrNull(row, 'deregistration_due'),
    takenOver: flag(row, 'taken_over'),
    parent: textOrNull(row, 'parent'),
    openCases: json<string[]>(row, 'open_cases'),
    measures: count(row, 'measures'),
    support: textOrNull(row, 'support') === null ? null : json<SupportFold & JsonObject>(row, 'support'),
    disasterOn: dayOrNull(row, 'disaster_on'),
    enrolledOn: day(row, 'enrolled_on'),
    lastOn: day(row, 'last_on'),
  };
}

/** One event that touches a household, as the log holds it: who, when on paper, when recorded, under which law. */
export interface HistoryEntry {
  readonly position: bigint;
  readonly kind: HistoryKind;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly actor: { readonly id: string; readonly role: string; readonly area: string };
  readonly performedBy: string;
  readonly occurredOn: CivilDate;
  readonly recordedAt: Instant;
  readonly orderType: string;
  readonly definition: string | null;
  readonly step: string | null;
  readonly clause: string | null;
  /** Of a refusal or an incident; empty otherwise. */
  readonly findings: readonly Finding[];
  /** Of an act only what it says of this household's cases. */
  readonly data: object;
}

export interface HistoryFilter {
  readonly kind?: HistoryKind;
  /** As told about this day: events that happened on it or before (architecture §8). */
  readonly aboutDay?: CivilDate;
}

/** Every event that touches the household, in the order of the log. The index names them, the log itself tells them. */
export async function householdHistory(
  { database }: ReadModels,
  reader: Pick<EventReader, 'readAt'>,
  householdId: string,
  filter: HistoryFilter = {},
  page: Page = {},
): Promise<Paged<HistoryEntry>> {
  const conditions = new Conditions().equal('household_id', householdId).equal('kind', filter.kind);
  if (filter.aboutDay !== undefined) conditions.add('occurred_on <= ?', filter.aboutDay);
  const list = { table: 'household_history', order: ['position'] };
  const { items, next } = pageOf(database, list, conditions, page, (row) => ({
    position: BigInt(count(row, 'position')),
    kind: text(row, 'kind') as HistoryKind,
  }));
  const events = await reader.readAt(items.map(({ position }) => position));
  const cases = database.all('SELECT case_id FROM case_status WHERE household_id = ?', householdId);
  const own = new Set(cases.map((row) => text(row, 'case_id')));
  return { items: events.map((event, index) => entryOf(event, items[index]?.kind ?? 'CASE', own)), next };
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
): HistoryEntry {
  return {
    position,
    kind,
    stream,
    revision,
    id,
    type,
    actor: { id: metadata.actorId, role: metadata.actorRole, area: metadata.actorArea },
    performedBy: metadata.performedBy,
    occurredOn: metadata.occurredOn,
    recordedAt: metadata.recordedAt,
    orderType: metadata.orderType,
    definition: metadata.definition ?? null,
    step: metadata.step ?? null,
    clause: metadata.clause ?? null,
    findings: (kind === 'REFUSAL' || kind === 'INCIDENT') && 'findings' in data ? (data.findings as readonly Finding[]) : [],
    data: kind === 'ACT' ? narrowed(data, own) : data,
  };
}
