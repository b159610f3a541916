import { type CivilDate } from '#libs/kernel';
import { type ExportComparisonList, type RecordBatchResult, type RequestComparisonBatch } from '../orders.js';
import { actSamples } from '../samples/act-samples.js';
import { type ActContext } from '../context.js';
import { asProcess, refusedFor } from '../samples/rehearsal.js';
import { batch, closedAct, outcomes, receipt } from '../samples/sample-orders.js';
import { askedAbout } from '../state.js';

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

describe('The list of a batch, for one source', () => {
  const listDigest = '4'.repeat(64);
  const around: Partial<ActContext> = {
    listDigest,
    offices: {
      't-1': [{ office: 'STATION_HEAD', area: 'township-1' }],
      'v-1': [{ office: 'VILLAGE_DIRECTOR', area: 'village-1' }],
    },
  };
  const list = (change: Partial<ExportComparisonList['data']> = {}): ExportComparisonList => ({
    type: 'ExportComparisonList',
    data: { no: 1, source: 'VEHICLES', confirmedBy: 't-1', ...change },
  });

  it('leaves the house with a number, a digest and a second person, and says no name', () => {
    expect(requested.decide(list(), around)).toEqual([actSamples['act.ComparisonListExported.v1']]);
  });

  it('is numbered through, whichever source it is for; the same order again adds nothing', () => {
    const first = requested.after(list(), around);
    expect(first.state.exports).toEqual([{ source: 'VEHICLES', listDigest }]);
    expect(first.decide(list(), around)).toEqual([]);
    expect(refusedFor(first.decide(list({ no: 3 }), around))).toEqual(['LIST_NUMBER_NOT_NEXT']);
    const second = first.after(list({ no: 2, source: 'HOUSING' }), around);
    expect(second.state.exports.map(({ source }) => source)).toEqual(['VEHICLES', 'HOUSING']);
  });

  it('is never taken by one person alone, nor with one who may not ask for a comparison (R4)', () => {
    const taker = { actor: { id: 't-1', role: 'STATION_HEAD', area: 'township-1' } };
    expect(refusedFor(requested.decide(list(), { ...around, ...taker }))).toEqual(['SECOND_PERSON_MISSING']);
    expect(refusedFor(requested.decide(list(), { ...around, performedBy: 't-1' }))).toEqual(['SECOND_PERSON_MISSING']);
    expect(refusedFor(requested.decide(list({ confirmedBy: 'v-1' }), around))).toEqual(['CONFIRMER_NOT_IN_OFFICE']);
    expect(refusedFor(requested.decide(list({ confirmedBy: 'nobody' }), around))).toEqual(['CONFIRMER_NOT_IN_OFFICE']);
  });

  it('goes to a source that was asked and has not answered', () => {
    expect(refusedFor(act.decide(list(), around))).toEqual(['COMPARISON_NOT_REQUESTED']);
    expect(refusedFor(requested.decide(list({ source: 'TAX' }), around))).toEqual(['SOURCE_NOT_ASKED']);
    expect(refusedFor(requested.after(receipt).decide(list(), around))).toEqual(['SOURCE_ALREADY_ANSWERED']);
  });

  it('asks about those who still wait', () => {
    const cause = requested.log.at(-1)?.id ?? '';
    const left = requested.after(outcomes(cause, ['c-2'], ['c-1']), asProcess);
    expect(askedAbout(requested.state).map(({ person }) => person)).toEqual(['p-1', 'p-2', 'p-3']);
    expect(askedAbout(left.state)).toEqual([{ caseId: 'c-2', person: 'p-3' }]);
  });
});
