import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Accepted, Engine, type GivenOrder, ProjectionRunner, SqliteCheckpoints, stableId, WHOLE } from '#libs/application';
import { VirtualClock } from '#libs/clock';
import { type EventStore, SqliteEventStore } from '#libs/event-store';
import { addDays, type CivilDate, civilDate, daysBetween, instant, type Order } from '#libs/kernel';
import { type CaseOrder } from '#libs/household-case';
import { type Law, type Level, levelOfOffice, type Office, OFFICES } from '#libs/procedure';
import { SqliteVault } from '#libs/vault';
import { EmbeddedBell } from '#libs/wakeups';
import { AREA, CLOCK, type Given, holderOf, lawfulPath, ROSTER } from '../libs/household-case/src/samples/rehearsal.js';

/** The day on which the next order of every case is given. */
const TODAY = civilDate('2016-08-01');
const BEFORE_ALL = instant('2016-01-01T09:00:00+08:00');
const SINCE = civilDate('2012-01-01');
const SET_UP = { id: 'set-up', role: 'process', area: '' } as const;
const COPIES_AT_ONCE = 500;
/** Orders that write to the vault besides: not what is measured here. */
const FIRST_ORDER = 3;

export const LOG = 'events.db';

/** A case as it stands, and the order that comes next for it. */
export interface PreparedCase {
  readonly stream: string;
  readonly events: number;
  readonly next: GivenOrder;
}

/** The desk over a log on disk, and nothing that follows the log: no processes, projections or bells. */
export interface BareDesk {
  readonly engine: Engine;
  readonly store: EventStore;
  readonly clock: VirtualClock;
  close(): Promise<void>;
}

/** The clock as it stands when the next order of every case is due. */
export const morningOfToday = (): VirtualClock => new VirtualClock(instant(`${TODAY}T09:00:00+08:00`));

/** @param foldsKept how many folded states stay in memory; 0 for none. @param open the log, where it is not that of the folder. */
export async function openDesk(
  folder: string,
  foldsKept: number,
  clock = morningOfToday(),
  open: () => Promise<EventStore> = () => SqliteEventStore.open(join(folder, LOG)),
): Promise<BareDesk> {
  const store = await open();
  const vault = SqliteVault.open(folder);
  const bell = EmbeddedBell.open(':memory:', clock);
  const checkpoints = new SqliteCheckpoints(':memory:');
  const head = await store.head();
  await checkpoints.save(new Map([[WHOLE, head]]));
  const readModels = {
    checkpoint: () => head,
    absorb: () => Promise.resolve(),
    write: () => Promise.resolve(),
    awaitingStreams: () => Promise.resolve([]),
    awaited: () => Promise.resolve({ count: 0 }),
  };
  const engine = await Engine.start({
    store,
    vault,
    clock,
    bell,
    checkpoints,
    projections: new ProjectionRunner(store, readModels),
    readModels,
    build: 'bench',
    foldsKept,
  });
  await engine.stop();
  return {
    engine,
    store,
    clock,
    close: async () => {
      await bell.close();
      checkpoints.close();
      await vault.close();
      await store.close();
    },
  };
}

const LEVELS: readonly (readonly [Level, string, string | undefined])[] = [
  ['NATION', 'CN', undefined],
  ['COUNTY', AREA.county, 'CN'],
  ['TOWNSHIP', AREA.township, AREA.county],
  ['VILLAGE', AREA.village, AREA.township],
  ['GROUP', AREA.group, AREA.village],
];

/** Where an office is held; nowhere in this county for those above it. */
function areaOf(office: Office): string | undefined {
  return LEVELS.find(([level]) => level === (levelOfOffice(office) ?? 'VILLAGE'))?.[1];
}

async function accepted(engine: Engine, given: GivenOrder): Promise<Accepted> {
  const answer = await engine.desk.give(given);
  if (answer.accepted) return answer;
  throw new Error(`${given.order.type} for ${given.target}: ${JSON.stringify(answer.findings)}`);
}

async function give(engine: Engine, target: string, order: Order, key = ''): Promise<void> {
  await accepted(engine, { orderId: stableId(target, key), target, order, actor: SET_UP, occurredOn: SINCE });
}

