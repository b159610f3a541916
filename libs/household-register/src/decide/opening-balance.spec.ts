import { type CivilDate } from '#libs/kernel';
import { type TakeOverStanding } from '../orders.js';
import { registerSamples } from '../samples/register-samples.js';
import { asProcess, refusedFor, rehearse } from '../samples/rehearsal.js';
import { admission, caseResult, enrolment, exitAdmission } from '../samples/sample-orders.js';

const day = (text: string): CivilDate => text as CivilDate;
const household = rehearse().after(enrolment);
const takeOver = (change: Partial<TakeOverStanding['data']> = {}): TakeOverStanding => ({
  type: 'TakeOverStanding',
  data: { ...registerSamples['household.StandingTakenOver.v1'].data, ...change },
});
const registered = takeOver({ standing: 'REGISTERED', exitedAt: undefined, spells: 2 });

describe('The opening balance', () => {
  it('gives a household the standing that it won elsewhere, marked for ever', () => {
    const taken = household.after(takeOver());
    const { standing, spell, identifiedOn, exitedOn, takenOver, householdNo } = taken.state;
    expect({ standing, spell, identifiedOn, exitedOn, takenOver, householdNo }).toEqual({
      standing: 'EXITED',
      spell: 1,
      identifiedOn: '2014-06-01',
      exitedOn: '2015-12-01',
      takenOver: true,
      householdNo: '99900100001',
    });
  });

  it('is what an exit needs, and stays marked after it', () => {
    const exited = household
      .after(registered)
      .after(exitAdmission)
      .after(caseResult({ outcome: 'EXITED' }), asProcess);
    expect([exited.state.standing, exited.state.spell, exited.state.takenOver]).toEqual(['EXITED', 2, true]);
  });

  it('falls only on a household without standing and without a case', () => {
    const known = household.after(admission()).after(caseResult(), asProcess);
    expect(refusedFor(known.decide(takeOver()))).toEqual(['STANDING_ALREADY_KNOWN']);
    expect(refusedFor(household.after(admission()).decide(takeOver()))).toEqual(['CONFLICTING_CASE_OPEN']);
  });

  it('is answered for by a second person', () => {
    const own = { offices: { 'o-1': [{ office: 'COUNTY_POVERTY_OFFICER', area: 'county-1' }] } };
    expect(refusedFor(household.decide(takeOver({ confirmedBy: 'o-1' }), own))).toEqual(['SECOND_PERSON_MISSING']);
    expect(refusedFor(household.decide(takeOver({ confirmedBy: 'anybody' })))).toEqual(['CONFIRMER_NOT_IN_OFFICE']);
    expect(refusedFor(household.decide(takeOver({ confirmedBy: 't-1' })))).toEqual(['CONFIRMER_NOT_IN_OFFICE']);
  });

  it('counts whole spells, keeps its dates in order, and numbers only members', () => {
    expect(refusedFor(household.decide(takeOver({ spells: 0 })))).toEqual(['SPELLS_NOT_COUNTED']);
    expect(refusedFor(household.decide(takeOver({ asOf: day('2018-01-11') })))).toEqual(['DATE_IN_FUTURE']);
    expect(refusedFor(household.decide(takeOver({ exitedAt: undefined })))).toEqual(['EXIT_DATE_MISSING']);
    expect(refusedFor(household.decide(takeOver({ asOf: day('2015-01-01') })))).toEqual(['DATE_AFTER_LIST']);
    expect(refusedFor(household.decide(takeOver({ exitedAt: day('2014-01-01') })))).toEqual(['EXIT_BEFORE_IDENTIFICATION']);
    expect(refusedFor(household.decide(takeOver({ memberNos: { 'p-9': '9' } })))).toEqual(['NOT_A_MEMBER']);
  });
});
