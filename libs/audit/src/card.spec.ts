import { readFileSync } from 'node:fs';
import { type EmbeddedEngine, surroundingsOf } from '#libs/embedded';
import { type Card } from './card.js';
import { cardFor, type CardWish } from './card-for.js';
import { cardHtml } from './card-html.js';
import { scenarioLog } from './samples/scenario-log.js';

const scenario = (name: string): readonly object[] =>
  readFileSync(`${import.meta.dirname}/../../../test/scenarios/${name}.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);

async function card(
  embedded: EmbeddedEngine,
  wish: CardWish = {},
  id = 'h1',
  mayName: (area: string) => boolean = () => true,
): Promise<Card | undefined> {
  const { store, vault, engine, clock } = embedded;
  return cardFor(id, wish, {
    reader: store,
    law: ({ definition, policy }) => engine.lawBook.law(definition, policy),
    surroundings: surroundingsOf(engine.directory, (refs) => vault.open(refs)),
    areaName: (area) => engine.directory.area(area)?.name ?? area,
    today: clock.today(),
    officesOf: (person, on) => engine.directory.officesOn(person, on),
    mayName,
  });
}
const rules = (made: Card | undefined, label: string): readonly string[] =>
  (made?.rows.filter((row) => row.label.zh === label) ?? []).flatMap((row) =>
    row.rules.map(({ met, rule, found }) => `${met ? '✓' : '✗'} ${rule.zh}：${found.zh}`),
  );
const remedies = (made: Card | undefined): readonly unknown[] =>
  made?.remedies.map(({ remedy, until, level, ours }) => [remedy, until, level, ours]) ?? [];

describe('the card of a household that was registered', () => {
  let embedded: EmbeddedEngine;
  beforeAll(async () => {
    embedded = await scenarioLog(...scenario('ident-8-main-path'));
  });
  afterAll(() => embedded.close());

  it('says what was required and found at each step, the votes and the dates', async () => {
    const made = await card(embedded);
    expect(made?.sentence).toEqual({
      zh: '自2020-04-08起已纳入建档立卡（2020年度），批准文号2020-7。',
      en: 'Registered since 2020-04-08 (programme year 2020), document 2020-7.',
    });
    expect(made?.rows.map(({ on, label }) => `${on} ${label.zh}`)).toEqual([
      '2020-03-02 农户申请',
      '2020-03-03 入户核查',
      '2020-03-04 村级初核',
      '2020-03-05 村民小组评议',
      '2020-03-09 信息比对',
      '2020-03-10 村民代表会议评议',
      '2020-03-19 村级公示',
      '2020-03-20 乡镇审核',
      '2020-03-29 乡镇公示',
      '2020-03-30 县级审定',
      '2020-04-08 县级公告',
    ]);
    expect(rules(made, '村民代表会议评议')).toEqual([
      '✓ 到会人数≥ 2/3：应到36，到会24',
      '✓ 有表决权24人，赞成> 1/2：赞成19，反对5，弃权0',
      '✓ 会上宣读信息比对结果：已宣读',
    ]);
    expect(rules(made, '村级公示')).toEqual(['✓ 公示期满，2020-03-19起方可结束：2020-03-19结束', '✓ 没有未处理的异议：没有']);
    expect(remedies(made)).toEqual([['AFTER_EFFECT', null, null, false]]);
  });

  it('names who signed, performed and recorded a step where the reader may know it, and masks them otherwise', async () => {
    const hands = async (label: string, mayName?: (area: string) => boolean): Promise<readonly string[]> => {
      const made = await card(embedded, {}, 'h1', mayName);
      const [row] = made?.rows.filter((one) => one.label.zh === label) ?? [];
      return row?.hands.map(({ did, office, person }) => `${did} ${office} ${person ?? '—'}`) ?? [];
    };
    expect(await hands('农户申请')).toEqual(['SIGNED HOUSEHOLD —', 'RECORDED DATA_CLERK village-1.data-clerk']);
    expect(await hands('乡镇审核')).toEqual([
      'SIGNED TOWNSHIP_PARTY_SECRETARY township-1.township-party-secretary',
      'SIGNED TOWNSHIP_HEAD township-1.township-head',
      'RECORDED STATION_CLERK township-1.station-clerk',
    ]);
    // A village knows its own officials, and of the township which offices acted.
    const ofVillage = (area: string): boolean => area.startsWith('village-1');
    expect(await hands('乡镇审核', ofVillage)).toEqual([
      'SIGNED TOWNSHIP_PARTY_SECRETARY —',
      'SIGNED TOWNSHIP_HEAD —',
      'RECORDED STATION_CLERK —',
    ]);
    const present = (await hands('村民代表会议评议')).filter((hand) => hand.startsWith('PRESENT'));
    expect([present.length, new Set(present)]).toEqual([24, new Set(['PRESENT REPRESENTATIVE_MEETING —'])]);
    const made = await card(embedded, {}, 'h1', ofVillage);
    if (made === undefined) throw new Error('there is no card');
    const page = cardHtml(made, 'zh');
    expect(page).toContain('信息员（village-1.data-clerk）');
    expect(page).toContain('乡镇长（姓名不显示）');
    expect(page).toContain('到会表决：村民代表会议 × 24');
    // What is printed: the list of all rules, for the screen, holds what `explain` answers to the same reader.
    expect(page.replace(/<details>.*<\/details>/s, '')).not.toMatch(/township-1\.|h1-p/);
  });

  it('holds each rule that explain finds, told or counted', async () => {
    const made = await card(embedded);
    for (const { rules: told, alsoMet, findings } of made?.rows ?? []) expect(told.length + alsoMet).toBe(findings.length);
  });

  it('is made up to any decision: while the notice hangs anybody may object, until its last day', async () => {
    const events = await embedded.store.readStream((await embedded.store.streamsOf('case'))[0] ?? '');
    const posted = events.find(({ type }) => type === 'case.NoticePosted.v1');
    const made = await card(embedded, { revision: posted?.revision ?? 0n });
    expect(made?.sentence.zh).toBe('尚未办结：接下来办理“村级公示”。');
    expect(remedies(made)).toEqual([
      ['NOTICE', '2020-03-18', null, false],
      ['WITHDRAW', null, null, false],
    ]);
    expect(await card(embedded, { revision: BigInt(events.length) })).toBeUndefined();
    expect(await card(embedded, { caseId: 'of-another' })).toBeUndefined();
    expect(await card(embedded, {}, 'nobody')).toBeUndefined();
  });

  it('prints in either language, without a network, a name or a script', async () => {
    const made = await card(embedded);
    if (made === undefined) throw new Error('there is no card');
    const [zh, en] = [cardHtml(made, 'zh'), cardHtml(made, 'en')];
    expect([zh.includes('<html lang="zh-CN">'), en.includes('<html lang="en">')]).toEqual([true, true]);
    for (const page of [zh, en]) expect(page).not.toMatch(/<script|<link|<img|https?:|演练[甲乙丙丁]/);
    expect(cardHtml({ ...made, householdId: '<b>"&\'' }, 'en')).toContain('<dd>&lt;b&gt;&quot;&amp;&#39;</dd>');
  });
});

describe('the card of a household that was not', () => {
  it('says which vote it missed, by how much, and until when it may ask for a recheck', async () => {
    const embedded = await scenarioLog(
      ...scenario('reject-recheck-confirmed').slice(0, 5),
      { expect: [{ type: 'CaseRejected' }, { type: 'CaseConcluded' }], settled: true },
      {
        at: '2020-03-20T09:00:00+08:00',
        actor: 'DATA_CLERK',
        order: 'NotifyRejection',
        data: { deliveredOn: '2020-03-20', papers: { evidence: ['NOTIFICATION'], signedBy: ['$person1'] } },
      },
      {
        at: '2020-04-05T09:00:00+08:00',
        actor: 'DATA_CLERK',
        order: 'RequestRecheck',
        data: {
          requestedOn: '2020-04-05',
          signature: {
            slot: 'HOUSEHOLD',
            person: '$person1',
            capacity: 'SELF',
            offices: [],
            method: 'WET',
            signedOn: '2020-04-05',
          },
          reason: { sealed: 'not so' },
        },
      },
      { expectRefused: ['RECHECK_TOO_LATE'] },
    );
    const made = await card(embedded);
    expect(made?.sentence.zh).toBe('2020-03-18不予通过：由乡镇（街道）决定，环节“乡镇审核”，理由：乡镇审核未通过。');
    expect(made?.reasonSealed).toBe(true);
    expect(remedies(made)).toEqual([
      ['RECHECK', '2020-04-04', 'COUNTY', true],
      ['CONTEST', null, 'COUNTY', false],
      ['REAPPLY', null, null, false],
    ]);
    expect(made?.refusals.map(({ on, orderType, findings }) => [on, orderType, findings.map(({ code }) => code)])).toEqual([
      ['2020-04-05', 'RequestRecheck', ['RECHECK_TOO_LATE']],
    ]);
    expect(JSON.stringify(made?.sentence)).not.toContain('a car was found');
    await embedded.close();
  });

  it('calls the parts by their names, also those to which it was returned', async () => {
    const embedded = await scenarioLog(...scenario('objection-to-an-entry-partly'));
    const made = await card(embedded);
    if (made === undefined) throw new Error('there is no card');
    const page = cardHtml(made, 'zh').replace(/<details>.*<\/details>/s, '');
    expect(page).toContain('退回至入户核查');
    expect(page).not.toMatch(/[A-Z]\.[A-Z]/);
    expect(page).toContain('生效以前可以签字撤回申请 <span');
    await embedded.close();
  });

  it('tells that there was no case, where none was opened', async () => {
    const embedded = await scenarioLog({ use: 'county', at: '2020-03-01T09:00:00+08:00' });
    const made = await card(embedded);
    expect([made?.outcome, made?.case, made?.rows, made?.sentence.en]).toEqual([
      'NOT_ADMITTED',
      null,
      [],
      'No case was opened yet.',
    ]);
    await embedded.close();
  });
});
