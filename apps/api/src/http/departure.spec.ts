import { DatabaseSync } from 'node:sqlite';
import { countyInMemory, enrolment } from '../samples/county-in-memory.js';
import { problemOf } from './problem-of.js';

const ENROL = '/api/v1/households/h1/orders/EnrolHousehold';

describe('while the server stops', () => {
  it('what is under way is finished, and whoever comes is told to come back', async () => {
    const county = await countyInMemory();
    const { store } = county.house;
    const append = store.append.bind(store);
    const [reached, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    store.append = async (...append_) => {
      reached.resolve();
      await goOn.promise;
      return append(...append_);
    };
    const underWay = county.post(ENROL, enrolment('h1'));
    await reached.promise;
    const closed = county.app.close();
    await new Promise(setImmediate);
    const late = await county.get('/api/v1/tasks');
    expect([late.status, late.body['code'], late.headers.get('retry-after')]).toEqual([503, 'STOPPING', '10']);
    expect((await fetch(`${county.url}/health/live`)).status).toBe(200);
    goOn.resolve();
    expect((await underWay).status).toBe(201);
    await closed;
    await expect(fetch(county.url)).rejects.toThrow();
    await county.house.close();
  });
});

describe('a log that takes nothing', () => {
  /** As the driver itself says it. */
  function driverError(prepare: (db: DatabaseSync) => void, sql: string): Error {
    const db = new DatabaseSync(':memory:');
    prepare(db);
    try {
      db.exec(sql);
    } catch (error) {
      return error as Error;
    } finally {
      db.close();
    }
    throw new Error('the driver took it');
  }
  const full = (): Error =>
    driverError((db) => {
      db.exec('CREATE TABLE t (x); PRAGMA max_page_count = 3');
    }, 'INSERT INTO t VALUES (zeroblob(1000000))');
  const readOnly = (): Error =>
    driverError((db) => {
      db.exec('CREATE TABLE t (x); PRAGMA query_only = 1');
    }, 'INSERT INTO t VALUES (1)');

  it.each([
    ['full', full],
    ['read-only', readOnly],
  ])('is 503 with the time after which to try again: %s', (_, error) => {
    const { status, code, options } = problemOf(error());
    expect([status, code, options]).toEqual([503, 'LOG_NOT_WRITABLE', { retryAfter: 30 }]);
  });

  it('is not taken for a mistake of ours, which stays 500', () => {
    const mistake = driverError(() => undefined, 'SELECT nothing FROM nowhere');
    expect(problemOf(mistake).status).toBe(500);
  });

  it('is said to whoever gave the order, and the order may be given again', async () => {
    const county = await countyInMemory();
    const { store } = county.house;
    const append = store.append.bind(store);
    store.append = () => Promise.reject(full());
    const sending = { key: 'the-same' };
    const answer = await county.post(ENROL, enrolment('h1'), sending);
    expect([answer.status, answer.body['code'], answer.headers.get('retry-after')]).toEqual([503, 'LOG_NOT_WRITABLE', '30']);
    expect(answer.text).not.toContain('database');
    store.append = append;
    expect((await county.post(ENROL, enrolment('h1'), sending)).status).toBe(201);
    await county.close();
  });
});
