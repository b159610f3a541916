import { type Answer, digestOf } from '#libs/application';
import { type Actor, addDays, civilDate, type Order } from '#libs/kernel';
import { countingOf, definitionRef, definitions, lastDayOf } from '#libs/procedure';
import { replay } from '#libs/replay';
import { holderOf } from '#libs/simulation';
import { official, type SmallCounty, smallCounty } from './small-county.js';

const codes = (answer: Answer): readonly string[] => (answer.accepted ? [] : answer.findings.map(({ code }) => code));

/** Areas, appointments and law through the real desk: whose they are, and whether they are what they say. */
describe('the organisation', () => {
  let county: SmallCounty;
  beforeAll(async () => {
    county = await smallCounty(1);
  });
  afterAll(() => county.embedded.close());

  const administrator = official('PROGRAMME_ADMINISTRATOR', 'CN');
  const other: Actor = { ...administrator, id: 'another-administrator' };
  const give = async (target: string, order: Order, actor: Actor = administrator): Promise<readonly string[]> =>
    codes(await county.give(target, order, { actor }));
  const roster = (body: string): Order => ({
    type: 'PublishRoster',
    data: { body, validFrom: '2016-01-01', persons: [{ person: 'somebody', capacity: 'REPRESENTATIVE' }] },
  });
  const establish = (id: string, parent: string | undefined, level: string): Order => ({
    type: 'EstablishArea',
    data: { id, ...(parent === undefined ? {} : { parent }), level, name: { zh: id }, codes: [] },
  });

  it('has its rosters published by the station of the own township, not by that of another (R7)', async () => {
    const body = 'VILLAGE_MEETING';
    expect(await give('area-village', roster(body), official('STATION_CLERK', 'elsewhere'))).toEqual(['FOREIGN_AREA']);
    expect(await give('area-village', roster(body), official('STATION_CLERK', 'township'))).toEqual([]);
  });

  it('has areas established under one that is there, and no second nation', async () => {
    expect(await give('area-new', establish('new', 'township', 'VILLAGE'))).toEqual([]);
    expect(await give('area-lost', establish('lost', 'nowhere', 'VILLAGE'))).toEqual(['FOREIGN_AREA']);
    expect(await give('area-XX', establish('XX', undefined, 'NATION'))).toEqual(['FOREIGN_AREA']);
  });

  it('takes nothing under one name that says another in itself', async () => {
    const person = holderOf('STATION_CLERK', 'township');
    const appointment = { person: 'another', office: 'STATION_CLERK', area: 'township', from: '2016-01-01' };
    expect(await give('area-here', establish('there', 'township', 'VILLAGE'))).toEqual(['STREAM_OF_OTHER_ID']);
    expect(await give(`appointment-${person}`, { type: 'MakeAppointment', data: appointment })).toEqual(['STREAM_OF_OTHER_ID']);
    const sheet = { no: 1, of: 1 };
    const act = { actId: 'one', kind: 'RULING', level: 'VILLAGE', area: 'village', bodyKind: 'VILLAGERS', sheet };
    const clerk = official('DATA_CLERK', 'village');
    expect(await give('act-other', { type: 'OpenAct', data: act }, clerk)).toEqual(['STREAM_OF_OTHER_ID']);
  });

  it('has law published under the digest of its own words, and under its own name', async () => {
    const [shipped] = definitions;
    if (shipped === undefined) throw new Error('no definition');
    const coming = addDays(county.embedded.clock.today(), 1);
    const definition = { ...shipped, version: 99, effective: { ...shipped.effective, from: coming } };
    const ref = definitionRef(definition.id, 99, digestOf(definition));
    const propose = (target: string, as: string): Promise<readonly string[]> =>
      give(target, { type: 'ProposeDefinition', data: { no: 1, definition, ref: as } });
    expect(await propose(`definition-${definition.id}`, `${definition.id}@99#${'0'.repeat(64)}`)).toEqual([
      'REFERENCE_NOT_THE_DIGEST',
    ]);
    expect(await propose('definition-OTHER', ref)).toEqual(['STREAM_OF_OTHER_ID']);
    const past = { ...definition, effective: { ...definition.effective, from: addDays(coming, -2) } };
    const ofPast = { no: 1, definition: past, ref: definitionRef(past.id, 99, digestOf(past)) };
    expect(await give(`definition-${past.id}`, { type: 'ProposeDefinition', data: ofPast })).toEqual(['LAW_INTO_THE_PAST']);
  });

  it('has law of persons by two of them: what one proposes is no law before another publishes it (architecture §5)', async () => {
    const { embedded, give: given } = county;
    const appointment = { person: other.id, office: other.role, area: other.area, from: '2016-01-01' };
    expect(await give(`appointment-${other.id}`, { type: 'MakeAppointment', data: appointment })).toEqual([]);
    const set = { id: 'COUNTY-2016', version: 1, area: 'county', year: 2016, parent: 'CN-2016', parameters: {} };
    const words = { set, ref: `COUNTY-2016@1#${digestOf(set)}` };
    const target = 'policy-COUNTY-2016';
    const propose = { type: 'ProposePolicy', data: { no: 1, ...words } };
    const publish = { type: 'PublishPolicy', data: words };
    const { lawBook } = embedded.engine;
    const known = lawBook.digest();
    expect(await give(target, publish, other)).toEqual(['LAW_NOT_PROPOSED']);
    expect(await give(target, propose, official('STATION_CLERK', 'township'))).toEqual(['OFFICE_MAY_NOT']);
    expect(await give(target, propose)).toEqual([]);
    expect(await given(target, propose, { actor: administrator })).toMatchObject({ accepted: true, repeated: true });
    expect([lawBook.digest(), lawBook.allPolicySets().some(({ id }) => id === set.id)]).toEqual([known, false]);
    expect(await give(target, publish)).toEqual(['LAW_OF_ONE_PERSON']);
    expect(await give(target, publish, other)).toEqual([]);
    expect(lawBook.allPolicySets().at(-1)).toEqual(set);
    const again = { accepted: true, repeated: true };
    expect(await given(target, publish, { actor: administrator })).toMatchObject(again);
    // A release that comes with what two persons published before it finds its law in the log.
    expect(await given(target, publish, { actor: { id: 'mingce', role: 'process', area: 'CN' } })).toMatchObject(again);
    const refused = await embedded.store.readStream(`refusal-${target}`);
    expect(refused.map(({ data }) => (data as { readonly class: string }).class)).toEqual(['RIGHTS', 'RIGHTS', 'RIGHTS']);
    const { equal, verdicts, appends } = await replay(embedded.store, { which: { streams: [target] } });
    expect([equal, verdicts.EQUAL, appends]).toEqual([true, 5, 5]);
  });

  it('has the calendar of a coming year published: sound, under its digest, and counted by from then on', async () => {
    const holidays = [{ occasion: 'NEW_YEAR', from: '2027-01-01', to: '2027-01-03', workdays: [] as string[] }];
    const calendar = { id: 'CN-2027', version: 1, year: 2027, sources: ['the notice'], holidays };
    const publish = (said: typeof calendar, as = `CN-2027@1#${digestOf(said)}`, target = 'calendar-CN-2027') =>
      give(target, { type: 'PublishCalendar', data: { calendar: said, ref: as } });
    const count = (): unknown => {
      const { lawBook } = county.embedded.engine;
      const [ref = ''] = lawBook.allDefinitions().map((one) => one.ref);
      const law = lawBook.law(ref, lawBook.policyRefFor(['CN'], 2016));
      return lastDayOf(
        civilDate('2026-12-31'),
        { length: 1, unit: 'wd', basis: { clause: '§5', mark: 'SOURCE' } },
        countingOf(law),
      );
    };
    expect(count()).toMatchObject({ missing: 2027 });
    const monday = holidays.map((holiday) => ({ ...holiday, workdays: ['2027-01-04'] }));
    expect(await publish({ ...calendar, holidays: monday })).toEqual(['CALENDAR_NOT_SOUND']);
    expect(await publish(calendar, `CN-2027@1#${'0'.repeat(64)}`)).toEqual(['REFERENCE_NOT_THE_DIGEST']);
    expect(await publish(calendar, undefined, 'calendar-CN-2028')).toEqual(['STREAM_OF_OTHER_ID']);
    expect(await publish(calendar)).toEqual([]);
    expect(count()).toBe('2027-01-04');
  });
});
