import { type CaseEvent } from '#libs/household-case';
import { civilDate } from '#libs/kernel';
import { tasks } from './desk-queries.js';
import { type ReadModels } from './read-models.js';
import { HandWrittenLog, NO_PAPERS, opened, sealed } from './samples/hand-written-log.js';
import { onEachDatabase } from './samples/each-database.js';

onEachDatabase((fresh) => {
  const day = civilDate;
  const compare = { part: 'COMPARE.COMPARISON', round: 1 };
  const notice = { part: 'PUBLISH.NOTICE', round: 1 };
  const applied: CaseEvent = {
    type: 'case.ApplicationSubmitted.v1',
    data: { part: 'APPLY.APPLICATION', round: 1, by: 'HOUSEHOLD', membersListed: [], authorisedBy: [], papers: NO_PAPERS },
  };
  const requested: CaseEvent = {
    type: 'case.ComparisonRequested.v1',
    data: { ...compare, persons: ['p-1', 'p-2'], sources: ['VEHICLES', 'HOUSING'] },
  };
  const result = (source: string, of: Readonly<Record<string, 'HIT' | 'CLEAR' | 'NOT_ANSWERED'>>): CaseEvent => ({
    type: 'case.ComparisonResultReceived.v1',
    data: {
      ...compare,
      source,
      asOf: day('2014-02-05'),
      receiptDigest: 'receipt',
      answers: Object.entries(of).map(([person, answer]) =>
        answer === 'HIT' ? { person, result: answer, code: 'R01' } : { person, result: answer },
      ),
    },
  });
  const passed: CaseEvent = { type: 'case.ComparisonPassed.v1', data: { ...compare, oldestAsOf: day('2014-02-05') } };
  const posted: CaseEvent = {
    type: 'case.NoticePosted.v1',
    data: {
      ...notice,
      places: [],
      papers: NO_PAPERS,
      contentDigest: 'rows',
      householdSize: 2,
      runsFrom: day('2014-02-10'),
      earliestClose: day('2014-02-18'),
      derivation: {},
    },
  };
  const objection: CaseEvent = {
    type: 'case.ObjectionRaised.v1',
    data: {
      no: 1,
      target: 'ENTRY',
      part: 'PUBLISH.NOTICE',
      receivedOn: day('2014-02-12'),
      receivedBy: 'clerk-1',
      anonymous: true,
      facts: sealed('facts'),
      byHousehold: false,
    },
  };
  const rejected: CaseEvent = {
    type: 'case.CaseRejected.v1',
    data: { part: 'COMPARE.COMPARISON', level: 'COUNTY', reason: 'COMPARISON', decidedBy: ['officer-1'] },
  };

  const start = (): HandWrittenLog => new HandWrittenLog().withShortProcedure().ofCase('k-1', '2014-02-01', opened('k-1', 'h-1'));
  const hanging = (): HandWrittenLog =>
    start().ofCase('k-1', '2014-02-03', applied, requested, passed).ofCase('k-1', '2014-02-10', posted);

  async function read(log: HandWrittenLog): Promise<ReadModels> {
    const models = await fresh();
    for (const event of log.events) await models.apply([event]);
    return models;
  }
  const kinds = async (log: HandWrittenLog) =>
    (await tasks(await read(log))).items.map(({ kind, key, level, since, detail }) => ({ kind, key, level, since, detail }));

  describe('Tasks', () => {
    it('name the part that may be worked at and the offices that perform or record it', async () => {
      expect((await tasks(await read(start()))).items).toEqual([
        {
          owner: 'k-1',
          key: 'PART|APPLY.APPLICATION',
          kind: 'WORK_PART',
          stream: 'case-k-1',
          householdId: 'h-1',
          area: { county: 'c-1', township: 't-1', village: 'v-1', group: 'g-1' },
          programYear: 2014,
          part: 'APPLY.APPLICATION',
          level: 'HOUSEHOLD',
          offices: ['DATA_CLERK'],
          since: '2014-02-01',
          detail: { round: 1 },
        },
      ]);
    });

    it('count the answers that are missing by source, and name each hit that awaits its disposition', async () => {
      const log = start().ofCase('k-1', '2014-02-03', applied, requested);
      log.ofCase('k-1', '2014-02-06', result('VEHICLES', { 'p-1': 'HIT', 'p-2': 'NOT_ANSWERED' }));
      expect(await kinds(log)).toEqual([
        {
          kind: 'SUPPLY_ANSWERS',
          key: 'ANSWERS|COMPARE.COMPARISON',
          level: 'COUNTY',
          since: '2014-02-03',
          detail: { missing: { VEHICLES: 1, HOUSING: 2 } },
        },
        {
          kind: 'DISPOSITION_HIT',
          key: 'HIT|p-1|VEHICLES|R01',
          level: 'COUNTY',
          since: '2014-02-06',
          detail: { hit: 'p-1|VEHICLES|R01' },
        },
      ]);
      expect((await tasks(await read(log), { office: 'COUNTY_POVERTY_OFFICER' })).items).toHaveLength(2);
      expect((await tasks(await read(log), { office: 'STATION_CLERK' })).items).toMatchObject([{ kind: 'SUPPLY_ANSWERS' }]);
      log.ofCase(
        'k-1',
        '2014-02-07',
        result('VEHICLES', { 'p-2': 'CLEAR' }),
        result('HOUSING', { 'p-1': 'CLEAR', 'p-2': 'CLEAR' }),
        {
          type: 'case.HitDispositioned.v1',
          data: { ...compare, hit: 'p-1|VEHICLES|R01', disposition: 'EXPLAINED', evidence: [], reason: sealed('why') },
        },
        passed,
      );
      expect(await kinds(log)).toMatchObject([{ kind: 'WORK_PART', key: 'PART|PUBLISH.NOTICE' }]);
    });

    it('ask for the answers of a person again whose results were superseded', async () => {
      const log = start().ofCase('k-1', '2014-02-03', applied, requested);
      log.ofCase(
        'k-1',
        '2014-02-06',
        result('VEHICLES', { 'p-1': 'HIT', 'p-2': 'CLEAR' }),
        result('HOUSING', { 'p-1': 'CLEAR', 'p-2': 'CLEAR' }),
        { type: 'case.ComparisonSuperseded.v1', data: { part: 'COMPARE.COMPARISON', person: 'p-1' } },
      );
      expect(await kinds(log)).toMatchObject([{ kind: 'SUPPLY_ANSWERS', detail: { missing: { VEHICLES: 1, HOUSING: 1 } } }]);
    });

    it('ask nothing while a notice hangs, and for its result when the period has elapsed', async () => {
      expect(await kinds(hanging())).toEqual([]);
      const log = hanging().ofCase('k-1', '2014-02-18', {
        type: 'case.NoticePeriodElapsed.v1',
        data: { ...notice, due: day('2014-02-18') },
      });
      expect(await kinds(log)).toEqual([
        {
          kind: 'CONFIRM_NOTICE_RESULT',
          key: 'CONFIRM|PUBLISH.NOTICE',
          level: 'VILLAGE',
          since: '2014-02-18',
          detail: { round: 1, earliestClose: '2014-02-18' },
        },
      ]);
    });

    it('lead an objection from its assignment to its decision', async () => {
      const log = hanging().ofCase('k-1', '2014-02-12', objection);
      const detail = { no: 1, target: 'ENTRY', receivedOn: '2014-02-12' };
      expect(await kinds(log)).toEqual([
        { kind: 'ASSIGN_INVESTIGATION', key: 'ASSIGN|1', level: 'TOWNSHIP', since: '2014-02-12', detail },
      ]);
      log.ofCase('k-1', '2014-02-13', {
        type: 'case.InvestigationAssigned.v1',
        data: { no: 1, level: 'COUNTY', investigators: ['officer-3'] },
      });
      expect(await kinds(log)).toEqual([
        { kind: 'DECIDE_OBJECTION', key: 'DECIDE|1', level: 'COUNTY', since: '2014-02-13', detail },
      ]);
      log.ofCase('k-1', '2014-02-15', {
        type: 'case.ObjectionDecided.v1',
        data: { no: 1, outcome: 'DISMISSED', material: false, decidedBy: ['head-1'], reason: sealed('why'), evidence: [] },
      });
      expect(await kinds(log)).toEqual([]);
    });

    it('remember a rejection letter until it is delivered, then a recheck that was asked for', async () => {
      const log = start().ofCase('k-1', '2014-02-03', applied).ofCase('k-1', '2014-02-09', rejected);
      expect(await kinds(log)).toEqual([
        { kind: 'DELIVER_REJECTION', key: 'LETTER', level: 'COUNTY', since: '2014-02-09', detail: {} },
      ]);
      log.ofCase('k-1', '2014-02-11', {
        type: 'case.RejectionNotified.v1',
        data: { deliveredOn: day('2014-02-11'), papers: NO_PAPERS },
      });
      expect(await kinds(log)).toEqual([]);
      const signature = {
        slot: 'HOUSEHOLD',
        person: 'p-1',
        capacity: 'SELF',
        offices: [],
        method: 'WET',
        signedOn: day('2014-02-14'),
      } as const;
      log.ofCase('k-1', '2014-02-14', {
        type: 'case.RecheckRequested.v1',
        data: { requestedOn: day('2014-02-14'), signature, reason: sealed('why') },
      });
      expect(await kinds(log)).toEqual([
        { kind: 'DECIDE_RECHECK', key: 'RECHECK', level: 'PREFECTURE', since: '2014-02-14', detail: {} },
      ]);
    });

    const contested = (what: 'RETURN' | 'REJECTION'): CaseEvent => ({
      type: 'case.DecisionContested.v1',
      data: { contested: what, reason: sealed('why'), papers: NO_PAPERS },
    });
    const returned = (because: 'RULING' | 'CORRECTION' | 'RECHECK'): CaseEvent => ({
      type: 'case.CaseReturned.v1',
      data: { to: 'APPLY.APPLICATION', level: 'TOWNSHIP', because, superseded: ['APPLY.APPLICATION'] },
    });
    const ofKind = async (log: HandWrittenLog, kind: string) => (await kinds(log)).filter((task) => task.kind === kind);
    const ruling = { kind: 'RULE_ON_CONTEST', key: 'CONTEST', level: 'COUNTY', detail: {} };

    it('ask the county to rule on a contested return until that no longer stands', async () => {
      const log = (): HandWrittenLog =>
        start().ofCase('k-1', '2014-02-03', applied, returned('RULING')).ofCase('k-1', '2014-02-09', contested('RETURN'));
      expect(await ofKind(log(), 'RULE_ON_CONTEST')).toEqual([{ ...ruling, since: '2014-02-09' }]);
      for (const overtaken of [returned('CORRECTION'), rejected])
        expect(await ofKind(log().ofCase('k-1', '2014-02-10', overtaken), 'RULE_ON_CONTEST')).toEqual([]);
    });

    it('ask for a ruling or a recheck of a rejection until that no longer stands, and not of the next', async () => {
      const log = start().ofCase('k-1', '2014-02-03', applied).ofCase('k-1', '2014-02-09', rejected, contested('REJECTION'));
      const signature = { slot: 'HOUSEHOLD', person: 'p-1', capacity: 'SELF', offices: [], method: 'WET' } as const;
      const recheck = { requestedOn: day('2014-02-14'), signature: { ...signature, signedOn: day('2014-02-14') } };
      log.ofCase('k-1', '2014-02-14', { type: 'case.RecheckRequested.v1', data: { ...recheck, reason: sealed('why') } });
      expect((await kinds(log)).map(({ kind }) => kind).sort()).toEqual([
        'DECIDE_RECHECK',
        'DELIVER_REJECTION',
        'RULE_ON_CONTEST',
      ]);
      log.ofCase('k-1', '2014-02-15', returned('CORRECTION'));
      expect(await ofKind(log, 'RULE_ON_CONTEST')).toEqual([]);
      log.ofCase('k-1', '2014-02-16', applied, rejected);
      expect((await kinds(log)).map(({ kind }) => kind)).toEqual(['DELIVER_REJECTION']);
    });

    it('show parked entries to the office that recorded them', async () => {
      const parked: CaseEvent = {
        type: 'case.EntryParked.v1',
        data: {
          key: 'RecordSurvey|1',
          waitsFor: ['APPLY.APPLICATION'],
          order: {},
          occurredOn: day('2014-02-02'),
          performedBy: 'director-1',
        },
      };
      const log = start().with('case-k-1', '2014-02-02', parked, { actorRole: 'STATION_CLERK' });
      expect((await tasks(await read(log), { office: 'STATION_CLERK' })).items).toMatchObject([
        {
          kind: 'RELEASE_PARKED',
          offices: ['STATION_CLERK'],
          detail: { order: 'RecordSurvey|1', waitsFor: ['APPLY.APPLICATION'] },
        },
      ]);
      log.ofCase('k-1', '2014-02-03', applied, { type: 'case.EntryReleased.v1', data: { key: 'RecordSurvey|1' } });
      expect((await tasks(await read(log), { kind: 'RELEASE_PARKED' })).items).toEqual([]);
    });

    it('are found by office, level and area', async () => {
      const models = await read(start().ofCase('k-1', '2014-02-03', applied));
      expect((await tasks(models, { office: 'STATION_CLERK', level: 'COUNTY', within: 't-1' })).items).toMatchObject([
        { kind: 'WORK_PART', part: 'COMPARE.COMPARISON' },
      ]);
      expect((await tasks(models, { office: 'GROUP_LEADER' })).items).toEqual([]);
      expect((await tasks(models, { level: 'VILLAGE' })).items).toEqual([]);
      expect((await tasks(models, { within: 't-2' })).items).toEqual([]);
    });
  });
});
