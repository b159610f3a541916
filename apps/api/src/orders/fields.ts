import { isCivilDate, type JsonValue } from '#libs/kernel';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, ValidateBy, ValidateIf, ValidateNested } from 'class-validator';

/** What a field of a DTO may be said to lack; words for each stand in the dictionary under `problem`. */
export type FieldProblem =
  | 'FIELD_MISSING'
  | 'FIELD_UNKNOWN'
  | 'FIELD_WRONG_TYPE'
  | 'FIELD_VALUE_NOT_ALLOWED'
  | 'FIELD_WRONG_FORM'
  | 'FIELD_NO_SUCH_DAY'
  | 'FIELD_TOO_SMALL'
  | 'FIELD_TOO_LARGE';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Fits<T, K extends keyof T, V> = Same<NonNullable<T[K]>, V> extends true ? unknown : never;

/**
 * A decorator for a property whose type is exactly `V`: the compiler refuses one that checks another type than it declares.
 * It validates at the door and describes the field in the OpenAPI document, both from one line.
 */
export type Field<V> = <K extends string, T extends { [P in K]?: unknown }>(target: T & Fits<T, K, V>, key: K) => void;
type AnyField = (target: object, key: string) => void;

const LONGEST_ID = 200;
const LONGEST_TEXT = 4_000;
const LONGEST_LIST = 5_000;
const MOST_SUM = Number.MAX_SAFE_INTEGER;

function field<V>(api: ApiPropertyOptions, ...decorators: readonly PropertyDecorator[]): Field<V> {
  const apply: AnyField = (target, key) => {
    ApiProperty(api)(target, key);
    describe(target, key, api);
    for (const decorator of decorators) decorator(target, key);
  };
  return apply;
}

const described = new WeakMap<object, Map<string, ApiPropertyOptions>>();

function describe(prototype: object, key: string, api: ApiPropertyOptions): void {
  const fields = described.get(prototype) ?? new Map<string, ApiPropertyOptions>();
  fields.set(key, { ...fields.get(key), ...api } as ApiPropertyOptions);
  described.set(prototype, fields);
}

/** The fields of a class, those of the classes above it first, as they are described. */
export function describedFields(type: new () => object): ReadonlyMap<string, ApiPropertyOptions> {
  const fields = new Map<string, ApiPropertyOptions>();
  const chain: object[] = [];
  for (let at = type.prototype as object | null; at !== null; at = Object.getPrototypeOf(at) as object | null) chain.unshift(at);
  for (const prototype of chain) for (const [key, api] of described.get(prototype) ?? []) fields.set(key, api);
  return fields;
}

/** Checks a value; answers the problem or nothing. */
type Check = (value: unknown) => FieldProblem | undefined;

function checked(name: string, check: Check): PropertyDecorator {
  return ValidateBy({
    name,
    validator: {
      validate: (value: unknown) => check(value) === undefined,
      defaultMessage: (args) => (args?.value === undefined ? 'FIELD_MISSING' : (check(args.value) ?? 'FIELD_WRONG_TYPE')),
    },
  });
}

const eachOf =
  (check: Check): Check =>
  (value) => {
    if (!Array.isArray(value)) return 'FIELD_WRONG_TYPE';
    if (value.length > LONGEST_LIST) return 'FIELD_TOO_LARGE';
    for (const item of value as readonly unknown[]) {
      const problem = check(item);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };

const formOf =
  (form: RegExp, longest: number): Check =>
  (value) => {
    if (typeof value !== 'string') return 'FIELD_WRONG_TYPE';
    if (value.length > longest) return 'FIELD_TOO_LARGE';
    return form.test(value) ? undefined : 'FIELD_WRONG_FORM';
  };

/** No blanks and nothing unprintable; letters of any script. */
const ID = /^[^\s\p{C}]+$/u;
const PART_ID = /^[A-Z][A-Z0-9_]*\.[A-Z][A-Z0-9_]*$/;
const DIGEST = /^[\w.:+/=-]{1,128}$/;
/** Line breaks and tabs are text, other control characters are not. */
const TEXT = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]+$/;
const ID_NUMBER = /^\d{17}[\dX]$/;

const isDay: Check = (value) =>
  typeof value !== 'string' ? 'FIELD_WRONG_TYPE' : isCivilDate(value) ? undefined : 'FIELD_NO_SUCH_DAY';

/** A name given by machines: of a person, area, act, place, slot. */
export const Id = (): Field<string> =>
  field({ type: String, minLength: 1, maxLength: LONGEST_ID }, checked('Id', formOf(ID, LONGEST_ID)));
export const Ids = (): Field<string[]> => field({ type: [String] }, checked('Ids', eachOf(formOf(ID, LONGEST_ID))));
/** `STEP.PART` of the definition. */
export const Part = (): Field<string> =>
  field(
    { type: String, pattern: PART_ID.source, example: 'VILLAGE_REVIEW.REVIEW' },
    checked('Part', formOf(PART_ID, LONGEST_ID)),
  );
