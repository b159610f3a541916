import { type CivilDate } from '#libs/kernel';
import { type PartId } from '#libs/procedure';
import { type CaseFold, type PartFold } from './case-fold.js';

/** The event that ended a part, the field from which its day is read, and that day. */
export interface Ending {
  readonly event: string;
  readonly field: string;
  readonly on: CivilDate;
}

/** The part stands so in its round; where it has ended, the case leaves the act on which it stood for it. */
export function setPart(
  fold: CaseFold,
  { part: id, round }: { readonly part: PartId; readonly round: number },
  status: PartFold['status'],
  ending: Ending | null,
): void {
  const part = (fold.parts[id] ??= { round: 1, status: 'NOT_STARTED', doneOn: null, by: null });
  part.round = round;
  part.status = status;
  part.doneOn = ending?.on ?? null;
  part.by = ending === null ? null : { event: ending.event, field: ending.field };
  if (ending !== null) leaveFor(fold, id);
}

function leaveFor(fold: CaseFold, id: PartId): void {
  if (fold.onActPart !== id) return;
  fold.onAct = null;
  fold.onActPart = null;
}

/** The newest results of these parts no longer count; whatever had begun begins a new round (domain.md §2.3). */
export function supersede(fold: CaseFold, superseded: readonly PartId[]): void {
  for (const id of superseded) {
    if (fold.comparison?.part === id) fold.comparison = null;
    if (fold.consent?.part === id) fold.consent = null;
    leaveFor(fold, id);
    for (const notice of fold.notices) if (notice.part === id && notice.status !== 'ENDED') notice.status = 'SUPERSEDED';
    const part = fold.parts[id];
    if (part === undefined || part.status === 'NOT_STARTED') continue;
    part.round++;
    part.status = 'NOT_STARTED';
    part.doneOn = null;
    part.by = null;
  }
}

/** Remembers what a return by ruling is about to take away. */
export function takeBack(fold: CaseFold, superseded: readonly PartId[]): void {
  const parts = Object.entries(fold.parts).filter(([id]) => superseded.includes(id));
  fold.takenBack = {
    parts: Object.fromEntries(parts.map(([id, part]) => [id, { ...part }])),
    comparison: fold.comparison,
    consent: fold.consent,
  };
}

/** An upheld contest of a return gives back what the return had taken, but for the parts at which the case goes on (R13). */
export function giveBack(fold: CaseFold, superseded: readonly PartId[]): void {
  if (fold.contested !== 'RETURN' || fold.takenBack === null) return;
  const { parts, comparison, consent } = fold.takenBack;
  for (const [id, before] of Object.entries(parts)) {
    if (superseded.includes(id)) continue;
    fold.parts[id] = { ...before, round: fold.parts[id]?.round ?? before.round };
    if (comparison?.part === id) fold.comparison = comparison;
    if (consent?.part === id) fold.consent = consent;
    const notice = fold.notices.findLast((candidate) => candidate.part === id);
    if (notice?.status === 'SUPERSEDED') notice.status = notice.completedOn === null ? 'RUNNING' : 'COMPLETED';
  }
}
