import { scriptFaults as say, type Words } from '#libs/terms';
import { Told } from './told.js';
import { type Instant, isCivilDate, type JsonObject, type JsonValue } from '#libs/kernel';
import { type CountyOptions, DEFAULT_COUNTY } from './fixtures/county.js';
import { isObject, type ScriptLine } from './script.js';
import { type Finding, instantOfMs, msOf } from '#libs/kernel';

/** A line of the script names something that is not there, or cannot be done at this place. */
export class LineFault extends Told {
  constructor(
    words: Words,
    readonly findings: readonly Finding[] = [],
  ) {
    super(words);
  }
}

/** `{"sealed": value}` of a script is a field to be sealed under the case, household or act to which the order goes. */
export function sealedFields(value: JsonValue, target: string): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((member) => sealedFields(member, target));
  return isObject(value) ? sealedObject(value, target) : value;
}

/** The data of an order with its fields to be sealed. */
export function sealedObject(object: JsonObject, target: string): JsonObject {
  const { sealed, under } = object;
  const keys = Object.keys(object).length;
  if (sealed !== undefined && (keys === 1 || (keys === 2 && under !== undefined))) {
    return { under: typeof under === 'string' ? under : target, value: sealed };
  }
  return Object.fromEntries(Object.entries(object).map(([key, member]) => [key, sealedFields(member, target)]));
}

const DATE = /^\d{4}-\d{1,2}-\d{1,2}(?:T.*)?$/;

/** Where the data hold a date that no calendar has; undefined where there is none. */
export function wrongDates(value: unknown, path: string): Words | undefined {
  if (typeof value === 'string') {
    return DATE.test(value) && !isCivilDate(value) ? say.noSuchDayAt(path, value) : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const wrong = wrongDates(member, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** @throws LineFault where an option is not usable. */
export function countyOptions(options: JsonObject): CountyOptions {
  const { county, households, members, bodyKind, registeredOn } = options;
  const whole = (value: JsonValue | undefined, name: string, fallback: number, most: number): number => {
    if (value === undefined) return fallback;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return value;
    throw new LineFault(say.wholeNumber(name, most));
  };
  if (county !== undefined && (typeof county !== 'string' || !/^CN-[A-Z0-9]+-[A-Z0-9-]+$/.test(county))) {
    throw new LineFault(say.county);
  }
  if (bodyKind !== undefined && bodyKind !== 'VILLAGERS' && bodyKind !== 'RESIDENTS') {
    throw new LineFault(say.bodyKind);
  }
  if (registeredOn !== undefined && !isCivilDate(registeredOn)) throw new LineFault(say.day('registeredOn', '2014-06-30'));
  return {
    county: county ?? DEFAULT_COUNTY.county,
    households: whole(households, 'households', DEFAULT_COUNTY.households, 50),
    members: whole(members, 'members', DEFAULT_COUNTY.members, 12),
    bodyKind: bodyKind ?? DEFAULT_COUNTY.bodyKind,
    registeredOn,
  };
}

const WHERE_NO_LINE_SAYS = '2020-03-02T01:00:00.000Z' as Instant;
const DAY_MS = 86_400_000;

/** Where the clock of a script begins: at its first moment. */
export function firstMoment(lines: readonly ScriptLine[]): Instant {
  for (const line of lines) {
    if ((line.kind === 'order' || line.kind === 'use') && line.at !== undefined) return line.at;
    if (line.kind === 'advance') return instantOfMs(msOf(line.to) - DAY_MS);
  }
  return WHERE_NO_LINE_SAYS;
}