export const Parts = (): Field<string[]> => field({ type: [String] }, checked('Parts', eachOf(formOf(PART_ID, LONGEST_ID))));
/** A digest of a scan, photo or sheet. */
export const Digest = (): Field<string> =>
  field({ type: String, pattern: DIGEST.source }, checked('Digest', formOf(DIGEST, 128)));
/** Plain text: document numbers, units, names of places; whatever names or describes a person is sealed instead. */
export const Text = (): Field<string> =>
  field({ type: String, minLength: 1, maxLength: LONGEST_TEXT }, checked('Text', formOf(TEXT, LONGEST_TEXT)));
export const IdNumber = (): Field<string> =>
  field({ type: String, pattern: ID_NUMBER.source }, checked('IdNumber', formOf(ID_NUMBER, 18)));
/** A civil date of Asia/Shanghai. */
export const Day = (): Field<string> => field({ type: String, format: 'date', example: '2024-03-01' }, checked('Day', isDay));
export const Flag = (): Field<boolean> =>
  field(
    { type: Boolean },
    checked('Flag', (value) => (typeof value === 'boolean' ? undefined : 'FIELD_WRONG_TYPE')),
  );

function wholeFrom(least: number, most: number): Check {
  return (value) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return 'FIELD_WRONG_TYPE';
    if (value < least) return 'FIELD_TOO_SMALL';
    return value > most ? 'FIELD_TOO_LARGE' : undefined;
  };
}
/** A whole number; sums of money are in fen. */
export const Whole = (least = 0, most = MOST_SUM): Field<number> =>
  field({ type: 'integer', minimum: least, maximum: most }, checked('Whole', wholeFrom(least, most)));

function oneOf(values: readonly string[]): Check {
  const known = new Set<unknown>(values);
  return (value) => (typeof value !== 'string' ? 'FIELD_WRONG_TYPE' : known.has(value) ? undefined : 'FIELD_VALUE_NOT_ALLOWED');
}
export const OneOf = <const V extends readonly string[]>(...values: V): Field<V[number]> =>
  field({ enum: [...values] }, checked('OneOf', oneOf(values)));

/** Any JSON: findings carry what was required and found in it. */
export const Json = (): Field<NonNullable<JsonValue>> =>
  field(
    { description: 'JSON', type: 'object', additionalProperties: true },
    checked('Json', (value) => (value === undefined ? 'FIELD_MISSING' : undefined)),
  );

/** A record of whatever keys, whose form the order itself checks whole (definitions and policies). */
export const Whatever = <V extends object>(): Field<V> =>
  field({ type: 'object', additionalProperties: true }, IsObject({ message: 'FIELD_WRONG_TYPE' }));

/** Text by person or household. */
export const TextById = (): Field<Record<string, string>> =>
  field(
    { type: 'object', additionalProperties: { type: 'string' } },
    checked('TextById', (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'FIELD_WRONG_TYPE';
      const entries = Object.entries(value);
      if (entries.length > LONGEST_LIST) return 'FIELD_TOO_LARGE';
      const valid = entries.every(
        ([key, text]) => formOf(ID, LONGEST_ID)(key) === undefined && formOf(TEXT, LONGEST_ID)(text) === undefined,
      );
      return valid ? undefined : 'FIELD_WRONG_FORM';
    }),
  );

type Class<V> = new () => V;

export const Nested = <V extends object>(type: Class<V>): Field<V> =>
  field(
    { type },
    IsObject({ message: 'FIELD_WRONG_TYPE' }),
    ValidateNested({ message: 'FIELD_WRONG_TYPE' }),
    Type(() => type),
  );
export const ListOf = <V extends object>(type: Class<V>, most = LONGEST_LIST): Field<V[]> =>
  field(
    { type: [type] },
    IsArray({ message: 'FIELD_WRONG_TYPE' }),
    ArrayMaxSize(most, { message: 'FIELD_TOO_LARGE' }),
    ValidateNested({ each: true, message: 'FIELD_WRONG_TYPE' }),
    Type(() => type),
  );

/** `NONE`, said expressly, or the numbers of the objections received (R1). */
export const NoneOrNumbers = (): Field<'NONE' | number[]> =>
  field(
    {
      oneOf: [
        { type: 'string', enum: ['NONE'] },
        { type: 'array', items: { type: 'integer', minimum: 1 } },
      ],
    },
    checked('NoneOrNumbers', (value) => (value === 'NONE' ? undefined : eachOf(wholeFrom(1, 100_000))(value))),
  );
export const Numbers = (): Field<number[]> =>
  field({ type: 'array', items: { type: 'integer', minimum: 1 } }, checked('Numbers', eachOf(wholeFrom(1, 100_000))));

/** The field may be absent; it may not be null. */
export function Maybe<V>(required: Field<V>): Field<V> {
  const apply: AnyField = (target, key) => {
    (required as unknown as AnyField)(target, key);
    ApiProperty({ required: false })(target, key);
    describe(target, key, { required: false });
    ValidateIf((_, value) => value !== undefined)(target, key);
  };
  return apply;
}
