import { join } from 'node:path';
import { LEDGER_FILES, NotALedger, SqliteLeafIndex } from '#libs/ledger';
import { ledgerFaults } from '#libs/terms';
import { Failure } from '../failure.js';

/** The index of the ledger beside a log, to be read. @throws Failure where the data folder has no ledger. */
export function openLeafIndex(folder: string): SqliteLeafIndex {
  try {
    return SqliteLeafIndex.openReader(join(folder, LEDGER_FILES.index));
  } catch (error) {
    if (error instanceof NotALedger) throw new Failure(ledgerFaults.noLedger(error.message), { cause: error });
    throw error;
  }
}
