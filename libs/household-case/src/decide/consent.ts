import { isRefusal } from '#libs/kernel';
import { afterwards } from '#libs/procedure';
import { type CaseEvent } from '../events.js';
import { type Proposals } from './handler.js';
import { about, begun, optional, partOf } from './part.js';

/**
 * The household's own answer (domain.md §3.4, R12). A refusal sends the case back to the part that the definition names,
 * for another survey; after `maxRefusals` the exit is put off to the next year. Nobody may override it.
 */
export const consentProposals: Proposals<'RecordConsent'> = {
  RecordConsent: (data, given) => {
    const { law, state } = given;
    const part = partOf(law, data.part, 'consent');
    if (isRefusal(part)) return part;
    const { signature, papers, recordedBy, reason } = data;
    const fact = { ...about(data), signature, papers, ...optional('recordedBy', recordedBy) };
    if (data.given) return [{ type: 'case.ExitConsentGiven.v1', data: fact }];

    const refused: CaseEvent = { type: 'case.ExitConsentRefused.v1', data: { ...fact, ...optional('reason', reason) } };
    if (state.consentRefusals + 1 >= part.maxRefusals) {
      const data = { toYear: state.programYear + 1, because: 'CONSENT' as const, ...optional('reason', reason) };
      return [refused, { type: 'case.ExitDeferred.v1', data }];
    }
    const later = afterwards(law, part.returnTo);
    const superseded = begun([part.returnTo, ...later], given);
    const returned: CaseEvent = {
      type: 'case.CaseReturned.v1',
      data: {
        to: part.returnTo,
        level: 'LAW',
        because: 'CONSENT_REFUSED',
        superseded: superseded.includes(data.part) ? superseded : [...superseded, data.part],
        ...optional('reason', reason),
      },
    };
    return [refused, returned];
  },
};
