import { type CaseEvent } from '../events.js';
import { type Proposals } from './handler.js';
import { optional } from './part.js';
import { goesBack } from './returns.js';

/** Endings that no part brings about (domain.md §2.3, R1, R12). */
export const endingProposals: Proposals<'WithdrawCase' | 'LapseCase' | 'DeferExit' | 'RevokeApproval'> = {
  /** Marked where registers had found something before it. */
  WithdrawCase: ({ signature, papers, reason }, { state }) => [
    {
      type: 'case.CaseWithdrawn.v1',
      data: { signature, papers, ...optional('reason', reason), afterHit: state.lastHitOn !== undefined },
    },
  ],

  LapseCase: ({ reason, papers }) => [{ type: 'case.CaseLapsed.v1', data: { reason, papers } }],

  DeferExit: ({ toYear, reason, papers }) => [
    { type: 'case.ExitDeferred.v1', data: { toYear, because: 'RULING', reason, papers } },
  ],

  /** The document is the one that revokes. The case waits at the approval for a new decision, or for its withdrawal. */
  RevokeApproval: ({ documentNo, reason, papers }, given) => {
    const { law, state } = given;
    const revoked: CaseEvent = { type: 'case.ApprovalRevoked.v1', data: { documentNo, reason, papers } };
    if (state.approval === undefined) return [revoked];
    const { part, level } = state.approval;
    const back = { to: part, level: law.parts[part]?.level ?? level, because: 'RULING', reason } as const;
    return [revoked, goesBack(back, given)];
  },
};
