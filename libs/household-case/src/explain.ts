import { type Finding, type JsonValue, type OfficeHeld, type RecordedOf } from '#libs/kernel';
import { explainEvent, type Law, type Roster } from '#libs/procedure';
import { type CaseEvent } from './events.js';
import { evolve } from './evolve.js';
import { recordedAtOf, recordedDay, recorderOf } from './evolve/part-progress.js';
import { type CaseFile, initial } from './state.js';
import { type TermChanges } from './term-changes.js';
import { findingsOfTerms } from './terms.js';

/** What stood around an event and is not in it: offices on its paper date, sealed values that can be opened, the roster. */
export interface Surroundings {
  readonly offices: Readonly<Record<string, readonly OfficeHeld[]>>;
  readonly opened: Readonly<Record<string, JsonValue>>;
  readonly roster?: Roster;
}

export interface ExplainedEvent {
  readonly event: RecordedOf<CaseEvent>;
  /** Of every rule that is about it, met and unmet, with clauses. */
  readonly findings: readonly Finding[];
}

/** The pins of a case: by them its law is found. */
export interface Pins {
  readonly definition: string;
  readonly policy: string;
}

/** What stands beside an event of the terms of its case (ADR 0017). */
function termsBeside({ metadata: { due } }: RecordedOf<CaseEvent>): TermChanges | undefined {
  return due === undefined ? undefined : (JSON.parse(due) as TermChanges);
}

/**
 * Holds every event of a case against the law that the case pins, in turn, by the function that decided it
 * (architecture §5, `explain`). Nothing is refused: histories from elsewhere get findings only (domain.md R2).
 */
export function explainHistory(
  events: readonly RecordedOf<CaseEvent>[],
  lawFor: (pins: Pins) => Law,
  surroundings: (event: RecordedOf<CaseEvent>, state: CaseFile) => Surroundings,
): readonly ExplainedEvent[] {
  const explained: ExplainedEvent[] = [];
  let state = initial;
  let law: Law | undefined;
  for (const event of events) {
    if (event.type === 'case.CaseOpened.v1') law = lawFor({ definition: event.data.definition, policy: event.data.policy });
    const newLaw = event.type === 'case.CaseMigrated.v1' ? lawFor(event.data.to) : undefined;
    const { metadata } = event;
    const { offices, opened, roster } = surroundings(event, state);
    const circumstances = {
      occurredOn: metadata.occurredOn,
      recordedOn: recordedDay(recordedAtOf(state, metadata)),
      actor: recorderOf(state, metadata),
      performedBy: metadata.performedBy,
      offices,
      opened,
      ...(roster && { roster }),
      ...(newLaw && { newLaw }),
    };
    const fact = { type: event.type, data: event.data };
    const ofRules = law === undefined ? [] : explainEvent({ law, view: state, fact, circumstances });
    explained.push({ event, findings: [...ofRules, ...findingsOfTerms(termsBeside(event), event)] });
    state = evolve(state, event);
    law = newLaw ?? law;
  }
  return explained;
}
