import { type Instant, instant, isCivilDate, type JsonObject, type JsonValue } from '#libs/kernel';
import { scriptFaults as say, type Words } from '#libs/terms';
import { unknownWord } from './nearest.js';
import { Told } from './told.js';

/** An order, given by a person at a moment. */
export interface OrderLine {
  readonly kind: 'order';
  readonly at: Instant | undefined;
  readonly actor: string;
  readonly order: string;
  /** A stream; where absent the newest case, household or act, whichever the order is for. */
  readonly target: string | undefined;
  /** The paper date. */
  readonly on: string | undefined;
  readonly performedBy: string | undefined;
  readonly data: JsonObject;
  readonly dryRun: boolean;
}

/** The clock goes on, due moment by due moment. */
export interface AdvanceLine {
  readonly kind: 'advance';
  readonly to: Instant;
}

export interface ExpectedEvent {
  readonly type: string;
  readonly stream?: string;
  readonly data?: JsonObject;
}

/**
 * Exactly these events, in this order: those that the order itself appended; with `settled` those of the processes and
 * bells too, and always so after the clock went on, a fixture or a walk.
 */
export interface ExpectLine {
  readonly kind: 'expect';
  readonly events: readonly ExpectedEvent[];
  readonly settled: boolean;
}

/** The last order was refused, with exactly this set of codes. */
export interface ExpectRefusedLine {
  readonly kind: 'expectRefused';
  readonly codes: readonly string[];
}

export interface SetLine {
  readonly kind: 'set';
  readonly names: JsonObject;
}

/** Sets up a county in which the script plays. */
export interface UseLine {
  readonly kind: 'use';
  readonly fixture: 'county';
  readonly at: Instant | undefined;
  readonly options: JsonObject;
}

/** Takes a case lawfully through every part up to and including this one, a day each and notices for their full time. */
export interface ThroughLine {
  readonly kind: 'through';
  readonly part: string;
  readonly case: string | undefined;
}

export interface CommentLine {
  readonly kind: 'comment';
}

export type ScriptStep = OrderLine | AdvanceLine | ExpectLine | ExpectRefusedLine | SetLine | UseLine | ThroughLine | CommentLine;

/** A step with its place in the file, counted from 1, and the words of its author. */
export type ScriptLine = ScriptStep & { readonly line: number; readonly comment?: string };

/** A line that cannot be understood: where, and what was expected. */
export interface ScriptFault {
  readonly line: number;
  readonly expected: Words;
}

export interface Script {
  readonly lines: readonly ScriptLine[];
  readonly faults: readonly ScriptFault[];
}

class NotUnderstood extends Told {}

const KEYS = {
  order: ['order', 'at', 'actor', 'target', 'on', 'performedBy', 'data', 'dryRun', 'comment'],
  advanceTo: ['advanceTo', 'comment'],
  expect: ['expect', 'settled', 'comment'],
  expectRefused: ['expectRefused', 'comment'],
  set: ['set', 'comment'],
  use: ['use', 'at', 'county', 'households', 'members', 'bodyKind', 'registeredOn', 'comment'],
  through: ['through', 'case', 'comment'],
  comment: ['comment'],
} as const;
type LineKind = keyof typeof KEYS;
const KINDS = Object.keys(KEYS) as readonly LineKind[];
const EVERY_KEY = [...new Set(Object.values(KEYS).flat())];

/** Reads a script of JSON lines; empty lines are passed over. Every line that cannot be understood is named. */
export function readScript(text: string): Script {
  const lines: ScriptLine[] = [];
  const faults: ScriptFault[] = [];
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .forEach((raw, index) => {
      if (raw.trim() === '') return;
      const line = index + 1;
      try {
        const object = parsed(raw);
        lines.push({ ...stepOf(object), line, ...(typeof object['comment'] === 'string' ? { comment: object['comment'] } : {}) });
      } catch (error) {
        if (!(error instanceof NotUnderstood)) throw error;
        faults.push({ line, expected: error.words });
      }
    });
  return { lines, faults };
}

function parsed(raw: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch (error) {
    throw new NotUnderstood(say.oneObject(error instanceof Error ? error.message : String(error)));
  }
  if (!isObject(value)) throw new NotUnderstood(say.oneObject());
  return value;
}

