import { type VirtualClock } from '#libs/clock';
import { readTable } from '#libs/exchange';
import { instant } from '#libs/kernel';
import { NotPrinted, type PageToPrint, Printer } from '#libs/print';
import { FROM_SOURCES, readPdf } from '#libs/spec';
import {
  admission,
  type Answer,
  application,
  countyBehindDoors,
  countyInMemory,
  type CountyInMemory,
  enrolment,
} from '../samples/county-in-memory.js';

let county: CountyInMemory;
let caseId = '';

const look = (path: string, query = '', as = 'clerk-1'): Promise<Answer> => county.get(`/api/v1/${path}`, { as, query });
const order = async (path: string, body: object): Promise<void> => {
  const answer = await county.post(`/api/v1/${path}`, body);
  if (answer.status !== 201) throw new Error(answer.text);
  await county.house.engine.settled();
};
const problem = ({ status, body }: Answer): readonly unknown[] => [status, body['code'], body['detail']];

beforeAll(async () => {
  county = await countyInMemory({ printer: new Printer({}, FROM_SOURCES) });
  await order('households/h1/orders/EnrolHousehold', enrolment('h1'));
  await order('households/h1/orders/AdmitCase', admission);
  const { body } = await look('households/h1');
  caseId = (body['household'] as unknown as { readonly openCases: readonly string[] }).openCases[0] ?? '';
  await (county.house.clock as VirtualClock).advanceTo(instant('2020-03-04T09:00:00+08:00'), () => county.house.engine.settled());
  // Dated the 2nd, and entered on the 4th.
  await order(`cases/${caseId}/orders/SubmitApplication`, application(county.house, 'h1'));
});
afterAll(() => county.close());

describe('a look back over HTTP', () => {
  it('shows a household about a day as it was known, and says by what', async () => {
    const { status, body } = await look('households/h1/state', '?aboutDay=2020-03-03&knownDay=2020-03-03');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      householdId: 'h1',
      aboutDay: '2020-03-03',
      known: { day: '2020-03-03', by: 'RECORDED_TIME', because: 'NO_LEDGER', checkpoint: null },
      knownSaid: {
        zh: '按2020-03-03日终所知：仅以系统自记的录入时间为准（没有账本），未经检查点证明',
        en: 'as known at the end of 2020-03-03: by the recorded times alone, which no checkpoint proves (there is no ledger)',
      },
      cases: [{ caseId, phase: 'OPEN', parts: [] }],
      lag: 0,
    });
    const register = body['register'] as unknown as readonly { readonly subject: string; readonly key: string }[];
    expect(register.filter(({ subject }) => subject === 'MEMBER').map(({ key }) => key)).toEqual(['h1-1', 'h1-2']);
    expect(JSON.stringify(body)).not.toContain('合成张三');
  });

  it('tells what became known only later', async () => {
    const { body } = await look('households/h1/differences', '?aboutDay=2020-03-03&knownDay=2020-03-03');
    const said = (body['differences'] as unknown as readonly { readonly sentence: { readonly zh: string } }[]).map(
      ({ sentence }) => sentence.zh,
    );
    expect(said).toEqual([
      '后来才录入：2020-03-02 农户申请，当时尚未录入，2020-03-04由信息员（clerk-1）录入。',
      '后来才录入：环节“农户申请”：由“未开始”变为“已完成”。',
    ]);
    expect((await look(`cases/${caseId}/differences`, '?aboutDay=2020-03-03&knownDay=2020-03-03')).body['differences']).toEqual(
      body['differences'],
    );
    expect((await look(`cases/${caseId}/state`, '?aboutDay=2020-03-03')).body['case']).toMatchObject({
      parts: [{ part: 'APPLY.APPLICATION', status: 'DONE', doneOn: '2020-03-02' }],
    });
  });

  it('refuses days that are none, have not come, or are before the beginning', async () => {
    const answers = await Promise.all([
      look('households/h1/state', '?aboutDay=2020-02-30'),
      look('households/h1/state', '?aboutDay=2020-03-05'),
      look('households/h1/state', '?knownDay=2020-03-05'),
      look('households/h1/state', '?aboutDay=2020-03-01'),
      look('households/h1/differences', '?aboutDay=2020-03-04&thenAboutDay=2020-03-03'),
      look('households/h2/state'),
      look('households/h1/state', '', 'clerk-2'),
    ]);
    expect(answers.map(problem)).toEqual([
      [400, 'INVALID_SHAPE', undefined],
      [400, 'DAY_IN_FUTURE', '2020-03-05尚未到来；今天是2020-03-04'],
      [400, 'DAY_IN_FUTURE', '2020-03-05尚未到来；今天是2020-03-04'],
      [400, 'DAY_BEFORE_FIRST_EVENT', '农户 h1自2020-03-02起才有记录，2020-03-01尚无可述'],
      [400, 'DAYS_IN_WRONG_ORDER', '后一视图的日子2020-03-03早于前一视图的2020-03-04'],
      [404, 'NOT_FOUND', undefined],
      [404, 'NOT_FOUND', undefined],
    ]);
  });

  it('says who knew what when they decided', async () => {
    expect((await look(`cases/${caseId}/decisions`)).body['items']).toEqual([]);
    const { body } = await look(`cases/${caseId}/decisions/0`);
    expect(body).toMatchObject({
      caseId,
      decision: { type: 'case.CaseOpened.v1', revision: 0 },
      known: [],
      knownOfHousehold: [{ type: 'household.HouseholdEnrolled.v1' }, { type: 'household.CaseAdmitted.v1' }],
      later: [],
    });
    expect((await look(`cases/${caseId}/decisions/9`)).status).toBe(404);
    expect((await look(`cases/${caseId}/decisions/x`)).status).toBe(404);
  });
});

