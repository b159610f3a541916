import { countyInMemory, type CountyInMemory, enrolment } from '../samples/county-in-memory.js';
import { DEFAULT_RATE, rateLimitIn } from './rate-limit.js';

const LIMIT = { requests: 5, seconds: 3_600 };

describe('an account that asks too often', () => {
  let county: CountyInMemory;
  beforeEach(async () => {
    county = await countyInMemory({ rate: LIMIT });
  });
  afterEach(() => county.close());

  const ask = (as: string): ReturnType<CountyInMemory['get']> => county.get('/api/v1/tasks', { as });
  const exhaust = async (as: string): Promise<void> => {
    for (let asked = 0; asked < LIMIT.requests; asked++) expect((await ask(as)).status).toBe(200);
  };

  it('is told so, and when to come back; orders and queries count alike, and nothing is recorded', async () => {
    await exhaust('clerk-1');
    const before = await county.house.store.head();
    const answer = await county.post('/api/v1/households/h1/orders/EnrolHousehold', enrolment('h1'), {
      headers: { 'accept-language': 'en' },
    });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const seconds = Number(answer.headers.get('retry-after'));
    expect([Number.isInteger(seconds), seconds > 0, seconds <= LIMIT.seconds]).toEqual([true, true, true]);
    expect(answer.body).toEqual({
      type: 'urn:mingce:problem:too-many-requests',
      title: 'This account asks too often; try again shortly',
      status: 429,
      code: 'TOO_MANY_REQUESTS',
      traceparent: expect.any(String),
    });
    expect(await county.house.store.head()).toBe(before);
  });

  it('holds back nobody else, although they share the line', async () => {
    await exhaust('clerk-1');
    expect((await ask('clerk-1')).status).toBe(429);
    expect((await ask('clerk-2')).status).toBe(200);
  });

  it('does not keep the watch from asking after our health', async () => {
    await exhaust('clerk-1');
    for (let asked = 0; asked <= LIMIT.requests; asked++) {
      expect((await fetch(`${county.url}/health/live`)).status).toBe(200);
    }
  });
});

describe('without a limit', () => {
  it('nobody is held back', async () => {
    const county = await countyInMemory();
    const statuses = await Promise.all(Array.from({ length: 50 }, async () => (await county.get('/api/v1/tasks')).status));
    expect(new Set(statuses)).toEqual(new Set([200]));
    await county.close();
  });
});

describe('the settings', () => {
  it('are generous where nothing is said, and taken as said', () => {
    expect(rateLimitIn({})).toEqual(DEFAULT_RATE);
    expect(rateLimitIn({ MINGCE_RATE_LIMIT: '', MINGCE_RATE_SECONDS: '' })).toEqual(DEFAULT_RATE);
    expect(rateLimitIn({ MINGCE_RATE_LIMIT: '30', MINGCE_RATE_SECONDS: '10' })).toEqual({ requests: 30, seconds: 10 });
    expect(rateLimitIn({ MINGCE_RATE_LIMIT: '0' })).toBeUndefined();
  });

  it.each([
    [{ MINGCE_RATE_LIMIT: 'many' }, 'MINGCE_RATE_LIMIT: a whole number from 0 to 10000, not "many"'],
    [{ MINGCE_RATE_LIMIT: '10001' }, 'MINGCE_RATE_LIMIT: a whole number from 0 to 10000, not "10001"'],
    [{ MINGCE_RATE_SECONDS: '0' }, 'MINGCE_RATE_SECONDS: a whole number from 1 to 3600, not "0"'],
    [{ MINGCE_RATE_SECONDS: '-5' }, 'MINGCE_RATE_SECONDS: a whole number from 1 to 3600, not "-5"'],
  ])('are refused with what was expected: %j', (environment, message) => {
    expect(() => rateLimitIn(environment)).toThrow(message);
  });
});
