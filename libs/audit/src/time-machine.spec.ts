import { type EmbeddedEngine } from '#libs/embedded';
import { type CivilDate, civilDate } from '#libs/kernel';
import { type StoredCaseEvent } from './case-on-a-day.js';
import { decisionKnowledge } from './decision-knowledge.js';
import { householdDifferences } from './differences.js';
import { householdOnADay, type HouseholdOnADay } from './household-on-a-day.js';
import { knownOn } from './known.js';
import { type RegisterFact, type StoredRegisterEvent } from './register-facts.js';
import { differencesSaid, laterSaid } from './said.js';
import { scenarioLog } from './samples/scenario-log.js';

const COUNTY = { use: 'county', at: '2020-03-01T09:00:00+08:00' };
const ADMIT = {
  at: '2020-03-02T09:00:00+08:00',
  actor: 'DATA_CLERK',
  order: 'AdmitCase',
  data: { kind: 'IDENTIFICATION', origin: 'OWN', no: 1, definition: 'IDENT-8@1', programYear: 2020 },
};
const CORRECTED = {
  at: '2020-03-09T09:00:00+08:00',
  actor: 'DATA_CLERK',
  order: 'CorrectRecord',
  data: {
    no: 1,
    event: '$event(ReviewHeld)',
    field: 'tally',
    old: '21/2/1',
    new: '20/3/1',
    scanDigest: 'c1',
    confirmedBy: '$holder(STATION_HEAD)',
    reason: { sealed: 'miscounted' },
  },
};

const NAMES = { area: () => undefined };

let engine: EmbeddedEngine | undefined;
afterEach(async () => {
  await engine?.close();
  engine = undefined;
});

const play = async (...lines: readonly object[]): Promise<EmbeddedEngine> => {
  engine = await scenarioLog(COUNTY, ...lines);
  return engine;
};
const caseEvents = async ({ store }: EmbeddedEngine): Promise<readonly StoredCaseEvent[]> => {
  const [stream = ''] = await store.streamsOf('case');
  return (await store.readStream(stream)) as readonly StoredCaseEvent[];
};
const registerEvents = async ({ store }: EmbeddedEngine, id = 'h1'): Promise<readonly StoredRegisterEvent[]> =>
  (await store.readStream(`household-${id}`)) as readonly StoredRegisterEvent[];
const day = (text: string): CivilDate => civilDate(text);
const TODAY = day('2021-12-31');

async function view(embedded: EmbeddedEngine, about: string, known?: string, id = 'h1'): Promise<HouseholdOnADay> {
  const on = knownOn(known === undefined ? undefined : day(known), TODAY, undefined);
  const seen = await householdOnADay(embedded.store, id, day(about), on);
  if (seen === undefined) throw new Error(`there is no ${id}`);
  return seen;
}
const told = (facts: readonly RegisterFact[], subject: RegisterFact['subject']): readonly unknown[] =>
  facts.filter((fact) => fact.subject === subject).map(({ key, value, validFrom, validTo }) => [key, value, validFrom, validTo]);

