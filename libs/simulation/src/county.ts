import { civilDate, type CivilDate, type Order } from '#libs/kernel';
import { type Level } from '#libs/procedure';
import { type Run } from './run.js';
import { type CountyPlace, officeHolders, rosterOf } from './world.js';

/** Members of a body in the run: adults who speak for the households of a group, and the representatives of a village. */
export const GROUP_ROSTER = 30;
export const VILLAGE_ROSTER = 35;

/** Who sets up a county before anybody holds an office in it (role `set-up`, domain.md §8: organisation data only). */
const SET_UP = { id: 'set-up', role: 'process', area: '' } as const;

interface Area {
  readonly id: string;
  readonly parent?: string;
  readonly level: Level;
  readonly name: string;
  readonly population?: number;
}

/** Establishes areas, rosters and appointments, all valid from one day on. */
export async function establish(run: Run, county: CountyPlace, validFrom: CivilDate, population?: number): Promise<void> {
  const give = (target: string, order: Order, key: string): Promise<unknown> =>
    run.hand.give({ target, order, actor: SET_UP, on: validFrom, key });
  const areas = areasOf(county, population);
  // Parents first: an area is established under one that is there.
  for (const level of ['NATION', 'PROVINCE', 'COUNTY', 'TOWNSHIP', 'VILLAGE', 'GROUP'] as const) {
    await run.phase(
      `areas: ${level.toLowerCase()}`,
      areas.filter((area) => area.level === level),
      async ({ id, parent, level: own, name, population: people }) => {
        await give(
          `area-${id}`,
          {
            type: 'EstablishArea',
            data: {
              id,
              ...(parent === undefined ? {} : { parent }),
              level: own,
              name: { zh: name },
              codes: [],
              ...(people === undefined ? {} : { population: people }),
            },
          },
          id,
        );
      },
    );
  }
  const bodies = county.townships.flatMap(({ villages }) =>
    villages.flatMap((village) => [
      {
        area: village.id,
        body: 'REPRESENTATIVE_MEETING',
        persons: rosterOf(village.id, VILLAGE_ROSTER),
        capacity: 'REPRESENTATIVE',
      },
      ...village.groups.map((group) => ({
        area: group.id,
        body: 'GROUP_MEETING',
        persons: rosterOf(group.id, GROUP_ROSTER),
        capacity: 'HOUSEHOLD_REPRESENTATIVE',
      })),
    ]),
  );
  await run.phase('rosters', bodies, async ({ area, body, persons, capacity }) => {
    await give(
      `area-${area}`,
      { type: 'PublishRoster', data: { body, validFrom, persons: persons.map((person) => ({ person, capacity })) } },
      body,
    );
  });
  await run.phase('appointments', officeHolders(county), async ({ person, office, area }) => {
    await give(
      `appointment-${person}`,
      { type: 'MakeAppointment', data: { person, office, area, from: validFrom } },
      `${office} ${area}`,
    );
  });
}

function areasOf(county: CountyPlace, population?: number): readonly Area[] {
  return [
    { id: 'CN', level: 'NATION', name: '全国' },
    { id: county.province.id, parent: 'CN', level: 'PROVINCE', name: county.province.name },
    {
      id: county.id,
      parent: county.province.id,
      level: 'COUNTY',
      name: county.name,
      ...(population === undefined ? {} : { population }),
    },
    ...county.townships.flatMap((township): Area[] => [
      { id: township.id, parent: county.id, level: 'TOWNSHIP', name: township.name },
      ...township.villages.flatMap((village): Area[] => [
        { id: village.id, parent: township.id, level: 'VILLAGE', name: village.name },
        ...village.groups.map((group): Area => ({ id: group.id, parent: village.id, level: 'GROUP', name: group.name })),
      ]),
    ]),
  ];
}

export const LONG_AGO = civilDate('2012-01-01');