async function establish(engine: Engine): Promise<void> {
  for (const [level, id, parent] of LEVELS) {
    const data = { id, level, name: { zh: id }, codes: [], ...(parent === undefined ? {} : { parent }) };
    await give(engine, `area-${id}`, { type: 'EstablishArea', data });
  }
  for (const [area, body] of [
    [AREA.group, 'GROUP_MEETING'],
    [AREA.village, 'REPRESENTATIVE_MEETING'],
  ]) {
    const persons = ROSTER.map((person) => ({ person, capacity: 'HOUSEHOLD_REPRESENTATIVE' }));
    await give(engine, `area-${area}`, { type: 'PublishRoster', data: { body, validFrom: SINCE, persons } }, body);
  }
  for (const office of OFFICES) {
    for (const nth of [0, 1, 2, 3]) {
      const person = holderOf(office, nth);
      const area = areaOf(office);
      if (area === undefined) continue;
      const data = { person, office, area, from: SINCE };
      await give(engine, `appointment-${person}`, { type: 'MakeAppointment', data });
    }
  }
}

const SCAN = 'ab'.repeat(32);
const SCANS: ReadonlySet<string> = new Set(['photo', 'contentDigest', 'receiptDigest', 'digest']);

/** Digests that a door lets pass, where the rehearsal has words. */
function withScans<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (key, held: unknown) =>
    SCANS.has(key) && typeof held === 'string' && !/^[0-9a-f]{64}$/.test(held) ? SCAN : held,
  ) as T;
}

/** The order of a rehearsed path in the words of this log: its case, its officials, its sealed income. */
function toDesk(caseId: string, { order, on, by, performedBy }: Given): GivenOrder {
  const office = OFFICES.find((candidate) => candidate === by.role);
  const actor = office === undefined ? by : { id: holderOf(office, 3), role: office, area: areaOf(office) ?? by.area };
  const data =
    order.type === 'OpenCase'
      ? { ...order.data, caseId, householdId: caseId }
      : order.type === 'RecordSurvey'
        ? { ...order.data, income: { under: caseId, value: { wage: 300_000, business: 0, property: 0, transfer: 0 } } }
        : order.data;
  const said = withScans(data);
  const key = 'part' in data ? `${data.part} ${'source' in data ? data.source : ''}` : '';
  return {
    orderId: stableId(caseId, order.type, key),
    target: `case-${caseId}`,
    order: { type: order.type, data: said },
    actor,
    performedBy,
    occurredOn: on,
  };
}

/** The bell rings before a notice is closed, as it does where processes run. */
function withBells(path: readonly Given[]): readonly Given[] {
  return path.flatMap((given): readonly Given[] => {
    if (given.order.type !== 'ConfirmNoticeResult') return [given];
    const { part, round = 1, endedOn: due } = given.order.data;
    const order: CaseOrder = { type: 'MarkNoticePeriodElapsed', data: { part, round, due } };
    return [{ ...given, order, by: CLOCK, performedBy: CLOCK.id }, given];
  });
}

/** What is handed over after the effect. */
function withHandovers(path: readonly Given[]): readonly Given[] {
  const last = path.at(-1);
  if (last === undefined) return path;
  const on = addDays(last.on, 1);
  const papers = { evidence: [{ slot: 'SCAN', digest: 'ab'.repeat(32), date: on }], signatures: [], seals: [] };
  const orders: readonly CaseOrder[] = [
    { type: 'IssueConfirmationLetter', data: { deliveredOn: on, papers } },
    { type: 'IssueHandbook', data: { issuedOn: on, papers } },
    { type: 'RecordRegistryEntry', data: { enteredOn: on, system: 'national-register' } },
  ];
  const by: Given['by'] = { id: 'clerk', role: 'STATION_CLERK', area: AREA.township };
  return [...path, ...orders.map((order) => ({ order, on, by, performedBy: holderOf('STATION_CLERK', 3) }))];
}

const pathFrom = (law: Law, from: CivilDate): readonly Given[] => withHandovers(withBells(lawfulPath(law, from)));

interface Walk {
  readonly path: readonly GivenOrder[];
  readonly upTo: number;
}

