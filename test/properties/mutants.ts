import { type Definition, type Part, type PartId, type Policy, RULES } from '#libs/procedure';
import { type Change } from './laws.js';

/** A law with one thing wrong in it. */
export interface Mutant {
  readonly name: string;
  readonly change: Change;
}

type Step = Definition['steps'][number];
type Definer = NonNullable<Change['definition']>;

const ofKind =
  (kind: Part['kind'], change: (part: Part) => object, where: (part: Part, step: Step) => boolean = () => true): Definer =>
  (definition) => ({
    ...definition,
    steps: definition.steps.map((step) => ({
      ...step,
      parts: step.parts.map((part) => (part.kind === kind && where(part, step) ? ({ ...part, ...change(part) } as Part) : part)),
    })),
  });

const inStep =
  (code: string) =>
  (_part: Part, step: Step): boolean =>
    step.code === code;
const onlyFor =
  (kind: Definition['kind'], change: Definer): Definer =>
  (definition) =>
    definition.kind === kind ? change(definition) : definition;

/** Without a part: what stood on it stands on what stood before it. */
const without =
  (id: PartId): Definer =>
  (definition) => ({
    ...definition,
    steps: definition.steps
      .map((step) => ({ ...step, parts: step.parts.filter(({ code }) => `${step.code}.${code}` !== id) }))
      .filter(({ parts }) => parts.length > 0),
    dateRules: definition.dateRules.filter(({ part, other }) => part !== id && other !== id),
  });

const noEvidence =
  (slot: string) =>
  (part: Part): object => ({
    evidence: part.evidence.map((one) => (one.slot === slot ? { ...one, required: false } : one)),
  });
const quorum = (part: Part, numerator: number, denominator: number, strict: boolean): object =>
  part.kind === 'review'
    ? { quorums: part.quorums.map((one) => ({ ...one, fraction: { numerator, denominator, strict } })) }
    : {};
const shorter = (part: Part): object =>
  part.minDuration === undefined ? {} : { minDuration: { ...part.minDuration, length: part.minDuration.length - 1 } };

