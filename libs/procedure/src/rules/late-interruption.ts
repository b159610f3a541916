import { type CivilDate, type Finding } from '#libs/kernel';
import { type CaseView } from '../case-view.js';
import { type PartId } from '../definition.js';
import { type Judged, type Law, type Rule } from '../law.js';
import { blocks, remarksOn, tookEffect } from './branches-findings.js';
import { COMPLETIONS } from './part-fact.js';

const recordedLate = remarksOn('INTERRUPTION_RECORDED_LATE', 'LAW', 'R1; R10');
const notAwaited = blocks('RULING_NOT_AWAITED', 'LAW', 'R1; R10');

/** The day that the standing report of a notice or announcement gives as its end; absent where none stands. */
export function completedOn({ parts, facts }: CaseView, part: PartId): CivilDate | undefined {
  const view = parts[part];
  if (view?.status !== 'DONE') return undefined;
  const report = facts?.findLast(
    ({ type, data }) => COMPLETIONS.includes(type) && (data as { readonly part?: PartId }).part === part,
  );
  return (report?.data as { readonly endedOn?: CivilDate } | undefined)?.endedOn ?? view.doneOn;
}

/** Whether the case has been approved, so that what a late finding says no longer goes before the approval (R1). */
export const isApproved = (law: Law, view: Pick<CaseView, 'parts'>): boolean =>
  law.order.some((id) => law.parts[id]?.kind === 'approval' && view.parts[id]?.status === 'DONE');

interface Interrupted {
  readonly part: PartId;
  readonly restoredOn: CivilDate;
  readonly earliestClose: CivilDate;
  readonly awaitsRuling?: true;
}

/** Found after the approval, it is shown, and stops the effect until a ruling; after the effect it is shown only (R1). */
function foundLate({ law, view, fact }: Judged): readonly Finding[] {
  const { part, restoredOn, earliestClose, awaitsRuling } = fact.data as Interrupted;
  const endedOn = completedOn(view, part);
  const short = endedOn !== undefined && earliestClose > endedOn;
  const effect = tookEffect({ view });
  const late = short && (effect || isApproved(law, view));
  const required = late && !effect;
  const waits = awaitsRuling === true;
  return [
    ...(late
      ? [recordedLate({ met: false, required: { recordedBy: endedOn }, actual: { restoredOn, notBefore: earliestClose } })]
      : []),
    notAwaited({ met: waits === required, required: { awaitsRuling: required }, actual: waits }),
  ];
}

/** Interruptions that are found when the notice was thought complete (domain.md R1, R10). */
export const lateInterruptionRules: readonly Rule[] = [
  { name: 'late-interruption-awaits-ruling', about: ['case.NoticeInterrupted.v1'], find: foundLate },
];