/** One case for every order of the way, which comes just before it on the last day: the orders of all, day by day. */
function walks({ lawBook, directory }: Engine): readonly Walk[] {
  const published = lawBook.definition('IDENT-8@1');
  if (published === undefined) throw new Error('IDENT-8@1 is not in the log');
  const policy = lawBook.policyRefFor(directory.lineage(AREA.village), Number(TODAY.slice(0, 4)));
  const law = lawBook.law(published.ref, policy);
  const days = pathFrom(law, TODAY).map(({ on }) => daysBetween(TODAY, on));
  return days.slice(FIRST_ORDER).map((lasts, index) => {
    const upTo = FIRST_ORDER + index;
    const caseId = stableId('template', String(upTo));
    return { path: pathFrom(law, addDays(TODAY, -lasts)).map((given) => toDesk(caseId, given)), upTo };
  });
}

async function walkAll({ engine, clock }: BareDesk): Promise<readonly PreparedCase[]> {
  const prepared = walks(engine).map((walk) => ({ ...walk, events: 0 }));
  const steps = prepared.flatMap((walk) => walk.path.slice(0, walk.upTo).map((given) => ({ walk, given })));
  steps.sort((a, b) => ((a.given.occurredOn ?? '') < (b.given.occurredOn ?? '') ? -1 : 1));
  for (const { walk, given } of steps) {
    const morning = instant(`${given.occurredOn ?? TODAY}T09:00:00+08:00`);
    if (morning > clock.now()) await clock.advanceTo(morning, () => Promise.resolve());
    walk.events += (await accepted(engine, given)).events.length;
  }
  return prepared.flatMap(({ path, upTo, events }) => {
    const next = path[upTo];
    return next === undefined ? [] : [{ stream: next.target, events, next }];
  });
}

/**
 * Makes a log with `count` cases at all points of the way of IDENT-8: one of each walked by real orders, the others its
 * copies under ids of their own, so that the rows are of the size and kind that the desk writes. Event by event over all
 * cases, as a season writes them: the rows of one case lie far apart.
 */
export async function prepareCases(folder: string, count: number): Promise<readonly PreparedCase[]> {
  const desk = await openDesk(folder, 0, new VirtualClock(BEFORE_ALL));
  await establish(desk.engine);
  const templates = await walkAll(desk);
  await desk.close();
  const db = new DatabaseSync(join(folder, LOG));
  const rows = db.prepare(
    'SELECT type, data, metadata, said, known FROM events LEFT JOIN evidence USING (position) WHERE stream = ? ORDER BY revision',
  );
  const shelves = templates.map(
    ({ stream }) =>
      rows.all(stream) as unknown as {
        type: string;
        data: string;
        metadata: string;
        said: string | null;
        known: string | null;
      }[],
  );
  const insert = db.prepare('INSERT INTO events SELECT max(position) + 1, ?, ?, ?, ?, ?, ? FROM events');
  const insertEvidence = db.prepare('INSERT INTO evidence SELECT max(position), ?, ? FROM events');
  const copies = Array.from({ length: count }, (_, index) => copyOf(templates[index % templates.length], randomUUID()));
  for (let start = 0; start < count; start += COPIES_AT_ONCE) {
    const group = copies.slice(start, start + COPIES_AT_ONCE);
    db.exec('BEGIN');
    for (let revision = 0; group.some(({ events }) => revision < events); revision++) {
      group.forEach((copy, index) => {
        const row = shelves[(start + index) % templates.length]?.[revision];
        const template = templates[(start + index) % templates.length];
        if (row === undefined || template === undefined) return;
        const renamed = (text: string): string => text.replaceAll(template.stream.slice(5), copy.stream.slice(5));
        insert.run(copy.stream, revision, randomUUID(), row.type, renamed(row.data), renamed(row.metadata));
        if (row.said !== null && row.known !== null) insertEvidence.run(renamed(row.said), renamed(row.known));
      });
    }
    db.exec('COMMIT');
  }
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  return copies;
}

function copyOf(template: PreparedCase | undefined, caseId: string): PreparedCase {
  if (template === undefined) throw new Error('there is nothing to copy');
  const target = `case-${caseId}`;
  return { ...template, stream: target, next: { ...template.next, target, orderId: randomUUID() } };
}
