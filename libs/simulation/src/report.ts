import { type Cohort } from './population.js';
import { type Scenario } from './scenario.js';

/** Households and persons are always a pair (domain.md §9). */
export interface Pair {
  readonly households: number;
  readonly persons: number;
}

/** What the projections say of a county. */
export interface Figures {
  readonly registered: (programYear: number) => Pair;
  readonly exited: (programYear: number) => Pair;
  readonly present: (
    standing: 'REGISTERED' | 'EXITED',
    split?: { readonly by: 'POVERTY_ATTRIBUTE' | 'CAUSE_GROUP'; readonly value: string },
  ) => Pair;
  readonly areas: (level: 'GROUP' | 'VILLAGE' | 'TOWNSHIP') => number;
  readonly population: number | undefined;
}

/** HOLDS and DIFFERS decide the exit code; the others say what the source leaves open or says twice. */
export type Verdict = 'HOLDS' | 'DIFFERS' | 'SOURCE_CONTRADICTS_ITSELF' | 'OURS_ASSUMED';

export interface Row {
  readonly label: { readonly zh: string; readonly en: string };
  readonly source: string;
  readonly ours: string;
  readonly verdict: Verdict;
  /** Row of domain.md. */
  readonly clause: string;
}

const text = ({ households, persons }: Pair): string => `${households}/${persons}`;

function row(zh: string, en: string, source: string, ours: string, clause: string): Row {
  return { label: { zh, en }, source, ours, verdict: source === ours ? 'HOLDS' : 'DIFFERS', clause };
}

function contradiction(zh: string, en: string, source: string, ours: string, clause: string): Row {
  return { label: { zh, en }, source, ours, verdict: 'SOURCE_CONTRADICTS_ITSELF', clause };
}

function sum(cohorts: readonly Cohort[]): Pair {
  return cohorts.reduce(
    (total, { households, persons }) => ({ households: total.households + households, persons: total.persons + persons }),
    { households: 0, persons: 0 },
  );
}

function percent(part: number, whole: number): string {
  return `${((part / whole) * 100).toFixed(2)} %`;
}

/** Rows that every scenario has: who was identified, who left in which year, who remains. `cohorts` as played, scaled or not. */
function common(
  { identification, exits }: Scenario,
  cohorts: readonly Cohort[],
  figures: Figures,
  clauses: { readonly all: string; readonly exits: string; readonly left: string },
): readonly Row[] {
  const leaving = (year: number): Pair => sum(cohorts.filter(({ exitYear }) => exitYear === year));
  const stay = sum(cohorts.filter(({ exitYear }) => exitYear === undefined));
  return [
    row(
      '建档立卡（户/人）',
      'registered (households/persons)',
      text(sum(cohorts)),
      text(figures.registered(identification.programYear)),
      clauses.all,
    ),
    ...exits.map(({ programYear }) =>
      row(
        `${programYear}年脱贫（户/人）`,
        `exited in ${programYear}`,
        text(leaving(programYear)),
        text(figures.exited(programYear)),
        clauses.exits,
      ),
    ),
    row(
      '累计脱贫（户/人）',
      'exited in all',
      text(sum(cohorts.filter(({ exitYear }) => exitYear !== undefined))),
      text(figures.present('EXITED')),
      clauses.exits,
    ),
    row('尚未脱贫（户/人）', 'remaining', text(stay), text(figures.present('REGISTERED')), clauses.left),
  ];
}