describe('the whole history over HTTP', () => {
  it('comes at once with terms and notices, in groups where asked for', async () => {
    const { body } = await look('households/h1/history/whole', '?groupBy=case&from=2020-03-02');
    const groups = body['groups'] as unknown as readonly { readonly key: string | null; readonly entries: readonly object[] }[];
    expect(groups.map(({ key, entries }) => [key, entries.length])).toEqual([
      [null, 1],
      [caseId, 3],
    ]);
    const deadlines = body['deadlines'] as unknown as readonly { readonly sentence: { readonly zh: string } }[];
    expect(deadlines.map(({ sentence }) => sentence.zh)).toEqual([
      '入户核查的入户核查期限（T06）最长10个工作日，自2020-03-02（农户申请）起，当日不计，次日起算，按工作日历CN-2020@1计，不计2020-03-07至2020-03-08周末、2020-03-14至2020-03-15周末，2020-03-16届满（依据：§5 T06，本系统假设）。',
    ]);
    expect(body).toMatchObject({ household: { householdId: 'h1' }, lineage: [], notices: [] });
  });

  it('is a table as a file, in which no cell runs as a formula and nobody is named', async () => {
    const answer = await look('households/h1/history/file', '?lang=en&kind=CASE');
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
      200,
      'text/csv; charset=utf-8',
      'attachment; filename="history.csv"',
    ]);
    const rows = await readTable(new TextEncoder().encode(answer.text));
    expect(rows.map((row) => row.slice(0, 5))).toEqual([
      ['No.', 'On paper', 'Recorded', 'Kind', 'Event'],
      ['1', '2020-03-02', '2020-03-02 09:00', 'Case', 'Case opened'],
      ['2', '2020-03-02', '2020-03-04 09:00', 'Case', 'Application submitted'],
    ]);
    expect(answer.text).not.toContain('合成');
    const page = await look('households/h1/history/file', '?format=html&lang=zh');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain('<html lang="zh-CN">');
    expect(page.text).not.toMatch(/<script|https?:|合成[张李]/);
    expect((await look('households/h1/history/file', '?format=doc')).status).toBe(400);
    expect((await look('households/h1/history/file', '', 'clerk-2')).status).toBe(404);
  });

  it('is the same page as a PDF, to those who may see it, up to a length', async () => {
    const paper = await look('households/h1/history/file', '?format=pdf&lang=en&kind=CASE');
    expect([
      paper.status,
      ...['content-type', 'content-disposition', 'content-language'].map((name) => paper.headers.get(name)),
    ]).toEqual([200, 'application/pdf', 'attachment; filename="history.pdf"', 'en']);
    const { pages, info, size } = await readPdf(paper.bytes);
    expect(pages.length).toBe(1);
    expect(pages[0]).toMatch(/^Whole history of household h1 No\. On paper Recorded Kind Event /);
    expect(pages[0]).toMatch(
      / 1 2020-03-02 2020-03-02 09:00 Case Case opened .* 2 2020-03-02 2020-03-04 09:00 Case Application submitted /,
    );
    expect(pages[0]).toMatch(/ Whole history of household h1 page 1 of 1 made on 2020-03-04$/);
    expect(pages[0]).not.toContain('合成');
    expect([info['Title'], info['Language'], size]).toEqual(['Whole history of household h1', 'en', [842, 595]]);
    const again = await look('households/h1/history/file', '?format=pdf&lang=en&kind=CASE');
    expect(Buffer.from(again.bytes).equals(paper.bytes)).toBe(true);
    expect((await look('households/h1/history/file', '?format=pdf', 'clerk-2')).status).toBe(404);
    expect((await look('households/h1/history/file', '?format=pdf', 'integrator')).status).toBe(403);
  });

  it('refuses a PDF of what is too long, and says what to take instead', async () => {
    const doors = await countyBehindDoors(county.house, { printer: new Printer({ letters: 10 }, FROM_SOURCES) });
    const answer = await doors.get('/api/v1/households/h1/history/file', {
      query: '?format=pdf',
      headers: { 'accept-language': 'zh-CN' },
    });
    expect(problem(answer)).toEqual([
      422,
      'TOO_LONG_FOR_PDF',
      '内容过长（约四千条以上），不制作PDF（ADR-0043）：全部经过请改用 format=xlsx 或 csv，或按日期、类别、案件筛选；明白卡请取 text/html',
    ]);
    expect(answer.body['title']).toBe('内容过长，不制作PDF');
    await doors.app.close();
  });

  it('gives a PDF up when whoever asked for it has hung up', async () => {
    const asked = Promise.withResolvers<AbortSignal>();
    class Busy extends Printer {
      override print(_page: PageToPrint, unwanted: AbortSignal): Promise<Uint8Array> {
        asked.resolve(unwanted);
        return new Promise((_made, fail) => {
          unwanted.addEventListener('abort', () => fail(new NotPrinted('PDF_GIVEN_UP')));
        });
      }
    }
    const doors = await countyBehindDoors(county.house, { printer: new Busy() });
    const hangUp = new AbortController();
    const answer = fetch(`${doors.url}/api/v1/households/h1/card`, {
      headers: { authorization: `Bearer ${await doors.token('county')}`, accept: 'application/pdf' },
      signal: hangUp.signal,
    }).catch(() => 'HUNG_UP');
    const unwanted = await asked.promise;
    const givenUp = new Promise<void>((resolve) => unwanted.addEventListener('abort', () => resolve()));
    expect(unwanted.aborted).toBe(false);
    hangUp.abort();
    await givenUp;
    expect(await answer).toBe('HUNG_UP');
    await doors.app.close();
  });

  it('filters page by page', async () => {
    const { body } = await look('households/h1/history', '?type=case.Application&lineage=true&office=DATA_CLERK');
    expect((body['items'] as unknown as readonly { readonly type: string }[]).map(({ type }) => type)).toEqual([
      'case.ApplicationSubmitted.v1',
    ]);
  });
});