describe('what was known on a day about a day', () => {
  it('of a correction, each knows what stood when he looked (R3)', async () => {
    const embedded = await play(ADMIT, { through: 'COMPARE.COMPARISON' }, CORRECTED);
    const tallyOn = async (known: string): Promise<unknown> => {
      const [one] = (await view(embedded, '2020-03-07', known)).cases;
      const review = one?.events.find(({ type }) => type === 'case.ReviewHeld.v1');
      return [
        (review?.data as { readonly tally: object }).tally,
        review?.corrections.map(({ field, old, new: next }) => [field, old, next]),
      ];
    };
    expect(await tallyOn('2020-03-08')).toEqual([{ votesFor: 21, against: 2, abstain: 1 }, []]);
    expect(await tallyOn('2020-03-09')).toEqual([{ votesFor: 20, against: 3, abstain: 1 }, [['tally', '21/2/1', '20/3/1']]]);

    const [before, after] = [await view(embedded, '2020-03-07', '2020-03-08'), await view(embedded, '2020-03-07', '2020-03-09')];
    const differences = differencesSaid(householdDifferences(before, after), () => undefined, NAMES);
    expect(differences.map(({ how, subject, key, on }) => [how, subject, key, on])).toEqual([
      ['CORRECTED', 'FIELD', 'case.ReviewHeld.v1 tally', '2020-03-06'],
    ]);
    expect(differences.map(({ sentence }) => sentence)).toEqual([
      {
        zh: '更正：2020-03-06 民主评议的票数（赞成/反对/弃权）由“21/2/1”改为“20/3/1”，2020-03-09由信息员（village-1.data-clerk）录入。',
        en: 'Corrected: 2020-03-06 Review held, votes (for/against/abstained) from "21/2/1" to "20/3/1", recorded on 2020-03-09 by Data clerk (village-1.data-clerk).',
      },
    ]);
  });

  it('of a paper date that was set right, it counts from the right day on', async () => {
    const date = { ...CORRECTED, data: { ...CORRECTED.data, field: 'occurredOn', old: '2020-03-06', new: '2020-03-05' } };
    const embedded = await play(ADMIT, { through: 'REVIEW_GROUP.REVIEW' }, date);
    const types = async (known: string): Promise<readonly string[]> =>
      (await view(embedded, '2020-03-05', known)).cases.flatMap(({ events }) =>
        events.map(({ type }) => type.split('.')[1] ?? ''),
      );
    expect((await types('2020-03-08')).at(-1)).toBe('VillageVerificationPassed');
    expect((await types('2020-03-09')).slice(-2)).toEqual(['ReviewHeld', 'RecordCorrected']);
    const differences = householdDifferences(
      await view(embedded, '2020-03-05', '2020-03-08'),
      await view(embedded, '2020-03-05', '2020-03-09'),
    );
    expect(differences.map(({ how, subject, after }) => [how, subject, after])).toEqual([
      ['CORRECTED', 'EVENT', 'case.ReviewHeld.v1'],
      ['CORRECTED', 'FIELD', '2020-03-05'],
      ['CORRECTED', 'PART', 'DONE'],
    ]);
  });

  it('of a late entry, that it was so already and nobody had entered it', async () => {
    const late = {
      at: '2020-03-25T10:00:00+08:00',
      actor: 'DATA_CLERK',
      performedBy: 'VILLAGE_SECRETARY',
      on: '2020-03-23',
      order: 'RecordVerification',
      data: { part: 'SURVEY.VERIFICATION', passed: true, papers: 'complete' },
    };
    const embedded = await play(ADMIT, { through: 'SURVEY.SURVEY' }, late);
    const [before, after] = [await view(embedded, '2020-03-24', '2020-03-24'), await view(embedded, '2020-03-24', '2020-03-25')];
    const differences = differencesSaid(
      householdDifferences(before, after),
      (stream) => embedded.engine.lawBook.definition(stream.startsWith('case-') ? 'IDENT-8@1' : '')?.definition,
      NAMES,
    );
    expect(differences.map(({ sentence }) => sentence.zh)).toEqual([
      '后来才录入：2020-03-23 村级核实无误，当时尚未录入，2020-03-25由信息员（village-1.data-clerk）录入。',
      '后来才录入：环节“村级初核”：由“未开始”变为“已完成”。',
    ]);
    expect(differences.map(({ sentence }) => sentence.en)).toEqual([
      'Recorded only later: 2020-03-23 Village verification passed, recorded on 2020-03-25 by Data clerk (village-1.data-clerk).',
      'Recorded only later: part "Village verification": from "Not started" to "Done".',
    ]);
    expect(differences.map(({ how }) => how)).toEqual(['RECORDED_LATER', 'RECORDED_LATER']);
  });

  it('says by what it was told how much was known', async () => {
    const embedded = await play(ADMIT);
    expect((await view(embedded, '2020-03-02')).known).toEqual({ day: null, by: 'WHOLE_LOG', because: null, checkpoint: null });
    expect((await view(embedded, '2020-03-02', '2020-03-02')).known).toEqual({
      day: '2020-03-02',
      by: 'RECORDED_TIME',
      because: 'NO_LEDGER',
      checkpoint: null,
    });
    const [first] = await registerEvents(embedded);
    const heads = [
      { size: 5, time: Date.parse('2020-03-01T15:00:00Z') / 1000, position: first?.position ?? 0n },
      { size: 9, time: Date.parse('2020-03-01T16:00:00Z') / 1000, position: 9_999n },
    ];
    const ledger = { firstSigned: () => heads[0], lastSignedBy: (time: number) => heads.findLast((head) => head.time <= time) };
    const seen = async (known: string): Promise<readonly unknown[]> => {
      const on = knownOn(day(known), TODAY, ledger);
      const register = on.of(await registerEvents(embedded)).length;
      return [on.how.by, on.how.because, on.how.checkpoint, register];
    };
    // The second checkpoint was signed at midnight in Shanghai, when 1 March was over.
    expect(await seen('2020-03-01')).toEqual(['CHECKPOINT', null, { size: 5, signedAt: '2020-03-01T15:00:00.000Z' }, 1]);
    expect(await seen('2020-03-02')).toEqual(['CHECKPOINT', null, { size: 9, signedAt: '2020-03-01T16:00:00.000Z' }, 2]);
    expect(await seen('2020-02-29')).toEqual(['RECORDED_TIME', 'LEDGER_YOUNGER', null, 0]);
  });

  it('refuses a day that has not come, and one of which nothing is told', async () => {
    const embedded = await play(ADMIT);
    expect(() => knownOn(day('2022-01-01'), TODAY, undefined)).toThrow(expect.objectContaining({ code: 'DAY_IN_FUTURE' }));
    await expect(view(embedded, '2020-02-29')).rejects.toMatchObject({
      code: 'DAY_BEFORE_FIRST_EVENT',
      said: { zh: '农户 h1自2020-03-01起才有记录，2020-02-29尚无可述' },
    });
    await expect(view(embedded, '2020-03-01', '2020-02-29')).rejects.toMatchObject({
      code: 'DAY_BEFORE_FIRST_EVENT',
      said: { en: 'household h1: nothing was known of it by then (asked about 2020-03-01)' },
    });
  });
});

