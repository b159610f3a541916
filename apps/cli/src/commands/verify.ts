import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SystemClock } from '#libs/clock';
import { instantOfMs, msOf } from '#libs/kernel';
import {
  CheckpointFolder,
  type Flaw,
  LEDGER_FILES,
  NoteUnreadable,
  parseCheckpoint,
  parseVerifierKey,
  type Place,
  type Verified,
  verifyLedger,
} from '#libs/ledger';
import { type Language, ledger as words, ledgerFaults } from '#libs/terms';
import { Failure, lineOf } from '../failure.js';
import { openStoredLog } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';
import { openLeafIndex } from './leaf-index.js';
import { Progress } from './progress.js';

export interface VerifyOptions {
  readonly data?: string;
  readonly checkpoints?: string;
  /** The log's key, as it was given out. */
  readonly key?: string;
  /** Keys of witnesses, separated by commas. */
  readonly witnesses?: string;
  /** Files with checkpoints kept elsewhere, separated by commas. */
  readonly known?: string;
  /** Hours within which there must have been a checkpoint. */
  readonly within?: string;
}

/** Holds log, ledger, tiles and checkpoints against each other, also beside a running server; names each flaw with its place. */
export async function verify(options: VerifyOptions, around: Surroundings): Promise<ExitCode> {
  const { output } = around;
  const { language } = output;
  const folder = dataFolder(options.data, around);
  const checkpoints = options.checkpoints ?? around.environment['MINGCE_CHECKPOINTS'] ?? join(folder, LEDGER_FILES.checkpoints);
  const asked = askedOf(options);
  const reader = await openStoredLog(folder, around);
  const progress = new Progress(output);
  try {
    const index = openLeafIndex(folder);
    try {
      const result = await verifyLedger({
        reader,
        index,
        folder: new CheckpointFolder(checkpoints),
        ...asked,
        onProgress: (done, of) => progress.step(words.verifying[language], done, of),
      });
      progress.stop();
      output.print(result, () => textOf(result, options.key !== undefined, language));
      return result.sound ? 0 : 1;
    } finally {
      index.close();
    }
  } finally {
    progress.stop();
    await reader.close();
  }
}

function askedOf({
  key,
  witnesses,
  known,
  within,
}: VerifyOptions): Pick<Parameters<typeof verifyLedger>[0], 'key' | 'witnesses' | 'known' | 'aliveSince'> {
  return {
    ...(key === undefined ? {} : { key: readable('--key', () => parseVerifierKey(key)) }),
    ...(witnesses === undefined
      ? {}
      : { witnesses: listOf(witnesses).map((vkey) => readable('--witness', () => parseVerifierKey(vkey))) }),
    ...(known === undefined
      ? {}
      : { known: listOf(known).map((file) => readable(`--known ${file}`, () => parseCheckpoint(readFileSync(file, 'utf8')))) }),
    ...(within === undefined ? {} : { aliveSince: Math.floor(msOf(new SystemClock().now()) / 1000) - hoursOf(within) * 3600 }),
  };
}

const listOf = (text: string): readonly string[] => text.split(',').filter((part) => part !== '');

function readable<T>(option: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const isOurs = error instanceof NoteUnreadable || (typeof error === 'object' && error !== null && 'errno' in error);
    if (isOurs) throw new Failure(ledgerFaults.cannotUse(option, lineOf(error)), { cause: error });
    throw error;
  }
}

function hoursOf(said: string): number {
  const hours = Number(said);
  if (!(hours > 0)) throw new Failure(ledgerFaults.hours(said));
  return hours;
}

function textOf(result: Verified, keyGiven: boolean, language: Language): string {
  const { sound, origin, events, checkpoints, newest, unsigned, witnesses, longestSilence, flaws, flawCount } = result;
  const say = (key: keyof typeof words): string => words[key][language];
  const more = flawCount - flaws.length;
  return [
    `${sound ? '✓' : '✗'} ${sound ? say('sound') : `${say('unsound')}, ${say('flaws')}: ${flawCount}`}`,
    ...flaws.map((flaw) => `  ✗ ${flawText(flaw, language)}`),
    ...(more > 0 ? [`    ${say('andMore')} ${more}`] : []),
    `  ${say('log')} ${origin}: ${events} ${say('events')}, ${checkpoints} ${say('checkpoints')}`,
    ...(newest === undefined
      ? []
      : [`  ${say('newest')}: ${newest.size} ${say('leaves')}, ${timeOf(newest.time)}, ${newest.root}`]),
    ...(unsigned > 0 ? [`  ${unsigned} ${say('unsigned')}`] : []),
    ...witnesses.map(({ name, size, time }) => `  ${say('cosignedBy')} ${name}: ${size} ${say('leaves')}, ${timeOf(time)}`),
    ...(longestSilence === undefined
      ? []
      : [`  ${say('longestSilence')}: ${timeOf(longestSilence.from)} – ${timeOf(longestSilence.to)}`]),
    ...(keyGiven ? [] : [`  ${say('believed')}`]),
  ].join('\n');
}

const timeOf = (seconds: number): string => instantOfMs(seconds * 1000).replace('.000Z', 'Z');

function flawText({ code, place }: Flaw, language: Language): string {
  return `${code} ${words[code][language]}${placeText(place, language)}`;
}

function placeText(place: Place, language: Language): string {
  const named = (key: 'position' | 'leaf' | 'leaves' | 'checkpoint' | 'expected' | 'found'): readonly string[] =>
    place[key] === undefined ? [] : [`${words[key][language]} ${String(place[key])}`];
  const parts = [
    ...(place.file === undefined ? [] : [place.file]),
    ...(place.stream === undefined ? [] : [place.stream]),
    ...(place.revision === undefined ? [] : [`${words.revision[language]} ${place.revision}`]),
    ...named('position'),
    ...named('leaf'),
    ...named('leaves'),
    ...named('checkpoint'),
    ...named('expected'),
    ...named('found'),
  ];
  return parts.length === 0 ? '' : ` [${parts.join(', ')}]`;
}
