import { readFile } from 'node:fs/promises';
import { accountOf, rehearse } from '#libs/rehearsal';
import { Failure, lineOf } from '../failure.js';
import { type ExitCode, type Surroundings } from './command.js';

/** Rehearses a script; ends well only where it expects something and all of it holds. */
export async function tryScript(file: string, { output }: Surroundings): Promise<ExitCode> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Failure(`${file}: ${lineOf(error)}`);
  });
  const report = await rehearse(text);
  output.print(report, () => accountOf(report, output.language));
  return report.ok && report.expectations > 0 ? 0 : 1;
}
