import { actSamples } from '../samples/act-samples.js';
import { asProcess, refusedFor, rehearse } from '../samples/rehearsal.js';
import { closedAct, closing, itemsFor, listing, opening, readiness } from '../samples/sample-orders.js';
import { MOST_CASES } from './list.js';

const opened = rehearse().after(opening());
const listed = opened.after(listing(itemsFor('MEETING', 'c-1', 'c-2', 'c-3')));
const asked = listed.after(closing());

describe('Opening', () => {
  it('says what the act is', () => {
    expect(rehearse().decide(opening())).toEqual([actSamples['act.ActOpened.v1']]);
  });

  it('happens once, and before anything else', () => {
    expect(opened.decide(opening())).toEqual([]);
    expect(refusedFor(rehearse().given(actSamples['act.ActOpened.v1']).decide(opening()))).toEqual(['ACT_ALREADY_OPEN']);
    expect(refusedFor(rehearse().decide(closing()))).toEqual(['ACT_NOT_OPEN']);
  });

  it('numbers its part of a larger list from 1', () => {
    const sheet = (no: number, of: number) => ({ type: 'OpenAct', data: { ...opening().data, sheet: { no, of } } }) as const;
    expect(refusedFor(rehearse().decide(sheet(2, 7)))).toEqual([]);
    expect(refusedFor(rehearse().decide(sheet(0, 1)))).toEqual(['SHEET_NUMBER_UNUSABLE']);
    expect(refusedFor(rehearse().decide(sheet(3, 2)))).toEqual(['SHEET_NUMBER_UNUSABLE']);
  });
});

describe('Listing', () => {
  it('adds cases, each once', () => {
    expect(opened.decide(listing(itemsFor('MEETING', 'c-1')))).toEqual([
      { type: 'act.CasesListed.v1', data: { no: 1, items: [{ caseId: 'c-1', part: 'GROUP_REVIEW.REVIEW', round: 1 }] } },
    ]);
    expect(refusedFor(opened.decide(listing([])))).toEqual(['LIST_EMPTY']);
    expect(refusedFor(opened.decide(listing(itemsFor('MEETING', 'c-1', 'c-1'))))).toEqual(['CASE_LISTED_TWICE']);
    expect(refusedFor(listed.decide(listing(itemsFor('MEETING', 'c-4', 'c-2'), 2)))).toEqual(['CASE_LISTED_TWICE']);
  });

  it('takes up to 500 cases', () => {
    const cases = Array.from({ length: MOST_CASES }, (_, index) => `c-${index}`);
    const full = opened.after(listing(itemsFor('MEETING', ...cases)));
    expect(full.state.listed).toHaveLength(500);
    expect(refusedFor(full.decide(listing(itemsFor('MEETING', 'one-more'), 2)))).toEqual(['LIST_TOO_LONG']);
  });

  it('takes a case off, and again after it was put back', () => {
    const off = listed.after({ type: 'UnlistCase', data: { caseId: 'c-3' } });
    expect(off.log.at(-1)?.data).toEqual({ caseId: 'c-3', part: 'GROUP_REVIEW.REVIEW', round: 1 });
    const back = off.after(listing(itemsFor('MEETING', 'c-3'), 2));
    expect(back.state.listed.map(({ caseId }) => caseId)).toEqual(['c-1', 'c-2', 'c-3']);
    expect(back.after({ type: 'UnlistCase', data: { caseId: 'c-3', no: 2 } }).state.listed).toHaveLength(2);
    expect(refusedFor(listed.decide({ type: 'UnlistCase', data: { caseId: 'c-9' } }))).toEqual(['CASE_NOT_LISTED']);
  });

  it('is over while the list is closing, and once it is closed', () => {
    const off = { type: 'UnlistCase', data: { caseId: 'c-1' } } as const;
    for (const act of [asked, closedAct('MEETING', 'c-1')]) {
      expect(refusedFor(act.decide(listing(itemsFor('MEETING', 'c-9'), 2)))).toEqual(['LIST_NOT_OPEN']);
      expect(refusedFor(act.decide(off))).toEqual(['LIST_NOT_OPEN']);
      expect(refusedFor(act.decide(closing(2)))).toEqual(['LIST_NOT_OPEN']);
    }
  });
});

describe('Closing', () => {
  it('asks every listed case', () => {
    expect(listed.decide(closing())).toEqual([
      { type: 'act.ListClosing.v1', data: { no: 1, items: itemsFor('MEETING', 'c-1', 'c-2', 'c-3') } },
    ]);
    expect(refusedFor(opened.decide(closing()))).toEqual(['LIST_EMPTY']);
  });

  it('closes with those that are ready; the others are left out with their findings', () => {
    const order = readiness(['c-1', 'c-2'], ['c-3']);
    const { findings } = actSamples['act.ListClosed.v1'].data.leftOut[0] ?? { findings: [] };
    expect(asked.decide(order, asProcess)).toEqual([
      { type: 'act.ReadinessRecorded.v1', data: order.data },
      {
        type: 'act.ListClosed.v1',
        data: { items: itemsFor('MEETING', 'c-1', 'c-2'), leftOut: [{ caseId: 'c-3', findings }] },
      },
    ]);
    const { phase, onAct } = asked.after(order, asProcess).state;
    expect([phase, onAct]).toEqual(['CLOSED', ['c-1', 'c-2']]);
  });

  it('opens the list again where no case is ready, and may be tried again', () => {
    const none = asked.after(readiness([], ['c-1', 'c-2', 'c-3']), asProcess);
    expect(none.log.at(-1)?.type).toBe('act.ReadinessRecorded.v1');
    expect(none.state.phase).toBe('LISTING');
    const again = none.after(closing(2));
    expect(refusedFor(again.decide(readiness(['c-1', 'c-2', 'c-3']), asProcess))).toEqual(['STEP_ALREADY_DONE']);
    expect(again.after(readiness(['c-1', 'c-2'], ['c-3'], 2), asProcess).state.phase).toBe('CLOSED');
  });

  it('hears of readiness from a process, of every case once, and of this closing', () => {
    expect(refusedFor(asked.decide(readiness(['c-1', 'c-2', 'c-3'])))).toEqual(['RECORDER_MAY_NOT']);
    expect(refusedFor(listed.decide(readiness(['c-1', 'c-2', 'c-3']), asProcess))).toEqual(['LIST_NOT_CLOSING']);
    expect(refusedFor(asked.decide(readiness(['c-1', 'c-2', 'c-3'], [], 2), asProcess))).toEqual(['ANSWER_TO_ANOTHER_CLOSING']);
    expect(asked.decide(readiness(['c-1', 'c-1', 'c-9']), asProcess)).toEqual({
      refused: [
        {
          code: 'ITEMS_NOT_THE_LIST',
          class: 'INPUT',
          weight: 'BLOCKING',
          clause: 'R7',
          required: 'each case of the closed list once, and no other',
          actual: { missing: ['c-2', 'c-3'], foreign: ['c-9'], twice: ['c-1'] },
          met: false,
        },
      ],
    });
  });
});