function shiqiaoRows(scenario: Scenario, cohorts: readonly Cohort[], figures: Figures, whole: boolean): readonly Row[] {
  const of = (match: (cohort: Cohort) => boolean): string =>
    text(sum(cohorts.filter((cohort) => cohort.exitYear === undefined && match(cohort))));
  const attribute = (value: string): string => text(figures.present('REGISTERED', { by: 'POVERTY_ATTRIBUTE', value }));
  const cause = (value: string): string => text(figures.present('REGISTERED', { by: 'CAUSE_GROUP', value }));
  const rows = [
    row('居委会', 'communities', '2', String(figures.areas('VILLAGE')), '§9 SQ15'),
    row('居民小组', 'groups', '26', String(figures.areas('GROUP')), '§9 SQ15'),
    ...common(scenario, cohorts, figures, { all: '§9 SQ1', exits: '§9 SQ2', left: '§9 SQ1' }),
    row(
      '其中：一般贫困户（户/人）',
      'of these: general',
      of((c) => c.povertyAttribute === 'GENERAL'),
      attribute('GENERAL'),
      '§9 SQ3',
    ),
    row(
      '其中：政策兜底户（户/人）',
      'of these: safety net',
      of((c) => c.povertyAttribute === 'SAFETY_NET'),
      attribute('SAFETY_NET'),
      '§9 SQ3',
    ),
    row(
      '其中：两无户（户/人）',
      'of these: no labour, no ability',
      of((c) => c.causeGroup === 'NO_LABOUR_NO_ABILITY'),
      cause('NO_LABOUR_NO_ABILITY'),
      '§9 SQ3',
    ),
    row(
      '其中：两因户（户/人）',
      'of these: illness, disaster, school',
      of((c) => c.causeGroup === 'ILLNESS_DISASTER_SCHOOL'),
      cause('ILLNESS_DISASTER_SCHOOL'),
      '§9 SQ3',
    ),
    row(
      '其中：两缺户（户/人）',
      'of these: lack of skill or capital',
      of((c) => c.causeGroup === 'LACK_SKILL_CAPITAL'),
      cause('LACK_SKILL_CAPITAL'),
      '§9 SQ3',
    ),
  ];
  if (!whole) return rows;
  const registered = figures.registered(scenario.identification.programYear);
  const exited = figures.present('EXITED');
  return [
    ...rows,
    row(
      '贫困发生率（户籍人口7651）',
      'incidence (of 7651 inhabitants)',
      '0.73 %',
      percent(figures.present('REGISTERED').persons, figures.population ?? 0),
      '§9 SQ4',
    ),
    contradiction('脱贫率', 'share that left', '82.5 %', percent(exited.persons, registered.persons), '§9 SQ5'),
    contradiction('第四节所载户/人', 'registered, by its section 4', '104/314', text(registered), '§9 SQ6'),
  ];
}

function laifengRows(scenario: Scenario, cohorts: readonly Cohort[], figures: Figures, whole: boolean): readonly Row[] {
  const rows = [
    row('乡镇', 'townships', '8', String(figures.areas('TOWNSHIP')), '§9 LF4'),
    row('贫困村', 'poor villages', '46', String(figures.areas('VILLAGE')), '§9 LF4'),
    ...common(scenario, cohorts, figures, { all: '§9 LF1, LF2', exits: '§9 LF1–LF3', left: '§9 LF1' }),
  ];
  if (!whole) return rows;
  const [exited2014, exited2015] = [figures.exited(2014), figures.exited(2015)];
  const gross = { households: exited2014.households + exited2015.households, persons: exited2014.persons + exited2015.persons };
  const registered = figures.registered(scenario.identification.programYear);
  return [
    ...rows,
    row('2015年减贫，含2014年已减（户/人）', '2015 gross, with those of 2014', '15323/55184', text(gross), '§9 LF3'),
    row('贫困人口', 'persons in all', '78913', String(registered.persons), '§9 LF2'),
    contradiction('贫困户总数', 'households in all', '21897', String(registered.households), '§9 LF1'),
  ];
}

/** The table of a run: what the source says, what the projections say, and which of the two the reader should trust. */
export function tableOf(scenario: Scenario, cohorts: readonly Cohort[], figures: Figures, whole: boolean): readonly Row[] {
  const rows =
    scenario.name === 'laifeng' ? laifengRows(scenario, cohorts, figures, whole) : shiqiaoRows(scenario, cohorts, figures, whole);
  return [
    ...rows,
    ...scenario.assumptions.map(({ zh, en }): Row => ({
      label: { zh, en },
      source: '—',
      ours: '—',
      verdict: 'OURS_ASSUMED',
      clause: 'R5',
    })),
  ];
}

/** Whether everything that should hold does. */
export function allHold(rows: readonly Row[]): boolean {
  return rows.every(({ verdict }) => verdict !== 'DIFFERS');
}
