import { type JsonValue } from '#libs/kernel';
import { findTerm } from '#libs/terms';
import { checkDefinition } from './check.js';
import { PART_KINDS } from './definition.js';
import { definitionOf, definitions } from './definitions/index.js';

/** A copy of a definition in which the values at some paths are others; `undefined` takes one away. */
function edited(id: string, changes: Readonly<Record<string, unknown>>): unknown {
  const copy: unknown = structuredClone(definitionOf(id, 1));
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const target = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], copy) as Record<string, unknown>;
    if (value === undefined) delete target[last];
    else target[last] = value;
  }
  return copy;
}

const found = (definition: unknown): readonly (readonly [string, string, JsonValue, JsonValue])[] =>
  checkDefinition(definition).map(({ path, code, expected, actual }) => [path, code, expected, actual]);

const IDENT_8 = [
  'APPLY.APPLICATION',
  'SURVEY.SURVEY',
  'SURVEY.VERIFICATION',
  'REVIEW_GROUP.REVIEW',
  'COMPARE.COMPARISON',
  'REVIEW_VILLAGE.REVIEW',
  'PUBLICITY_VILLAGE.NOTICE',
  'TOWNSHIP_AUDIT_PUBLICITY.AUDIT',
  'TOWNSHIP_AUDIT_PUBLICITY.NOTICE',
  'COUNTY_APPROVAL_ANNOUNCE.APPROVAL',
  'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT',
];

describe('sound definitions', () => {
  it.each(definitions.map((definition) => [definition.id, definition] as const))('%s', (_, definition) => {
    expect(checkDefinition(definition)).toEqual([]);
  });
});

describe('definitions that do not have the form', () => {
  test.each<[string, Record<string, unknown>, readonly (readonly [string, string, JsonValue, JsonValue])[]]>([
    ['no instrument', { instrument: undefined }, [['instrument', 'FIELD_MISSING', 'object', null]]],
    [
      'a part without label',
      { 'steps.0.parts.0.label': undefined },
      [['steps.0.parts.0.label', 'FIELD_MISSING', 'object', null]],
    ],
    [
      'a part without clause',
      { 'steps.0.parts.0.basis': { clause: '', mark: 'SOURCE' } },
      [['steps.0.parts.0.basis.clause', 'FIELD_TOO_SMALL', 'at least 1', '']],
    ],
    ['a misspelt field', { sloggan: 8 }, [['sloggan', 'FIELD_UNKNOWN', null, 8]]],
    ['a number in words', { version: 'one' }, [['version', 'FIELD_WRONG_TYPE', 'number', 'one']]],
    [
      'a mark that is none',
      { 'effective.basis.mark': 'MAYBE' },
      [['effective.basis.mark', 'FIELD_VALUE_NOT_ALLOWED', ['SOURCE', 'ASSUMPTION'], 'MAYBE']],
    ],
    ['an id in small letters', { id: 'ident-8' }, [['id', 'FIELD_WRONG_FORM', '/^[A-Z][A-Z0-9-]*$/', 'ident-8']]],
    ['no steps', { steps: [] }, [['steps', 'FIELD_TOO_SMALL', 'at least 1', 'a list']]],
    [
      'a sample of more than all',
      { 'steps.6.parts.0.samplePermille': 1001 },
      [['steps.6.parts.0.samplePermille', 'FIELD_TOO_LARGE', 'at most 1000', 1001]],
    ],
    [
      'a kind that is none',
      { 'steps.0.parts.0.kind': 'prayer' },
      [['steps.0.parts.0.kind', 'FIELD_VALUE_NOT_ALLOWED', PART_KINDS, 'prayer']],
    ],
  ])('%s', (_, changes, problems) => {
    expect(found(edited('IDENT-8', changes))).toEqual(problems);
  });

  it('tells all faults at once', () => {
    expect(found(edited('IDENT-8', { area: undefined, version: 0 }))).toEqual([
      ['version', 'FIELD_TOO_SMALL', 'more than 0', 0],
      ['area', 'FIELD_MISSING', 'string', null],
    ]);
  });

  it('is not upset by what is no definition at all', () => {
    expect(found(null)).toEqual([['', 'FIELD_WRONG_TYPE', 'object', null]]);
  });
});

