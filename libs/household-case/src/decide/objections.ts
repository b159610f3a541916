import { isRefusal, refuse, type Refusal, type Sealed, unmet } from '#libs/kernel';
import {
  holdsCase,
  investigatingLevel,
  isApproved,
  type ObjectionDecided,
  type ObjectionView,
  type PartId,
  surveyToRepeat,
} from '#libs/procedure';
import { type CaseEvent } from '../events.js';
import { partView } from '../evolve/part-progress.js';
import { type Given, type OrderOf, type Proposals } from './handler.js';
import { optional } from './part.js';
import { goesBack, unknownPart } from './returns.js';

const EFFECTS: readonly string[] = ['REGISTERED', 'EXITED', 'MONITORED'];

/**
 * The first objection that told the same facts: the same sealed words, or the same words where both can be opened. One that
 * told of an omission held nothing, so that the same facts may still hold an entry, once (R11).
 */
function sameFacts({ facts, target }: OrderOf<'RaiseObjection'>['data'], { state, context }: Given): number | undefined {
  const words = context.opened[facts.ref];
  const told = (ref: string | undefined): boolean =>
    ref !== undefined && words !== undefined && JSON.stringify(context.opened[ref]) === JSON.stringify(words);
  return Object.values(state.objections)
    .filter((other) => (other.target === 'OMISSION') === (target === 'OMISSION'))
    .find((other) => other.factsCommitment === facts.commitment || told(other.factsRef))?.no;
}

/**
 * Notices that were completed as if this objection had not been there: it was received while they hung and recorded
 * after they had been completed, before the approval (R1).
 */
function completedOver(
  { target, part, receivedOn }: OrderOf<'RaiseObjection'>['data'],
  { law, state }: Given,
): readonly PartId[] {
  if (target === 'OMISSION' || state.phase !== 'OPEN') return [];
  if (isApproved(law, state)) return [];
  return law.order.filter((id) => {
    const kind = law.parts[id]?.kind;
    const { status, startedOn, doneOn } = partView(state, id);
    if ((kind !== 'notice' && kind !== 'announcement') || status !== 'DONE') return false;
    if (part !== undefined && part !== id) return false;
    return startedOn !== undefined && doneOn !== undefined && startedOn <= receivedOn && receivedOn <= doneOn;
  });
}

const lastBegun = ({ law, state }: Given): PartId =>
  law.order.findLast((id) => partView(state, id).status !== 'NOT_STARTED') ?? law.order[0] ?? '';

/** Corrected facts go back to where the definition says, or to the survey; what hung is published again in full (§2.3). */
function backForFacts(objection: ObjectionView, reason: Sealed, given: Given): readonly CaseEvent[] {
  const part = objection.part ?? lastBegun(given);
  const to = given.law.parts[part]?.onObjection?.returnTo ?? surveyToRepeat(given.law, part);
  const level = objection.level ?? investigatingLevel(given.law, given.state, objection.part);
  return to === undefined ? [] : [goesBack({ to, level, because: 'OBJECTION', reason }, given)];
}

/**
 * What follows of a decision, before the effect. Upheld against a notice's form: it is posted again. Upheld against the
 * entry: an identification is rejected; an exit is put off to the next year, because it failed and the household stays
 * as it is (R13), unless the household itself objected: then it is surveyed again (§3.4).
 */
function consequence(objection: ObjectionView, decided: ObjectionDecided, given: Given): readonly CaseEvent[] {
  const { law, state } = given;
  const { outcome, material, decidedBy, reason } = decided;
  if (state.phase !== 'OPEN' || !holdsCase(objection)) return [];
  if (outcome === 'PARTLY') return material ? backForFacts(objection, reason, given) : [];
  if (outcome !== 'UPHELD') return [];
  const level = objection.level ?? investigatingLevel(law, state, objection.part);
  if (objection.target === 'NOTICE') {
    return objection.part === undefined ? [] : [goesBack({ to: objection.part, level, because: 'OBJECTION', reason }, given)];
  }
  if (state.kind !== 'EXIT') {
    const part = objection.part ?? lastBegun(given);
    return [{ type: 'case.CaseRejected.v1', data: { part, level, reason: 'OBJECTION_UPHELD', text: reason, decidedBy } }];
  }
  if (objection.byHousehold) return backForFacts(objection, reason, given);
  return [{ type: 'case.ExitDeferred.v1', data: { toYear: state.programYear + 1, because: 'REVIEW', reason } }];
}

function objectionOf(no: number, { state }: Given): ObjectionView | Refusal {
  const known = Object.hasOwn(state.objections, no) ? state.objections[String(no)] : undefined;
  return known ?? refuse(unmet('OBJECTION_UNKNOWN', 'INPUT', 'R11', Object.keys(state.objections), no));
}

/** Objections with their targets and outcomes (domain.md §2.3, R1, R11). */
export const objectionProposals: Proposals<'RaiseObjection' | 'AssignInvestigation' | 'DecideObjection'> = {
  /** Recorded whenever it is received; what it stops depends on how far the case has gone. */
  RaiseObjection: (data, given) => {
    const unknown = data.part === undefined ? undefined : unknownPart(given.law, data.part);
    if (unknown !== undefined) return unknown;
    const duplicateOf = sameFacts(data, given);
    const events: CaseEvent[] = [{ type: 'case.ObjectionRaised.v1', data: { ...data, ...optional('duplicateOf', duplicateOf) } }];
    if (data.target === 'OMISSION') {
      events.push({ type: 'case.IdentificationLeadOpened.v1', data: { objection: data.no, facts: data.facts } });
    } else if (given.state.outcome !== undefined && EFFECTS.includes(given.state.outcome)) {
      events.push({ type: 'case.CorrectionLeadOpened.v1', data: { objection: data.no } });
    } else if (duplicateOf === undefined) {
      const parts = completedOver(data, given);
      if (parts.length > 0) events.push({ type: 'case.CompletionSuperseded.v1', data: { parts, objection: data.no } });
    }
    return events;
  },

  AssignInvestigation: (data, given) => {
    const objection = objectionOf(data.no, given);
    if (isRefusal(objection)) return objection;
    const { no, level, investigators, reason } = data;
    const replaced = objection.investigators.length === 0 ? undefined : objection.investigators;
    const assigned = { no, level, investigators, ...optional('replaced', replaced), ...optional('reason', reason) };
    return [{ type: 'case.InvestigationAssigned.v1', data: assigned }];
  },

  DecideObjection: (data, given) => {
    const objection = objectionOf(data.no, given);
    if (isRefusal(objection)) return objection;
    return [{ type: 'case.ObjectionDecided.v1', data }, ...consequence(objection, data, given)];
  },
};
