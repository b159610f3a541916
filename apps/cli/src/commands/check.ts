import { readFile } from 'node:fs/promises';
import { checkCalendarYear, shippedCalendars } from '#libs/calendar';
import { checkDefinition, checkPolicySet, definitionOf, definitions, policySets, type Problem } from '#libs/procedure';
import { commandFaults, commandLine as words } from '#libs/terms';
import { Failure, lineOf } from '../failure.js';
import { type ExitCode, type Surroundings } from './command.js';

const SHIPPED = /^([A-Z][A-Z0-9-]*)@(\d+)$/;

/** Proves a definition, a policy set or the calendar of a year, of a file or one that we ship; names every fault with its path. */
export async function check(named: string, { output }: Surroundings): Promise<ExitCode> {
  const proven = await read(named);
  const problems = problemsOf(proven);
  const { language } = output;
  output.print({ definition: named, sound: problems.length === 0, problems }, () =>
    problems.length === 0
      ? `✓ ${named} ${words.sound[language]}`
      : [
          `✗ ${named} ${words.unsound[language]}`,
          ...problems.map(
            ({ path, code, message, expected, actual }) =>
              `  ${path === '' ? '.' : path}: ${message[language]} (${code}); ${words.expected[language]} ${JSON.stringify(expected)}, ${JSON.stringify(actual)}`,
          ),
        ].join('\n'),
  );
  return problems.length === 0 ? 0 : 1;
}

/** What it is tells itself, as for `whatif`: a calendar has holidays, a policy set parameters; all else is held to be a definition. */
function problemsOf(proven: unknown): readonly Problem[] {
  const law = typeof proven === 'object' && proven !== null ? proven : {};
  if ('holidays' in law) return checkCalendarYear(proven);
  return 'parameters' in law ? checkPolicySet(proven) : checkDefinition(proven);
}

async function read(named: string): Promise<unknown> {
  const [, id, version] = SHIPPED.exec(named) ?? [];
  const isNamed = (one: { readonly id: string; readonly version: number }): boolean =>
    one.id === id && one.version === Number(version);
  const shipped = shippedCalendars.find(isNamed) ?? policySets.find(isNamed);
  if (shipped !== undefined) return shipped;
  if (id !== undefined && version !== undefined) {
    try {
      return definitionOf(id, Number(version));
    } catch (error) {
      throw new Failure(lineOf(error));
    }
  }
  const text = await readFile(named, 'utf8').catch((error: unknown) => {
    const known = definitions.map((one) => `${one.id}@${one.version}`).join(', ');
    throw new Failure(commandFaults.noLawFile(lineOf(error), known));
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(commandFaults.notJson(named, lineOf(error)));
  }
}
