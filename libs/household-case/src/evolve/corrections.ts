import { type Actor, type EventMetadata, type RecordedOf } from '#libs/kernel';
import { correctable, type KeptFact, type Papers, readAs, standsIn, withValue } from '#libs/procedure';
import { type CaseEvent, type CaseEventType, type CorrectedPeriod } from '../events.js';
import { type CaseFile, initial } from '../state.js';
import { type Evolutions, type RecordedCaseEvent } from './evolution.js';
import { recordedAtOf, recorderOf } from './part-progress.js';

type Step = (state: CaseFile, event: RecordedOf<CaseEvent>) => CaseFile;

const CORRECTED = 'case.RecordCorrected.v1';
/** They change nothing of the case itself, only wait, speak of a term, or say on which act it stands, which no correction changes. */
const NOT_KEPT: ReadonlySet<string> = new Set<CaseEventType>([
  'case.FindingNoted.v1',
  'case.EntryParked.v1',
  'case.EntryReleased.v1',
  'case.JoinedAct.v1',
  'case.LeftAct.v1',
  'case.ReminderDue.v1',
  'case.DeadlineMissed.v1',
  'case.Escalated.v1',
  'case.NoticeCopyExpired.v1',
  'case.ExitWindowEnded.v1',
  'case.TransitionEnded.v1',
  'case.DeadlineRecomputed.v1',
  'case.MetOnPaper.v1',
]);
const NO_EVIDENCE: Papers['evidence'] = [];

/** Without what is neither corrected nor judged again: evidence, and how the end of a period was reached. */
function keptData(data: object): object {
  const { papers, derivation } = data as { readonly papers?: Papers; readonly derivation?: unknown };
  if (papers === undefined && derivation === undefined) return data;
  const kept: Record<string, unknown> = {};
  // Not by a rest pattern: each of these objects stays in memory and would have a shape of its own.
  for (const [name, value] of Object.entries(data)) if (name !== 'derivation') kept[name] = value as unknown;
  if (papers !== undefined) kept['papers'] = { ...papers, evidence: NO_EVIDENCE };
  return kept;
}

const sameActor = (a: Actor | undefined, b: Actor): a is Actor => a?.id === b.id && a.role === b.role && a.area === b.area;

/** Read back from a store every text is a new one: what the fact before says in the same words is held once. */
function keep(state: CaseFile, { id, type, data, metadata }: RecordedOf<CaseEvent>, before: KeptFact | undefined): KeptFact {
  const { occurredOn, performedBy } = metadata;
  const recordedAt = recordedAtOf(state, metadata);
  const actor = recorderOf(state, metadata);
  return {
    id,
    type: before?.type === type ? before.type : type,
    data: keptData(data),
    occurredOn: before?.occurredOn === occurredOn ? before.occurredOn : occurredOn,
    recordedAt: before?.recordedAt === recordedAt ? before.recordedAt : recordedAt,
    actor: sameActor(before?.actor, actor) ? (before?.actor ?? actor) : actor,
    performedBy: before?.performedBy === performedBy ? before.performedBy : performedBy,
  };
}

/** A kept fact as the event that it was, so that a case can be folded again from what stands. */
export function eventOf(state: Pick<CaseFile, 'caseId'>, fact: KeptFact): RecordedOf<CaseEvent> {
  const metadata: EventMetadata = {
    orderId: '',
    orderType: '',
    orderKey: '',
    orderDigest: '',
    correlationId: '',
    causationId: '',
    actorId: fact.actor.id,
    actorRole: fact.actor.role,
    actorArea: fact.actor.area,
    performedBy: fact.performedBy,
    occurredOn: fact.occurredOn,
    recordedAt: fact.recordedAt,
    build: '',
  };
  const { id, type, data } = fact;
  return { id, stream: `case-${state.caseId}`, revision: -1n, type, data, metadata } as RecordedOf<CaseEvent>;
}

/**
 * The fact with the field corrected; unchanged where the field or the new value cannot be read. `period` is that of its
 * notice where the correction moves it: which places make it, and how its days count, the law tells.
 */
export function correctedFact(fact: KeptFact, field: string, text: string, period?: CorrectedPeriod): KeptFact {
  const rule = correctable(fact.type, field);
  const old = standsIn(fact, field);
  const value = rule === undefined || old === undefined ? undefined : readAs(field, old, text, rule);
  if (value === undefined) return fact;
  if (field === 'occurredOn') return { ...fact, occurredOn: value as KeptFact['occurredOn'] };
  const data = withValue(fact.data, field, value);
  if (period === undefined) return { ...fact, data };
  const { runsFrom, earliestClose } = period;
  return { ...fact, data: { ...data, runsFrom, earliestClose } };
}

/** The case as if the right value had stood there from the beginning; the wrong one stays in the log (R3). */
function corrected(state: CaseFile, { data, metadata }: RecordedCaseEvent<typeof CORRECTED>, step: Step): CaseFile {
  const facts = (state.facts ?? []).map((fact) =>
    fact.id === data.event ? correctedFact(fact, data.field, data.new, data.period) : fact,
  );
  let folded: CaseFile = initial;
  for (const fact of facts) {
    if (fact.type !== CORRECTED) folded = step(folded, eventOf(state, fact));
  }
  const { no, event, field } = data;
  return {
    ...folded,
    ...(state.onAct && { onAct: state.onAct }),
    parked: state.parked,
    corrections: [...state.corrections, { no, event, field, on: metadata.occurredOn }],
    facts,
  };
}

/** Folds an event and keeps it for a later correction: by reference where it can be, without its evidence. */
export function remember(state: CaseFile, event: RecordedOf<CaseEvent>, step: Step): CaseFile {
  if (NOT_KEPT.has(event.type)) return step(state, event);
  const next = event.type === CORRECTED ? corrected(state, event, step) : step(state, event);
  const facts = next.facts ?? state.facts ?? [];
  // A file that an event has just made is nobody else's yet: it need not be copied a second time.
  const own: { -readonly [K in keyof CaseFile]: CaseFile[K] } = next === state ? { ...state } : next;
  own.facts = [...facts, keep(state, event, facts.at(-1))];
  return own;
}

export const correctionEvolutions: Evolutions<'case.RecordCorrected.v1' | 'case.EntryReassigned.v1'> = {
  /** Folded by {@link remember}, which knows how every event is folded. */
  'case.RecordCorrected.v1': (state) => state,
  'case.EntryReassigned.v1': (state, { data }) => ({ ...state, reassignedTo: [...(state.reassignedTo ?? []), data.toCase] }),
};
