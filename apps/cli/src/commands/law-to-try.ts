import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { shippedCalendars } from '#libs/calendar';
import { definitions, policySets } from '#libs/procedure';
import { lawToTry, type Proposal, type References, together } from '#libs/replay';
import { replayFaults } from '#libs/terms';
import { Failure } from '../failure.js';

const NAMED = /^[A-Z][A-Z0-9-]*@\d+$/;

/** Law to be tried, of files or by `id@version`, separated by commas. @throws Failure where one is not found or not sound. */
export async function lawsNamed(named: string, references: References): Promise<Proposal> {
  const law = named.split(',').filter((part) => part !== '');
  return together(await Promise.all(law.map((one) => readLaw(one, references))));
}

async function readLaw(named: string, references: References): Promise<Proposal> {
  const found = NAMED.test(named) ? published(named, references) : undefined;
  if (found === undefined && !existsSync(named)) throw new Failure(replayFaults.noSuchLaw(named));
  const proposal = lawToTry(found ?? parsedFile(named, await readFile(named, 'utf8')));
  if ('problems' in proposal) throw new Failure(replayFaults.notLaw(named, proposal.problems));
  return proposal;
}

function parsedFile(named: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(replayFaults.notJson(named), { cause: error });
  }
}

/** What the log holds under a name, or else what comes with this program. */
function published(named: string, references: References): unknown {
  const { lawBook } = references.now();
  const isNamed = ({ id, version }: { readonly id: string; readonly version: number }): boolean => `${id}@${version}` === named;
  const calendars = [...references.calendars().map(({ calendar }) => calendar), ...shippedCalendars];
  const sets = [...lawBook.allPolicySets(), ...policySets];
  return lawBook.definition(named)?.definition ?? definitions.find(isNamed) ?? sets.find(isNamed) ?? calendars.find(isNamed);
}
