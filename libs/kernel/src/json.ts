/** A value that survives JSON unchanged: no `Date`, no `undefined`, no number above 2^53. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}
