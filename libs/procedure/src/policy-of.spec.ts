import { type PolicyParameters, type PolicySet } from './policy.js';
import { type NoPolicy, policyOf } from './policy-of.js';
import { policySets } from './policies/index.js';

function policy(areas: readonly string[], year: number) {
  const found = policyOf(policySets, areas, year);
  if ('missing' in found) throw new Error(found.missing);
  return found;
}

const yuan = (line: PolicyParameters['exitLine']) => (line.value === null ? null : line.value / 100);

describe('lines of the nation (§6.1)', () => {
  test.each([
    [2013, 2736, null, null],
    [2014, 2800, 2800, null],
    [2015, 2855, 2968, null],
    [2016, 2952, 3146, null],
    [2017, 2952, 3335, null],
    [2018, 2995, 3535, null],
    [2019, 3218, 3747, null],
    [2020, 4000, 4000, 6000],
    [2021, null, null, 6000],
    [2022, null, null, null],
    [2023, null, null, null],
    [2024, null, null, null],
    [2025, null, null, null],
  ])('%d: identification %p, exit %p, monitoring %p yuan', (year, identification, exit, monitoring) => {
    const { identificationLine, exitLine, monitoringLine } = policy(['CN'], year).parameters;
    expect([yuan(identificationLine), yuan(exitLine), yuan(monitoringLine)]).toEqual([identification, exit, monitoring]);
  });

  it('takes the 6 % path for the exit line, in whole yuan', () => {
    const path = [0, 1, 2, 3, 4, 5].map((n) => Math.round(2800 * 1.06 ** n));
    expect([2014, 2015, 2016, 2017, 2018, 2019].map((year) => yuan(policy(['CN'], year).parameters.exitLine))).toEqual(path);
  });

  it('says which lines are from no source', () => {
    const ours = [2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020].filter(
      (year) => policy(['CN'], year).parameters.identificationLine.mark === 'ASSUMPTION',
    );
    expect(ours).toEqual([2017, 2018, 2019, 2020]);
  });
});

describe('what provinces and counties decide otherwise', () => {
  test.each<[string, readonly string[], number, keyof PolicyParameters, unknown]>([
    ['Liaoning 2012', ['CN-LN', 'CN'], 2012, 'identificationLine', 320000],
    ['Guangdong 2014', ['CN-GD', 'CN'], 2014, 'identificationLine', 400000],
    ['Henan 2016', ['CN-HA', 'CN'], 2016, 'identificationLine', 302600],
    ['Guangxi tracks one more year', ['CN-GX', 'CN'], 2017, 'deregistrationDelayDays', 365],
    ['Guizhou refuses in and out in one year', ['CN-GZ-CHANGSHUN', 'CN-GZ', 'CN'], 2017, 'exitSameYear', 'REFUSE'],
    ['Changshun 2017', ['CN-GZ-CHANGSHUN', 'CN-GZ', 'CN'], 2017, 'exitLine', 333500],
    ['Naiman 2018 identifies', ['CN-NM-NAIMAN', 'CN-NM', 'CN'], 2018, 'identificationLine', 299500],
    ['Naiman 2018 exits higher', ['CN-NM-NAIMAN', 'CN-NM', 'CN'], 2018, 'exitLine', 360000],
    ['Sangzhi 2019', ['CN-HN-SANGZHI', 'CN-HN', 'CN'], 2019, 'exitLine', 370000],
    ['Yunnan 2024', ['CN-YN', 'CN'], 2024, 'monitoringLine', 870000],
  ])('%s', (_, areas, year, name, value) => {
    const parameter = policy(areas, year).parameters[name];
    expect('value' in parameter ? parameter.value : parameter).toEqual(value);
  });

  it('lays red lines over each other by their code', () => {
    const severities = (areas: readonly string[], year: number) =>
      Object.fromEntries(policy(areas, year).parameters.redLines.map(({ code, severity }) => [code, severity]));
    const nation = severities(['CN'], 2017);
    expect(nation).toEqual({
      R01: 'HARD',
      R02: 'HARD',
      R03: 'HARD',
      R04: 'HARD',
      R05: 'HARD',
      R06: 'HARD',
      R07: 'REVIEW',
      R08: 'REVIEW',
      R09: 'STRICT_CHECK',
      R10: 'REVIEW',
      R11: 'REVIEW',
      R12: 'REVIEW',
      R13: 'MEMBER',
      R15: 'REVIEW',
    });
    expect(severities(['CN-JX', 'CN'], 2017)).toEqual({ ...nation, R05: 'STRICT_CHECK' });
    expect(severities(['CN-SN', 'CN'], 2017)).toEqual({ ...nation, R09: 'HARD' });
    expect(Object.keys(severities(['CN-SC-HUAYING', 'CN-SC', 'CN'], 2014))).toEqual([
      ...Object.keys(nation).slice(0, 13),
      'R14',
      'R15',
    ]);
  });

  it('gives areas without sets of their own the policy of the area above, under its name', () => {
    expect(policy(['CN-HB-LAIFENG', 'CN-HB', 'CN'], 2014)).toEqual(policy(['CN'], 2014));
    expect(policy(['CN-HB-LAIFENG', 'CN-HB', 'CN'], 2014).id).toBe('CN-2014');
    expect(policy(['CN-GZ-CHANGSHUN', 'CN-GZ', 'CN'], 2018).id).toBe('CN-GZ-2018');
  });

  it('takes the newest version of a set', () => {
    const second: PolicySet = {
      id: 'CN-GD-2014',
      version: 2,
      area: 'CN-GD',
      year: 2014,
      parameters: { identificationLine: { value: 410000, clause: 'test', mark: 'ASSUMPTION' } },
    };
    const found = policyOf([second, ...policySets], ['CN-GD', 'CN'], 2014);
    expect('missing' in found ? found : [found.id, found.version, found.parameters.identificationLine.value]).toEqual([
      'CN-GD-2014',
      2,
      410000,
    ]);
  });
});

describe('what is missing', () => {
  it('names the years that are known', () => {
    expect(policyOf(policySets, ['CN'], 2011)).toEqual<NoPolicy>({
      missing:
        'no policy set of CN is of the year 2011; known are 2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025',
    });
    expect(policyOf(policySets, ['XX'], 2014)).toEqual<NoPolicy>({
      missing: 'no policy set of XX is of the year 2014; there is none for any year',
    });
  });

  it('names the parameters that nobody decides', () => {
    const open = policyOf(policySets, ['CN-GD'], 2014);
    expect(open).toEqual<NoPolicy>({
      missing:
        'the policy of CN-GD in 2014 says nothing about exitLine, monitoringLine, redLines, dayCount, backfillMaxDays, ' +
        'comparisonMaxAgeDays, authorisationRequired, exitSameYear, officePairs, remoteAttendance, proxyVoting, ' +
        'inquorateAttempts, interruptionMaxMissingDays, recheckDays, deregistrationDelayDays, timers; it is made of CN-GD-2014@1',
    });
  });
});

describe('the sets as shipped', () => {
  it('are one per area and year, named after both, each under a set that there is', () => {
    const ids = policySets.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, area, year, parent } of policySets) {
      expect(id).toBe(`${area}-${year}`);
      if (area === 'CN') expect(parent).toBeUndefined();
      else expect(ids).toContain(parent);
    }
  });

  it('keep the days of back-dating below the shortest notice (R2)', () => {
    const longest = Math.max(...policySets.flatMap(({ parameters }) => parameters.backfillMaxDays?.value ?? []));
    expect(longest).toBeLessThan(5);
  });
});
