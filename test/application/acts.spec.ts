import { type Answer, stableId } from '#libs/application';
import { type Actor, type Finding, type Order } from '#libs/kernel';
import { holderOf } from '#libs/simulation';
import { official, type SmallCounty, smallCounty } from './small-county.js';

const codes = (findings: readonly Finding[]): readonly string[] => findings.map(({ code }) => code);

/** Acts through the real engine: whom they may bind, and who may give them. */
describe('a collective act', () => {
  let county: SmallCounty;
  let acts = 0;
  beforeAll(async () => {
    county = await smallCounty(2);
    await county.through('SURVEY.SURVEY');
  });
  afterAll(() => county.embedded.close());

  const caseIds = (): readonly string[] => county.cases.map(({ caseId }) => caseId);

  async function give(target: string, order: Order, actor?: Actor): Promise<Answer> {
    const answer = await county.give(target, order, actor === undefined ? {} : { actor });
    await county.embedded.engine.settled();
    return answer;
  }
  async function listed(area: string, level: string, actor: Actor): Promise<string> {
    const actId = stableId('acts', String(acts++));
    const target = `act-${actId}`;
    const sheet = { no: 1, of: 1 };
    const items = caseIds().map((caseId) => ({ caseId, part: 'SURVEY.VERIFICATION', round: 1 }));
    await give(target, { type: 'OpenAct', data: { actId, kind: 'RULING', level, area, bodyKind: 'VILLAGERS', sheet } }, actor);
    await give(target, { type: 'ListCases', data: { no: 1, items } }, actor);
    await give(target, { type: 'CloseList', data: { no: 1 } }, actor);
    return target;
  }

  async function answersOf(target: string): Promise<unknown> {
    const events = await county.embedded.store.readStream(target);
    const recorded = events.find(({ type }) => type === 'act.ReadinessRecorded.v1');
    const { answers } = recorded?.data as { answers: readonly { ready: boolean; findings: readonly Finding[] }[] };
    return answers.map(({ ready, findings }) => [ready, codes(findings)]);
  }

  it('of one village takes no case of another onto its list', async () => {
    const target = await listed('other-village', 'VILLAGE', official('DATA_CLERK', 'other-village'));
    const [answers] = (await county.embedded.store.readStream(target)).filter(({ type }) => type === 'act.ReadinessRecorded.v1');
    const { answers: told } = answers?.data as {
      answers: readonly { caseId: string; ready: boolean; findings: readonly Finding[] }[];
    };
    expect(told.map(({ ready, findings }) => [ready, codes(findings)])).toEqual(caseIds().map(() => [false, ['FOREIGN_AREA']]));
  });

  it('tells of a listed case that is not there, and goes on with the others', async () => {
    const actId = stableId('acts', String(acts++));
    const clerk = official('DATA_CLERK', 'village');
    const [first] = caseIds();
    const items = [first, 'nobody'].map((caseId) => ({ caseId, part: 'SURVEY.VERIFICATION', round: 1 }));
    const data = { actId, kind: 'RULING', level: 'VILLAGE', area: 'village', bodyKind: 'VILLAGERS', sheet: { no: 1, of: 1 } };
    await give(`act-${actId}`, { type: 'OpenAct', data }, clerk);
    await give(`act-${actId}`, { type: 'ListCases', data: { no: 1, items } }, clerk);
    await give(`act-${actId}`, { type: 'CloseList', data: { no: 1 } }, clerk);
    expect(await answersOf(`act-${actId}`)).toEqual([
      [true, []],
      [false, ['CASE_NOT_OPEN']],
    ]);
    expect(county.embedded.engine.runner.holds()).toEqual([]);
    await give(
      `act-${actId}`,
      {
        type: 'VoidAct',
        data: { reason: { under: 'village', value: 'a slip' }, confirmedBy: holderOf('STATION_HEAD', 'township') },
      },
      clerk,
    );
  });

  it('of a village brings no part that only the township may enter', async () => {
    const actId = stableId('acts', String(acts++));
    const clerk = official('DATA_CLERK', 'village');
    const items = caseIds().map((caseId) => ({ caseId, part: 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT', round: 1 }));
    const data = { actId, kind: 'RULING', level: 'VILLAGE', area: 'village', bodyKind: 'VILLAGERS', sheet: { no: 1, of: 1 } };
    await give(`act-${actId}`, { type: 'OpenAct', data }, clerk);
    await give(`act-${actId}`, { type: 'ListCases', data: { no: 1, items } }, clerk);
    await give(`act-${actId}`, { type: 'CloseList', data: { no: 1 } }, clerk);
    expect(await answersOf(`act-${actId}`)).toEqual(caseIds().map(() => [false, ['FOREIGN_AREA']]));
  });

  it('gives a village clerk no approval, and a county officer no audit: recording goes as for a single case (R4)', async () => {
    const ruling = (decision: string): Order => ({
      type: 'RecordRuling',
      data: { decision, documentNo: '1', onSiteCheck: true, except: [], papers: { evidence: [], signatures: [], seals: [] } },
    });
    const target = await listed('village', 'VILLAGE', official('DATA_CLERK', 'village'));
    const answers = [
      await give(target, ruling('APPROVE'), official('DATA_CLERK', 'village')),
      await give(target, ruling('PASS'), official('DATA_CLERK', 'village')),
      await give(target, ruling('PASS'), official('COUNTY_POVERTY_OFFICER', 'county')),
      await give(target, ruling('VERIFIED'), official('COUNTY_POVERTY_OFFICER', 'county')),
    ];
    expect(answers.map((answer) => (answer.accepted ? [] : codes(answer.findings)))).toEqual([
      ['OFFICE_MAY_NOT'],
      ['OFFICE_MAY_NOT'],
      ['OFFICE_MAY_NOT'],
      ['OFFICE_MAY_NOT'],
    ]);
  });
});
