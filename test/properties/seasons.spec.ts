import { VirtualClock } from '#libs/clock';
import { openInMemory } from '#libs/embedded';
import { addDays, civilDate, instant } from '#libs/kernel';
import { Hand, play, randomOf, Run, type Scenario, settle } from '#libs/simulation';
import { Oracle } from '../oracle/index.js';
import { readLog } from './read-log.js';

const from = civilDate('2014-03-01');

const SCENARIO: Scenario = {
  name: 'season',
  source: '000',
  county: {
    id: 'county',
    name: 'county',
    province: { id: 'province', name: 'province' },
    townships: [
      {
        id: 'township',
        name: 'township',
        villages: [
          { id: 'village', name: 'village', bodyKind: 'VILLAGERS', groups: [{ id: 'group', name: 'group' }] },
          { id: 'community', name: 'community', bodyKind: 'RESIDENTS', groups: [{ id: 'block', name: 'block' }] },
        ],
      },
    ],
  },
  cohorts: [
    { households: 4, persons: 12, povertyAttribute: 'GENERAL', exitYear: 2016 },
    { households: 4, persons: 13, povertyAttribute: 'GENERAL' },
  ],
  identification: { definition: 'IDENT-8@1', from, programYear: 2014 },
  exits: [{ definition: 'EXIT-8@1', from: civilDate('2016-09-05'), programYear: 2016 }],
  assumptions: [],
};

describe('a season of the real engine, before the second judge', () => {
  it('identifies and exits by acts, notices and rulings without a complaint', async () => {
    const clock = new VirtualClock(instant(`${addDays(from, -2)}T09:00:00+08:00`));
    const embedded = await openInMemory(clock);
    const run = new Run(embedded.engine, clock, new Hand(embedded.engine.desk, 'season'));
    await play(run, SCENARIO, settle(SCENARIO.county, SCENARIO.cohorts, randomOf('season')));
    await embedded.engine.settled();
    const oracle = new Oracle();
    for await (const event of readLog(embedded.store)) oracle.take(event);
    await embedded.close();
    expect(oracle.complaints()).toEqual([]);
    expect(oracle.counters()).toMatchObject({ HouseholdRegistered: 8, HouseholdExited: 4 });
    // What is done for good is forgotten: notes do not grow with the log.
    expect(oracle.notesKept()).toMatchObject({ cases: 0, acts: 0 });
  });
});
