import { EventStoreUnreachable } from '#libs/event-store';
import { isPostgresAway } from '#libs/postgres';

/** Why a ledger signs nothing any more. The engine goes on; a person must look. */
export type LedgerFault =
  /** The event at the ledger's last leaf is not the one that was hashed, or is gone: the log was cut, exchanged or put back. */
  | 'LOG_IS_NOT_THE_SAME'
  /** The log ends before what was signed. */
  | 'LOG_IS_SHORTER'
  /** The tree has another root where a checkpoint was signed. */
  | 'ROOT_IS_NOT_THE_SAME'
  /** The newest checkpoint in the folder is not of this ledger's key. */
  | 'CHECKPOINT_NOT_OURS'
  /** It cannot read or write: the error is told beside. */
  | 'LEDGER_BROKEN';

/** The ledger stands still, and why. */
export class LedgerStopped extends Error {
  override readonly name = 'LedgerStopped';
  constructor(
    readonly code: LedgerFault,
    what: string,
    options?: ErrorOptions,
  ) {
    super(what, options);
  }
}

/** Weather: the server of the log, or of what was signed, does not answer. It is asked again. */
export function isAway(error: unknown): boolean {
  return error instanceof EventStoreUnreachable || isPostgresAway(error);
}
