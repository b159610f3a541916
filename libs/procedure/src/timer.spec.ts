import { definitionOf, definitions } from './definitions/index.js';
import { lawOf } from './law-of.js';
import { CalendarBook } from '#libs/calendar';
import { civilDate } from '#libs/kernel';
import { dueTerm } from './due.js';
import { placedParts } from './law-of.js';
import { policySets, shippedTimers } from './policies/index.js';
import { policySetSchema, type PolicySet } from './policy.js';
import { policyOf } from './policy-of.js';
import { type Timer, timersSchema } from './timer.js';

const timer = (id: string): Timer => {
  const found = shippedTimers.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no timer ${id}`);
  return found;
};

/** Domain.md §5, typed from the table there. */
const TABLE: readonly (readonly [string, string, string])[] = [
  ['T01', 'MIN', '7 cd'],
  ['T02', 'MIN', '7 cd'],
  ['T03', 'MIN', '7 cd'],
  ['T04', 'MIN', '5 cd'],
  ['T05', 'MIN', '7 cd'],
  ['T06', 'MAX', '10 wd'],
  ['T07', 'MAX', '10 wd'],
  ['T08', 'MAX', '10 wd'],
  ['T09', 'MAX', '10 wd'],
  ['T10', 'MAX', '10 wd'],
  ['T11', 'MAX', '5 wd'],
  ['T12', 'MAX', '15 cd'],
  ['T13', 'MAX', '3 wd'],
  ['T14', 'MAX', '15 cd'],
  ['T15', 'MAX', '2 cd'],
  ['T16', 'MAX', '10 wd'],
  ['T17', 'MAX', '10 wd'],
  ['T18', 'MIN', '0 cd'],
  ['T19', 'MIN', '6 month'],
  ['T20', 'FIXED', '2025-12-31'],
  ['T21', 'FIXED', '12-31'],
  ['T22', 'FIXED', '12-15'],
  ['T23', 'FIXED', '02-END'],
  ['T24', 'MAX', '0 cd'],
  ['T25', 'RECURRING', '1 month'],
  ['T26', 'MAX', '20 wd'],
  ['T27', 'MAX', '30 cd'],
];

describe('The timers of the nation (§5)', () => {
  it('are those of the table', () => {
    const said = shippedTimers.map(({ id, kind, term, on }) => [
      id,
      kind,
      term === undefined ? on : `${term.length} ${term.unit}`,
    ]);
    expect(said).toEqual(TABLE);
  });

  it('claim nothing of those that nothing starts (R20)', () => {
    const idle = shippedTimers.filter(({ starts }) => starts === 'NOTHING').map(({ id }) => id);
    expect(idle).toEqual(['T15', 'T18', 'T19', 'T22', 'T23', 'T24', 'T25']);
  });

  it('know the end of the transition period in its years, and before them as data only (T20)', () => {
    const national = policySets.filter(({ area }) => area === 'CN');
    const working = national.filter(({ parameters }) =>
      parameters.timers?.some(({ id, starts }) => id === 'T20' && starts === 'CASE_OPENED'),
    );
    expect(working.map(({ year }) => year)).toEqual([2021, 2022, 2023, 2024, 2025]);
    expect(national.filter((set) => !working.includes(set)).map(({ version }) => version)).toEqual(Array(9).fill(2));
  });

  it('are adopted by nobody (R16)', () => {
    expect(shippedTimers.filter(({ adopted }) => adopted !== undefined)).toEqual([]);
  });

  it('stand in every national set of the years', () => {
    const national = policySets.filter(({ area }) => area === 'CN');
    expect(national.map(({ parameters }) => parameters.timers?.length)).toEqual(national.map(() => TABLE.length));
  });

  it('are those that definitions name, of the same kind', () => {
    for (const definition of definitions) {
      for (const { part } of placedParts(definition)) {
        for (const [kind, id] of [
          ['MIN', part.minDuration?.timer],
          ['MAX', part.maxDuration?.timer],
        ]) {
          if (id !== undefined) expect([definition.id, id, timer(id).kind]).toEqual([definition.id, id, kind]);
        }
      }
    }
  });
});

describe('A fixed day', () => {
  const dueOn = (of: Timer, programYear: number): string | undefined => {
    const start = { timer: of.id, part: 'P', round: 1, startFact: 'e', level: 'COUNTY', programYear } as const;
    const day = civilDate(`${programYear}-01-01`);
    return dueTerm(of, { ...start, from: day, recordedOn: day }, { calendar: new CalendarBook() }).dueOn;
  };
  test.each<[string, string, number, string]>([
    ['of every year', 'T21', 2016, '2016-12-31'],
    ['of one year', 'T20', 2016, '2025-12-31'],
    ['at the end of February of the next year, which has 29 days', 'T23', 2015, '2016-02-29'],
    ['at the end of February of the next year, which has 28', 'T23', 2016, '2017-02-28'],
    ['at the end of February of a next year that is no leap year, though it can be divided by four', 'T23', 2099, '2100-02-28'],
  ])('%s', (_, id, programYear, day) => {
    expect(dueOn(timer(id), programYear)).toBe(day);
  });
  it('at the end of December stays in its year', () => {
    expect(dueOn({ ...timer('T21'), on: '12-END' }, 2016)).toBe('2016-12-31');
  });
});

describe('A timer is refused', () => {
  const faults = (change: object): readonly string[] => {
    const read = timersSchema.safeParse([{ ...timer('T09'), ...change }]);
    return read.success ? [] : read.error.issues.map(({ path }) => path.join('.'));
  };
  test.each<[string, object, readonly string[]]>([
    ['nothing wrong', {}, []],
    ['a fixed day of a longest term', { on: '12-31' }, ['0.on']],
    ['no length', { term: undefined }, ['0.term']],
    ['met by what nothing starts', { starts: 'NOTHING' }, ['0.ends']],
    ['a guard that reminds', { kind: 'MIN' }, ['0.kind']],
    ['adopted without a second period', { second: undefined, adopted: { instrument: '1', on: '2017-01-01' } }, ['0.second']],
    ['a day that no year has', { kind: 'FIXED', term: undefined, on: '02-30' }, ['0.on']],
    [
      'the next year of a day that is of one year',
      { kind: 'FIXED', term: undefined, on: '2025-12-31', nextYear: true },
      ['0.nextYear'],
    ],
    ['the next year of a length', { nextYear: true }, ['0.nextYear']],
    ['the end of a month that no year has', { kind: 'FIXED', term: undefined, on: '13-END' }, ['0.on']],
    ['the end of a month of one year', { kind: 'FIXED', term: undefined, on: '2016-02-END' }, ['0.on', '0.on']],
    ['a day that not every year has', { kind: 'FIXED', term: undefined, on: '02-29' }, ['0.on']],
    ['a term of nine thousand years', { term: { length: 9_000, unit: 'year' } }, ['0.term.length']],
    ['a reminder longer ahead than anybody looks', { remindDaysBefore: 32 }, ['0.remindDaysBefore']],
    ['what is recorded of something else', { expiry: 'EXIT_WINDOW_ENDED' }, ['0.expiry']],
    ['an adoption on a day that is none', { adopted: { instrument: '1', on: '2017-02-29' } }, ['0.adopted.on']],
    ['an adoption without an instrument', { adopted: { instrument: '', on: '2017-01-01' } }, ['0.adopted.instrument']],
  ])('%s', (_, change, paths) => {
    expect(faults(change)).toEqual(paths);
  });

  it('that stands there twice', () => {
    expect(timersSchema.safeParse([timer('T09'), timer('T09')]).error?.issues.map(({ path }) => path)).toEqual([[1, 'id']]);
  });
});

describe('What provinces have otherwise (§5)', () => {
  const policy = (area: string, year: number) => {
    const found = policyOf(policySets, [area, 'CN'], year);
    if ('missing' in found) throw new Error(found.missing);
    return found;
  };
  test.each<[string, string, number, string, string, string]>([
    ['Guizhou', 'CN-GZ', 2017, 'T12', '10 wd', '[S32]'],
    ['Guizhou', 'CN-GZ', 2025, 'T12', '10 wd', '[S32]'],
    ['Guizhou', 'CN-GZ', 2021, 'T14', '20 wd', '[S60]'],
    ['Hainan', 'CN-HI', 2021, 'T14', '20 wd', '[S5b]'],
    ['Shanxi', 'CN-SX', 2015, 'T12', '20 cd', '[S32]'],
    ['Guangxi', 'CN-GX', 2018, 'T18', '1 year', '[S43b]'],
    // Nobody was seen to decide these otherwise.
    ['Hainan', 'CN-HI', 2021, 'T12', '15 cd', '[S32]'],
    ['Yunnan', 'CN-YN', 2024, 'T14', '15 cd', '[S21]'],
  ])('%s (%s) in %i: %s is %s %s', (_, area, year, id, length, source) => {
    const found = policy(area, year).parameters.timers.find((one) => one.id === id);
    expect(`${found?.term?.length ?? ''} ${found?.term?.unit ?? ''}`).toBe(length);
    expect(found?.clause).toContain(source);
    // What else is said of it is the nation's: who is told, when, and that nobody has adopted it (R16).
    const own = { term: found?.term, clause: found?.clause, mark: found?.mark };
    expect(found).toEqual({ ...timer(id), ...own });
  });

  it('stands above what a definition says; where no event starts a timer it is data only (R20)', () => {
    const law = (area: string, definition: string, year: number) =>
      lawOf(definitionOf(definition, 1), policy(area, year), `${definition}@1#`, 'P@1#', new CalendarBook(), []);
    expect(law('CN-GZ', 'MONITOR-2021', 2022).definition.total).toEqual({
      length: 20,
      unit: 'wd',
      timer: 'T14',
      basis: { clause: '§5 T14: Guizhou [S60]', mark: 'SOURCE' },
    });
    expect(law('CN-SX', 'MONITOR-2021', 2022).definition.total).toMatchObject({ length: 15, unit: 'cd' });
    expect(policy('CN-GZ', 2022).localTimers).toEqual(['T12', 'T14']);
    expect(law('CN-GX', 'EXIT-8', 2018).timers['T18']).toMatchObject({ starts: 'NOTHING', ends: 'NOTHING' });
  });
});

