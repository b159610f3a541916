import { type CivilDate } from '#libs/kernel';
import { type CorrectAct, type VoidAct } from '../orders.js';
import { actSamples } from '../samples/act-samples.js';
import { asProcess, refusedFor, rehearse } from '../samples/rehearsal.js';
import {
  batch,
  closedAct,
  closing,
  itemsFor,
  listing,
  meeting,
  opening,
  outcomes,
  posting,
  readiness,
  ruling,
} from '../samples/sample-orders.js';

const day = (text: string): CivilDate => text as CivilDate;
const act = closedAct('MEETING', 'c-1', 'c-2');
const held = act.after(meeting());
const heldId = held.log.at(-1)?.id ?? '';
const correct = (change: Partial<CorrectAct['data']> = {}): CorrectAct => ({
  type: 'CorrectAct',
  data: { ...actSamples['act.ActCorrected.v1'].data, ...change },
});
const { reason } = actSamples['act.ActVoided.v1'].data;
const voiding: VoidAct = { type: 'VoidAct', data: { reason, confirmedBy: 't-1' } };

describe('Outcomes', () => {
  it('come back to the act, refusals included', () => {
    const order = outcomes(heldId, ['c-1'], ['c-2']);
    expect(held.decide(order, asProcess)).toEqual([{ type: 'act.OutcomesRecorded.v1', data: order.data }]);
    expect(held.after(order, asProcess).decide(order, asProcess)).toEqual([]);
  });

  it('are brought by a process, of something that was carried, for cases of the list', () => {
    expect(refusedFor(held.decide(outcomes(heldId, ['c-1'])))).toEqual(['RECORDER_MAY_NOT']);
    expect(refusedFor(held.decide(outcomes('event-99', ['c-1']), asProcess))).toEqual(['CAUSE_UNKNOWN']);
    expect(refusedFor(held.decide(outcomes(heldId, ['c-9']), asProcess))).toEqual(['CASE_NOT_ON_ACT']);
  });
});

describe('A correction', () => {
  it('names what stands and what it should be', () => {
    expect(held.decide(correct())).toEqual([actSamples['act.ActCorrected.v1']]);
    expect(
      refusedFor(held.decide(correct({ caseId: undefined, field: 'heldOn', old: '2018-01-09', new: '2018-01-08' }))),
    ).toEqual([]);
    expect(refusedFor(held.decide(correct({ field: 'recused', old: '[]', new: '["r-1"]' })))).toEqual([]);
    const once = held.after(correct());
    expect(refusedFor(once.decide(correct({ no: 2, old: '2', new: '0' })))).toEqual(['OLD_VALUE_DIFFERS']);
    expect(refusedFor(once.decide(correct({ no: 2, old: '1', new: '0' })))).toEqual([]);
  });

  it('reaches a row of a sheet, of a batch and of a ruling', () => {
    const size = correct({ field: 'householdSize', old: '3', new: '4' });
    expect(refusedFor(closedAct('NOTICE', 'c-1', 'c-2').after(posting).decide(size))).toEqual([]);
    const persons = correct({ field: 'persons', old: '["p-1","p-2"]', new: '["p-1"]' });
    expect(refusedFor(closedAct('COMPARISON_BATCH', 'c-1', 'c-2').after(batch).decide(persons))).toEqual([]);
    const decision = correct({ caseId: 'c-2', field: 'decision', old: 'REJECT', new: 'LEFT_OUT' });
    expect(refusedFor(closedAct('RULING', 'c-1', 'c-2').after(ruling).decide(decision))).toEqual([]);
  });

  it('is refused of nothing, of unknown fields and cases, without a change, and without a second person', () => {
    expect(refusedFor(act.decide(correct()))).toEqual(['NOTHING_RECORDED']);
    expect(refusedFor(held.decide(correct({ field: 'tally.votes' })))).toEqual(['FIELD_UNKNOWN']);
    expect(refusedFor(held.decide(correct({ field: 'tally.constructor' })))).toEqual(['FIELD_UNKNOWN']);
    expect(refusedFor(held.decide(correct({ caseId: 'c-9' })))).toEqual(['CASE_NOT_ON_ACT']);
    expect(refusedFor(held.decide(correct({ new: '2' })))).toEqual(['NOTHING_CORRECTED']);
    const own = ['SECOND_PERSON_MISSING', 'CONFIRMER_NOT_OF_LEVEL_ABOVE'];
    expect(refusedFor(held.decide(correct({ confirmedBy: 'o-1' })))).toEqual(own);
    expect(refusedFor(held.decide(correct({ confirmedBy: 'o-9' })))).toEqual(own);
    expect(refusedFor(held.decide(correct({ confirmedBy: 'v-1' })))).toEqual(['CONFIRMER_NOT_OF_LEVEL_ABOVE']);
  });
});

