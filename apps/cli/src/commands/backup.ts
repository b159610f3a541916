import { join } from 'node:path';
import { SystemClock } from '#libs/clock';
import { backupHouse, DATA_FILES, eventStoreIn, type HouseCheck, NotABackup, openLogOf } from '#libs/embedded';
import { LogInUse } from '#libs/event-store';
import { LEDGER_FILES } from '#libs/ledger';
import { houseCopyFaults as faults, houseCopy as words, type Language } from '#libs/terms';
import { Failure } from '../failure.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';
import { Progress } from './progress.js';

export interface BackupOptions {
  readonly data?: string;
  readonly keys?: string;
}

/** Copies a house into an empty folder and looks through the copy; one whose log lies in an event store only while no server runs. */
export async function backup(target: string, { data, keys }: BackupOptions, around: Surroundings): Promise<ExitCode> {
  const { output, environment } = around;
  refuseVaultElsewhere(around);
  const folder = dataFolder(data, around);
  const eventStore = eventStoreIn(environment);
  const progress = new Progress(output);
  const held = eventStore === undefined ? undefined : await heldLog(folder, environment);
  try {
    const manifest = await backupHouse({
      dataFolder: folder,
      checkpoints: checkpointsOf(folder, around),
      target,
      ...(keys === undefined ? {} : { keys }),
      ...(held === undefined ? {} : { log: held.store }),
      clock: new SystemClock(),
      onProgress: (events) => progress.step(words.looking[output.language], events, events),
    }).catch(asFailure);
    progress.stop();
    const { house } = manifest;
    output.print({ target, ...manifest, files: Object.keys(manifest.files).length }, () =>
      checkText(target, house, output.language),
    );
    if (keys === undefined) output.note(words.keysLeftOut[output.language]);
    if (held !== undefined) output.note(words.logElsewhere[output.language]);
    return house.sound ? 0 : 1;
  } finally {
    progress.stop();
    await held?.close();
  }
}

/** @throws Failure where the vault lies in PostgreSQL: a copy of the folder would be one without what is sealed. */
export function refuseVaultElsewhere({ environment }: Surroundings): void {
  if ((environment['MINGCE_POSTGRES_URL'] ?? '') !== '') throw new Failure(faults.VAULT_ELSEWHERE);
}

/** As said, or in the data folder. */
export function checkpointsOf(folder: string, { environment }: Surroundings): string {
  const said = environment['MINGCE_CHECKPOINTS'] ?? '';
  return said === '' ? join(folder, LEDGER_FILES.checkpoints) : said;
}

/** Nobody writes meanwhile. @throws Failure where a server does. */
export async function heldLog(
  folder: string,
  environment: Surroundings['environment'],
): Promise<Awaited<ReturnType<typeof openLogOf>>> {
  return openLogOf(folder, DATA_FILES.events, eventStoreIn(environment)).catch((error: unknown) => {
    if (error instanceof LogInUse) throw new Failure(faults.serverRuns(folder), { cause: error });
    throw error;
  });
}

export function asFailure(error: unknown): never {
  if (error instanceof NotABackup) throw new Failure(faults[error.fault](error.about), { cause: error });
  throw error;
}

/** What a look through a house found, in one line, and more of them where something is wrong. */
export function checkText(folder: string, check: HouseCheck, language: Language): string {
  const { events, gaps, sealedMissing, ledger, sound } = check;
  const say = (key: keyof typeof words): string => words[key][language];
  return [
    `${sound ? '✓' : '✗'} ${folder} ${sound ? say('copySound') : say('copyUnsound')}: ${events} ${say('copyEvents')}${
      ledger === undefined ? '' : `, ${ledger.events} ${say('copyLedger')}`
    }`,
    ...(gaps.length > 0 ? [`  ✗ ${say('copyGaps')}: ${gaps.slice(0, 10).join(', ')} (${gaps.length})`] : []),
    ...(sealedMissing > 0 ? [`  ✗ ${say('copySealed')}: ${sealedMissing}`] : []),
    ...(ledger !== undefined && ledger.flaws.length > 0 ? [`  ✗ ${say('copyFlaws')}: ${ledger.flaws.join(', ')}`] : []),
  ].join('\n');
}
