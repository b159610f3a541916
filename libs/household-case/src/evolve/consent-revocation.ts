import { type Evolutions } from './evolution.js';

export const consentRevocationEvolutions: Evolutions<'case.ExitConsentRevoked.v1'> = {
  'case.ExitConsentRevoked.v1': (state) => state,
};