describe('the register, about a day', () => {
  const papers = { evidence: [], signatures: [], seals: [] };

  it('tells a birth that was entered late about the days since it, and to nobody who looked before', async () => {
    const born = {
      at: '2020-03-10T09:00:00+08:00',
      actor: 'DATA_CLERK',
      on: '2020-03-10',
      order: 'AddMember',
      target: 'household-h1',
      data: {
        member: {
          person: 'h1-p4',
          relation: 'CHILD',
          name: { under: 'h1-p4', value: '演练戊' },
          idNumber: { under: 'h1-p4', value: '' },
          bornOn: '2020-02-29',
        },
        reason: 'BIRTH',
        on: '2020-03-03',
        papers,
      },
    };
    const embedded = await play(born, { expect: ['MemberAdded'] });
    const members = async (about: string, known: string): Promise<readonly string[]> =>
      (await view(embedded, about, known)).register.filter(({ subject }) => subject === 'MEMBER').map(({ key }) => key);
    expect(await members('2020-03-02', '2020-03-10')).toEqual(['h1-p1', 'h1-p2', 'h1-p3']);
    expect(await members('2020-03-03', '2020-03-10')).toEqual(['h1-p1', 'h1-p2', 'h1-p3', 'h1-p4']);
    expect(await members('2020-03-09', '2020-03-09')).toEqual(['h1-p1', 'h1-p2', 'h1-p3']);
    const differences = householdDifferences(
      await view(embedded, '2020-03-09', '2020-03-09'),
      await view(embedded, '2020-03-09', '2020-03-10'),
    );
    expect(differencesSaid(differences, () => undefined, NAMES).map(({ sentence }) => sentence.zh)).toEqual([
      '后来才录入：2020-03-03 家庭成员（h1-p4）：关系 CHILD、出生 2020-02-29，2020-03-10由信息员（village-1.data-clerk）录入。',
      '后来才录入：2020-03-03 证件信息（h1-p4）：校验码相符 否，2020-03-10由信息员（village-1.data-clerk）录入。',
    ]);
  });

  it('goes on in the children of a split, each with its own members and the standing that it inherited', async () => {
    const split = {
      at: '2020-03-12T09:00:00+08:00',
      actor: 'STATION_CLERK',
      on: '2020-03-11',
      order: 'SplitHousehold',
      target: 'household-h1',
      data: {
        no: 1,
        on: '2020-03-11',
        children: [
          { householdId: 'h1a', head: 'h1-p1', members: ['h1-p1', 'h1-p3'] },
          { householdId: 'h1b', head: 'h1-p2', members: ['h1-p2'] },
        ],
        confirmedByVillage: '$holder(VILLAGE_DIRECTOR)',
        confirmedByTownship: '$holder(STATION_HEAD)',
        papers,
      },
    };
    const embedded = await scenarioLog({ ...COUNTY, registeredOn: '2016-02-29' }, split);
    engine = embedded;
    const parent = (about: string, known?: string): Promise<HouseholdOnADay> => view(embedded, about, known);
    expect(told((await parent('2020-03-11', '2020-03-11')).register, 'PHASE')).toEqual([
      ['', { phase: 'ENROLLED' }, '2020-03-01', null],
    ]);
    expect(told((await parent('2020-03-11')).register, 'PHASE')).toEqual([
      ['', { phase: 'SPLIT', into: ['h1a', 'h1b'] }, '2020-03-11', null],
    ]);
    // R6: taken over, and so told of days before anybody had enrolled it here.
    expect(told((await parent('2016-02-29')).register, 'STANDING')).toEqual([
      ['', { standing: 'REGISTERED', spell: 1, takenOver: true, instrument: 'rehearsal' }, '2016-02-29', null],
    ]);
    const child = await view(embedded, '2020-03-11', undefined, 'h1a');
    expect(told(child.register, 'MEMBER').map((member) => (member as readonly unknown[])[0])).toEqual(['h1-p1', 'h1-p3']);
    expect(told(child.register, 'STANDING')).toEqual([
      [
        '',
        {
          standing: 'REGISTERED',
          spell: 1,
          inheritedFrom: 'h1',
          identifiedOn: '2016-02-29',
          exitedOn: null,
          takenOver: true,
        },
        '2020-03-11',
        null,
      ],
    ]);
    await expect(view(embedded, '2020-03-10', undefined, 'h1b')).rejects.toMatchObject({ code: 'DAY_BEFORE_FIRST_EVENT' });
  });
});

