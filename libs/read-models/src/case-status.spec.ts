import { civilDate } from '#libs/kernel';
import { caseStatus, caseStatuses } from './case-queries.js';
import { type ReadModels } from './read-models.js';
import { HandWrittenLog, NO_PAPERS, opened, sealed } from './samples/hand-written-log.js';
import { onEachDatabase } from './samples/each-database.js';

onEachDatabase((fresh) => {
  const applied = {
    type: 'case.ApplicationSubmitted.v1',
    data: { part: 'APPLY.APPLICATION', round: 1, by: 'HOUSEHOLD', membersListed: [], authorisedBy: [], papers: NO_PAPERS },
  } as const;
  const rejected = {
    type: 'case.CaseRejected.v1',
    data: { part: 'COMPARE.COMPARISON', level: 'COUNTY', reason: 'COMPARISON', decidedBy: ['officer-1'] },
  } as const;
  const passed = {
    type: 'case.ComparisonPassed.v1',
    data: { part: 'COMPARE.COMPARISON', round: 1, oldestAsOf: civilDate('2014-02-01') },
  } as const;

  const start = (): HandWrittenLog => new HandWrittenLog().withShortProcedure().ofCase('k-1', '2014-02-01', opened('k-1', 'h-1'));

  async function read(log: HandWrittenLog): Promise<ReadModels> {
    const models = await fresh();
    await models.apply(log.events);
    return models;
  }

  const raised = (process: string, stream: string) =>
    ({ type: 'incident.IncidentRaised.v1', data: { process, stream, revision: '3', reason: 'REFUSED', findings: [] } }) as const;
  const resolved = (process: string, stream: string) =>
    ({ type: 'incident.IncidentResolved.v1', data: { process, stream, no: 1, note: 'mended' } }) as const;

  describe('Case status', () => {
    it('says all of a case that has just been opened', async () => {
      expect(await caseStatus(await read(start()), 'k-1')).toEqual({
        caseId: 'k-1',
        householdId: 'h-1',
        kind: 'IDENTIFICATION',
        origin: 'OWN',
        definition: 'SHORT@1#00',
        area: { county: 'c-1', township: 't-1', village: 'v-1', group: 'g-1' },
        programYear: 2014,
        phase: 'OPEN',
        outcome: null,
        openedOn: '2014-02-01',
        closedOn: null,
        step: { code: 'APPLY', no: 1 },
        currentParts: ['APPLY.APPLICATION'],
        last: { type: 'case.CaseOpened.v1', step: null, on: '2014-02-01', position: 2n },
        headCount: 2,
        openObjections: 0,
        onAct: null,
        held: false,
        incidents: [],
        findings: [],
      });
    });

    it.each(['case-k-1', 'household-h-1', 'act-a-1'])('is held while an incident holds %s, and no longer', async (stream) => {
      const joined = { type: 'case.JoinedAct.v1', data: { act: 'a-1', part: 'COMPARE.COMPARISON', round: 1 } } as const;
      const other = opened('k-2', 'h-2');
      const log = start().ofCase('k-1', '2014-02-03', applied, joined).ofCase('k-2', '2014-02-01', other);
      const incident = `incident-some.${stream}`;
      const held = log.add(incident, '2014-03-01', raised('some', stream));
      const models = await read(held);
      expect(await caseStatus(models, 'k-1')).toMatchObject({ held: true, incidents: [incident] });
      expect((await caseStatuses(models)).items.map(({ caseId, held: stands }) => [caseId, stands])).toEqual([
        ['k-1', true],
        ['k-2', false],
      ]);
      const mended = await read(held.add(incident, '2014-03-02', resolved('some', stream)));
      expect(await caseStatus(mended, 'k-1')).toMatchObject({ held: false, incidents: [] });
    });

    it('goes on to the part that the pinned definition puts next', async () => {
      const models = await read(start().ofCase('k-1', '2014-02-03', applied));
      expect(await caseStatus(models, 'k-1')).toMatchObject({
        step: { code: 'COMPARE', no: 2 },
        currentParts: ['COMPARE.COMPARISON'],
        last: { type: 'case.ApplicationSubmitted.v1', step: 'APPLY.APPLICATION', on: '2014-02-03', position: 3n },
      });
    });

    it('stands on an act until it leaves it or its part is done', async () => {
      const joined = { type: 'case.JoinedAct.v1', data: { act: 'a-1', part: 'COMPARE.COMPARISON', round: 1 } } as const;
      const log = start().ofCase('k-1', '2014-02-03', applied, joined);
      expect((await caseStatus(await read(log), 'k-1'))?.onAct).toBe('a-1');
      expect((await caseStatus(await read(log.ofCase('k-1', '2014-02-09', passed)), 'k-1'))?.onAct).toBeNull();
    });

    it('is closed by a rejection, and open again where a recheck orders a new survey', async () => {
      const log = start().ofCase('k-1', '2014-02-03', applied).ofCase('k-1', '2014-02-20', rejected);
      expect(await caseStatus(await read(log), 'k-1')).toMatchObject({
        phase: 'CLOSED',
        outcome: 'REJECTED',
        closedOn: '2014-02-20',
        step: null,
        currentParts: [],
      });
      log.ofCase('k-1', '2014-03-01', {
        type: 'case.RecheckDecided.v1',
        data: { outcome: 'NEW_SURVEY', level: 'PREFECTURE', decidedBy: ['officer-2'], reason: sealed('why'), papers: NO_PAPERS },
      });
      log.ofCase('k-1', '2014-03-01', {
        type: 'case.CaseReturned.v1',
        data: { to: 'APPLY.APPLICATION', level: 'PREFECTURE', because: 'RECHECK', superseded: ['APPLY.APPLICATION'] },
      });
      expect(await caseStatus(await read(log), 'k-1')).toMatchObject({
        phase: 'OPEN',
        outcome: null,
        closedOn: null,
        currentParts: ['APPLY.APPLICATION'],
      });
    });

    it('goes back to the part to which it is returned, and is held while the return is contested', async () => {
      const log = start().ofCase('k-1', '2014-02-03', applied).ofCase('k-1', '2014-02-09', passed);
      expect(await caseStatus(await read(log), 'k-1')).toMatchObject({ held: false, currentParts: ['PUBLISH.NOTICE'] });
      const superseded = ['APPLY.APPLICATION', 'COMPARE.COMPARISON'];
      log.ofCase('k-1', '2014-02-11', {
        type: 'case.CaseReturned.v1',
        data: { to: 'APPLY.APPLICATION', level: 'TOWNSHIP', because: 'RULING', superseded },
      });
      expect(await caseStatus(await read(log), 'k-1')).toMatchObject({ held: false, currentParts: ['APPLY.APPLICATION'] });
      log.ofCase('k-1', '2014-02-12', {
        type: 'case.DecisionContested.v1',
        data: { contested: 'RETURN', reason: sealed('why'), papers: NO_PAPERS },
      });
      expect(await caseStatus(await read(log), 'k-1')).toMatchObject({ held: true, currentParts: ['APPLY.APPLICATION'] });
      log.ofCase(
        'k-1',
        '2014-02-13',
        {
          type: 'case.ContestRuled.v1',
          data: { upheld: true, resumeAt: 'PUBLISH.NOTICE', decidedBy: ['officer-1'], reason: sealed('why'), papers: NO_PAPERS },
        },
        {
          type: 'case.CaseReturned.v1',
          data: { to: 'PUBLISH.NOTICE', level: 'COUNTY', because: 'CONTEST', superseded: ['PUBLISH.NOTICE', 'APPROVE.APPROVAL'] },
        },
      );
      expect(await caseStatus(await read(log), 'k-1')).toMatchObject({ held: false, currentParts: ['PUBLISH.NOTICE'] });
    });

    it('counts open objections and the heads after a change', async () => {
      const log = start().ofCase(
        'k-1',
        '2014-02-03',
        {
          type: 'case.ObjectionRaised.v1',
          data: {
            no: 1,
            target: 'ENTRY',
            receivedOn: civilDate('2014-02-03'),
            receivedBy: 'clerk-1',
            anonymous: true,
            facts: sealed('facts'),
            byHousehold: false,
          },
        },
        {
          type: 'case.HouseholdChanged.v1',
          data: {
            change: 'MEMBER_REMOVED',
            on: civilDate('2014-02-03'),
            household: { members: [{ person: 'p-2', relation: 'HEAD' }], head: 'p-2', standing: 'NONE', measures: [] },
            cause: 'event-9',
          },
        },
      );
      expect(await caseStatus(await read(log), 'k-1')).toMatchObject({ openObjections: 1, headCount: 1 });
    });

    it('follows its household into another area', async () => {
      const to = { village: 'v-2', township: 't-2', county: 'c-1' };
      const from = { group: 'g-1', village: 'v-1', township: 't-1', county: 'c-1' };
      const models = await read(
        start().ofCase('k-1', '2014-02-05', {
          type: 'case.ManagementTransferred.v1',
          data: { from, to, confirmedByFrom: 'head-1', confirmedByTo: 'head-2' },
        }),
      );
      expect((await caseStatus(models, 'k-1'))?.area).toEqual({ county: 'c-1', township: 't-2', village: 'v-2', group: null });
      expect((await caseStatuses(models, { within: 't-1' })).items).toEqual([]);
      expect((await caseStatuses(models, { within: 't-2' })).items.map(({ caseId }) => caseId)).toEqual(['k-1']);
    });

    it('shows the next ruling what was found and stopped nothing, each once (R2)', async () => {
      const noted = (code: string) =>
        ({
          type: 'case.FindingNoted.v1',
          data: {
            finding: { code, class: 'LAW', weight: 'REMARK', clause: 'R2', required: null, actual: null, met: false },
            about: 'case.NoticePeriodCompleted.v1',
          },
        }) as const;
      const log = start().ofCase(
        'k-1',
        '2014-02-05',
        noted('PERIOD_NOT_WITNESSED'),
        noted('OBJECTION_RECORDED_LATE'),
        noted('PERIOD_NOT_WITNESSED'),
      );
      expect((await caseStatus(await read(log), 'k-1'))?.findings).toEqual(['PERIOD_NOT_WITNESSED', 'OBJECTION_RECORDED_LATE']);
    });

    it('says nothing of what comes next under a definition that the log does not hold', async () => {
      const models = await read(
        new HandWrittenLog().ofCase('k-1', '2014-02-01', opened('k-1', 'h-1', { definition: 'OTHER@1#00' })),
      );
      expect(await caseStatus(models, 'k-1')).toMatchObject({ phase: 'OPEN', step: null, currentParts: [] });
    });
  });

  describe('List of cases', () => {
    let models: ReadModels;
    beforeAll(async () => {
      models = await read(
        start()
          .ofCase(
            'k-2',
            '2014-02-01',
            opened('k-2', 'h-2', { area: { village: 'v-2', township: 't-1', county: 'c-1' }, programYear: 2015 }),
          )
          .ofCase(
            'k-3',
            '2014-02-01',
            opened('k-3', 'h-3', { area: { village: 'v-3', township: 't-2', county: 'c-1' }, kind: 'EXIT' }),
          )
          .ofCase('k-2', '2014-02-03', applied)
          .ofCase('k-3', '2014-02-03', applied)
          .ofCase('k-3', '2014-02-20', rejected),
      );
    });
    const found = async (filter: Parameters<typeof caseStatuses>[1]): Promise<readonly string[]> =>
      (await caseStatuses(models, filter)).items.map(({ caseId }) => caseId);

    it('is filtered by area with all beneath it', async () => {
      expect(await found({ within: 'c-1' })).toEqual(['k-1', 'k-2', 'k-3']);
      expect(await found({ within: 't-1' })).toEqual(['k-1', 'k-2']);
      expect(await found({ within: 'v-3' })).toEqual(['k-3']);
      expect(await found({ within: 'g-1' })).toEqual(['k-1']);
      expect(await found({ within: 'nowhere' })).toEqual([]);
    });

    it('is filtered by year, kind, phase, outcome, step, household', async () => {
      expect(await found({ year: 2015 })).toEqual(['k-2']);
      expect(await found({ kind: 'EXIT' })).toEqual(['k-3']);
      expect(await found({ phase: 'OPEN' })).toEqual(['k-1', 'k-2']);
      expect(await found({ outcome: 'REJECTED' })).toEqual(['k-3']);
      expect(await found({ step: 'COMPARE' })).toEqual(['k-2']);
      expect(await found({ householdId: 'h-1' })).toEqual(['k-1']);
    });

    it('is filtered by terms that are over on a day', async () => {
      expect(await found({ overdueOn: civilDate('2014-02-13') })).toEqual([]);
      expect(await found({ overdueOn: civilDate('2014-02-14') })).toEqual(['k-2']);
    });
  });
});
