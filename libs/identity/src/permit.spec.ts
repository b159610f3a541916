import { type Actor, civilDate, type Finding } from '#libs/kernel';
import { type Level, type Office, OFFICES } from '#libs/procedure';
import { type Action, actionsOf, Directory, PERMISSIONS, permit } from './index.js';

const today = civilDate('2015-03-01');
const levels: readonly (readonly [string, Level, string | undefined])[] = [
  ['CN', 'NATION', undefined],
  ['county', 'COUNTY', 'CN'],
  ['township', 'TOWNSHIP', 'county'],
  ['village', 'VILLAGE', 'township'],
  ['group', 'GROUP', 'village'],
  ['other-village', 'VILLAGE', 'township'],
  ['other-county', 'COUNTY', 'CN'],
];
const directory = new Directory();
levels.forEach(([id, level, parent], index) => {
  const data = { id, level, name: { zh: id }, codes: [], ...(parent === undefined ? {} : { parent }) };
  directory.apply({ id, stream: `area-${id}`, type: 'area.AreaEstablished.v1', data, position: BigInt(index) });
});

const holder = (office: Office, area: string, from = '2014-01-01', until?: string): Actor => {
  const person = `${office} of ${area}`;
  const data = { person, office, area, from, ...(until === undefined ? {} : { until }) };
  directory.apply({ id: person, stream: `appointment-${person}`, type: 'appointment.AppointmentMade.v1', data, position: 100n });
  return { id: person, role: office, area };
};
const codes = (findings: readonly Finding[]): readonly string[] => findings.map(({ code }) => code);
const may = (actor: Actor, action: Action, area: string | undefined): readonly string[] =>
  codes(permit(directory, actor, action, area, today));