const swapped: Definer = (definition) => ({
  ...definition,
  steps: definition.steps.map((step) =>
    step.code === 'COUNTY_APPROVAL_ANNOUNCE' ? { ...step, parts: [...step.parts].reverse() } : step,
  ),
  dateRules: definition.dateRules.filter(({ part }) => !part.startsWith('COUNTY_APPROVAL_ANNOUNCE')),
  effect: { ...definition.effect, after: 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL' },
});

const parameter =
  <K extends keyof Policy['parameters']>(name: K, value: unknown): NonNullable<Change['policy']> =>
  (policy) => ({
    ...policy,
    parameters: { ...policy.parameters, [name]: { ...policy.parameters[name], value } },
  });

const law = (name: string, definition: Definer): Mutant => ({ name, change: { definition } });
const number = (name: string, policy: NonNullable<Change['policy']>): Mutant => ({ name, change: { policy } });

/** What stands in definitions and policies, changed. */
export const DATA_MUTANTS: readonly Mutant[] = [
  law(
    'quorum one half instead of two thirds',
    ofKind('review', (part) => quorum(part, 1, 2, false)),
  ),
  law(
    'quorum more than one third',
    ofKind('review', (part) => quorum(part, 1, 3, true)),
  ),
  law(
    'majority at half of the votes',
    ofKind('review', () => ({ majority: { numerator: 1, denominator: 2, strict: false } })),
  ),
  law(
    'a third of the votes carries',
    ofKind('review', () => ({ majority: { numerator: 1, denominator: 3, strict: true } })),
  ),
  law('village notice of six days', ofKind('notice', shorter, inStep('PUBLICITY_VILLAGE'))),
  law('township notice of six days', ofKind('notice', shorter, inStep('TOWNSHIP_AUDIT_PUBLICITY'))),
  law('announcement of six days', ofKind('announcement', shorter)),
  law(
    'announcement without a period',
    ofKind('announcement', () => ({ minDuration: undefined })),
  ),
  law('no consent', without('REVIEW_VILLAGE.CONSENT')),
  law('no comparison', without('COMPARE.COMPARISON')),
  law('no group review', without('REVIEW_GROUP.REVIEW')),
  law('no village review', without('REVIEW_VILLAGE.REVIEW')),
  law('no village notice', without('PUBLICITY_VILLAGE.NOTICE')),
  law('no audit', without('TOWNSHIP_AUDIT_PUBLICITY.AUDIT')),
  law('no township notice', without('TOWNSHIP_AUDIT_PUBLICITY.NOTICE')),
  law('no verification of an identification', without('SURVEY.VERIFICATION')),
  law('announcement before approval', swapped),
  law('effect at the approval', (definition) => ({
    ...definition,
    effect: { ...definition.effect, after: 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL' },
  })),
  law(
    'audit waits for nothing',
    ofKind('audit', () => ({ after: [] })),
  ),
  law(
    'approval beside the township notice',
    ofKind('approval', () => ({ after: ['TOWNSHIP_AUDIT_PUBLICITY.AUDIT'] })),
  ),
  law(
    'village review before the comparison is back',
    ofKind('review', () => ({ after: ['REVIEW_GROUP.REVIEW'] }), inStep('REVIEW_VILLAGE')),
  ),
  law('minutes not required', ofKind('review', noEvidence('MINUTES'))),
  law('sign-in sheet not required', ofKind('review', noEvidence('SIGN_IN_SHEET'))),
  law('result report not required', ofKind('notice', noEvidence('RESULT_REPORT'))),
  law('survey without its account', ofKind('survey', noEvidence('INCOME_ACCOUNT'))),
  law('audit without an opinion', ofKind('audit', noEvidence('AUDIT_OPINION'))),
  law('approval without its document', ofKind('approval', noEvidence('APPROVAL_DOCUMENT'))),
  law('consent without its form', ofKind('consent', noEvidence('CONSENT_FORM'))),
  law(
    'county does not seal',
    ofKind('approval', () => ({ seals: [] })),
  ),
  law(
    'village does not seal its verification',
    ofKind('verification', () => ({ seals: [] })),
  ),
  law(
    'verified by two',
    ofKind('verification', () => ({ minDistinctPersons: 2 })),
  ),
  law(
    'verified without the team',
    ofKind('verification', (part) => ({
      oneOfEach: [],
      signatures: part.signatures.map((slot) => (slot.slot === 'RESIDENT_TEAM' ? { ...slot, min: 0 } : slot)),
    })),
  ),
  law(
    'audit signed by one head',
    ofKind('audit', (part) => ({ minDistinctPersons: 1, signatures: part.signatures.slice(0, 1) })),
  ),
  law(
    'notice confirmed without the supervisor',
    ofKind('notice', (part) => ({
      minDistinctPersons: 1,
      signatures: part.signatures.filter(({ slot }) => slot !== 'SUPERVISOR'),
    })),
  ),
  law(
    'one surveyor',
    ofKind('survey', (part) => ({
      minSurveyors: 1,
      minDistinctPersons: 2,
      signatures: part.signatures.map((slot) => ({ ...slot, min: 1 })),
    })),
  ),
  law(
    'anybody performs an approval',
    ofKind('approval', (part) => ({ performedBy: [...part.performedBy, 'INSPECTOR', 'VILLAGE_REPRESENTATIVE', 'GROUP_LEADER'] })),
  ),
  law('inspectors record', (definition) => ({
    ...definition,
    steps: definition.steps.map((step) => ({
      ...step,
      parts: step.parts.map((part) => ({
        ...part,
        recordedBy: [...part.recordedBy, 'INSPECTOR', 'PROGRAMME_ADMINISTRATOR'],
      })) as typeof step.parts,
    })),
  })),
  law(
    'a notice in one place',
    ofKind('notice', () => ({ places: ['VILLAGE_BOARD'] }), inStep('PUBLICITY_VILLAGE')),
  ),
  law(
    'the comparison is not read out',
    ofKind('review', () => ({ readOutComparison: false })),
  ),
  law(
    'vehicles are not asked about',
    onlyFor(
      'IDENTIFICATION',
      ofKind('comparison', (part) => (part.kind === 'comparison' ? { sources: part.sources.slice(1) } : {})),
    ),
  ),
  law(
    'an exit is barred by hard lines only',
    onlyFor(
      'EXIT',
      ofKind('comparison', () => ({ blocks: 'HARD_HITS' })),
    ),
  ),
  law(
    'whoever was surveyed exits',
    onlyFor(
      'EXIT',
      ofKind('survey', () => ({ passes: 'RISK' })),
    ),
  ),
  law(
    'whoever was surveyed is poor',
    onlyFor(
      'IDENTIFICATION',
      ofKind('survey', () => ({ passes: 'RISK' })),
    ),
  ),
  law(
    'housing is no criterion',
    ofKind('survey', (part) => (part.kind === 'survey' ? { criteria: part.criteria.filter((code) => code !== 'HOUSING') } : {})),
  ),
  law(
    'nobody is asked for leave',
    ofKind('application', () => ({ authorisation: 'NONE' })),
  ),
  law('notices close over objections', (definition) =>
    ofKind('announcement', () => ({ onObjection: { mode: 'NONE' } }))(
      ofKind('notice', () => ({ onObjection: { mode: 'NONE' } }))(definition),
    ),
  ),
  law(
    'a consent is asked for ten times',
    ofKind('consent', () => ({ maxRefusals: 10 })),
  ),
  law(
    'a consent is asked for once',
    ofKind('consent', () => ({ maxRefusals: 1 })),
  ),
  law(
    'verified and posted on one day',
    onlyFor('EXIT', (definition) => ({ ...definition, dateRules: [] })),
  ),
  number('old papers count a month back', parameter('backfillMaxDays', 30)),
  number('the first day counts', parameter('dayCount', 'INCLUDE_START')),
  number('a comparison never grows old', parameter('comparisonMaxAgeDays', 9_000)),
  number('no authorisation required', parameter('authorisationRequired', false)),
  number(
    'any two offices are a pair',
    parameter('officePairs', [
      ['VILLAGE_SECRETARY', 'VILLAGE_DIRECTOR'],
      ['FIRST_SECRETARY', 'RESIDENT_TEAM_LEADER'],
      ['VILLAGE_SECRETARY', 'RESIDENT_TEAM_LEADER'],
    ]),
  ),
  number('a signed roll at once', parameter('inquorateAttempts', 1)),
  number('a notice may hang with gaps', parameter('interruptionMaxMissingDays', 30)),
  number('a recheck in half a year', parameter('recheckDays', 180)),
  number('in and out in one year without a word', parameter('exitSameYear', 'ALLOW')),
];

/** Each rule of the law taken away. */
export const RULE_MUTANTS: readonly Mutant[] = RULES.map((gone) => ({
  name: `without ${gone.name}`,
  change: { rules: RULES.filter((rule) => rule !== gone) },
}));
