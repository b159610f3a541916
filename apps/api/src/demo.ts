import { SystemClock } from '#libs/clock';
import { type EventStoreOptions } from '#libs/embedded';
import { type TokenDesk } from '#libs/identity';
import { findTerm } from '#libs/terms';

/** A demonstration, played into a folder of its own: its past lies years back, which a log in use could not take. */
export interface Demo {
  readonly dataFolder: string;
  /** Lines with one account for each office, and a token for it. */
  accounts(tokens: TokenDesk): Promise<readonly string[]>;
}

/** Accounts that anybody can read in the start lines have no place where real people are served. */
export class NoDemoInProduction extends Error {
  override readonly name = 'NoDemoInProduction';
  readonly code = 'NO_DEMO_IN_PRODUCTION';
  constructor() {
    super('the demo prints tokens for everybody to read and is not started with NODE_ENV=production; start without --demo');
  }
}

const A_WEEK_SECONDS = 7 * 86_400;

/**
 * Plays the demonstration up to now, where it was not played before; the simulation is loaded only for this.
 * @throws NoDemoInProduction
 */
export async function playDemo(dataFolder: string, log: (line: string) => void, eventStore?: EventStoreOptions): Promise<Demo> {
  if (process.env['NODE_ENV'] === 'production') throw new NoDemoInProduction();
  const simulation = await import('#libs/simulation');
  log(`playing the demo into ${dataFolder}; the first time this takes a while`);
  const holders = await simulation.playDemo({
    dataFolder,
    ...(eventStore === undefined ? {} : { eventStore }),
    now: new SystemClock().now(),
  });
  return {
    dataFolder,
    accounts: async (tokens) => {
      const lines = ['', 'accounts of the demo, each with a token for a week (send it as: Authorization: Bearer <token>)'];
      for (const { person, office, area } of holders) {
        const token = await tokens.issueToken({ accountId: person, office, area, ttl: A_WEEK_SECONDS });
        lines.push(`  ${findTerm('office', office)?.zh ?? office} ${office}, ${person}`, `    ${token}`);
      }
      return lines;
    },
  };
}
