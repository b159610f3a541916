import { type CaseEvent } from '../events.js';
import { partView } from '../evolve/part-progress.js';
import { type CaseFile } from '../state.js';
import { type Given } from './handler.js';

const EFFECTS = {
  REGISTERED: 'case.HouseholdRegistered.v1',
  EXITED: 'case.HouseholdExited.v1',
  MONITORED: 'case.HouseholdMonitored.v1',
} as const;

/**
 * What follows of itself when the part that carries the effect is done: the household is registered, has exited or is
 * monitored, on the paper date of that part (domain.md R1: it follows from an order of a person, never from a clock).
 */
export function effectOf(before: CaseFile, atFirst: CaseFile, after: CaseFile, { law, context }: Given): CaseEvent | undefined {
  const { result, after: part } = law.definition.effect;
  if (after.phase !== 'OPEN' || before.phase !== 'OPEN') return undefined;
  const done = partView(after, part);
  if (done.status !== 'DONE' || partView(atFirst, part).status === 'DONE') return undefined;
  return { type: EFFECTS[result], data: { on: done.doneOn ?? context.occurredOn, programYear: after.programYear } };
}

/** Not an event of any part but the one that carries the effect. */
export function mayBringEffect({ data }: CaseEvent, { law }: Given): boolean {
  return !('part' in data) || data.part === law.definition.effect.after;
}
