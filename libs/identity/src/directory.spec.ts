import { civilDate } from '#libs/kernel';
import { type Level } from '#libs/procedure';
import { type AppointmentEvent, type AreaEvent, Directory } from './index.js';

const day = civilDate;
let position = 0n;
const event = <E extends AreaEvent | AppointmentEvent>(
  stream: string,
  type: E['type'],
  data: E['data'],
  id = `${stream} ${type}`,
) => ({
  id,
  stream,
  type,
  data,
  position: position++,
});
const area = (id: string, level: Level, parent?: string, population?: number) =>
  event<Extract<AreaEvent, { type: 'area.AreaEstablished.v1' }>>(`area-${id}`, 'area.AreaEstablished.v1', {
    id,
    level,
    name: { zh: id },
    codes: [],
    ...(parent === undefined ? {} : { parent }),
    ...(population === undefined ? {} : { population }),
  });
const appointed = (person: string, office: 'STATION_CLERK' | 'STATION_HEAD', from: string, until?: string) =>
  event<Extract<AppointmentEvent, { type: 'appointment.AppointmentMade.v1' }>>(
    `appointment-${person}`,
    'appointment.AppointmentMade.v1',
    {
      person,
      office,
      area: 'township',
      from: day(from),
      ...(until === undefined ? {} : { until: day(until) }),
    },
  );
const roster = (validFrom: string, persons: readonly string[], id: string) =>
  event<Extract<AreaEvent, { type: 'area.RosterPublished.v1' }>>(
    'area-village',
    'area.RosterPublished.v1',
    {
      body: 'REPRESENTATIVE_MEETING',
      validFrom: day(validFrom),
      persons: persons.map((person) => ({ person, capacity: 'REPRESENTATIVE' })),
    },
    id,
  );

