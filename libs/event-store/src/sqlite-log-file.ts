import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type DatabaseSync } from 'node:sqlite';

/** Stands in the header of the file, so that `file` and we can tell it from any other SQLite file: "Mgce". */
const APPLICATION_ID = 0x4d676365;
const FORMAT = 2;

/** What an order said and was decided on (ADR-0037), by the position of the first event of its append. */
const EVIDENCE = `
  CREATE TABLE evidence (
    position INTEGER PRIMARY KEY REFERENCES events ON UPDATE CASCADE ON DELETE CASCADE,
    said TEXT NOT NULL,
    known TEXT NOT NULL
  ) STRICT;`;

/** Stored: a file in the field has exactly this. A change is a new FORMAT with its own way up. */
export const SCHEMA = `
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    metadata TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
  ${EVIDENCE}
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};`;

/** From format 1, which kept the evidence among the metadata: what it wrote stays as it is. */
export const FROM_FORMAT_1 = `${EVIDENCE} PRAGMA user_version = ${FORMAT};`;

const SQLITE_BUSY = 5;
const SQLITE_NOTADB = 26;

/** The file cannot be opened as an event log: it is missing, is something else, or was written by a newer release. */
export class NotAnEventLog extends Error {
  override readonly name = 'NotAnEventLog';
  readonly code = 'NOT_AN_EVENT_LOG';
  constructor(
    readonly file: string,
    what: string,
  ) {
    super(`${file} ${what}`);
  }
}

/** Two names for one file must meet at one lock. */
export function truePath(file: string): string {
  const path = resolve(file);
  return existsSync(path) ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path));
}

/** @throws NotAnEventLog where it is something else, or of a newer release. */
export function formatOf(db: DatabaseSync, file: string): 'empty' | 'format 1' | 'current' {
  const pragma = (name: string): number => {
    try {
      return db.prepare(`PRAGMA ${name}`).get()?.[name] as number;
    } catch (error) {
      if (isSqlite(error, SQLITE_NOTADB)) throw new NotAnEventLog(file, 'is no SQLite file');
      throw error;
    }
  };
  const application = pragma('application_id');
  const format = pragma('user_version');
  if (application === APPLICATION_ID) {
    if (format === FORMAT) return 'current';
    if (format === 1) return 'format 1';
    throw new NotAnEventLog(file, `has format ${format}, this release reads ${FORMAT}: it was written by a newer release`);
  }
  const tables = db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'events'").get()?.['n'] as number;
  if (application === 0 && tables === 0) return 'empty';
  throw new NotAnEventLog(file, 'is an SQLite file of something else');
}

/** Somebody else holds the file just now. */
export function isBusy(error: unknown): boolean {
  return isSqlite(error, SQLITE_BUSY);
}

/** Extended result codes hold the plain one in their low byte. */
function isSqlite(error: unknown, code: number): boolean {
  return isObject(error) && typeof error['errcode'] === 'number' && (error['errcode'] & 0xff) === code;
}

/** Asked by shape: an error made by Node itself is no `instanceof Error` where our code runs in a context of its own. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
