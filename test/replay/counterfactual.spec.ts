import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openInMemory } from '#libs/embedded';
import { type EventReader } from '#libs/event-store';
import { accountOf, rehearse } from '#libs/rehearsal';
import { type CalendarYear, shippedCalendars } from '#libs/calendar';
import { addDays, civilDate, daysBetween } from '#libs/kernel';
import { type Definition, definitionOf, type PartOf, type PolicySet, policySets } from '#libs/procedure';
import {
  type CaseUnder,
  counterfactual,
  type CounterfactualOptions,
  type CounterfactualSummary,
  type Mode,
  type Proposal,
} from '#libs/replay';
import { GROUP_ROSTER, type Settled, shiqiao, VILLAGE_ROSTER } from '#libs/simulation';
import { type Played, playShiqiao } from './shiqiao.js';

/** Of every poor household in fen, as the simulation has it recorded. */
const HOUSEHOLD_INCOME = 60_000 + 40_000 + 5_000 + 20_000;

type Part = Definition['steps'][number]['parts'][number];

/** A draft of a definition of this program, with some parts altered. */
function draft(id: string, alter: (part: Part) => Part): Definition {
  const released = definitionOf(id, 1);
  return { ...released, steps: released.steps.map((step) => ({ ...step, parts: step.parts.map(alter) })) };
}

const both = (alter: (part: Part) => Part): Proposal => ({
  definitions: [draft('IDENT-8', alter), draft('EXIT-8', alter)],
  policies: [],
  calendars: [],
});

const tenDays = both((part) =>
  (part.kind === 'notice' || part.kind === 'announcement') && part.minDuration !== undefined
    ? { ...part, minDuration: { ...part.minDuration, length: 10 } }
    : part,
);

const quorum = (change: (one: PartOf<'review'>['quorums'][number]) => PartOf<'review'>['quorums']): Proposal =>
  both((part) => (part.kind === 'review' ? { ...part, quorums: part.quorums.flatMap(change) } : part));

