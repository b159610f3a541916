import { civilDate, type Event } from '#libs/kernel';
import { digest, digestCounts, type DigestOf } from './digest-queries.js';
import { HandWrittenLog, NO_PAPERS, opened } from './samples/hand-written-log.js';
import { readModelsOf } from './samples/rebuilt.js';
import { onEachDatabase } from './samples/each-database.js';

onEachDatabase((fresh) => {
  const day = civilDate;
  const applied: Event = {
    type: 'case.ApplicationSubmitted.v1',
    data: { part: 'APPLY.APPLICATION', round: 1, by: 'HOUSEHOLD', membersListed: [], authorisedBy: [], papers: NO_PAPERS },
  };
  const term = { timer: 'T07', part: 'COMPARE.COMPARISON', round: 1, dueOn: day('2014-02-13') };
  const reminded: Event = { type: 'case.ReminderDue.v1', data: { ...term, level: 'COUNTY' } };
  const missed: Event = { type: 'case.DeadlineMissed.v1', data: { ...term, level: 'COUNTY' } };
  const toldCounty: Event = {
    type: 'case.Escalated.v1',
    data: { ...term, times: 1, level: 'PREFECTURE', area: 'm-1', office: 'FILING_OFFICER' },
  };
  const objectionReminded: Event = {
    type: 'case.ReminderDue.v1',
    data: { timer: 'T12', part: 'PUBLISH.NOTICE', round: 1, no: 2, dueOn: day('2014-02-13'), level: 'VILLAGE' },
  };
  const metOnPaper: Event = { type: 'case.MetOnPaper.v1', data: { ...term, missedOn: day('2014-02-14'), on: day('2014-02-12') } };

  const log = (): HandWrittenLog => {
    const hand = new HandWrittenLog().withShortProcedure();
    for (const no of ['1', '2']) {
      hand
        .ofCase(`k-${no}`, '2014-02-01', opened(`k-${no}`, `h-${no}`))
        .add(`case-k-${no}`, '2014-02-03', applied)
        .add(`case-k-${no}`, '2014-02-11', reminded)
        .add(`case-k-${no}`, '2014-02-14', missed, toldCounty);
    }
    return hand.add('case-k-2', '2014-02-11', objectionReminded);
  };
  const told = async (hand: HandWrittenLog, office: DigestOf['office'], area: string, on: string): Promise<readonly string[]> =>
    (await digest(await readModelsOf(fresh, hand), { office, area, day: day(on) })).items.map(
      ({ kind, caseId, timer, times, supersededOn }) => [kind, caseId, timer, times, supersededOn ?? ''].join(' ').trim(),
    );

  describe('the digest of an office and day (R16)', () => {
    it('gathers what was told to it on that day, and nothing of other days, offices and areas', async () => {
      expect(await told(log(), 'COUNTY_POVERTY_OFFICER', 'c-1', '2014-02-11')).toEqual([
        'REMINDER k-1 T07 0',
        'REMINDER k-2 T07 0',
      ]);
      expect(await told(log(), 'COUNTY_POVERTY_OFFICER', 'c-1', '2014-02-14')).toEqual(['MISSED k-1 T07 0', 'MISSED k-2 T07 0']);
      expect(await told(log(), 'FILING_OFFICER', 'm-1', '2014-02-14')).toEqual(['ESCALATED k-1 T07 1', 'ESCALATED k-2 T07 1']);
      expect(await told(log(), 'COUNTY_POVERTY_OFFICER', 'c-1', '2014-02-12')).toEqual([]);
      expect(await told(log(), 'FILING_OFFICER', 'm-2', '2014-02-14')).toEqual([]);
      expect(await told(log(), 'COUNTY_POVERTY_OFFICER', 'c-2', '2014-02-11')).toEqual([]);
      // A township records what the county must see done.
      expect(await told(log(), 'STATION_CLERK', 't-1', '2014-02-11')).toEqual(['REMINDER k-1 T07 0', 'REMINDER k-2 T07 0']);
      expect(await told(log(), 'VILLAGE_DIRECTOR', 'v-1', '2014-02-11')).toEqual(['REMINDER k-2 T12 0']);
    });

    it('says who, what, since when and by which clause', async () => {
      const models = await readModelsOf(fresh, log());
      const { items } = await digest(models, { office: 'STATION_CLERK', area: 'c-1', day: day('2014-02-14') }, { limit: 1 });
      expect(items).toEqual([
        {
          kind: 'MISSED',
          caseId: 'k-1',
          householdId: 'h-1',
          area: { county: 'c-1', township: 't-1', village: 'v-1', group: 'g-1' },
          programYear: 2014,
          definition: 'SHORT@1#00',
          timer: 'T07',
          part: 'COMPARE.COMPARISON',
          round: 1,
          aboutNo: null,
          level: 'COUNTY',
          offices: ['COUNTY_POVERTY_OFFICER', 'STATION_CLERK'],
          since: '2014-02-03',
          dueOn: '2014-02-13',
          clause: '§5 T07',
          mark: 'ASSUMPTION',
          adopted: null,
          times: 0,
          supersededOn: null,
        },
      ]);
    });

    it('says what stood of a term when it was told, whatever became of it since', async () => {
      const derivation = {
        ...{
          timer: term.timer,
          part: term.part,
          round: term.round,
          kind: 'MAX',
          startFact: applied.type,
          from: day('2014-02-04'),
        },
        ...{ dayCount: 'EXCLUDE_START', clause: '§5 T07', mark: 'ASSUMPTION', dueOn: day('2014-02-14'), adopted: 'Order 12' },
        ...{ level: 'COUNTY', escalatesTo: 'PREFECTURE', ends: 'PART_DONE', expiry: 'MISSED' },
      };
      const days = { old: day('2014-02-13'), new: day('2014-02-14') };
      const data = { timer: term.timer, part: term.part, round: term.round, ...days, because: 'Order 12', derivation };
      const hand = new HandWrittenLog()
        .withShortProcedure()
        .ofCase('k-1', '2014-02-01', opened('k-1', 'h-1'))
        .add('case-k-1', '2014-02-03', applied)
        .add('case-k-1', '2014-02-10', reminded)
        .add('case-k-1', '2014-02-12', { type: 'case.DeadlineRecomputed.v1', data })
        .add('case-k-1', '2014-02-15', { ...missed, data: { ...term, dueOn: day('2014-02-14'), level: 'COUNTY' } });
      const models = await readModelsOf(fresh, hand);
      const on = async (told: string): Promise<readonly unknown[]> =>
        (await digest(models, { office: 'STATION_CLERK', area: 'c-1', day: day(told) })).items.map(
          ({ since, dueOn, adopted }) => [since, dueOn, adopted],
        );
      expect(await on('2014-02-10')).toEqual([['2014-02-03', '2014-02-13', null]]);
      expect(await on('2014-02-15')).toEqual([['2014-02-04', '2014-02-14', 'Order 12']]);
    });

    it('names to the county a case that is open at the end of the transition period, whoever works at its parts (T20)', async () => {
      const ended: Event = { type: 'case.TransitionEnded.v1', data: { ...term, timer: 'T20', dueOn: day('2025-12-31') } };
      const named = (): HandWrittenLog => log().add('case-k-1', '2026-01-01', ended);
      expect(await told(named(), 'COUNTY_POVERTY_OFFICE_HEAD', 'c-1', '2026-01-01')).toEqual(['TRANSITION_ENDED k-1 T20 0']);
      expect(await told(named(), 'STATION_CLERK', 't-1', '2026-01-01')).toEqual([]);
      expect(await told(named(), 'COUNTY_POVERTY_OFFICE_HEAD', 'c-1', '2025-12-31')).toEqual([]);
    });

    it('comes page by page, and is counted whole', async () => {
      const models = await readModelsOf(fresh, log());
      const of: DigestOf = { office: 'STATION_CLERK', area: 'c-1', day: day('2014-02-14') };
      const first = await digest(models, of, { limit: 1 });
      const second = await digest(models, of, { limit: 1, after: first.next ?? '' });
      expect([...first.items, ...second.items].map(({ caseId }) => caseId)).toEqual(['k-1', 'k-2']);
      expect(second.next).toBeNull();
      expect(await digestCounts(models, of)).toEqual({ MISSED: 2 });
    });

    it('accuses nobody for good of what was done in time and entered late', async () => {
      const late = (): HandWrittenLog => log().add('case-k-1', '2014-02-20', metOnPaper);
      expect(await told(late(), 'STATION_CLERK', 'c-1', '2014-02-14')).toEqual([
        'MISSED k-1 T07 0 2014-02-12',
        'MISSED k-2 T07 0',
      ]);
      expect(await told(late(), 'FILING_OFFICER', 'm-1', '2014-02-14')).toEqual([
        'ESCALATED k-1 T07 1 2014-02-12',
        'ESCALATED k-2 T07 1',
      ]);
      expect(await told(late(), 'STATION_CLERK', 'c-1', '2014-02-11')).toEqual(['REMINDER k-1 T07 0', 'REMINDER k-2 T07 0']);
    });
  });
});
