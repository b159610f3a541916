import { type CaseEvent } from '#libs/household-case';
import { type RegisterEvent } from '#libs/household-register';
import { PERMISSIONS } from '#libs/identity';
import { civilDate } from '#libs/kernel';
import { grossCounts } from './area-queries.js';
import { tasks } from './desk-queries.js';
import { household } from './household-queries.js';
import { admitted, area, enrolled, HandWrittenLog, NO_PAPERS, opened, sealed } from './samples/hand-written-log.js';
import { readModelsOf } from './samples/rebuilt.js';
import { onEachDatabase } from './samples/each-database.js';

onEachDatabase((fresh) => {
  const day = civilDate;
  const PLACE = { county: 'c-1', township: 't-1', village: 'v-1', group: 'g-1' };
  const exited: RegisterEvent = {
    type: 'household.StandingExited.v1',
    data: { caseId: 'k-1', on: day('2018-01-09'), programYear: 2017, spell: 1, deregistrationDue: day('2019-01-09') },
  };
  const due: RegisterEvent = { type: 'household.DeregistrationDue.v1', data: { caseId: 'k-1', due: day('2019-01-09') } };
  const deregistered = (on: string, caseId = 'k-1'): RegisterEvent => ({
    type: 'household.Deregistered.v1',
    data: { caseId, on: day(on), papers: NO_PAPERS },
  });
  const child = (householdId: string, members: readonly string[]) => ({ householdId, head: members[0] ?? '', members });
  const split: RegisterEvent = {
    type: 'household.HouseholdSplit.v1',
    data: {
      no: 1,
      on: day('2019-02-01'),
      children: [child('h-2', ['a']), child('h-3', ['b'])],
      confirmedByVillage: 'director-1',
      confirmedByTownship: 'head-1',
      papers: NO_PAPERS,
    },
  };
  const inherited: RegisterEvent = {
    type: 'household.StandingInherited.v1',
    data: { parent: 'h-1', standing: 'EXITED', spell: 1, exitedOn: day('2018-01-09'), deregistrationDue: day('2019-01-09') },
  };
  const flagged: RegisterEvent = { type: 'household.DuplicatePersonFlagged.v1', data: { person: 'b', otherHousehold: 'h-9' } };
  const ruled: Extract<RegisterEvent, { type: 'household.DuplicatePersonRuled.v1' }> = {
    type: 'household.DuplicatePersonRuled.v1',
    data: { person: 'b', belongsHere: true, decidedBy: 'head-1', reason: sealed('why') },
  };
  const removed: RegisterEvent = {
    type: 'household.MemberRemoved.v1',
    data: { no: 1, person: 'b', reason: 'MARRIED_OUT', on: day('2018-03-01'), papers: NO_PAPERS },
  };

  /** An exit under a policy that lets a year pass before the deregistration (Guangxi). */
  const waiting = (): HandWrittenLog =>
    new HandWrittenLog()
      .ofHousehold('h-1', '2017-01-01', enrolled('h-1', ['a', 'b']))
      .ofHousehold('h-1', '2017-10-01', admitted('k-1', 'h-1', { kind: 'EXIT', programYear: 2017 }))
      .ofHousehold('h-1', '2018-01-09', exited);
  const rung = (): HandWrittenLog => waiting().ofHousehold('h-1', '2019-01-09', due);
  const asked = async (log: HandWrittenLog): Promise<readonly string[]> =>
    (await tasks(await readModelsOf(fresh, log))).items.map(
      ({ owner, kind, since, programYear }) => `${owner} ${kind} ${since} ${programYear}`,
    );

  describe('The deregistration of an exited household (§3.5)', () => {
    it('is asked of nobody while its days run; the household says from when it may be', async () => {
      const models = await readModelsOf(fresh, waiting());
      expect((await tasks(models)).items).toEqual([]);
      expect(await household(models, 'h-1')).toMatchObject({
        standing: 'EXITED',
        deregistrationDue: '2019-01-09',
        deregisteredOn: null,
      });
      // Its bell is set anew at a start, should it have been lost.
      expect(await models.awaitingStreams()).toEqual(['household-h-1']);
    });

    it('is asked of the county when the day has come, and done by nobody else (R1)', async () => {
      const models = await readModelsOf(fresh, rung());
      expect((await tasks(models, { office: 'COUNTY_POVERTY_OFFICER', within: 'c-1', year: 2017 })).items).toEqual([
        {
          owner: 'h-1',
          key: 'DEREGISTER',
          kind: 'DEREGISTER',
          stream: 'household-h-1',
          householdId: 'h-1',
          area: PLACE,
          programYear: 2017,
          part: null,
          level: 'COUNTY',
          offices: PERMISSIONS.Deregister.offices,
          since: '2019-01-09',
          detail: {},
        },
      ]);
      expect((await tasks(models, { office: 'STATION_CLERK' })).items).toEqual([]);
    });

    it('is no longer asked when a person has done it, and counts in the programme year of the exit (R15)', async () => {
      const models = await readModelsOf(fresh, rung().ofHousehold('h-1', '2019-02-01', deregistered('2019-02-01')));
      expect((await tasks(models)).items).toEqual([]);
      expect(await household(models, 'h-1')).toMatchObject({ deregistrationDue: null, deregisteredOn: '2019-02-01' });
      expect(await models.awaitingStreams()).toEqual([]);
      expect((await grossCounts(models, 'c-1')).map(({ programYear, measure }) => `${programYear} ${measure}`)).toEqual([
        '2017 DEREGISTERED',
        '2017 EXITED',
      ]);
    });

    it('is no longer asked of a household that has fallen back, nor of one that lapsed', async () => {
      const readmitted: RegisterEvent = {
        type: 'household.StandingRegistered.v1',
        data: { caseId: 'k-2', on: day('2019-03-01'), programYear: 2019, spell: 2, readmitted: true },
      };
      const lapsed: RegisterEvent = { type: 'household.HouseholdLapsed.v1', data: { on: day('2019-03-01'), reason: 'DEATH' } };
      expect(await asked(rung().ofHousehold('h-1', '2019-03-01', readmitted))).toEqual([]);
      expect(await asked(rung().ofHousehold('h-1', '2019-03-01', lapsed))).toEqual([]);
    });

    it('is asked where the household is managed now', async () => {
      const moved: RegisterEvent = {
        type: 'household.ManagementMoved.v1',
        data: { caseId: 'k-9', from: area('v-1', 'g-1'), to: area('v-9'), cause: 'event-of-the-case' },
      };
      const models = await readModelsOf(fresh, rung().ofHousehold('h-1', '2019-01-20', moved));
      expect((await tasks(models, { within: 'v-1' })).items).toEqual([]);
      expect((await tasks(models, { within: 'v-9' })).items).toMatchObject([{ kind: 'DEREGISTER', householdId: 'h-1' }]);
    });

    it('is asked of each child of a split, and no longer of the parent', async () => {
      const log = rung()
        .ofHousehold('h-1', '2019-02-01', split)
        .ofHousehold('h-2', '2019-02-01', enrolled('h-2', ['a']), inherited)
        .ofHousehold('h-3', '2019-02-01', enrolled('h-3', ['b']), inherited);
      expect(await asked(log)).toEqual(['h-2 DEREGISTER 2019-01-09 2017', 'h-3 DEREGISTER 2019-01-09 2017']);
      log.ofHousehold('h-2', '2019-02-10', deregistered('2019-02-10', ''));
      expect(await asked(log)).toEqual(['h-3 DEREGISTER 2019-01-09 2017']);
      const counts = (await grossCounts(await readModelsOf(fresh, log), 'c-1', 2017)).map(
        ({ measure, households: h, persons }) => [measure, h, persons],
      );
      expect(counts).toEqual([
        ['DEREGISTERED', 1, 1],
        ['EXITED', 1, 2],
      ]);
    });
  });

  describe('A person found in two households (R14)', () => {
    const start = (): HandWrittenLog =>
      new HandWrittenLog()
        .ofHousehold('h-1', '2017-01-01', enrolled('h-1', ['a', 'b']))
        .ofHousehold('h-1', '2017-01-02', flagged);

    it('is for the township to rule on, in each of them', async () => {
      expect((await tasks(await readModelsOf(fresh, start()), { office: 'STATION_CLERK', within: 't-1' })).items).toEqual([
        {
          owner: 'h-1',
          key: 'DUPLICATE|b',
          kind: 'RULE_ON_DUPLICATE_PERSON',
          stream: 'household-h-1',
          householdId: 'h-1',
          area: PLACE,
          programYear: null,
          part: null,
          level: 'TOWNSHIP',
          offices: ['STATION_CLERK', 'STATION_HEAD'],
          since: '2017-01-02',
          detail: { person: 'b', otherHousehold: 'h-9' },
        },
      ]);
      expect(PERMISSIONS.RuleOnDuplicatePerson.offices).toEqual(expect.arrayContaining(['STATION_CLERK', 'STATION_HEAD']));
    });

    it('is no longer asked about when it has been ruled, or the person has left', async () => {
      expect(await asked(start().ofHousehold('h-1', '2017-02-01', ruled))).toEqual([]);
      expect(await asked(start().ofHousehold('h-1', '2018-03-01', removed))).toEqual([]);
    });

    it('is taken off by the village where he was ruled to belong to the other, and not where that was ruled again', async () => {
      const elsewhere: RegisterEvent = { ...ruled, data: { ...ruled.data, belongsHere: false } };
      const log = start().ofHousehold('h-1', '2017-02-01', ruled).ofHousehold('h-1', '2017-03-01', elsewhere);
      expect((await tasks(await readModelsOf(fresh, log), { office: 'DATA_CLERK', within: 'v-1' })).items).toMatchObject([
        { kind: 'REMOVE_MEMBER', level: 'VILLAGE', since: '2017-03-01', detail: { person: 'b', otherHousehold: 'h-9' } },
      ]);
      expect(await asked(log.ofHousehold('h-1', '2017-04-01', ruled))).toEqual([]);
    });

    it('stays a task of no programme year while the household exits', async () => {
      expect(await asked(start().ofHousehold('h-1', '2018-01-09', exited))).toEqual([
        'h-1 RULE_ON_DUPLICATE_PERSON 2017-01-02 null',
      ]);
    });
  });

  describe('What is left to be looked into (R1, R11)', () => {
    const objection = (no: number, target: 'OMISSION' | 'ENTRY'): CaseEvent => ({
      type: 'case.ObjectionRaised.v1',
      data: {
        no,
        target,
        receivedOn: day('2018-02-01'),
        receivedBy: 'clerk-1',
        anonymous: true,
        facts: sealed('facts'),
        byHousehold: false,
      },
    });
    const decided = (no: number, outcome: 'UPHELD' | 'DISMISSED'): CaseEvent => ({
      type: 'case.ObjectionDecided.v1',
      data: { no, outcome, material: false, decidedBy: ['head-1'], reason: sealed('why'), evidence: [] },
    });
    const omission: CaseEvent = { type: 'case.IdentificationLeadOpened.v1', data: { objection: 1, facts: sealed('facts') } };
    const tooLate: CaseEvent = { type: 'case.CorrectionLeadOpened.v1', data: { objection: 2 } };
    const log = (...events: readonly CaseEvent[]): HandWrittenLog =>
      new HandWrittenLog()
        .withShortProcedure()
        .ofHousehold('h-1', '2017-01-01', enrolled('h-1', ['a', 'b']))
        .ofHousehold('h-1', '2017-10-01', admitted('k-1', 'h-1', { kind: 'EXIT', programYear: 2017 }))
        .ofCase('k-1', '2017-10-01', opened('k-1', 'h-1'))
        .ofCase('k-1', '2018-02-01', ...events);
    const leads = async (of: HandWrittenLog): Promise<readonly string[]> =>
      (await tasks(await readModelsOf(fresh, of), { kind: 'FOLLOW_UP_LEAD' })).items.map(({ key }) => key);

    it('is a task of the township, which decides objections and may admit a case', async () => {
      const { items } = await tasks(await readModelsOf(fresh, log(objection(1, 'OMISSION'), omission)), {
        office: 'STATION_CLERK',
        within: 't-1',
      });
      expect(items.find(({ kind }) => kind === 'FOLLOW_UP_LEAD')).toMatchObject({
        owner: 'h-1',
        key: 'LEAD|k-1|objection 1',
        stream: 'household-h-1',
        level: 'TOWNSHIP',
        offices: ['STATION_CLERK', 'STATION_HEAD'],
        since: '2018-02-01',
        detail: { of: 'IDENTIFICATION', caseId: 'k-1', objection: 1 },
      });
    });

    it('ends for a family that was left out with the decision on the objection', async () => {
      const told = log(objection(1, 'OMISSION'), omission);
      expect(await leads(told)).toEqual(['LEAD|k-1|objection 1']);
      expect(await leads(told.ofCase('k-1', '2018-02-09', decided(1, 'UPHELD')))).toEqual([]);
    });

    it('ends for what came too late where it is found to be nothing, else with a case of its own', async () => {
      const told = (): HandWrittenLog => log(objection(2, 'ENTRY'), tooLate);
      expect(await leads(told().ofCase('k-1', '2018-02-09', decided(2, 'DISMISSED')))).toEqual([]);
      const founded = told().ofCase('k-1', '2018-02-09', decided(2, 'UPHELD'));
      expect(await leads(founded)).toEqual(['LEAD|k-1|objection 2']);
      expect(await leads(founded.ofHousehold('h-1', '2018-03-01', admitted('k-2', 'h-1', { kind: 'IDENTIFICATION' })))).toEqual(
        [],
      );
    });

    it('is asked of each interruption and correction that was told after the effect', async () => {
      const both = log(
        { type: 'case.CorrectionLeadOpened.v1', data: { interruption: 1 } },
        { type: 'case.CorrectionLeadOpened.v1', data: { correction: 1 } },
      );
      expect(await leads(both)).toEqual(['LEAD|k-1|correction 1', 'LEAD|k-1|interruption 1']);
    });
  });
});
