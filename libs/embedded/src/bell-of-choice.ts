import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock } from '#libs/clock';
import { redis as words } from '#libs/terms';
import { type Bell, BullmqBell, type BullmqBellOptions, EmbeddedBell, type RedisTrouble, type States } from '#libs/wakeups';

/** A Redis that rings instead of the table in the data folder. */
export interface RedisOptions {
  readonly url: string;
  /** After how long without a ring, while something is due, the bell no longer waits for Redis. */
  readonly patienceMs?: number;
  /** How often it is asked how it is set. */
  readonly checkMs?: number;
  /** What falls due later is not held by it yet; a run of years on a virtual clock wants more than the usual 36 hours. */
  readonly horizonMs?: number;
}

/**
 * The bell in Redis, where there is to be one, or in a table of the data folder. A Redis that is not as it should be keeps nobody
 * from beginning: `say` is told, in one line, what is wrong; and again whenever that changes, also that it is right again.
 * @throws NotABell, NoRedisUrl
 */
export async function openBell(
  dataFolder: string,
  tableFile: string,
  clock: Clock,
  states: States,
  redis: RedisOptions | undefined,
  say: (line: string) => void,
): Promise<Bell> {
  if (redis === undefined) return EmbeddedBell.open(join(dataFolder, tableFile), clock);
  return openBullmqBell(clock, states, { ...redis, name: queueOf(dataFolder) }, say);
}

/** The bell in a queue of a Redis; `say` is told as {@link openBell} says. @throws NoRedisUrl */
export async function openBullmqBell(
  clock: Clock,
  states: States,
  options: BullmqBellOptions,
  say: (line: string) => void,
): Promise<BullmqBell> {
  const bell = await BullmqBell.open(clock, states, { ...options, onCondition: ({ troubles }) => say(lineOf(troubles)) });
  const { troubles } = bell.condition();
  if (troubles.length > 0) say(lineOf(troubles));
  return bell;
}

/** The queue of a data folder: two of them on one Redis do not get each other's wake-ups. */
export function queueOf(dataFolder: string): string {
  return `mingce-${createHash('sha256').update(realpathSync(dataFolder)).digest('hex').slice(0, 12)}`;
}

function lineOf(troubles: readonly RedisTrouble[]): string {
  const said = (['zh', 'en'] as const).map((language) =>
    troubles.length === 0
      ? words.RIGHT_AGAIN[language]
      : `${words.RINGS_LATER[language]}: ${troubles.map((trouble) => words[trouble][language]).join('; ')}`,
  );
  return said.join(' / ');
}
