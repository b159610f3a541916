import { type CaseEvent } from '#libs/household-case';
import { type RegisterEvent } from '#libs/household-register';
import { civilDate } from '#libs/kernel';
import { grossCounts, presentCounts } from './area-queries.js';
import { caseStatuses, deadlines, noticeBoard } from './case-queries.js';
import { tasks } from './desk-queries.js';
import { household, households } from './household-queries.js';
import { type ReadModels } from './read-models.js';
import { admitted, area, enrolled, HandWrittenLog, NO_PAPERS, opened } from './samples/hand-written-log.js';
import { readModelsOf } from './samples/rebuilt.js';
import { onEachDatabase } from './samples/each-database.js';

onEachDatabase((fresh) => {
  const day = civilDate;
  const HERE = area('v-1', 'g-1');
  const THERE = area('v-9');
  const applied: CaseEvent = {
    type: 'case.ApplicationSubmitted.v1',
    data: { part: 'APPLY.APPLICATION', round: 1, by: 'HOUSEHOLD', membersListed: [], authorisedBy: [], papers: NO_PAPERS },
  };
  const rejected: CaseEvent = {
    type: 'case.CaseRejected.v1',
    data: { part: 'COMPARE.COMPARISON', level: 'COUNTY', reason: 'COMPARISON', decidedBy: ['officer-1'] },
  };
  const concluded = (caseId: string, outcome: string, on: string): RegisterEvent => ({
    type: 'household.CaseConcluded.v1',
    data: { caseId, kind: 'IDENTIFICATION', outcome, on: day(on) },
  });
  const registered: RegisterEvent = {
    type: 'household.StandingRegistered.v1',
    data: { caseId: 'k-2', on: day('2015-06-01'), programYear: 2015, spell: 1, readmitted: false },
  };
  const transferred: CaseEvent = {
    type: 'case.ManagementTransferred.v1',
    data: { from: HERE, to: THERE, confirmedByFrom: 'head-1', confirmedByTo: 'head-9' },
  };
  const moved: RegisterEvent = {
    type: 'household.ManagementMoved.v1',
    data: { caseId: 'k-2', from: HERE, to: THERE, cause: 'event-of-the-case' },
  };

  /** Rejected in 2014, its letter not yet delivered; applies again in 2015. */
  const applying = (): HandWrittenLog =>
    new HandWrittenLog()
      .withShortProcedure()
      .ofHousehold('h-1', '2014-01-01', enrolled('h-1', ['a', 'b', 'c']), admitted('k-1', 'h-1'))
      .ofCase('k-1', '2014-01-01', opened('k-1', 'h-1'))
      .ofCase('k-1', '2014-02-01', applied)
      .ofCase('k-1', '2014-02-20', rejected)
      .ofHousehold('h-1', '2014-02-20', concluded('k-1', 'REJECTED', '2014-02-20'))
      .ofHousehold('h-1', '2015-01-05', admitted('k-2', 'h-1', { programYear: 2015 }))
      .ofCase('k-2', '2015-01-05', opened('k-2', 'h-1', { programYear: 2015 }))
      .ofCase('k-2', '2015-02-01', applied);
  const moving = (): HandWrittenLog =>
    applying().ofCase('k-2', '2015-03-01', transferred).ofHousehold('h-1', '2015-03-01', moved);

  /** What an area sees: households, cases, open terms, tasks. */
  const seenBy = async (models: ReadModels, within: string) => ({
    households: (await households(models, { within })).items.map(({ householdId }) => householdId),
    cases: (await caseStatuses(models, { within })).items.map(({ caseId }) => caseId),
    terms: (await deadlines(models, day('2015-03-02'), { within })).items.map(
      ({ caseId, kind, part }) => `${caseId} ${kind} ${part}`,
    ),
    tasks: (await tasks(models, { within })).items.map(({ owner, kind }) => `${owner} ${kind}`),
  });
  const gross = async (models: ReadModels, of: string) =>
    (await grossCounts(models, of)).map(
      ({ programYear, measure, households: h, persons }) => `${programYear} ${measure} ${h}/${persons}`,
    );
  const present = async (models: ReadModels, of: string) =>
    (await presentCounts(models, of)).map(({ standing, households: h, persons }) => `${standing} ${h}/${persons}`);

  describe('A household whose management moves (R14)', () => {
    it('is seen in the area that gives it until both sides have confirmed', async () => {
      const models = await readModelsOf(fresh, applying());
      expect(await seenBy(models, 'v-1')).toEqual({
        households: ['h-1'],
        cases: ['k-1', 'k-2'],
        terms: ['k-2 MAX COMPARE.COMPARISON', 'k-2 TOTAL APPROVE.APPROVAL', 'k-1 MAX COMPARE.COMPARISON'],
        tasks: ['k-1 DELIVER_REJECTION', 'k-2 WORK_PART'],
      });
      expect(await seenBy(models, 'v-9')).toEqual({ households: [], cases: [], terms: [], tasks: [] });
    });

    it('is seen in the area that takes it from then on, with its case, the terms of that and what is to be done', async () => {
      const models = await readModelsOf(fresh, moving());
      expect(await seenBy(models, 'v-9')).toEqual({
        households: ['h-1'],
        cases: ['k-2'],
        terms: ['k-2 MAX COMPARE.COMPARISON', 'k-2 TOTAL APPROVE.APPROVAL'],
        tasks: ['k-2 WORK_PART'],
      });
      expect(await household(models, 'h-1')).toMatchObject({
        area: { county: 'c-1', township: 't-1', village: 'v-9', group: null },
        hukouArea: { village: 'v-1', group: 'g-1' },
      });
    });

    it('leaves the case that ended before where it was decided: orders about it are given there', async () => {
      const models = await readModelsOf(fresh, moving());
      expect(await seenBy(models, 'v-1')).toEqual({
        households: [],
        cases: ['k-1'],
        terms: ['k-1 MAX COMPARE.COMPARISON'],
        tasks: ['k-1 DELIVER_REJECTION'],
      });
      expect((await caseStatuses(models, { householdId: 'h-1' })).items.map(({ caseId }) => caseId)).toEqual(['k-1', 'k-2']);
    });

    it('counts as it stands where it is managed, and as it was decided where it was decided', async () => {
      const models = await readModelsOf(
        fresh,
        moving().ofHousehold('h-1', '2015-06-01', registered, concluded('k-2', 'REGISTERED', '2015-06-01')),
      );
      expect([await gross(models, 'v-1'), await present(models, 'v-1')]).toEqual([['2014 REJECTED 1/3'], []]);
      expect([await gross(models, 'v-9'), await present(models, 'v-9')]).toEqual([['2015 REGISTERED 1/3'], ['REGISTERED 1/3']]);
      expect([await gross(models, 't-1'), await present(models, 't-1')]).toEqual([
        ['2014 REJECTED 1/3', '2015 REGISTERED 1/3'],
        ['REGISTERED 1/3'],
      ]);
    });

    it('takes a rejection back where it was counted when that case goes on', async () => {
      const again: RegisterEvent = { type: 'household.CaseReopened.v1', data: { caseId: 'k-1', kind: 'IDENTIFICATION', no: 1 } };
      const models = await readModelsOf(
        fresh,
        moving().ofHousehold('h-1', '2015-04-01', concluded('k-2', 'WITHDRAWN', '2015-04-01'), again),
      );
      expect(await gross(models, 'v-1')).toEqual([]);
      expect(await gross(models, 'v-9')).toEqual(['2015 WITHDRAWN 1/3']);
    });

    it('takes its notices along', async () => {
      const posted: CaseEvent = {
        type: 'case.NoticePosted.v1',
        data: {
          part: 'PUBLISH.NOTICE',
          round: 1,
          places: [],
          papers: NO_PAPERS,
          contentDigest: 'rows',
          householdSize: 3,
          runsFrom: day('2015-02-10'),
          earliestClose: day('2015-02-18'),
          derivation: {},
        },
      };
      const completed: CaseEvent = {
        type: 'case.NoticePeriodCompleted.v1',
        data: {
          part: 'PUBLISH.NOTICE',
          round: 1,
          objections: 'NONE',
          endedOn: day('2015-02-18'),
          papers: NO_PAPERS,
          confirmedBy: 'director-1',
        },
      };
      const models = await readModelsOf(
        fresh,
        applying()
          .ofCase('k-2', '2015-02-10', posted)
          .ofCase('k-2', '2015-02-18', completed)
          .ofCase('k-2', '2015-03-01', transferred)
          .ofHousehold('h-1', '2015-03-01', moved),
      );
      expect((await noticeBoard(models, { within: 'v-1' })).items).toEqual([]);
      expect((await noticeBoard(models, { within: 'v-9' })).items).toMatchObject([{ caseId: 'k-2', status: 'COMPLETED' }]);
    });

    it('goes back in one day and stands as before', async () => {
      const back: RegisterEvent = {
        type: 'household.ManagementMoved.v1',
        data: { caseId: 'k-2', from: THERE, to: HERE, cause: 'another-event' },
      };
      const models = await readModelsOf(fresh, moving().ofHousehold('h-1', '2015-03-01', back));
      expect([await present(models, 'v-1'), await present(models, 'v-9')]).toEqual([['NONE 1/3'], []]);
      expect(await household(models, 'h-1')).toMatchObject({ area: { village: 'v-1', group: 'g-1' } });
    });
  });
});
