import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '#libs/clock';
import {
  backupHouse,
  clientOf,
  DATA_FILES,
  type EmbeddedEngine,
  KEY_FILES,
  LOG_FILE,
  moveLog,
  openEmbedded,
  openLogOf,
  restoreHouse,
} from '#libs/embedded';
import { type EventStore } from '#libs/event-store';
import { instant } from '#libs/kernel';
import { LEDGER_FILES } from '#libs/ledger';
import { sealedRefsIn } from '#libs/vault';
import { runProgram } from '../../apps/cli/src/program.js';
import { postNotices, type SmallCounty, smallCounty } from '../application/small-county.js';
import { type EventStoreNode, startNode } from '../eventstore-node/start-node.js';
import { differences, historyOf } from './history.js';

const RHYTHM = { leaves: 50, everyMs: 60_000, heartbeatMs: 3_600_000 };
const LATER = instant('2016-06-01T09:00:00+08:00');

let folder: string;
let county: SmallCounty;
const opened: EmbeddedEngine[] = [];
const at = (name: string): string => join(folder, name);

async function open(name: string, more: { readonly eventStore?: { readonly url: string } } = {}): Promise<EmbeddedEngine> {
  const clock = county?.clock ?? new VirtualClock(LATER);
  const engine = await openEmbedded({ dataFolder: at(name), clock, ledger: { rhythm: RHYTHM }, ...more });
  opened.push(engine);
  return engine;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'house-copy-'));
  county = await smallCounty(3, (clock) => openEmbedded({ dataFolder: at('live'), clock, ledger: { rhythm: RHYTHM } }));
  opened.push(county.embedded);
});
afterEach(async () => {
  for (const engine of opened.splice(0)) await engine.close();
  rmSync(folder, { recursive: true });
});

async function toTheEnd({ engine, store, clock }: EmbeddedEngine): Promise<readonly string[]> {
  if (!(clock instanceof VirtualClock)) throw new TypeError('not on the virtual clock');
  await clock.advanceTo(LATER, () => engine.settled());
  return historyOf(store);
}

async function mingce(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let [out, err] = ['', ''];
  const streams = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), watched: false };
  const code = await runProgram([...args, '--lang', 'en'], { streams, signal: new AbortController().signal, environment: {} });
  return { code, out, err };
}

describe('a backup', () => {
  it('taken while orders come in is a whole house, which goes on to the same end', async () => {
    const giving = postNotices(county);
    // Some steps are done; the rest goes on beside the copy.
    const begun = await county.embedded.store.head();
    while ((await county.embedded.store.head()) < begun + 20n) await new Promise((later) => setTimeout(later, 5));
    const target = at('backup');
    const parts = { dataFolder: at('live'), checkpoints: join(at('live'), LEDGER_FILES.checkpoints), clock: county.clock };
    const { house, files } = await backupHouse({ ...parts, target, keys: at('keys') });
    await giving;
    await county.embedded.ledger?.sign();
    expect(house).toMatchObject({ sound: true, gaps: [], sealedMissing: 0, ledger: { flaws: [] } });
    expect(house.events).toBeGreaterThan(50);
    expect(Object.keys(files).filter((name) => KEY_FILES.includes(name))).toEqual([]);
    expect(readdirSync(at('keys')).sort()).toEqual([...KEY_FILES].sort());

    const checkpoints = join(at('again'), LEDGER_FILES.checkpoints);
    const restored = await restoreHouse({ backup: target, dataFolder: at('again'), checkpoints, keys: at('keys') });
    expect(restored).toEqual(house);
    const again = await open('again');
    await again.engine.settled();
    const ids = async ({ store }: EmbeddedEngine): Promise<readonly string[]> =>
      (await store.readAll({ after: -1n, limit: 100_000 })).map(({ id }) => id);
    expect((await ids(county.embedded)).slice(0, house.events)).toEqual((await ids(again)).slice(0, house.events));
    await again.ledger?.sign();
    expect(again.ledger?.condition().failure).toBeUndefined();
    const refs = (await again.store.readAll({ after: -1n, limit: house.events })).flatMap(({ data }) => sealedRefsIn(data));
    expect(Object.keys(again.vault.open(refs)).sort()).toEqual([...new Set(refs)].sort());
  });

  it('by the commands: what was altered, has no keys or goes where something lies is refused in one line', async () => {
    await county.through('SURVEY.SURVEY');
    await county.embedded.close();
    const [live, target] = [at('live'), at('backup')];
    const made = await mingce('backup', target, '--data', live);
    expect([made.code, made.out]).toEqual([0, expect.stringMatching(/^✓ .* is sound: \d+ events, \d+ in the ledger\n$/)]);
    expect(made.err).toMatch(/^the key files were left out/);
    const refused = async (...args: readonly string[]): Promise<string> => {
      const { code, out, err } = await mingce(...args);
      expect([code, out, err.split('\n').length]).toEqual([1, '', 2]);
      return err;
    };
    expect(await refused('backup', target, '--data', live)).toMatch(/backup is not empty$/m);
    expect(await refused('restore', target, '--keys', at('nowhere'), '--data', at('new'))).toMatch(/there is no .*vault\.key/);
    expect(await refused('restore', live, '--keys', live, '--data', at('new'))).toMatch(/there is no .*backup\.json/);
    expect(await refused('restore', target, '--keys', live, '--data', live)).toMatch(/live is not empty$/m);
    expect((await mingce('restore', target, '--keys', live, '--data', at('new'))).code).toBe(0);
    appendFileSync(join(target, DATA_FILES.vault), 'x');
    expect(await refused('restore', target, '--keys', live, '--data', at('other'))).toMatch(
      /vault\.db is missing, damaged or was/,
    );
  });
});

