import { refuse, type Refusal, type Sealed, unmet } from '#libs/kernel';
import { type Law, type Part, type PartId, type PartKind, type PartOf, type Papers } from '#libs/procedure';
import { type CaseEvent, type RejectionReason } from '../events.js';
import { partView } from '../evolve/part-progress.js';
import { type Given } from './handler.js';

/** The part that an order names; refuses `PART_UNKNOWN` where the pinned definition has none of these kinds there. */
export function partOf<K extends PartKind>(law: Law, id: PartId, ...kinds: readonly K[]): PartOf<K> | Refusal {
  const part: Part | undefined = law.parts[id];
  if (part !== undefined && (kinds as readonly PartKind[]).includes(part.kind)) return part as PartOf<K>;
  const known = law.order.filter((candidate) => kinds.some((kind) => kind === law.parts[candidate]?.kind));
  return refuse(unmet('PART_UNKNOWN', 'INPUT', '§2.2', known, id));
}

interface OrderAboutPart {
  readonly part: PartId;
  readonly round?: number;
  readonly act?: string;
}

/** The words that every fact of a part begins with. */
export function about(data: OrderAboutPart): { readonly part: PartId; readonly round: number; readonly act?: string } {
  return { part: data.part, round: data.round ?? 1, ...(data.act !== undefined && { act: data.act }) };
}

/** `{ [name]: value }` where there is a value: no `undefined` stands in an event. */
export function optional<N extends string, V>(name: N, value: V | undefined): { readonly [K in N]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [K in N]?: V };
}

export interface Failure {
  readonly part: PartId;
  readonly reason: RejectionReason;
  readonly text?: Sealed;
  /** Where no other event says that the part failed, the ending itself carries its round and papers. */
  readonly own?: { readonly round: number; readonly act?: string; readonly papers: Papers };
}

const BECAUSE: Readonly<Record<RejectionReason, 'REVIEW' | 'RULING'>> = {
  COMPARISON: 'RULING',
  VOTED_DOWN: 'REVIEW',
  OVER_QUOTA: 'REVIEW',
  VERIFICATION_FAILED: 'RULING',
  NOT_ELIGIBLE: 'RULING',
  OBJECTION_UPHELD: 'RULING',
  AUDIT: 'RULING',
  APPROVAL: 'RULING',
};

/**
 * What follows when a part fails, by its `onFail` (domain.md §2.3, R13): REJECT ends the case, DEFER puts the exit off to
 * the next year, HOLD leaves the case standing on the failed part until somebody returns it.
 */
export function failure({ part: id, reason, text, own }: Failure, { law, state, context }: Given): readonly CaseEvent[] {
  const part = law.parts[id];
  if (part === undefined) return [];
  const carried = own ?? {};
  switch (part.onFail ?? 'REJECT') {
    case 'REJECT': {
      const signers =
        own?.papers.signatures.filter((signature) => signature.capacity === 'OFFICE').map(({ person }) => person) ?? [];
      const decidedBy = [...new Set([context.performedBy, ...signers])];
      const data = { part: id, level: part.level, reason, ...optional('text', text), decidedBy, ...carried };
      return [{ type: 'case.CaseRejected.v1', data }];
    }
    case 'DEFER': {
      const ofPart = own === undefined ? {} : { part: id, ...carried };
      const data = { toYear: state.programYear + 1, because: BECAUSE[reason], ...optional('reason', text), ...ofPart };
      return [{ type: 'case.ExitDeferred.v1', data }];
    }
    case 'HOLD':
      return [];
  }
}

/** Parts that have begun among these: what a return supersedes. */
export function begun(parts: readonly PartId[], { state }: Given): readonly PartId[] {
  return parts.filter((part) => partView(state, part).status !== 'NOT_STARTED');
}
