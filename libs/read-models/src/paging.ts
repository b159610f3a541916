import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import { type Row, type SqlValue } from './database.js';

/** A page of a list: at most `limit` rows (50 where absent, 500 at most) after a cursor of the same list. */
export interface Page {
  readonly after?: string;
  readonly limit?: number;
}

export interface Paged<T> {
  readonly items: readonly T[];
  /** Cursor of the next page; null where this is the last. */
  readonly next: string | null;
}

/** A cursor that no list has given out, or that is of another list. */
export class UnknownCursor extends Error {
  override readonly name = 'UnknownCursor';
  readonly code = 'UNKNOWN_CURSOR';
  constructor(readonly cursor: string) {
    super(`"${cursor}" is not a cursor of this list; take it from "next" of the page before`);
  }
}

const DEFAULT_LIMIT = 50;
const MOST = 500;

/** What is asked for, without what is not. */
export function asked<T extends object>(filter: T): { readonly [K in keyof T]: Exclude<T[K], undefined> } {
  const wanted = Object.entries(filter).filter(([, value]) => value !== undefined);
  return Object.fromEntries(wanted) as { readonly [K in keyof T]: Exclude<T[K], undefined> };
}

/** Whether a JSON list of words holds one: in words that both databases know. */
export function holds(column: string, word: string): RawBuilder<boolean> {
  return sql<boolean>`instr(${sql.ref(column)}, ${`"${word}"`}) > 0`;
}

/**
 * One page of a list, found by its key and not by counting: rows that come or go before the cursor shift nothing. `order` are
 * columns or expressions that order the rows and tell each apart; a row that stays keeps its place.
 * @throws UnknownCursor, and RangeError where `limit` is no whole number from 1 to 500.
 */
export async function pageOf<DB, TB extends keyof DB, O, T>(
  list: SelectQueryBuilder<DB, TB, O>,
  order: readonly (string | RawBuilder<unknown>)[],
  page: Page,
  toItem: (row: Row) => T,
): Promise<Paged<T>> {
  const limit = limitOf(page);
  const by = order.map((one) => (typeof one === 'string' ? sql`${sql.ref(one)}` : one));
  let asking = list.select(by.map((one, index) => one.as(`cursor_${index}`)));
  if (page.after !== undefined) {
    const after = keyIn(page.after, order.length);
    asking = asking.where(sql<boolean>`(${sql.join(by)}) > (${sql.join(after)})`);
  }
  for (const one of by) asking = asking.orderBy(one);
  const rows = (await asking
    .limit(limit + 1)
    .execute()
    .catch((error: unknown) => {
      throw page.after !== undefined && isOfAnotherKind(error) ? new UnknownCursor(page.after) : error;
    })) as readonly Row[];
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    next: rows.length > limit && last !== undefined ? cursorOf(order.map((_, index) => last[`cursor_${index}`] ?? null)) : null,
  };
}

/** @throws RangeError where it is no whole number from 1 to 500. */
export function limitOf({ limit = DEFAULT_LIMIT }: Page): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) {
    throw new RangeError(`a page holds 1 to ${MOST} rows, not ${limit}`);
  }
  return limit;
}

export function cursorOf(key: readonly SqlValue[]): string {
  return Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');
}

/** @throws UnknownCursor */
export function keyIn(cursor: string, length: number): readonly SqlValue[] {
  let key: unknown;
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new UnknownCursor(cursor);
  }
  if (!Array.isArray(key) || key.length !== length || !key.every(isKeyPart)) throw new UnknownCursor(cursor);
  return key;
}

/** Numbers are those of `integer` columns; PostgreSQL holds no NUL. */
function isKeyPart(value: unknown): value is string | number {
  return (typeof value === 'string' && !value.includes('\0')) || Number.isSafeInteger(value);
}

/** PostgreSQL's word (`invalid_text_representation`) for a text where a number is compared; SQLite holds it to be after all numbers. */
function isOfAnotherKind(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '22P02';
}
