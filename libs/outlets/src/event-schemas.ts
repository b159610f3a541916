import { existsSync, readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('./schemas/', import.meta.url);
const WIRE_NAME = /^[a-z]+\.[A-Za-z]+\.v\d+$/;
const read = new Map<string, string>();

/** Wire names (`case.NoticePosted.v1`) of all events for which there is a schema. */
export function eventTypes(): readonly string[] {
  return readdirSync(FOLDER)
    .map((file) => file.replace(/\.json$/, ''))
    .sort();
}

/**
 * JSON Schema (2020-12) of the data of an event type, as text; `undefined` where there is no such type. Objects are open: a
 * later release may add fields to a version, and takes none away.
 */
export function schemaOfEvent(type: string): string | undefined {
  const known = read.get(type);
  if (known !== undefined) return known;
  const file = new URL(`${type}.json`, FOLDER);
  if (!WIRE_NAME.test(type) || !existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  read.set(type, text);
  return text;
}
