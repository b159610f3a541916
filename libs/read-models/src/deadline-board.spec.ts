import { type CaseEvent } from '#libs/household-case';
import { civilDate } from '#libs/kernel';
import { deadlines } from './case-queries.js';
import { type BoardFilter, deadlineBoard, openOfOffice, overdueByLevel, waitingByLevel } from './deadline-board.js';
import { type DeadlineState } from './deadline-states.js';
import { type ReadModels } from './read-models.js';
import { area, HandWrittenLog, NO_PAPERS, opened } from './samples/hand-written-log.js';
import { plansOf } from './samples/sqlite-plans.js';
import { onEachDatabase } from './samples/each-database.js';

onEachDatabase((fresh) => {
  const day = civilDate;
  const applied: CaseEvent = {
    type: 'case.ApplicationSubmitted.v1',
    data: { part: 'APPLY.APPLICATION', round: 1, by: 'HOUSEHOLD', membersListed: [], authorisedBy: [], papers: NO_PAPERS },
  };
  const posted: CaseEvent = {
    type: 'case.NoticePosted.v1',
    data: {
      part: 'PUBLISH.NOTICE',
      round: 1,
      places: [{ place: 'VILLAGE_BOARD', postedOn: day('2014-02-10'), photo: 'photo' }],
      papers: NO_PAPERS,
      contentDigest: 'rows',
      householdSize: 2,
      runsFrom: day('2014-02-10'),
      earliestClose: day('2014-02-18'),
      derivation: { timer: 'T01', clause: '§5 T01', runsFrom: '2014-02-10', length: 7, unit: 'cd', dayCount: 'EXCLUDE_START' },
    },
  };

  const reminded: CaseEvent = {
    type: 'case.ReminderDue.v1',
    data: { timer: 'T07', part: 'COMPARE.COMPARISON', round: 1, dueOn: day('2014-02-18'), level: 'COUNTY' },
  };

  /** Three cases in two villages: applied on the 3rd (comparison until the 13th), on the 8th (until the 18th), and one that hangs. */
  async function models(): Promise<ReadModels> {
    const read = await fresh();
    const log = new HandWrittenLog()
      .withShortProcedure()
      .ofCase('k-1', '2014-02-01', opened('k-1', 'h-1'))
      .ofCase('k-1', '2014-02-03', applied)
      .ofCase('k-2', '2014-02-01', opened('k-2', 'h-2', { area: area('v-2') }))
      .ofCase('k-2', '2014-02-08', applied)
      .ofCase('k-3', '2014-02-01', opened('k-3', 'h-3', { area: area('v-2') }))
      .ofCase('k-3', '2014-02-10', posted)
      .ofCase('k-2', '2014-02-15', reminded);
    await read.apply(log.events);
    return read;
  }
  const found = async (today: string, filter: Parameters<typeof deadlines>[2]): Promise<readonly string[]> =>
    (await deadlines(await models(), day(today), filter)).items.map(({ caseId, timer }) => `${caseId} ${timer ?? ''}`);

  describe('the board of deadlines', () => {
    test.each<[string, DeadlineState, number, readonly string[]]>([
      ['2014-02-13', 'TODAY', 7, ['k-1 T07']],
      ['2014-02-13', 'OVERDUE', 7, []],
      ['2014-02-14', 'OVERDUE', 7, ['k-1 T07']],
      ['2014-02-13', 'UPCOMING', 4, []],
      ['2014-02-13', 'UPCOMING', 5, ['k-2 T07', 'k-3 T01']],
      // A notice that may end is due on the day and never overdue.
      ['2014-02-18', 'TODAY', 7, ['k-2 T07', 'k-3 T01']],
      ['2014-02-19', 'OVERDUE', 7, ['k-1 T07', 'k-2 T07']],
      ['2014-02-18', 'REMINDED', 7, ['k-2 T07']],
      ['2014-02-19', 'REMINDED', 7, []],
    ])('on %s shows %s within %i days', async (today, state, days, expected) => {
      expect(await found(today, { state, days })).toEqual(expected);
    });

    it('is held to an area, an office, a step', async () => {
      expect(await found('2014-02-13', { within: 'v-2' })).toEqual(['k-2 T07', 'k-3 T01', 'k-2 T14']);
      expect(await found('2014-02-13', { office: 'VILLAGE_DIRECTOR' })).toEqual(['k-3 T01']);
      expect(await found('2014-02-13', { office: 'STATION_CLERK' })).toEqual(['k-1 T07', 'k-2 T07', 'k-1 T14', 'k-2 T14']);
      expect(await found('2014-02-13', { office: 'STATION_HEAD' })).toEqual(['k-1 T14', 'k-2 T14']);
      expect(await found('2014-02-13', { step: 'COMPARE' })).toEqual(['k-1 T07', 'k-2 T07']);
      expect(await found('2014-02-13', { step: 'COMP' })).toEqual([]);
    });

    it('comes page by page under a filter', async () => {
      const read = await models();
      const filter = { office: 'STATION_HEAD' } as const;
      const first = await deadlines(read, day('2014-02-13'), filter, { limit: 1 });
      const second = await deadlines(read, day('2014-02-13'), filter, { limit: 1, after: first.next ?? '' });
      expect([...first.items, ...second.items].map(({ caseId }) => caseId)).toEqual(['k-1', 'k-2']);
      expect(second.next).toBeNull();
    });

    it('counts by level, area and step, each deadline once, and by office, for each that may do it', async () => {
      const none = { overdue: 0, today: 0, upcoming: 0, reminded: 0, waiting: 0, missed: 0 };
      const { reminded: still } = (await deadlineBoard(await models(), day('2014-02-18'))).total;
      expect([still, (await deadlineBoard(await models(), day('2014-02-19'))).total]).toEqual([1, { ...none, overdue: 2 }]);
      const board = await deadlineBoard(await models(), day('2014-02-14'), {}, 7);
      expect(board).toEqual({
        day: '2014-02-14',
        days: 7,
        total: { ...none, overdue: 1, upcoming: 2, reminded: 1 },
        levels: [
          { ...none, level: 'COUNTY', overdue: 1, upcoming: 1, reminded: 1 },
          { ...none, level: 'VILLAGE', upcoming: 1 },
        ],
        offices: [
          { ...none, level: 'COUNTY', office: 'COUNTY_POVERTY_OFFICER', overdue: 1, upcoming: 1, reminded: 1 },
          { ...none, level: 'COUNTY', office: 'STATION_CLERK', overdue: 1, upcoming: 1, reminded: 1 },
          { ...none, level: 'VILLAGE', office: 'DATA_CLERK', upcoming: 1 },
          { ...none, level: 'VILLAGE', office: 'VILLAGE_DIRECTOR', upcoming: 1 },
        ],
        areas: [{ ...none, area: 'c-1', overdue: 1, upcoming: 2, reminded: 1 }],
        steps: [
          { ...none, caseKind: 'IDENTIFICATION', step: 'COMPARE', overdue: 1, upcoming: 1, reminded: 1 },
          { ...none, caseKind: 'IDENTIFICATION', step: 'PUBLISH', upcoming: 1 },
        ],
        calendars: [],
      });
      expect((await deadlineBoard(await models(), day('2014-02-14'), { within: 'v-2' }, 7)).total).toEqual({
        ...none,
        upcoming: 2,
        reminded: 1,
      });
      expect(await deadlineBoard(await models(), day('2014-02-14'), { year: 2015 }, 7)).toEqual({
        day: '2014-02-14',
        days: 7,
        total: none,
        levels: [],
        offices: [],
        areas: [],
        steps: [],
        calendars: [],
      });
      expect(await overdueByLevel(await models(), day('2014-02-19'))).toEqual([{ level: 'COUNTY', overdue: 2 }]);
    });

    it.each<[string, string | readonly string[] | undefined, readonly string[]]>([
      ['the whole country: counties', undefined, ['c-1 1 2']],
      ['several counties: counties', ['c-1', 'c-2'], ['c-1 1 2']],
      ['a county: townships', 'c-1', ['t-1 1 2']],
      ['a township: villages', 't-1', ['v-1 1 0', 'v-2 0 2']],
      ['a village: groups', 'v-1', ['g-1 1 0']],
      ['a village whose cases lie in no group: itself', 'v-2', ['v-2 0 2']],
      ['a group: itself', 'g-1', ['g-1 1 0']],
      ['an area that nobody has heard of: nothing', 'v-9', []],
    ])('counts what lies next below %s', async (_, asked, expected) => {
      const { areas } = await deadlineBoard(await models(), day('2014-02-14'), asked === undefined ? {} : { within: asked });
      expect(areas.map(({ area: where, overdue, upcoming }) => `${where} ${overdue} ${upcoming}`)).toEqual(expected);
    });

    it.each<[BoardFilter, number, number]>([
      [{ level: 'VILLAGE' }, 0, 1],
      [{ level: 'COUNTY' }, 1, 1],
      [{ office: 'VILLAGE_DIRECTOR' }, 0, 1],
      [{ office: 'STATION_CLERK' }, 1, 1],
      [{ step: 'COMPARE' }, 1, 1],
      [{ step: 'COMP' }, 0, 0],
      [{ step: 'PUBLISH', within: 'v-1' }, 0, 0],
      [{ office: 'STATION_CLERK', within: 'v-2', step: 'COMPARE' }, 0, 1],
      [{ caseKind: 'EXIT' }, 0, 0],
    ])('is held to %j', async (filter, overdue, upcoming) => {
      const { total, areas, steps, levels } = await deadlineBoard(await models(), day('2014-02-14'), filter);
      expect([total.overdue, total.upcoming]).toEqual([overdue, upcoming]);
      // Each of these divides the same terms.
      for (const parts of [areas, steps, levels]) {
        expect(parts.reduce((sum, one) => sum + one.overdue + one.upcoming, 0)).toBe(overdue + upcoming);
      }
      // What is counted is what the list shows.
      const listed = async (state: DeadlineState): Promise<number> =>
        (await deadlines(await models(), day('2014-02-14'), { ...filter, state })).items.length;
      if (filter.caseKind === undefined) expect([await listed('OVERDUE'), await listed('UPCOMING')]).toEqual([overdue, upcoming]);
    });

    it('counts apart what waits for a calendar that is not published, and names it', async () => {
      const completed: CaseEvent = {
        type: 'case.NoticePeriodCompleted.v1',
        data: {
          part: 'PUBLISH.NOTICE',
          round: 1,
          objections: 'NONE',
          endedOn: day('2014-02-18'),
          papers: NO_PAPERS,
          confirmedBy: 'director-1',
        },
      };
      const decidable = async (log: HandWrittenLog): Promise<ReadModels> => {
        const read = await fresh();
        await read.apply(
          log
            .withShortProcedure()
            .ofCase('k-3', '2014-02-01', opened('k-3', 'h-3'))
            .ofCase('k-3', '2014-02-10', posted)
            .ofCase('k-3', '2014-02-18', completed).events,
        );
        return read;
      };
      const waiting = await decidable(new HandWrittenLog());
      // Whatever day it is: the approval that waits is not overdue, and not forgotten.
      for (const today of ['2014-02-18', '2014-12-31'] as const) {
        const { total, levels, steps, calendars } = await deadlineBoard(waiting, day(today), { level: 'COUNTY' });
        expect([total.waiting, total.overdue]).toEqual([1, 0]);
        expect(levels).toMatchObject([{ level: 'COUNTY', waiting: 1 }]);
        expect(steps).toMatchObject([{ step: 'APPROVE', waiting: 1 }]);
        expect(calendars).toEqual([{ calendar: 'CN-2014', waiting: 1 }]);
      }
      expect((await deadlines(waiting, day('2014-02-18'), { state: 'WAITING' })).items).toMatchObject([
        { timer: 'T10', dueOn: null, needsCalendar: true, waitsFor: 'CN-2014' },
      ]);
      expect(await openOfOffice(waiting, day('2014-02-18'), 'COUNTY_POVERTY_OFFICER', 'c-1')).toMatchObject({ waiting: 1 });
      expect(await openOfOffice(waiting, day('2014-02-18'), 'DATA_CLERK', 'c-1')).toMatchObject({ waiting: 0 });
      expect(await waitingByLevel(waiting)).toEqual([{ level: 'COUNTY', waiting: 1 }]);

      const told = await decidable(new HandWrittenLog().withCalendar(2014));
      expect((await deadlineBoard(told, day('2014-02-18'))).calendars).toEqual([]);
      expect((await deadlines(told, day('2014-02-18'), { state: 'WAITING' })).items).toEqual([]);
      expect((await deadlines(told, day('2014-02-18'), { level: 'COUNTY' })).items).toMatchObject([
        { timer: 'T10', waitsFor: null },
      ]);
      expect(await waitingByLevel(told)).toEqual([]);
    });

    // How PostgreSQL goes about few rows says nothing of many.
    if (fresh.database !== 'SQLite') return;

    it('finds what is due by its index, however many are open', async () => {
      const read = await models();
      const lists = await plansOf(read, async () => {
        await deadlines(read, day('2014-02-14'), { state: 'OVERDUE' });
        await deadlines(read, day('2014-02-14'), { state: 'WAITING' });
      });
      expect(lists).toHaveLength(2);
      for (const plan of lists) {
        expect(plan).toContain('USING INDEX deadlines_open');
        expect(plan).not.toContain('TEMP B-TREE');
      }
      const counts = await plansOf(read, async () => {
        await deadlineBoard(read, day('2014-02-14'));
        await waitingByLevel(read);
      });
      const ofDeadlines = counts.filter((plan) => plan.includes('deadlines'));
      expect(ofDeadlines).toHaveLength(3);
      for (const plan of ofDeadlines) {
        expect(plan).toContain('USING INDEX deadlines_open');
        expect(plan).not.toContain('SCAN d');
      }
    });
  });
});
