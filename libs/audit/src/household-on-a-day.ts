import { type ActEvent, type ActState, evolveAct, initialAct } from '#libs/collective-act';
import { type EventReader, type StoredEvent } from '#libs/event-store';
import { type CivilDate } from '#libs/kernel';
import { caseOnADay, type CaseOnADay, type StoredCaseEvent } from './case-on-a-day.js';
import { notBeforeFirst } from './day-refused.js';
import { type Known, type KnownBy } from './known.js';
import { factsOn, type RegisterFact, registerFacts, type StoredRegisterEvent } from './register-facts.js';

/** A collective act on which a case of the household stood, as its events up to a day tell it. */
export interface ActOnADay {
  readonly actId: string;
  readonly kind: string | null;
  readonly level: string | null;
  readonly area: string | null;
  readonly phase: ActState['phase'];
  /** Those of the household's cases that are or were on it. */
  readonly cases: readonly string[];
}

/** The state about day D as it was known on day K. */
export interface HouseholdOnADay {
  readonly householdId: string;
  readonly aboutDay: CivilDate;
  readonly known: KnownBy;
  readonly register: readonly RegisterFact[];
  /** What was so and had ended by that day: who left, what ran out. */
  readonly ended: readonly RegisterFact[];
  readonly cases: readonly CaseOnADay[];
  readonly acts: readonly ActOnADay[];
}

export interface CaseView {
  readonly caseId: string;
  readonly aboutDay: CivilDate;
  readonly known: KnownBy;
  readonly case: CaseOnADay;
}

export type Streams = Pick<EventReader, 'readStream'>;
type StoredAct = StoredEvent & ActEvent;

/**
 * A household about a day, as it was known: what the register said, its cases, and the acts on which they stood.
 * Undefined where the log holds no such household.
 * @throws DayRefused where nothing is told of the day.
 */
export async function householdOnADay(
  reader: Streams,
  householdId: string,
  aboutDay: CivilDate,
  known: Known,
): Promise<HouseholdOnADay | undefined> {
  const stream = `household-${householdId}`;
  const all = (await reader.readStream(stream)) as readonly StoredRegisterEvent[];
  if (all.length === 0) return undefined;
  const events = known.of(all);
  const facts = registerFacts(events);
  notBeforeFirst(aboutDay, firstOf(facts), stream);
  const admitted = events.flatMap((event) => (event.type === 'household.CaseAdmitted.v1' ? [event.data.caseId] : []));
  const cases: CaseOnADay[] = [];
  for (const caseId of admitted) {
    const told = caseOnADay(known.of((await reader.readStream(`case-${caseId}`)) as readonly StoredCaseEvent[]), aboutDay);
    if (told !== undefined) cases.push(told);
  }
  return {
    householdId,
    aboutDay,
    known: known.how,
    register: factsOn(facts, aboutDay),
    ended: facts.filter(({ knownTo, validTo }) => knownTo === null && validTo !== null && validTo <= aboutDay),
    cases,
    acts: await actsOf(reader, cases, aboutDay, known),
  };
}

/** A case about a day, as it was known; undefined where there is none. @throws DayRefused where nothing is told of the day. */
export async function caseView(
  reader: Streams,
  caseId: string,
  aboutDay: CivilDate,
  known: Known,
): Promise<CaseView | undefined> {
  const stream = `case-${caseId}`;
  const all = (await reader.readStream(stream)) as readonly StoredCaseEvent[];
  if (all.length === 0) return undefined;
  const events = known.of(all);
  const told = caseOnADay(events, aboutDay);
  if (told === undefined) {
    notBeforeFirst(aboutDay, events.map(({ metadata }) => metadata.occurredOn).sort()[0], stream);
    return undefined;
  }
  return { caseId, aboutDay, known: known.how, case: told };
}

const firstOf = (facts: readonly RegisterFact[]): CivilDate | undefined => facts.map(({ validFrom }) => validFrom).sort()[0];

async function actsOf(
  reader: Streams,
  cases: readonly CaseOnADay[],
  day: CivilDate,
  known: Known,
): Promise<readonly ActOnADay[]> {
  const casesOf = new Map<string, string[]>();
  for (const { caseId, events } of cases) {
    for (const { type, data } of events) {
      if (type !== 'case.JoinedAct.v1') continue;
      const { act } = data as { readonly act: string };
      casesOf.set(act, [...new Set([...(casesOf.get(act) ?? []), caseId])]);
    }
  }
  const acts: ActOnADay[] = [];
  for (const [actId, own] of casesOf) {
    const events = known.of((await reader.readStream(`act-${actId}`)) as readonly StoredAct[]);
    const state = events.filter(({ metadata }) => metadata.occurredOn <= day).reduce<ActState>(evolveAct, initialAct);
    const { kind = null, level = null, area = null, phase } = state;
    acts.push({ actId, kind, level, area, phase, cases: own });
  }
  return acts;
}
