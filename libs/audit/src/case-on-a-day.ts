import { type StoredEvent } from '#libs/event-store';
import { caseDecider, type CaseEvent, type CaseFile } from '#libs/household-case';
import { type CivilDate, type JsonValue } from '#libs/kernel';
import { type KeptFact } from '#libs/procedure';
import { type Recording, recordingOf } from './recording.js';

export type StoredCaseEvent = StoredEvent & CaseEvent;

const CORRECTED = 'case.RecordCorrected.v1';

/** One value that was set right, and by which event (domain.md R3). */
export interface FieldCorrected {
  readonly no: number;
  readonly field: string;
  readonly old: string;
  readonly new: string;
  readonly by: Recording;
}

/** An event of a case as it stood: its corrected paper date and data, and what was corrected in it. */
export interface EventAsItStood extends Recording {
  /** The day from which it counts, corrections applied; `occurredOn` is what was first written. */
  readonly on: CivilDate;
  readonly data: JsonValue;
  readonly corrections: readonly FieldCorrected[];
}

/** A case as its events up to a day tell it. */
export interface CaseOnADay {
  readonly caseId: string;
  readonly householdId: string;
  readonly kind: CaseFile['kind'];
  readonly programYear: number;
  readonly definition: string;
  readonly policy: string;
  readonly area: CaseFile['area'];
  readonly phase: CaseFile['phase'];
  readonly outcome: string | null;
  readonly closedOn: CivilDate | null;
  readonly head: string;
  readonly members: readonly string[];
  readonly parts: readonly {
    readonly part: string;
    readonly round: number;
    readonly status: string;
    readonly startedOn: CivilDate | null;
    readonly doneOn: CivilDate | null;
  }[];
  readonly notices: readonly {
    readonly part: string;
    readonly places: readonly { readonly place: string; readonly postedOn: CivilDate }[];
    readonly runsFrom: CivilDate;
    readonly earliestClose: CivilDate;
  }[];
  readonly objections: readonly {
    readonly no: number;
    readonly target: string;
    readonly part: string | null;
    readonly receivedOn: CivilDate;
    readonly open: boolean;
    readonly outcome: string | null;
  }[];
  readonly rejection: { readonly part: string; readonly level: string; readonly reason: string; readonly on: CivilDate } | null;
  readonly held: { readonly reason: string; readonly part: string | null } | null;
  readonly onAct: string | null;
  /** In the order of their revisions. */
  readonly events: readonly EventAsItStood[];
}

/**
 * The day from which each event of a case counts, by its id: the paper date as it was corrected, and of a correction the day of what
 * it corrects. For a correction says what was right from the beginning (R3): of any day it tells what we now believe of it.
 */
export function daysOfEvents(events: readonly StoredCaseEvent[]): ReadonlyMap<string, CivilDate> {
  const facts = new Map(factsOf(fileOf(events)).map((fact) => [fact.id, fact]));
  const days = new Map<string, CivilDate>();
  for (const event of events) {
    const corrected = event.type === CORRECTED ? days.get(event.data.event) : undefined;
    days.set(event.id, corrected ?? facts.get(event.id)?.occurredOn ?? event.metadata.occurredOn);
  }
  return days;
}

/** The first day of which a case tells anything; undefined before it. */
export function firstDayOf(events: readonly StoredCaseEvent[]): CivilDate | undefined {
  return [...daysOfEvents(events).values()].sort()[0];
}

/** A case by those of the known events that count up to `day`, in the order of their revisions; undefined where there are none. */
export function caseOnADay(known: readonly StoredCaseEvent[], day: CivilDate): CaseOnADay | undefined {
  const days = daysOfEvents(known);
  const told = known.filter(({ id }) => (days.get(id) ?? day) <= day);
  return told.length === 0 ? undefined : caseOf(told, days);
}

function caseOf(events: readonly StoredCaseEvent[], days: ReadonlyMap<string, CivilDate>): CaseOnADay {
  const file = fileOf(events);
  const { caseId, householdId, kind, programYear, definition, policy, area, phase, outcome, closedOn, household } = file;
  return {
    caseId,
    householdId,
    kind,
    programYear,
    definition,
    policy,
    area,
    phase,
    outcome: outcome ?? null,
    closedOn: closedOn ?? null,
    head: household.head,
    members: household.members.map(({ person }) => person),
    parts: Object.entries(file.parts).map(([part, { round, status, startedOn, doneOn }]) => ({
      part,
      round,
      status,
      startedOn: startedOn ?? null,
      doneOn: doneOn ?? null,
    })),
    notices: Object.entries(file.notices).map(([part, { places, runsFrom, earliestClose }]) => ({
      part,
      places: places.map(({ place, postedOn }) => ({ place, postedOn })),
      runsFrom,
      earliestClose,
    })),
    objections: Object.values(file.objections).map(({ no, target, part, receivedOn, open, outcome: decided }) => ({
      no,
      target,
      part: part ?? null,
      receivedOn,
      open,
      outcome: decided ?? null,
    })),
    rejection:
      file.rejection === undefined
        ? null
        : {
            part: file.rejection.part,
            level: file.rejection.level,
            reason: file.rejection.reason,
            on: file.rejection.on,
          },
    held: file.held === undefined ? null : { reason: file.held.reason, part: file.held.part ?? null },
    onAct: file.onAct?.act ?? null,
    events: asTheyStood(events, file, days),
  };
}

function asTheyStood(
  events: readonly StoredCaseEvent[],
  file: CaseFile,
  days: ReadonlyMap<string, CivilDate>,
): readonly EventAsItStood[] {
  const facts = new Map(factsOf(file).map((fact) => [fact.id, fact]));
  const corrections = new Map<string, FieldCorrected[]>();
  for (const event of events) {
    if (event.type !== CORRECTED) continue;
    const { event: of, no, field, old, new: next } = event.data;
    const before = corrections.get(of) ?? [];
    corrections.set(of, [...before, { no, field, old, new: next, by: recordingOf(event) }]);
  }
  return events.map((event) => {
    const corrected = corrections.get(event.id) ?? [];
    const data = corrected.length === 0 ? event.data : (facts.get(event.id)?.data ?? event.data);
    return {
      ...recordingOf(event),
      on: days.get(event.id) ?? event.metadata.occurredOn,
      data: data as unknown as JsonValue,
      corrections: corrected,
    };
  });
}

const fileOf = (events: readonly StoredCaseEvent[]): CaseFile =>
  events.reduce<CaseFile>((state, event) => caseDecider.evolve(state, event), caseDecider.initial);

const factsOf = (file: CaseFile): readonly KeptFact[] => file.facts ?? [];
