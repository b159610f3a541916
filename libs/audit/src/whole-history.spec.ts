import { type EmbeddedEngine } from '#libs/embedded';
import { civilDate } from '#libs/kernel';
import { historyTable } from './history-table.js';
import { scenarioLog } from './samples/scenario-log.js';
import { historyOf, type WholeHistory } from './whole-history.js';

const papers = { evidence: [], signatures: [], seals: [] };
const OFFICIALS = { confirmedByVillage: '$holder(VILLAGE_DIRECTOR)', confirmedByTownship: '$holder(STATION_HEAD)', papers };
const DISASTER = {
  at: '2020-03-02T09:00:00+08:00',
  actor: 'DATA_CLERK',
  order: 'RecordDisaster',
  target: 'household-h1',
  data: { no: 1, on: '2020-02-29', kind: 'FLOOD' },
};
const SPLIT = {
  at: '2020-03-12T09:00:00+08:00',
  actor: 'STATION_CLERK',
  order: 'SplitHousehold',
  target: 'household-h1',
  data: {
    no: 1,
    on: '2020-03-12',
    children: [
      { householdId: 'h1a', head: 'h1-p1', members: ['h1-p1', 'h1-p3'] },
      { householdId: 'h1b', head: 'h1-p2', members: ['h1-p2'] },
    ],
    ...OFFICIALS,
  },
};
/** One of the two goes to live with another household. */
const MERGE = {
  at: '2020-03-20T09:00:00+08:00',
  actor: 'STATION_CLERK',
  order: 'RecordMerge',
  target: 'household-h1b',
  data: { no: 1, on: '2020-03-20', into: 'h2', ...OFFICIALS },
};

describe('the whole history of a household', () => {
  let embedded: EmbeddedEngine;
  beforeAll(async () => {
    embedded = await scenarioLog({ use: 'county', at: '2020-03-01T09:00:00+08:00', households: 2 }, DISASTER, SPLIT, MERGE);
  });
  afterAll(() => embedded.close());

  const of = async (id: string, mayRead?: (other: string) => boolean): Promise<WholeHistory> => {
    const { readModels: models, store: reader, engine } = embedded;
    const definition = (ref: string) => engine.lawBook.definition(ref)?.definition;
    const whole = await historyOf(id, {
      models,
      reader,
      definition,
      today: civilDate('2020-03-20'),
      ...(mayRead === undefined ? {} : { mayRead }),
    });
    if (whole === undefined) throw new Error(`there is no ${id}`);
    return whole;
  };
  const marked = ({ entries }: WholeHistory): readonly string[] =>
    entries.map(({ lineage, householdId, type }) => `${lineage ?? 'OWN'} ${householdId} ${type.split('.')[1] ?? ''}`);

  it('of a child begins with that of its parent, and leaves its sister out', async () => {
    const whole = await of('h1a');
    expect(whole.lineage).toEqual([{ householdId: 'h1', relation: 'PARENT', of: 'h1a', on: '2020-03-12' }]);
    expect(marked(whole)).toEqual([
      'PARENT h1 HouseholdEnrolled',
      'PARENT h1 DisasterRecorded',
      'OWN h1a HouseholdSplit',
      'OWN h1a HouseholdEnrolled',
      'OWN h1a StandingInherited',
    ]);
  });

  it('goes on in the children, and from there in what these were merged into', async () => {
    const whole = await of('h1');
    expect(whole.lineage.map(({ householdId, relation, of: next }) => [householdId, relation, next])).toEqual([
      ['h1a', 'CHILD', 'h1'],
      ['h1b', 'CHILD', 'h1'],
      ['h2', 'MERGED_INTO', 'h1b'],
    ]);
    expect(marked(whole)).toEqual([
      'OWN h1 HouseholdEnrolled',
      'MERGED_INTO h2 HouseholdEnrolled',
      'OWN h1 DisasterRecorded',
      'OWN h1 HouseholdSplit',
      'CHILD h1a HouseholdEnrolled',
      'CHILD h1a StandingInherited',
      'CHILD h1b HouseholdEnrolled',
      'CHILD h1b StandingInherited',
      'CHILD h1b HouseholdMerged',
      'MERGED_INTO h2 MemberAdded',
    ]);
  });

  it('takes what it began in along, and what it goes on in only for whoever may read that', async () => {
    expect((await of('h1', (other) => other === 'h1a')).lineage.map(({ householdId }) => householdId)).toEqual(['h1a']);
    const merged = await of('h2', () => false);
    expect(merged.lineage.map(({ householdId, relation }) => [householdId, relation])).toEqual([
      ['h1b', 'MERGED_FROM'],
      ['h1', 'PARENT'],
    ]);
  });

  it('is a table that says what each event says, in both languages', async () => {
    const { entries } = await of('h1a');
    const names = { area: () => undefined, definition: () => undefined };
    const rows = (language: 'zh' | 'en'): readonly unknown[] =>
      historyTable(entries, names, language).map((row) => [row[4], row[6], row[11], row[12]]);
    expect(rows('en')).toEqual([
      ['Event', 'Detail', 'Household', 'What it is to the household'],
      ['Household enrolled', '', 'h1', 'split from it'],
      ['Disaster recorded', '', 'h1', 'split from it'],
      ['Household split', 'h1a, h1b', 'h1a', ''],
      ['Household enrolled', '', 'h1a', ''],
      ['Standing inherited', '', 'h1a', ''],
    ]);
    expect(rows('zh')[3]).toEqual(['分户', 'h1a，h1b', 'h1a', '']);
  });
});
