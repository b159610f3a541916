import { type CivilDate } from '#libs/kernel';
import { type RegisterOrder } from '../orders.js';
import { registerSamples } from '../samples/register-samples.js';
import { refusedFor, rehearse } from '../samples/rehearsal.js';
import { enrolment } from '../samples/sample-orders.js';
import { snapshotOf } from '../state.js';

const day = (text: string): CivilDate => text as CivilDate;
const household = rehearse().after(enrolment);
const pairing = registerSamples['household.SupportPaired.v1'].data;
const measure = registerSamples['household.MeasureDelivered.v1'].data;
const disaster = registerSamples['household.DisasterRecorded.v1'].data;

describe('Support', () => {
  it('measures and a disaster stand in what a case is told of the household', () => {
    const { measures, disasterOn } = snapshotOf(
      household.after({ type: 'DeliverMeasure', data: measure }).after({ type: 'RecordDisaster', data: disaster }).state,
    );
    expect({ measures, disasterOn }).toEqual({
      measures: [{ type: 'INDUSTRY', on: '2016-03-01' }],
      disasterOn: '2016-07-01',
    });
  });

  it('refuses a pairing that ends before it begins, or with a member', () => {
    const reversed: RegisterOrder = { type: 'PairSupport', data: { ...pairing, until: day('2016-02-01') } };
    expect(refusedFor(household.decide(reversed))).toEqual(['PERIOD_REVERSED']);
    expect(refusedFor(household.decide({ type: 'PairSupport', data: { ...pairing, cadre: 'p-1' } }))).toEqual([
      'OFFICIAL_IN_OWN_HOUSEHOLD',
    ]);
  });

  it('refuses half a fen, a debt, and what has not happened yet', () => {
    const delivered = (change: Partial<typeof measure>): RegisterOrder => ({
      type: 'DeliverMeasure',
      data: { ...measure, ...change },
    });
    expect(refusedFor(household.decide(delivered({ amountFen: 0.5 })))).toEqual(['AMOUNT_UNUSABLE']);
    expect(refusedFor(household.decide(delivered({ amountFen: -1 })))).toEqual(['AMOUNT_UNUSABLE']);
    expect(refusedFor(household.decide(delivered({ on: day('2018-01-11') })))).toEqual(['DATE_IN_FUTURE']);
    expect(refusedFor(household.decide({ type: 'RecordDisaster', data: { ...disaster, on: day('2018-01-11') } }))).toEqual([
      'DATE_IN_FUTURE',
    ]);
  });
});
