import { SystemClock } from '#libs/clock';
import { TokenDesk } from '#libs/identity';
import { civilDateOf } from '#libs/kernel';
import { type Office, OFFICES } from '#libs/procedure';
import { unknownWord } from '#libs/rehearsal';
import { commandFaults } from '#libs/terms';
import { Failure } from '../failure.js';
import { openLog, referencesOf } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';

export interface TokenOptions {
  readonly person: string;
  readonly office: string;
  readonly area: string;
  readonly ttl: string;
  readonly data?: string;
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Issues a token for an office that the person holds today; whoever can read the token key of the folder may. */
export async function token(options: TokenOptions, around: Surroundings): Promise<ExitCode> {
  const { person, area, ttl } = options;
  const office = officeOf(options.office);
  const folder = dataFolder(options.data, around);
  const clock = new SystemClock();
  const log = await openLog(folder);
  try {
    const { directory } = await referencesOf(log);
    const held = directory.officesOn(person, civilDateOf(clock.now()));
    if (!held.some((one) => one.office === office && one.area === area)) {
      const others = held.map((one) => `${one.office} ${one.area}`);
      throw new Failure(commandFaults.notHeld(person, office, area, others));
    }
  } finally {
    await log.close();
  }
  const desk = await TokenDesk.open(folder, clock);
  const issued = await desk.issueToken({ accountId: person, office, area, ttl: secondsOf(ttl) });
  around.output.print({ token: issued, person, office, area, ttl: secondsOf(ttl) }, () => issued);
  return 0;
}

function officeOf(said: string): Office {
  const office = OFFICES.find((known) => known === said);
  if (office === undefined) throw new Failure(unknownWord('office', said, OFFICES));
  return office;
}

function secondsOf(said: string): number {
  const [, count, unit = 's'] = /^(\d+)([smhd])?$/.exec(said) ?? [];
  const seconds = Number(count) * (UNITS[unit] ?? 1);
  if (!Number.isSafeInteger(seconds) || seconds < 1) throw new Failure(commandFaults.duration(said));
  return seconds;
}
