import { MemoryEventStore } from '#libs/event-store';
import { PostgresServer } from '../../postgres/src/contract/postgres-server.contract.js';
import { compareReadModels } from './compare.js';
import { caseStatuses } from './case-queries.js';
import {
  followedProjections,
  openPostgresReadModels,
  type PostgresReadModelsOptions,
  rebuildPostgresReadModels,
} from './open-postgres-read-models.js';
import { OtherForm } from './other-form.js';
import { OtherWriter } from './other-writer.js';
import { ReadModels } from './read-models.js';
import { inPostgres } from './samples/each-database.js';
import { rowsIn } from './samples/rebuilt.js';
import { syntheticEvents, syntheticSeason } from './samples/synthetic-log.js';

const season = { households: 50, village: 25, abreast: 2 };
const events = syntheticEvents(season);

inPostgres((fresh, server) => {
  const open = (schema: string, more: Partial<PostgresReadModelsOptions> = {}): Promise<ReadModels> =>
    openPostgresReadModels({ url: server().url, schema, connections: 3, ...more });

  describe('Read models', () => {
    let inSqlite: ReadModels;
    beforeAll(async () => {
      inSqlite = ReadModels.open(':memory:');
      for (let start = 0; start < events.length; start += 7) await inSqlite.apply(events.slice(start, start + 7));
    });

    it.each([[500], [events.length]])('of one log are the same as in SQLite, row by row, in batches of %i', async (size) => {
      const models = await fresh();
      for (let start = 0; start < events.length; start += size) await models.apply(events.slice(start, start + size));
      for (const table of models.tables) expect([table, (await rowsIn(models, table)).length]).not.toEqual([table, 0]);
      expect(await compareReadModels(inSqlite, models)).toEqual([]);
      expect(models.checkpoint()).toBe(inSqlite.checkpoint());
    });

    it('are the same event by event, and where they are opened again after each', async () => {
      const some = events.slice(0, 250);
      const ofSqlite = ReadModels.open(':memory:');
      await ofSqlite.apply(some);
      const models = await open('again');
      for (const event of some.slice(0, 200)) await models.apply([event]);
      await models.close();
      for (let at = 200; at < some.length; at += 10) {
        const reopened = await open('again');
        await reopened.apply(some);
        await reopened.close();
      }
      const now = await open('again');
      expect(await compareReadModels(ofSqlite, now)).toEqual([]);
      await now.close();
    });

    it('take nothing of a batch that fails, and go on from where they were', async () => {
      const models = await fresh();
      await models.apply(events.slice(0, 1_000));
      const broken = { ...events[1_001], type: 'case.CaseOpened.v1', stream: 'case-x', data: null };
      await expect(models.apply([...events.slice(1_000, 1_001), broken as unknown as (typeof events)[0]])).rejects.toThrow(
        TypeError,
      );
      expect(models.checkpoint()).toBe(1_000n);
      await models.apply(events);
      expect(await compareReadModels(inSqlite, models)).toEqual([]);
    });

    it('begin again after a reset', async () => {
      const models = await fresh();
      await models.apply(events.slice(0, 700));
      await models.reset();
      expect(models.checkpoint()).toBe(-1n);
      expect(await rowsIn(models, 'case_status')).toEqual([]);
      await models.apply(events);
      expect(await compareReadModels(inSqlite, models)).toEqual([]);
    });

    it('wait for a server that was away, and lose and double nothing', async () => {
      const own = await PostgresServer.start();
      try {
        const models = await openPostgresReadModels({ url: own.url });
        await models.apply(events.slice(0, 500));
        await own.crash();
        const writing = models.apply(events);
        await own.begin();
        await writing;
        expect(await compareReadModels(inSqlite, models)).toEqual([]);
        await models.close();
      } finally {
        await own.remove();
      }
    });
  });

  describe('Several who open the same read models', () => {
    it('make them once', async () => {
      const all = await Promise.all(Array.from({ length: 6 }, () => open('together', { connections: 1 })));
      await all[0]?.apply(events.slice(0, 300));
      const late = await open('together', { connections: 1 });
      expect(late.checkpoint()).toBe(300n);
      for (const models of [...all, late]) await models.close();
    });

    it('do not write over each other: the second finds where they stand and goes on from there', async () => {
      const [one, other] = [await open('two_writers'), await open('two_writers')];
      await one.apply(events.slice(0, 400));
      await expect(other.apply(events.slice(0, 300))).rejects.toThrow(OtherWriter);
      expect(other.checkpoint()).toBe(400n);
      await other.apply(events.slice(0, 900));
      await expect(one.apply(events)).rejects.toThrow(OtherWriter);
      await one.apply(events);
      const alone = await fresh();
      await alone.apply(events);
      expect(await compareReadModels(alone, one)).toEqual([]);
      await one.close();
      await other.close();
    });

    it('write nothing once the fence is up', async () => {
      let isHis = true;
      const fence = (): Promise<void> => (isHis ? Promise.resolve() : Promise.reject(new RangeError('another holds the lease')));
      const models = await open('fenced', { fence });
      await models.apply(events.slice(0, 200));
      const before = await rowsIn(models, 'case_status');
      isHis = false;
      await expect(models.apply(events)).rejects.toThrow(RangeError);
      expect(await rowsIn(models, 'case_status')).toEqual(before);
      expect(models.checkpoint()).toBe(200n);
      await models.close();
    });

    it('empty an older form and leave a later one as it is', async () => {
      const models = await open('formed');
      await models.apply(events.slice(0, 300));
      await models.close();
      const setFormat = (format: number): Promise<unknown> =>
        server().ask("UPDATE formed.read_model_state SET value = $1 WHERE name = 'format'", [format]);
      await setFormat(1);
      const anew = await open('formed');
      expect(anew.checkpoint()).toBe(-1n);
      expect(await rowsIn(anew, 'case_status')).toEqual([]);
      await anew.apply(events.slice(0, 300));
      await anew.close();
      await setFormat(999_999);
      await expect(open('formed')).rejects.toThrow(OtherForm);
      expect(await server().ask('SELECT count(*)::int AS cases FROM formed.case_status')).not.toEqual([{ cases: 0 }]);
    });
  });

  describe('Whoever had them open before', () => {
    it('writes nothing into tables that a later release has made anew meanwhile', async () => {
      const models = await open('overtaken');
      await models.apply(events.slice(0, 300));
      await server().ask("UPDATE overtaken.read_model_state SET value = CASE name WHEN 'format' THEN 999999 ELSE -1 END");
      await expect(models.apply(events.slice(0, 301))).rejects.toThrow(OtherWriter);
      await expect(models.lookAgain()).rejects.toThrow(OtherForm);
      await expect(models.apply(events)).rejects.toThrow(OtherForm);
      await models.close();
    });

    it('goes on from where they stand now, when it looks again', async () => {
      const [one, other] = [await open('looked_at_again'), await open('looked_at_again')];
      await other.apply(events.slice(0, 400));
      await one.lookAgain();
      expect(one.checkpoint()).toBe(400n);
      await one.apply(events);
      const alone = await fresh();
      await alone.apply(events);
      expect(await compareReadModels(alone, one)).toEqual([]);
      for (const models of [one, other]) await models.close();
    });
  });

  describe('Opened to be read only', () => {
    it('they are left as they are, and must be there and of this form', async () => {
      await expect(open('not_there', { readOnly: true })).rejects.toThrow(OtherForm);
      expect(await server().ask("SELECT 1 FROM pg_namespace WHERE nspname = 'not_there'")).toEqual([]);
      const models = await open('read_only');
      await models.apply(events.slice(0, 300));
      const read = await open('read_only', { readOnly: true });
      expect(read.checkpoint()).toBe(300n);
      for (const each of [models, read]) await each.close();
    });
  });

  describe('A rebuild', () => {
    it('holds the rows that are served against the log, and puts the new ones in their place while readers go on', async () => {
      const store = new MemoryEventStore();
      for (const { stream, events: appended, expected } of syntheticSeason(season))
        await store.append(stream, appended, expected);
      const options = { url: server().url, schema: 'rebuilt', connections: 2 };
      const served = await openPostgresReadModels(options);
      await served.replay(store, { upTo: 1_500n });
      expect(await rebuildPostgresReadModels(options, store)).toEqual({ checkpoint: await store.head(), differences: [] });

      const [first] = await rowsIn(served, 'case_status');
      const caseId = String(first?.['case_id']);
      await server().ask('UPDATE rebuilt.case_status SET head_count = 99 WHERE case_id = $1', [caseId]);
      let reading = true;
      const reader = (async (): Promise<number> => {
        let pages = 0;
        for (; reading; pages++) expect((await caseStatuses(served, {}, { limit: 1 })).items).toHaveLength(1);
        return pages;
      })();
      const { differences } = await rebuildPostgresReadModels(options, store);
      reading = false;
      expect(await reader).toBeGreaterThan(0);
      expect(differences).toMatchObject([
        { table: 'case_status', different: 1, samples: [`different in head_count: ${caseId}`] },
      ]);
      const alone = ReadModels.open(':memory:');
      await alone.replay(store);
      expect(await compareReadModels(alone, served)).toEqual([]);
      await served.close();
    });

    it('tells those who follow where the rows stand now, be it further back', async () => {
      const options = { url: server().url, schema: 'told', connections: 2 };
      const served = await openPostgresReadModels(options);
      await served.apply(events);
      const followed = followedProjections(served, { everyMs: 600_000 });
      followed.start();
      expect(await followed.caughtUp(served.checkpoint())).toBe(true);
      const half = new MemoryEventStore();
      for (const { stream, events: appended, expected } of [...syntheticSeason(season)].slice(0, 200))
        await half.append(stream, appended, expected);
      const { checkpoint } = await rebuildPostgresReadModels(options, half);
      while (followed.position !== checkpoint) await new Promise((resolve) => setTimeout(resolve, 10));
      await served.reset();
      while (followed.position !== -1n) await new Promise((resolve) => setTimeout(resolve, 10));
      await followed.stop();
      await served.close();
    });
  });

  describe('An instance that projects nothing itself', () => {
    it('sees what another writes, as soon as it is written', async () => {
      const writer = await open('followed');
      const reader = await open('followed');
      const followed = followedProjections(reader);
      followed.start();
      expect(await followed.caughtUp(0n, 10)).toBe(false);
      const waiting = followed.caughtUp(500n);
      await writer.apply(events.slice(0, 400));
      expect(await followed.caughtUp(400n)).toBe(true);
      await writer.apply(events.slice(0, 501));
      expect(await waiting).toBe(true);
      expect(followed.position).toBe(501n);
      expect((await caseStatuses(reader)).items).toEqual((await caseStatuses(writer)).items);
      await followed.stop();
      await writer.close();
      await reader.close();
    });

    it('hears of it although its connections were cut, and says what is the matter while the server is away', async () => {
      const own = await PostgresServer.start();
      try {
        const writer = await openPostgresReadModels({ url: own.url });
        const reader = await openPostgresReadModels({ url: own.url });
        const followed = followedProjections(reader, { everyMs: 100 });
        followed.start();
        await writer.apply(events.slice(0, 100));
        expect(await followed.caughtUp(100n)).toBe(true);
        await own.cut();
        await writer.apply(events.slice(0, 200));
        expect(await followed.caughtUp(200n)).toBe(true);
        await own.stop();
        const waiting = followed.caughtUp(300n);
        while (followed.failure === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
        await own.begin();
        await writer.apply(events.slice(0, 301));
        expect(await waiting).toBe(true);
        expect(followed.failure).toBeUndefined();
        await followed.stop();
        await writer.close();
        await reader.close();
      } finally {
        await own.remove();
      }
    });
  });
});
