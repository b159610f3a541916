import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '#libs/clock';
import { type EventStore, EventStoreUnreachable, MemoryEventStore } from '#libs/event-store';
import { instant } from '#libs/kernel';
import { until } from '#libs/spec';
import {
  CheckpointFolder,
  canonicalEnvelope,
  consistencyProof,
  inclusionProof,
  type Ledger,
  leafHash,
  openLedger,
  parseCheckpoint,
  type Rhythm,
  SqliteLeafIndex,
  verifyConsistency,
  verifyInclusion,
  verifyLedger,
  type Verified,
} from './index.js';
import { appendSample, sampleLog } from './samples/small-log.js';

const NEVER: Rhythm = { leaves: 1_000_000, everyMs: 1e12, heartbeatMs: 1e12 };

let folder: string;
let clock: VirtualClock;
let said: (readonly [fault: string, line: string])[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-ledger-'));
  clock = new VirtualClock(instant('2020-03-01T09:00:00+08:00'));
  said = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (store: EventStore, rhythm: Rhythm = NEVER): Promise<Ledger> =>
  openLedger(folder, store, clock, { rhythm }, (fault, line) => said.push([fault, line]));

/** One life of a ledger: it takes in what the log holds, signs it, and ends. */
async function live(store: EventStore, rhythm?: Rhythm): Promise<Ledger> {
  const ledger = await open(store, rhythm);
  ledger.start();
  await ledger.stop();
  return ledger;
}

async function verified(store: EventStore): Promise<Verified> {
  const index = SqliteLeafIndex.openReader(join(folder, 'ledger.db'));
  try {
    return await verifyLedger({ reader: store, index, folder: new CheckpointFolder(join(folder, 'checkpoints')) });
  } finally {
    index.close();
  }
}

const soundOver = (events: number, checkpoints: number): object =>
  expect.objectContaining({ sound: true, flaws: [], events, checkpoints, unsigned: 0 });

describe('a leaf', () => {
  it('is our envelope by RFC 8785, without what the store adds', async () => {
    const store = await sampleLog(2);
    const [, event] = await store.readAll({ after: -1n, limit: 2 });
    expect(canonicalEnvelope(event!)).toBe(
      `{"data":{"evidence":[{"digest":"digest 1","pages":1}],"half":0.5,"kind":"水灾","no":1},"id":"event-1","metadata":${JSON.stringify(
        Object.fromEntries(Object.entries(event!.metadata).sort(([one], [other]) => (one < other ? -1 : 1))),
      )},"revision":0,"stream":"case-1","type":"case.DisasterRecorded.v1"}`,
    );
  });

  it('tells apart two forms of the same letters, and takes numbers and depths that no order has', async () => {
    const [event] = await (await sampleLog(1)).readAll({ after: -1n, limit: 1 });
    const of = (data: object): string => leafHash({ ...event!, data }).toString('hex');
    expect(of({ name: '\u00e9' })).not.toBe(of({ name: 'e\u0301' }));
    expect(of({ size: 2 ** 60 })).not.toBe(of({ size: 2 ** 61 }));
    expect(() => of({ name: '\ud800' })).toThrow(/case-0 revision 0 has no canonical form/);
  });
});

describe('the ledger', () => {
  it('makes a leaf of each event, signs them, and goes on where it was', async () => {
    const store = await sampleLog(300);
    await live(store);
    expect(await verified(store)).toEqual(soundOver(300, 1));
    await appendSample(store, 300, 700);
    await live(store);
    expect(await verified(store)).toEqual(soundOver(700, 2));
    await live(store);
    expect(await verified(store)).toEqual(soundOver(700, 2));
    expect(said).toEqual([]);
  });

  it('proves every leaf against the signed root, and every growth', async () => {
    const store = await sampleLog(600);
    await live(store);
    const index = SqliteLeafIndex.openReader(join(folder, 'ledger.db'));
    const shown = new CheckpointFolder(join(folder, 'checkpoints'));
    const { size, root } = parseCheckpoint(String(shown.read('checkpoint')));
    const events = await store.readAll({ after: -1n, limit: 600 });
    for (const at of [0, 255, 256, 599]) {
      const leaf = index.leafAt(events[at]!.position);
      expect(leaf).toMatchObject({ index: at, stream: events[at]!.stream, revision: events[at]!.revision });
      const proof = inclusionProof(index, at, size);
      expect(verifyInclusion({ index: at, size, leaf: leafHash(events[at]!), root }, proof)).toBe(true);
    }
    const old = { size: 0, root: leafHash(events[0]!) };
    expect(verifyConsistency({ ...old, size: 1 }, { size, root }, consistencyProof(index, 1, size))).toBe(true);
    index.close();
  });

  it('signs by count, by time, and where nothing happens', async () => {
    const store = await sampleLog(25);
    const ledger = await open(store, { leaves: 10, everyMs: 60_000, heartbeatMs: 3_600_000 });
    ledger.start();
    await until(() => ledger.condition().checkpoint?.size === 25);
    const times: (number | undefined)[] = [ledger.condition().checkpoint?.time];
    await appendSample(store, 25, 30);
    await until(() => ledger.condition().leaves === 30);
    expect(ledger.condition().checkpoint?.size).toBe(25);
    await clock.advanceTo(instant('2020-03-01T09:01:00+08:00'), async () => undefined);
    await until(() => ledger.condition().checkpoint?.size === 30);
    times.push(ledger.condition().checkpoint?.time);
    await clock.advanceTo(instant('2020-03-01T10:01:00+08:00'), async () => undefined);
    await until(() => ledger.condition().checkpoint?.time !== times[1]);
    times.push(ledger.condition().checkpoint?.time);
    await ledger.stop();
    expect(times.map((time) => (time ?? 0) - (times[0] ?? 0))).toEqual([0, 60, 3660]);
    const result = await verified(store);
    expect(result).toMatchObject({ sound: true, unsigned: 0 });
    expect(result.longestSilence).toEqual({ from: times[1], to: times[2] });
  });

  it('signs nothing over a log that is not the one it knew, and says so once', async () => {
    const store = await sampleLog(40);
    await live(store);
    await live(await sampleLog(30));
    const other = new MemoryEventStore();
    await appendSample(other, 0, 39);
    await other.append('case-x', [{ ...(await store.readAll({ after: 38n, limit: 1 }))[0]!, id: 'other' }], 'absent');
    await live(other);
    expect(said.map(([fault]) => fault)).toEqual(['LOG_IS_NOT_THE_SAME', 'LOG_IS_NOT_THE_SAME']);
    expect(await verified(store)).toEqual(soundOver(40, 1));
  });

  it('signs nothing before it has looked at the log', async () => {
    await live(await sampleLog(40));
    const ledger = await open(await sampleLog(30));
    await clock.advanceTo(instant('2020-03-01T10:00:00+08:00'), async () => undefined);
    ledger.start();
    await ledger.sign();
    await ledger.stop();
    expect([said.map(([fault]) => fault), ledgerFiles()]).toEqual([['LOG_IS_NOT_THE_SAME'], 1]);
  });

  it('signs nothing under another key or name', async () => {
    const store = await sampleLog(5);
    await live(store);
    await rm(join(folder, 'ledger.key'));
    await appendSample(store, 5, 10);
    await live(store);
    expect(said).toEqual([['CHECKPOINT_NOT_OURS', expect.stringContaining('key or origin is another')]]);
  });

  it('put back from a copy, takes over what was signed since, and goes on only from there', async () => {
    const store = await sampleLog(300);
    await live(store);
    const copy = join(folder, 'copy.db');
    await cp(join(folder, 'ledger.db'), copy);
    await appendSample(store, 300, 600);
    await clock.advanceTo(instant('2020-03-01T10:00:00+08:00'), async () => undefined);
    await live(store);

    await cp(copy, join(folder, 'ledger.db'));
    await live(await sampleLog(400));
    expect(said.splice(0)).toEqual([['LOG_IS_SHORTER', 'a checkpoint was signed over 600 leaves, the log has 400 events']]);

    await cp(copy, join(folder, 'ledger.db'));
    await live(store);
    await appendSample(store, 600, 601);
    await live(store);
    expect([said, await verified(store)]).toEqual([[], soundOver(601, 3)]);
  });

  it('waits for a log that is away when it starts, and says nothing of one that is away when it ends', async () => {
    const store = await sampleLog(300);
    const readAll = store.readAll.bind(store);
    let away = 1;
    let asked = 0;
    store.readAll = (options) => {
      asked++;
      return away-- > 0 ? Promise.reject(new EventStoreUnreachable('the event store does not answer')) : readAll(options);
    };
    const ledger = await open(store);
    ledger.start();
    await until(() => ledger.condition().checkpoint?.size === 300);
    expect(asked).toBeGreaterThan(1);
    await appendSample(store, 300, 310);
    [away, asked] = [1_000, 0];
    await ledger.stop();
    expect(asked).toBeGreaterThan(0);
    expect(said).toEqual([]);
    away = 0;
    await live(store);
    expect(await verified(store)).toMatchObject({ sound: true, events: 310, unsigned: 0 });
  });

  it('writes out what a kill kept from the folder', async () => {
    const store = await sampleLog(300);
    await live(store);
    const index = SqliteLeafIndex.open(join(folder, 'ledger.db'));
    index.rewrite(1, index.lastCheckpoint()!.text);
    index.close();
    const files = new CheckpointFolder(join(folder, 'checkpoints'));
    for (const file of ['checkpoint', ...files.files('signed'), ...files.files('tile')]) await rm(join(files.folder, file));
    await writeFile(join(files.folder, '.checkpoint.draft'), 'half');
    await live(store);
    expect(await verified(store)).toEqual(soundOver(300, 1));
  });
});

/** How many checkpoints were ever signed. */
const ledgerFiles = (): number => [...new CheckpointFolder(join(folder, 'checkpoints')).files('signed')].length;
