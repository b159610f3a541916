import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { VirtualClock } from '#libs/clock';
import { instant } from '#libs/kernel';
import { bellContract, CONTRACT_START, durableBellContract } from './contract/bell-contract.js';
import { EmbeddedBell, NotABell, type Ringing } from './index.js';

const due: Ringing = {
  id: 'a',
  process: 'notice-period',
  stream: 'case-1',
  dueAt: instant('2024-03-01T10:00:00+08:00'),
  order: { target: 'case-1', order: { type: 'MarkNoticePeriodElapsed', data: {} }, onRefusal: 'report' },
};
const noon = instant('2024-03-01T12:00:00+08:00');

describe('embedded bell in memory', () => {
  it.each(bellContract)('$name', async ({ run }) => {
    const clock = new VirtualClock(CONTRACT_START);
    const bell = EmbeddedBell.open(':memory:', clock);
    await run({ bell, clock });
    await bell.close();
  });
});

describe('embedded bell in a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bell-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(bellContract)('$name', async ({ run }) => {
    const clock = new VirtualClock(CONTRACT_START);
    const bell = EmbeddedBell.open(join(folder, 'wakeups.db'), clock);
    await run({ bell, clock });
    await bell.close();
  });

  it.each(durableBellContract)('$name', async ({ run }) => {
    const clock = new VirtualClock(CONTRACT_START);
    const open = (): EmbeddedBell => EmbeddedBell.open(join(folder, 'wakeups.db'), clock);
    await run({ bell: open(), clock }, async () => open());
  });

  it('makes the folders above its file', async () => {
    await EmbeddedBell.open(join(folder, 'data', 'bell', 'wakeups.db'), new VirtualClock(CONTRACT_START)).close();
  });

  it('opens no file that is something else', () => {
    const file = join(folder, 'wakeups.db');
    writeFileSync(file, 'a letter, and by no means a database; it is long enough to be looked at twice');
    expect(() => EmbeddedBell.open(file, new VirtualClock(CONTRACT_START))).toThrow(NotABell);
    rmSync(file);
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE wakeups (id TEXT)');
    other.close();
    expect(() => EmbeddedBell.open(file, new VirtualClock(CONTRACT_START))).toThrow(
      new NotABell(`${file} is no table of wake-ups`),
    );
  });

  it('empties a table of another format: it is told again what waits', async () => {
    const file = join(folder, 'wakeups.db');
    const bell = EmbeddedBell.open(file, new VirtualClock(CONTRACT_START));
    await bell.set([due]);
    await bell.close();
    const older = new DatabaseSync(file);
    older.exec('PRAGMA user_version = 999');
    older.close();
    const again = EmbeddedBell.open(file, new VirtualClock(CONTRACT_START));
    expect(await again.pending()).toBe(0);
    await again.close();
  });

  it('tells of each ring that failed, and how often', async () => {
    const clock = new VirtualClock(CONTRACT_START);
    const failures: unknown[] = [];
    const bell = EmbeddedBell.open(join(folder, 'wakeups.db'), clock, {
      onFailure: ({ id }, error, tries) => failures.push([id, String(error), tries, clock.now()]),
    });
    await bell.set([due]);
    await bell.start(async () => {
      if (failures.length < 3) throw new Error('the store is busy');
    });
    await clock.advanceTo(noon, () => bell.answered());
    expect(failures).toEqual([
      ['a', 'Error: the store is busy', 1, '2024-03-01T02:00:00.000Z'],
      ['a', 'Error: the store is busy', 2, '2024-03-01T02:00:01.000Z'],
      ['a', 'Error: the store is busy', 3, '2024-03-01T02:00:03.000Z'],
    ]);
    expect(await bell.pending()).toBe(0);
    await bell.close();
  });

  it('says what could not be written and holds what it held', async () => {
    const clock = new VirtualClock(CONTRACT_START);
    const file = join(folder, 'wakeups.db');
    const bell = EmbeddedBell.open(file, clock);
    await bell.replaceFor('notice-period', 'case-1', [due]);
    const stranger = new DatabaseSync(file);
    stranger.exec("CREATE TRIGGER full BEFORE INSERT ON wakeups BEGIN SELECT raise(ABORT, 'the disk is full'); END");
    await expect(bell.set([{ ...due, id: 'b' }])).rejects.toThrow('the disk is full');
    stranger.exec('DROP TRIGGER full');
    await bell.set([{ ...due, id: 'b' }]);
    expect((await bell.due(noon)).map(({ id }) => id)).toEqual(['a', 'b']);
    stranger.close();
    await bell.close();
  });

  it('rings once what was answered while the answer could not be written down', async () => {
    const clock = new VirtualClock(CONTRACT_START);
    const file = join(folder, 'wakeups.db');
    const bell = EmbeddedBell.open(file, clock);
    const stranger = new DatabaseSync(file);
    const rung: string[] = [];
    await bell.set([due]);
    await bell.start(async ({ id }) => {
      stranger.exec("CREATE TRIGGER full BEFORE DELETE ON wakeups BEGIN SELECT raise(ABORT, 'the disk is full'); END");
      rung.push(id);
    });
    let settlings = 0;
    await clock.advanceTo(noon, async () => {
      settlings++;
      for (let turns = 0; turns < 5; turns++) await new Promise((resolve) => setImmediate(resolve));
      if (settlings === 3) stranger.exec('DROP TRIGGER full');
    });
    await bell.answered();
    expect([rung, await bell.pending()]).toEqual([['a'], 0]);
    stranger.close();
    await bell.close();
  });
});