describe('a town under other law', () => {
  let played: Played;
  beforeAll(async () => {
    played = await playShiqiao(0.2);
  });
  afterAll(() => played.embedded.close());

  async function under(
    proposal: Proposal,
    mode: Mode,
    more: Partial<CounterfactualOptions> = {},
  ): Promise<{ summary: CounterfactualSummary; cases: readonly CaseUnder[] }> {
    const { store, vault } = played.embedded;
    const cases: CaseUnder[] = [];
    const summary = await counterfactual(store, {
      proposal,
      mode,
      open: (refs) => vault.open(refs),
      onCase: (one) => cases.push(one),
      ...more,
    });
    return { summary, cases };
  }

  const exits = (): readonly Settled[] => played.people.filter(({ exitYear }) => exitYear !== undefined);
  const all = (): number => played.people.length + exits().length;

  it('goes as it went under its own law', async () => {
    for (const mode of ['AS_GIVEN', 'SHIFTED'] as const) {
      const { summary } = await under(
        both((part) => part),
        mode,
      );
      expect(summary).toMatchObject({ mode, cases: all(), concerned: all(), verdicts: { SAME: all() }, moved: 0, reprinted: 0 });
    }
  });

  it('with notices of 10 days, as given: every case is refused its first result, three days early, by villages as many as live there', async () => {
    const { summary, cases } = await under(tenDays, 'AS_GIVEN');
    expect(summary).toMatchObject({
      verdicts: { REFUSED: all() },
      refusedFor: { NOTICE_PERIOD_NOT_OVER: all() },
      reprinted: all(),
    });
    for (const { first, decisive, stopped, kind } of cases) {
      expect([stopped, first?.orderType, decisive?.orderType]).toEqual([true, 'PostNotice', 'ConfirmNoticeResult']);
      const firstNotice = partsOf(kind === 'EXIT' ? 'EXIT-8' : 'IDENT-8').find(({ part }) => part.kind === 'notice');
      expect(decisive?.part).toBe(firstNotice?.id);
      const posted = first?.recorded.on ?? civilDate('0000-01-01');
      // Hung on D, 7 days counted from the next: taken down on D + 8; with 10 not before D + 11 (domain.md §5).
      expect(decisive?.recorded.on).toBe(addDays(posted, 8));
      expect(decisive?.under.refused).toMatchObject([
        { required: { notBefore: addDays(posted, 11) }, actual: addDays(posted, 8) },
      ]);
    }
    for (const village of shiqiao.county.townships.flatMap(({ villages }) => villages)) {
      const lived = [...played.people, ...exits()].filter(({ area }) => area.village === village.id).length;
      expect(summary.areas.find(({ area }) => area === village.id)).toEqual({
        area: village.id,
        depth: 4,
        cases: lived,
        verdicts: { REFUSED: lived },
      });
    }
  });

  it('with notices of 10 days, shifted: every case ends as it ended, three days later for each of its notices', async () => {
    const { summary, cases } = await under(tenDays, 'SHIFTED');
    const notices = (id: string): number =>
      partsOf(id).filter(({ part }) => 'minDuration' in part && part.minDuration?.length === 7).length;
    const [ident, exit] = [notices('IDENT-8'), notices('EXIT-8')];
    const moved = played.people.length * ident + exits().length * exit;
    expect(summary).toMatchObject({
      verdicts: { DATED_OTHERWISE: all() },
      refusedFor: {},
      endings: {},
      endedOnOtherDays: { cases: all(), days: 3 * moved, most: 3 * Math.max(ident, exit) },
      moved,
      reprinted: moved,
    });
    for (const one of cases) {
      const later = 3 * (one.kind === 'EXIT' ? exit : ident);
      expect(one.under).toEqual({
        outcome: one.recorded?.outcome,
        on: addDays(one.recorded?.on ?? civilDate('0000-01-01'), later),
      });
      // The second notice was hung the same number of days after the first was taken down.
      expect(one.moved.map(({ from, to }) => daysBetween(from, to))).toEqual(one.moved.map((_, index) => 3 * (index + 1)));
    }
  });

  it('with the quorum counted otherwise: the meetings that four in five attended reach it or not', async () => {
    const present = (size: number): number => Math.ceil(size * 0.8);
    const variants = [
      { numerator: 2, denominator: 3, strict: false },
      { numerator: 4, denominator: 5, strict: false },
      { numerator: 4, denominator: 5, strict: true },
    ];
    for (const fraction of variants) {
      const { numerator, denominator, strict } = fraction;
      const reached = [GROUP_ROSTER, VILLAGE_ROSTER].every((size) =>
        strict ? present(size) * denominator > size * numerator : present(size) * denominator >= size * numerator,
      );
      const { summary } = await under(
        quorum((one) => [{ ...one, fraction }]),
        'AS_GIVEN',
      );
      expect(summary.verdicts).toEqual(reached ? { SAME: all() } : { DECIDED_OTHERWISE: all() });
    }
  });

  it('with the quorum counted otherwise from 2016 on: only those whose meetings came after it', async () => {
    const from = civilDate('2016-01-01');
    const { summary, cases } = await under(
      quorum((one) => [
        { ...one, until: civilDate('2015-12-31') },
        { ...one, from, fraction: { numerator: 4, denominator: 5, strict: true } },
      ]),
      'AS_GIVEN',
    );
    const after = exits().filter(({ exitYear }) => (exitYear ?? 0) >= 2016);
    expect(after.length).toBeGreaterThan(0);
    expect(summary.verdicts).toEqual({ DECIDED_OTHERWISE: after.length, SAME: all() - after.length });
    const otherwise = cases.filter(({ verdict }) => verdict === 'DECIDED_OTHERWISE');
    expect(new Set(otherwise.map(({ householdId }) => householdId))).toEqual(new Set(after.map(({ id }) => id)));
    expect(otherwise[0]?.decisive?.difference).toEqual({
      path: '/type',
      recorded: 'case.ReviewHeld.v1',
      replayed: 'case.MeetingInquorate.v1',
    });
  });

  it('with more votes asked for: who was registered is rejected, who left stays', async () => {
    const { summary } = await under(
      both((part) =>
        part.kind === 'review' ? { ...part, majority: { ...part.majority, numerator: 23, denominator: 25 } } : part,
      ),
      'SHIFTED',
    );
    // All who came but two voted for it: 22 of 24 in the group.
    expect(summary.verdicts).toEqual({ ENDS_OTHERWISE: all() });
    expect(summary.endings).toEqual({ 'REGISTERED → REJECTED': played.people.length, 'EXITED → DEFERRED': exits().length });
  });

  it('with a lower line of 2013: whom it leaves out is not verified, and nobody of another year', async () => {
    const nation = policySets.find(({ area, year }) => area === 'CN' && year === 2013);
    if (nation?.parameters.identificationLine === undefined) throw new Error('the nation has no line of 2013');
    const line = 100_000;
    const set: PolicySet = {
      ...nation,
      version: 9,
      parameters: { ...nation.parameters, identificationLine: { ...nation.parameters.identificationLine, value: line } },
    };
    const { summary, cases } = await under({ definitions: [], policies: [set], calendars: [] }, 'AS_GIVEN');
    const above = played.people.filter(({ size }) => HOUSEHOLD_INCOME / size >= line);
    expect(above.length).toBeGreaterThan(0);
    expect(above.length).toBeLessThan(played.people.length);
    expect([summary.cases, summary.concerned]).toEqual([all(), played.people.length]);
    const stopped = cases.filter((one) => one.stopped);
    expect(new Set(stopped.map(({ householdId }) => householdId))).toEqual(new Set(above.map(({ id }) => id)));
  });

  it('with another calendar: only days of terms are others', async () => {
    const calendar = shippedCalendars.find(({ year }) => year === 2013) as CalendarYear;
    const holidays = [
      ...calendar.holidays,
      { occasion: 'NEW_YEAR' as const, from: civilDate('2013-12-02'), to: civilDate('2013-12-06'), workdays: [] },
    ];
    const { summary } = await under({ definitions: [], policies: [], calendars: [{ ...calendar, holidays }] }, 'AS_GIVEN');
    const { DATED_OTHERWISE: dated = 0, SAME: same = 0 } = summary.verdicts;
    expect(dated + same).toBe(all());
  });

  it('answers INPUT_ERASED for the case whose income is erased, INPUT_SEALED where nothing is opened, and counts what it opened', async () => {
    const { vault } = played.embedded;
    const { summary: whole } = await under(tenDays, 'SHIFTED');
    expect(whole.opened).toBe(all());
    const sealed = await counterfactual(played.embedded.store, { proposal: tenDays, mode: 'SHIFTED' });
    expect([sealed.verdicts, sealed.opened]).toEqual([{ INPUT_SEALED: all() }, 0]);
    const asked: string[] = [];
    const { summary } = await under(tenDays, 'SHIFTED', {
      open: (refs) => {
        asked.push(...refs);
        return refs.includes(asked[0] ?? '') ? {} : vault.open(refs);
      },
    });
    expect(summary.verdicts).toEqual({ INPUT_ERASED: 1, DATED_OTHERWISE: all() - 1 });
  });

  it('takes one case, or those of one area', async () => {
    const [village] = shiqiao.county.townships.flatMap(({ villages }) => villages);
    const lived = [...played.people, ...exits()].filter(({ area }) => area.village === village?.id).length;
    const { summary } = await under(tenDays, 'AS_GIVEN', { within: village?.id ?? '' });
    expect([summary.cases, summary.concerned]).toEqual([lived, lived]);
    const [one = ''] = await (played.embedded.store as EventReader).streamsOf('case');
    const { cases } = await under(tenDays, 'AS_GIVEN', { cases: [one] });
    expect(cases.map(({ caseId }) => `case-${caseId}`)).toEqual([one]);
  });
});

