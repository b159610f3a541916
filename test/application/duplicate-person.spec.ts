import { type Answer } from '#libs/application';
import { type Actor, type Order } from '#libs/kernel';
import { holderOf } from '#libs/simulation';
import { official, type SmallCounty, smallCounty } from './small-county.js';

const AREA = { county: 'county', township: 'township', village: 'village', group: 'group-1' };

/** R14: registration is refused while a person stands in two households, until it is ruled where he belongs. */
describe('a household one of whose members is found in another while its case goes on', () => {
  let county: SmallCounty;
  beforeAll(async () => {
    county = await smallCounty(1);
  });
  afterAll(() => county.embedded.close());

  const id = (): string => county.people[0]?.id ?? '';
  async function give(target: string, order: Order, actor: Actor): Promise<Answer> {
    const answer = await county.give(target, order, { actor });
    await county.embedded.engine.settled();
    return answer;
  }
  const typesOf = async (stream: string): Promise<readonly string[]> =>
    (await county.embedded.store.readStream(stream)).map(({ type }) => type);
  const held = (): readonly object[] => county.embedded.engine.runner.holds().map(({ process, stream }) => ({ process, stream }));

  it('is not registered, and somebody is told', async () => {
    const twin = county.people[0]?.members[0];
    const members = [
      {
        person: 'z-p1',
        relation: 'HEAD',
        name: { under: 'z-p1', value: '演练' },
        idNumber: { under: 'z-p1', value: twin?.idNumber ?? '' },
      },
    ];
    const areas = { hukouArea: AREA, residenceArea: AREA, managementArea: AREA };
    const data = { householdId: 'z', ...areas, bodyKind: 'VILLAGERS', head: 'z-p1', members };
    await give('household-z', { type: 'EnrolHousehold', data }, official('STATION_CLERK', 'township'));
    expect(await typesOf(`household-${id()}`)).toContain('household.DuplicatePersonFlagged.v1');
    await county.through('COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT');
    await county.embedded.engine.settled();
    expect(await typesOf(`household-${id()}`)).not.toContain('household.StandingRegistered.v1');
    expect(held()).toEqual([{ process: 'case-result', stream: `case-${county.cases[0]?.caseId}` }]);
  });

  it('is registered when it was ruled that he belongs there, and the incident is resolved', async () => {
    const person = county.people[0]?.members[0]?.person ?? '';
    const decidedBy = holderOf('STATION_HEAD', 'township');
    const ruling = { person, belongsHere: true, decidedBy, reason: { under: person, value: 'lives here' } };
    const clerk = official('STATION_CLERK', 'township');
    expect((await give(`household-${id()}`, { type: 'RuleOnDuplicatePerson', data: ruling }, clerk)).accepted).toBe(true);
    const stream = `case-${county.cases[0]?.caseId}`;
    const data = { process: 'case-result', stream, no: 1, note: 'ruled' };
    const head = official('COUNTY_POVERTY_OFFICE_HEAD', 'county');
    expect((await give(`incident-case-result.${stream}`, { type: 'ResolveIncident', data }, head)).accepted).toBe(true);
    expect((await typesOf(`household-${id()}`)).slice(-2)).toEqual([
      'household.StandingRegistered.v1',
      'household.CaseConcluded.v1',
    ]);
    expect(held()).toEqual([]);
  });
});
