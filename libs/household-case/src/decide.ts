import {
  blocking,
  type CivilDate,
  type Decision,
  type Finding,
  isRefusal,
  type Order,
  type RecordedOf,
  refuse,
  type Refusal,
  remarks,
  unmet,
} from '#libs/kernel';
import { type Circumstances, judge, type PartId, type Signature } from '#libs/procedure';
import { type CaseContext } from './context.js';
import { afterEffectProposals } from './decide/after-effect.js';
import { backfillProposals } from './decide/backfill.js';
import { consentRevocationProposals } from './decide/consent-revocation.js';
import { correctionProposals } from './decide/corrections.js';
import { effectOf, mayBringEffect } from './decide/effect.js';
import { endingProposals } from './decide/endings.js';
import { type Given, type Proposals, type Propose } from './decide/handler.js';
import { householdChangeProposals } from './decide/household-changes.js';
import { mainPathProposals } from './decide/main-path.js';
import { migrationProposals } from './decide/migration.js';
import { objectionProposals } from './decide/objections.js';
import { remedyProposals } from './decide/remedies.js';
import { returnProposals } from './decide/returns.js';
import { afterCorrection, afterMigration, metOnPaper, overWhenRecordedIn, termProposals } from './decide/terms.js';
import { type CaseEvent } from './events.js';
import { evolve } from './evolve.js';
import { partView, recordedDay } from './evolve/part-progress.js';
import { keyOf } from './keys.js';
import { type CaseOrder, type CaseOrderType } from './orders.js';
import { type CaseFile, type ParkedEntry } from './state.js';
import { type MetTerm } from './term-changes.js';
import { metTerms } from './terms.js';

const proposals: Proposals<Exclude<CaseOrderType, 'ReleaseParked'>> = {
  ...mainPathProposals,
  ...objectionProposals,
  ...returnProposals,
  ...migrationProposals,
  ...remedyProposals,
  ...correctionProposals,
  ...backfillProposals,
  ...householdChangeProposals,
  ...endingProposals,
  ...consentRevocationProposals,
  ...afterEffectProposals,
  ...termProposals,
};

/** Lawful after the case has ended. Each says itself what it needs of the ending. */
const AFTER_CLOSING: ReadonlySet<string> = new Set<CaseOrderType>([
  'NotifyRejection',
  'RequestRecheck',
  'DecideRecheck',
  'ContestDecision',
  'RuleOnContest',
  'OrderReReview',
  'CorrectRecord',
  'ReassignEntry',
  'InterruptNotice',
  'RaiseObjection',
  'AssignInvestigation',
  'DecideObjection',
  'IssueConfirmationLetter',
  'IssueHandbook',
  'RecordRegistryEntry',
  'RecordFiling',
  'NoteSupportPaired',
  'PublishDecidedList',
  'TakeDownNotice',
  'RemindOfTerm',
  'MarkTermMissed',
  'EscalateTerm',
  'RecomputeTerms',
  'LeaveAct',
  'NoteHouseholdChange',
]);

/**
 * Decides an order of a case: what it would do is proposed by its subject, and every proposed event is held against
 * the law, one after the other. Refuses with all unmet blocking findings of the first event that is not lawful;
 * remarks are noted and the event stands. Papers that came before their predecessor are parked where the order asks
 * for it (domain.md R16). Refuses `CASE_NOT_OPEN`, `CASE_ALREADY_OPEN` and `CASE_CLOSED` by phase.
 */
export function decide(order: CaseOrder, state: CaseFile, context: CaseContext): Decision<CaseEvent> {
  const outOfPhase = refusedByPhase(order, state);
  if (outOfPhase !== undefined) return outOfPhase;
  if (order.type === 'ReleaseParked') return release(order.data.key, state, context);
  const given: Given = { state, law: context.law, context };
  const decided = underTheLaw(propose(order, given), given);
  return isRefusal(decided) ? (parked(order, decided, given) ?? decided) : decided;
}

