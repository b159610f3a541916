import {
  civilDate,
  type Decider,
  decideOnce,
  type Decision,
  type Event,
  type Folded,
  fold,
  instant,
  isRefusal,
  type Order,
  type Recorded,
  type RecordedOf,
  unfolded,
} from '#libs/kernel';
import { type Office } from '#libs/procedure';
import { type AppointmentOrder, appointmentDecider, type AreaOrder, areaDecider, type OrganisationContext } from './index.js';

const day = civilDate;
const contextOf = (order: Order): OrganisationContext => ({
  now: instant('2015-03-01T09:00:00+08:00'),
  today: day('2015-03-01'),
  occurredOn: day('2015-03-01'),
  actor: { id: 'administrator', role: 'PROGRAMME_ADMINISTRATOR', area: 'CN' },
  performedBy: 'administrator',
  orderDigest: JSON.stringify(order),
  offices: {},
  opened: {},
  idFor: (name) => name,
  levels: { CN: 'NATION', county: 'COUNTY', township: 'TOWNSHIP', village: 'VILLAGE' },
});

/** Gives the orders one after the other; answers what became of the last. */
function afterwards<State, O extends Order, E extends Event>(
  decider: Decider<State, O, E, OrganisationContext>,
  orders: readonly O[],
): readonly string[] | readonly E[] {
  let folded: Folded<State> = unfolded(decider);
  let decision: Decision<E> = [];
  for (const order of orders) {
    decision = decideOnce(decider, order, folded, contextOf(order));
    if (isRefusal(decision)) continue;
    const recorded = decision.map((event, index) => ({
      ...event,
      id: 'id',
      stream: 'stream',
      revision: folded.revision + 1n + BigInt(index),
      metadata: { orderKey: decider.keyOf(order), orderDigest: JSON.stringify(order) } as Recorded['metadata'],
    }));
    folded = fold(decider, folded, recorded as unknown as RecordedOf<E>[]);
  }
  return isRefusal(decision) ? decision.refused.map(({ code }) => code) : decision;
}

const village: AreaOrder = {
  type: 'EstablishArea',
  data: {
    id: 'village',
    parent: 'township',
    level: 'VILLAGE',
    name: { zh: 'village' },
    codes: [{ scheme: 'STATISTICAL', code: '999001001001', from: day('2010-01-01') }],
  },
};
const roster = (validFrom: string, ...persons: readonly string[]): AreaOrder => ({
  type: 'PublishRoster',
  data: {
    body: 'REPRESENTATIVE_MEETING',
    validFrom: day(validFrom),
    persons: persons.map((person) => ({ person, capacity: 'REPRESENTATIVE' })),
  },
});
const clerk: AppointmentOrder = {
  type: 'MakeAppointment',
  data: { person: 'person-1', office: 'STATION_CLERK', area: 'township', from: day('2014-01-01') },
};
const ended: AppointmentOrder = { type: 'EndAppointment', data: { ...clerk.data, until: day('2015-12-31') } };

