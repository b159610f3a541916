import { setTimeout as pause } from 'node:timers/promises';
import { isPostgresAway, PostgresUnreachable } from './postgres-faults.js';

const AGAIN_AFTER_MS = 250;

export interface Patience {
  /** How long is waited at most; for as long as it takes where absent. Milliseconds. */
  readonly withinMs?: number;
  /** Nobody waits any more. */
  readonly signal?: AbortSignal;
}

/** Does it again and again while the server is away: only for what may be done twice. @throws what `work` throws, PostgresUnreachable when patience ends or the server was let go of. */
export async function patiently<T>(work: () => Promise<T>, { withinMs = Infinity, signal }: Patience = {}): Promise<T> {
  for (let waited = 0; ; waited += AGAIN_AFTER_MS) {
    try {
      return await work();
    } catch (error) {
      const isForGood = error instanceof PostgresUnreachable && error.forGood;
      if (!isPostgresAway(error) || isForGood || waited >= withinMs || signal?.aborted === true) throw error;
      await pause(AGAIN_AFTER_MS);
    }
  }
}
