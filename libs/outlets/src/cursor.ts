/** A position of the log as outsiders hold it: opaque to them, and it names its store (architecture §7). */
export function cursorOf(store: string, position: bigint): string {
  return `${store}:${position}`;
}

const CURSOR = /^([a-z][a-z0-9]*):(-1|\d{1,19})$/;

/** The position of a cursor of this store; `undefined` where it is none, or is of another store. */
export function positionOf(store: string, cursor: string): bigint | undefined {
  const [, name, digits] = CURSOR.exec(cursor) ?? [];
  return name !== store || digits === undefined ? undefined : BigInt(digits);
}
