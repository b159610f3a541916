import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { VirtualClock } from '#libs/clock';
import { type EmbeddedEngine, found, openEmbedded } from '#libs/embedded';
import { instant } from '#libs/kernel';
import { type Verified } from '#libs/ledger';
import { runProgram } from '../program.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-verify-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function mingce(args: readonly string[], signal = new AbortController().signal): Promise<Ran> {
  let [out, err] = ['', ''];
  const code = await runProgram(args, {
    streams: { out: (text) => void (out += text), err: (text) => void (err += text), watched: false },
    signal,
    environment: { MINGCE_DATA: folder },
  });
  return { code, out, err };
}

const open = (): Promise<EmbeddedEngine> =>
  openEmbedded({ dataFolder: folder, clock: new VirtualClock(instant('2024-03-01T09:00:00+08:00')), ledger: {} });

/** A log with what a first start writes, signed. */
async function foundedLog(): Promise<void> {
  const embedded = await open();
  await found(embedded.engine);
  await embedded.close();
}

describe('mingce verify', () => {
  it('finds a log whole, beside its server and after a rebuild, and says what it rests on', async () => {
    const embedded = await open();
    await found(embedded.engine);
    while (embedded.ledger?.condition().checkpoint === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    const beside = await mingce(['verify', '--lang', 'en']);
    expect([beside.code, beside.out.split('\n')[0]]).toEqual([0, '✓ whole: log, ledger, tiles and checkpoints agree']);
    expect(beside.out).toContain('the key is the one in the folder');
    await embedded.close();

    expect((await mingce(['rebuild'])).code).toBe(0);
    const about = JSON.parse(await readFile(join(folder, 'checkpoints', 'log.json'), 'utf8')) as { keys: readonly string[] };
    const ran = await mingce([
      'verify',
      '--json',
      '--key',
      about.keys[0] ?? '',
      '--known',
      join(folder, 'checkpoints', 'checkpoint'),
    ]);
    const verified = JSON.parse(ran.out) as Verified;
    expect({ code: ran.code, ...verified }).toMatchObject({ code: 0, sound: true, flaws: [], unsigned: 0 });
    expect([verified.events > 50, verified.newest?.size]).toEqual([true, verified.events]);
  });

  it('goes on where it was, with one log from its first event', async () => {
    await foundedLog();
    await foundedLog();
    expect((await mingce(['verify'])).code).toBe(0);
  });

  it('names what was altered, and where, in both languages', async () => {
    await foundedLog();
    const db = new DatabaseSync(join(folder, 'events.db'));
    const { stream, revision } = db.prepare('SELECT stream, revision FROM events WHERE position = 7').get() as {
      stream: string;
      revision: number;
    };
    db.exec(`UPDATE events SET metadata = replace(metadata, '"process"', '"a friend"') WHERE position = 7`);
    db.close();
    const where = (words: string): string => `[${stream}, ${words} ${revision}, `;
    const english = await mingce(['verify', '--lang', 'en']);
    expect([english.code, english.out.split('\n').slice(0, 2)]).toEqual([
      1,
      [
        '✗ not whole, flaws: 1',
        `  ✗ EVENT_ALTERED the event is not the one that was hashed ${where('revision')}position 7, leaf 7]`,
      ],
    ]);
    const chinese = await mingce(['verify']);
    expect(chinese.out.split('\n')[1]).toBe(`  ✗ EVENT_ALTERED 事件内容被改动 ${where('修订')}位置 7, 叶 7]`);
    const { sound, flaws } = JSON.parse((await mingce(['verify', '--json'])).out) as Verified;
    expect({ sound, flaws }).toEqual({
      sound: false,
      flaws: [expect.objectContaining({ code: 'EVENT_ALTERED', place: expect.objectContaining({ position: '7', stream }) })],
    });
  });

  it('says what it lacks', async () => {
    const without = await mingce(['verify', '--lang', 'en']);
    expect([without.code, without.err]).toEqual([1, expect.stringContaining('start the server first')]);
    await foundedLog();
    const wrong = async (...args: readonly string[]): Promise<string> => (await mingce(['verify', '--lang', 'en', ...args])).err;
    expect(await wrong('--key', 'nonsense')).toBe('mingce: --key: "nonsense" is no key; expected name+keyid+base64\n');
    expect(await wrong('--known', join(folder, 'nowhere'))).toMatch(/^mingce: --known .*nowhere: (Error: )?ENOENT[^\n]*\n$/);
    expect(await wrong('--within', 'soon')).toBe('mingce: --within: a number of hours, not "soon"\n');
    await rm(join(folder, 'ledger.db'));
    expect(await wrong()).toMatch(/^mingce: there is no ledger \(.*ledger\.db does not exist\)/);
  });
});

describe('mingce witness', () => {
  it('serves until it is asked to stop, and says how a log is told of it', async () => {
    await foundedLog();
    const { keys } = JSON.parse(await readFile(join(folder, 'checkpoints', 'log.json'), 'utf8')) as {
      keys: readonly [string, string];
    };
    const stop = new AbortController();
    stop.abort();
    const data = join(folder, 'witness');
    const asked = ['witness', '--data', data, '--port', '0', '--name', 'witness.example/w1', '--lang', 'en'];
    const ran = await mingce([...asked, '--log', keys[0]], stop.signal);
    expect([ran.code, ran.err]).toEqual([0, '']);
    expect(ran.out).toMatch(/MINGCE_WITNESSES="witness\.example\/w1\+[0-9a-f]{8}\+\S+ http:\/\/localhost:\d+"/);
    const refused = await mingce([...asked, '--log', keys[1]], stop.signal);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('is a key for cosignatures')]);
    await writeFile(join(data, 'witness.key'), 'nothing');
    expect((await mingce([...asked, '--log', keys[0]], stop.signal)).err).toMatch(/holds no Ed25519 key/);
  });
});