describe('the card over HTTP', () => {
  it('is data in both languages, or a page that needs no network, and names nobody', async () => {
    const data = await look('households/h1/card');
    expect(data.headers.get('content-type')).toContain('application/json');
    expect(data.body).toMatchObject({
      householdId: 'h1',
      place: ['合成k', '合成t', '合成v1', '合成v1-1'],
      case: { caseId, kind: 'IDENTIFICATION', programYear: 2020 },
      outcome: 'PENDING',
      sentence: { zh: '尚未办结：接下来办理“入户核查”。', en: 'Not decided yet; next: "Home survey".' },
      rows: [{ label: { zh: '农户申请' }, on: '2020-03-02', by: ['HOUSEHOLD'], rules: [] }],
      remedies: [{ remedy: 'WITHDRAW', until: null }],
    });
    const page = await county.get('/api/v1/households/h1/card', { headers: { accept: 'text/html' }, query: '?lang=zh' });
    expect([page.status, page.headers.get('content-type'), page.headers.get('content-language')]).toEqual([
      200,
      'text/html; charset=utf-8',
      'zh-CN',
    ]);
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    );
    expect(page.text).toContain('<html lang="zh-CN">');
    expect(page.text).not.toMatch(/https?:|合成[张李]/);
    const paper = await county.get('/api/v1/households/h1/card', { headers: { accept: 'application/pdf' }, query: '?lang=zh' });
    expect([
      paper.status,
      ...['content-type', 'content-disposition', 'content-language'].map((name) => paper.headers.get(name)),
    ]).toEqual([200, 'application/pdf', 'inline; filename="card.pdf"', 'zh-CN']);
    const { pages } = await readPdf(paper.bytes);
    expect(pages.length).toBe(1);
    expect(pages[0]).toContain('尚未办结：接下来办理“入户核查”。');
    expect(pages[0]).toContain('第1页，共1页');
    expect(pages[0]).not.toMatch(/合成[张李]/);
    expect((await look('households/h1/card', '?caseId=other')).status).toBe(404);
    expect((await look('households/h1/card', '?revision=99')).status).toBe(404);
    expect((await look('households/h1/card', '', 'clerk-2')).status).toBe(404);
    expect((await look('households/h1/card', '', 'integrator')).status).toBe(403);
  });
});
