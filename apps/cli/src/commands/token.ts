import { SystemClock } from '#libs/clock';
import { TokenDesk, type TokenScope } from '#libs/identity';
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
  /** Absent: {@link HOURS} for the whole API, {@link YEAR} for one door. */
  readonly ttl?: string;
  /** For this door alone. */
  readonly scope?: TokenScope;
  readonly data?: string;
}

const HOURS = '8h';
const YEAR = '365d';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * Issues a token for an office that the person holds today, for the API or for one door; whoever can read the token keys of the
 * folder may. Of a calendar the address is said, for it is what a calendar program wants.
 */
export async function token(options: TokenOptions, around: Surroundings): Promise<ExitCode> {
  const { person, area, scope } = options;
  const ttl = secondsOf(options.ttl ?? (scope === undefined ? HOURS : YEAR));
  const office = officeOf(options.office);
  const folder = dataFolder(options.data, around);
  const clock = new SystemClock();
  const log = await openLog(folder, around);
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
  const issued = await desk.issueToken({ accountId: person, office, area, ttl, ...(scope === undefined ? {} : { scope }) });
  const address =
    scope === 'calendar' ? `/api/v1/calendars/${office}/${encodeURIComponent(area)}.ics?token=${issued}` : undefined;
  const said = { token: issued, person, office, area, ttl, ...(scope && { scope }), ...(address && { address }) };
  around.output.print(said, () => address ?? issued);
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
