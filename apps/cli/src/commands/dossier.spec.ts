import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stableId } from '#libs/application';
import { packed, unpacked, utf8ToBytes } from '#libs/dossier';
import { openEmbedded } from '#libs/embedded';
import { civilDateOf, type Instant } from '#libs/kernel';
import { simulate } from '#libs/simulation';
import { readPdf } from '#libs/spec';
import { runProgram } from '../program.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let folder: string;
let data: string;
let household: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-dossier-'));
  data = join(folder, 'data');
  await simulate('shiqiao', { dataFolder: data, scale: 0.02 });
  const embedded = await openEmbedded({ dataFolder: data });
  household = (await embedded.store.streamsOf('household'))[0] ?? '';
  await embedded.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function mingce(...args: readonly string[]): Promise<Ran> {
  let [out, err] = ['', ''];
  const code = await runProgram([...args, '--lang', 'en'], {
    streams: { out: (text) => void (out += text), err: (text) => void (err += text), watched: false },
    signal: new AbortController().signal,
    environment: { MINGCE_DATA: data },
  });
  return { code, out, err };
}

const HEAD = 'CN-GZ-KFQ.county-poverty-office-head';
const at = (name: string): string => join(folder, name);
const keyOf = async (): Promise<string> => {
  const { keys } = JSON.parse(await readFile(join(data, 'checkpoints', 'log.json'), 'utf8')) as { keys: [string] };
  return keys[0];
};

describe('mingce export dossier, mingce verify <file>', () => {
  it('makes a file that is whole by a key from elsewhere, and by none is not proven', async () => {
    const made = await mingce('export', 'dossier', household, '--out', at('a.zip'), '--actor', HEAD);
    expect([made.code, made.err]).toEqual([0, '']);
    const verified = await mingce('verify', at('a.zip'), '--key', await keyOf());
    expect([verified.code, verified.out.split('\n')[0]]).toEqual([0, expect.stringMatching(/^✓ whole: nothing in this dossier/)]);
    const without = await mingce('verify', at('a.zip'));
    expect([without.code, without.out.split('\n')[0]]).toEqual([1, expect.stringMatching(/^\? not proven: /)]);
  });

  it('puts the page that stands in it on paper, of the day on which it was taken, and overwrites none', async () => {
    const made = await mingce('export', 'dossier', household, '--out', at('p.zip'), '--pdf', at('p.pdf'), '--actor', HEAD);
    expect([made.code, made.err, made.out.split('\n').slice(1)]).toEqual([0, '', [`✓ written ${at('p.pdf')}`, '']]);
    const parts = unpacked(await readFile(at('p.zip')));
    const text = (part: string): string => new TextDecoder().decode(parts?.get(part));
    const { recordedAt } = (JSON.parse(text('record.json')) as { readonly metadata: { readonly recordedAt: string } }).metadata;
    const { pages } = await readPdf(await readFile(at('p.pdf')));
    expect(pages[0]).toMatch(/^Dossier of a household, to be verified offline: /);
    expect(pages.at(-1)).toContain(`page ${pages.length} of ${pages.length} made on ${civilDateOf(recordedAt as Instant)}`);
    // When each was recorded: broken over lines, but for its end.
    const ends = (said: string): readonly string[] => said.match(/\d\.\d{3}Z/g) ?? [];
    expect(ends(pages.join(' '))).toEqual(ends(text('pages/en.html')));
    const again = await mingce('export', 'dossier', household, '--out', at('q.zip'), '--pdf', at('p.pdf'), '--actor', HEAD);
    expect([again.code, again.err]).toEqual([1, `mingce: ${at('p.pdf')} is there and is not overwritten\n`]);
    expect(existsSync(at('q.zip'))).toBe(false);
  });

  it('says what is wrong and where', async () => {
    const parts = new Map(unpacked(await readFile(at('a.zip'))));
    parts.set('pages/en.html', utf8ToBytes('<p>another story</p>'));
    await writeFile(at('b.zip'), packed(parts));
    const { code, out } = await mingce('verify', at('b.zip'), '--key', await keyOf());
    expect([code, out]).toEqual([
      1,
      expect.stringContaining('✗ PART_ALTERED the part is not the one that was recorded [part pages/en.html'),
    ]);
    await writeFile(at('c.zip'), 'nothing');
    expect((await mingce('verify', at('c.zip'))).out).toContain('CONTAINER_UNREADABLE');
  });

  it('shows that the log grew out of a checkpoint that was kept', async () => {
    const kept = join(data, 'checkpoints', 'checkpoint');
    await writeFile(at('kept'), await readFile(kept));
    await mingce('export', 'dossier', household, '--out', at('d.zip'), '--actor', HEAD, '--known', at('kept'));
    const verify = (file: string) => mingce('verify', at(file), '--key', stableKey, '--known', at('kept'));
    const stableKey = await keyOf();
    expect((await verify('d.zip')).code).toBe(0);
    await mingce('export', 'dossier', household, '--out', at('e.zip'), '--actor', HEAD);
    expect((await verify('e.zip')).out).toContain('GROWTH_NOT_SHOWN');
  });

  it('refuses in words, and overwrites nothing', async () => {
    const refused = async (...args: readonly string[]): Promise<string> =>
      (await mingce('export', 'dossier', household, '--out', at('f.zip'), ...args)).err;
    expect(await refused('--actor', HEAD, '--purpose', 'court')).toContain('neither the consent of the household nor a mandate');
    expect(await refused('--actor', 'nobody')).toContain('holds no office today');
    expect(await refused('--actor', HEAD, '--mandate', 'i-9')).toContain('there is no such mandate');
    expect((await mingce('export', 'dossier', household, '--out', at('a.zip'), '--actor', HEAD)).err).toContain(
      'is there and is not overwritten',
    );
    expect((await mingce('export', 'dossier', household, '--out', at('no/a.zip'), '--actor', HEAD)).err).toContain(
      'cannot be written: ENOENT',
    );
    expect((await mingce('export', 'dossier', stableId('no'), '--out', at('g.zip'), '--actor', HEAD)).code).toBe(1);
  });
});
