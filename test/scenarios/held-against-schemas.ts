import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type StoredEvent } from '#libs/event-store';
import { schemaOfEvent } from '#libs/outlets';

const ajv = new Ajv2020({ strict: true, strictRequired: false });
addFormats.default(ajv);
const compiled = new Map<string, ValidateFunction>();

/** What of an event its published schema does not say, or says otherwise; `undefined` where they agree. */
export function againstSchema({ type, data }: StoredEvent): string | undefined {
  const text = schemaOfEvent(type);
  if (text === undefined) return `${type} has no schema`;
  const holds = compiled.get(type) ?? ajv.compile(closed(JSON.parse(text)) as object);
  compiled.set(type, holds);
  return holds(data) ? undefined : `${type}: ${ajv.errorsText(holds.errors)}`;
}

/** As published, schemas let later releases add fields; of our own events they shall know every field. */
function closed(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(closed);
  const members = Object.fromEntries(Object.entries(schema).map(([name, member]) => [name, closed(member)]));
  const isOpen = 'properties' in schema && !('additionalProperties' in schema);
  return isOpen ? { ...members, additionalProperties: false } : members;
}
