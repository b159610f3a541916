import { type Finding } from '#libs/kernel';
import { type Level, type PartId } from '../definition.js';
import { type Judged, type Rule } from '../law.js';
import { compareLevels } from '../ready.js';
import { blocks, holdsOfficeAt } from './branches-findings.js';
import { pendingContest } from './branches-remedies.js';

interface Returned {
  readonly to: PartId;
  readonly level: Level | 'LAW';
  readonly because: string;
  readonly superseded: readonly PartId[];
}

/**
 * A return that an official rules. Those that follow from the law itself rest on the event that goes before them. A return that is
 * contested is ruled on by the county before there is another: nobody gets round its ruling by returning the case once more (R13). An
 * approval that was revoked is no other return: until the effect the household may withdraw, for which it waits on nobody (R12).
 */
function returned({ law, view, fact, circumstances }: Judged): readonly Finding[] {
  const { to, level, because, superseded } = fact.data as Returned;
  if (because !== 'RULING' || level === 'LAW') return [];
  const over = superseded.filter((id) => {
    const part = law.parts[id];
    const decides = part?.kind === 'audit' || part?.kind === 'approval';
    return decides && view.parts[id]?.status === 'DONE' && compareLevels(part.level, level) > 0;
  });
  const ofRevocation = law.parts[to]?.kind === 'approval' && view.parts[to]?.status === 'DONE' && view.approval === undefined;
  const contested = ofRevocation ? undefined : pendingContest(view)?.contested;
  return [
    blocks(
      'CASE_HELD',
      'ORDER',
      'R13',
    )({ met: contested === undefined, required: 'a contest that is ruled on', actual: contested ?? null }),
    blocks(
      'RETURN_NOT_BACKWARD',
      'ORDER',
      '§2.3',
    )({
      met: view.parts[to]?.status === 'DONE',
      required: 'an earlier part that is done',
      actual: { part: to, status: view.parts[to]?.status ?? 'NOT_STARTED' },
    }),
    blocks(
      'RETURN_LEVEL_TOO_LOW',
      'LAW',
      '§2.3',
    )({
      met: compareLevels(level, 'TOWNSHIP') >= 0,
      required: ['TOWNSHIP', 'COUNTY'],
      actual: level,
    }),
    blocks(
      'RETURN_OVER_HIGHER_DECISION',
      'RIGHTS',
      '§2.3; R13',
    )({
      met: over.length === 0,
      required: 'the level whose decision is taken back, or one above',
      actual: over,
    }),
    blocks(
      'RETURNED_BY_OTHER_LEVEL',
      'RIGHTS',
      '§2.3; R4',
    )({
      met: holdsOfficeAt(circumstances, circumstances.performedBy, level),
      required: level,
      actual: circumstances.performedBy,
    }),
  ];
}

/** Where an upheld contest lets the case go on, all that must be before stands, or gets its result back (R13). */
function resumed({ law, view, fact }: Judged): readonly Finding[] {
  const { to, because } = fact.data as Returned;
  if (because !== 'CONTEST') return [];
  const stands = (id: PartId): boolean => view.parts[id]?.status === 'DONE' || view.returned?.before?.[id]?.status === 'DONE';
  const missing = (law.after[to] ?? []).filter((id) => !stands(id));
  return [
    blocks(
      'RESUME_PART_NOT_READY',
      'ORDER',
      'R13',
    )({
      met: missing.length === 0,
      required: [...(law.after[to] ?? [])],
      actual: missing,
    }),
  ];
}

function reReview({ view, fact, circumstances }: Judged): readonly Finding[] {
  const { part } = fact.data as { readonly part: PartId };
  const rejection = view.rejection;
  const votedDown = view.outcome === 'REJECTED' && rejection?.reason === 'VOTED_DOWN' && rejection.part === part;
  const before = view.reReviewed ?? [];
  const orders = (['VILLAGE', 'TOWNSHIP'] as const).some((level) =>
    holdsOfficeAt(circumstances, circumstances.performedBy, level),
  );
  return [
    blocks('RE_REVIEW_ALREADY_ORDERED', 'LAW', '§2.3')({ met: before.length === 0, required: 'once', actual: [...before] }),
    blocks(
      'NOT_VOTED_DOWN',
      'ORDER',
      '§2.3',
    )({
      met: votedDown,
      required: { outcome: 'REJECTED', reason: 'VOTED_DOWN', part },
      actual: { outcome: view.outcome ?? null, reason: rejection?.reason ?? null, part: rejection?.part ?? null },
    }),
    blocks(
      'RE_REVIEW_BY_OTHER_LEVEL',
      'RIGHTS',
      '§2.3',
    )({
      met: orders,
      required: ['VILLAGE', 'TOWNSHIP'],
      actual: circumstances.performedBy,
    }),
  ];
}

function signedRoll({ law, view, fact, circumstances }: Judged): readonly Finding[] {
  const { part } = fact.data as { readonly part: PartId };
  const attempts = view.inquorate[part] ?? 0;
  const status = view.parts[part]?.status ?? 'NOT_STARTED';
  const needed = law.policy.parameters.inquorateAttempts.value;
  return [
    blocks(
      'NOT_A_REVIEW',
      'INPUT',
      'R7',
    )({
      met: law.parts[part]?.kind === 'review',
      required: 'review',
      actual: law.parts[part]?.kind ?? null,
    }),
    blocks(
      'REVIEW_ALREADY_HELD',
      'ORDER',
      'R7',
    )({
      met: status !== 'DONE' && status !== 'FAILED',
      required: 'a review without a result',
      actual: status,
    }),
    blocks(
      'SIGNED_ROLL_NOT_DUE',
      'LAW',
      'R7',
    )({
      met: attempts >= needed,
      required: { inquorateAttempts: needed },
      actual: attempts,
    }),
    blocks(
      'SIGNED_ROLL_BY_OTHER_LEVEL',
      'RIGHTS',
      'R7',
    )({
      met: holdsOfficeAt(circumstances, circumstances.performedBy, 'TOWNSHIP'),
      required: 'TOWNSHIP',
      actual: circumstances.performedBy,
    }),
  ];
}

export const returnRules: readonly Rule[] = [
  { name: 'case-returned', about: ['case.CaseReturned.v1'], find: returned },
  { name: 'case-resumed', about: ['case.CaseReturned.v1'], find: resumed },
  { name: 're-review-ordered', about: ['case.ReReviewOrdered.v1'], find: reReview },
  { name: 'signed-roll-ordered', about: ['case.SignedRollOrdered.v1'], find: signedRoll },
];