function partsOf(id: string): readonly { readonly id: string; readonly part: Part }[] {
  return definitionOf(id, 1).steps.flatMap((step) => step.parts.map((part) => ({ id: `${step.code}.${part.code}`, part })));
}

describe('one case', () => {
  /** The main path, in which everything from the first result on came four days later. */
  const script = readFileSync(join(import.meta.dirname, '../scenarios/ident-8-main-path.jsonl'), 'utf8').split('\n');
  const result = script.findIndex((line) => line.includes('ConfirmNoticeResult'));
  const slower = script
    .map((line, index) =>
      index < result
        ? line
        : line.replaceAll(/2020-\d\d-\d\d/g, (day) => (day < '2020-03-19' ? day : addDays(civilDate(day), 4))),
    )
    .join('\n');

  async function tried(mode: Mode): Promise<readonly CaseUnder[]> {
    const cases: CaseUnder[] = [];
    const report = await rehearse(slower, async (clock) => {
      const embedded = await openInMemory(clock);
      const close = async (): Promise<void> => {
        await embedded.engine.settled();
        const open = (refs: readonly string[]) => embedded.vault.open(refs);
        await counterfactual(embedded.store, { proposal: tenDays, mode, open, onCase: (one) => cases.push(one) });
        await embedded.close();
      };
      return { engine: embedded.engine, close };
    });
    expect(report.ok ? 'all holds' : accountOf(report, 'en')).toBe('all holds');
    return cases;
  }

  it('whose first notice hung long enough is refused the second only, and moves by no more than was missing', async () => {
    const [given] = await tried('AS_GIVEN');
    expect(given).toMatchObject({
      verdict: 'REFUSED',
      reprinted: 2,
      first: { orderType: 'PostNotice', part: 'PUBLICITY_VILLAGE.NOTICE' },
      decisive: { orderType: 'ConfirmNoticeResult', part: 'TOWNSHIP_AUDIT_PUBLICITY.NOTICE' },
    });
    const [shifted] = await tried('SHIFTED');
    const days = shifted?.moved.map(({ part, from, to }) => [part, daysBetween(from, to)]);
    expect(days?.map(([part]) => part)).toEqual(['TOWNSHIP_AUDIT_PUBLICITY.NOTICE', 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT']);
    expect(shifted?.verdict).toBe('DATED_OTHERWISE');
    expect(daysBetween(shifted?.recorded?.on ?? civilDate('0000-01-01'), shifted?.under?.on ?? civilDate('0000-01-01'))).toBe(
      days?.at(-1)?.[1],
    );
  });
});
