import { refuseUnsafeSettings, UnsafeInProduction } from './index.js';
import { type Servers } from './production.js';

const EVENTS = 'kurrentdb://mingce:Rk3-quiet@node:2113?tls=true';
const REDIS = 'rediss://:Rk3-quiet@redis:6379';
const POSTGRES = 'postgres://mingce:Rk3-quiet@db/mingce?sslmode=verify-full';

function faultsOf(servers: Servers): readonly string[] {
  try {
    refuseUnsafeSettings(servers);
    return [];
  } catch (error) {
    if (error instanceof UnsafeInProduction) return error.faults;
    throw error;
  }
}

describe('what real people are not served with', () => {
  it.each([
    ['kurrentdb://mingce:Rk3-quiet@node:2113?tls=false', ['EVENT_STORE_NOT_ENCRYPTED']],
    ['kurrentdb://node:2113', ['EVENT_STORE_WITHOUT_ACCOUNT']],
    ['kurrentdb://admin:changeit@node:2113', ['EVENT_STORE_DEFAULT_PASSWORD']],
    [EVENTS, []],
  ])('of an event store at %s: %j', (url, faults) => {
    expect(faultsOf({ eventStore: { url } })).toEqual(faults);
  });

  it.each([
    ['redis://redis:6379', ['REDIS_NOT_ENCRYPTED', 'REDIS_WITHOUT_PASSWORD']],
    ['redis://:Rk3-quiet@redis:6379', ['REDIS_NOT_ENCRYPTED']],
    ['rediss://redis:6379', ['REDIS_WITHOUT_PASSWORD']],
    ['rediss://:Redis@redis:6379', ['REDIS_DEFAULT_PASSWORD']],
    ['redis://localhost:6379', []],
    ['redis://127.0.0.1:6379', []],
    [REDIS, []],
  ])('of a Redis at %s: %j', (url, faults) => {
    expect(faultsOf({ redis: { url } })).toEqual(faults);
  });

  it.each([
    ['postgres://mingce:Rk3-quiet@db/mingce', ['POSTGRES_NOT_ENCRYPTED']],
    ['postgres://mingce:Rk3-quiet@db/mingce?sslmode=disable', ['POSTGRES_NOT_ENCRYPTED']],
    ['postgres://mingce@db/mingce?sslmode=verify-full', ['POSTGRES_WITHOUT_PASSWORD']],
    ['postgres://postgres:postgres@db/mingce?sslmode=verify-full', ['POSTGRES_DEFAULT_PASSWORD']],
    ['postgres://clerk:clerk@localhost/mingce', ['POSTGRES_DEFAULT_PASSWORD']],
    ['postgres://mingce:Rk3-quiet@localhost/mingce', []],
    [POSTGRES, []],
  ])('of a PostgreSQL at %s: %j', (url, faults) => {
    expect(faultsOf({ postgres: { url } })).toEqual(faults);
  });

  it('says all that is wrong at once, in both languages, and no password', () => {
    const wrong = {
      eventStore: { url: EVENTS },
      redis: { url: 'redis://redis' },
      postgres: { url: 'postgres://clerk:clerk@db/x' },
    };
    expect(() => refuseUnsafeSettings(wrong)).toThrow(/rediss:\/\/.*sslmode=verify-full/);
    expect(faultsOf(wrong)).toHaveLength(4);
    expect(() => refuseUnsafeSettings(wrong)).not.toThrow(/clerk/);
  });
});