describe('who knew what when they decided', () => {
  it('names what stood there, who had recorded it, and what was told of earlier days only afterwards', async () => {
    const death = {
      at: '2020-03-20T09:00:00+08:00',
      actor: 'DATA_CLERK',
      on: '2020-03-20',
      order: 'RemoveMember',
      target: 'household-h1',
      data: { no: 1, person: 'h1-p4', reason: 'DEATH', on: '2020-03-05', papers: { evidence: [], signatures: [], seals: [] } },
    };
    const embedded = await scenarioLog({ ...COUNTY, members: 4 }, ADMIT, { through: 'COMPARE.COMPARISON' }, CORRECTED, death);
    engine = embedded;
    const events = await caseEvents(embedded);
    const review = events.find(({ type }) => type === 'case.ReviewHeld.v1');
    const knowledge = decisionKnowledge(events, await registerEvents(embedded), review?.revision ?? -1n);
    expect(knowledge).toMatchObject({ decidedAtRevision: 4n, decision: { type: 'case.ReviewHeld.v1', revision: 5n } });
    expect(knowledge?.known.map(({ type, recordedBy }) => [type, recordedBy.office])).toEqual([
      ['case.CaseOpened.v1', 'process'],
      ['case.ApplicationSubmitted.v1', 'DATA_CLERK'],
      ['case.HomeVisitRecorded.v1', 'DATA_CLERK'],
      ['case.IncomeAccountRecorded.v1', 'DATA_CLERK'],
      ['case.VillageVerificationPassed.v1', 'DATA_CLERK'],
    ]);
    expect(knowledge?.knownOfHousehold.map(({ type }) => type)).toEqual([
      'household.HouseholdEnrolled.v1',
      'household.CaseAdmitted.v1',
    ]);
    expect(Object.keys(knowledge?.context ?? {})).toEqual(['directory', 'law', 'offices', 'roster']);
    expect(laterSaid(knowledge ?? fail()).map(({ sentence }) => sentence.zh)).toEqual([
      '2020-03-09（决定后3日）更正：2020-03-06 民主评议的票数（赞成/反对/弃权）由“21/2/1”改为“20/3/1”，信息员（village-1.data-clerk）录入。',
      '2020-03-20（决定后14日）才录入：2020-03-05 成员减少，信息员（village-1.data-clerk）录入。',
    ]);
    expect(laterSaid(knowledge ?? fail()).map(({ sentence }) => sentence.en)).toEqual([
      'Corrected on 2020-03-09, 3 days after: Review held of 2020-03-06, votes (for/against/abstained) from "21/2/1" to "20/3/1", by Data clerk (village-1.data-clerk).',
      'Recorded only on 2020-03-20, 14 days after: Member removed of 2020-03-05, by Data clerk (village-1.data-clerk).',
    ]);
    expect(decisionKnowledge(events, [], 99n)).toBeUndefined();
  });
});