describe('directory', () => {
  let directory: Directory;
  beforeEach(() => {
    position = 0n;
    directory = new Directory();
    for (const established of [
      area('CN', 'NATION'),
      area('province', 'PROVINCE', 'CN'),
      area('county', 'COUNTY', 'province', 320_000),
      area('township', 'TOWNSHIP', 'county'),
      area('village', 'VILLAGE', 'township'),
      area('group-1', 'GROUP', 'village'),
      area('group-2', 'GROUP', 'village'),
      area('other', 'VILLAGE', 'township'),
    ]) {
      directory.apply(established);
    }
  });

  it('knows where an area lies, above and below', () => {
    expect(directory.lineage('group-1')).toEqual(['group-1', 'village', 'township', 'county', 'province', 'CN']);
    expect(directory.pathOf('group-1')).toEqual({ group: 'group-1', village: 'village', township: 'township', county: 'county' });
    expect(directory.pathOf('village')).toEqual({ village: 'village', township: 'township', county: 'county' });
    expect(directory.pathOf('township')).toBeUndefined();
    expect([...directory.areasUnder('township')].sort()).toEqual(['group-1', 'group-2', 'other', 'township', 'village']);
    expect([directory.levelOf('county'), directory.levelOf('nowhere'), directory.area('county')?.population]).toEqual([
      'COUNTY',
      undefined,
      320_000,
    ]);
  });

  it('knows by which counties an area above them is kept', () => {
    const directory = new Directory();
    for (const one of [
      area('nation', 'NATION'),
      area('province', 'PROVINCE', 'nation'),
      area('prefecture', 'PREFECTURE', 'province'),
      area('county-1', 'COUNTY', 'prefecture'),
      area('county-2', 'COUNTY', 'prefecture'),
      area('county-3', 'COUNTY', 'province'),
      area('township', 'TOWNSHIP', 'county-1'),
      area('empty', 'PREFECTURE', 'nation'),
    ])
      directory.apply(one);
    const reach = (id: string): unknown => {
      const kept = directory.reach(id);
      return typeof kept === 'object' ? [...kept].sort() : kept;
    };
    expect(['nation', 'province', 'prefecture', 'empty', 'county-1', 'township', 'nowhere'].map(reach)).toEqual([
      undefined,
      ['county-1', 'county-2', 'county-3'],
      ['county-1', 'county-2'],
      [],
      'county-1',
      'township',
      'nowhere',
    ]);
  });

  it('tells what lies within from what does not', () => {
    expect(
      [
        ['group-1', 'county'],
        ['village', 'village'],
        ['county', 'village'],
        ['group-1', 'other'],
        ['nowhere', 'county'],
        ['nowhere', 'CN'],
      ].map(([inner, outer]) => directory.isWithin(inner!, outer!)),
    ).toEqual([true, true, false, false, false, false]);
  });

  it('knows an area that was established after it was asked for', () => {
    expect(directory.isWithin('group-3', 'county')).toBe(false);
    directory.apply(area('group-3', 'GROUP', 'village'));
    expect(directory.isWithin('group-3', 'county')).toBe(true);
  });

  it('calls an area by its newest name', () => {
    directory.apply(event('area-village', 'area.AreaRenamed.v1', { no: 1, name: { zh: 'new name' }, from: day('2020-01-01') }));
    expect(directory.area('village')?.name).toBe('new name');
    expect(directory.isWithin('group-1', 'village')).toBe(true);
  });

  it('knows the offices of a day, both ends included', () => {
    directory.apply(appointed('person-1', 'STATION_CLERK', '2014-01-01', '2015-06-30'));
    directory.apply(appointed('person-1', 'STATION_HEAD', '2015-06-30'));
    const offices = ['2013-12-31', '2014-01-01', '2015-06-30', '2015-07-01'].map((on) =>
      directory.officesOn('person-1', day(on)).map(({ office }) => office),
    );
    expect(offices).toEqual([[], ['STATION_CLERK'], ['STATION_CLERK', 'STATION_HEAD'], ['STATION_HEAD']]);
    expect([
      directory.knows('person-1'),
      directory.knows('person-2'),
      directory.officesOn('person-2', day('2015-01-01')),
    ]).toEqual([true, false, []]);
    expect(directory.holdersOf('STATION_HEAD', 'township', day('2016-01-01'))).toEqual(['person-1']);
  });

  it('ends an appointment on the day on which it was ended, and no other one', () => {
    directory.apply(appointed('person-1', 'STATION_CLERK', '2014-01-01'));
    directory.apply(appointed('person-1', 'STATION_HEAD', '2014-01-01'));
    directory.apply(
      event('appointment-person-1', 'appointment.AppointmentEnded.v1', {
        person: 'person-1',
        office: 'STATION_CLERK',
        area: 'township',
        from: day('2014-01-01'),
        until: day('2016-03-31'),
      }),
    );
    expect(directory.officesOn('person-1', day('2016-03-31')).length).toBe(2);
    expect(directory.officesOn('person-1', day('2016-04-01'))).toEqual([{ office: 'STATION_HEAD', area: 'township' }]);
  });

  it('gives the roster in force on a day, also where one for an earlier day was published later', () => {
    directory.apply(roster('2014-01-01', ['a', 'b'], 'event-1'));
    directory.apply(roster('2017-01-01', ['a', 'c', 'd'], 'event-2'));
    directory.apply(roster('2015-01-01', ['b'], 'event-3'));
    const on = (date: string) => directory.roster('village', 'REPRESENTATIVE_MEETING', day(date));
    expect(['2013-12-31', '2014-12-31', '2016-12-31', '2017-01-01'].map((date) => on(date)?.digest)).toEqual([
      undefined,
      'event-1',
      'event-3',
      'event-2',
    ]);
    expect(on('2018-01-01')).toEqual({
      body: 'REPRESENTATIVE_MEETING',
      validFrom: '2017-01-01',
      digest: 'event-2',
      persons: ['a', 'c', 'd'],
    });
    expect(directory.roster('village', 'GROUP_MEETING', day('2018-01-01'))).toBeUndefined();
    expect(directory.roster('other', 'REPRESENTATIVE_MEETING', day('2018-01-01'))).toBeUndefined();
  });

  it('names what was known by the newest event, in whatever order the streams were read', () => {
    const one = appointed('person-1', 'STATION_CLERK', '2014-01-01');
    const other = appointed('person-2', 'STATION_HEAD', '2014-01-01');
    directory.apply(other);
    directory.apply(one);
    expect(directory.digest()).toBe(other.id);
    directory.apply({ id: 'x', stream: 'case-1', type: 'case.CaseOpened.v1', data: {}, position: 99n });
    expect(directory.digest()).toBe(other.id);
  });

  it('takes an event twice for one', () => {
    for (const again of [
      appointed('person-1', 'STATION_CLERK', '2014-01-01'),
      roster('2014-01-01', ['a'], 'event-1'),
      area('group-1', 'GROUP', 'village'),
    ]) {
      directory.apply(again);
      directory.apply(again);
    }
    expect(directory.officesOn('person-1', day('2014-01-01'))).toEqual([{ office: 'STATION_CLERK', area: 'township' }]);
    expect([...directory.areasUnder('village')].sort()).toEqual(['group-1', 'group-2', 'village']);
  });
});
