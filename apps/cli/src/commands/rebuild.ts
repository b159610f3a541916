import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_FILES, eventStoreIn, openLogOf } from '#libs/embedded';
import { LogInUse } from '#libs/event-store';
import { compareReadModels, ReadModels, rebuildReadModels, type TableDifference } from '#libs/read-models';
import { commandLine as words } from '#libs/terms';
import { Failure } from '../failure.js';
import { openLog } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';
import { Progress } from './progress.js';

export interface RebuildOptions {
  readonly data?: string;
  readonly check?: boolean;
}

/** Builds the read models again from the log; ends well only where the old rows were the same. `--check` swaps nothing. */
export async function rebuild(options: RebuildOptions, around: Surroundings): Promise<ExitCode> {
  const folder = dataFolder(options.data, around);
  const { output } = around;
  const progress = new Progress(output);
  try {
    const onProgress = (total: bigint) => (position: bigint) =>
      progress.step(words.rebuild[output.language], Number(position) + 1, Number(total) + 1);
    const result = options.check === true ? await compare(folder, around, onProgress) : await swap(folder, around, onProgress);
    progress.stop();
    const { differences } = result;
    const same = differences === undefined || differences.length === 0;
    output.print({ ...result, same }, () =>
      [
        ...(differences ?? []).map(
          ({ table, missing, extra, different, samples }) =>
            `✗ ${table}: -${missing} +${extra} ≠${different} (${samples.join('; ')})`,
        ),
        `${same ? '✓' : '✗'} ${same ? words.rowsSame[output.language] : words.rowsDiffer[output.language]}${result.swapped ? `, ${words.swapped[output.language]}` : ''}`,
      ].join('\n'),
    );
    return same ? 0 : 1;
  } finally {
    progress.stop();
  }
}

interface Result {
  readonly checkpoint: bigint;
  readonly differences: readonly TableDifference[] | undefined;
  readonly swapped: boolean;
}

type OnProgress = (total: bigint) => (position: bigint) => void;

async function compare(folder: string, around: Surroundings, onProgress: OnProgress): Promise<Result> {
  const file = join(folder, DATA_FILES.readModels);
  const log = await openLog(folder, around);
  const fresh = ReadModels.open(':memory:');
  try {
    if (!existsSync(file)) throw new Failure(`${file} does not exist; there is nothing to compare with`);
    const kept = ReadModels.open(file);
    try {
      const checkpoint = kept.checkpoint();
      await fresh.replay(log, { upTo: checkpoint, onProgress: onProgress(checkpoint) });
      return { checkpoint, differences: compareReadModels(fresh, kept), swapped: false };
    } finally {
      kept.close();
    }
  } finally {
    fresh.close();
    await log.close();
  }
}

async function swap(folder: string, around: Surroundings, onProgress: OnProgress): Promise<Result> {
  await (await openLog(folder, around)).close();
  // The writer's lock says that no server serves rows from the file that is put aside.
  const log = await openLogOf(folder, DATA_FILES.events, eventStoreIn(around.environment)).catch((error: unknown) => {
    if (error instanceof LogInUse) throw new Failure(`${error.message}; stop the server first, or compare only with --check`);
    throw error;
  });
  try {
    const { store } = log;
    const rebuilt = await rebuildReadModels(join(folder, DATA_FILES.readModels), store, onProgress(await store.head()));
    return { ...rebuilt, swapped: true };
  } finally {
    await log.close();
  }
}
