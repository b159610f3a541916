import { clientOf, DATA_FILES, looked, moveLog, openLogOf, TargetDiffers } from '#libs/embedded';
import { LogInUse } from '#libs/event-store';
import { houseCopyFaults as faults, houseCopy as words } from '#libs/terms';
import { Failure } from '../failure.js';
import { checkpointsOf, checkText } from './backup.js';
import { type ExitCode, type Surroundings } from './command.js';
import { Progress } from './progress.js';

export interface MigrateOptions {
  /** `sqlite:<data folder>`. */
  readonly from: string;
  /** `kurrentdb://…` or `esdb://…`. */
  readonly to: string;
}

/** Moves the log of a data folder to an event store; ends well only where every event stands there as it was, and the ledger agrees. */
export async function migrate({ from, to }: MigrateOptions, around: Surroundings): Promise<ExitCode> {
  const { output } = around;
  const [, folder] = /^sqlite:(.+)$/.exec(from) ?? [];
  if (folder === undefined) throw new Failure(faults.badSource(from));
  const progress = new Progress(output);
  const source = await openLogOf(folder, DATA_FILES.events).catch((error: unknown) => {
    if (error instanceof LogInUse) throw new Failure(faults.serverRuns(folder), { cause: error });
    throw error;
  });
  try {
    const target = await clientOf({ url: to });
    try {
      const moved = await moveLog({
        dataFolder: folder,
        source: source.store,
        target,
        onProgress: (phase, events, of) => progress.step(words[phase][output.language], events, of),
      }).catch((error: unknown) => {
        if (error instanceof TargetDiffers)
          throw new Failure(faults.targetDiffers(String(error.place), error.id), { cause: error });
        throw error;
      });
      const house = await looked(folder, checkpointsOf(folder, around), target, (events) =>
        progress.step(words.looking[output.language], events, moved.events),
      );
      progress.stop();
      output.print({ data: folder, ...moved, house }, () => checkText(folder, house, output.language));
      output.note(words.moved[output.language]);
      return house.sound ? 0 : 1;
    } finally {
      await target.close();
    }
  } finally {
    progress.stop();
    await source.close();
  }
}
