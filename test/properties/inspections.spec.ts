import { inspectionSamples } from '#libs/inspection';
import { judgeHistory, type StoredEvent } from '../oracle/index.js';

type Told = Partial<StoredEvent['metadata']>;
interface Said {
  readonly type: string;
  readonly data: object;
}

/** Any stream will do: of what it points to the second judge knows only that it is there. */
const events = [{ stream: 'calendar-1', revision: 0, id: 'e' }];
const samples = inspectionSamples;
const OPENED = samples['inspection.InspectionOpened.v1'];
const SAMPLE = samples['inspection.SampleOrdered.v1'];
const CLOSED = samples['inspection.InspectionClosed.v1'];
const raised = (change: object = {}): Said => ({
  type: 'inspection.FindingRaised.v1',
  data: { ...samples['inspection.FindingRaised.v1'].data, events, ...change },
});
const answered = (change: object = {}): Said => ({
  type: 'inspection.FindingAnswered.v1',
  data: { ...samples['inspection.FindingAnswered.v1'].data, events, about: events, ...change },
});
const by = (actorId: string, actorRole: string, recordedAt = '2020-04-01T01:00:00.000Z'): Told => ({
  actorId,
  actorRole,
  performedBy: actorId,
  recordedAt,
});
const INSPECTOR = by('inspector-1', 'INSPECTOR');
const FILING = by('filing', 'FILING_OFFICER');
const AT_THE_END = by('filing', 'FILING_OFFICER', '2020-05-04T01:00:00.000Z');
const HEAD = by('head', 'COUNTY_POVERTY_OFFICE_HEAD', '2021-02-28T23:30:00.000Z');

type Saying = readonly [Said, Told];

/** What the second judge says of an inspection. */
const judged = (...said: readonly Saying[]): readonly string[] =>
  judgedIn(...said.map((one) => ['inspection-i-1', one] as const));

function judgedIn(...said: readonly (readonly [stream: string, said: Saying])[]): readonly string[] {
  const log: StoredEvent[] = [];
  const add = (stream: string, revision: number, { type, data }: Said, told: Told): void => {
    const order = { orderId: `${stream} ${revision}`, orderType: '', order: '', context: '{}', occurredOn: '2020-04-01' };
    const decidedAtRevision = String(revision - 1);
    const metadata = { ...order, decidedAtRevision, actorId: '', actorRole: '', performedBy: '', recordedAt: '', ...told };
    const position = BigInt(log.length);
    log.push({ stream, revision: BigInt(revision), position, id: `e-${position}`, type, data, metadata });
  };
  add('calendar-1', 0, { type: 'calendar.CalendarPublished.v1', data: {} }, {});
  for (const [stream, [event, told]] of said) {
    add(stream, log.filter((one) => one.stream === stream).length, event, told);
  }
  return judgeHistory(log).map(({ rule }) => rule);
}

describe('the second judge of inspections (R17)', () => {
  it('has nothing to say of a mandate with samples, findings, answers and an end', () => {
    expect(
      judged(
        [OPENED, FILING],
        [SAMPLE, INSPECTOR],
        [raised(), INSPECTOR],
        [raised({ no: 2 }), INSPECTOR],
        [answered(), HEAD],
        [CLOSED, AT_THE_END],
        [answered({ no: 2 }), HEAD],
        [answered({ finding: 2 }), HEAD],
      ),
    ).toEqual([]);
  });

  const opened: Saying = [OPENED, FILING];
  const found: Saying = [raised(), INSPECTOR];
  const wrong: readonly (readonly [rule: string, said: readonly Saying[]])[] = [
    ['mandate-opened-first', [found]],
    ['mandate-opened-once', [opened, opened]],
    ['mandate-sound', [[{ ...OPENED, data: { ...OPENED.data, inspectors: [] } }, FILING]]],
    ['mandate-by-name', [opened, [raised(), by('inspector-2', 'INSPECTOR')]]],
    ['mandate-by-name', [opened, [raised(), FILING]]],
    // The last second of its last day in Shanghai is still of it, the next is not.
    ['mandate-in-force', [opened, [raised(), by('inspector-1', 'INSPECTOR', '2020-06-30T16:00:00.000Z')]]],
    ['mandate-over', [opened, [CLOSED, AT_THE_END], found]],
    ['mandate-closed-by-then', [opened, [CLOSED, FILING]]],
    ['sample-numbered', [opened, [{ ...SAMPLE, data: { ...SAMPLE.data, no: 2 } }, INSPECTOR]]],
    ['finding-numbered', [opened, [raised({ no: 2 }), INSPECTOR]]],
    ['finding-about-events', [opened, [raised({ events: [] }), INSPECTOR]]],
    ['points-into-the-log', [opened, [raised({ events: [{ stream: 'calendar-1', revision: 1, id: 'e' }] }), INSPECTOR]]],
    ['answer-to-finding', [opened, [answered(), HEAD]]],
    ['answer-numbered', [opened, found, [answered({ no: 2 }), HEAD]]],
    ['answer-by-another', [opened, found, [answered(), INSPECTOR]]],
    ['answer-about-finding', [opened, found, [answered({ about: [] }), HEAD]]],
    ['points-into-the-log', [opened, found, [answered({ events: [{ stream: 'case-9', revision: 0, id: 'e' }] }), HEAD]]],
  ];
  it.each(wrong)('complains: %s', (rule, said) => {
    expect(judged(...said)).toEqual([rule]);
  });

  it('has it told at the end of a mandate what was read under it, and complains of a reading under none', () => {
    const reading: Said = {
      type: 'access.SealedOpened.v1',
      data: { id: 'o-1', use: 'REPLAY', area: 'province', mandate: 'i-1' },
    };
    const log = (told: readonly object[], mandateFirst = true): readonly string[] => {
      const opened: Saying = [OPENED, FILING];
      const closed: Saying = [{ ...CLOSED, data: { ...CLOSED.data, ...(told.length === 0 ? {} : { read: told }) } }, AT_THE_END];
      return judgedIn(
        ...(mandateFirst ? [['inspection-i-1', opened] as const] : []),
        ['access-inspector-1-2020-04-01', [reading, INSPECTOR]],
        ...(mandateFirst ? [['inspection-i-1', closed] as const] : []),
      );
    };
    const itself = { stream: 'access-inspector-1-2020-04-01', revision: 0, id: 'e-2', area: 'province' };
    expect([log([itself]), log([]), log([{ ...itself, revision: 1 }]), log([], false)]).toEqual([
      [],
      ['mandate-tells-what-was-read'],
      ['mandate-tells-what-was-read'],
      ['read-under-mandate'],
    ]);
  });

  it('takes the last second of the last day in Shanghai for a moment of the mandate', () => {
    expect(judged(opened, [raised(), by('inspector-1', 'INSPECTOR', '2020-06-30T15:59:59.999Z')])).toEqual([]);
  });
});