function stepOf(object: JsonObject): ScriptStep {
  const kind = kindOf(object);
  for (const key of Object.keys(object)) {
    if (!(KEYS[kind] as readonly string[]).includes(key)) throw new NotUnderstood(unknownWord('key', key, KEYS[kind]));
  }
  if ('comment' in object) text(object, 'comment');
  switch (kind) {
    case 'order':
      return {
        kind: 'order',
        at: moment(object, 'at'),
        actor: required(text(object, 'actor'), say.actor),
        order: required(text(object, 'order'), say.order),
        target: text(object, 'target'),
        on: paperDate(object),
        performedBy: text(object, 'performedBy'),
        data: objectAt(object, 'data') ?? {},
        dryRun: flag(object, 'dryRun'),
      };
    case 'advanceTo':
      return { kind: 'advance', to: required(moment(object, 'advanceTo'), say.moment('advanceTo')) };
    case 'expect':
      return { kind: 'expect', events: expectedEvents(object['expect']), settled: flag(object, 'settled') };
    case 'expectRefused':
      return { kind: 'expectRefused', codes: codes(object['expectRefused']) };
    case 'set':
      return { kind: 'set', names: required(objectAt(object, 'set'), say.set) };
    case 'use': {
      if (object['use'] !== 'county') throw new NotUnderstood(say.use);
      const { use: _use, at: _at, comment: _comment, ...options } = object;
      return { kind: 'use', fixture: 'county', at: moment(object, 'at'), options };
    }
    case 'through':
      return {
        kind: 'through',
        part: required(text(object, 'through'), say.through),
        case: text(object, 'case'),
      };
    case 'comment':
      return { kind: 'comment' };
  }
}

function kindOf(object: JsonObject): LineKind {
  const found = KINDS.filter((kind) => kind !== 'comment' && kind in object);
  const [kind, other] = found;
  if (other !== undefined) throw new NotUnderstood(say.oneThing(kind ?? '', other));
  if (kind !== undefined) return kind;
  const strange = Object.keys(object).find((key) => !(EVERY_KEY as readonly string[]).includes(key));
  if (strange !== undefined) throw new NotUnderstood(unknownWord('key', strange, EVERY_KEY));
  if ('comment' in object) return 'comment';
  throw new NotUnderstood(say.oneOf(KINDS));
}

function expectedEvents(value: JsonValue | undefined): readonly ExpectedEvent[] {
  const form = say.expect;
  if (!Array.isArray(value)) throw new NotUnderstood(form);
  const known = ['type', 'stream', 'data'];
  return (value as readonly JsonValue[]).map((entry) => {
    if (typeof entry === 'string') return { type: entry };
    if (!isObject(entry)) throw new NotUnderstood(form);
    for (const key of Object.keys(entry)) {
      if (!known.includes(key)) throw new NotUnderstood(unknownWord('key', key, known));
    }
    const stream = text(entry, 'stream');
    const data = objectAt(entry, 'data');
    return {
      type: required(text(entry, 'type'), form),
      ...(stream === undefined ? {} : { stream }),
      ...(data === undefined ? {} : { data }),
    };
  });
}

function codes(value: JsonValue | undefined): readonly string[] {
  const form = say.expectRefused;
  if (!Array.isArray(value) || value.length === 0) throw new NotUnderstood(form);
  return (value as readonly JsonValue[]).map((code) => {
    if (typeof code !== 'string' || !/^[A-Z][A-Z0-9_]*$/.test(code)) throw new NotUnderstood(form);
    return code;
  });
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function required<T>(value: T | undefined, expected: Words): T {
  if (value === undefined) throw new NotUnderstood(expected);
  return value;
}

function text(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '') throw new NotUnderstood(say.text(key));
  return value;
}

function flag(object: JsonObject, key: string): boolean {
  const value = object[key] ?? false;
  if (typeof value !== 'boolean') throw new NotUnderstood(say.flag(key));
  return value;
}

function objectAt(object: JsonObject, key: string): JsonObject | undefined {
  const value = object[key];
  if (value === undefined) return undefined;
  if (!isObject(value)) throw new NotUnderstood(say.object(key));
  return value;
}

function moment(object: JsonObject, key: string): Instant | undefined {
  const value = text(object, key);
  if (value === undefined) return undefined;
  try {
    return instant(value);
  } catch {
    throw new NotUnderstood(say.moment(key));
  }
}

function paperDate(object: JsonObject): string | undefined {
  const value = text(object, 'on');
  if (value !== undefined && !value.startsWith('$') && !isCivilDate(value)) {
    throw new NotUnderstood(say.dayOfCalendar);
  }
  return value;
}
