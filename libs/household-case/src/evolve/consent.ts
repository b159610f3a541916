import { type Evolutions } from './evolution.js';
import { fail, finish } from './part-progress.js';

export const consentEvolutions: Evolutions<'case.ExitConsentGiven.v1' | 'case.ExitConsentRefused.v1'> = {
  'case.ExitConsentGiven.v1': (state, event) => {
    const { part, signature, papers } = event.data;
    return {
      ...finish(state, event, { on: signature.signedOn, papers }),
      consentAnew: undefined,
      consent: { part, person: signature.person, on: signature.signedOn, method: signature.method },
    };
  },
  'case.ExitConsentRefused.v1': (state, event) => ({
    ...fail(state, event, { on: event.data.signature.signedOn, papers: event.data.papers }),
    consentRefusals: state.consentRefusals + 1,
  }),
};
