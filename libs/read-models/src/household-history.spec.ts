import { MemoryEventStore } from '#libs/event-store';
import { civilDate } from '#libs/kernel';
import { groupedHistory, householdHistory, wholeHistory } from './household-history-queries.js';
import { raisedFindings } from './inspection-finding-queries.js';
import { type ReadModels } from './read-models.js';
import { admitted, area, enrolled, HandWrittenLog, NO_PAPERS, opened, sealed } from './samples/hand-written-log.js';
import { onEachDatabase } from './samples/each-database.js';

onEachDatabase((fresh) => {
  const items = (...cases: readonly string[]) => cases.map((caseId) => ({ caseId, part: 'PUBLISH.NOTICE', round: 1 }));
  const refused = (target: string, findings: readonly object[] = []) => ({
    type: 'refusal.OrderRefused.v1',
    data: { target, orderType: 'RecordApproval', class: 'LAW', findings },
  });
  const finding = {
    code: 'OBJECTION_OPEN',
    class: 'LAW',
    weight: 'BLOCKING',
    clause: '§2.3',
    required: 0,
    actual: 1,
    met: false,
  };

  /** Two households on one act; the second is taken off its list before the list closes. */
  const log = (): HandWrittenLog =>
    new HandWrittenLog()
      .ofHousehold('h-1', '2014-01-01', enrolled('h-1', ['a']), admitted('k-1', 'h-1'))
      .ofCase('k-1', '2014-01-01', opened('k-1', 'h-1'))
      .ofHousehold('h-2', '2014-01-01', enrolled('h-2', ['b']))
      .ofCase('k-2', '2014-01-01', opened('k-2', 'h-2'))
      .ofAct('a-1', '2014-02-01', {
        type: 'act.ActOpened.v1',
        data: { actId: 'a-1', kind: 'RULING', level: 'COUNTY', area: 'c-1', bodyKind: 'VILLAGERS', sheet: { no: 1, of: 1 } },
      })
      .ofAct('a-1', '2014-02-02', { type: 'act.CasesListed.v1', data: { no: 1, items: items('k-1') } })
      .ofAct('a-1', '2014-02-03', { type: 'act.CasesListed.v1', data: { no: 2, items: items('k-2') } })
      .ofAct('a-1', '2014-02-04', { type: 'act.CaseUnlisted.v1', data: { caseId: 'k-2', part: 'PUBLISH.NOTICE', round: 1 } })
      .ofAct('a-1', '2014-02-05', { type: 'act.ListClosed.v1', data: { items: items('k-1'), leftOut: [] } })
      .add('refusal-act-a-1', '2014-02-06', refused('act-a-1'))
      .add('refusal-case-k-1', '2014-02-07', refused('case-k-1', [finding]))
      .add('refusal-household-h-2', '2014-02-08', refused('household-h-2'))
      .add('incident-case-result.case-k-2', '2014-02-09', {
        type: 'incident.IncidentRaised.v1',
        data: { process: 'case-result', stream: 'case-k-2', revision: '1', reason: 'REFUSED', findings: [] },
      })
      .ofAct('a-1', '2014-02-10', {
        type: 'act.OutcomesRecorded.v1',
        data: { no: 1, cause: 'event-11', outcomes: [{ caseId: 'k-1', accepted: true, findings: [] }] },
      });

  async function read(written: HandWrittenLog): Promise<{ models: ReadModels; store: MemoryEventStore }> {
    const store = new MemoryEventStore();
    for (const { stream, revision, id, type, data, metadata } of written.events) {
      await store.append(stream, [{ id, type, data, metadata }], revision === 0n ? 'absent' : revision - 1n);
    }
    const models = await fresh();
    await models.replay(store);
    return { models, store };
  }

  async function history(householdId: string, filter: Parameters<typeof householdHistory>[3] = {}): Promise<readonly string[]> {
    const { models, store } = await read(log());
    const { items: entries } = await householdHistory(models, store, householdId, filter);
    return entries.map(({ kind, type }) => `${kind} ${type}`);
  }

  describe('History of a household', () => {
    it('holds every event that touches it, in the order of the log, from the opening of its acts on', async () => {
      expect(await history('h-1')).toEqual([
        'REGISTER household.HouseholdEnrolled.v1',
        'REGISTER household.CaseAdmitted.v1',
        'CASE case.CaseOpened.v1',
        'ACT act.ActOpened.v1',
        'ACT act.CasesListed.v1',
        'ACT act.ListClosed.v1',
        'REFUSAL refusal.OrderRefused.v1',
        'REFUSAL refusal.OrderRefused.v1',
        'ACT act.OutcomesRecorded.v1',
      ]);
    });

    it('leaves out what an act went on to do without it', async () => {
      expect(await history('h-2')).toEqual([
        'REGISTER household.HouseholdEnrolled.v1',
        'CASE case.CaseOpened.v1',
        'ACT act.ActOpened.v1',
        'ACT act.CasesListed.v1',
        'ACT act.CaseUnlisted.v1',
        'REFUSAL refusal.OrderRefused.v1',
        'INCIDENT incident.IncidentRaised.v1',
      ]);
    });

    it('can be told of one kind, and as far as a day', async () => {
      expect(await history('h-1', { kind: 'REFUSAL' })).toHaveLength(2);
      expect(await history('h-1', { aboutDay: civilDate('2014-02-01') })).toHaveLength(4);
      expect(await history('h-9')).toEqual([]);
    });

    it('says who, when on paper, when recorded, by which rule; and why not, where it was refused', async () => {
      const { models, store } = await read(
        log().with(
          'case-k-1',
          '2014-03-01',
          { type: 'case.CountyApproved.v1', data: { part: 'APPROVE.APPROVAL', round: 1, documentNo: '7', papers: NO_PAPERS } },
          { definition: 'SHORT@1#00', step: 'APPROVE.APPROVAL', clause: '§2.1' },
        ),
      );
      const { items: entries } = await householdHistory(models, store, 'h-1');
      const approval = entries.at(-1);
      expect({ ...approval, position: 0n }).toEqual({
        position: 0n,
        kind: 'CASE',
        householdId: 'h-1',
        lineage: null,
        caseId: 'k-1',
        act: null,
        terms: null,
        stream: 'case-k-1',
        revision: 1n,
        id: 'event-16',
        type: 'case.CountyApproved.v1',
        actor: { id: 'clerk-1', role: 'DATA_CLERK', area: 'v-1' },
        performedBy: 'director-1',
        occurredOn: '2014-03-01',
        recordedAt: '2014-03-01T08:00:00.000Z',
        orderType: 'Said',
        definition: 'SHORT@1#00',
        step: 'APPROVE.APPROVAL',
        clause: '§2.1',
        findings: [],
        data: { part: 'APPROVE.APPROVAL', round: 1, documentNo: '7', papers: NO_PAPERS },
      });
      expect(entries.filter(({ kind }) => kind === 'REFUSAL').map(({ findings }) => findings)).toEqual([[], [finding]]);
    });

    it('tells of an act what it says of this household and of no other', async () => {
      const written = log().ofAct('a-1', '2014-02-11', {
        type: 'act.RulingMade.v1',
        data: {
          decision: 'APPROVE',
          documentNo: '7',
          onSiteCheck: false,
          except: [{ caseId: 'k-7', decision: 'REJECT', reason: sealed('why') }],
          papers: NO_PAPERS,
        },
      });
      const { models, store } = await read(written);
      const { items: entries } = await householdHistory(models, store, 'h-1', { kind: 'ACT' });
      expect(entries.at(-1)?.data).toEqual({
        decision: 'APPROVE',
        documentNo: '7',
        onSiteCheck: false,
        except: [],
        papers: NO_PAPERS,
      });
      expect(entries.at(-2)?.data).toEqual({
        no: 1,
        cause: 'event-11',
        outcomes: [{ caseId: 'k-1', accepted: true, findings: [] }],
      });
    });

    it('comes in pages', async () => {
      const { models, store } = await read(log());
      const first = await householdHistory(models, store, 'h-1', {}, { limit: 8 });
      expect(first.items).toHaveLength(8);
      const second = await householdHistory(models, store, 'h-1', {}, { limit: 8, after: first.next ?? '' });
      expect(second.items.map(({ type }) => type)).toEqual(['act.OutcomesRecorded.v1']);
      expect(second.next).toBeNull();
    });

    it('shows an entry made under the wrong case where it was and where it belongs (R3)', async () => {
      const written = log().ofCase('k-1', '2014-02-11', {
        type: 'case.EntryReassigned.v1',
        data: {
          no: 1,
          act: 'a-1',
          part: 'PUBLISH.NOTICE',
          toCase: 'k-2',
          confirmedBy: 'head-1',
          reason: sealed('why'),
        },
      });
      const { models, store } = await read(written);
      for (const household of ['h-1', 'h-2']) {
        const { items: entries } = await householdHistory(models, store, household, { kind: 'CASE' });
        expect(entries.at(-1)).toMatchObject({ stream: 'case-k-1', type: 'case.EntryReassigned.v1' });
      }
    });

    it('of a split stands with parent and children', async () => {
      const written = new HandWrittenLog().ofHousehold('h-1', '2014-01-01', enrolled('h-1', ['a', 'b']), {
        type: 'household.HouseholdSplit.v1',
        data: {
          no: 1,
          on: civilDate('2014-01-01'),
          children: [{ householdId: 'h-2', head: 'b', members: ['b'] }],
          confirmedByVillage: 'director-1',
          confirmedByTownship: 'head-1',
          papers: NO_PAPERS,
        },
      });
      const { models, store } = await read(written);
      expect((await householdHistory(models, store, 'h-2')).items.map(({ type }) => type)).toEqual([
        'household.HouseholdSplit.v1',
      ]);
    });
  });

  describe('A filter', () => {
    const types = async (filter: Parameters<typeof householdHistory>[3], limit = 50): Promise<readonly string[]> => {
      const { models, store } = await read(log());
      const found: string[] = [];
      for (let after: string | null | undefined; after !== null;) {
        const page = await householdHistory(models, store, 'h-1', filter, { limit, ...(after === undefined ? {} : { after }) });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        found.push(...page.items.map(({ type }) => type.split('.')[1] ?? ''));
        after = page.next;
      }
      return found;
    };

    it('looks into the events: kind, days, case, act, and how their names begin', async () => {
      expect(await types({ from: civilDate('2014-02-01'), to: civilDate('2014-02-02') })).toEqual(['ActOpened', 'CasesListed']);
      expect(await types({ type: 'act.List' })).toEqual(['ListClosed']);
      expect(await types({ caseId: 'k-1', kind: 'REFUSAL' })).toEqual(['OrderRefused']);
      expect(await types({ act: 'a-1' })).toEqual(['ActOpened', 'CasesListed', 'ListClosed', 'OrderRefused', 'OutcomesRecorded']);
      expect(await types({ step: 'NOWHERE' })).toEqual([]);
      expect(await types({ office: 'NOBODY' })).toEqual([]);
    });

    it('fills its pages, whatever it leaves out', async () => {
      expect(await types({ act: 'a-1' }, 1)).toEqual(await types({ act: 'a-1' }));
      expect(await types({ type: 'act.' }, 2)).toEqual(['ActOpened', 'CasesListed', 'ListClosed', 'OutcomesRecorded']);
    });

    it('groups what is left by case, act or step', async () => {
      const { models, store } = await read(log());
      const entries = await wholeHistory(models, store, 'h-1');
      expect(
        groupedHistory(entries, 'act').map(({ key, from, to, entries: grouped }) => [key, from, to, grouped.length]),
      ).toEqual([
        [null, '2014-01-01', '2014-02-07', 4],
        ['a-1', '2014-02-01', '2014-02-10', 5],
      ]);
    });
  });

  describe('What inspections found', () => {
    const found = (no: number, ...streams: readonly string[]) => ({
      type: 'inspection.FindingRaised.v1',
      data: { no, rule: 'R7', statement: sealed('words'), events: streams.map((stream) => ({ stream, revision: 0, id: 'e' })) },
    });
    const answered = (finding: number, ...streams: readonly string[]) => {
      const about = streams.map((stream) => ({ stream, revision: 0, id: 'e' }));
      const data = { finding, no: 1, answer: 'ACCEPTED', events: [], statement: sealed('reply'), about };
      return { type: 'inspection.FindingAnswered.v1', data };
    };
    const written = (): HandWrittenLog =>
      log()
        .add('inspection-i-1', '2014-03-01', found(1, 'case-k-1', 'act-a-1', 'refusal-case-k-1'), found(2, 'household-h-2'))
        .add('inspection-i-1', '2014-03-09', answered(1, 'case-k-1', 'act-a-1', 'refusal-case-k-1'));

    it('stands with whom it is about, with what was answered', async () => {
      const { models, store } = await read(written());
      const told = async (household: string): Promise<readonly string[]> => {
        const { items: entries } = await householdHistory(models, store, household, { kind: 'INSPECTION' });
        return entries.map(({ type, revision }) => `${revision} ${type}`);
      };
      expect(await told('h-1')).toEqual(['0 inspection.FindingRaised.v1', '2 inspection.FindingAnswered.v1']);
      expect(await told('h-2')).toEqual(['1 inspection.FindingRaised.v1']);
    });

    it('is listed by area, inspection, and whether it was answered', async () => {
      const { models } = await read(written());
      const numbers = async (filter: Parameters<typeof raisedFindings>[1]): Promise<readonly number[]> =>
        (await raisedFindings(models, filter)).items.map(({ no }) => no);
      expect(await numbers({})).toEqual([1, 2]);
      expect(await numbers({ answered: true })).toEqual([1]);
      expect(await numbers({ answered: false })).toEqual([2]);
      expect(await numbers({ within: 'v-1', inspection: 'i-1' })).toEqual([1, 2]);
      expect([await numbers({ within: 'v-2' }), await numbers({ inspection: 'i-2' })]).toEqual([[], []]);
      const { items: first, next } = await raisedFindings(models, {}, { limit: 1 });
      expect(first.map(({ no, area: place, askedOf, answers }) => [no, place?.village, askedOf, answers])).toEqual([
        [
          1,
          'v-1',
          null,
          [
            {
              no: 1,
              answer: 'ACCEPTED',
              events: [],
              on: '2014-03-09',
              office: 'DATA_CLERK',
              performedBy: 'director-1',
              recordedBy: 'clerk-1',
            },
          ],
        ],
      ]);
      expect((await raisedFindings(models, {}, { after: next ?? '' })).items.map(({ no }) => no)).toEqual([2]);
    });
  });

  describe('What left the house', () => {
    it('is told with who took it, but not while the household stands sealed (R17)', async () => {
      const taken = { id: 'e-1', area: 'c-1', contents: 'c', opened: true };
      const written = log()
        .add('access-inspector-2014-03-01', '2014-03-01', {
          type: 'access.DossierExported.v1',
          data: { ...taken, householdId: 'h-1' },
        })
        .add('access-inspector-2014-03-02', '2014-03-02', {
          type: 'access.DossierExported.v1',
          data: { ...taken, household: { ref: 'r', commitment: 'c' }, mandate: 'm-1' },
        });
      const { models, store } = await read(written);
      const { items: entries } = await householdHistory(models, store, 'h-1', { kind: 'ACCESS' });
      expect(entries.map(({ stream, type }) => [stream, type])).toEqual([
        ['access-inspector-2014-03-01', 'access.DossierExported.v1'],
      ]);
    });

    it('is told what was read under a mandate when that closes, where it was read, and of nobody else (R17)', async () => {
      const by = (day: string): readonly [string, string] => [`access-inspector-${day}`, day];
      const reading = (area: string, more: object = {}) => ({
        type: 'access.SealedOpened.v1',
        data: { id: `of ${area}`, use: 'REPLAY', area, mandate: 'm-1', ...more },
      });
      const named = (day: string, revision: number, more: object) => ({
        stream: `access-inspector-${day}`,
        revision,
        id: 'x',
        ...more,
      });
      const until = (...closed: readonly { readonly type: string; readonly data: object }[]) =>
        log()
          .add(...by('2014-02-12'), reading('CN', { about: sealed('case-k-1') }), reading('CN', { about: sealed('case-k-2') }))
          .add(...by('2014-02-13'), reading('v-1'), reading('v-1', { about: sealed('gone') }))
          .add(...by('2014-02-14'), reading('CN', { about: sealed('act-a-1') }), {
            type: 'access.DossierExported.v1',
            data: { id: 'd', area: 'CN', household: sealed('h-1'), contents: '', opened: true, mandate: 'm-1' },
          })
          .add('inspection-m-1', '2014-03-01', ...closed);
      const closing = {
        type: 'inspection.InspectionClosed.v1',
        data: {
          on: civilDate('2014-03-01'),
          read: [
            named('2014-02-12', 0, { about: 'case-k-1' }),
            named('2014-02-12', 1, { about: 'case-k-2' }),
            named('2014-02-13', 0, { area: 'v-1' }),
            named('2014-02-13', 1, {}),
            named('2014-02-14', 0, { about: 'act-a-1' }),
            named('2014-02-14', 1, { about: 'household-h-1' }),
          ],
        },
      };
      const told = async (written: HandWrittenLog, household: string): Promise<readonly string[]> => {
        const { models, store } = await read(written);
        const { items: entries } = await householdHistory(models, store, household, { kind: 'ACCESS' });
        return entries.map(({ stream, revision, householdId }) => `${stream} ${revision} ${householdId}`);
      };
      expect(await told(until(), 'h-1')).toEqual([]);
      expect(await told(until(closing), 'h-1')).toEqual([
        'access-inspector-2014-02-12 0 h-1',
        'access-inspector-2014-02-13 0 h-1',
        'access-inspector-2014-02-14 0 h-1',
        'access-inspector-2014-02-14 1 h-1',
      ]);
      expect(await told(until(closing), 'h-2')).toEqual([
        'access-inspector-2014-02-12 1 h-2',
        'access-inspector-2014-02-13 0 h-2',
      ]);
    });

    it('is told where values of the whole area in which it lay were opened, of no other area, and not under a mandate', async () => {
      const opening = (area: string, more: object = {}) => ({
        type: 'access.SealedOpened.v1',
        data: { id: `of ${area}`, use: 'REPLAY', area, ...more },
      });
      const by = (day: string): readonly [string, string] => [`access-head-${day}`, day];
      const established = (id: string, parent: string) => ({
        type: 'area.AreaEstablished.v1',
        data: { id, parent, level: 'COUNTY', name: { zh: id }, codes: [] },
      });
      const written = new HandWrittenLog()
        .add('area-c-1', '2013-01-01', established('c-1', 'p-1'))
        .add('area-p-1', '2013-01-01', established('p-1', 'CN'))
        // Nobody lived there yet.
        .add(...by('2013-12-31'), opening('v-1'))
        .ofHousehold('h-1', '2014-01-01', enrolled('h-1', ['a']), admitted('k-1', 'h-1'))
        .ofCase('k-1', '2014-01-01', opened('k-1', 'h-1'))
        .add(...by('2014-02-01'), opening('v-1'), opening('v-2'), opening('CN'), opening('c-1', { mandate: 'm-1' }))
        .ofHousehold('h-1', '2014-02-02', {
          type: 'household.ManagementMoved.v1',
          data: { caseId: 'k-1', from: area('v-1', 'g-1'), to: area('v-2', 'g-9'), cause: 'event-9' },
        })
        .add(...by('2014-02-03'), opening('v-1'), opening('v-2'))
        .ofAct('a-1', '2014-02-04', {
          type: 'act.ActOpened.v1',
          data: { actId: 'a-1', kind: 'RULING', level: 'COUNTY', area: 'c-1', bodyKind: 'VILLAGERS', sheet: { no: 1, of: 1 } },
        })
        .ofAct('a-1', '2014-02-05', { type: 'act.CasesListed.v1', data: { no: 1, items: items('k-1') } })
        .add(...by('2014-02-06'), opening('c-9', { stream: 'act-a-1' }));
      const { models, store } = await read(written);
      const told = async (filter: Parameters<typeof householdHistory>[3], limit = 50): Promise<readonly string[]> => {
        const found: string[] = [];
        for (let after: string | null | undefined; after !== null;) {
          const page = { limit, ...(after === undefined ? {} : { after }) };
          const { items: entries, next } = await householdHistory(models, store, 'h-1', filter, page);
          found.push(
            ...entries.map(({ occurredOn, kind, data }) => [occurredOn, kind, 'area' in data ? data.area : ''].join(' ')),
          );
          after = next;
        }
        return found;
      };
      const all = [
        '2014-02-01 ACCESS v-1',
        '2014-02-01 ACCESS CN',
        '2014-02-03 ACCESS v-2',
        // Of an act on which it stood.
        '2014-02-06 ACCESS c-9',
      ];
      expect(await told({ kind: 'ACCESS' })).toEqual(all);
      expect((await told({})).filter((entry) => entry.includes('ACCESS'))).toEqual(all);
      expect(await told({}, 1)).toEqual(await told({}));
      expect(await told({ kind: 'ACCESS', to: civilDate('2014-02-02') })).toEqual(all.slice(0, 2));
      expect(await told({ type: 'access.', from: civilDate('2014-02-02') }, 1)).toEqual(all.slice(2));
    });
  });
});
