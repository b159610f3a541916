import { type ActState } from './state.js';

/** What stands on the sheet alone: a case has no such field. */
const OF_THE_ACT_ALONE: readonly string[] = ['place', 'attendance', 'minutes', 'items', 'rows', 'persons', 'except'];

/** The text of a field of the recorded step, or of a case's item in it, as last corrected; `undefined` where there is none. */
export function valueOf(state: ActState, field: string, caseId?: string): string | undefined {
  const key = `${caseId ?? ''}|${field}`;
  if (Object.hasOwn(state.corrected, key)) return state.corrected[key];
  const value = at(caseId === undefined ? stepOf(state) : itemOf(state, caseId), field.split('.'));
  return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whether the cases know the field too. */
export function isCarried(field: string): boolean {
  return !OF_THE_ACT_ALONE.includes(field.split('.')[0] ?? '');
}

function stepOf(state: ActState): object | undefined {
  return state.meeting ?? state.notice ?? state.request ?? state.ruling;
}

function itemOf(state: ActState, caseId: string): object | undefined {
  const rows: readonly { readonly caseId: string }[] =
    state.meeting?.items ?? state.notice?.rows ?? state.request?.persons ?? state.ruling?.except ?? [];
  return rows.find((row) => row.caseId === caseId);
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );
}
