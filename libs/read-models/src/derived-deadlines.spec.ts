import { shippedCalendar } from '#libs/calendar';
import { type CaseEvent } from '#libs/household-case';
import { civilDate, type JsonObject } from '#libs/kernel';
import { type Duration, isYearMissing, noticePeriod, termEnd } from '#libs/procedure';
import { deadlineSentence } from '#libs/terms';
import { deadlinesOfCase, wordsOf } from './derived-deadlines.js';
import { HandWrittenLog, NO_PAPERS, opened } from './samples/hand-written-log.js';
import { onEachDatabase } from './samples/each-database.js';

onEachDatabase((fresh) => {
  const day = civilDate;
  const NOTICE = { zh: '村级公示', en: 'Village notice' };
  const COMPARISON = { zh: '信息比对', en: 'Comparison' };

  type Counted = readonly [from: string, length: number, unit: Duration['unit'], dayCount: 'EXCLUDE_START' | 'INCLUDE_START'];

  /** What the sentences are made of, as the period of a notice or a longest term really is counted. */
  function words(
    kind: 'MIN' | 'MAX',
    timer: string,
    [from, length, unit, dayCount]: Counted,
  ): Parameters<typeof deadlineSentence>[0] {
    const term: Duration = { length, unit, timer, basis: { clause: `§5 ${timer}`, mark: 'ASSUMPTION' } };
    const counting = { dayCount, calendar: shippedCalendar };
    const end = kind === 'MIN' ? noticePeriod(day(from), term, counting) : termEnd(day(from), term, counting);
    const counted: JsonObject = isYearMissing(end)
      ? { missing: `CN-${end.missing}` }
      : 'derivation' in end
        ? end.derivation
        : { from, ...end.counted };
    const dueOn = isYearMissing(end) ? null : 'earliestClose' in end ? end.earliestClose : end.lastDay;
    return wordsOf(
      {
        caseId: 'k-1',
        no: 0,
        householdId: 'h-1',
        area: { county: 'c-1', township: 't-1', village: 'v-1', group: null },
        programYear: Number(from.slice(0, 4)),
        caseKind: 'IDENTIFICATION',
        kind,
        timer,
        part: 'ANY.PART',
        round: 1,
        level: 'VILLAGE',
        offices: [],
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
        from: day(from),
        dueOn,
        needsCalendar: dueOn === null,
        waitsFor: null,
        status: 'OPEN',
        closedOn: null,
        derivation: { length, unit, dayCount, clause: term.basis.clause, mark: term.basis.mark, ...counted },
        overdue: false,
        startFact: kind === 'MIN' ? 'case.NoticePosted.v1' : null,
        lastDay: isYearMissing(end) ? null : end.lastDay,
        places: kind === 'MIN' ? [{ place: 'VILLAGE_BOARD', postedOn: day(from) }] : [],
        interruptions: [],
        restartedOn: [],
      },
      kind === 'MIN' ? NOTICE : COMPARISON,
    );
  }

  describe('a due date in one sentence', () => {
    test.each<[string, 'MIN' | 'MAX', string, Counted, string, string]>([
      [
        'Hunan, 17 to 23 March 2019, counts its first day',
        'MIN',
        'T01',
        ['2019-03-17', 7, 'cd', 'INCLUDE_START'],
        '村级公示的村级公示期（T01）最短7日，2019-03-17张贴于村公示栏，自2019-03-17（公示张贴）起，当日计入，2019-03-23届满，2019-03-24起方可结束（依据：§5 T01，本系统假设）。',
        'Village notice, Village notice (T01): shortest term of 7 calendar days, posted at Village board on 2019-03-17, from 2019-03-17 (Notice posted), that day counted, the last day is 2019-03-23, it may end on 2019-03-24 (clause: §5 T01, ours).',
      ],
      [
        'Hubei over Spring Festival 2018: calendar days, no holiday prolongs them',
        'MIN',
        'T01',
        ['2018-02-14', 9, 'cd', 'EXCLUDE_START'],
        '村级公示的村级公示期（T01）最短9日，2018-02-14张贴于村公示栏，自2018-02-14（公示张贴）起，当日不计，次日起算，2018-02-23届满，2018-02-24起方可结束（依据：§5 T01，本系统假设）。',
        'Village notice, Village notice (T01): shortest term of 9 calendar days, posted at Village board on 2018-02-14, from 2018-02-14 (Notice posted), that day not counted, the last day is 2018-02-23, it may end on 2018-02-24 (clause: §5 T01, ours).',
      ],
      [
        'working days over National Day 2019, with what was passed over and worked',
        'MAX',
        'T07',
        ['2019-09-26', 5, 'wd', 'EXCLUDE_START'],
        '信息比对的信息比对答复期限（T07）最长5个工作日，自2019-09-26起，当日不计，次日起算，按工作日历CN-2019@1计，不计2019-09-28周末、2019-10-01至2019-10-07国庆节，2019-09-29调休上班计入，2019-10-09届满（依据：§5 T07，本系统假设）。',
        'Comparison, Result of the comparison (T07): longest term of 5 working days, from 2019-09-26, that day not counted, by calendar CN-2019@1, leaving out 2019-09-28 (Weekend), 2019-10-01 to 2019-10-07 (National Day), counting the adjusted workday 2019-09-29, the last day is 2019-10-09 (clause: §5 T07, ours).',
      ],
      [
        'over 29 February',
        'MIN',
        'T02',
        ['2016-02-25', 7, 'cd', 'EXCLUDE_START'],
        '村级公示的乡镇公示期（T02）最短7日，2016-02-25张贴于村公示栏，自2016-02-25（公示张贴）起，当日不计，次日起算，2016-03-03届满，2016-03-04起方可结束（依据：§5 T02，本系统假设）。',
        'Village notice, Township notice (T02): shortest term of 7 calendar days, posted at Village board on 2016-02-25, from 2016-02-25 (Notice posted), that day not counted, the last day is 2016-03-03, it may end on 2016-03-04 (clause: §5 T02, ours).',
      ],
      [
        'a year from 29 February',
        'MAX',
        'T18',
        ['2016-02-29', 1, 'year', 'EXCLUDE_START'],
        '信息比对的退出后跟踪期（T18）最长1年，自2016-02-29起，当日不计，次日起算，2017-02-28届满（依据：§5 T18，本系统假设）。',
        'Comparison, Tracking after the exit (T18): longest term of 1 year, from 2016-02-29, that day not counted, the last day is 2017-02-28 (clause: §5 T18, ours).',
      ],
      [
        'a year without a calendar is never guessed',
        'MAX',
        'T09',
        ['2026-12-30', 10, 'wd', 'EXCLUDE_START'],
        '信息比对的乡镇审核期限（T09）最长10个工作日，自2026-12-30起，当日不计，次日起算，所需工作日历CN-2027尚未发布，无法推定届满日（依据：§5 T09，本系统假设）。',
        'Comparison, Township audit (T09): longest term of 10 working days, from 2026-12-30, that day not counted, no day can be told before calendar CN-2027 is published (clause: §5 T09, ours).',
      ],
    ])('%s', (_, kind, timer, counted, zh, en) => {
      const said = words(kind, timer, counted);
      expect({ zh: deadlineSentence(said, 'zh'), en: deadlineSentence(said, 'en') }).toEqual({ zh, en });
    });
  });

  describe('what became of a due date', () => {
    const said = (more: Partial<ReturnType<typeof words>>): readonly string[] => {
      const one = { ...words('MAX', 'T07', ['2019-03-04', 5, 'cd', 'EXCLUDE_START']), ...more };
      return [deadlineSentence(one, 'zh'), deadlineSentence(one, 'en')];
    };
    const again = { on: '2019-03-05', old: '2019-03-11', new: '2019-03-09', because: 'CN-2019@2', changed: [] };

    test.each<[string, Partial<ReturnType<typeof words>>, string, string]>([
      [
        'the round and the objection that it is about',
        { round: 2, aboutNo: 3 },
        '信息比对第2轮第3号异议的信息比对答复期限（T07）最长5日，自2019-03-04起，当日不计，次日起算，2019-03-09届满（依据：§5 T07，本系统假设）。',
        'Comparison, round 2, objection 3, Result of the comparison (T07): longest term of 5 calendar days, from 2019-03-04, that day not counted, the last day is 2019-03-09 (clause: §5 T07, ours).',
      ],
      [
        'the instrument by which the county has adopted it',
        { adopted: '县发〔2019〕1号' },
        '信息比对的信息比对答复期限（T07）最长5日，自2019-03-04起，当日不计，次日起算，2019-03-09届满（依据：§5 T07，本系统假设，县级采用：县发〔2019〕1号）。',
        'Comparison, Result of the comparison (T07): longest term of 5 calendar days, from 2019-03-04, that day not counted, the last day is 2019-03-09 (clause: §5 T07, ours, adopted by the county: 县发〔2019〕1号).',
      ],
      [
        'each time that it was counted again, by another day, by the same, and where none could be told before',
        {
          recomputed: [
            { ...again, old: null, because: 'CN-2019@1' },
            again,
            { ...again, on: '2019-03-06', old: '2019-03-09', because: 'T07' },
          ],
        },
        '信息比对的信息比对答复期限（T07）最长5日，自2019-03-04起，当日不计，次日起算，2019-03-05因CN-2019@1重新计算（原因缺日历无法推定），2019-03-05因CN-2019@2重新计算（原2019-03-11届满），2019-03-06因T07重新计算（届满日不变），2019-03-09届满（依据：§5 T07，本系统假设）。',
        'Comparison, Result of the comparison (T07): longest term of 5 calendar days, from 2019-03-04, that day not counted, counted again on 2019-03-05 because of CN-2019@1 (no day could be told before), counted again on 2019-03-05 because of CN-2019@2 (until then 2019-03-11), counted again on 2019-03-06 because of T07 (its last day stays), the last day is 2019-03-09 (clause: §5 T07, ours).',
      ],
      [
        'what else a policy changed, where its day stays',
        {
          recomputed: [
            {
              ...again,
              old: '2019-03-09',
              changed: [
                { what: 'ADOPTED', old: null, new: '县发〔2019〕1号' },
                { what: 'ESCALATION', old: 'TOWNSHIP', new: 'COUNTY' },
                { what: 'REMINDER', old: '2019-03-06', new: null },
              ],
            },
          ],
        },
        '信息比对的信息比对答复期限（T07）最长5日，自2019-03-04起，当日不计，次日起算，2019-03-05因CN-2019@2重新计算（届满日不变；县级采用依据 — → 县发〔2019〕1号；逾期上报层级 乡镇（街道） → 县（市、区、旗）；提醒日 2019-03-06 → —），2019-03-09届满（依据：§5 T07，本系统假设）。',
        'Comparison, Result of the comparison (T07): longest term of 5 calendar days, from 2019-03-04, that day not counted, counted again on 2019-03-05 because of CN-2019@2 (its last day stays; adopted by — → 县发〔2019〕1号; told to, if missed Township → County; reminder 2019-03-06 → —), the last day is 2019-03-09 (clause: §5 T07, ours).',
      ],
      [
        'that it was over when it was recorded',
        { past: true },
        '信息比对的信息比对答复期限（T07）最长5日，自2019-03-04起，当日不计，次日起算，2019-03-09届满，录入时已届满，不再提醒（依据：§5 T07，本系统假设）。',
        'Comparison, Result of the comparison (T07): longest term of 5 calendar days, from 2019-03-04, that day not counted, the last day is 2019-03-09, over when it was recorded: nobody is reminded (clause: §5 T07, ours).',
      ],
      [
        'that it was over when it was recorded, and whom that is told',
        { past: true, toldOn: '2019-03-20' },
        '信息比对的信息比对答复期限（T07）最长5日，自2019-03-04起，当日不计，次日起算，2019-03-09届满，录入时已届满，2019-03-20告知承办单位（依据：§5 T07，本系统假设）。',
        'Comparison, Result of the comparison (T07): longest term of 5 calendar days, from 2019-03-04, that day not counted, the last day is 2019-03-09, over when it was recorded: its office is told on 2019-03-20 (clause: §5 T07, ours).',
      ],
      [
        'why another day counts than the paper date',
        { counts: 'RECORDING', startedOn: '2019-02-11' },
        '信息比对的信息比对答复期限（T07）最长5日，自2019-03-04起，当日不计，次日起算，录入过迟，不自纸面日期起算（2019-02-11），2019-03-09届满（依据：§5 T07，本系统假设）。',
        'Comparison, Result of the comparison (T07): longest term of 5 calendar days, from 2019-03-04, that day not counted, entered too late to count from its paper date (2019-02-11), the last day is 2019-03-09 (clause: §5 T07, ours).',
      ],
      [
        'why an old one counts',
        { counts: 'RECEIPT' },
        '信息比对的信息比对答复期限（T07）最长5日，自2019-03-04起，当日不计，次日起算，自收到异议之日起算，2019-03-09届满（依据：§5 T07，本系统假设）。',
        'Comparison, Result of the comparison (T07): longest term of 5 calendar days, from 2019-03-04, that day not counted, counted from the receipt of the objection, however late it was entered, the last day is 2019-03-09 (clause: §5 T07, ours).',
      ],
      [
        'which calendar the second period waits for',
        { adopted: 'K-1', secondMissing: 'CN-2020' },
        '信息比对的信息比对答复期限（T07）最长5日，自2019-03-04起，当日不计，次日起算，2019-03-09届满，再次上报截止日须待工作日历CN-2020发布后推定（依据：§5 T07，本系统假设，县级采用：K-1）。',
        'Comparison, Result of the comparison (T07): longest term of 5 calendar days, from 2019-03-04, that day not counted, the last day is 2019-03-09, no end of the second period can be told before calendar CN-2020 is published (clause: §5 T07, ours, adopted by the county: K-1).',
      ],
      [
        'a fixed day, and that it has changed',
        { kind: 'FIXED', timer: 'T20', lastDay: '2025-12-31', recomputed: [{ ...again, old: '2024-12-31', new: '2025-12-31' }] },
        '信息比对的过渡期截止（T20）固定日期为2025-12-31，2019-03-05因CN-2019@2重新计算（原2024-12-31届满）（依据：§5 T07，本系统假设）。',
        'Comparison, End of the transition period (T20): fixed day 2025-12-31, counted again on 2019-03-05 because of CN-2019@2 (until then 2024-12-31) (clause: §5 T07, ours).',
      ],
      [
        'one day that was missing, in number',
        { interruptions: [{ missingFrom: '2019-03-05', restoredOn: '2019-03-06', missingDays: 1, mode: 'EXTEND' }] },
        '信息比对的信息比对答复期限（T07）最长5日，自2019-03-04起，当日不计，次日起算，2019-03-05起缺失1日、2019-03-06恢复，期间顺延，2019-03-09届满（依据：§5 T07，本系统假设）。',
        'Comparison, Result of the comparison (T07): longest term of 5 calendar days, from 2019-03-04, that day not counted, extended for 1 calendar day missing from 2019-03-05 until hung again on 2019-03-06, the last day is 2019-03-09 (clause: §5 T07, ours).',
      ],
    ])('says %s', (_, more, zh, en) => {
      expect(said(more)).toEqual([zh, en]);
    });
  });

  describe('a due date of the log', () => {
    const notice = { part: 'PUBLISH.NOTICE', round: 1 };
    const posted: CaseEvent = {
      type: 'case.NoticePosted.v1',
      data: {
        ...notice,
        places: [
          { place: 'VILLAGE_BOARD', postedOn: day('2014-02-08'), photo: 'photo' },
          { place: 'NATURAL_VILLAGE', postedOn: day('2014-02-10'), photo: 'photo' },
        ],
        papers: NO_PAPERS,
        contentDigest: 'rows',
        householdSize: 2,
        runsFrom: day('2014-02-10'),
        earliestClose: day('2014-02-18'),
        derivation: {
          timer: 'T01',
          clause: '§5 T01',
          mark: 'SOURCE',
          runsFrom: '2014-02-10',
          length: 7,
          unit: 'cd',
          dayCount: 'EXCLUDE_START',
        },
      },
    };
    const interrupted: CaseEvent = {
      type: 'case.NoticeInterrupted.v1',
      data: {
        part: notice.part,
        no: 1,
        place: 'VILLAGE_BOARD',
        missingFrom: day('2014-02-12'),
        restoredOn: day('2014-02-14'),
        missingDays: 2,
        mode: 'EXTEND',
        runsFrom: day('2014-02-10'),
        earliestClose: day('2014-02-20'),
        evidence: [],
      },
    };
    const corrected: CaseEvent = {
      type: 'case.NoticeCorrected.v1',
      data: {
        part: notice.part,
        no: 1,
        field: 'headCount',
        correctedOn: day('2014-02-15'),
        contentDigest: 'other rows',
        restarts: true,
        earliestClose: day('2014-02-23'),
        papers: NO_PAPERS,
      },
    };
    const log = (): HandWrittenLog => new HandWrittenLog().withShortProcedure().ofCase('k-1', '2014-02-01', opened('k-1', 'h-1'));

    it('says where its notice hangs, what interrupted it and what made it begin again', async () => {
      const hand = log()
        .ofCase('k-1', '2014-02-10', posted)
        .ofCase('k-1', '2014-02-14', interrupted)
        .ofCase('k-1', '2014-02-15', corrected);
      const models = await fresh();
      await models.apply(hand.events);
      const events = hand.events.filter(({ stream }) => stream === 'case-k-1');
      const [end] = (await deadlinesOfCase(models, day('2014-02-15'), 'k-1', events)).filter(({ kind }) => kind === 'MIN');
      expect(end).toMatchObject({
        startFact: 'case.NoticePosted.v1',
        from: '2014-02-15',
        dueOn: '2014-02-23',
        lastDay: '2014-02-22',
        places: [
          { place: 'VILLAGE_BOARD', postedOn: '2014-02-08' },
          { place: 'NATURAL_VILLAGE', postedOn: '2014-02-10' },
        ],
        interruptions: [
          {
            place: 'VILLAGE_BOARD',
            missingFrom: '2014-02-12',
            restoredOn: '2014-02-14',
            missingDays: 2,
            mode: 'EXTEND',
            derivation: null,
          },
        ],
        restartedOn: ['2014-02-15'],
      });
      expect(end && deadlineSentence(wordsOf(end, NOTICE), 'zh')).toBe(
        '村级公示的村级公示期（T01）最短7日，2014-02-08张贴于村公示栏，2014-02-10张贴于各自然村，自2014-02-15（公示张贴）起，当日不计，次日起算，' +
          '2014-02-12起缺失2日、2014-02-14恢复，期间顺延，2014-02-15更正后重新计算，2014-02-22届满，2014-02-23起方可结束（依据：§5 T01，有出处）。',
      );
    });

    it('counts a second posting of the same part by its own', async () => {
      const again = {
        ...posted,
        data: {
          ...posted.data,
          places: [{ place: 'VILLAGE_BOARD', postedOn: day('2014-03-01'), photo: 'photo' }],
          runsFrom: day('2014-03-01'),
          earliestClose: day('2014-03-09'),
        },
      } as CaseEvent;
      const hand = log().ofCase('k-1', '2014-02-10', posted, interrupted).ofCase('k-1', '2014-03-01', again);
      const models = await fresh();
      await models.apply(hand.events);
      const events = hand.events.filter(({ stream }) => stream === 'case-k-1');
      const ends = (await deadlinesOfCase(models, day('2014-03-01'), 'k-1', events)).filter(({ kind }) => kind === 'MIN');
      expect(ends.map(({ places, interruptions, lastDay }) => [places.length, interruptions.length, lastDay])).toEqual([
        [2, 1, '2014-02-19'],
        [1, 0, '2014-03-08'],
      ]);
    });
  });
});
