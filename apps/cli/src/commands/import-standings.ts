import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { inParallel } from '#libs/application';
import { type Finding, isCivilDate } from '#libs/kernel';
import { commandFaults, commandLine as words, type Language, refusalText } from '#libs/terms';
import { Failure, lineOf } from '../failure.js';
import { type ExitCode, type Surroundings } from './command.js';
import { type Door, openDoor } from './order-door.js';
import { Progress } from './progress.js';
import { type ReadRow, readStandings, type StandingRow, withErrors } from './standings-file.js';

export interface ImportOptions {
  readonly asOf: string;
  readonly instrument: string;
  readonly confirmedBy: string;
  readonly actor?: string;
  readonly dryRun: boolean;
  readonly server?: string;
  readonly token?: string;
  readonly data?: string;
  readonly out?: string;
  readonly totalHouseholds?: string;
  readonly totalPersons?: string;
}

const AT_ONCE = 32;

interface Totals {
  readonly households: number;
  readonly persons: number;
}

/**
 * Takes over the standing of the households of a signed list (domain.md R6). Every row is rehearsed first; nothing is recorded
 * unless all of them pass and the totals are those of the source. Row errors are written into a copy of the file.
 */
export async function importStandings(file: string, options: ImportOptions, around: Surroundings): Promise<ExitCode> {
  const { output } = around;
  if (!isCivilDate(options.asOf)) throw new Failure(commandFaults.date('--as-of', options.asOf));
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new Failure(commandFaults.cannotRead(file, lineOf(error)));
  });
  const list = readStandings(bytes.toString('utf8'));
  const errors = new Map<number, string>(
    list.rows
      .filter(({ errors }) => errors.length > 0)
      .map(({ line, errors }) => [line, errors.map((error) => error[output.language]).join('; ')]),
  );
  const fileDigest = createHash('sha256').update(bytes).digest('hex');
  const totals = totalsOf(list.rows);
  const unequal = againstSource(totals, options, output.language);
  const door = await openDoor(options, around);
  const progress = new Progress(output);
  try {
    const sound = list.rows.filter(({ row }) => row !== undefined);
    const give = async (dryRun: boolean): Promise<void> => {
      let done = 0;
      await inParallel(sound, AT_ONCE, async ({ line, row }) => {
        const findings = row === undefined ? [] : await giveRow(door, row, { ...options, fileDigest, dryRun });
        if (findings.length > 0) errors.set(line, findings.map((finding) => refusalText(finding, output.language)).join(' '));
        progress.step(dryRun ? words.dryRun[output.language] : words.importStandings[output.language], ++done, sound.length);
      });
    };
    await give(true);
    const lawful = errors.size === 0 && unequal.length === 0;
    if (lawful && !options.dryRun) await give(false);
    progress.stop();
    const copy = errors.size === 0 ? undefined : (options.out ?? file.replace(/(\.csv)?$/i, '.errors.csv'));
    if (copy !== undefined)
      await writeFile(
        copy,
        withErrors(list, (line) => errors.get(line) ?? ''),
      );
    const holds = errors.size === 0 && unequal.length === 0;
    const result = {
      file,
      fileDigest,
      dryRun: options.dryRun,
      rows: list.rows.length,
      ...totals,
      unequal,
      recorded: holds && !options.dryRun,
    };
    const refused = [...errors].sort(([a], [b]) => a - b).map(([line, error]) => ({ line, error }));
    output.print({ ...result, errors: refused, ...(copy === undefined ? {} : { copy }) }, () =>
      [
        ...refused.slice(0, 20).map(({ line, error }) => `✗ ${words.line[output.language]} ${line}: ${error}`),
        ...(refused.length > 20 ? [`  … ${refused.length - 20}`] : []),
        ...unequal.map((text) => `✗ ${text}`),
        `${holds ? '✓' : '✗'} ${totals.households} ${words.households[output.language]}, ${totals.persons} ${words.persons[output.language]}; ${refused.length} ${words.rejected[output.language]}${options.dryRun ? ` (${words.dryRun[output.language]})` : ''}`,
        ...(copy === undefined ? [] : [`${words.written[output.language]} ${copy}`]),
      ].join('\n'),
    );
    return holds ? 0 : 1;
  } finally {
    progress.stop();
    await door.close();
  }
}

function giveRow(
  door: Door,
  row: StandingRow,
  { asOf, instrument, confirmedBy, fileDigest, dryRun }: ImportOptions & { readonly fileDigest: string },
): Promise<readonly Finding[]> {
  const { householdId, ...data } = row;
  return door.give({
    key: `standings ${fileDigest} ${householdId}`,
    target: `household-${householdId}`,
    order: { type: 'TakeOverStanding', data: { ...data, asOf, fileDigest, instrument, confirmedBy } },
    dryRun,
  });
}

function totalsOf(rows: readonly ReadRow[]): Totals {
  return rows.reduce<Totals>(
    ({ households, persons }, { row }) => ({
      households: households + 1,
      persons: persons + Object.keys(row?.memberNos ?? {}).length,
    }),
    { households: 0, persons: 0 },
  );
}

/** Households and persons are always a pair: what the source says of its own totals must be so. */
function againstSource(totals: Totals, { totalHouseholds, totalPersons }: ImportOptions, language: Language): readonly string[] {
  const compare = (name: string, said: string | undefined, found: number): readonly string[] => {
    if (said === undefined) return [];
    if (!/^\d+$/.test(said)) throw new Failure(commandFaults.wholeNumber(name, said));
    return Number(said) === found ? [] : [commandFaults.total(name, said, found)[language]];
  };
  return [
    ...compare('--total-households', totalHouseholds, totals.households),
    ...compare('--total-persons', totalPersons, totals.persons),
  ];
}
