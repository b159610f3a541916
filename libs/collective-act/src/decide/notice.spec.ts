import { type CivilDate } from '#libs/kernel';
import { type ConfirmSheetResult, type InterruptNoticeSheet, type PostNoticeSheet } from '../orders.js';
import { actSamples } from '../samples/act-samples.js';
import { asProcess, refusedFor } from '../samples/rehearsal.js';
import { closedAct, confirmation, outcomes, posting } from '../samples/sample-orders.js';

const day = (text: string): CivilDate => text as CivilDate;
const act = closedAct('NOTICE', 'c-1', 'c-2');
const posted = act.after(posting);
const post = (change: Partial<PostNoticeSheet['data']>): PostNoticeSheet => ({
  type: 'PostNoticeSheet',
  data: { ...actSamples['act.NoticeSheetPosted.v1'].data, ...change },
});
const interrupt = (change: Partial<InterruptNoticeSheet['data']> = {}): InterruptNoticeSheet => ({
  type: 'InterruptNoticeSheet',
  data: { ...actSamples['act.NoticeSheetInterrupted.v1'].data, ...change },
});
const confirm = (change: Partial<ConfirmSheetResult['data']>): ConfirmSheetResult => ({
  type: 'ConfirmSheetResult',
  data: { ...actSamples['act.SheetResultConfirmed.v1'].data, objections: [], except: [], ...change },
});

describe('A notice sheet', () => {
  it('is posted with one row per case, once', () => {
    expect(act.decide(posting)).toEqual([actSamples['act.NoticeSheetPosted.v1']]);
    expect(posted.decide(posting)).toEqual([]);
    expect(refusedFor(posted.decide(post({ printedEnd: day('2018-01-08') })))).toEqual(['STEP_ALREADY_DONE']);
    expect(refusedFor(act.given(actSamples['act.NoticeSheetPosted.v1']).decide(posting))).toEqual(['ACT_ALREADY_RECORDED']);
  });

  it('needs places, each once and not posted on a day to come, and the rows of its list', () => {
    const [place] = actSamples['act.NoticeSheetPosted.v1'].data.places;
    const places = place === undefined ? [] : [place, place];
    expect(refusedFor(act.decide(post({ places: [] })))).toEqual(['PLACES_MISSING']);
    expect(refusedFor(act.decide(post({ places })))).toEqual(['PLACE_TWICE']);
    const tomorrow = places.slice(0, 1).map((one) => ({ ...one, postedOn: day('2018-01-11') }));
    expect(refusedFor(act.decide(post({ places: tomorrow })))).toEqual(['DATE_IN_FUTURE']);
    expect(refusedFor(act.decide(post({ rows: [{ caseId: 'c-1', householdSize: 3 }] })))).toEqual(['ITEMS_NOT_THE_LIST']);
    expect(refusedFor(closedAct('RULING', 'c-1', 'c-2').decide(posting))).toEqual(['ACT_OF_OTHER_KIND']);
  });

  it('may be interrupted at a place where it hangs', () => {
    expect(posted.decide(interrupt())).toEqual([actSamples['act.NoticeSheetInterrupted.v1']]);
    expect(refusedFor(act.decide(interrupt()))).toEqual(['NOTICE_NOT_POSTED']);
    expect(refusedFor(posted.decide(interrupt({ place: 'SCHOOL' })))).toEqual(['PLACE_UNKNOWN']);
    expect(refusedFor(posted.decide(interrupt({ restoredOn: day('2018-01-04') })))).toEqual(['DATES_REVERSED']);
    expect(refusedFor(posted.decide(interrupt({ restoredOn: day('2018-01-11') })))).toEqual(['DATE_IN_FUTURE']);
  });
});

describe('The result of a sheet', () => {
  const confirmer = { performedBy: 'o-7' };

  it('is confirmed for all but the excepted, who stay on the sheet', () => {
    expect(posted.decide(confirmation, confirmer)).toEqual([actSamples['act.SheetResultConfirmed.v1']]);
    const first = posted.after(confirmation, confirmer);
    expect(first.state.onAct).toEqual(['c-2']);
    const second = first.after(confirm({ no: 2 }), confirmer);
    expect(second.state.onAct).toEqual([]);
    expect(refusedFor(second.decide(confirm({ no: 3 }), confirmer))).toEqual(['NOTICE_ALREADY_CONFIRMED']);
  });

  it('may be found to have been interrupted: each case says what becomes of its notice', () => {
    const closed = posted.after(confirm({}), confirmer).after(interrupt(), confirmer);
    expect([closed.state.onAct, closed.state.hung]).toEqual([[], ['c-1', 'c-2']]);
  });

  it('may lack the photo at the end, where that was lost: waived by another than who records it (R10)', () => {
    const lostPhoto = { statedBy: ['o-3', 'o-4'], waivedBy: 't-1', statement: 'a'.repeat(64) };
    expect(posted.after(confirm({ lostPhoto }), confirmer).state.confirmation?.lostPhoto).toEqual(lostPhoto);
    const recorder = posted.log.at(-1)?.metadata.actorId ?? '';
    const order = confirm({ lostPhoto: { ...lostPhoto, waivedBy: recorder } });
    expect(refusedFor(posted.decide(order, confirmer))).toEqual(['LOST_PHOTO_NOT_WAIVED']);
  });

  it('that a case refused can be confirmed again', () => {
    const first = posted.after(confirm({}), confirmer);
    const cause = first.log.at(-1)?.id ?? '';
    const refused = first.after(outcomes(cause, ['c-2'], ['c-1']), asProcess);
    expect(refused.state.onAct).toEqual(['c-1']);
    expect(refusedFor(refused.decide(confirm({ no: 2 }), confirmer))).toEqual([]);
  });

  it('names cases of the sheet, each once, and the numbers of their objections', () => {
    const named = (caseId: string, numbers: readonly number[]) => [{ caseId, numbers }];
    expect(refusedFor(posted.decide(confirm({ objections: named('c-9', [1]) }), confirmer))).toEqual(['CASE_NOT_ON_ACT']);
    expect(refusedFor(posted.decide(confirm({ objections: named('c-1', [1]), except: ['c-1'] }), confirmer))).toEqual([
      'CASE_NOT_ON_ACT',
    ]);
    expect(refusedFor(posted.decide(confirm({ objections: named('c-1', []) }), confirmer))).toEqual([
      'OBJECTION_NUMBERS_MISSING',
    ]);
    expect(refusedFor(posted.decide(confirm({ except: ['c-1', 'c-2'] }), confirmer))).toEqual(['NOTHING_CONFIRMED']);
  });

  it('comes after the posting, not before its day, from another than who recorded the posting', () => {
    expect(refusedFor(act.decide(confirm({}), confirmer))).toEqual(['NOTICE_NOT_POSTED']);
    expect(refusedFor(posted.decide(confirm({ endedOn: day('2018-01-11') }), confirmer))).toEqual(['DATE_IN_FUTURE']);
    expect(refusedFor(posted.decide(confirm({}), { performedBy: 'o-1' }))).toEqual(['CONFIRMER_IS_RECORDER']);
  });

  it('a case that refused to be posted is off the sheet', () => {
    const cause = posted.log.at(-1)?.id ?? '';
    expect(posted.after(outcomes(cause, ['c-1'], ['c-2']), asProcess).state.onAct).toEqual(['c-1']);
  });
});
