import { civilDate, type DecisionContext, isRefusal } from '#libs/kernel';
import { accessDecider, accessStream, type ExportDossier } from './index.js';

const CONTENTS = 'c'.repeat(64);
const SEALED = { ref: 'r', commitment: 'c' };
const data = { id: 'e-1', area: 'village', householdId: 'h-1', contents: CONTENTS, opened: false } as const;

function answer(changed: Partial<ExportDossier['data']> & { readonly householdId?: string | undefined } = {}): readonly string[] {
  const order = { type: 'ExportDossier', data: { ...data, ...changed } as ExportDossier['data'] } as const;
  const decision = accessDecider.decide(order, accessDecider.initial, {} as DecisionContext);
  return isRefusal(decision) ? decision.refused.map(({ code }) => code) : decision.map(({ type }) => type);
}

describe('what leaves the house', () => {
  it('is recorded, sealed as it is, without a reason', () => {
    expect(answer()).toEqual(['access.DossierExported.v1']);
  });

  it('is opened for a purpose, by consent or under a mandate', () => {
    expect(answer({ opened: true })).toEqual(['PURPOSE_MISSING', 'CONSENT_OR_MANDATE_MISSING']);
    expect(answer({ opened: true, purpose: SEALED })).toEqual(['CONSENT_OR_MANDATE_MISSING']);
    expect(answer({ opened: true, purpose: SEALED, consent: 'paper 7' })).toEqual(['access.DossierExported.v1']);
    expect(answer({ opened: true, purpose: SEALED, mandate: 'i-1' })).toEqual(['access.DossierExported.v1']);
  });

  it('names its household once, plain or sealed', () => {
    expect(answer({ householdId: undefined })).toEqual(['HOUSEHOLD_NOT_NAMED']);
    expect(answer({ household: SEALED })).toEqual(['HOUSEHOLD_NOT_NAMED']);
    expect(answer({ householdId: undefined, household: SEALED, mandate: 'i-1' })).toEqual(['access.DossierExported.v1']);
  });

  it('is opened to be decided again for a purpose only', () => {
    const opening = { id: 'o-1', use: 'REPLAY', area: 'county' } as const;
    const decided = (change: object) => {
      const decision = accessDecider.decide(
        { type: 'OpenSealed', data: { ...opening, ...change } },
        accessDecider.initial,
        {} as DecisionContext,
      );
      return isRefusal(decision) ? decision.refused.map(({ code }) => code) : decision.map(({ type }) => type);
    };
    expect([decided({}), decided({ purpose: SEALED })]).toEqual([['PURPOSE_MISSING'], ['access.SealedOpened.v1']]);
  });

  it('stands in a stream of its own for each person and day', () => {
    expect(accessStream('county.head', civilDate('2020-03-02'))).toBe('access-county.head-2020-03-02');
  });
});
