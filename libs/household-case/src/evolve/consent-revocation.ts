import { type Evolutions } from './evolution.js';

export const consentRevocationEvolutions: Evolutions<'case.ExitConsentRevoked.v1'> = {
  /** Equals a refusal (R12): it counts, and the return or deferral that follows takes the consent out. */
  'case.ExitConsentRevoked.v1': (state) => ({ ...state, consent: undefined, consentRefusals: state.consentRefusals + 1 }),
};
