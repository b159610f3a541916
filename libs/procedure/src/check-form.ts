import { type JsonValue } from '#libs/kernel';
import { type z } from 'zod';
import { type Complaint } from './check-problem.js';

type Issue = z.core.$ZodIssue;

/** Faults of form: what the schema says, told by path, with what is expected and what stands there. */
export function malformed(issues: readonly Issue[], input: unknown): readonly Complaint[] {
  return issues.flatMap((issue) => complaintsOf(issue, input));
}

function complaintsOf(issue: Issue, input: unknown): readonly Complaint[] {
  const path = issue.path.map(String).join('.');
  const actual = plain(valueAt(input, issue.path));
  const one = (code: string, expected: JsonValue): readonly Complaint[] => [{ path, code, expected, actual }];
  switch (issue.code) {
    case 'invalid_type':
      return one(valueAt(input, issue.path) === undefined ? 'FIELD_MISSING' : 'FIELD_WRONG_TYPE', issue.expected);
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: path === '' ? key : `${path}.${key}`,
        code: 'FIELD_UNKNOWN',
        expected: null,
        actual: plain(valueAt(input, [...issue.path, key])),
      }));
    case 'invalid_value':
      return one(actual === null ? 'FIELD_MISSING' : 'FIELD_VALUE_NOT_ALLOWED', issue.values.map(plain));
    case 'invalid_format':
      return one('FIELD_WRONG_FORM', issue.pattern ?? issue.format);
    case 'too_small':
      return one('FIELD_TOO_SMALL', `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`);
    case 'too_big':
      return one('FIELD_TOO_LARGE', `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`);
    case 'invalid_union':
      return one(
        actual === null ? 'FIELD_MISSING' : 'FIELD_VALUE_NOT_ALLOWED',
        'options' in issue && issue.options ? issue.options.map(plain) : issue.message,
      );
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'not_multiple_of':
      return one('FIELD_NOT_VALID', issue.message);
  }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && key in value ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
}

/** As much of a value as fits a message: a record or list is told by its kind. */
function plain(value: unknown): JsonValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return String(value);
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? 'a list' : 'a record';
}
