import { type CivilDate, type JsonValue } from '#libs/kernel';
import { type CaseOnADay, type EventAsItStood } from './case-on-a-day.js';
import { type HouseholdOnADay } from './household-on-a-day.js';
import { type KnownBy } from './known.js';
import { type Recording } from './recording.js';
import { REGISTER_CORRECTIONS, type RegisterFact, type RegisterSubject } from './register-facts.js';

/**
 * RECORDED_LATER: it was so already on the day of the first view, and was entered only after what that view knew.
 * CORRECTED: what the first view held for true was set right. HAPPENED: it came about between the days of the two views.
 */
export type HowDifferent = 'RECORDED_LATER' | 'CORRECTED' | 'HAPPENED';

/** Something that is otherwise in the second view than in the first. */
export interface Difference {
  readonly stream: string;
  readonly how: HowDifferent;
  /** EVENT: an event that only one view tells, by its type. FIELD: a value of an event. The others are states, or of the register. */
  readonly subject: RegisterSubject | 'EVENT' | 'FIELD' | 'CASE_PHASE' | 'CASE_OUTCOME' | 'PART';
  /** Which of its kind: a person, a part, an event, with the field behind it where one was set right. */
  readonly key: string;
  /** From which day it is so. */
  readonly on: CivilDate | null;
  readonly before: JsonValue;
  readonly after: JsonValue;
  /** The event by which it came; null of a state, which follows from the events. */
  readonly by: Recording | null;
}

/** Of which day, and by what it is known. */
export interface Viewed {
  readonly aboutDay: CivilDate;
  readonly known: KnownBy;
}

/** What is otherwise in `after` than in `before`, the register first, then case by case; states behind the events that made them. */
export function householdDifferences(before: HouseholdOnADay, after: HouseholdOnADay): readonly Difference[] {
  const cases = after.cases.flatMap((one) => {
    const earlier = before.cases.find(({ caseId }) => caseId === one.caseId);
    return caseDifferences(earlier, one, before.aboutDay);
  });
  const gone = before.cases.filter(({ caseId }) => !after.cases.some((one) => one.caseId === caseId));
  return [...registerDifferences(before, after), ...cases, ...gone.flatMap((one) => goneEvents(one, []))];
}

/** What is otherwise in a case; `aboutDay` is the day of the first view, in which there may be no such case yet. */
export function caseDifferences(before: CaseOnADay | undefined, after: CaseOnADay, aboutDay: CivilDate): readonly Difference[] {
  const stream = `case-${after.caseId}`;
  const earlier = new Map((before?.events ?? []).map((event) => [event.id, event]));
  const events = after.events.flatMap((event) => eventDifferences(earlier.get(event.id), event, aboutDay));
  const gone = before === undefined ? [] : goneEvents(before, after.events);
  const how: HowDifferent = [...events, ...gone].reduce<HowDifferent>(graver, 'HAPPENED');
  const state = (subject: Difference['subject'], key: string, was: JsonValue, is: JsonValue): readonly Difference[] =>
    was === is ? [] : [{ stream, how, subject, key, on: null, before: was, after: is, by: null }];
  const parts = new Map((before?.parts ?? []).map((part) => [part.part, part.status]));
  return [
    ...events,
    ...gone,
    ...after.parts.flatMap(({ part, status }) => state('PART', part, parts.get(part) ?? 'NOT_STARTED', status)),
    ...state('CASE_PHASE', '', before?.phase ?? 'ABSENT', after.phase),
    ...state('CASE_OUTCOME', '', before?.outcome ?? null, after.outcome),
  ];
}

/** A state that follows from several events is called by the gravest of their reasons. */
function graver(how: HowDifferent, { how: other }: Difference): HowDifferent {
  const order: readonly HowDifferent[] = ['HAPPENED', 'RECORDED_LATER', 'CORRECTED'];
  return order.indexOf(other) > order.indexOf(how) ? other : how;
}

function eventDifferences(before: EventAsItStood | undefined, after: EventAsItStood, aboutDay: CivilDate): readonly Difference[] {
  const { stream, id, on, type, corrections } = after;
  const fresh = corrections.filter(({ by }) => !(before?.corrections ?? []).some((known) => known.by.id === by.id));
  const fields = fresh.map(({ field, old, new: next, by }): Difference => ({
    stream,
    how: 'CORRECTED',
    subject: 'FIELD',
    key: `${type} ${field}`,
    on,
    before: old,
    after: next,
    by,
  }));
  if (before !== undefined) return fields;
  // The correction itself is told by the field that it sets right.
  if (type === 'case.RecordCorrected.v1') return [];
  const how: HowDifferent = fresh.some(({ field }) => field === 'occurredOn')
    ? 'CORRECTED'
    : on <= aboutDay
      ? 'RECORDED_LATER'
      : 'HAPPENED';
  return [{ stream, how, subject: 'EVENT', key: id, on, before: null, after: type, by: after }, ...fields];
}

/** Events that only the first view tells: their day was set right to a later one. */
function goneEvents(before: CaseOnADay, after: readonly EventAsItStood[]): readonly Difference[] {
  const ids = new Set(after.map(({ id }) => id));
  return before.events
    .filter(({ id, type }) => !ids.has(id) && type !== 'case.RecordCorrected.v1')
    .map((event) => ({
      stream: event.stream,
      how: 'CORRECTED',
      subject: 'EVENT',
      key: event.id,
      on: event.on,
      before: event.type,
      after: null,
      by: event,
    }));
}

function registerDifferences(before: HouseholdOnADay, after: HouseholdOnADay): readonly Difference[] {
  const stream = `household-${after.householdId}`;
  const nameOf = ({ subject, key }: RegisterFact): string => `${subject}|${key}`;
  const was = new Map(before.register.map((fact) => [nameOf(fact), fact]));
  const is = new Map(after.register.map((fact) => [nameOf(fact), fact]));
  const changed = after.register.flatMap((fact): readonly Difference[] => {
    const earlier = was.get(nameOf(fact));
    if (earlier !== undefined && earlier.by.id === fact.by.id && earlier.validFrom === fact.validFrom) return [];
    const how = REGISTER_CORRECTIONS.has(fact.by.type)
      ? 'CORRECTED'
      : fact.validFrom <= before.aboutDay
        ? 'RECORDED_LATER'
        : 'HAPPENED';
    const { subject, key, value, validFrom: on, by } = fact;
    return [{ stream, how, subject, key, on, before: earlier?.value ?? null, after: value, by }];
  });
  const ended = before.register.flatMap((fact): readonly Difference[] => {
    if (is.has(nameOf(fact))) return [];
    const { subject, key, value } = fact;
    const end = after.ended.find((one) => nameOf(one) === nameOf(fact));
    const on = end?.validTo ?? null;
    const how = on !== null && on <= before.aboutDay ? 'RECORDED_LATER' : 'HAPPENED';
    return [{ stream, how, subject, key, on, before: value, after: null, by: end?.knownFrom ?? null }];
  });
  return [...changed, ...ended];
}
