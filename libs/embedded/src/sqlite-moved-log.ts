import { existsSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const PROCESSES = 'processes';
/** What stood there before the log was moved: a move that was cut off is done again from it. */
const BEFORE = 'processes, before the log was moved';

/** Gives each leaf of a ledger the position at which its event now stands: leaf n is of the log's event n. */
export function moveLeaves(file: string, positions: readonly bigint[]): void {
  if (!existsSync(file)) return;
  inTransaction(file, (db) => {
    // By way of negative ones: a new position may be the old one of another leaf.
    const move = db.prepare('UPDATE leaf SET position = ? WHERE idx = ?');
    const { leaves } = db.prepare('SELECT count(*) AS leaves FROM leaf').get() as { leaves: number };
    for (let leaf = 0; leaf < leaves; leaf++) {
      const position = positions[leaf];
      if (position === undefined) throw new RangeError(`leaf ${leaf} is of no event: the log has ${positions.length}`);
      move.run(-2n - position, leaf);
    }
    db.exec('UPDATE leaf SET position = -2 - position');
  });
}

/** Lets the processes stand after the same event: `was` and `is` are its positions in order. */
export function moveCheckpoint(file: string, was: readonly bigint[], is: readonly bigint[]): void {
  if (!existsSync(file)) return;
  inTransaction(file, (db) => {
    db.prepare('INSERT OR IGNORE INTO checkpoint SELECT ?, position FROM checkpoint WHERE consumer = ?').run(BEFORE, PROCESSES);
    const before = db.prepare('SELECT position FROM checkpoint WHERE consumer = ?').get(BEFORE)?.['position'];
    if (before === undefined) return;
    const done = was.filter((position) => position <= BigInt(before as number)).length;
    db.prepare('UPDATE checkpoint SET position = ? WHERE consumer = ?').run(is[done - 1] ?? -1n, PROCESSES);
  });
}

/** What comes again from the log, with positions of the new one. */
export function forgetDerived(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

function inTransaction(file: string, work: (db: DatabaseSync) => void): void {
  const db = new DatabaseSync(file, { timeout: 5_000 });
  try {
    db.exec('BEGIN IMMEDIATE');
    work(db);
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  } finally {
    db.close();
  }
}