describe('A county sets a timer', () => {
  const adopted = { instrument: 'K-2017-1', on: '2017-01-10' };
  const county: PolicySet = policySetSchema.parse({
    id: 'K-2017',
    version: 1,
    area: 'k',
    year: 2017,
    parent: 'CN-2017',
    parameters: { timers: [{ ...timer('T09'), term: { length: 5, unit: 'wd' }, clause: 'K-2017-1', mark: 'SOURCE', adopted }] },
  });
  const law = (sets: readonly PolicySet[]) => {
    const policy = policyOf(sets, ['k', 'CN'], 2017);
    if ('missing' in policy) throw new Error(policy.missing);
    return lawOf(definitionOf('EXIT-8', 1), policy, 'EXIT-8@1#', 'K-2017@1#', new CalendarBook(), []);
  };
  const audit = (of: ReturnType<typeof law>) => Object.values(of.parts).find(({ kind }) => kind === 'audit')?.maxDuration;

  it('over what the definition says; the others stay', () => {
    const changed = law([...policySets, county]);
    expect(audit(changed)).toEqual({ length: 5, unit: 'wd', timer: 'T09', basis: { clause: 'K-2017-1', mark: 'SOURCE' } });
    expect(changed.timers['T09']?.adopted).toEqual(adopted);
    expect(changed.timers['T10']).toEqual(timer('T10'));
    expect(changed.policy.localTimers).toEqual(['T09']);
    expect(audit(law(policySets))).toMatchObject({ length: 10, unit: 'wd' });
  });

  it('for one procedure, and for no other', () => {
    const monitoring: PolicySet = {
      ...county,
      id: 'K-2021',
      year: 2021,
      parameters: { timers: [{ ...timer('T06'), procedures: ['EXIT'], adopted }] },
    };
    const policy = policyOf([...policySets, monitoring], ['k', 'CN'], 2021);
    if ('missing' in policy) throw new Error(policy.missing);
    const found = lawOf(definitionOf('MONITOR-2021', 1), policy, 'MONITOR-2021@1#', 'K-2021@1#', new CalendarBook(), []);
    expect(found.timers['T06']?.adopted).toBeUndefined();
    expect(Object.values(found.parts).find(({ kind }) => kind === 'survey')?.maxDuration).toMatchObject({
      length: 3,
      unit: 'cd',
    });
  });

  it('that the nation leaves to definitions, as it is in monitoring', () => {
    const policy = policyOf(policySets, ['CN'], 2021);
    if ('missing' in policy) throw new Error(policy.missing);
    const { parts } = lawOf(definitionOf('MONITOR-2021', 1), policy, 'MONITOR-2021@1#', 'CN-2021@1#', new CalendarBook(), []);
    const lengths = Object.values(parts).flatMap(({ maxDuration }) => maxDuration ?? []);
    expect(lengths.map(({ timer: id, length, unit }) => `${id} ${length} ${unit}`)).toEqual(['T06 3 cd', 'T07 5 cd', 'T08 5 cd']);
  });
});
