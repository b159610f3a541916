import { type Definition } from '../definition.js';
import { placedParts } from '../law-of.js';
import { definitionOf } from './index.js';

type Told = readonly (readonly [number, string, string, string])[];

const told = (definition: Definition): Told =>
  placedParts(definition).map(({ step, part, id }) => [step.no, id, part.kind, part.level]);

const part = (definition: Definition, id: string) => placedParts(definition).find((placed) => placed.id === id)?.part;

describe('IDENT-8, 八步、两评议两公示一比对一公告 (§2.1)', () => {
  const definition = definitionOf('IDENT-8', 1);

  it('has its eight steps', () => {
    expect(told(definition)).toEqual<Told>([
      [1, 'APPLY.APPLICATION', 'application', 'HOUSEHOLD'],
      [2, 'SURVEY.SURVEY', 'survey', 'VILLAGE'],
      [2, 'SURVEY.VERIFICATION', 'verification', 'VILLAGE'],
      [3, 'REVIEW_GROUP.REVIEW', 'review', 'GROUP'],
      [4, 'COMPARE.COMPARISON', 'comparison', 'COUNTY'],
      [5, 'REVIEW_VILLAGE.REVIEW', 'review', 'VILLAGE'],
      [6, 'PUBLICITY_VILLAGE.NOTICE', 'notice', 'VILLAGE'],
      [7, 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT', 'audit', 'TOWNSHIP'],
      [7, 'TOWNSHIP_AUDIT_PUBLICITY.NOTICE', 'notice', 'TOWNSHIP'],
      [8, 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL', 'approval', 'COUNTY'],
      [8, 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT', 'announcement', 'COUNTY'],
    ]);
  });

  it('publishes three times for seven days and holds while an objection is open (T01 to T03)', () => {
    const periods = placedParts(definition)
      .filter(({ part: { kind } }) => kind === 'notice' || kind === 'announcement')
      .map(({ part: { minDuration, onObjection } }) => [minDuration?.length, minDuration?.unit, minDuration?.timer, onObjection]);
    const gate = { mode: 'GATE', returnTo: 'SURVEY.SURVEY' };
    expect(periods).toEqual([
      [7, 'cd', 'T01', gate],
      [7, 'cd', 'T02', gate],
      [7, 'cd', 'T03', gate],
    ]);
  });

  it('has its terms of ten working days, all of them ours (T06 to T10)', () => {
    const terms = placedParts(definition).flatMap(({ id, part: { maxDuration } }) =>
      maxDuration === undefined ? [] : [[id, maxDuration.timer, maxDuration.length, maxDuration.unit, maxDuration.basis.mark]],
    );
    expect(terms).toEqual([
      ['SURVEY.SURVEY', 'T06', 10, 'wd', 'ASSUMPTION'],
      ['COMPARE.COMPARISON', 'T07', 10, 'wd', 'ASSUMPTION'],
      ['REVIEW_VILLAGE.REVIEW', 'T08', 10, 'wd', 'ASSUMPTION'],
      ['TOWNSHIP_AUDIT_PUBLICITY.AUDIT', 'T09', 10, 'wd', 'ASSUMPTION'],
      ['COUNTY_APPROVAL_ANNOUNCE.APPROVAL', 'T10', 10, 'wd', 'ASSUMPTION'],
    ]);
  });

  it.each(['REVIEW_GROUP.REVIEW', 'REVIEW_VILLAGE.REVIEW'])(
    '%s needs two thirds of villagers, more than half of residents, and more than half of those present (§2.5, R8)',
    (id) => {
      const review = part(definition, id);
      if (review?.kind !== 'review') throw new Error(`${id} is no review`);
      const twoThirds = { numerator: 2, denominator: 3, strict: false };
      const overHalf = { numerator: 1, denominator: 2, strict: true };
      expect(review.quorums.map(({ bodyKind, from, until, fraction }) => [bodyKind, from, until, fraction])).toEqual([
        ['VILLAGERS', undefined, '2025-12-31', twoThirds],
        ['VILLAGERS', '2026-01-01', undefined, twoThirds],
        ['RESIDENTS', undefined, '2025-12-31', overHalf],
        ['RESIDENTS', '2026-01-01', undefined, overHalf],
      ]);
      expect(review.majority).toEqual(overHalf);
    },
  );

  it('asks three persons to verify, of the village and of the team (R4)', () => {
    const { minDistinctPersons, oneOfEach } = part(definition, 'SURVEY.VERIFICATION') ?? {};
    expect([minDistinctPersons, oneOfEach]).toEqual([
      3,
      [
        ['VILLAGE_SECRETARY', 'VILLAGE_DIRECTOR', 'COMMITTEE_MEMBER'],
        ['FIRST_SECRETARY', 'RESIDENT_TEAM_LEADER', 'RESIDENT_TEAM_MEMBER'],
      ],
    ]);
  });

  it('asks these registers about these red lines (§6.2)', () => {
    const comparison = part(definition, 'COMPARE.COMPARISON');
    expect(comparison?.kind === 'comparison' ? [comparison.blocks, comparison.sources] : undefined).toEqual([
      'HARD_HITS',
      [
        { source: 'VEHICLES', answers: ['R01'] },
        { source: 'REAL_ESTATE', answers: ['R02'] },
        { source: 'FISCAL_PAYROLL', answers: ['R03'] },
        { source: 'MARKET_REGULATION', answers: ['R04'] },
        { source: 'ORGANISATION', answers: ['R05'] },
        { source: 'AGRICULTURAL_MACHINERY', answers: ['R06'] },
        { source: 'CIVIL_REGISTRY', answers: ['R11', 'R12', 'R13'] },
      ],
    ]);
  });

  it('is in force for the baseline of 2013-12, which is ours (R5)', () => {
    expect([definition.effective.from, definition.effective.basis.mark]).toEqual(['2013-12-01', 'ASSUMPTION']);
  });
});

describe('EXIT-8 (§3.2)', () => {
  const definition = definitionOf('EXIT-8', 1);

  it('has its eight steps', () => {
    expect(told(definition)).toEqual<Told>([
      [1, 'NOMINATE.APPLICATION', 'application', 'GROUP'],
      [2, 'EXIT_SURVEY.SURVEY', 'survey', 'VILLAGE'],
      [3, 'REVIEW_GROUP.REVIEW', 'review', 'GROUP'],
      [4, 'COMPARE.COMPARISON', 'comparison', 'COUNTY'],
      [5, 'REVIEW_VILLAGE.REVIEW', 'review', 'VILLAGE'],
      [5, 'REVIEW_VILLAGE.CONSENT', 'consent', 'HOUSEHOLD'],
      [5, 'REVIEW_VILLAGE.VERIFICATION', 'verification', 'VILLAGE'],
      [6, 'PUBLICITY_VILLAGE.NOTICE', 'notice', 'VILLAGE'],
      [7, 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT', 'audit', 'TOWNSHIP'],
      [7, 'TOWNSHIP_AUDIT_PUBLICITY.NOTICE', 'notice', 'TOWNSHIP'],
      [8, 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL', 'approval', 'COUNTY'],
      [8, 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT', 'announcement', 'COUNTY'],
    ]);
  });

  it('defers what is voted down, and asks the household twice in a year at most (R13, §3.4)', () => {
    const consent = part(definition, 'REVIEW_VILLAGE.CONSENT');
    expect([
      part(definition, 'REVIEW_GROUP.REVIEW')?.onFail,
      part(definition, 'REVIEW_VILLAGE.REVIEW')?.onFail,
      consent?.onFail,
      consent?.kind === 'consent' ? [consent.maxRefusals, consent.returnTo] : undefined,
    ]).toEqual(['DEFER', 'DEFER', 'DEFER', [2, 'EXIT_SURVEY.SURVEY']]);
  });

  it('lets nobody but the household consent (R12)', () => {
    const consent = part(definition, 'REVIEW_VILLAGE.CONSENT');
    expect([consent?.performedBy, consent?.signatures]).toEqual([[], [{ slot: 'HOUSEHOLD', offices: [], min: 1 }]]);
  });

  it('asks the departments about every item', () => {
    const comparison = part(definition, 'COMPARE.COMPARISON');
    expect(
      comparison?.kind === 'comparison' ? [comparison.blocks, ...comparison.sources.map(({ source }) => source)] : undefined,
    ).toEqual(['ALL_ITEMS', 'EDUCATION', 'MEDICAL_INSURANCE', 'HOUSING', 'WATER', 'CIVIL_AFFAIRS', 'HUMAN_RESOURCES']);
  });

  it('keeps the order of dates from the household to the announcement', () => {
    expect(definition.dateRules.map((rule) => [rule.kind, rule.part, rule.other])).toEqual([
      ['NOT_BEFORE', 'REVIEW_VILLAGE.VERIFICATION', 'REVIEW_VILLAGE.CONSENT'],
      ['MIN_GAP', 'PUBLICITY_VILLAGE.NOTICE', 'REVIEW_VILLAGE.VERIFICATION'],
      ['NOT_BEFORE', 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT', 'PUBLICITY_VILLAGE.NOTICE'],
      ['NOT_BEFORE', 'TOWNSHIP_AUDIT_PUBLICITY.NOTICE', 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT'],
      ['NOT_BEFORE', 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL', 'TOWNSHIP_AUDIT_PUBLICITY.NOTICE'],
      ['NOT_BEFORE', 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT', 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL'],
    ]);
  });
});

describe('variants, as data alone (§2.6)', () => {
  test.each([
    ['IDENT-BASE-2014', { steps: 5, reviews: 1, notices: 2, comparisons: 0, announcements: 1 }],
    ['IDENT-7-BAOJI', { steps: 7, reviews: 2, notices: 2, comparisons: 0, announcements: 1 }],
    ['IDENT-12-NAIMAN', { steps: 12, reviews: 1, notices: 2, comparisons: 1, announcements: 1 }],
    ['EXIT-GZ', { steps: 7, reviews: 1, notices: 2, comparisons: 0, announcements: 1 }],
    ['MONITOR-2021', { steps: 7, reviews: 1, notices: 1, comparisons: 1, announcements: 0 }],
  ])('%s claims %j', (id, slogan) => {
    expect(definitionOf(id, 1).slogan).toEqual(slogan);
  });

  it('the national base of 2014 ranks under a quota', () => {
    const review = part(definitionOf('IDENT-BASE-2014', 1), 'REVIEW_VILLAGE.REVIEW');
    expect(review?.kind === 'review' ? [review.form, review.readOutComparison] : undefined).toEqual(['RANKED_LIST', false]);
  });

  it('长顺: the village signs within its notice, levels are seven days apart, five to seven survey', () => {
    const definition = definitionOf('EXIT-GZ', 1);
    expect(
      definition.dateRules
        .filter(({ kind }) => kind !== 'NOT_BEFORE')
        .map((rule) => [rule.kind, rule.part, rule.other, rule.kind === 'MIN_GAP' ? [rule.days, rule.timer] : undefined]),
    ).toEqual([
      ['SIGNED_WITHIN', 'VILLAGE.SIGNING', 'VILLAGE.NOTICE', undefined],
      ['MIN_GAP', 'TOWNSHIP.SIGNING', 'VILLAGE.SIGNING', [7, 'T05']],
    ]);
    const survey = part(definition, 'EXIT_SURVEY.SURVEY');
    expect(
      survey?.kind === 'survey'
        ? [survey.minSurveyors, survey.maxSurveyors, survey.minRepresentatives, survey.criteria.length]
        : 0,
    ).toEqual([5, 7, 1, 15]);
    const check = part(definition, 'TOWNSHIP.SPOT_CHECK');
    expect(check?.kind === 'audit' ? check.samplePermille : undefined).toBe(30);
    expect(definition.effect.after).toBe('COUNTY.APPROVAL');
  });

  it('monitoring: one notice of five days, fifteen days in all', () => {
    const { total, effect } = definitionOf('MONITOR-2021', 1);
    const notice = part(definitionOf('MONITOR-2021', 1), 'PUBLICITY_VILLAGE.NOTICE');
    expect([
      notice?.minDuration?.length,
      notice?.minDuration?.timer,
      total?.length,
      total?.unit,
      total?.timer,
      effect.result,
    ]).toEqual([5, 'T04', 15, 'cd', 'T14', 'MONITORED']);
  });
});