function fail(): never {
  throw new Error('there is no such decision');
}

describe('a contested return', () => {
  it('stands as one knew it on each day: rejected, contested, taken up again', async () => {
    const embedded = await play(
      ADMIT,
      { through: 'PUBLICITY_VILLAGE.NOTICE' },
      {
        at: '2020-03-18T09:00:00+08:00',
        actor: 'STATION_CLERK',
        performedBy: 'TOWNSHIP_HEAD',
        order: 'RecordAudit',
        data: {
          part: 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT',
          decision: 'REJECT',
          onSiteCheck: true,
          reason: { sealed: 'a car was found' },
          papers: 'complete',
        },
      },
      {
        at: '2020-03-21T09:00:00+08:00',
        actor: 'DATA_CLERK',
        performedBy: 'VILLAGE_SECRETARY',
        order: 'ContestDecision',
        data: {
          contested: 'REJECTION',
          reason: { sealed: 'the car is of the brother' },
          papers: { evidence: ['STATEMENT'], signedBy: ['VILLAGE_SECRETARY'] },
        },
      },
      {
        at: '2020-03-25T09:00:00+08:00',
        actor: 'COUNTY_POVERTY_OFFICE_HEAD',
        order: 'RuleOnContest',
        data: {
          upheld: true,
          resumeAt: 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT',
          decidedBy: ['$holder(COUNTY_POVERTY_OFFICE_HEAD)'],
          reason: { sealed: 'so it is' },
          papers: { evidence: ['RULING'] },
        },
      },
    );
    const state = async (about: string): Promise<readonly unknown[]> => {
      const [one] = (await view(embedded, about)).cases;
      return [one?.phase, one?.outcome, one?.parts.find(({ part }) => part === 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT')?.status];
    };
    expect(await state('2020-03-17')).toEqual(['OPEN', null, undefined]);
    expect(await state('2020-03-18')).toEqual(['CLOSED', 'REJECTED', 'FAILED']);
    expect(await state('2020-03-25')).toEqual(['OPEN', null, 'NOT_STARTED']);
    const definition = embedded.engine.lawBook.definition('IDENT-8@1')?.definition;
    const differences = householdDifferences(await view(embedded, '2020-03-18'), await view(embedded, '2020-03-25'));
    const said = differencesSaid(differences, () => definition, NAMES).map(({ sentence }) =>
      sentence.zh.replaceAll(/[0-9a-f-]{36}/g, 'k'),
    );
    expect(said).toEqual([
      '2020-03-25 案件（k）：由“精准识别、已办结、不予通过”变为“精准识别、在办”，2020-03-25由系统流程录入。',
      '2020-03-21 村级提出申辩，2020-03-21由信息员（village-1.data-clerk）录入。',
      '2020-03-22 期限将届，提醒，2020-03-22由时钟录入。',
      '2020-03-25 申辩裁定，2020-03-25由县扶贫办主任（CN-HB-QINGHE.county-poverty-office-head）录入。',
      '2020-03-25 退回，2020-03-25由县扶贫办主任（CN-HB-QINGHE.county-poverty-office-head）录入。',
      '环节“乡镇审核”：由“未通过”变为“未开始”。',
      '办理状态：由“已办结”变为“在办”。',
      '办理结果：不再是“不予通过”。',
    ]);
  });
});
