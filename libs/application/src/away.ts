import { EventStoreUnreachable } from '#libs/event-store';
import { PostgresUnreachable } from '#libs/postgres';

/** Weather: the server of the log or of the vault does not answer. All that is given now would fail alike, and may be given again. */
export function isAway(error: unknown): boolean {
  return error instanceof EventStoreUnreachable || error instanceof PostgresUnreachable;
}
