import { type Output } from '../output.js';

/** What surrounds a command: where it answers, and when it shall stop. */
export interface Surroundings {
  readonly output: Output;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The exit code: 0 only where all is as expected. */
export type ExitCode = 0 | 1;

/** The data folder of a command: as said, or MINGCE_DATA, or ./data. */
export function dataFolder(said: string | undefined, { environment }: Surroundings): string {
  return said ?? environment['MINGCE_DATA'] ?? './data';
}
