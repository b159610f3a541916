import { type RegisterEvent } from '#libs/household-register';
import { civilDate } from '#libs/kernel';
import { grossCounts, presentCounts } from './area-queries.js';
import { household, households } from './household-queries.js';
import { type ReadModels } from './read-models.js';
import { admitted, area, enrolled, HandWrittenLog, NO_PAPERS, sealed } from './samples/hand-written-log.js';
import { readModelsOf } from './samples/rebuilt.js';
import { onEachDatabase } from './samples/each-database.js';

onEachDatabase((fresh) => {
  const day = civilDate;
  const registered = (caseId: string, on: string, spell = 1): RegisterEvent => ({
    type: 'household.StandingRegistered.v1',
    data: { caseId, on: day(on), programYear: Number(on.slice(0, 4)), spell, readmitted: spell > 1 },
  });
  const exited = (caseId: string, on: string): RegisterEvent => ({
    type: 'household.StandingExited.v1',
    data: { caseId, on: day(on), programYear: Number(on.slice(0, 4)), spell: 1 },
  });
  const concluded = (caseId: string, outcome: string, on: string): RegisterEvent => ({
    type: 'household.CaseConcluded.v1',
    data: { caseId, kind: 'IDENTIFICATION', outcome, on: day(on) },
  });
  const attribute = (value: 'GENERAL' | 'SAFETY_NET', causeGroup?: string): RegisterEvent => ({
    type: 'household.PovertyAttributeSet.v1',
    data: { no: 1, attribute: value, ...(causeGroup === undefined ? {} : { causeGroup }) },
  });
  const removed = (person: string): RegisterEvent => ({
    type: 'household.MemberRemoved.v1',
    data: { no: 1, person, reason: 'DEATH', on: day('2015-01-01'), papers: NO_PAPERS },
  });

  async function read(log: HandWrittenLog): Promise<ReadModels> {
    const models = await fresh();
    for (const event of log.events) await models.apply([event]);
    return models;
  }
  const gross = async (models: ReadModels, of: string, year?: number) =>
    (await grossCounts(models, of, year)).map(
      ({ programYear, measure, caseKind, households: h, persons }) => `${programYear} ${measure} ${caseKind} ${h}/${persons}`,
    );
  const present = async (models: ReadModels, of: string) =>
    (await presentCounts(models, of)).map(
      ({ standing, takenOver, split, value, households: h, persons }) =>
        `${standing}${takenOver ? ' taken over' : ''} ${split} ${value} ${h}/${persons}`,
    );

  const two = (): HandWrittenLog =>
    new HandWrittenLog()
      .ofHousehold('h-1', '2014-01-01', enrolled('h-1', ['a', 'b', 'c']))
      .ofHousehold('h-2', '2014-01-01', enrolled('h-2', ['d', 'e'], area('v-2')))
      .ofHousehold(
        'h-1',
        '2014-02-01',
        admitted('k-1', 'h-1'),
        registered('k-1', '2014-06-01'),
        attribute('SAFETY_NET', 'ILLNESS'),
      )
      .ofHousehold('h-2', '2014-02-01', admitted('k-2', 'h-2'), registered('k-2', '2014-06-01'), attribute('GENERAL'));

  const takenOver: RegisterEvent = {
    type: 'household.StandingTakenOver.v1',
    data: {
      householdNo: '1',
      memberNos: {},
      standing: 'REGISTERED',
      identifiedAt: day('2013-12-31'),
      spells: 1,
      asOf: day('2017-12-31'),
      fileDigest: 'file',
      instrument: 'doc',
      confirmedBy: 'head-1',
    },
  };

  describe('Standing counts', () => {
    it('stand in pairs at every level above the household', async () => {
      const models = await read(two());
      for (const one of ['g-1', 'v-1']) expect(await gross(models, one)).toEqual(['2014 REGISTERED IDENTIFICATION 1/3']);
      expect(await gross(models, 'v-2')).toEqual(['2014 REGISTERED IDENTIFICATION 1/2']);
      for (const one of ['t-1', 'c-1']) expect(await gross(models, one)).toEqual(['2014 REGISTERED IDENTIFICATION 2/5']);
      expect(await grossCounts(models, 'g-1')).toEqual([
        {
          area: 'g-1',
          level: 'GROUP',
          programYear: 2014,
          measure: 'REGISTERED',
          caseKind: 'IDENTIFICATION',
          households: 1,
          persons: 3,
        },
      ]);
      expect(await gross(models, 'c-2')).toEqual([]);
    });

    it('count what is now apart from what was decided: members go, the gross stays', async () => {
      const models = await read(
        two().ofHousehold('h-1', '2015-01-01', removed('c')).ofHousehold('h-1', '2015-06-01', exited('k-3', '2015-06-01')),
      );
      expect(await gross(models, 'c-1')).toEqual(['2014 REGISTERED IDENTIFICATION 2/5', '2015 EXITED EXIT 1/2']);
      expect(await gross(models, 'c-1', 2015)).toEqual(['2015 EXITED EXIT 1/2']);
      expect(await present(models, 'c-1')).toEqual([
        'EXITED ALL  1/2',
        'REGISTERED ALL  1/2',
        'REGISTERED POVERTY_ATTRIBUTE GENERAL 1/2',
      ]);
    });

    it('split those now registered by attribute and cause group', async () => {
      expect(await present(await read(two()), 't-1')).toEqual([
        'REGISTERED ALL  2/5',
        'REGISTERED CAUSE_GROUP ILLNESS 1/3',
        'REGISTERED POVERTY_ATTRIBUTE GENERAL 1/2',
        'REGISTERED POVERTY_ATTRIBUTE SAFETY_NET 1/3',
      ]);
    });

    it('hold readmissions, monitoring and deregistration', async () => {
      const exitedAndDeregistered = () =>
        two()
          .ofHousehold(
            'h-1',
            '2015-06-01',
            admitted('k-3', 'h-1', { kind: 'EXIT', programYear: 2015 }),
            exited('k-3', '2015-06-01'),
          )
          .ofHousehold('h-1', '2016-06-01', {
            type: 'household.Deregistered.v1',
            data: { caseId: 'k-3', on: day('2016-06-01') },
          });
      const models = await read(
        exitedAndDeregistered()
          .ofHousehold('h-1', '2017-06-01', registered('k-4', '2017-06-01', 2))
          .ofHousehold('h-2', '2018-06-01', {
            type: 'household.StandingMonitored.v1',
            data: { caseId: 'k-5', on: day('2018-06-01'), programYear: 2018, spell: 1 },
          }),
      );
      expect(await gross(models, 'c-1')).toEqual([
        '2014 REGISTERED IDENTIFICATION 2/5',
        '2015 DEREGISTERED EXIT 1/3',
        '2015 EXITED EXIT 1/3',
        '2017 READMITTED IDENTIFICATION 1/3',
        '2017 REGISTERED IDENTIFICATION 1/3',
        '2018 MONITORED MONITORING 1/2',
      ]);
      expect(await present(await readModelsOf(fresh, exitedAndDeregistered()), 'v-1')).toEqual([
        'DEREGISTERED ALL  1/3',
        'EXITED ALL  1/3',
      ]);
      expect(await present(models, 'v-1')).toContain('REGISTERED ALL  1/3');
      expect(await present(models, 'v-2')).toEqual([
        'MONITORED ALL  1/2',
        'REGISTERED ALL  1/2',
        'REGISTERED POVERTY_ATTRIBUTE GENERAL 1/2',
      ]);
    });

    it('count rejections by the programme year of their case, and take one back when the case goes on', async () => {
      const log = new HandWrittenLog()
        .ofHousehold('h-1', '2014-01-01', enrolled('h-1', ['a', 'b']))
        .ofHousehold('h-1', '2014-02-01', admitted('k-1', 'h-1', { programYear: 2013 }))
        .ofHousehold('h-1', '2014-03-01', concluded('k-1', 'REJECTED', '2014-03-01'));
      expect(await gross(await read(log), 'v-1')).toEqual(['2013 REJECTED IDENTIFICATION 1/2']);
      log.ofHousehold('h-1', '2014-04-01', removed('b'), {
        type: 'household.CaseReopened.v1',
        data: { caseId: 'k-1', kind: 'IDENTIFICATION', no: 1 },
      });
      expect(await gross(await read(log), 'v-1')).toEqual([]);
      log.ofHousehold('h-1', '2014-05-01', concluded('k-1', 'DEFERRED', '2014-05-01'));
      expect(await gross(await read(log), 'v-1')).toEqual(['2013 DEFERRED IDENTIFICATION 1/1']);
    });

    it('keep what was taken over apart, for ever', async () => {
      const models = await read(
        new HandWrittenLog()
          .ofHousehold('h-1', '2018-01-01', enrolled('h-1', ['a', 'b']))
          .ofHousehold('h-1', '2018-01-02', takenOver)
          .ofHousehold('h-1', '2018-06-01', exited('k-1', '2018-06-01')),
      );
      expect(await gross(models, 'c-1')).toEqual(['2017 TAKEN_OVER_REGISTERED  1/2', '2018 EXITED EXIT 1/2']);
      expect(await present(models, 'c-1')).toEqual(['EXITED taken over ALL  1/2']);
    });

    it('keep what was taken over apart in the children of a split, whatever becomes of them', async () => {
      const child = (householdId: string, members: readonly string[]) => ({ householdId, head: members[0] ?? '', members });
      const split: RegisterEvent = {
        type: 'household.HouseholdSplit.v1',
        data: {
          no: 1,
          on: day('2018-03-01'),
          children: [child('h-2', ['a', 'b']), child('h-3', ['c'])],
          confirmedByVillage: 'director-1',
          confirmedByTownship: 'head-1',
          papers: NO_PAPERS,
        },
      };
      const inherited: RegisterEvent = {
        type: 'household.StandingInherited.v1',
        data: {
          parent: 'h-1',
          standing: 'REGISTERED',
          spell: 1,
          identifiedOn: day('2013-12-31'),
          takenOver: true,
          measures: [
            { type: 'HEALTH', on: day('2016-05-01') },
            { type: 'INDUSTRY', on: day('2017-05-01') },
          ],
        },
      };
      const models = await readModelsOf(
        fresh,
        new HandWrittenLog()
          .ofHousehold('h-1', '2018-01-01', enrolled('h-1', ['a', 'b', 'c']), takenOver)
          .ofHousehold('h-9', '2018-01-01', enrolled('h-9', ['d']), registered('k-9', '2018-01-01'))
          .ofHousehold('h-1', '2018-03-01', split)
          .ofHousehold('h-2', '2018-03-01', enrolled('h-2', ['a', 'b']), inherited)
          .ofHousehold('h-3', '2018-03-01', enrolled('h-3', ['c']), inherited)
          .ofHousehold('h-3', '2018-06-01', exited('k-3', '2018-06-01')),
      );
      expect(await present(models, 'v-1')).toEqual([
        'EXITED taken over ALL  1/1',
        'REGISTERED ALL  1/1',
        'REGISTERED taken over ALL  1/2',
      ]);
      expect(await gross(models, 'v-1')).toEqual([
        '2017 TAKEN_OVER_REGISTERED  1/3',
        '2018 EXITED EXIT 1/1',
        '2018 REGISTERED IDENTIFICATION 1/1',
      ]);
      expect((await households(models, { takenOver: true })).items.map(({ householdId }) => householdId)).toEqual([
        'h-1',
        'h-2',
        'h-3',
      ]);
      expect(await household(models, 'h-2')).toMatchObject({ takenOver: true, measures: 2, parent: 'h-1' });
    });

    it('let the children of a split stand as their parent stood, and the parent nowhere', async () => {
      const child = (householdId: string, members: readonly string[]) => ({ householdId, head: members[0] ?? '', members });
      const inherited: RegisterEvent = {
        type: 'household.StandingInherited.v1',
        data: { parent: 'h-1', standing: 'REGISTERED', spell: 1, identifiedOn: day('2014-06-01') },
      };
      const models = await read(
        two()
          .ofHousehold('h-1', '2015-01-01', {
            type: 'household.HouseholdSplit.v1',
            data: {
              no: 1,
              on: day('2015-01-01'),
              children: [child('h-3', ['a', 'b']), child('h-4', ['c'])],
              confirmedByVillage: 'director-1',
              confirmedByTownship: 'head-1',
              papers: NO_PAPERS,
            },
          })
          .ofHousehold('h-3', '2015-01-01', enrolled('h-3', ['a', 'b']), inherited)
          .ofHousehold('h-4', '2015-01-01', enrolled('h-4', ['c']), inherited),
      );
      expect(await present(models, 'v-1')).toEqual(['REGISTERED ALL  2/3']);
      expect(await gross(models, 'v-1')).toEqual(['2014 REGISTERED IDENTIFICATION 1/3']);
      expect((await household(models, 'h-1'))?.phase).toBe('SPLIT');
      expect(await household(models, 'h-3')).toMatchObject({ parent: 'h-1', standing: 'REGISTERED', members: 2 });
    });
  });

  describe('Households', () => {
    it('say all that lists need of one', async () => {
      const models = await read(
        two().ofHousehold(
          'h-1',
          '2014-07-01',
          { type: 'household.HeadChanged.v1', data: { no: 1, head: 'b', on: day('2014-07-01'), papers: NO_PAPERS } },
          { type: 'household.MeasureDelivered.v1', data: { no: 1, measure: 'HEALTH', amountFen: 100, on: day('2014-07-01') } },
          { type: 'household.SupportPaired.v1', data: { no: 1, cadre: 'cadre-1', unit: 'unit-1', from: day('2014-07-01') } },
          { type: 'household.DisasterRecorded.v1', data: { no: 1, on: day('2014-06-30'), kind: 'FLOOD' } },
          {
            type: 'household.MemberAdded.v1',
            data: {
              member: {
                person: 'z',
                relation: 'CHILD',
                name: sealed('z.name'),
                idNumber: sealed('z.id'),
                idCheckDigitHolds: true,
                idFingerprint: 'fingerprint of z',
              },
              reason: 'BIRTH',
              on: day('2014-07-01'),
              papers: NO_PAPERS,
            },
          },
        ),
      );
      const place = { county: 'c-1', township: 't-1', village: 'v-1', group: 'g-1' };
      expect(await household(models, 'h-1')).toEqual({
        householdId: 'h-1',
        area: place,
        hukouArea: place,
        residenceArea: place,
        phase: 'ENROLLED',
        head: 'b',
        members: 4,
        attribute: 'SAFETY_NET',
        causeGroup: 'ILLNESS',
        standing: 'REGISTERED',
        spells: 1,
        identifiedOn: '2014-06-01',
        exitedOn: null,
        monitoredOn: null,
        deregisteredOn: null,
        deregistrationDue: null,
        takenOver: false,
        parent: null,
        openCases: ['k-1'],
        measures: 1,
        support: { cadre: 'cadre-1', unit: 'unit-1', from: '2014-07-01', until: null },
        disasterOn: '2014-06-30',
        enrolledOn: '2014-01-01',
        lastOn: '2014-07-01',
      });
      expect(await household(models, 'h-9')).toBeUndefined();
    });

    it('are found by standing, attribute and area', async () => {
      const models = await read(two().ofHousehold('h-1', '2015-06-01', exited('k-3', '2015-06-01')));
      const found = async (filter: Parameters<typeof households>[1]) =>
        (await households(models, filter)).items.map(({ householdId }) => householdId);
      expect(await found({ standing: 'REGISTERED' })).toEqual(['h-2']);
      expect(await found({ standing: 'EXITED', within: 'g-1' })).toEqual(['h-1']);
      expect(await found({ standing: 'MONITORED' })).toEqual([]);
      expect(await found({ attribute: 'GENERAL' })).toEqual(['h-2']);
      expect(await found({ causeGroup: 'ILLNESS' })).toEqual(['h-1']);
      expect(await found({ takenOver: true })).toEqual([]);
    });
  });
});
