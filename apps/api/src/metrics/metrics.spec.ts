import { instant } from '#libs/kernel';
import { type VirtualClock } from '#libs/clock';
import { admission, application, countyInMemory, type CountyInMemory, enrolment } from '../samples/county-in-memory.js';

let county: CountyInMemory;
let caseId: string;
beforeAll(async () => {
  county = await countyInMemory();
  await county.post('/api/v1/households/h1/orders/EnrolHousehold', enrolment('h1'));
  await county.post('/api/v1/households/h1/orders/AdmitCase', admission);
  await county.house.engine.settled();
  const household = await county.get('/api/v1/households/h1');
  [caseId = ''] = (household.body['household'] as unknown as { readonly openCases: readonly string[] }).openCases;
  await county.post(`/api/v1/cases/${caseId}/orders/SubmitApplication`, application(county.house, 'h1'));
  await county.house.engine.settled();
});
afterAll(() => county.close());

/** The text format 0.0.4: every line is a comment of a known kind or a sample; anything else is a fault of ours. */
function samplesIn(text: string): ReadonlyMap<string, number> {
  const samples = new Map<string, number>();
  const types = new Map<string, string>();
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, kind, named = '', rest = ''] = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/.exec(line) ?? [];
    if (kind === 'TYPE') types.set(named, rest);
    if (kind !== undefined) continue;
    const [, name = '', labels = '', value = ''] =
      /^([a-zA-Z_:][\w:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\.)*",?)*\})? (Na[Nn]|[+-]Inf|-?[\d.]+(?:e[+-]?\d+)?)$/.exec(line) ??
      [];
    if (!types.has(name.replace(/_(bucket|sum|count)$/, '')) && !types.has(name)) throw new Error(`no sample of ours: ${line}`);
    samples.set(`${name}${labels}`, Number(value));
  }
  return samples;
}

async function scrape(): Promise<ReadonlyMap<string, number>> {
  const token = await county.house.tokens.issueToken({
    accountId: 'CN.programme-administrator',
    office: 'PROGRAMME_ADMINISTRATOR',
    area: 'CN',
    ttl: 60,
    scope: 'metrics',
  });
  const answer = await county.get('/metrics', { as: '', headers: { authorization: `Bearer ${token}` } });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  return samplesIn(answer.text);
}

describe('the metrics', () => {
  it('say how the log is written and read, and how the bells ring', async () => {
    const samples = await scrape();
    const head = Number(await county.house.store.head());
    const at = (...names: readonly string[]): readonly unknown[] => names.map((name) => samples.get(name));
    expect(at('mingce_log_position', 'mingce_held_streams')).toEqual([head, 0]);
    expect(at('mingce_consumer_lag_events{consumer="processes"}', 'mingce_consumer_lag_events{consumer="read_models"}')).toEqual([
      0, 0,
    ]);
    expect(at('mingce_wakeups{state="due"}', 'mingce_bell_troubled{bell="table"}')).toEqual([0, 0]);
    expect(samples.get('mingce_wakeups{state="pending"}')).toBe(await county.house.engine.parts.bell.pending());
    const appends = samples.get('mingce_append_seconds_count') ?? 0;
    expect(appends).toBeGreaterThan(0);
    expect(samples.get('mingce_append_seconds_bucket{le="+Inf"}')).toBe(appends);
    expect(samples.get('mingce_events_appended_total') ?? 0).toBeGreaterThanOrEqual(appends);
    expect([...samples.keys()].some((name) => name.startsWith('process_cpu_'))).toBe(true);
  });

  it('count an append and an overdue term when there is one', async () => {
    const before = await scrape();
    await county.post('/api/v1/households/h2/orders/EnrolHousehold', enrolment('h2'));
    const clock = county.house.clock as VirtualClock;
    await clock.advanceTo(instant('2020-03-20T09:00:00+08:00'), () => county.house.engine.settled());
    const after = await scrape();
    expect((after.get('mingce_append_seconds_count') ?? 0) - (before.get('mingce_append_seconds_count') ?? 0)).toBeGreaterThan(0);
    expect([
      before.get('mingce_deadlines_overdue{level="village"}'),
      after.get('mingce_deadlines_overdue{level="village"}'),
      after.get('mingce_deadlines_overdue{level="county"}'),
    ]).toEqual([0, 1, 0]);
  });

  it('say how late a bell rang', async () => {
    const { engine, clock } = county.house;
    const before = await scrape();
    const order = { type: 'MarkNoticePeriodElapsed', data: { part: 'VILLAGE_NOTICE.NOTICE', round: 1, due: '2020-03-25' } };
    const ring = { target: `case-${caseId}`, order, onRefusal: 'report' } as const;
    const late = {
      id: 'late',
      dueAt: instant('2020-03-20T08:59:20+08:00'),
      process: 'notice-watch',
      stream: `case-${caseId}`,
      order: ring,
    };
    await engine.parts.bell.set([late]);
    await (clock as VirtualClock).advanceTo(instant('2020-03-20T09:00:00+08:00'), () => engine.settled());
    const after = await scrape();
    const more = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    expect(more('mingce_ring_lateness_seconds_count')).toBe(1);
    expect(more('mingce_ring_lateness_seconds_sum')).toBe(40);
    expect([more('mingce_ring_lateness_seconds_bucket{le="15"}'), more('mingce_ring_lateness_seconds_bucket{le="60"}')]).toEqual([
      0, 1,
    ]);
  });

  it('name no area, household or person', async () => {
    const labels = new Set(
      [...(await scrape()).keys()]
        .filter((name) => name.startsWith('mingce_'))
        .flatMap((name) => [...name.matchAll(/(\w+)="/g)].map(([, label]) => label)),
    );
    expect([...labels].sort()).toEqual(['bell', 'consumer', 'le', 'level', 'state']);
  });

  it('are for programme administrators of the whole country, and by their token alone', async () => {
    const asked = async (as: string): Promise<unknown> => {
      const answer = await county.get('/metrics', { as });
      return [answer.status, answer.body['code'] ?? ''];
    };
    expect([await asked(''), await asked('county'), await asked('administrator')]).toEqual([
      [401, 'TOKEN_MISSING'],
      [403, 'OFFICE_MAY_NOT'],
      [200, ''],
    ]);
  });
});
