import { type CaseEvent } from '../events.js';
import { type Proposals } from './handler.js';
import { optional } from './part.js';
import { goesBack } from './returns.js';

/** A consent taken back equals a refusal, until the household has exited (R12). */
export const consentRevocationProposals: Proposals<'RevokeConsent'> = {
  RevokeConsent: ({ signature, evidence, reason }, given) => {
    const { law, state } = given;
    const revoked: CaseEvent = {
      type: 'case.ExitConsentRevoked.v1',
      data: { signature, ...optional('evidence', evidence), ...optional('reason', reason) },
    };
    const part = law.order.map((id) => law.parts[id]).find((one) => one?.kind === 'consent');
    if (part?.kind !== 'consent') return [revoked];
    if (state.consentRefusals + 1 >= part.maxRefusals) {
      const data = { toYear: state.programYear + 1, because: 'CONSENT' as const, ...optional('reason', reason) };
      return [revoked, { type: 'case.ExitDeferred.v1', data }];
    }
    const how = { to: part.returnTo, level: 'LAW', because: 'CONSENT_REFUSED', ...optional('reason', reason) } as const;
    return [revoked, goesBack(how, given)];
  },
};
