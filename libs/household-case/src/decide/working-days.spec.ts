import { addDays, type CivilDate, civilDate, daysBetween } from '#libs/kernel';
import { CalendarBook, type Definition, type Law, lawOf, RULES } from '#libs/procedure';
import {
  type Before,
  decideAt,
  type Given,
  holderOf,
  lawfulPath,
  play,
  playAll,
  saying,
  sealed,
  stageOf,
  unplayed,
} from '../samples/rehearsal.js';
import { shippedLaw } from '../samples/shipped-law.js';
import { explainHistory } from '../explain.js';

const PART = 'PUBLICITY_VILLAGE.NOTICE';

/** MONITOR-2021 as an area has it that asks for five working days of notice (§5 T04). */
function inWorkingDays({ definition }: Law): Definition {
  const steps = definition.steps.map((step) => ({
    ...step,
    parts: step.parts.map((part) =>
      part.kind === 'notice' && part.minDuration !== undefined
        ? { ...part, minDuration: { ...part.minDuration, length: 5, unit: 'wd' as const } }
        : part,
    ),
  }));
  return { ...definition, id: 'MONITOR-5WD', steps };
}

const shipped = shippedLaw('MONITOR-2021', 2021);
const lawBy = (calendar = shipped.calendar): Law =>
  lawOf(inWorkingDays(shipped), shipped.policy, 'MONITOR-5WD@1#d', shipped.policyRef, calendar, RULES);
const law = lawBy();
const notice = law.order.find((id) => law.parts[id]?.kind === 'notice') ?? PART;

/** A case whose village notice is to be posted on a day. */
function postingOn(day: CivilDate, by: Law = law): Before {
  const from = civilDate('2021-06-01');
  const at = (path: readonly Given[]): number => path.findIndex(({ order }) => order.type === 'PostNotice');
  const plain = lawfulPath(law, from);
  const path = lawfulPath(law, addDays(from, daysBetween(plain[at(plain)]?.on ?? from, day)));
  const given = path[at(path)];
  if (given === undefined) throw new RangeError('no notice is posted');
  const stage = stageOf(by);
  return { played: playAll(unplayed, stage, path.slice(0, at(path))), stage, given };
}

const posted = ({ played, stage, given }: Before) => play(played, stage, given);

describe('a notice of five working days', () => {
  // 2021: Saturday 18 September is worked, 19 to 21 are Mid-Autumn.
  const situation = postingOn(civilDate('2021-09-15'));
  const hanging = posted(situation);

  it('stores its end with the days that were passed over and the calendar', () => {
    expect(hanging.events.at(-1)?.data).toMatchObject({
      part: notice,
      runsFrom: '2021-09-15',
      printedEnd: '2021-09-23',
      earliestClose: '2021-09-24',
      derivation: {
        length: 5,
        unit: 'wd',
        timer: 'T04',
        calendar: ['CN-2021@1'],
        skipped: ['2021-09-19', '2021-09-20', '2021-09-21'].map((day) => ({ day, because: 'MID_AUTUMN' })),
        workedWeekends: ['2021-09-18'],
        lastDay: '2021-09-23',
      },
    });
  });

  it('prints that end, and no other', () => {
    const given = saying(situation.given, { printedEnd: civilDate('2021-09-22') });
    expect(decideAt(situation.played, situation.stage, given)).toMatchObject({
      refused: [{ code: 'NOTICE_END_WRONG', required: '2021-09-23', actual: '2021-09-22' }],
    });
  });

  it('is refused where the year has no calendar, which is named with what to publish', () => {
    const known = new CalendarBook();
    expect(decideAt(situation.played, stageOf(lawBy(known)), situation.given)).toMatchObject({
      refused: [
        {
          code: 'CALENDAR_MISSING',
          class: 'INPUT',
          required: { calendar: 'CN-2021', by: 'PublishCalendar' },
          actual: { part: notice, year: 2021, known: [] },
        },
      ],
    });
  });

  it('is explained by the calendar by which it was counted, whatever was published since', () => {
    const calendar = new CalendarBook();
    const year = { id: 'CN-2021', version: 1, year: 2021, sources: ['the notice'] };
    const midAutumn = {
      occasion: 'MID_AUTUMN' as const,
      from: civilDate('2021-09-19'),
      to: civilDate('2021-09-21'),
      workdays: [civilDate('2021-09-18')],
    };
    calendar.publish('CN-2021@1', { ...year, holidays: [midAutumn] });
    const before = posted(postingOn(civilDate('2021-09-15'), lawBy(calendar)));
    calendar.publish('CN-2021@2', { ...year, version: 2, holidays: [] });
    const explained = explainHistory(
      before.events,
      () => lawBy(calendar),
      () => ({ offices: {}, opened: {} }),
    );
    expect(explained.at(-1)?.findings.filter(({ code }) => code === 'NOTICE_END_WRONG')).toMatchObject([
      { required: '2021-09-23', met: true },
    ]);
  });

  it.each([
    ['over National Day, the Saturday behind it worked', '2021-09-28', '2021-10-11', '2021-10-12'],
    ['over New Year, by the calendars of two years', '2021-12-29', '2022-01-06', '2022-01-07'],
    ['posted in a holiday', '2021-10-02', '2021-10-13', '2021-10-14'],
  ])('%s', (_, day, lastDay, earliestClose) => {
    const { data } = posted(postingOn(civilDate(day))).events.at(-1) ?? {};
    expect(data).toMatchObject({ printedEnd: lastDay, earliestClose });
  });

  it('whose day of posting is corrected ends where the calendar says, not so many days later', () => {
    // Entered two days late, the sheet bears no printed end: nothing else becomes wrong by the correction.
    const entered = { ...saying(situation.given, { printedEnd: undefined }), recordedOn: civilDate('2021-09-17') };
    const late = posted({ ...situation, given: entered });
    const correction: Given = {
      ...situation.given,
      order: {
        type: 'CorrectRecord',
        data: {
          no: 1,
          event: late.events.at(-1)?.id ?? '',
          field: 'places.0.postedOn',
          old: '2021-09-15',
          new: '2021-09-16',
          scanDigest: 'scan',
          confirmedBy: holderOf('STATION_HEAD'),
          reason: sealed('reason'),
        },
      },
      on: civilDate('2021-09-17'),
    };
    const corrected = play(late, situation.stage, correction);
    expect(corrected.events.at(-1)).toMatchObject({
      type: 'case.RecordCorrected.v1',
      data: {
        unlawful: [],
        period: { earliestClose: '2021-09-25', derivation: { runsFrom: '2021-09-16', calendar: ['CN-2021@1'] } },
      },
    });
    const before = late.folded.state.notices[notice];
    const after = corrected.folded.state.notices[notice];
    expect([before, after]).toMatchObject([
      { runsFrom: '2021-09-15', earliestClose: '2021-09-24' },
      { runsFrom: '2021-09-16', earliestClose: '2021-09-25' },
    ]);
  });
});
