import { civilDate } from '#libs/kernel';
import { enrolled, HandWrittenLog, NO_PAPERS, opened } from './samples/hand-written-log.js';
import { readModelsOf } from './samples/rebuilt.js';
import { plansOf } from './samples/sqlite-plans.js';
import { onEachDatabase } from './samples/each-database.js';

onEachDatabase((fresh) => {
  const day = civilDate;

  /** Two cases whose notices may close in different months, and a household that may be deregistered in the year after. */
  const log = (): HandWrittenLog =>
    [
      ['k-1', '2014-02-18'],
      ['k-2', '2014-03-18'],
    ]
      .reduce(
        (so, [caseId = '', earliestClose = '']) =>
          so.ofCase(caseId, '2014-02-01', opened(caseId, 'h-1')).ofCase(caseId, '2014-02-10', {
            type: 'case.NoticePosted.v1',
            data: {
              part: 'PUBLISH.NOTICE',
              round: 1,
              act: 'a-1',
              places: [{ place: 'VILLAGE_BOARD', postedOn: day('2014-02-10'), photo: 'photo' }],
              papers: NO_PAPERS,
              contentDigest: 'rows',
              householdSize: 2,
              runsFrom: day('2014-02-10'),
              earliestClose: day(earliestClose),
              derivation: {
                timer: 'T01',
                clause: '§5 T01',
                runsFrom: '2014-02-10',
                length: 7,
                unit: 'cd',
                dayCount: 'EXCLUDE_START',
              },
            },
          }),
        new HandWrittenLog().withShortProcedure(),
      )
      .ofHousehold('h-1', '2013-01-01', enrolled('h-1', ['a']))
      .ofHousehold('h-1', '2014-02-11', {
        type: 'household.StandingExited.v1',
        data: { caseId: 'k-0', on: day('2014-02-11'), programYear: 2013, spell: 1, deregistrationDue: day('2015-02-11') },
      });

  describe('streams for which something may ring', () => {
    it('are asked for by a day: those of that day or before, and none of later ones', async () => {
      const models = await readModelsOf(fresh, log());
      expect(await models.awaitingStreams(day('2014-02-17'))).toEqual([]);
      expect(await models.awaitingStreams(day('2014-02-18'))).toEqual(['case-k-1']);
      expect(await models.awaitingStreams(day('2015-02-10'))).toEqual(['case-k-1', 'case-k-2']);
      expect(await models.awaitingStreams(day('2015-02-11'))).toEqual(['case-k-1', 'case-k-2', 'household-h-1']);
      expect(await models.awaitingStreams()).toEqual(['case-k-1', 'case-k-2', 'household-h-1']);
    });

    it('are counted, with the last day on which one rings', async () => {
      expect(await (await readModelsOf(fresh, log())).awaited()).toEqual({ count: 3, lastOn: '2015-02-11' });
      expect(await (await fresh()).awaited()).toEqual({ count: 0 });
    });

    it('are not those for which it has rung', async () => {
      const rung = log()
        .ofCase('k-1', '2014-02-18', {
          type: 'case.NoticePeriodElapsed.v1',
          data: { part: 'PUBLISH.NOTICE', round: 1, due: day('2014-02-18') },
        })
        .ofHousehold('h-1', '2015-02-11', {
          type: 'household.DeregistrationDue.v1',
          data: { caseId: 'k-0', due: day('2015-02-11') },
        });
      expect(await (await readModelsOf(fresh, rung)).awaitingStreams()).toEqual(['case-k-2', 'household-h-1']);
    });

    // How PostgreSQL goes about few rows says nothing of many.
    if (fresh.database !== 'SQLite') return;

    it('are found by an index, however many wait for a later day', async () => {
      const models = await readModelsOf(fresh, log());
      expect(await plansOf(models, () => models.awaitingStreams(day('2014-02-18')))).toEqual([
        expect.stringContaining('INDEX deadlines_to_ring'),
        expect.stringContaining('INDEX households_to_deregister'),
      ]);
    });
  });
});
