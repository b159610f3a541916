import { type EventReader } from '#libs/event-store';
import { type ActState } from '#libs/collective-act';
import { type CaseContext, type CaseEvent, type CaseFile, evolve } from '#libs/household-case';
import { type RegisterState } from '#libs/household-register';
import { type CivilDate, civilDateOf, type Finding, type Instant, type JsonObject, type RecordedOf } from '#libs/kernel';
import { explainEvent } from '#libs/procedure';
import { type DecidedAgain, type Replayed, type Verdict } from './decide-again.js';
import { type Difference } from './difference.js';
import { replay, type ReplayOptions } from './replay.js';

/** One decision, laid open: what stood before, what every rule found, what came of it. */
export interface Step {
  readonly stream: string;
  readonly position: bigint;
  /** The revision at which it was decided: -1 before the first event. */
  readonly decidedAtRevision: bigint;
  readonly orderType: string;
  readonly orderId: string;
  readonly on: CivilDate;
  readonly recordedAt: Instant;
  readonly actor: { readonly id: string; readonly role: string; readonly area: string };
  readonly performedBy: string;
  /** The definition that the case has pinned; absent of any other stream, and before the case is opened. */
  readonly definition?: string;
  /** In short. */
  readonly before: JsonObject;
  /** What the rules found of each event that was proposed; empty for streams that no procedure is about. */
  readonly findings: readonly { readonly event: string; readonly findings: readonly Finding[] }[];
  readonly outcome: { readonly events: readonly string[] } | { readonly refused: readonly Finding[] };
  readonly verdict: Verdict;
  readonly difference?: Difference;
}

/** The decisions of some streams, one after the other, each with its findings by the rules of today. */
export async function stepsOf(
  reader: EventReader,
  streams: readonly string[],
  options: Omit<ReplayOptions, 'which' | 'onReplayed'> = {},
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  await replay(reader, {
    ...options,
    which: { streams },
    onReplayed: (replayed) => {
      if (replayed.again !== undefined) steps.push(stepOf(replayed, replayed.again));
    },
  });
  return steps;
}

function stepOf({ append, verdict, difference }: Replayed, again: DecidedAgain): Step {
  const { order, folded, decided } = again;
  const [{ metadata, position }] = append.events;
  const { given } = order;
  const definition =
    metadata.definition ?? (given.target.startsWith('case-') ? (folded.state as CaseFile).definition : undefined);
  return {
    stream: given.target,
    position,
    decidedAtRevision: order.decidedAtRevision,
    orderType: given.order.type,
    orderId: given.orderId,
    on: metadata.occurredOn,
    recordedAt: metadata.recordedAt,
    actor: { id: given.actor.id, role: given.actor.role, area: given.actor.area },
    performedBy: metadata.performedBy,
    ...(definition === undefined || definition === '' ? {} : { definition }),
    before: briefly(given.target, folded.state),
    findings: findingsOf(again),
    outcome: 'refused' in decided ? { refused: decided.refused } : { events: decided.events.map(({ type }) => type) },
    verdict,
    ...(difference === undefined ? {} : { difference: withoutEvent(difference) }),
  };
}

function withoutEvent({ path, recorded, replayed }: Difference): Difference {
  return { path, ...(recorded === undefined ? {} : { recorded }), ...(replayed === undefined ? {} : { replayed }) };
}

/** By the function that decided: every event held against the rules in the state that the one before left. */
function findingsOf({ order, folded, decided }: DecidedAgain): Step['findings'] {
  if ('refused' in decided || !order.given.target.startsWith('case-')) return [];
  const context = decided.context as CaseContext;
  let view = folded.state as CaseFile;
  const { data } = order.given.order as { readonly data: { readonly key?: string } };
  // What was parked is judged as it was recorded then (domain.md R16).
  const parked = order.given.order.type === 'ReleaseParked' ? view.parked[data.key ?? ''] : undefined;
  const circumstances = {
    occurredOn: parked?.occurredOn ?? context.occurredOn,
    recordedOn: parked === undefined ? context.today : civilDateOf(parked.recordedAt),
    actor: parked?.recordedBy ?? context.actor,
    performedBy: parked?.performedBy ?? context.performedBy,
    offices: context.offices,
    opened: context.opened,
    ...(context.roster === undefined ? {} : { roster: context.roster }),
  };
  return decided.events.map((event) => {
    const findings = explainEvent({ law: context.law, view, fact: event, circumstances });
    view = evolve(view, { ...event, stream: order.given.target, revision: -1n } as unknown as RecordedOf<CaseEvent>);
    return { event: event.type, findings };
  });
}

function briefly(stream: string, state: unknown): JsonObject {
  switch (stream.slice(0, stream.indexOf('-'))) {
    case 'case':
      return caseInShort(state as CaseFile);
    case 'household':
      return registerInShort(state as RegisterState);
    case 'act':
      return actInShort(state as ActState);
    default:
      return {};
  }
}

function caseInShort({ phase, outcome, parts, notices, objections, terms }: CaseFile): JsonObject {
  const started = Object.entries(parts).map(([part, { status, round }]) => [part, round === 1 ? status : `${status} (${round})`]);
  const running = Object.entries(notices)
    .filter(([part]) => parts[part]?.status === 'RUNNING')
    .map(([part, { earliestClose }]) => [part, earliestClose]);
  const open = Object.values(objections).filter((objection) => objection.open).length;
  return {
    phase,
    ...(outcome === undefined ? {} : { outcome }),
    parts: Object.fromEntries(started) as JsonObject,
    ...(running.length === 0 ? {} : { closesFrom: Object.fromEntries(running) as JsonObject }),
    ...(open === 0 ? {} : { openObjections: open }),
    ...(terms.length === 0 ? {} : { openTerms: terms.map(({ timer, dueOn }) => `${timer} ${dueOn ?? '—'}`) }),
  };
}

function registerInShort({ phase, standing, members }: RegisterState): JsonObject {
  return { phase, standing, members: members.length };
}

function actInShort({ phase, kind, listed, items, onAct }: ActState): JsonObject {
  return {
    phase,
    ...(kind === undefined ? {} : { kind }),
    listed: listed.length,
    closedOver: items.length,
    waiting: onAct.length,
  };
}
