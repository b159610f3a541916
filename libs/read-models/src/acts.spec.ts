import { type ActEvent } from '#libs/collective-act';
import { type CaseEvent } from '#libs/household-case';
import { act, acts, incidents, orderKey, tasks } from './desk-queries.js';
import { type ReadModels } from './read-models.js';
import { enrolled, HandWrittenLog, NO_PAPERS, opened } from './samples/hand-written-log.js';
import { readModelsOf } from './samples/rebuilt.js';
import { onEachDatabase } from './samples/each-database.js';

onEachDatabase((fresh) => {
  const items = ['k-1', 'k-2', 'k-3'].map((caseId) => ({ caseId, part: 'APPROVE.APPROVAL', round: 1 }));
  const start = (): HandWrittenLog =>
    new HandWrittenLog()
      .withShortProcedure()
      .ofCase('k-1', '2014-02-01', opened('k-1', 'h-1'))
      .ofCase('k-2', '2014-02-01', opened('k-2', 'h-2'))
      .ofCase('k-3', '2014-02-01', opened('k-3', 'h-3'))
      .ofAct('a-1', '2014-03-01', {
        type: 'act.ActOpened.v1',
        data: { actId: 'a-1', kind: 'RULING', level: 'TOWNSHIP', area: 't-1', bodyKind: 'VILLAGERS', sheet: { no: 1, of: 2 } },
      })
      .ofAct('a-1', '2014-03-01', { type: 'act.CasesListed.v1', data: { no: 1, items } });
  const closed = (): HandWrittenLog =>
    start()
      .ofAct('a-1', '2014-03-02', { type: 'act.ListClosing.v1', data: { no: 1, items } })
      .ofAct('a-1', '2014-03-02', {
        type: 'act.ListClosed.v1',
        data: { items: items.slice(0, 2), leftOut: [{ caseId: 'k-3', findings: [] }] },
      });
  const ruling: ActEvent = {
    type: 'act.RulingMade.v1',
    data: { decision: 'APPROVE', documentNo: '2014-7', onSiteCheck: true, except: [], papers: NO_PAPERS },
  };
  const approved: CaseEvent = {
    type: 'case.CountyApproved.v1',
    data: { part: 'APPROVE.APPROVAL', round: 1, act: 'a-1', documentNo: '2014-7', papers: NO_PAPERS },
  };

  async function read(log: HandWrittenLog): Promise<ReadModels> {
    const models = await fresh();
    for (const event of log.events) await models.apply([event]);
    return models;
  }

  describe('Acts', () => {
    it('go from the open list to the closed one, and tell who was left out', async () => {
      expect(await act(await read(start()), 'a-1')).toEqual({
        actId: 'a-1',
        kind: 'RULING',
        level: 'TOWNSHIP',
        area: 't-1',
        sheet: { no: 1, of: 2 },
        status: 'OPEN',
        openedOn: '2014-03-01',
        heldOn: null,
        documentNo: null,
        items: 3,
        leftOut: 0,
        carried: 0,
        carryOf: 0,
        accepted: 0,
        refused: 0,
        last: { type: 'act.CasesListed.v1', on: '2014-03-01' },
      });
      expect(await act(await read(closed()), 'a-1')).toMatchObject({ status: 'CLOSED', items: 2, leftOut: 1 });
    });

    it('show how far they are carried before all have answered, and the refusals when they come back', async () => {
      const log = closed().ofAct('a-1', '2014-03-05', ruling);
      const cause = log.events.at(-1)?.id ?? '';
      expect(await act(await read(log), 'a-1')).toMatchObject({
        status: 'RECORDED',
        documentNo: '2014-7',
        heldOn: '2014-03-05',
        carried: 0,
        carryOf: 2,
      });
      log.with('case-k-1', '2014-03-05', approved, { causationId: cause });
      expect(await act(await read(log), 'a-1')).toMatchObject({ carried: 1, carryOf: 2, accepted: 1, refused: 0 });
      log.ofAct('a-1', '2014-03-05', {
        type: 'act.OutcomesRecorded.v1',
        data: {
          no: 1,
          cause,
          outcomes: [
            { caseId: 'k-1', accepted: true, findings: [] },
            { caseId: 'k-2', accepted: false, findings: [] },
          ],
        },
      });
      expect(await act(await read(log), 'a-1')).toMatchObject({ carried: 2, carryOf: 2, accepted: 1, refused: 1 });
    });

    it('are empty when they are voided', async () => {
      const log = closed().ofAct('a-1', '2014-03-06', {
        type: 'act.ActVoided.v1',
        data: { reason: { ref: 'why', commitment: 'c' }, caseIds: ['k-1', 'k-2'] },
      });
      expect(await act(await read(log), 'a-1')).toMatchObject({ status: 'VOIDED', items: 0 });
    });

    it('are found by area with all beneath it, kind and status', async () => {
      const models = await read(start());
      const found = async (filter: Parameters<typeof acts>[1]) => (await acts(models, filter)).items.map(({ actId }) => actId);
      expect(await found({ within: 'c-1' })).toEqual(['a-1']);
      expect(await found({ within: 'v-1' })).toEqual([]);
      expect(await found({ kind: 'RULING', status: 'OPEN', level: 'TOWNSHIP' })).toEqual(['a-1']);
      expect(await found({ kind: 'MEETING' })).toEqual([]);
    });
  });

  describe('Incidents', () => {
    const stream = 'incident-case-result.case-k-1';
    const raised = (revision: string) => ({
      type: 'incident.IncidentRaised.v1',
      data: { process: 'case-result', stream: 'case-k-1', revision, reason: 'REFUSED', findings: [] },
    });
    const resolved = {
      type: 'incident.IncidentResolved.v1',
      data: { process: 'case-result', stream: 'case-k-1', no: 1, note: 'mended' },
    };

    it('are open with a task for the administrators until a person resolves them, and are kept', async () => {
      const models = await read(start().add(stream, '2014-03-01', raised('3')));
      expect((await incidents(models, { status: 'OPEN' })).items).toEqual([
        {
          incident: stream,
          no: 1,
          process: 'case-result',
          stream: 'case-k-1',
          revision: '3',
          reason: 'REFUSED',
          findings: [],
          status: 'OPEN',
          raisedOn: '2014-03-01',
          raisedAt: '2014-03-01T08:00:00.000Z',
          resolvedAt: null,
          resolvedBy: null,
          note: null,
        },
      ]);
      expect((await tasks(models, { office: 'PROGRAMME_ADMINISTRATOR', within: 'v-1' })).items).toMatchObject([
        { kind: 'RESOLVE_INCIDENT', owner: stream, stream: 'case-k-1', householdId: 'h-1' },
      ]);
      const later = await read(start().add(stream, '2014-03-01', raised('3'), resolved, raised('5')));
      expect((await incidents(later, { stream: 'case-k-1' })).items).toMatchObject([
        { no: 1, status: 'RESOLVED', resolvedAt: '2014-03-01T08:00:00.000Z', resolvedBy: 'clerk-1', note: 'mended' },
        { no: 2, status: 'OPEN', revision: '5' },
      ]);
      expect((await tasks(later, { kind: 'RESOLVE_INCIDENT' })).items).toMatchObject([{ detail: { no: 2 } }]);
    });

    it('of an act or a household lie where that lies', async () => {
      const held = (of: string) => ({
        type: 'incident.IncidentRaised.v1',
        data: { process: 'some', stream: of, revision: '3', reason: 'REFUSED', findings: [] },
      });
      const models = await readModelsOf(
        fresh,
        start()
          .ofHousehold('h-1', '2014-01-01', enrolled('h-1', ['a']))
          .add('incident-some.act-a-1', '2014-03-01', held('act-a-1'))
          .add('incident-some.household-h-1', '2014-03-01', held('household-h-1'))
          .add('incident-some.identity-1', '2014-03-01', held('identity-1')),
      );
      const township = { county: 'c-1', township: 't-1', village: '', group: null };
      expect((await tasks(models, { within: 'c-1', kind: 'RESOLVE_INCIDENT' })).items).toMatchObject([
        { stream: 'act-a-1', area: township, householdId: null },
        { stream: 'household-h-1', area: { ...township, village: 'v-1', group: 'g-1' }, householdId: 'h-1' },
      ]);
      expect((await tasks(models, { within: 'v-1', kind: 'RESOLVE_INCIDENT' })).items).toMatchObject([
        { stream: 'household-h-1' },
      ]);
      expect((await tasks(models, { kind: 'RESOLVE_INCIDENT' })).items).toHaveLength(3);
    });

    it('are also for the county of the official whose doing it was; the engine has no county', async () => {
      const ofEngine = { actorArea: '', actorRole: 'process' };
      const event = raised('3');
      const found = async (log: HandWrittenLog) =>
        (await tasks(await read(log), { office: 'COUNTY_POVERTY_OFFICE_HEAD', kind: 'RESOLVE_INCIDENT' })).items;
      expect(await found(start().with(stream, '2014-03-01', event, {}))).toHaveLength(1);
      expect(await found(start().with(stream, '2014-03-01', event, ofEngine))).toEqual([]);
    });
  });

  describe('Order keys', () => {
    it('know each accepted order by the first event of its append, and no refused one', async () => {
      const log = new HandWrittenLog()
        .with('case-k-1', '2014-02-01', opened('k-1', 'h-1'), { orderId: 'o-1', orderDigest: 'said', decidedAtRevision: '-1' })
        .with(
          'case-k-1',
          '2014-02-01',
          { type: 'case.LeftAct.v1', data: { act: 'a-1' } },
          { orderId: 'o-1', orderDigest: 'said' },
        )
        .with(
          'refusal-case-k-1',
          '2014-02-01',
          { type: 'refusal.OrderRefused.v1', data: {} },
          { orderId: 'o-2', decidedAtRevision: '-1' },
        );
      const models = await read(log);
      expect(await orderKey(models, 'o-1')).toEqual({ digest: 'said', stream: 'case-k-1', position: 1n });
      expect(await orderKey(models, 'o-2')).toBeUndefined();
    });

    it('keep the first of two', async () => {
      const said = (stream: string, orderDigest: string) =>
        [stream, '2014-02-01', opened('k-1', 'h-1'), { orderId: 'o-1', orderDigest, decidedAtRevision: '-1' }] as const;
      const models = await read(new HandWrittenLog().with(...said('case-k-1', 'first')).with(...said('case-k-2', 'second')));
      expect((await orderKey(models, 'o-1'))?.digest).toBe('first');
    });
  });
});
