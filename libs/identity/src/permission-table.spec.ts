import { civilDate, type CivilDate, type Finding } from '#libs/kernel';
import { levelOfOffice, type Level, OFFICES, type Office } from '#libs/procedure';
import { Directory } from './directory.js';
import { type Action, PERMISSIONS } from './permission-table.js';
import { permit } from './permit.js';

const FROM = civilDate('2016-01-01');
const UNTIL = civilDate('2016-12-31');
const TODAY = civilDate('2016-06-01');

/** Two of everything: a person of each office on the one side, targets on both. */
const AREAS: readonly { readonly id: string; readonly parent?: string; readonly level: Level }[] = [
  { id: 'nation', level: 'NATION' },
  { id: 'province', parent: 'nation', level: 'PROVINCE' },
  { id: 'county', parent: 'province', level: 'COUNTY' },
  { id: 'township', parent: 'county', level: 'TOWNSHIP' },
  { id: 'village', parent: 'township', level: 'VILLAGE' },
  { id: 'group', parent: 'village', level: 'GROUP' },
  { id: 'other-province', parent: 'nation', level: 'PROVINCE' },
  { id: 'other-county', parent: 'other-province', level: 'COUNTY' },
  { id: 'other-township', parent: 'other-county', level: 'TOWNSHIP' },
  { id: 'other-village', parent: 'other-township', level: 'VILLAGE' },
  { id: 'other-group', parent: 'other-village', level: 'GROUP' },
];

const AT: Readonly<Partial<Record<Level, string>>> = {
  GROUP: 'group',
  VILLAGE: 'village',
  TOWNSHIP: 'township',
  COUNTY: 'county',
  PREFECTURE: 'province',
};

function areaOf(office: Office): string {
  return AT[levelOfOffice(office) ?? 'PREFECTURE'] ?? 'province';
}

const directory = new Directory();
let position = 0n;
function tell(stream: string, type: string, data: object): void {
  directory.apply({ id: String(position), stream, type, data, position: position++ });
}
for (const { id, parent, level } of AREAS) {
  const data = { id, ...(parent === undefined ? {} : { parent }), level, name: { zh: id }, codes: [] };
  tell(`area-${id}`, 'area.AreaEstablished.v1', data);
}
for (const office of OFFICES) {
  const data = { person: office, office, area: areaOf(office), from: FROM, until: UNTIL };
  tell(`appointment-${office}`, 'appointment.AppointmentMade.v1', data);
}

const codes = (findings: readonly Finding[]): readonly string[] => findings.map(({ code }) => code);
const asked = (office: Office, action: string, target: string, on: CivilDate = TODAY): readonly string[] =>
  codes(permit(directory, { id: office, role: office, area: areaOf(office) }, action, target, on));

const ACTIONS = Object.keys(PERMISSIONS) as Action[];
const ALL = ACTIONS.flatMap((action) => OFFICES.map((office) => [action, office] as const));

describe('every order and query, for every office', () => {
  it('is permitted in the own area to the offices of the table, and to no other', () => {
    const wrong = ALL.filter(([action, office]) => {
      const may = PERMISSIONS[action].offices.includes(office);
      return asked(office, action, areaOf(office)).join() !== (may ? '' : 'OFFICE_MAY_NOT');
    });
    expect(wrong).toEqual([]);
  });

  it('is permitted to none of them on the other side', () => {
    const permitted = ALL.filter(([action, office]) => asked(office, action, 'other-group').length === 0);
    expect(permitted).toEqual([]);
  });

  it('is permitted to nobody before the first day and after the last of his appointment, and on both of them', () => {
    const days: readonly CivilDate[] = ['2015-12-31', '2016-01-01', '2016-12-31', '2017-01-01'].map(civilDate);
    const held = ALL.filter(([action, office]) => PERMISSIONS[action].offices.includes(office));
    const wrong = held.filter(
      ([action, office]) =>
        days.map((day) => asked(office, action, areaOf(office), day).join()).join('|') !== 'NOT_APPOINTED|||NOT_APPOINTED',
    );
    expect(wrong).toEqual([]);
  });

  it('is permitted to nobody in an office that somebody else holds, nor in his own for a larger area', () => {
    const held = ALL.filter(([action, office]) => PERMISSIONS[action].offices.includes(office));
    const wrong = held.filter(([action, office]) => {
      const stranger = permit(directory, { id: 'somebody', role: office, area: areaOf(office) }, action, 'group', TODAY);
      const larger = permit(directory, { id: office, role: office, area: 'nation' }, action, 'group', TODAY);
      return [...codes(stranger), ...codes(larger)].join() !== 'NOT_APPOINTED,NOT_APPOINTED';
    });
    expect(wrong).toEqual([]);
  });
});

describe('the offices of domain.md §8', () => {
  const CASE_QUERIES: readonly Action[] = ['caseStatus', 'history', 'explain'];
  const ORDERS = ACTIONS.filter((action) => /^[A-Z]/.test(action));
  const ordersOf = (office: Office): readonly string[] => ORDERS.filter((action) => PERMISSIONS[action].offices.includes(office));

  it('give the prefecture and province two orders about a case: those that R2 and R13 ask of the level above the county', () => {
    expect(ordersOf('FILING_OFFICER')).toEqual([
      'DecideRecheck',
      'AdmitBackfill',
      'ExportDossier',
      'OpenSealed',
      'OpenInspection',
      'CloseInspection',
    ]);
    expect(CASE_QUERIES.filter((query) => !PERMISSIONS[query].offices.includes('FILING_OFFICER'))).toEqual([]);
  });

  it('let those who inspect replay decisions, and nobody else', () => {
    expect(PERMISSIONS.replay.offices).toEqual(['INSPECTOR', 'FILING_OFFICER']);
  });

  it('give an inspector and an integrator no order about a case', () => {
    expect([ordersOf('INSPECTOR'), ordersOf('INTEGRATOR')]).toEqual([
      ['ExportDossier', 'OpenSealed', 'OrderSample', 'RaiseFinding', 'CloseInspection'],
      [],
    ]);
  });

  it('let the heads of township and county answer what an inspection found, and never who inspects (R4)', () => {
    expect(PERMISSIONS.AnswerFinding.offices).toEqual([
      'STATION_HEAD',
      'TOWNSHIP_HEAD',
      'TOWNSHIP_PARTY_SECRETARY',
      'COUNTY_POVERTY_OFFICE_HEAD',
      'LEADING_GROUP_HEAD',
    ]);
  });

  it('give a programme administrator law and organisation, and of cases only that their terms follow the law', () => {
    expect(ordersOf('PROGRAMME_ADMINISTRATOR')).toEqual([
      'RecomputeTerms',
      'EstablishArea',
      'RenameArea',
      'PublishRoster',
      'MakeAppointment',
      'EndAppointment',
      'ProposeDefinition',
      'PublishDefinition',
      'ProposePolicy',
      'PublishPolicy',
      'PublishCalendar',
      'ResolveIncident',
    ]);
  });
});
