import { type CivilDate } from '#libs/kernel';
import { type Attendance } from '#libs/procedure';
import { type MeetingItemResult } from '../orders.js';
import { actSamples } from '../samples/act-samples.js';
import { refusedFor } from '../samples/rehearsal.js';
import { closedAct, closing, itemsFor, listing, meeting, opening } from '../samples/sample-orders.js';
import { rehearse } from '../samples/rehearsal.js';

const day = (text: string): CivilDate => text as CivilDate;
const act = closedAct('MEETING', 'c-1', 'c-2');
const there = (person: string, capacity = 'REPRESENTATIVE', speaksFor?: string): Attendance => ({
  person,
  capacity,
  mode: 'IN_PERSON',
  ...(speaksFor === undefined ? {} : { speaksFor }),
});
const item = (caseId: string, votesFor: number, recused: readonly string[] = []): MeetingItemResult => ({
  caseId,
  recused,
  tally: { votesFor, against: 0, abstain: 0 },
});

describe('A meeting', () => {
  it('is recorded with the roster of its day and those of it who were present', () => {
    expect(act.decide(meeting())).toEqual([actSamples['act.MeetingHeld.v1']]);
    expect(act.after(meeting()).decide(meeting())).toEqual([]);
  });

  it('finishes the act: the cases go on by themselves', () => {
    expect(act.after(meeting()).state.onAct).toEqual([]);
  });

  it('counts guests neither as present nor as voters', () => {
    const attendance = [there('r-1'), there('guest-1', 'OBSERVER'), there('guest-2', 'TOWNSHIP')];
    const held = act.after(meeting({ attendance, items: [item('c-1', 1), item('c-2', 0)] }));
    expect(held.state.meeting?.present).toBe(1);
    const more = meeting({ attendance, items: [item('c-1', 2), item('c-2', 0)] });
    expect(refusedFor(act.decide(more))).toEqual(['VOTES_EXCEED_VOTERS']);
  });

  it('lets an adult speak for a household of the roster at a group meeting, and nowhere else', () => {
    const attendance = [there('r-1'), there('daughter-of-2', 'ADULT', 'r-2')];
    const items = [item('c-1', 2), item('c-2', 1, ['daughter-of-2'])];
    const held = act.after(meeting({ body: 'GROUP_MEETING', attendance, items })).state.meeting;
    expect([held?.present, held?.otherwisePresent]).toEqual([2, [there('daughter-of-2', 'ADULT', 'r-2')]]);
    expect(refusedFor(act.decide(meeting({ attendance, items })))).toEqual(['PROXY_NOT_PERMITTED']);
  });

  it('counts a household away once, be it named by itself or by who speaks for it', () => {
    const attendance = [there('r-1'), there('daughter-of-2', 'ADULT', 'r-2')];
    const items = [item('c-1', 1, ['daughter-of-2', 'r-2']), item('c-2', 2)];
    expect(act.after(meeting({ body: 'GROUP_MEETING', attendance, items })).state.meeting?.present).toBe(2);
  });

  it('names those who were not there in person, but no guests', () => {
    const afar: Attendance = { ...there('guest-1', 'TOWNSHIP'), mode: 'REMOTE' };
    const attendance = [there('r-1'), afar, { ...there('r-2'), mode: 'REMOTE' as const }];
    const held = act.after(meeting({ attendance, items: [item('c-1', 2), item('c-2', 0)] })).state.meeting;
    expect(held?.otherwisePresent).toEqual([{ ...there('r-2'), mode: 'REMOTE' }]);
  });

  it('names the cases that are missing, foreign or twice', () => {
    const order = meeting({ items: [item('c-1', 1), item('c-1', 1), item('c-9', 1)] });
    expect(act.decide(order)).toEqual({
      refused: [
        {
          code: 'ITEMS_NOT_THE_LIST',
          class: 'INPUT',
          weight: 'BLOCKING',
          clause: 'R7',
          required: 'each case of the closed list once, and no other',
          actual: { missing: ['c-2'], foreign: ['c-9'], twice: ['c-1'] },
          met: false,
        },
      ],
    });
  });

  it('admits no person twice, be it in two capacities or for one household', () => {
    const items = [item('c-1', 1), item('c-2', 1)];
    const twice = [there('r-1'), there('r-1', 'OBSERVER')];
    expect(refusedFor(act.decide(meeting({ attendance: twice, items })))).toEqual(['ATTENDED_TWICE']);
    const two = [there('son-1', 'ADULT', 'r-1'), there('son-2', 'ADULT', 'r-1')];
    expect(refusedFor(act.decide(meeting({ body: 'GROUP_MEETING', attendance: two, items })))).toEqual(['ATTENDED_TWICE']);
  });

  it('admits nobody who is neither on the roster nor a guest', () => {
    const attendance = [there('r-1'), there('stranger')];
    const order = meeting({ attendance, items: [item('c-1', 1), item('c-2', 0)] });
    expect(refusedFor(act.decide(order))).toEqual(['NOT_ON_ROSTER']);
  });

  it('counts no more votes than voters, and recused persons not among them', () => {
    const order = meeting({ items: [item('c-1', 3), item('c-2', 2, ['r-2'])] });
    expect(act.decide(order)).toEqual({
      refused: [
        {
          code: 'VOTES_EXCEED_VOTERS',
          class: 'LAW',
          weight: 'BLOCKING',
          clause: '§2.5',
          required: 'votes up to those present less those recused',
          actual: {
            items: [
              { caseId: 'c-1', votes: 3, voters: 2 },
              { caseId: 'c-2', votes: 2, voters: 1 },
            ],
          },
          met: false,
        },
      ],
    });
  });

  it('refuses broken votes, absent recused persons and a place given twice', () => {
    const ranked = (caseId: string): MeetingItemResult => ({
      ...item(caseId, 1),
      ranking: { rank: 1, quota: 1, instrument: 'Quota 2018-1' },
    });
    expect(refusedFor(act.decide(meeting({ items: [item('c-1', -1), item('c-2', 0.5)] })))).toEqual(['VOTES_UNUSABLE']);
    expect(refusedFor(act.decide(meeting({ items: [item('c-1', 1, ['r-3']), item('c-2', 1)] })))).toEqual([
      'RECUSED_NOT_PRESENT',
    ]);
    expect(refusedFor(act.decide(meeting({ items: [ranked('c-1'), ranked('c-2')] })))).toEqual(['RANK_TWICE']);
  });

  it('waits for a closed list, a roster and its day, and belongs to a meeting', () => {
    const listed = rehearse()
      .after(opening())
      .after(listing(itemsFor('MEETING', 'c-1', 'c-2')));
    expect(refusedFor(listed.decide(meeting()))).toEqual(['LIST_NOT_CLOSED', 'ITEMS_NOT_THE_LIST']);
    expect(refusedFor(listed.after(closing()).decide(meeting()))).toEqual(['LIST_NOT_CLOSED', 'ITEMS_NOT_THE_LIST']);
    expect(refusedFor(act.decide(meeting(), { roster: undefined }))).toEqual(['ROSTER_MISSING']);
    expect(refusedFor(act.decide(meeting({ heldOn: day('2018-01-11') })))).toEqual(['DATE_IN_FUTURE']);
    expect(refusedFor(closedAct('NOTICE', 'c-1', 'c-2').decide(meeting()))).toEqual(['ACT_OF_OTHER_KIND']);
  });

  it('is held once on one act: a second sitting is another act', () => {
    const held = act.after(meeting());
    expect(refusedFor(held.decide(meeting({ attempt: 2 })))).toEqual(['STEP_ALREADY_DONE']);
    const given = act.given(actSamples['act.MeetingHeld.v1']);
    expect(refusedFor(given.decide(meeting({ attempt: 2 })))).toEqual(['ACT_ALREADY_RECORDED', 'ITEMS_NOT_THE_LIST']);
  });
});
