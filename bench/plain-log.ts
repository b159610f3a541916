import { DatabaseSync } from 'node:sqlite';

/** A row of the log as text: metadata whole, with what the order said and was decided on. */
export type Row = readonly [type: string, data: string, metadata: string];

/** What the limits read: an event is one row of one table, with all its bytes and both indexes of the log. */
const PLAIN = `CREATE TABLE plain.events (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL,
  id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL, UNIQUE (stream, revision)) STRICT;`;

/** Both parts of the metadata as one JSON text, in SQL. */
const WHOLE = "CASE WHEN said IS NULL THEN metadata ELSE json_set(metadata, '$.order', said, '$.context', known) END";

/** Of an events table that is read with its evidence beside it. */
export const ROWS = `SELECT type, data, ${WHOLE} FROM events LEFT JOIN evidence USING (position)`;

/** Writes the log again as a plain table of the same bytes, into a file that is not there yet. */
export function plainCopy(log: string, file: string): void {
  const db = new DatabaseSync(log);
  db.prepare('ATTACH ? AS plain').run(file);
  db.exec(`${PLAIN}
    INSERT INTO plain.events SELECT position, stream, revision, id, type, data, ${WHOLE}
      FROM main.events LEFT JOIN main.evidence USING (position) ORDER BY position;`);
  db.exec('DETACH plain');
  db.close();
}
