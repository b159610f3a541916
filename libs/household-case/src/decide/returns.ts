import { refuse, type Refusal, unmet } from '#libs/kernel';
import { afterwards, levelOfOffice, type Law, officesOf, type PartId } from '#libs/procedure';
import { type CaseEvent, type CaseReturned } from '../events.js';
import { type Given, type Proposals } from './handler.js';
import { begun, optional } from './part.js';

/** Refuses `PART_UNKNOWN` where the pinned definition has no such part. */
export function unknownPart(law: Law, part: PartId): Refusal | undefined {
  return law.parts[part] === undefined ? refuse(unmet('PART_UNKNOWN', 'INPUT', '§2.2', law.order, part)) : undefined;
}

/** The case goes back to a part: what was done of it and of all that stands on it no longer counts (domain.md §2.3). */
export function goesBack(how: Omit<CaseReturned, 'superseded'>, given: Given): CaseEvent {
  const superseded = begun([how.to, ...afterwards(given.law, how.to)], given);
  return { type: 'case.CaseReturned.v1', data: { ...how, superseded } };
}

/** Returns by ruling, re-review and signed roll (domain.md §2.3, R7). */
export const returnProposals: Proposals<'ReturnCase' | 'OrderReReview' | 'OrderSignedRoll'> = {
  ReturnCase: ({ to, level, reason }, given) =>
    unknownPart(given.law, to) ?? [goesBack({ to, level, because: 'RULING', reason }, given)],

  /** The case that was voted down goes on at that review, once. */
  OrderReReview: ({ part, reason, papers }, given) => {
    const { context, law } = given;
    const offices = officesOf(context, context.performedBy);
    const level = offices.some(({ office }) => levelOfOffice(office) === 'TOWNSHIP') ? 'TOWNSHIP' : 'VILLAGE';
    return (
      unknownPart(law, part) ?? [
        { type: 'case.ReReviewOrdered.v1', data: { part, reason, papers } },
        goesBack({ to: part, level, because: 'RE_REVIEW', ...optional('reason', reason) }, given),
      ]
    );
  },

  OrderSignedRoll: ({ part, reason, papers }, { law }) =>
    unknownPart(law, part) ?? [{ type: 'case.SignedRollOrdered.v1', data: { part, reason, papers } }],
};
