import { type EventStore, type EventToAppend, RevisionConflict } from '#libs/event-store';
import { type Event, type EventMetadata, type Finding, type FindingClass } from '#libs/kernel';
import { stableId } from './canonical.js';

// This name is stored. Never rename it or change what a field means: add a version and an upcast.
export type RefusalEvent = Event<
  'refusal.OrderRefused.v1',
  { readonly target: string; readonly orderType: string; readonly class: FindingClass; readonly findings: readonly Finding[] }
>;

/** Orders of a ruling: a refusal for being out of order is evidence there (domain.md R16). */
const RULINGS: ReadonlySet<string> = new Set([
  'RecordAudit',
  'RecordApproval',
  'RecordRuling',
  'DecideObjection',
  'DecideRecheck',
  'RuleOnContest',
]);

/** The gravest class among the findings; INPUT < ORDER < LAW < RIGHTS. */
export function classOf(findings: readonly Finding[]): FindingClass {
  const classes = new Set(findings.map((finding) => finding.class));
  if (classes.has('RIGHTS')) return 'RIGHTS';
  if (classes.has('LAW')) return 'LAW';
  return classes.has('ORDER') ? 'ORDER' : 'INPUT';
}

/** Only RIGHTS and LAW, and ORDER at a ruling, are evidence (domain.md R16). */
export function isEvidence(orderType: string, findings: readonly Finding[]): boolean {
  const refusalClass = classOf(findings);
  return refusalClass === 'RIGHTS' || refusalClass === 'LAW' || (refusalClass === 'ORDER' && RULINGS.has(orderType));
}

const streamOf = (target: string): string => `refusal-${target}`;

/** The findings with which an order was refused, where that was kept as evidence. */
export async function keptRefusal(store: EventStore, target: string, orderId: string): Promise<readonly Finding[] | undefined> {
  const kept = (await store.readStream(streamOf(target))).find(({ metadata }) => metadata.orderId === orderId);
  return kept === undefined ? undefined : (kept.data as { readonly findings: readonly Finding[] }).findings;
}

/** A refusal as it is kept. */
export function refusalEvent(
  target: string,
  orderType: string,
  findings: readonly Finding[],
  metadata: EventMetadata,
): EventToAppend & RefusalEvent {
  return {
    id: stableId('refusal', metadata.orderId, metadata.decidedAtRevision ?? '', metadata.recordedAt),
    type: 'refusal.OrderRefused.v1',
    data: { target, orderType, class: classOf(findings), findings },
    metadata,
  };
}

/** Keeps what the law or rights refused, in `refusal-<target stream>` (architecture §2); never read by a decider. */
export class RefusalLog {
  private readonly revisions = new Map<string, bigint>();

  constructor(private readonly store: EventStore) {}

  /** Keeps what {@link isEvidence}, else nothing. Answers the position. */
  async keep(
    target: string,
    orderType: string,
    findings: readonly Finding[],
    metadata: EventMetadata,
  ): Promise<bigint | undefined> {
    if (!isEvidence(orderType, findings)) return undefined;
    const stream = streamOf(target);
    const event = refusalEvent(target, orderType, findings, metadata);
    for (;;) {
      const known = this.revisions.get(stream);
      try {
        const appended = await this.store.append(stream, [event], known ?? 'absent');
        this.remember(stream, appended.revision);
        return appended.position;
      } catch (error) {
        if (!(error instanceof RevisionConflict)) throw error;
        const kept = await this.store.readStream(stream);
        const same = kept.find((earlier) => earlier.id === event.id);
        if (same !== undefined) return same.position;
        this.remember(stream, BigInt(kept.length - 1));
      }
    }
  }

  private remember(stream: string, revision: bigint): void {
    if (this.revisions.size > 10_000) this.revisions.clear();
    this.revisions.set(stream, revision);
  }
}