function propose(order: Order, given: Given): readonly CaseEvent[] | Refusal {
  const known = proposals as unknown as Readonly<Record<string, Propose<never>>>;
  const handler = Object.hasOwn(known, order.type) ? known[order.type] : undefined;
  if (handler === undefined) return refuse(unmet('ORDER_UNKNOWN', 'INPUT', '§2.2', Object.keys(proposals), order.type));
  return handler(order.data as never, given);
}

function refusedByPhase(order: CaseOrder, state: CaseFile): Refusal | undefined {
  if (order.type === 'OpenCase') {
    return state.phase === 'ABSENT'
      ? undefined
      : refuse(unmet('CASE_ALREADY_OPEN', 'ORDER', '§2.2', 'a case that has not been opened', state.caseId));
  }
  if (state.phase === 'ABSENT') {
    return refuse(unmet('CASE_NOT_OPEN', 'ORDER', '§2.2', 'a case that the register has admitted', state.phase));
  }
  if (state.phase === 'CLOSED' && !AFTER_CLOSING.has(order.type)) {
    return refuse(unmet('CASE_CLOSED', 'ORDER', '§2.2', 'a case that has not ended', state.outcome ?? state.phase));
  }
  return undefined;
}

/** The metadata by which proposed events are evolved before they are appended: what `evolve` reads of it is final. */
function provisional({ state, law, context }: Given): (event: CaseEvent) => RecordedOf<CaseEvent> {
  const metadata = {
    orderId: '',
    orderType: '',
    orderKey: '',
    orderDigest: context.orderDigest,
    correlationId: '',
    causationId: '',
    actorId: context.actor.id,
    actorRole: context.actor.role,
    actorArea: context.actor.area,
    performedBy: context.performedBy,
    occurredOn: context.occurredOn,
    recordedAt: context.now,
    definition: law.definitionRef,
    policy: law.policyRef,
    build: '',
  };
  const stream = `case-${state.caseId}`;
  return (event) => ({ id: '', stream, revision: -1n, type: event.type, data: event.data, metadata }) as RecordedOf<CaseEvent>;
}

function circumstancesOf(context: CaseContext): Circumstances {
  return {
    occurredOn: context.occurredOn,
    recordedOn: context.today,
    actor: context.actor,
    performedBy: context.performedBy,
    offices: context.offices,
    opened: context.opened,
    ...(context.roster && { roster: context.roster }),
    ...(context.newLaw && { newLaw: context.newLaw }),
  };
}

/** Holds proposed events against the law, in turn; adds what follows of itself, and what is to be noted. */
function underTheLaw(proposed: readonly CaseEvent[] | Refusal, given: Given): Decision<CaseEvent> {
  if (isRefusal(proposed)) return proposed;
  if (proposed.length === 0) return proposed;
  const record = provisional(given);
  const circumstances = circumstancesOf(given.context);
  const events: CaseEvent[] = [];
  const queue = [...proposed];
  const missedBefore = given.state.terms.some(({ missedOn }) => missedOn !== undefined);
  const met: MetTerm[] = [];
  let state = given.state;
  for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
    const findings = judge({ law: given.law, view: state, fact: event, circumstances });
    const [first, ...more] = blocking(findings);
    if (first !== undefined) return refuse(first, ...more);
    events.push(event);
    for (const finding of remarks(findings)) {
      events.push({ type: 'case.FindingNoted.v1', data: { finding, about: event.type } });
    }
    // Nothing follows it, and it is about another part: what the case becomes by it decides nothing here.
    if (queue.length === 0 && !missedBefore && !mayBringEffect(event, given)) break;
    const before = state;
    const recorded = record(event);
    state = evolve(state, recorded);
    if (missedBefore) met.push(...metTerms(given.state.terms, state, recorded));
    const effect = queue.length === 0 ? effectOf(before, given.state, state, given) : undefined;
    if (effect !== undefined) queue.push(effect);
  }
  const corrected = events.some(({ type }) => type === 'case.RecordCorrected.v1');
  if (corrected) events.push(...afterCorrection(events.map(record), given));
  if (events.some(({ type }) => type === 'case.CaseMigrated.v1')) events.push(...afterMigration(events.map(record), given));
  const over = bearsOlderDate(events, given) ? overWhenRecordedIn(events.map(record), given) : [];
  return [...events, ...metOnPaper(met, given), ...over];
}

