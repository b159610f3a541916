import ICAL from 'ical.js';
import { digestOf } from '#libs/application';
import { shippedCalendars } from '#libs/calendar';
import { type Order } from '#libs/kernel';
import { type Office } from '#libs/procedure';
import {
  admission,
  type Answer,
  application,
  countyInMemory,
  type CountyInMemory,
  enrolment,
} from '../samples/county-in-memory.js';

let county: CountyInMemory;
let caseId: string;

beforeAll(async () => {
  county = await countyInMemory();
  await county.post('/api/v1/households/h1/orders/EnrolHousehold', enrolment('h1'));
  await county.post('/api/v1/households/h1/orders/AdmitCase', admission);
  await county.house.engine.settled();
  const household = await county.get('/api/v1/households/h1');
  [caseId = ''] = (household.body['household'] as unknown as { readonly openCases: readonly string[] }).openCases;
  expect((await county.post(`/api/v1/cases/${caseId}/orders/SubmitApplication`, application(county.house, 'h1'))).status).toBe(
    201,
  );
  await county.house.engine.settled();
});
afterAll(() => county.close());

const forCalendar = (accountId: string, office: Office, area: string, ttl = 3600): Promise<string> =>
  county.house.tokens.issueToken({ accountId, office, area, ttl, scope: 'calendar' });
const feed = (address: string, query = '', as = ''): Promise<Answer> => county.get(`/api/v1/calendars/${address}`, { as, query });

interface Told {
  readonly uid: string;
  readonly starts: string;
  readonly isDay: boolean;
  readonly stamp: string;
  readonly summary: string;
  readonly description: string;
  readonly sequence: number;
  readonly transparency: string;
}

/** As a calendar program reads it. */
function told({ text }: Answer): readonly Told[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  return calendar.getAllSubcomponents('vevent').map((event) => {
    const start = event.getFirstPropertyValue('dtstart') as ICAL.Time;
    return {
      uid: String(event.getFirstPropertyValue('uid')),
      starts: start.toString(),
      isDay: start.isDate,
      stamp: String(event.getFirstPropertyValue('dtstamp')),
      summary: String(event.getFirstPropertyValue('summary')),
      description: String(event.getFirstPropertyValue('description')),
      sequence: Number(event.getFirstPropertyValue('sequence')),
      transparency: String(event.getFirstPropertyValue('transp')),
    };
  });
}

