import { type RecordRuling } from '../orders.js';
import { actSamples } from '../samples/act-samples.js';
import { refusedFor } from '../samples/rehearsal.js';
import { closedAct, ruling } from '../samples/sample-orders.js';

const act = closedAct('RULING', 'c-1', 'c-2');
const { data } = actSamples['act.RulingMade.v1'];
const [exception] = data.except;
const rule = (change: Partial<RecordRuling['data']>): RecordRuling => ({ type: 'RecordRuling', data: { ...data, ...change } });

describe('A ruling', () => {
  it('decides the whole list as attached, except …', () => {
    expect(act.decide(ruling)).toEqual([actSamples['act.RulingMade.v1']]);
    const made = act.after(ruling);
    expect(made.state.onAct).toEqual([]);
    expect(made.decide(ruling)).toEqual([]);
    expect(refusedFor(made.decide(rule({ documentNo: 'County 2018-8' })))).toEqual(['STEP_ALREADY_DONE']);
  });

  it('has a document number, and exceptions from its list, each once', () => {
    const excepted = (...cases: readonly string[]) =>
      cases.flatMap((caseId) => (exception === undefined ? [] : [{ ...exception, caseId }]));
    expect(refusedFor(act.decide(rule({ documentNo: ' ' })))).toEqual(['DOCUMENT_NUMBER_MISSING']);
    expect(refusedFor(act.decide(rule({ except: excepted('c-9') })))).toEqual(['CASE_NOT_ON_ACT']);
    expect(refusedFor(act.decide(rule({ except: excepted('c-1', 'c-1') })))).toEqual(['CASE_NOT_ON_ACT']);
    expect(refusedFor(act.given(actSamples['act.RulingMade.v1']).decide(ruling))).toEqual(['ACT_ALREADY_RECORDED']);
    expect(refusedFor(closedAct('NOTICE', 'c-1', 'c-2').decide(ruling))).toEqual(['ACT_OF_OTHER_KIND']);
  });
});