describe('An act is voided', () => {
  const alone: VoidAct = { type: 'VoidAct', data: { reason } };
  const listed = rehearse()
    .after(opening())
    .after(listing(itemsFor('MEETING', 'c-1', 'c-2')));
  const freed = (cases: readonly string[]) => [
    { type: 'act.ActVoided.v1', data: { reason, confirmedBy: 't-1', caseIds: cases } },
  ];

  it('by one person while its list is open, and by two from then on', () => {
    expect(listed.decide(alone)).toEqual([{ type: 'act.ActVoided.v1', data: { reason, caseIds: [] } }]);
    expect(refusedFor(listed.after(closing()).decide(alone))).toEqual(['SECOND_PERSON_MISSING']);
    const voidedBy = (confirmedBy: string): readonly string[] =>
      refusedFor(act.decide({ type: 'VoidAct', data: { reason, confirmedBy } }));
    expect(voidedBy('o-1')).toEqual(['SECOND_PERSON_MISSING', 'CONFIRMER_NOT_IN_OFFICE']);
    expect(voidedBy('anybody')).toEqual(['CONFIRMER_NOT_IN_OFFICE']);
  });

  it('and frees the cases that stand on it or were asked to', () => {
    expect(listed.after(closing()).decide(voiding)).toEqual(freed(['c-1', 'c-2']));
    expect(act.decide(voiding)).toEqual(freed(['c-1', 'c-2']));
    expect(closedAct('COMPARISON_BATCH', 'c-1', 'c-2').after(batch).decide(voiding)).toEqual(freed(['c-1', 'c-2']));
  });

  it('but not once the cases have gone on: then it is corrected', () => {
    expect(refusedFor(held.decide(voiding))).toEqual(['ACT_ALREADY_RECORDED']);
    expect(
      refusedFor(
        closedAct('RULING', 'c-1')
          .after({ type: 'RecordRuling', data: { ...actSamples['act.RulingMade.v1'].data, except: [] } })
          .decide(voiding),
      ),
    ).toEqual(['ACT_ALREADY_RECORDED']);
  });

  it('and takes no more orders, except outcomes that are still on their way', () => {
    const voided = closedAct('NOTICE', 'c-1', 'c-2').after(posting).after(voiding);
    const cause = voided.log.at(-2)?.id ?? '';
    expect(voided.decide(voiding)).toEqual([]);
    expect(refusedFor(voided.decide(closing(2)))).toEqual(['ACT_VOIDED']);
    expect(refusedFor(voided.decide(readiness(['c-1']), asProcess))).not.toEqual([]);
    expect(voided.after(outcomes(cause, ['c-1'], ['c-2']), asProcess).state.onAct).toEqual([]);
  });
});

describe('A paper date to come', () => {
  it('is refused of every order', () => {
    expect(refusedFor(rehearse().decide(opening(), { occurredOn: day('2018-01-11') }))).toEqual(['DATE_IN_FUTURE']);
    expect(refusedFor(act.decide(meeting(), { occurredOn: day('2018-01-11') }))).toEqual(['DATE_IN_FUTURE']);
  });
});
