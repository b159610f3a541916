import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from './failure.js';
import { intoNewFile } from './new-file.js';

describe('a file that a command makes', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'new-file-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is written whole, readable by whoever made it alone', async () => {
    const file = join(folder, '名册.csv');
    expect(await intoNewFile(file, (write) => write('一户').then(() => 'done'))).toBe('done');
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['一户', 0o600]);
  });

  it('is refused before the work begins where it is there, or has no folder', async () => {
    const file = join(folder, 'there');
    writeFileSync(file, 'kept');
    const work = jest.fn();
    const refusedFor = (path: string): Promise<unknown> =>
      intoNewFile(path, work).catch((error: unknown) => (error as Failure).said);
    expect(await refusedFor(file)).toEqual({ zh: `${file} 已存在，不覆盖`, en: `${file} is there and is not overwritten` });
    expect(await refusedFor(join(folder, 'no', 'such'))).toMatchObject({
      en: expect.stringContaining('cannot be written: ENOENT') as string,
    });
    expect([work.mock.calls.length, readFileSync(file, 'utf8')]).toEqual([0, 'kept']);
  });

  it('is not left where the work fails, or writes nothing', async () => {
    const refused = new Failure('refused');
    await expect(intoNewFile(join(folder, 'a'), () => Promise.reject(refused))).rejects.toBe(refused);
    await intoNewFile(join(folder, 'b'), () => Promise.resolve());
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stays where it was written before the work failed', async () => {
    const work = intoNewFile(join(folder, 'a'), (write) => write('whole').then(() => Promise.reject(new Failure('later'))));
    await expect(work).rejects.toThrow('later');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('is asked for by nobody: the work is done all the same', async () => {
    expect(await intoNewFile(undefined, (write) => write('x').then(() => 1))).toBe(1);
  });
});
