import { readFileSync } from 'node:fs';
import { isAsDrawn, type Sample, SampleNotDrawn, sampleOf } from '#libs/oversight';
import { commandFaults, commandLine as words, type Language, sampleWords } from '#libs/terms';
import { Failure, lineOf } from '../failure.js';
import { intoNewFile } from '../new-file.js';
import { tableText } from '../output.js';
import { openLog, referencesOf } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';
import { openLeafIndex } from './leaf-index.js';

export interface SampleOptions {
  readonly no?: string;
  readonly data?: string;
  readonly out?: string;
  /** File of a draw that is to be made again. */
  readonly check?: string;
}

/**
 * Makes a draw that an inspection ordered (domain.md R17), beside a running server: the same wherever it is made. With a file, holds
 * the draw in it against its own root and population; exit code 0 only where it is the same.
 */
export async function sample(inspection: string, options: SampleOptions, around: Surroundings): Promise<ExitCode> {
  const { output } = around;
  const { language } = output;
  if (options.check !== undefined) {
    const right = isAsDrawn(read(options.check));
    output.print({ right }, () => (right ? `✓ ${sampleWords.right[language]}` : `✗ ${sampleWords.wrong[language]}`));
    return right ? 0 : 1;
  }
  const folder = dataFolder(options.data, around);
  const reader = await openLog(folder, around);
  try {
    const { directory } = await referencesOf(reader);
    const index = openLeafIndex(folder);
    try {
      const drawn = await intoNewFile(options.out, async (write) => {
        const made = await sampleOf({ reader, index, directory }, inspection, numberOf(options.no ?? '1'));
        await write(`${JSON.stringify(made, null, 2)}\n`);
        return made;
      });
      output.print(drawn, () => textOf(drawn, language, options.out));
      return 0;
    } finally {
      index.close();
    }
  } catch (error) {
    if (error instanceof SampleNotDrawn) throw new Failure(sampleWords[error.code](error.about), { cause: error });
    throw error;
  } finally {
    await reader.close();
  }
}

function numberOf(said: string): number {
  const no = Number(said);
  if (!Number.isInteger(no) || no < 1) throw new Failure(commandFaults.wholeNumber('--no', said));
  return no;
}

function read(file: string): Sample {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Sample;
  } catch (error) {
    throw new Failure(commandFaults.cannotRead(file, lineOf(error)), { cause: error });
  }
}

function textOf({ root, order, strata, drawn, checkpoint }: Sample, language: Language, out: string | undefined): string {
  const say = (key: 'root' | 'stratum' | 'cases' | 'drawn' | 'ticket' | 'unsigned'): string => sampleWords[key][language];
  return [
    `${say('root')} (${order.atSize}): ${root}`,
    ...(checkpoint === null ? [say('unsigned')] : []),
    tableText([
      [say('stratum'), say('cases'), say('drawn')],
      ...strata.map(({ stratum, cases, drawn: count }) => [stratum, String(cases), String(count)]),
    ]),
    '',
    tableText([
      [say('stratum'), say('drawn'), say('ticket')],
      ...drawn.map(({ stratum, caseId, ticket }) => [stratum, caseId, ticket.slice(0, 16)]),
    ]),
    ...(out === undefined ? [] : [`✓ ${words.written[language]} ${out}`]),
  ].join('\n');
}
