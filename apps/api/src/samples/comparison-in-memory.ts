import { VirtualClock } from '#libs/clock';
import { openInMemory } from '#libs/embedded';
import { instant, type Order } from '#libs/kernel';
import { countyOrders, DEFAULT_COUNTY, holderOf, Stage, walk } from '#libs/rehearsal';
import { openDoors } from '../app.js';
import { type Office } from '#libs/procedure';

const { county } = DEFAULT_COUNTY;
export const OFFICER = holderOf('COUNTY_POVERTY_OFFICER', county);
export const SECOND = holderOf('COUNTY_POVERTY_OFFICE_HEAD', county);
export const ACT = 'k1';

export interface Sent {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly json: Readonly<Record<string, unknown>>;
}

/** A county behind the doors in which two households wait, on one act, for the answers of two registers. */
export interface ComparisonInMemory {
  readonly stage: Stage;
  readonly cases: readonly string[];
  /** Of every register that was asked. */
  readonly persons: readonly string[];
  readonly url: string;
  token(office: Office, area?: string, nth?: number): Promise<string>;
  send(path: string, body: Uint8Array | string, headers: Readonly<Record<string, string>>): Promise<Sent>;
  close(): Promise<void>;
}

export const SOURCES = [
  'VEHICLES',
  'REAL_ESTATE',
  'FISCAL_PAYROLL',
  'MARKET_REGULATION',
  'ORGANISATION',
  'AGRICULTURAL_MACHINERY',
  'CIVIL_REGISTRY',
] as const;

export async function comparisonInMemory(): Promise<ComparisonInMemory> {
  const clock = new VirtualClock(instant('2020-03-01T09:00:00+08:00'));
  const house = await openInMemory(clock);
  const stage = await Stage.open(clock.now(), () => Promise.resolve(house), clock);
  const cases: string[] = [];
  const give = async (target: string, order: Order, office?: Office, area: string = county): Promise<void> => {
    const actor =
      office === undefined ? { id: 'set-up', role: 'process', area: '' } : { id: holderOf(office, area), role: office, area };
    const { answer, all } = await stage.give({ target, order, actor });
    if (!answer.accepted) throw new Error(`${order.type}: ${answer.findings.map(({ code }) => code).join(', ')}`);
    for (const { type, data } of all) {
      if (type === 'household.CaseAdmitted.v1') cases.push((data as { readonly caseId: string }).caseId);
    }
  };
  for (const { target, order, by } of countyOrders({ ...DEFAULT_COUNTY, households: 2 }, clock.today()).flat()) {
    await give(target, order, by, placeOf(by));
  }
  const admission = { kind: 'IDENTIFICATION', origin: 'OWN', no: 1, definition: 'IDENT-8@1', programYear: 2020 };
  for (const household of ['h1', 'h2'])
    await give(`household-${household}`, { type: 'AdmitCase', data: admission }, 'DATA_CLERK', 'village-1');
  for (const caseId of cases) await walk(stage, caseId, 'REVIEW_GROUP.REVIEW');

  const target = `act-${ACT}`;
  const officer = 'COUNTY_POVERTY_OFFICER';
  const opened = { actId: ACT, kind: 'COMPARISON_BATCH', level: 'COUNTY', area: county, bodyKind: 'VILLAGERS' };
  await give(target, { type: 'OpenAct', data: { ...opened, sheet: { no: 1, of: 1 } } }, officer);
  const items = cases.map((caseId) => ({ caseId, part: 'COMPARE.COMPARISON', round: 1 }));
  await give(target, { type: 'ListCases', data: { no: 1, items } }, officer);
  await give(target, { type: 'CloseList', data: { no: 1 } }, officer);
  const asked = await Promise.all(
    cases.map(async (caseId) => ({
      caseId,
      persons: ((await stage.caseFile(caseId))?.state.household.members ?? []).map(({ person }) => person),
    })),
  );
  const papers = { evidence: [], signatures: [], seals: [] };
  await give(target, { type: 'RequestComparisonBatch', data: { sources: SOURCES, persons: asked, papers } }, officer);

  const app = await openDoors(house);
  await app.listen(0, 'localhost');
  const url = (await app.getUrl()).replace('[::1]', 'localhost').replace('127.0.0.1', 'localhost');
  return {
    stage,
    cases,
    persons: asked.flatMap(({ persons }) => persons),
    url,
    token: (office, area = county, nth = 0) =>
      house.tokens.issueToken({ accountId: holderOf(office, area, nth), office, area, ttl: 3600 }),
    send: async (path, body, headers) => {
      const answer = await fetch(`${url}/api/v1/${path}`, {
        method: 'POST',
        headers,
        body: typeof body === 'string' ? body : Buffer.from(body),
      });
      const bytes = new Uint8Array(await answer.arrayBuffer());
      const text = Buffer.from(bytes).toString('utf8');
      const json = (text.startsWith('{') ? JSON.parse(text) : {}) as Sent['json'];
      return { status: answer.status, headers: answer.headers, bytes, json };
    },
    close: async () => {
      await app.close();
      await stage.close();
    },
  };
}

function placeOf(office: string | undefined): string {
  if (office === undefined || office.startsWith('COUNTY')) return county;
  return office.startsWith('STATION') ? 'township-1' : 'village-1';
}
