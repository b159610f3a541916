import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_FILES } from '#libs/embedded';
import { type EventReader } from '#libs/event-store';
import { compareReadModels, ReadModels } from '#libs/read-models';

/** Rebuilds the read models beside the live ones and holds them against each other row by row: what differs, in words. */
export async function rebuiltDiffers(dataFolder: string, reader: EventReader): Promise<readonly string[]> {
  const file = join(dataFolder, 'rebuilt.db');
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true });
  const live = ReadModels.open(join(dataFolder, DATA_FILES.readModels));
  const rebuilt = ReadModels.open(file, { filling: true });
  try {
    await rebuilt.replay(reader);
    const behind =
      live.checkpoint() === rebuilt.checkpoint()
        ? []
        : [`read models end at ${live.checkpoint()}, the log at ${rebuilt.checkpoint()}`];
    return [
      ...behind,
      ...(await compareReadModels(rebuilt, live)).map(
        ({ table, missing, extra, different, samples }) =>
          `read model ${table}: ${missing} rows missing, ${extra} too many, ${different} different (${samples.join('; ')})`,
      ),
    ];
  } finally {
    await live.close();
    await rebuilt.close();
  }
}
