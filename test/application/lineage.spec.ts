import { type Answer } from '#libs/application';
import { type Actor, type Order } from '#libs/kernel';
import { holderOf } from '#libs/simulation';
import { official, type SmallCounty, smallCounty } from './small-county.js';

const AREA = { county: 'county', township: 'township', village: 'village', group: 'group-1' };
const OFFICIALS = {
  confirmedByVillage: holderOf('VILLAGE_DIRECTOR', 'village'),
  confirmedByTownship: holderOf('STATION_HEAD', 'township'),
  papers: { evidence: [], signatures: [], seals: [] },
};
const NUMBERS = ['99900119700101001X', '999001197202020021', '999001200503030032'];

const codes = (answer: Answer): readonly string[] => (answer.accepted ? [] : answer.findings.map(({ code }) => code));

/** domain.md §4.2, R14, through the real engine: registers, claims of identity numbers, processes. */
describe('households that part and join', () => {
  let county: SmallCounty;
  const clerk = official('STATION_CLERK', 'township');

  async function give(id: string, order: Order, actor: Actor = clerk): Promise<readonly string[]> {
    const answer = await county.give(`household-${id}`, order, { actor });
    await county.embedded.engine.settled();
    return codes(answer);
  }
  const enrol = (id: string, numbers: readonly (string | undefined)[]): Promise<readonly string[]> => {
    const members = numbers.map((number, index) => ({
      person: `${id}-p${index + 1}`,
      relation: index === 0 ? 'HEAD' : 'CHILD',
      name: { under: `${id}-p${index + 1}`, value: '演练' },
      idNumber: { under: `${id}-p${index + 1}`, value: number ?? '' },
    }));
    const areas = { hukouArea: AREA, residenceArea: AREA, managementArea: AREA };
    const data = { householdId: id, ...areas, bodyKind: 'VILLAGERS', head: `${id}-p1`, members };
    return give(id, { type: 'EnrolHousehold', data });
  };
  async function typesOf(id: string): Promise<readonly string[]> {
    return (await county.embedded.store.readStream(`household-${id}`)).map(({ type }) => type.split('.')[1] ?? type);
  }
  const held = (): number => county.embedded.engine.runner.holds().length;

  beforeEach(async () => {
    county = await smallCounty(1);
  });
  afterEach(() => county.embedded.close());

  it('flags both of two households that enrol one person at the same moment', async () => {
    await Promise.all([enrol('a', [NUMBERS[0], NUMBERS[1]]), enrol('b', [NUMBERS[0]])]);
    await county.embedded.engine.settled();
    expect([await typesOf('a'), await typesOf('b'), held()]).toEqual([
      ['HouseholdEnrolled', 'DuplicatePersonFlagged'],
      ['HouseholdEnrolled', 'DuplicatePersonFlagged'],
      0,
    ]);
  });

  it('takes two persons of one household with one number, as long as the police have not answered (R9)', async () => {
    expect(await enrol('a', [NUMBERS[0], NUMBERS[0]])).toEqual([]);
    expect([await typesOf('a'), held()]).toEqual([['HouseholdEnrolled'], 0]);
  });

  it('moves the numbers of a split household to its children, and flags nobody', async () => {
    await enrol('a', NUMBERS);
    const children = [
      { householdId: 'a1', head: 'a-p1', members: ['a-p1', 'a-p3'] },
      { householdId: 'a2', head: 'a-p2', members: ['a-p2'] },
    ];
    const data = { no: 1, on: county.clock.today(), children, ...OFFICIALS };
    expect(await give('a', { type: 'SplitHousehold', data })).toEqual([]);
    expect([await typesOf('a1'), await typesOf('a2'), held()]).toEqual([
      ['HouseholdEnrolled', 'StandingInherited'],
      ['HouseholdEnrolled', 'StandingInherited'],
      0,
    ]);
    await enrol('c', [NUMBERS[2]]);
    expect([(await typesOf('a')).at(-1), (await typesOf('a1')).at(-1), (await typesOf('c')).at(-1)]).toEqual([
      'HouseholdSplit',
      'DuplicatePersonFlagged',
      'DuplicatePersonFlagged',
    ]);
  });

  it('splits into no household that is there, and while no case is open', async () => {
    await enrol('a', NUMBERS.slice(0, 2));
    await enrol('b', [NUMBERS[2]]);
    const children = [
      { householdId: 'b', head: 'a-p1', members: ['a-p1'] },
      { householdId: 'a2', head: 'a-p2', members: ['a-p2'] },
    ];
    const data = { no: 1, on: county.clock.today(), children, ...OFFICIALS };
    expect(await give('a', { type: 'SplitHousehold', data })).toEqual(['CHILD_NUMBER_TAKEN']);
    const [busy] = county.people;
    const own = (busy?.members ?? []).map(({ person }, index) => ({ householdId: `x${index}`, head: person, members: [person] }));
    const busily = { ...data, children: own };
    expect(await give(busy?.id ?? '', { type: 'SplitHousehold', data: busily })).toEqual(['CONFLICTING_CASE_OPEN']);
  });

  it('merges into a household that is there and stands alike, and says of what it looked at with which revision', async () => {
    await enrol('a', NUMBERS.slice(0, 1));
    await enrol('b', NUMBERS.slice(1, 2));
    const merge = (into: string): Order => ({
      type: 'RecordMerge',
      data: { no: 1, on: county.clock.today(), into, ...OFFICIALS },
    });
    expect(await give('a', merge('nobody'))).toEqual(['RECEIVING_HOUSEHOLD_CLOSED']);
    expect(await give('a', merge('b'))).toEqual([]);
    expect([await typesOf('b'), held()]).toEqual([['HouseholdEnrolled', 'MemberAdded'], 0]);
    const merged = (await county.embedded.store.readStream('household-a')).at(-1);
    expect(JSON.parse(merged?.metadata.context ?? '{}')).toMatchObject({ 'household-b': '0' });
  });

  it('stand in areas of one line: rights go by the lowest of them, meetings and rulings by the others', async () => {
    const [household] = county.people;
    const enrolled = (await county.embedded.store.readStream(`household-${household?.id}`))[0]?.data as object;
    const data = { ...enrolled, householdId: 'z', managementArea: { ...AREA, village: 'other-village', township: 'elsewhere' } };
    expect(await give('z', { type: 'EnrolHousehold', data })).toEqual(['AREAS_NOT_OF_ONE_LINE']);
  });

  it('are confirmed by officials of their own village and township', async () => {
    await enrol('a', NUMBERS.slice(0, 1));
    await enrol('b', NUMBERS.slice(1, 2));
    const elsewhere = { ...OFFICIALS, confirmedByVillage: holderOf('VILLAGE_DIRECTOR', 'other-village') };
    const data = { no: 1, on: county.clock.today(), into: 'b', ...elsewhere };
    expect(await give('a', { type: 'RecordMerge', data })).toEqual(['CONFIRMER_NOT_IN_OFFICE']);
  });
});