describe('the calendar of an office', () => {
  it('holds its open terms as whole days, recorded when the log says, with how each day was reached', async () => {
    const answer = await feed('DATA_CLERK/v1.ics', `?token=${await forCalendar('clerk-1', 'DATA_CLERK', 'v1')}`);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-language')]).toEqual([
      200,
      'text/calendar; charset=utf-8',
      'zh-CN',
    ]);
    expect(told(answer)).toEqual([
      {
        uid: expect.stringMatching(new RegExp(`^deadline-${caseId}-\\d+@mingce$`)),
        starts: '2020-03-16',
        isDay: true,
        stamp: '2020-03-02T01:00:00Z',
        summary: '入户核查的入户核查期限（T06） 截止 · 合成v1',
        sequence: 0,
        transparency: 'TRANSPARENT',
        description: expect.stringMatching(
          /^入户核查的入户核查期限（T06）最长10个工作日[^\n]*2020-03-16届满[^\n]*\n案号 [^\n]*\n户 h1$/,
        ),
      },
    ]);
    expect(answer.text).not.toContain('合成张三');
    for (const line of answer.text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  it('speaks the language that is asked for', async () => {
    const token = await forCalendar('clerk-1', 'DATA_CLERK', 'v1');
    const [event] = told(await feed('DATA_CLERK/v1.ics', `?lang=en&token=${token}`));
    expect(event?.summary).toBe('Home survey, Survey after the application (T06) due · 合成v1');
    expect(event?.description).toContain('longest term of 10 working days');
  });

  it('shows the office of the township what lies below it, and to another village nothing', async () => {
    expect(told(await feed('STATION_CLERK/t.ics', `?token=${await forCalendar('station', 'STATION_CLERK', 't')}`))).toHaveLength(
      1,
    );
    expect(told(await feed('DATA_CLERK/v2.ics', `?token=${await forCalendar('clerk-2', 'DATA_CLERK', 'v2')}`))).toEqual([]);
  });

  it('is opened by a token made for it alone, and that token opens nothing else', async () => {
    const token = await forCalendar('clerk-1', 'DATA_CLERK', 'v1');
    const status = async (address: string, query: string, headers = {}): Promise<unknown> => {
      const answer = await county.get(address, { as: '', query, headers });
      return [answer.status, answer.body['code'] ?? ''];
    };
    const own = '/api/v1/calendars/DATA_CLERK/v1.ics';
    expect(await status(own, '')).toEqual([401, 'TOKEN_MISSING']);
    expect(await status(own, `?token=${await county.token('clerk-1')}`)).toEqual([401, 'TOKEN_REFUSED']);
    expect(await status(own, '?token=a.b.c')).toEqual([401, 'TOKEN_REFUSED']);
    expect(await status(own, `?token=${token}&token=${token}`)).toEqual([401, 'TOKEN_REFUSED']);
    expect(await status('/api/v1/calendars/STATION_CLERK/v1.ics', `?token=${token}`)).toEqual([404, 'NOT_FOUND']);
    expect(await status('/api/v1/calendars/DATA_CLERK/t.ics', `?token=${token}`)).toEqual([404, 'NOT_FOUND']);
    expect(await status('/api/v1/tasks', '', { authorization: `Bearer ${token}` })).toEqual([401, 'TOKEN_SIGNATURE']);
    expect(await status('/api/v1/tasks', `?token=${token}`)).toEqual([401, 'TOKEN_MISSING']);
    expect(await status(own, '', { authorization: `Bearer ${token}` })).toEqual([200, '']);
  });

  it('ends with the appointment, and is not for offices that may not see terms', async () => {
    const nobody = await forCalendar('nobody', 'DATA_CLERK', 'v1');
    expect((await feed('DATA_CLERK/v1.ics', `?token=${nobody}`)).body['code']).toBe('NOT_APPOINTED');
    const integrator = await forCalendar('integrator', 'INTEGRATOR', 'k');
    expect((await feed('INTEGRATOR/k.ics', `?token=${integrator}`)).body['code']).toBe('OFFICE_MAY_NOT');
  });

  it('is a whole calendar whose own properties come before its events, in lines of 75 octets that join again', async () => {
    const { text } = await feed('DATA_CLERK/v1.ics', '', 'county');
    const lines = text.split('\r\n');
    const after = lines.slice(lines.lastIndexOf('END:VEVENT') + 1).filter((line) => line !== '');
    expect(after).toEqual(['END:VCALENDAR']);
    expect(lines.some((line) => line.startsWith(' '))).toBe(true);
    expect(text.replaceAll('\r\n ', '')).toContain('SUMMARY:入户核查的入户核查期限（T06） 截止 · 合成v1');
    expect(lines).toContain('DTSTART;VALUE=DATE:20200316');
  });

  it('is also shown to whoever may look there, by the token of his office', async () => {
    const answer = await feed('DATA_CLERK/v1.ics', '', 'county');
    expect([answer.status, told(answer).length]).toEqual([200, 1]);
    expect((await feed('DATA_CLERK/v1.ics', '', 'clerk-2')).status).toBe(404);
    expect((await feed('ASTRONAUT/v1.ics', '', 'county')).status).toBe(404);
  });
});

describe('a term in the calendar', () => {
  const events = async (): Promise<readonly Told[]> => told(await feed('DATA_CLERK/v1.ics', '', 'county'));
  const administrator = { id: 'CN.programme-administrator', role: 'PROGRAMME_ADMINISTRATOR', area: 'CN' } as const;
  const give = async (orderId: string, target: string, order: Order): Promise<void> => {
    const answer = await county.house.engine.desk.give({ orderId, target, order, actor: administrator });
    expect(answer).toMatchObject({ accepted: true });
    await county.house.engine.settled();
  };

  it('that is recomputed keeps its UID, and is newer', async () => {
    const [before] = await events();
    const shipped = shippedCalendars.find(({ year }) => year === 2020);
    const holiday = { occasion: 'LABOUR_DAY', from: '2020-03-13', to: '2020-03-13', workdays: [] };
    const holidays = [...(shipped?.holidays ?? []), holiday].sort((a, b) => (a.from < b.from ? -1 : 1));
    const calendar = { ...shipped, version: 2, holidays };
    const ref = `CN-2020@2#${digestOf(calendar)}`;
    await give('holiday', 'calendar-CN-2020', { type: 'PublishCalendar', data: { calendar, ref } });
    expect(await events()).toEqual([before]);
    await give('recompute', `case-${caseId}`, { type: 'RecomputeTerms', data: { no: 1, because: 'CN-2020@2' } });
    const after = await events();
    expect(after).toMatchObject([{ uid: before?.uid, starts: '2020-03-17', sequence: 1 }]);
    expect(after[0]?.description).toContain('因CN-2020@2重新计算（原2020-03-16届满；提醒日 2020-03-13 → 2020-03-14）');
  });

  it('that is cancelled is no longer there', async () => {
    const papers = { evidence: [{ slot: 'CERTIFICATE', digest: 'd'.repeat(64), date: '2020-03-02' }], signatures: [], seals: [] };
    const lapsed = await county.post(`/api/v1/cases/${caseId}/orders/LapseCase`, {
      occurredOn: '2020-03-02',
      data: { reason: 'MOVED', papers },
    });
    expect([lapsed.status, lapsed.body['code'] ?? '']).toEqual([201, '']);
    await county.house.engine.settled();
    expect(await events()).toEqual([]);
  });
});
