import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replay } from '#libs/replay';
import { readHistory } from './history-file.js';

const folder = join(import.meta.dirname, 'histories');
const releases = readdirSync(folder);
const histories = releases.flatMap((release) => readdirSync(join(folder, release)).map((name) => join(release, name)));

describe('what earlier releases decided, this one decides the same', () => {
  it('there are histories of every release', () => {
    expect(releases).toContain('0.1.0');
    expect(histories.length).toBeGreaterThan(0);
  });

  it.each(histories)('%s', async (name) => {
    const { reader, values } = await readHistory(readFileSync(join(folder, name)));
    const open = (refs: readonly string[]) =>
      Object.fromEntries(refs.flatMap((ref) => (values[ref] === undefined ? [] : [[ref, values[ref]]])));
    const { appends, verdicts, first } = await replay(reader, { open });
    expect({ difference: first?.difference, equal: verdicts.EQUAL }).toEqual({ difference: undefined, equal: appends });
    expect(appends).toBeGreaterThan(0);
  });
});