describe('definitions that make no sense', () => {
  test.each<[string, string, Record<string, unknown>, readonly (readonly [string, string, JsonValue, JsonValue])[]]>([
    ['a number left out', 'IDENT-8', { 'steps.7.no': 9 }, [['steps.7.no', 'STEP_NUMBERS_NOT_IN_ORDER', 8, 9]]],
    ['a number twice', 'IDENT-8', { 'steps.3.no': 3 }, [['steps.3.no', 'STEP_NUMBERS_NOT_IN_ORDER', 4, 3]]],
    [
      'a step code twice',
      'IDENT-7-BAOJI',
      { 'steps.4.code': 'APPLY' },
      [['steps.4.code', 'STEP_CODE_NOT_UNIQUE', 'a code of its own', 'APPLY']],
    ],
    [
      'a part code twice',
      'EXIT-GZ',
      { 'steps.5.parts.2.code': 'SPOT_CHECK' },
      [['steps.5.parts.2.code', 'PART_NOT_UNIQUE', 'a code of its own within the step', 'SPOT_CHECK']],
    ],
    [
      'a seal twice',
      'IDENT-8',
      {
        'steps.5.parts.0.seals': [
          { org: 'VILLAGE_COMMITTEE', required: true },
          { org: 'VILLAGE_COMMITTEE', required: true },
        ],
      },
      [['steps.5.parts.0.seals.1', 'SLOT_NOT_UNIQUE', 'each slot once', 'VILLAGE_COMMITTEE']],
    ],
    [
      'a part after one that there is not',
      'IDENT-8',
      { 'steps.5.parts.0.after': ['REVIEW_VILLAGE.REVIEW', 'NO.PART'] },
      [
        ['steps.5.parts.0.after.1', 'AFTER_UNKNOWN', IDENT_8, 'NO.PART'],
        ['steps.5.parts.0', 'PART_UNREACHABLE', 'parts that can be done before it', ['NO.PART']],
        ['steps.6.parts.0', 'PART_UNREACHABLE', 'parts that can be done before it', ['PUBLICITY_VILLAGE.NOTICE']],
        ['steps.6.parts.1', 'PART_UNREACHABLE', 'parts that can be done before it', ['TOWNSHIP_AUDIT_PUBLICITY.AUDIT']],
        ['steps.7.parts.0', 'PART_UNREACHABLE', 'parts that can be done before it', ['TOWNSHIP_AUDIT_PUBLICITY.NOTICE']],
        ['steps.7.parts.1', 'PART_UNREACHABLE', 'parts that can be done before it', ['COUNTY_APPROVAL_ANNOUNCE.APPROVAL']],
      ],
    ],
    [
      'parts that wait for each other',
      'IDENT-8',
      { 'steps.7.parts.0.after': ['COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT', 'TOWNSHIP_AUDIT_PUBLICITY.NOTICE'] },
      [
        ['steps.7.parts.0', 'AFTER_IN_CIRCLE', 'parts that can be done before it', ['COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT']],
        ['steps.7.parts.1', 'AFTER_IN_CIRCLE', 'parts that can be done before it', ['COUNTY_APPROVAL_ANNOUNCE.APPROVAL']],
      ],
    ],
    [
      'beside a part that comes later',
      'IDENT-8',
      { 'steps.3.parts.0.parallelWith': 'REVIEW_VILLAGE.REVIEW', 'steps.3.parts.0.after': ['REVIEW_GROUP.REVIEW'] },
      [['steps.3.parts.0.parallelWith', 'PARALLEL_NOT_EARLIER', IDENT_8.slice(0, 4), 'REVIEW_VILLAGE.REVIEW']],
    ],
    [
      'an effect that does not need the group',
      'IDENT-8',
      { 'steps.3.parts.0.after': ['SURVEY.VERIFICATION'] },
      [['steps.2.parts.0', 'PART_BYPASSED', 'before COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT', 'REVIEW_GROUP.REVIEW']],
    ],
    [
      'an effect before the announcement',
      'IDENT-8',
      { 'effect.after': 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL' },
      [['steps.7.parts.1', 'PART_BYPASSED', 'before COUNTY_APPROVAL_ANNOUNCE.APPROVAL', 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT']],
    ],
    [
      'an effect after nothing',
      'IDENT-8',
      { 'effect.after': 'NO.PART' },
      [['effect.after', 'EFFECT_UNKNOWN', IDENT_8, 'NO.PART']],
    ],
    [
      'an identification that ends in an exit',
      'IDENT-8',
      { 'effect.result': 'EXITED' },
      [['effect.result', 'EFFECT_WRONG_RESULT', 'REGISTERED', 'EXITED']],
    ],
    ['nine steps claimed', 'IDENT-8', { 'slogan.steps': 9 }, [['slogan.steps', 'SLOGAN_COUNT_WRONG', 8, 9]]],
    ['three reviews claimed', 'IDENT-8', { 'slogan.reviews': 3 }, [['slogan.reviews', 'SLOGAN_COUNT_WRONG', 2, 3]]],
    ['one notice claimed', 'EXIT-8', { 'slogan.notices': 1 }, [['slogan.notices', 'SLOGAN_COUNT_WRONG', 2, 1]]],
    [
      'a comparison claimed where there is none',
      'IDENT-7-BAOJI',
      { 'slogan.comparisons': 1 },
      [['slogan.comparisons', 'SLOGAN_COUNT_WRONG', 0, 1]],
    ],
    ['no announcement claimed', 'EXIT-GZ', { 'slogan.announcements': 0 }, [['slogan.announcements', 'SLOGAN_COUNT_WRONG', 1, 0]]],
    [
      'a review that does not count itself',
      'IDENT-8',
      { 'steps.2.parts.0.slogan': undefined, 'slogan.reviews': 1 },
      [['steps.2.parts.0.slogan', 'SLOGAN_MARK_WRONG', 'REVIEW', null]],
    ],
    [
      'an audit that counts as a notice',
      'IDENT-8',
      { 'steps.6.parts.0.slogan': 'NOTICE', 'slogan.notices': 3 },
      [['steps.6.parts.0.slogan', 'SLOGAN_MARK_WRONG', null, 'NOTICE']],
    ],
    [
      'a rule between dates of no part',
      'IDENT-8',
      { dateRules: [{ kind: 'NOT_BEFORE', part: 'SURVEY.SURVEY', other: 'NO.PART', basis: { clause: '§1', mark: 'SOURCE' } }] },
      [['dateRules.0.other', 'REFERENCE_UNKNOWN', IDENT_8, 'NO.PART']],
    ],
    [
      'a return to no part',
      'IDENT-8',
      { 'steps.5.parts.0.onObjection.returnTo': 'NO.PART' },
      [['steps.5.parts.0.onObjection.returnTo', 'REFERENCE_UNKNOWN', IDENT_8, 'NO.PART']],
    ],
    [
      'a return forward',
      'IDENT-8',
      { 'steps.5.parts.0.onObjection.returnTo': 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL' },
      [['steps.5.parts.0.onObjection.returnTo', 'RETURN_NOT_EARLIER', IDENT_8.slice(0, 6), 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL']],
    ],
    [
      'a refusal that returns to itself',
      'EXIT-8',
      { 'steps.4.parts.1.returnTo': 'REVIEW_VILLAGE.CONSENT' },
      [
        [
          'steps.4.parts.1.returnTo',
          'RETURN_NOT_EARLIER',
          ['NOMINATE.APPLICATION', 'EXIT_SURVEY.SURVEY', 'REVIEW_GROUP.REVIEW', 'COMPARE.COMPARISON', 'REVIEW_VILLAGE.REVIEW'],
          'REVIEW_VILLAGE.CONSENT',
        ],
      ],
    ],
    [
      'an announcement of what nobody approved',
      'IDENT-8',
      { 'steps.7.parts': definitionOf('IDENT-8', 1).steps[7]?.parts.slice(1) },
      [['steps.7.parts.0', 'ANNOUNCEMENT_WITHOUT_APPROVAL', 'an approval', null]],
    ],
    [
      'a survey by nobody',
      'IDENT-8',
      { 'steps.1.parts.0.performedBy': [] },
      [['steps.1.parts.0.performedBy', 'PERFORMER_MISSING', 'an office', []]],
    ],
    [
      'a survey that nobody may enter',
      'IDENT-8',
      { 'steps.1.parts.0.recordedBy': [] },
      [['steps.1.parts.0.recordedBy', 'RECORDER_MISSING', 'an office', []]],
    ],
    [
      'an office that has nowhere to sign',
      'IDENT-8',
      { 'steps.1.parts.1.oneOfEach': [['LEADING_GROUP_HEAD']] },
      [
        [
          'steps.1.parts.1.oneOfEach.0',
          'OFFICE_WITHOUT_SLOT',
          ['LEADING_GROUP_HEAD'],
          [
            'VILLAGE_SECRETARY',
            'VILLAGE_DIRECTOR',
            'COMMITTEE_MEMBER',
            'FIRST_SECRETARY',
            'RESIDENT_TEAM_LEADER',
            'RESIDENT_TEAM_MEMBER',
          ],
        ],
      ],
    ],
    [
      'a day that there is not',
      'IDENT-8',
      { 'effective.from': '2014-02-30' },
      [['effective.from', 'DATE_NOT_VALID', 'YYYY-MM-DD', '2014-02-30']],
    ],
    [
      'an end before the beginning',
      'EXIT-GZ',
      { 'effective.until': '2015-12-31' },
      [['effective.until', 'DATES_REVERSED', '2016-01-01 or later', '2015-12-31']],
    ],
    [
      'a year without a quorum',
      'IDENT-8',
      { 'steps.4.parts.0.quorums.1.from': '2027-01-01' },
      [
        [
          'steps.4.parts.0.quorums',
          'QUORUM_DATES_NOT_SEAMLESS',
          'one quorum on every day in force',
          { bodyKind: 'VILLAGERS', from: '2027-01-01', until: null },
        ],
      ],
    ],
    [
      'no quorum from some day on',
      'IDENT-8',
      { 'steps.4.parts.0.quorums.3.until': '2030-12-31' },
      [
        [
          'steps.4.parts.0.quorums',
          'QUORUM_DATES_NOT_SEAMLESS',
          'one quorum on every day in force',
          { bodyKind: 'RESIDENTS', from: '2026-01-01', until: '2030-12-31' },
        ],
      ],
    ],
    [
      'more than everyone',
      'IDENT-8',
      { 'steps.4.parts.0.quorums.0.fraction': { numerator: 4, denominator: 3, strict: false } },
      [['steps.4.parts.0.quorums.0.fraction', 'FRACTION_ABOVE_ONE', 'a part of the whole that can be reached', '>= 4/3']],
    ],
    [
      'a majority of more than all',
      'IDENT-8',
      { 'steps.4.parts.0.majority': { numerator: 1, denominator: 1, strict: true } },
      [['steps.4.parts.0.majority', 'FRACTION_ABOVE_ONE', 'a part of the whole that can be reached', '> 1/1']],
    ],
    [
      'a comparison read out before it is made',
      'IDENT-8',
      { 'steps.2.parts.0.readOutComparison': true },
      [
        [
          'steps.2.parts.0.readOutComparison',
          'READ_OUT_WITHOUT_COMPARISON',
          'a comparison before',
          ['SURVEY.VERIFICATION', 'SURVEY.SURVEY', 'APPLY.APPLICATION'],
        ],
      ],
    ],
    [
      'a notice for no time',
      'IDENT-8',
      { 'steps.5.parts.0.minDuration': undefined },
      [['steps.5.parts.0.minDuration', 'NOTICE_WITHOUT_PERIOD', 'a least time', null]],
    ],
    [
      'at most fewer surveyors than at least',
      'EXIT-GZ',
      { 'steps.1.parts.0.maxSurveyors': 4 },
      [['steps.1.parts.0.maxSurveyors', 'SURVEYORS_REVERSED', 5, 4]],
    ],
  ])('%s', (_, id, changes, problems) => {
    expect(found(edited(id, changes))).toEqual(problems);
  });
});

describe('the words of a problem', () => {
  it('are in both languages', () => {
    expect(checkDefinition(edited('IDENT-8', { 'slogan.steps': 9 }))).toEqual([
      {
        path: 'slogan.steps',
        code: 'SLOGAN_COUNT_WRONG',
        message: findTerm('problem', 'SLOGAN_COUNT_WRONG'),
        expected: 8,
        actual: 9,
      },
    ]);
    expect(findTerm('problem', 'SLOGAN_COUNT_WRONG')?.en).toBe('The label claims another number than the steps give');
  });
});