describe('the permission table', () => {
  it('lets an officer act in his own area and below, and nowhere else', () => {
    const clerk = holder('STATION_CLERK', 'township');
    expect(
      ['township', 'village', 'group', 'county', 'other-county', 'nowhere'].map((area) => may(clerk, 'RecordAudit', area)),
    ).toEqual([[], [], [], ['FOREIGN_AREA'], ['FOREIGN_AREA'], ['FOREIGN_AREA']]);
    const leader = holder('GROUP_LEADER', 'group');
    expect([may(leader, 'RecordReview', 'group'), may(leader, 'RecordReview', 'village')]).toEqual([[], ['FOREIGN_AREA']]);
    expect(may(holder('DATA_CLERK', 'village'), 'RecordSurvey', 'other-village')).toEqual(['FOREIGN_AREA']);
  });

  it('says what was required and what was so, with the clause', () => {
    expect(permit(directory, holder('DATA_CLERK', 'village'), 'RecordApproval', 'village', today)).toEqual([
      {
        code: 'OFFICE_MAY_NOT',
        class: 'RIGHTS',
        weight: 'BLOCKING',
        clause: '§2.1 step 8',
        required: [...PERMISSIONS.RecordApproval.offices],
        actual: 'DATA_CLERK',
        met: false,
      },
    ]);
  });

  it('asks whether the office is held today, in the area that is claimed', () => {
    const former = holder('STATION_HEAD', 'township', '2014-01-01', '2015-02-28');
    const future = holder('STATION_HEAD', 'county', '2015-03-02');
    const clerk = holder('STATION_CLERK', 'township');
    expect([
      may(former, 'RecordAudit', 'village'),
      may(future, 'RecordAudit', 'village'),
      may({ ...clerk, area: 'county' }, 'RecordAudit', 'village'),
      may({ ...clerk, role: 'STATION_HEAD' }, 'RecordAudit', 'village'),
      may({ id: 'nobody', role: 'STATION_CLERK', area: 'township' }, 'RecordAudit', 'village'),
    ]).toEqual(Array(5).fill(['NOT_APPOINTED']));
  });

  it('leaves a village its own decisions: a township may record them, a village none of the township or county (R4)', () => {
    const village = holder('VILLAGE_SECRETARY', 'village');
    const denied = [
      'RecordAudit',
      'RecordApproval',
      'RevokeApproval',
      'DeferExit',
      'AdmitBackfill',
      'RuleOnContest',
      'TakeOverStanding',
    ] as const;
    expect(denied.map((action) => may(village, action, 'village'))).toEqual(denied.map(() => ['OFFICE_MAY_NOT']));
    expect(may(holder('STATION_CLERK', 'township'), 'RecordSurvey', 'village')).toEqual([]);
    expect(may(holder('STATION_CLERK', 'township'), 'RecordApproval', 'village')).toEqual(['OFFICE_MAY_NOT']);
  });

  it('gives the programme administrator law, areas and offices, and of cases only that their terms follow the law', () => {
    expect(actionsOf('PROGRAMME_ADMINISTRATOR').filter((action) => /^[A-Z]/.test(action))).toEqual([
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

  it('lets the inspector and the integrator give no order about a case, and the integrator none', () => {
    const orders = (office: 'INSPECTOR' | 'INTEGRATOR') => actionsOf(office).filter((action) => /^[A-Z]/.test(action));
    expect([orders('INSPECTOR'), orders('INTEGRATOR')]).toEqual([
      ['ExportDossier', 'OpenSealed', 'OrderSample', 'RaiseFinding', 'CloseInspection'],
      [],
    ]);
    expect(actionsOf('INTEGRATOR')).toEqual(['standings', 'areas', 'law', 'stream']);
  });

  it('leaves an incident of the engine itself, which belongs to no area, to the programme administrator', () => {
    const head = holder('COUNTY_POVERTY_OFFICE_HEAD', 'county');
    const administrator = holder('PROGRAMME_ADMINISTRATOR', 'CN');
    expect(may(head, 'ResolveIncident', 'village')).toEqual([]);
    expect(permit(directory, head, 'ResolveIncident', undefined, today)).toMatchObject([
      { code: 'OFFICE_MAY_NOT', required: ['PROGRAMME_ADMINISTRATOR'], actual: 'COUNTY_POVERTY_OFFICE_HEAD' },
    ]);
    expect([may(administrator, 'ResolveIncident', undefined), may(administrator, 'ResolveIncident', 'village')]).toEqual([
      [],
      [],
    ]);
  });

  it('keeps the orders of processes and clock from every person, and the clock from everything but its own (R1)', () => {
    const engineOnly = (Object.keys(PERMISSIONS) as Action[]).filter((action) => PERMISSIONS[action].offices.length === 0);
    expect(engineOnly).toEqual([
      'OpenCase',
      'MarkNoticePeriodElapsed',
      'NoteHouseholdChange',
      'JoinAct',
      'LeaveAct',
      'ReleaseParked',
      'NoteSupportPaired',
      'RemindOfTerm',
      'MarkTermMissed',
      'EscalateTerm',
      'RecordCaseResult',
      'RecordCaseReopened',
      'MoveManagement',
      'MarkDeregistrationDue',
      'FlagDuplicatePerson',
      'ClaimIdentity',
      'ReleaseIdentity',
      'RecordReadiness',
      'RecordOutcomes',
      'RaiseIncident',
    ]);
    const clock: Actor = { id: 'clock', role: 'clock', area: '' };
    expect((Object.keys(PERMISSIONS) as Action[]).filter((action) => may(clock, action, undefined).length === 0)).toEqual([
      'MarkNoticePeriodElapsed',
      'RemindOfTerm',
      'MarkTermMissed',
      'EscalateTerm',
      'MarkDeregistrationDue',
    ]);
  });

  it('gives processes no ruling of a person', () => {
    const process: Actor = { id: 'case-acts', role: 'process', area: '' };
    const rulings = [
      'DecideObjection',
      'ReturnCase',
      'DeferExit',
      'RevokeApproval',
      'RuleOnContest',
      'DecideRecheck',
      'AdmitBackfill',
      'ResolveIncident',
    ] as const;
    expect(rulings.map((action) => may(process, action, 'village'))).toEqual(rulings.map(() => ['OFFICE_MAY_NOT']));
  });

  it('knows every action by an office of the glossary or an engine role, and a clause', () => {
    const wrong = Object.entries(PERMISSIONS).filter(
      ([, { offices, engine, clause }]) =>
        clause === '' ||
        offices.length + (engine?.length ?? 0) === 0 ||
        new Set(offices).size !== offices.length ||
        offices.some((office) => !OFFICES.includes(office)),
    );
    expect(wrong.map(([action]) => action)).toEqual([]);
  });

  it.each(['NoSuchOrder', 'constructor', '__proto__', ''])('permits nobody what it does not know: %p', (action) => {
    const administrator = holder('PROGRAMME_ADMINISTRATOR', 'CN');
    expect(codes(permit(directory, administrator, action, 'CN', today))).toEqual(['OFFICE_MAY_NOT']);
    expect(codes(permit(directory, { id: 'p', role: 'process', area: '' }, action, 'CN', today))).toEqual(['OFFICE_MAY_NOT']);
  });
});
