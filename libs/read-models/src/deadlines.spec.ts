import { type CaseEvent, type CorrectedPeriod } from '#libs/household-case';
import { civilDate } from '#libs/kernel';
import { type Deadline, deadlines, noticeBoard } from './case-queries.js';
import { type ReadModels } from './read-models.js';
import { HandWrittenLog, NO_PAPERS, opened, sealed } from './samples/hand-written-log.js';
import { rowsIn } from './samples/rebuilt.js';
import { onEachDatabase } from './samples/each-database.js';

onEachDatabase((fresh) => {
  const day = civilDate;
  type Recomputation = Extract<CaseEvent, { readonly type: 'case.DeadlineRecomputed.v1' }>['data'];
  const notice = { part: 'PUBLISH.NOTICE', round: 1 };
  const applied: CaseEvent = {
    type: 'case.ApplicationSubmitted.v1',
    data: { part: 'APPLY.APPLICATION', round: 1, by: 'HOUSEHOLD', membersListed: [], authorisedBy: [], papers: NO_PAPERS },
  };
  const compared: CaseEvent = {
    type: 'case.ComparisonPassed.v1',
    data: { part: 'COMPARE.COMPARISON', round: 1, oldestAsOf: day('2014-02-01') },
  };
  const posted: CaseEvent = {
    type: 'case.NoticePosted.v1',
    data: {
      ...notice,
      act: 'a-1',
      places: [{ place: 'VILLAGE_BOARD', postedOn: day('2014-02-10'), photo: 'photo' }],
      papers: NO_PAPERS,
      contentDigest: 'rows',
      householdSize: 2,
      runsFrom: day('2014-02-10'),
      earliestClose: day('2014-02-18'),
      derivation: { timer: 'T01', clause: '§5 T01', runsFrom: '2014-02-10', length: 7, unit: 'cd', dayCount: 'EXCLUDE_START' },
    },
  };
  const interrupted = (mode: 'EXTEND' | 'RESTART', runsFrom: string, earliestClose: string): CaseEvent => ({
    type: 'case.NoticeInterrupted.v1',
    data: {
      part: 'PUBLISH.NOTICE',
      no: 1,
      place: 'VILLAGE_BOARD',
      missingFrom: day('2014-02-12'),
      restoredOn: day('2014-02-13'),
      missingDays: 1,
      mode,
      runsFrom: day(runsFrom),
      earliestClose: day(earliestClose),
      evidence: [],
    },
  });
  const elapsed = (due: string): CaseEvent => ({ type: 'case.NoticePeriodElapsed.v1', data: { ...notice, due: day(due) } });
  const completed = (on: string): CaseEvent => ({
    type: 'case.NoticePeriodCompleted.v1',
    data: { ...notice, objections: 'NONE', endedOn: day(on), papers: NO_PAPERS, confirmedBy: 'director-1' },
  });
  const objection = (part: string): CaseEvent => ({
    type: 'case.ObjectionRaised.v1',
    data: {
      no: 1,
      target: 'ENTRY',
      part,
      receivedOn: day('2014-02-14'),
      receivedBy: 'clerk-1',
      anonymous: true,
      facts: sealed('facts'),
      byHousehold: false,
    },
  });

  const start = (): HandWrittenLog =>
    new HandWrittenLog()
      .withShortProcedure()
      .ofCase('k-1', '2014-02-01', opened('k-1', 'h-1'))
      .ofCase('k-1', '2014-02-03', applied);
  const hanging = (): HandWrittenLog => start().ofCase('k-1', '2014-02-08', compared).ofCase('k-1', '2014-02-10', posted);

  async function read(log: HandWrittenLog): Promise<ReadModels> {
    const models = await fresh();
    // One by one, as they come in live work; a batch gives the same rows.
    for (const event of log.events) await models.apply([event]);
    return models;
  }
  const all = async (log: HandWrittenLog, today: string) => {
    const models = await read(log);
    const found: Deadline[] = [];
    for (const status of ['OPEN', 'MET', 'CANCELLED'] as const) {
      found.push(...(await deadlines(models, day(today), { status })).items);
    }
    return found;
  };

  describe('Deadlines', () => {
    it('start when a part becomes ready, with the words of the definition from which they are reckoned', async () => {
      const common = {
        caseId: 'k-1',
        householdId: 'h-1',
        area: { county: 'c-1', township: 't-1', village: 'v-1', group: 'g-1' },
        programYear: 2014,
        caseKind: 'IDENTIFICATION',
        round: 1,
        level: 'COUNTY',
        from: '2014-02-03',
        needsCalendar: false,
        waitsFor: null,
        status: 'OPEN',
        closedOn: null,
        aboutNo: null,
        adopted: null,
        remindOn: null,
        remindedOn: null,
        missedOn: null,
        escalatedTo: null,
        escalations: 0,
        metOnPaper: false,
        revision: 0,
        recomputed: [],
      };
      expect(await all(start(), '2014-02-13')).toEqual([
        {
          ...common,
          no: 0,
          kind: 'MAX',
          timer: 'T07',
          part: 'COMPARE.COMPARISON',
          offices: ['COUNTY_POVERTY_OFFICER', 'STATION_CLERK'],
          dueOn: '2014-02-13',
          remindOn: '2014-02-10',
          derivation: {
            timer: 'T07',
            clause: '§5 T07',
            mark: 'ASSUMPTION',
            from: '2014-02-03',
            length: 10,
            unit: 'cd',
            dayCount: 'EXCLUDE_START',
            suspensions: [],
            part: 'COMPARE.COMPARISON',
            round: 1,
            kind: 'MAX',
            startFact: 'case.ApplicationSubmitted.v1',
            dueOn: '2014-02-13',
            remindOn: '2014-02-10',
            level: 'COUNTY',
            escalatesTo: 'COUNTY',
            ends: 'PART_DONE',
            expiry: 'MISSED',
          },
          overdue: false,
        },
        {
          ...common,
          no: 1,
          kind: 'TOTAL',
          timer: 'T14',
          part: 'APPROVE.APPROVAL',
          offices: ['STATION_CLERK', 'STATION_HEAD'],
          dueOn: '2014-04-04',
          remindOn: '2014-04-01',
          level: 'TOWNSHIP',
          derivation: {
            timer: 'T14',
            clause: '§5 T14',
            mark: 'SOURCE',
            from: '2014-02-03',
            length: 60,
            unit: 'cd',
            dayCount: 'EXCLUDE_START',
            suspensions: [],
            part: 'APPROVE.APPROVAL',
            round: 1,
            kind: 'TOTAL',
            startFact: 'case.ApplicationSubmitted.v1',
            dueOn: '2014-04-04',
            remindOn: '2014-04-01',
            level: 'TOWNSHIP',
            escalatesTo: 'COUNTY',
            ends: 'EFFECT',
            expiry: 'MISSED',
          },
          overdue: false,
        },
      ]);
    });

    it('are overdue on the day after, by the day that is asked for', async () => {
      const models = await read(start());
      expect((await deadlines(models, day('2014-02-13'), { overdueOnly: true })).items).toEqual([]);
      expect((await deadlines(models, day('2014-02-14'), { overdueOnly: true })).items).toMatchObject([{ no: 0, overdue: true }]);
    });

    it('are met by the part that they wait for, on its paper date', async () => {
      expect(await all(start().ofCase('k-1', '2014-02-08', compared), '2014-02-08')).toMatchObject([
        { no: 1, status: 'OPEN' },
        { no: 0, status: 'MET', closedOn: '2014-02-08' },
      ]);
    });

    it('hold the end of a notice, which is never overdue and is met when the day has come', async () => {
      const running = { no: 2, kind: 'MIN', timer: 'T01', part: 'PUBLISH.NOTICE', from: '2014-02-10', dueOn: '2014-02-18' };
      const models = await read(hanging());
      expect((await deadlines(models, day('2014-03-01'), { kind: 'MIN' })).items).toMatchObject([
        { ...running, status: 'OPEN', overdue: false, derivation: { timer: 'T01', length: 7 } },
      ]);
      const after = await read(hanging().ofCase('k-1', '2014-02-18', elapsed('2014-02-18')));
      expect((await deadlines(after, day('2014-03-01'), { status: 'MET', kind: 'MIN' })).items).toMatchObject([
        { ...running, status: 'MET', closedOn: '2014-02-18' },
      ]);
    });

    it('move with an interruption, and run again where the bell had rung before it was known', async () => {
      const log = hanging().ofCase('k-1', '2014-02-18', elapsed('2014-02-18'));
      const extended = log.ofCase('k-1', '2014-02-19', interrupted('EXTEND', '2014-02-10', '2014-02-19'));
      expect((await deadlines(await read(extended), day('2014-02-19'), { kind: 'MIN' })).items).toMatchObject([
        { from: '2014-02-10', dueOn: '2014-02-19', status: 'OPEN', closedOn: null },
      ]);
      const restarted = hanging().ofCase('k-1', '2014-02-13', interrupted('RESTART', '2014-02-13', '2014-02-21'));
      expect((await deadlines(await read(restarted), day('2014-02-19'), { kind: 'MIN' })).items).toMatchObject([
        { from: '2014-02-13', dueOn: '2014-02-21', status: 'OPEN' },
      ]);
    });

    it('in working days are counted by the calendar of the log, and tell by which', async () => {
      const log = hanging().withCalendar(2014).ofCase('k-1', '2014-02-18', completed('2014-02-18'));
      const shown = {
        timer: 'T10',
        from: '2014-02-18',
        dueOn: '2014-03-04',
        needsCalendar: false,
        derivation: {
          timer: 'T10',
          clause: '§5 T10',
          mark: 'ASSUMPTION',
          from: '2014-02-18',
          length: 10,
          unit: 'wd',
          dayCount: 'EXCLUDE_START',
          calendar: ['CN-2014@1'],
          skipped: ['2014-02-22', '2014-02-23', '2014-03-01', '2014-03-02'].map((one) => ({ day: one, because: 'WEEKEND' })),
          workedWeekends: [],
        },
      };
      const models = await read(log);
      const copy = { timer: 'T27', from: '2014-02-18', dueOn: '2014-03-20' };
      expect((await deadlines(models, day('2014-03-04'), { kind: 'MAX' })).items).toMatchObject([
        { ...shown, overdue: false },
        copy,
      ]);
      expect((await deadlines(models, day('2014-03-05'), { kind: 'MAX' })).items).toMatchObject([
        { ...shown, overdue: true },
        copy,
      ]);
    });

    it('in working days of a year without a calendar show that they need it, and stand last', async () => {
      const log = hanging().ofCase('k-1', '2014-02-18', completed('2014-02-18'));
      expect((await deadlines(await read(log), day('2014-06-01'))).items).toMatchObject([
        { no: 4, timer: 'T27', overdue: true },
        { no: 1, kind: 'TOTAL', overdue: true },
        { no: 3, kind: 'MAX', timer: 'T10', from: '2014-02-18', dueOn: null, needsCalendar: true, overdue: false },
      ]);
    });

    it('are cancelled when the case ends otherwise', async () => {
      const log = start().ofCase('k-1', '2014-02-05', {
        type: 'case.CaseLapsed.v1',
        data: { reason: 'MOVED', papers: NO_PAPERS },
      });
      expect(await all(log, '2014-03-01')).toMatchObject([
        { no: 0, status: 'CANCELLED', closedOn: '2014-02-05' },
        { no: 1, status: 'CANCELLED', closedOn: '2014-02-05' },
      ]);
    });

    it('begin anew when the case comes back to the part in a new round', async () => {
      const log = start()
        .ofCase('k-1', '2014-02-08', compared)
        .ofCase('k-1', '2014-02-10', {
          type: 'case.CaseReturned.v1',
          data: { to: 'COMPARE.COMPARISON', level: 'TOWNSHIP', because: 'RULING', superseded: ['COMPARE.COMPARISON'] },
        });
      expect(await all(log, '2014-02-10')).toMatchObject([
        { no: 2, part: 'COMPARE.COMPARISON', round: 2, from: '2014-02-10', dueOn: '2014-02-20', status: 'OPEN' },
        { no: 1, kind: 'TOTAL', status: 'OPEN' },
        { no: 0, part: 'COMPARE.COMPARISON', round: 1, status: 'MET' },
      ]);
    });
  });

  describe('A deadline that is recomputed', () => {
    const derivation = {
      timer: 'T07',
      part: 'COMPARE.COMPARISON',
      round: 1,
      kind: 'MAX',
      startFact: 'case.ApplicationSubmitted.v1',
      from: day('2014-02-03'),
      length: 10,
      unit: 'cd',
      dayCount: 'EXCLUDE_START',
      clause: '§5 T07',
      mark: 'ASSUMPTION',
      dueOn: day('2014-02-13'),
      remindOn: day('2014-02-10'),
      level: 'COUNTY',
      escalatesTo: 'COUNTY',
      ends: 'PART_DONE',
      expiry: 'MISSED',
    } as const;
    const recomputed = (
      more: Partial<Recomputation['derivation']>,
      because: string,
      changed?: Recomputation['changed'],
    ): CaseEvent => {
      const now = { ...derivation, ...more };
      const { timer, part, round, dueOn } = now;
      const data = {
        timer,
        part,
        round,
        old: day('2014-02-13'),
        new: dueOn,
        because,
        derivation: now,
        ...(changed && { changed }),
      };
      return { type: 'case.DeadlineRecomputed.v1', data };
    };
    const comparison = async (log: HandWrittenLog, today = '2014-02-10') => (await all(log, today)).filter(({ no }) => no === 0);

    it('has its new day, and says because of what it was recomputed and when', async () => {
      const log = start().ofCase('k-1', '2014-02-05', recomputed({ dueOn: day('2014-02-17'), remindOn: day('2014-02-14') }, 'B'));
      expect(await comparison(log)).toMatchObject([
        {
          dueOn: '2014-02-17',
          remindOn: '2014-02-14',
          revision: 1,
          recomputed: [{ on: '2014-02-05', old: '2014-02-13', new: '2014-02-17', because: 'B', changed: [] }],
          derivation: { dueOn: '2014-02-17' },
        },
      ]);
      const models = await read(log);
      expect((await deadlines(models, day('2014-02-14'), { overdueOnly: true })).items).toEqual([]);
      expect((await deadlines(models, day('2014-02-18'), { overdueOnly: true })).items).toMatchObject([{ no: 0 }]);
    });

    it('counts from another day where its start was corrected (R3)', async () => {
      const log = start().ofCase('k-1', '2014-02-05', recomputed({ from: day('2014-02-04'), dueOn: day('2014-02-14') }, 'R3'));
      expect(await comparison(log)).toMatchObject([{ from: '2014-02-04', dueOn: '2014-02-14' }]);
    });

    it('takes adoption, level and reminder also where its day stays', async () => {
      const more = { adopted: 'Order 12', level: 'TOWNSHIP', remindOn: day('2014-02-12'), secondOn: day('2014-02-20') } as const;
      const changed = [{ what: 'ADOPTED', old: null, new: 'Order 12' }] as const;
      const log = start().ofCase('k-1', '2014-02-05', recomputed(more, 'Order 12', changed));
      expect(await comparison(log)).toMatchObject([
        {
          dueOn: '2014-02-13',
          adopted: 'Order 12',
          level: 'TOWNSHIP',
          offices: ['STATION_CLERK', 'STATION_HEAD'],
          remindOn: '2014-02-12',
          revision: 1,
          recomputed: [{ on: '2014-02-05', old: '2014-02-13', new: '2014-02-13', because: 'Order 12', changed }],
        },
      ]);
    });

    it('keeps each time, in one write as in several', async () => {
      const log = start()
        .ofCase('k-1', '2014-02-05', recomputed({ dueOn: day('2014-02-17') }, 'B'))
        .ofCase('k-1', '2014-02-06', recomputed({}, '“C”\n第2号'));
      const atOnce = await fresh();
      await atOnce.apply(log.events);
      expect(await rowsIn(await read(log), 'deadlines')).toEqual(await rowsIn(atOnce, 'deadlines'));
      expect(await comparison(log)).toMatchObject([
        { revision: 2, recomputed: [{ because: 'B' }, { because: '“C”\n第2号', on: '2014-02-06', new: '2014-02-13' }] },
      ]);
    });
  });

  describe('The revision of a deadline', () => {
    const revisions = async (log: HandWrittenLog): Promise<readonly number[]> =>
      (await all(log, '2014-02-10')).filter(({ kind }) => kind === 'MIN').map(({ revision }) => revision);

    it('grows with every change of its day and its standing, and with nothing else', async () => {
      expect(await revisions(hanging())).toEqual([0]);
      expect(await revisions(hanging().ofCase('k-1', '2014-02-11', objection('PUBLISH.NOTICE')))).toEqual([0]);
      const extended = hanging().ofCase('k-1', '2014-02-14', interrupted('EXTEND', '2014-02-10', '2014-02-19'));
      expect(await revisions(extended)).toEqual([1]);
      expect(await revisions(extended.ofCase('k-1', '2014-02-19', elapsed('2014-02-19')))).toEqual([2]);
      const reopened = extended.ofCase('k-1', '2014-02-20', interrupted('EXTEND', '2014-02-10', '2014-02-21'));
      expect(await revisions(reopened)).toEqual([4]);
    });
  });

  describe('Notice board', () => {
    it('shows a running notice with its places and its end, and no name', async () => {
      expect((await noticeBoard(await read(hanging()), { within: 'v-1' })).items).toEqual([
        {
          caseId: 'k-1',
          area: { county: 'c-1', township: 't-1', village: 'v-1', group: 'g-1' },
          programYear: 2014,
          caseKind: 'IDENTIFICATION',
          kind: 'NOTICE',
          part: 'PUBLISH.NOTICE',
          round: 1,
          level: 'VILLAGE',
          act: 'a-1',
          places: [{ place: 'VILLAGE_BOARD', postedOn: '2014-02-10' }],
          postedOn: '2014-02-10',
          runsFrom: '2014-02-10',
          earliestClose: '2014-02-18',
          elapsed: false,
          completedOn: null,
          status: 'RUNNING',
          openObjections: 0,
          interruptions: 0,
          corrections: 0,
          headCount: 2,
          contentDigest: 'rows',
        },
      ]);
    });

    it('counts the objections to it and its interruptions', async () => {
      const log = hanging().ofCase(
        'k-1',
        '2014-02-14',
        interrupted('EXTEND', '2014-02-10', '2014-02-19'),
        objection('PUBLISH.NOTICE'),
      );
      expect((await noticeBoard(await read(log))).items).toMatchObject([
        { openObjections: 1, interruptions: 1, earliestClose: '2014-02-19' },
      ]);
      log.ofCase('k-1', '2014-02-16', {
        type: 'case.ObjectionDecided.v1',
        data: { no: 1, outcome: 'DISMISSED', material: false, decidedBy: ['head-1'], reason: sealed('why'), evidence: [] },
      });
      expect((await noticeBoard(await read(log))).items).toMatchObject([{ openObjections: 0 }]);
    });

    it('shows a correction slip and what it says now', async () => {
      const log = hanging().ofCase('k-1', '2014-02-12', {
        type: 'case.NoticeCorrected.v1',
        data: {
          part: 'PUBLISH.NOTICE',
          no: 1,
          field: 'HEAD',
          correctedOn: day('2014-02-12'),
          contentDigest: 'other rows',
          restarts: true,
          earliestClose: day('2014-02-20'),
          papers: NO_PAPERS,
        },
      });
      expect((await noticeBoard(await read(log))).items).toMatchObject([
        { corrections: 1, contentDigest: 'other rows', runsFrom: '2014-02-12', earliestClose: '2014-02-20' },
      ]);
    });

    it('keeps what is past: completed, taken up again by a late objection, superseded by a return', async () => {
      const log = hanging().ofCase('k-1', '2014-02-18', elapsed('2014-02-18'), completed('2014-02-18'));
      expect((await noticeBoard(await read(log))).items).toMatchObject([
        { status: 'COMPLETED', elapsed: true, completedOn: '2014-02-18' },
      ]);
      log.ofCase('k-1', '2014-02-20', {
        type: 'case.CompletionSuperseded.v1',
        data: { parts: ['PUBLISH.NOTICE'], objection: 1 },
      });
      expect((await noticeBoard(await read(log))).items).toMatchObject([{ status: 'RUNNING', completedOn: null }]);
      log.ofCase('k-1', '2014-02-22', {
        type: 'case.CaseReturned.v1',
        data: { to: 'PUBLISH.NOTICE', level: 'TOWNSHIP', because: 'OBJECTION', superseded: ['PUBLISH.NOTICE'] },
      });
      expect((await noticeBoard(await read(log))).items).toMatchObject([{ status: 'SUPERSEDED' }]);
      log.ofCase('k-1', '2014-02-24', { ...posted, data: { ...posted.data, round: 2 } });
      expect((await noticeBoard(await read(log))).items).toMatchObject([
        { round: 1, status: 'SUPERSEDED' },
        { round: 2, status: 'RUNNING' },
      ]);
      expect((await noticeBoard(await read(log), { status: 'RUNNING' })).items).toMatchObject([{ round: 2 }]);
    });
  });

  describe('A corrected record of a posting', () => {
    const corrected = (field: string, was: string, now: string, period?: CorrectedPeriod): CaseEvent => {
      const said = { no: 1, event: 'event-5', field, old: was, new: now, scanDigest: 'scan', reason: sealed('slip') };
      return { type: 'case.RecordCorrected.v1', data: { ...said, unlawful: [], ...(period && { period }) } };
    };

    it('moves the place, the period and its end, which has yet to come', async () => {
      const derivation = { runsFrom: '2014-02-11', length: 7, unit: 'cd' };
      const period = { runsFrom: day('2014-02-11'), earliestClose: day('2014-02-19'), derivation };
      const log = hanging().ofCase('k-1', '2014-02-18', elapsed('2014-02-18'));
      const models = await read(
        log.ofCase('k-1', '2014-02-18', corrected('places.0.postedOn', '2014-02-10', '2014-02-11', period)),
      );
      expect((await noticeBoard(models)).items).toMatchObject([
        {
          places: [{ place: 'VILLAGE_BOARD', postedOn: '2014-02-11' }],
          runsFrom: '2014-02-11',
          earliestClose: '2014-02-19',
          elapsed: false,
          contentDigest: 'rows',
          headCount: 2,
        },
      ]);
      expect((await deadlines(models, day('2014-02-18'), { kind: 'MIN' })).items).toMatchObject([
        { from: '2014-02-11', dueOn: '2014-02-19', status: 'OPEN' },
      ]);
    });

    it('moves the place alone where the period does not depend on it', async () => {
      const models = await read(
        hanging().ofCase('k-1', '2014-02-12', corrected('places.0.postedOn', '2014-02-10', '2014-02-11')),
      );
      expect((await noticeBoard(models)).items).toMatchObject([
        { places: [{ postedOn: '2014-02-11' }], runsFrom: '2014-02-10', earliestClose: '2014-02-18' },
      ]);
    });

    it('shows the right size and content', async () => {
      const log = hanging().ofCase(
        'k-1',
        '2014-02-12',
        corrected('householdSize', '2', '3'),
        corrected('contentDigest', 'rows', 'right'),
      );
      expect((await noticeBoard(await read(log))).items).toMatchObject([
        { headCount: 3, contentDigest: 'right', corrections: 0 },
      ]);
    });
  });
});
