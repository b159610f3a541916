import { type CivilDate } from '#libs/kernel';
import { type RecordBatchResult, type RequestComparisonBatch } from '../orders.js';
import { actSamples } from '../samples/act-samples.js';
import { asProcess, refusedFor } from '../samples/rehearsal.js';
import { batch, closedAct, outcomes, receipt } from '../samples/sample-orders.js';

const day = (text: string): CivilDate => text as CivilDate;
const act = closedAct('COMPARISON_BATCH', 'c-1', 'c-2');
const requested = act.after(batch);
const request = (change: Partial<RequestComparisonBatch['data']>): RequestComparisonBatch => ({
  type: 'RequestComparisonBatch',
  data: { ...actSamples['act.ComparisonBatchRequested.v1'].data, ...change },
});
const { data } = actSamples['act.BatchResultReceived.v1'];
const [ofFirst, ofSecond] = data.answers;
const result = (change: Partial<RecordBatchResult['data']>): RecordBatchResult => ({
  type: 'RecordBatchResult',
  data: { ...data, ...change },
});
const answersOf = (...rows: readonly (RecordBatchResult['data']['answers'][number] | undefined)[]) =>
  rows.flatMap((row) => (row === undefined ? [] : [row]));

describe('A comparison batch', () => {
  it('is one list of persons to several sources, once', () => {
    expect(act.decide(batch)).toEqual([actSamples['act.ComparisonBatchRequested.v1']]);
    expect(requested.decide(batch)).toEqual([]);
    expect(refusedFor(act.given(actSamples['act.ComparisonBatchRequested.v1']).decide(batch))).toEqual(['ACT_ALREADY_RECORDED']);
  });

  it('asks each source once, about at least one person of each case, each once', () => {
    expect(refusedFor(act.decide(request({ sources: [] })))).toEqual(['SOURCES_MISSING']);
    expect(refusedFor(act.decide(request({ sources: ['HOUSING', 'HOUSING'] })))).toEqual(['SOURCE_TWICE']);
    const persons = (...rows: readonly (readonly string[])[]) =>
      rows.map((row, index) => ({ caseId: `c-${index + 1}`, persons: row }));
    expect(refusedFor(act.decide(request({ persons: persons(['p-1']) })))).toEqual(['ITEMS_NOT_THE_LIST']);
    expect(refusedFor(act.decide(request({ persons: persons(['p-1'], []) })))).toEqual(['PERSONS_MISSING']);
    expect(refusedFor(act.decide(request({ persons: persons(['p-1', 'p-1'], ['p-3']) })))).toEqual(['PERSON_TWICE']);
    expect(refusedFor(closedAct('MEETING', 'c-1', 'c-2').decide(batch))).toEqual(['ACT_OF_OTHER_KIND']);
  });

  it('takes one receipt per source, and is finished after the last', () => {
    expect(requested.decide(receipt)).toEqual([actSamples['act.BatchResultReceived.v1']]);
    const first = requested.after(receipt);
    expect([first.state.onAct, first.state.unclear]).toEqual([['c-1', 'c-2'], ['c-1']]);
    expect(first.after(result({ source: 'HOUSING' })).state.onAct).toEqual([]);
    expect(refusedFor(first.decide(result({ asOf: day('2018-01-07') })))).toEqual(['STEP_ALREADY_DONE']);
    const given = requested.given(actSamples['act.BatchResultReceived.v1']);
    expect(refusedFor(given.decide(receipt))).toEqual(['SOURCE_ALREADY_ANSWERED']);
  });

  it('takes receipts of what was asked, whole, and not of a day to come', () => {
    expect(refusedFor(act.decide(receipt))).toEqual(['COMPARISON_NOT_REQUESTED']);
    expect(refusedFor(requested.decide(result({ source: 'TAX' })))).toEqual(['SOURCE_NOT_ASKED']);
    expect(refusedFor(requested.decide(result({ asOf: day('2018-01-11') })))).toEqual(['DATE_IN_FUTURE']);
    expect(requested.decide(result({ answers: answersOf(ofSecond) }))).toEqual({
      refused: [
        {
          code: 'RECEIPT_INCOMPLETE',
          class: 'INPUT',
          weight: 'BLOCKING',
          clause: 'R9',
          required: 'an answer for each person',
          actual: { missing: ['c-1 p-1', 'c-1 p-2'] },
          met: false,
        },
      ],
    });
    const foreign = [
      { caseId: 'c-9', answers: [] },
      {
        caseId: 'c-2',
        answers: [
          { person: 'p-3', result: 'CLEAR' as const },
          { person: 'p-9', result: 'CLEAR' as const },
        ],
      },
    ];
    expect(refusedFor(requested.decide(result({ answers: [...answersOf(ofFirst), ...foreign] })))).toEqual(['PERSON_NOT_ASKED']);
    expect(refusedFor(requested.decide(result({ answers: answersOf(ofFirst, ofSecond, ofSecond) })))).toEqual([
      'PERSON_NOT_ASKED',
      'CASE_LISTED_TWICE',
    ]);
  });

  it('waits no more for a case that refused to be compared', () => {
    const cause = requested.log.at(-1)?.id ?? '';
    const left = requested.after(outcomes(cause, ['c-2'], ['c-1']), asProcess);
    expect(left.state.onAct).toEqual(['c-2']);
    expect(refusedFor(left.decide(result({ answers: answersOf(ofSecond) })))).toEqual([]);
    expect(refusedFor(left.decide(receipt))).toEqual([]);
  });
});
