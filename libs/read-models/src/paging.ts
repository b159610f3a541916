import { type Database, type Row, type SqlValue } from './database.js';

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

/** Conditions that are joined by AND, with their values in order. */
export class Conditions {
  readonly #sql: string[] = [];
  readonly #values: SqlValue[] = [];

  add(sql: string, ...values: readonly SqlValue[]): this {
    this.#sql.push(sql);
    this.#values.push(...values);
    return this;
  }

  /** Adds `column = value` where a value is asked for. */
  equal(column: string, value: SqlValue | undefined): this {
    return value === undefined ? this : this.add(`${column} = ?`, value);
  }

  /** These and one more, beside which these stay as they are. */
  and(sql: string, ...values: readonly SqlValue[]): Conditions {
    const both = new Conditions();
    both.#sql.push(...this.#sql);
    both.#values.push(...this.#values);
    return both.add(sql, ...values);
  }

  get where(): string {
    return this.#sql.length === 0 ? '' : ` WHERE ${this.#sql.join(' AND ')}`;
  }

  get values(): readonly SqlValue[] {
    return this.#values;
  }
}

export interface List {
  readonly table: string;
  /** Columns or expressions that order the rows and tell each apart; a row that stays keeps its place. */
  readonly order: readonly string[];
}

/**
 * One page of a list, found by its key and not by counting: rows that come or go before the cursor shift nothing.
 * @throws UnknownCursor, and RangeError where `limit` is no whole number from 1 to 500.
 */
export function pageOf<T>(db: Database, list: List, conditions: Conditions, page: Page, toItem: (row: Row) => T): Paged<T> {
  const limit = limitOf(page);
  if (page.after !== undefined) {
    conditions.add(
      `(${list.order.join(', ')}) > (${list.order.map(() => '?').join(', ')})`,
      ...keyIn(page.after, list.order.length),
    );
  }
  const keys = list.order.map((expression, index) => `${expression} AS cursor_${index}`);
  const rows = db.all(
    `SELECT *, ${keys.join(', ')} FROM ${list.table}${conditions.where} ORDER BY ${list.order.join(', ')} LIMIT ${limit + 1}`,
    ...conditions.values,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    next:
      rows.length > limit && last !== undefined ? cursorOf(list.order.map((_, index) => last[`cursor_${index}`] ?? null)) : null,
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

function isKeyPart(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
