import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { spokenLog } from '#libs/application';
import { DATA_FILES, eventStoreIn, openLogOf } from '#libs/embedded';
import { LogInUse } from '#libs/event-store';
import {
  compareReadModels,
  openPostgresReadModels,
  ReadModels,
  rebuildPostgresReadModels,
  rebuildReadModels,
  type TableDifference,
} from '#libs/read-models';
import { commandLine as words } from '#libs/terms';
import { Failure } from '../failure.js';
import { openLog, postgresIn } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';
import { Progress } from './progress.js';

export interface RebuildOptions {
  readonly data?: string;
  readonly check?: boolean;
}

/**
 * Builds the read models again from the log; ends well only where the old rows were the same. `--check` swaps nothing. Where a PostgreSQL
 * is set the read models in it are meant: they are built beside, and served throughout.
 */
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
  const log = await openLog(folder, around);
  const fresh = ReadModels.open(':memory:');
  try {
    const kept = await openKept(folder, around);
    try {
      const checkpoint = kept.checkpoint();
      await fresh.replay(log, { upTo: checkpoint, onProgress: onProgress(checkpoint) });
      return { checkpoint, differences: await compareReadModels(fresh, kept), swapped: false };
    } finally {
      await kept.close();
    }
  } finally {
    await fresh.close();
    await log.close();
  }
}

function openKept(folder: string, { environment }: Surroundings): ReadModels | Promise<ReadModels> {
  const url = postgresIn(environment);
  if (url !== undefined) return openPostgresReadModels({ url, readOnly: true });
  const file = join(folder, DATA_FILES.readModels);
  if (!existsSync(file)) throw new Failure(`${file} does not exist; there is nothing to compare with`);
  return ReadModels.open(file);
}

async function swap(folder: string, around: Surroundings, onProgress: OnProgress): Promise<Result> {
  const url = postgresIn(around.environment);
  if (url !== undefined) {
    const log = await openLog(folder, around);
    try {
      return { ...(await rebuildPostgresReadModels({ url }, log, onProgress(await log.head()))), swapped: true };
    } finally {
      await log.close();
    }
  }
  await (await openLog(folder, around)).close();
  // The writer's lock says that no server serves rows from the file that is put aside.
  const log = await openLogOf(folder, DATA_FILES.events, eventStoreIn(around.environment)).catch((error: unknown) => {
    if (error instanceof LogInUse) throw new Failure(`${error.message}; stop the server first, or compare only with --check`);
    throw error;
  });
  try {
    const store = spokenLog(log.store);
    const rebuilt = await rebuildReadModels(join(folder, DATA_FILES.readModels), store, onProgress(await store.head()));
    return { ...rebuilt, swapped: true };
  } finally {
    await log.close();
  }
}
