import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MemoryEventStore, type StoredEvent } from '#libs/event-store';
import { civilDate } from '#libs/kernel';
import { compareReadModels } from './compare.js';
import { OtherForm } from './other-form.js';
import { ReadModels } from './read-models.js';
import { rebuildReadModels } from './rebuild.js';
import { HandWrittenLog } from './samples/hand-written-log.js';
import { rowsIn } from './samples/rebuilt.js';
import { syntheticEvents, syntheticSeason } from './samples/synthetic-log.js';

const season = { households: 50, village: 25, abreast: 2 };
const events = syntheticEvents(season);

async function inBatches(size: number, all: readonly StoredEvent[] = events): Promise<ReadModels> {
  const models = ReadModels.open(':memory:');
  for (let start = 0; start < all.length; start += size) await models.apply(all.slice(start, start + size));
  return models;
}

async function filledStore(): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  for (const { stream, events: appended, expected } of syntheticSeason(season)) await store.append(stream, appended, expected);
  return store;
}

/** What no projection does. */
function byHand(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

async function inFolder(run: (file: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'read-models-'));
  try {
    await run(join(folder, 'read-models.sqlite'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('Read models', () => {
  let live: ReadModels;
  beforeAll(async () => {
    live = await inBatches(7);
  });

  it('have rows in every table after a season', async () => {
    const empty: string[] = [];
    for (const table of live.tables) if ((await rowsIn(live, table)).length === 0) empty.push(table);
    expect(empty).toEqual([]);
    expect(live.checkpoint()).toBe(events.at(-1)?.position);
  });

  it('are the same row by row however the log is cut into batches', async () => {
    expect(await compareReadModels(live, await inBatches(events.length))).toEqual([]);
    expect(await compareReadModels(live, await inBatches(500))).toEqual([]);
  });

  it('do not change when events come again', async () => {
    const models = await inBatches(events.length);
    await models.apply(events.slice(0, 300));
    await models.apply(events.slice(-300));
    await models.apply([]);
    expect(await compareReadModels(live, models)).toEqual([]);
    expect(models.checkpoint()).toBe(live.checkpoint());
  });

  it('are the same after a replay of the log, as far as is asked for', async () => {
    const models = ReadModels.open(':memory:');
    const store = await filledStore();
    const half = 1_200n;
    await models.replay(store, { upTo: half });
    const first = await store.readAt([models.checkpoint()]);
    expect(first[0]?.position).toBe(half);
    await models.replay(store);
    expect(models.checkpoint()).toBe(await store.head());
    for (const table of models.tables) {
      expect([table, (await rowsIn(models, table)).length]).toEqual([table, (await rowsIn(live, table)).length]);
    }
  });

  it('take nothing of a batch that fails, and go on from where they were', async () => {
    const models = await inBatches(events.length, events.slice(0, 1_000));
    const broken = { ...events[1_001], type: 'case.CaseOpened.v1', stream: 'case-x', data: null } as unknown as StoredEvent;
    await expect(models.apply([...events.slice(1_000, 1_001), broken])).rejects.toThrow(TypeError);
    expect(models.checkpoint()).toBe(1_000n);
    await models.apply(events.slice(1_000));
    expect(await compareReadModels(live, models)).toEqual([]);
  });

  it('begin again after a reset', async () => {
    const models = await inBatches(1_000);
    await models.reset();
    expect(models.checkpoint()).toBe(-1n);
    await models.apply(events);
    expect(await compareReadModels(live, models)).toEqual([]);
  });

  it('know no other tables', async () => {
    await expect(rowsIn(live, 'nothing')).rejects.toThrow(/there is no table "nothing"; there are act_folds, acts, /);
  });

  it('skip what belongs to a case, household or act of which the beginning is not in the log', async () => {
    const log = new HandWrittenLog()
      .ofCase('k-1', '2014-02-01', { type: 'case.LeftAct.v1', data: { act: 'a-1' } })
      .ofHousehold('h-1', '2014-02-01', {
        type: 'household.HouseholdLapsed.v1',
        data: { on: civilDate('2014-02-01'), reason: 'DEATH' },
      })
      .ofAct('a-1', '2014-02-01', { type: 'act.CaseUnlisted.v1', data: { caseId: 'k-1', part: 'A.B', round: 1 } });
    const models = await inBatches(10, log.events);
    expect(await rowsIn(models, 'case_status')).toEqual([]);
    expect(models.checkpoint()).toBe(3n);
  });
});

describe('Read models in a file', () => {
  it('stand where they stood when they are opened again', async () => {
    await inFolder(async (file) => {
      const first = ReadModels.open(file);
      await first.apply(events.slice(0, 1_500));
      await first.close();
      const second = ReadModels.open(file);
      expect(second.checkpoint()).toBe(1_500n);
      await second.apply(events);
      expect(await compareReadModels(await inBatches(events.length), second)).toEqual([]);
      await second.close();
    });
  });

  it('are emptied where they are of another form', async () => {
    await inFolder(async (file) => {
      const first = ReadModels.open(file);
      await first.apply(events.slice(0, 500));
      await first.close();
      byHand(file, "UPDATE read_model_state SET value = 0 WHERE name = 'format'");
      const second = ReadModels.open(file);
      expect(second.checkpoint()).toBe(-1n);
      expect(await rowsIn(second, 'case_status')).toEqual([]);
      await second.close();
    });
  });

  it('are rebuilt, held against the old rows, and put in their place', async () => {
    await inFolder(async (file) => {
      const store = await filledStore();
      const old = ReadModels.open(file);
      await old.replay(store, { upTo: 1_500n });
      await old.close();
      const seen: bigint[] = [];
      expect(await rebuildReadModels(file, store, (position) => seen.push(position))).toEqual({
        checkpoint: await store.head(),
        differences: [],
      });
      expect(seen).toEqual([1_500n, await store.head()]);
      const now = ReadModels.open(file);
      expect(now.checkpoint()).toBe(await store.head());
      await now.close();
    });
  });

  it('tell row by row where they were not what the log says', async () => {
    await inFolder(async (file) => {
      const store = await filledStore();
      const old = ReadModels.open(file);
      await old.replay(store);
      const [first, second] = (await rowsIn(old, 'case_status')).map((row) => row['case_id']);
      await old.close();
      byHand(file, `DELETE FROM case_status WHERE case_id = '${String(first)}'`);
      byHand(file, `UPDATE case_status SET head_count = 9 WHERE case_id = '${String(second)}'`);
      byHand(file, "INSERT INTO area_paths (area, path, level) VALUES ('x', 'x/', 'COUNTY')");
      const { differences } = await rebuildReadModels(file, store);
      expect(differences).toEqual([
        { table: 'area_paths', missing: 0, extra: 1, different: 0, samples: ['extra x x/'] },
        {
          table: 'case_status',
          missing: 1,
          extra: 0,
          different: 1,
          samples: [`missing ${String(first)}`, `different in head_count: ${String(second)}`],
        },
      ]);
      expect((await rebuildReadModels(file, store)).differences).toEqual([]);
    });
  });

  it('come into being where there were none', async () => {
    await inFolder(async (file) => {
      const store = await filledStore();
      expect(await rebuildReadModels(file, store)).toEqual({ checkpoint: await store.head(), differences: undefined });
    });
  });
});

describe('Read models that are read beside their writer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mingce-beside-'));
  const file = join(folder, 'read-models.db');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('answer what is written, and take nothing', async () => {
    const writer = ReadModels.open(file);
    await writer.apply(
      new HandWrittenLog().ofAct('a-1', '2014-02-01', {
        type: 'act.CaseUnlisted.v1',
        data: { caseId: 'k-1', part: 'A.B', round: 1 },
      }).events,
    );
    const reader = ReadModels.open(file, { readOnly: true });
    expect(reader.checkpoint()).toBe(writer.checkpoint());
    await expect(reader.apply([])).rejects.toThrow();
    await reader.close();
    await writer.close();
  });

  it('of another form are refused and left as they are', () => {
    const other = new DatabaseSync(join(folder, 'other.db'));
    other.exec(
      "CREATE TABLE read_model_state (name TEXT PRIMARY KEY, value INTEGER); INSERT INTO read_model_state VALUES ('format', 999)",
    );
    expect(() => ReadModels.open(join(folder, 'other.db'), { readOnly: true })).toThrow(OtherForm);
    expect(other.prepare('SELECT count(*) AS n FROM read_model_state').get()?.['n']).toBe(1);
    other.close();
  });
});