describe('area orders', () => {
  it('establish an area once', () => {
    expect(afterwards(areaDecider, [village])).toEqual([{ type: 'area.AreaEstablished.v1', data: village.data }]);
    expect(afterwards(areaDecider, [village, village])).toEqual([]);
    expect(afterwards(areaDecider, [village, { ...village, data: { ...village.data, level: 'GROUP' } }])).toEqual([
      'STEP_ALREADY_DONE',
    ]);
  });

  it('establish none without a parent, but the nation, and none of an unknown level', () => {
    const { parent: _parent, ...orphan } = village.data;
    expect(afterwards(areaDecider, [{ type: 'EstablishArea', data: orphan }])).toEqual(['PARENT_AREA_MISSING']);
    expect(afterwards(areaDecider, [{ type: 'EstablishArea', data: { ...orphan, id: 'CN', level: 'NATION' } }])).toHaveLength(1);
    expect(afterwards(areaDecider, [{ type: 'EstablishArea', data: { ...orphan, level: 'HAMLET' as 'VILLAGE' } }])).toEqual([
      'LEVEL_UNKNOWN',
    ]);
  });

  it('establish an area under one that is there and of a higher level (R8)', () => {
    const under = (parent: string, level: 'VILLAGE' | 'COUNTY'): readonly string[] | readonly object[] =>
      afterwards(areaDecider, [{ type: 'EstablishArea', data: { ...village.data, id: 'new', parent, level } }]);
    expect(under('nowhere', 'VILLAGE')).toEqual(['AREA_NOT_ESTABLISHED']);
    expect(under('constructor', 'VILLAGE')).toEqual(['AREA_NOT_ESTABLISHED']);
    expect(under('village', 'VILLAGE')).toEqual(['AREA_NOT_BELOW_PARENT']);
    expect(under('township', 'COUNTY')).toEqual(['AREA_NOT_BELOW_PARENT']);
    expect(under('county', 'VILLAGE')).toHaveLength(1);
  });

  it('publish a roster for each body and day, of somebody and each once, in an area that is there', () => {
    const first = roster('2014-01-01', 'a', 'b');
    expect(afterwards(areaDecider, [village, first])).toEqual([{ type: 'area.RosterPublished.v1', data: first.data }]);
    expect(afterwards(areaDecider, [village, first, first])).toEqual([]);
    expect(afterwards(areaDecider, [village, first, roster('2014-01-01', 'a')])).toEqual(['STEP_ALREADY_DONE']);
    expect(afterwards(areaDecider, [village, first, roster('2017-01-01', 'a')])).toHaveLength(1);
    expect(afterwards(areaDecider, [village, roster('2014-01-01')])).toEqual(['ROSTER_NOT_SOUND']);
    expect(afterwards(areaDecider, [village, roster('2014-01-01', 'a', 'a')])).toEqual(['ROSTER_NOT_SOUND']);
    expect(afterwards(areaDecider, [first])).toEqual(['AREA_NOT_ESTABLISHED']);
  });

  it('rename an area that is there', () => {
    const renamed: AreaOrder = { type: 'RenameArea', data: { no: 1, name: { zh: 'new name' }, from: day('2015-01-01') } };
    expect(afterwards(areaDecider, [village, renamed])).toEqual([{ type: 'area.AreaRenamed.v1', data: renamed.data }]);
    expect(afterwards(areaDecider, [renamed])).toEqual(['AREA_NOT_ESTABLISHED']);
  });
});

describe('appointment orders', () => {
  it('make an appointment once and end it once', () => {
    expect(afterwards(appointmentDecider, [clerk])).toEqual([{ type: 'appointment.AppointmentMade.v1', data: clerk.data }]);
    expect(afterwards(appointmentDecider, [clerk, clerk])).toEqual([]);
    expect(afterwards(appointmentDecider, [clerk, ended])).toEqual([
      { type: 'appointment.AppointmentEnded.v1', data: ended.data },
    ]);
    expect(afterwards(appointmentDecider, [clerk, ended, ended])).toEqual([]);
  });

  it('make none for an area that is not there, and none for an area of another level than the office decides at (R8)', () => {
    const held = (office: Office, area: string): readonly string[] | readonly object[] =>
      afterwards(appointmentDecider, [{ ...clerk, data: { ...clerk.data, office, area } }]);
    expect(held('STATION_CLERK', 'nowhere')).toEqual(['AREA_NOT_ESTABLISHED']);
    expect(held('LEADING_GROUP_HEAD', 'village')).toEqual(['OFFICE_OF_OTHER_LEVEL']);
    expect(held('VILLAGE_SECRETARY', 'township')).toEqual(['OFFICE_OF_OTHER_LEVEL']);
    expect(held('VILLAGE_LIAISON', 'village')).toHaveLength(1);
    expect(held('INSPECTOR', 'CN')).toHaveLength(1);
  });

  it('refuse an office that is none, an end before the beginning, and the end of what was not made', () => {
    expect(
      afterwards(appointmentDecider, [{ ...clerk, data: { ...clerk.data, office: 'KING' } } as unknown as AppointmentOrder]),
    ).toEqual(['OFFICE_UNKNOWN']);
    expect(afterwards(appointmentDecider, [{ ...clerk, data: { ...clerk.data, until: day('2013-12-31') } }])).toEqual([
      'DATES_OUT_OF_ORDER',
    ]);
    expect(afterwards(appointmentDecider, [ended])).toEqual(['APPOINTMENT_NOT_MADE']);
  });
});