/** No term is over on the day on which it begins, and none begins before the oldest date of what is entered. */
function bearsOlderDate(events: readonly CaseEvent[], { context: { today, occurredOn } }: Given): boolean {
  if (occurredOn < today) return true;
  return events.some(({ type, data }) => {
    // A day of the calendar may be over whenever a case opens, and any day when it is reckoned again.
    if (type === 'case.CaseOpened.v1' || type === 'case.DeadlineRecomputed.v1') return true;
    const { visitedOn, signature, endedOn, receivedOn } = data as {
      readonly visitedOn?: CivilDate;
      readonly signature?: Pick<Signature, 'signedOn'>;
      readonly endedOn?: CivilDate;
      readonly receivedOn?: CivilDate;
    };
    return [visitedOn, signature?.signedOn, endedOn, receivedOn].some((date) => date !== undefined && date < today);
  });
}

const missingBefore = (part: PartId, { state, law }: Given): readonly PartId[] =>
  (law.after[part] ?? []).filter((before) => partView(state, before).status !== 'DONE');

function parked(order: CaseOrder, refusal: Refusal, given: Given): readonly CaseEvent[] | undefined {
  const data = order.data as { readonly parkIfEarly?: boolean; readonly part?: PartId };
  if (data.parkIfEarly !== true || data.part === undefined) return undefined;
  // A round that is not the current one is no paper of this case that came early.
  const early = ({ class: about, code }: Finding): boolean => about === 'ORDER' && code !== 'ROUND_NOT_CURRENT';
  if (!refusal.refused.every(early)) return undefined;
  const waitsFor = missingBefore(data.part, given);
  if (waitsFor.length === 0) return undefined;
  const { occurredOn, performedBy } = given.context;
  const kept = { type: order.type, data: order.data } as unknown as Extract<
    CaseEvent,
    { type: 'case.EntryParked.v1' }
  >['data']['order'];
  return [{ type: 'case.EntryParked.v1', data: { key: keyOf(order), waitsFor, order: kept, occurredOn, performedBy } }];
}

/**
 * Decides a parked order now, in its own words, dates and hands, as recorded on the day on which it was parked. The offices, opened values and roster of the context
 * are those of the parked order: see {@link parkedOrder}.
 */
function release(key: string, state: CaseFile, context: CaseContext): Decision<CaseEvent> {
  if (context.actor.role !== 'process') {
    return refuse(unmet('RECORDER_MAY_NOT', 'RIGHTS', 'R16', ['process'], context.actor.role));
  }
  const entry = state.parked[key];
  if (entry === undefined) {
    return refuse(unmet('NOTHING_PARKED', 'ORDER', 'R16', 'an entry that waits under this key', key));
  }
  const given: Given = {
    state,
    law: context.law,
    context: {
      ...context,
      today: recordedDay(entry.recordedAt),
      occurredOn: entry.occurredOn,
      performedBy: entry.performedBy,
      actor: entry.recordedBy,
    },
  };
  const proposed = propose(parkedOrder(entry), given);
  if (isRefusal(proposed)) return proposed;
  return underTheLaw([{ type: 'case.EntryReleased.v1', data: { key } }, ...proposed], given);
}

/** The order that waits in a parked entry: whoever gathers the surroundings of `ReleaseParked` gathers those of this order. */
export function parkedOrder(entry: ParkedEntry): CaseOrder {
  return entry.order as unknown as CaseOrder;
}
