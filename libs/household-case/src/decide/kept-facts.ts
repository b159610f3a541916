import { blocking, civilDateOf, type Finding } from '#libs/kernel';
import { judge, type KeptFact, type PartId } from '#libs/procedure';
import { partView } from '../evolve/part-progress.js';
import { type CaseFile } from '../state.js';
import { type Given } from './handler.js';

/** Unmet blocking findings of a fact of the case, as it stood before it. */
export function findingsOf(fact: KeptFact, view: CaseFile, { law, context }: Pick<Given, 'law' | 'context'>): readonly Finding[] {
  const circumstances = {
    occurredOn: fact.occurredOn,
    recordedOn: civilDateOf(fact.recordedAt),
    actor: fact.actor,
    performedBy: fact.performedBy,
    offices: context.offices,
    opened: context.opened,
  };
  return blocking(judge({ law, view, fact: { type: fact.type, data: fact.data }, circumstances }));
}

/** Whether a fact still counts: of the round in which its part stands. */
export function counts(fact: KeptFact, state: CaseFile): boolean {
  const { part, round } = fact.data as { readonly part?: PartId; readonly round?: number };
  return part !== undefined && round !== undefined && partView(state, part).round === round;
}
