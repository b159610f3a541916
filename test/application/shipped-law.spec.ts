import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { VirtualClock } from '#libs/clock';
import { DATA_FILES, openEmbedded } from '#libs/embedded';
import { instant } from '#libs/kernel';

/** Architecture §5: law is frozen by its digest. What comes with the program meets, at each start, what the log has under its name. */
describe('the law that comes with the program, at a start', () => {
  let dataFolder: string;
  beforeEach(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'shipped-law-'));
    await begin();
  });
  afterEach(() => {
    rmSync(dataFolder, { recursive: true });
  });

  const begin = async (): Promise<void> => {
    const engine = await openEmbedded({ dataFolder, clock: new VirtualClock(instant('2020-03-02T09:00:00+08:00')) });
    await engine.close();
  };

  /** The first event of a stream, as if another hand had given its order; in other words too, where the data are changed. */
  const givenByAnother = (stream: string, change: (data: Record<string, unknown>) => void = () => undefined): void => {
    const log = new DatabaseSync(join(dataFolder, DATA_FILES.events));
    const event = log.prepare('SELECT data, metadata FROM events WHERE stream = ? AND revision = 0').get(stream);
    const data = JSON.parse(String(event?.['data'])) as Record<string, unknown>;
    const metadata = JSON.parse(String(event?.['metadata'])) as { orderDigest: string };
    expect(metadata.orderDigest).toMatch(/^[0-9a-f]{64}$/);
    metadata.orderDigest = metadata.orderDigest.replace(/./g, '0');
    change(data);
    log
      .prepare('UPDATE events SET data = ?, metadata = ? WHERE stream = ? AND revision = 0')
      .run(JSON.stringify(data), JSON.stringify(metadata), stream);
    log.close();
  };
  const inOtherWords = (data: Record<string, unknown>): void => {
    data['ref'] = String(data['ref']).replace(/#.*$/, `#${'0'.repeat(64)}`);
    for (const [text, words] of Object.entries({
      definition: { label: { zh: '', en: 'other words' } },
      set: { parameters: {} },
      calendar: { instrument: 'other words' },
    })) {
      if (data[text] !== undefined) data[text] = { ...(data[text] as object), ...words };
    }
  };

  it.each(['definition-IDENT-8', 'policy-CN-2016', 'calendar-CN-2016'])(
    '%s stands where persons published it in the same words',
    async (stream) => {
      givenByAnother(stream);
      await expect(begin()).resolves.toBeUndefined();
    },
  );

  it.each(['definition-IDENT-8', 'policy-CN-2016', 'calendar-CN-2016'])(
    '%s in other words keeps it from beginning',
    async (stream) => {
      givenByAnother(stream, inOtherWords);
      await expect(begin()).rejects.toMatchObject({ code: 'SHIPPED_LAW_REFUSED' });
    },
  );
});
