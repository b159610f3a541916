import { readFile } from 'node:fs/promises';
import { checkCalendarYear, shippedCalendars } from '#libs/calendar';
import { checkDefinition, definitionOf, definitions } from '#libs/procedure';
import { commandFaults, commandLine as words } from '#libs/terms';
import { Failure, lineOf } from '../failure.js';
import { type ExitCode, type Surroundings } from './command.js';

const SHIPPED = /^([A-Z][A-Z0-9-]*)@(\d+)$/;

/** Proves a definition or the calendar of a year, of a file or one that we ship; names every fault with its path. */
export async function check(named: string, { output }: Surroundings): Promise<ExitCode> {
  const proven = await read(named);
  const problems = isCalendar(proven) ? checkCalendarYear(proven) : checkDefinition(proven);
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

const isCalendar = (proven: unknown): boolean => typeof proven === 'object' && proven !== null && 'holidays' in proven;

async function read(named: string): Promise<unknown> {
  const [, id, version] = SHIPPED.exec(named) ?? [];
  const calendar = shippedCalendars.find((one) => one.id === id && one.version === Number(version));
  if (calendar !== undefined) return calendar;
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
