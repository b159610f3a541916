import fc from 'fast-check';
import { fold, isRefusal, unfolded } from '#libs/kernel';
import { actCarrying } from './act-carrying.process.js';
import { MOST_CASES } from './decide/list.js';
import { actDecider } from './decider.js';
import { actSamples } from './samples/act-samples.js';
import { asProcess, recorded, rehearse } from './samples/rehearsal.js';
import { closedAct, closing, itemsFor, listing, meeting, opening, outcomes, readiness } from './samples/sample-orders.js';

describe('An act on 500 cases', () => {
  const cases = Array.from({ length: MOST_CASES }, (_, index) => `c-${index}`);
  const leftOut = cases.filter((_, index) => index % 10 === 9);
  const ready = cases.filter((_, index) => index % 10 !== 9);

  it('is listed in sheets, closed, held and reported, and every case is accounted for', () => {
    let act = rehearse().after(opening());
    for (let no = 0; no < 10; no++) act = act.after(listing(itemsFor('MEETING', ...cases.slice(no * 50, no * 50 + 50)), no + 1));
    act = act.after(closing()).after(readiness(ready, leftOut), asProcess);
    expect([act.state.items.length, act.state.onAct]).toEqual([450, ready]);

    const items = ready.map((caseId) => ({ caseId, recused: [], tally: { votesFor: 2, against: 0, abstain: 0 } }));
    act = act.after(meeting({ items }));
    const carried = act.log.reduce((state, event) => actCarrying.evolve(state, event), actCarrying.initial);
    const [last] = act.log.slice(-1);
    expect(last === undefined ? [] : actCarrying.react(carried, last)?.orders.map(({ target }) => target)).toEqual(
      ready.map((caseId) => `case-${caseId}`),
    );

    const refused = ready.slice(0, 3);
    act = act.after(outcomes(last?.id ?? '', ready.slice(3), refused), asProcess);
    expect([act.state.onAct, act.log.length]).toEqual([[], 16]);
    expect(fold(actDecider, unfolded(actDecider), act.log).state).toEqual(act.state);
  });
});

describe('Votes', () => {
  it('are accepted exactly where no item has more of them than voters', () => {
    const act = closedAct('MEETING', 'c-1', 'c-2');
    const count = fc.integer({ min: 0, max: 3 });
    const item = fc.record({
      recused: fc.subarray(['r-1', 'r-2']),
      tally: fc.record({ votesFor: count, against: count, abstain: fc.constantFrom(0, 0, 0, 1) }),
    });
    let accepted = 0;
    fc.assert(
      fc.property(item, item, (first, second) => {
        const items = [
          { caseId: 'c-1', ...first },
          { caseId: 'c-2', ...second },
        ];
        const lawful = items.every(({ recused, tally }) => tally.votesFor + tally.against + tally.abstain <= 2 - recused.length);
        expect(isRefusal(act.decide(meeting({ items })))).toBe(!lawful);
        if (lawful) accepted++;
      }),
      { numRuns: 400, seed: 20180103 },
    );
    expect(accepted).toBeGreaterThan(15);
  });
});

describe('Folding', () => {
  it('takes every event in any state, and an unknown one changes nothing', () => {
    const events = recorded(Object.values(actSamples));
    for (const event of events) {
      expect(() => fold(actDecider, unfolded(actDecider), [event])).not.toThrow();
      expect(() => actCarrying.react(actCarrying.evolve(actCarrying.initial, event), event)).not.toThrow();
    }
    const [first] = events;
    const foreign = { ...first, type: 'act.SomethingLater.v9' } as unknown as (typeof events)[number];
    expect(actDecider.evolve(actDecider.initial, foreign)).toBe(actDecider.initial);
  });

  it('keeps samples that survive JSON unchanged', () => {
    for (const [name, event] of Object.entries(actSamples)) {
      expect(event.type).toBe(name);
      expect(JSON.parse(JSON.stringify(event))).toEqual(event);
    }
  });
});