describe('a move to an event store', () => {
  let node: EventStoreNode;
  beforeEach(async () => {
    node = await startNode(at('log.sqlite'));
  });
  afterEach(async () => {
    for (const engine of opened.splice(0)) await engine.close();
    await node.stop();
  });

  /** As an operator would, with the server stopped; cut off after so many appends. */
  async function move(appends = Number.MAX_SAFE_INTEGER): Promise<{ readonly events: number; readonly before: number }> {
    const source = await openLogOf(at('live'), DATA_FILES.events);
    const target: EventStore = await clientOf({ url: node.connectionString });
    const append = target.append.bind(target);
    let left = appends;
    target.append = (...given) => (left-- > 0 ? append(...given) : Promise.reject(new Error('cut off')));
    try {
      return await moveLog({ dataFolder: at('live'), source: source.store, target });
    } finally {
      await target.close();
      await source.close();
    }
  }

  it('goes on where it was cut off, to the same log, the same ledger, and an engine that goes on to the same end', async () => {
    await postNotices(county);
    await county.embedded.ledger?.sign();
    const before = await historyOf(county.embedded.store);
    const signed = county.embedded.ledger?.condition().checkpoint;
    await county.embedded.close();
    await expect(move(40)).rejects.toThrow('cut off');
    const moved = await move();
    expect(moved.events).toBe(before.length);
    expect(moved.before).toBeGreaterThanOrEqual(40);

    const engine = await open('live', { eventStore: { url: node.connectionString } });
    expect(engine.engine.runner.position).toBe(await engine.store.head());
    expect(differences(await historyOf(engine.store), before)).toEqual([]);
    await engine.ledger?.sign();
    expect(engine.ledger?.condition()).toMatchObject({ failure: undefined, leaves: before.length });
    expect(engine.ledger?.condition().checkpoint?.size).toBeGreaterThanOrEqual(signed?.size ?? 0);
    const elapsed = (await toTheEnd(engine)).filter((event) => event.includes('case.NoticePeriodElapsed.v1'));
    expect(elapsed).toHaveLength(3);
  });

  it('by the command, held to the ledger; a target with another log is refused, and the folder stays as it was', async () => {
    await county.through('SURVEY.SURVEY');
    const url = node.connectionString;
    const to = ['migrate', '--from', `sqlite:${at('live')}`, '--to', url];
    expect((await mingce(...to)).err).toMatch(/live is in use: stop the server first\n$/);
    await county.embedded.close();
    const other = await startNode(at('other.sqlite'));
    await (
      await openEmbedded({ dataFolder: at('other'), clock: county.clock, eventStore: { url: other.connectionString } })
    ).close();
    const wrong = await mingce('migrate', '--from', `sqlite:${at('live')}`, '--to', other.connectionString);
    expect([wrong.code, wrong.err]).toEqual([
      1,
      expect.stringMatching(/the log of the target is another one .*use an empty event store\n$/),
    ]);
    await other.stop();
    expect(readdirSync(at('live'))).not.toContain(LOG_FILE);

    const moved = await mingce(...to, '--json');
    expect([moved.code, JSON.parse(moved.out)]).toEqual([
      0,
      expect.objectContaining({ before: 0, house: expect.objectContaining({ sound: true, sealedMissing: 0 }) }),
    ]);
    expect(JSON.parse(readFileSync(join(at('live'), LOG_FILE), 'utf8'))).toMatchObject({ store: 'eventstoredb' });
    await expect(openEmbedded({ dataFolder: at('live'), clock: county.clock })).rejects.toThrow(/set MINGCE_EVENTSTORE_URL/);
  });
});
