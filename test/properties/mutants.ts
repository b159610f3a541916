import { type Definition, type Judged, type Part, type PartId, type Policy, type Rule, RULES } from '#libs/procedure';
import { type Change } from './laws.js';
import { type Guide } from './run.js';

/** A law with one thing wrong in it. */
export interface Mutant {
  readonly name: string;
  readonly change: Change;
  /** What runs are led to, so that few of them are enough. */
  readonly guide?: Guide;
}

type Step = Definition['steps'][number];
type Definer = NonNullable<Change['definition']>;

const ofKind =
  (kind: Part['kind'], change: (part: Part) => object, where: (part: Part, step: Step) => boolean = () => true): Definer =>
  (definition) => ({
    ...definition,
    steps: definition.steps.map((step) => ({
      ...step,
      parts: step.parts.map((part) => (part.kind === kind && where(part, step) ? { ...part, ...change(part) } : part)),
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

/** One rule looks at something else than what is so. */
const seeing = (name: string, rule: string, as: (judged: Judged) => Judged): Mutant => ({
  name,
  change: { rules: changed(rule, (find) => (judged) => find(as(judged))) },
});
/** One rule keeps one of its findings to itself. */
const silent = (name: string, rule: string, code: string): Mutant => ({
  name,
  change: { rules: changed(rule, (find) => (judged) => find(judged).filter((finding) => finding.code !== code)) },
});
function changed(name: string, as: (find: Rule['find']) => Rule['find']): readonly Rule[] {
  if (!RULES.some((rule) => rule.name === name)) throw new RangeError(`there is no rule ${name}`);
  return RULES.map((rule) => (rule.name === name ? { ...rule, find: as(rule.find) } : rule));
}
const sayingOf =
  (change: object) =>
  (judged: Judged): Judged => ({
    ...judged,
    fact: { ...judged.fact, data: { ...judged.fact.data, ...change } },
  });

const OBJECTED: Guide = { turn: 'an objection', heedless: true };
const LATE_GAPS: Guide = { turn: 'a notice interrupted late' };
const LEVELS = ['performed by somebody who decided at another level', 'somebody decides who decided at another level'];
const HANDS = ['recorded by who confirms it', 'posted and confirmed by one'];
const LATE = ['an old paper, entered late', 'posted long before it is entered'];

/** Where chance alone would need many runs. */
const GUIDES: Readonly<Record<string, Guide>> = {
  'a third of the votes carries': { faults: ['half of the votes'] },
  'majority at half of the votes': { faults: ['half of the votes'] },
  'quorum one half instead of two thirds': { faults: ['one short of the quorum'] },
  'quorum more than one third': { faults: ['one short of the quorum'] },
  'approval beside the township notice': { faults: ['a step skipped'] },
  'anybody performs an approval': { faults: ['performed by another office'] },
  'the comparison is not read out': { faults: ['the comparison not read out'] },
  'inspectors record': { faults: ['recorded by an office that may not'] },
  'an exit is barred by hard lines only': { exits: true, faults: ['a hit', 'confirmed'] },
  'whoever was surveyed exits': { exits: true, faults: ['an income on the other side of the line', 'a criterion unmet'] },
  'whoever was surveyed is poor': { exits: false, faults: ['an income on the other side of the line'] },
  'one surveyor': { faults: ['too few surveyors'] },
  'notices close over objections': OBJECTED,
  'a consent is asked for ten times': { exits: true, faults: ['refused'] },
  'a consent is asked for once': { exits: true, faults: ['refused'] },
  'no consent': { exits: true },
  'consent without its form': { exits: true },
  'old papers count a month back': { faults: LATE },
  'any two offices are a pair': { faults: ['an unlawful pair', 'one person for two slots'] },
  'a signed roll at once': { faults: ['one short of the quorum'], turn: 'a signed roll' },
  'a notice may hang with gaps': { turn: 'a notice interrupted' },
  'from afar without a policy': { faults: ['there from afar', 'there in writing'] },
  'by proxy without a policy': { faults: ['a proxy', 'one of the body for two'] },
  'in writing without a roll': { faults: ['there in writing'] },
  'a proxy for a representative': { faults: ['spoken for', 'a proxy'] },
  'one of the body for two households': { faults: ['one of the body for two'] },
  'heard twice, counted twice': { faults: ['one of the body for two'] },
  'found late and not shown': LATE_GAPS,
  'found after the approval, and nothing waits': LATE_GAPS,
  'found after the effect, and it waits': LATE_GAPS,
  'a recheck in half a year': { faults: ['failed', 'rejected', 'voted down'], turn: 'a recheck requested' },
  'in and out in one year without a word': { exits: true },
  'without step-open': { faults: ['a step skipped', 'a later step'] },
  'without round-current': { faults: ['an older or a later round'] },
  'without not-suspended': OBJECTED,
  'without objection-open': OBJECTED,
  'without earlier-result-standing': { ...OBJECTED, exits: true },
  'without case-held': { turn: 'a contest', heedless: true },
  'without from-its-act': { faults: ['as if it came by an act', 'given in the name of the engine'] },
  'without not-too-old': { faults: LATE },
  'without period-witnessed': { faults: LATE },
  'without period-over': { faults: ['a day too early'] },
  'without recorder-may': { faults: ['recorded by an office that may not'] },
  'without recorder-not-confirmer': { faults: HANDS },
  'without one-deciding-level': { faults: LEVELS },
  'without evidence-complete': { faults: ['without evidence'] },
  'without seals-complete': { faults: ['without a seal'] },
  'without signatures-complete': { faults: ['without a signature'] },
  'without signers-in-office': { faults: ['signed in an office that the signer does not hold'] },
  'without signers-of-household': { faults: ['a stranger signs for the household'] },
  'without office-pairs-lawful': { faults: ['an unlawful pair', 'one person for two slots'] },
  'without one-slot-each': { faults: ['a person signs twice'] },
  'without enough-persons': { faults: ['one person for two slots', 'without a signature'] },
  'without one-of-each-office': { faults: ['the same office twice instead of one of each'] },
  'without reason-given': { faults: ['failed', 'rejected'] },
  'without writer-named': { exits: false, faults: ['by officials who propose it'] },
  'without asked-with-leave': { exits: false, faults: ['an authorisation left out', 'asked without leave'] },
  'without authorised-person-of-household': { exits: false, faults: ['an authorisation left out', 'leave of a stranger'] },
  'without measure-delivered': { exits: true },
  'without not-identified-this-year': { exits: true },
  'without surveyors': { faults: ['too few surveyors', 'a surveyor without office'] },
  'without survey-form-complete': { faults: ['a form with a gap'] },
  'without sharing-income': { faults: ['shared by more than there are'] },
  'without eligible': { faults: ['an income on the other side of the line', 'a criterion unmet'] },
  'without lawful-body': { faults: ['another body'] },
  'without on-roster': { faults: ['somebody who is not of the body'] },
  'without attended-once': { faults: ['a name twice'] },
  'without quorum': { faults: ['one short of the quorum'] },
  'without votes-add-up': { faults: ['votes that do not add up'] },
  'without comparison-read-out': { faults: ['the comparison not read out'] },
  'without relatives-recused': { faults: ['the household votes on itself'] },
  'without hit-not-settled': { faults: ['a hit'] },
  'without disposition-proven': { faults: ['a hit', 'without proof'] },
  'without receipt-readable': { faults: ['a code that it may not give', 'twice about one'] },
  'without comparison-fresh': { faults: ['registers of long ago'] },
  'without consent-signer': { exits: true, faults: ['signed by the child', 'a guardian without instrument'] },
  'without consent-not-by-cadre': { exits: true, faults: ['a cadre as attorney'] },
  'without fingerprint-witnessed': { exits: true, faults: ['a fingerprint'] },
  'without remote-consent-by-two': { exits: true, faults: ['by telephone'] },
  'without remote-consent-signed-later': { exits: true, faults: ['by telephone'] },
  'without consent-in-person': { exits: true, faults: ['by telephone'], turn: 'an objection' },
  'without required-places': { faults: ['a place forgotten'] },
  'without printed-end': { faults: ['a wrong end printed'] },
  'without head-count': { faults: ['a wrong head count'] },
  'without objections-listed': { faults: ['objections of nobody', 'none, though there were some'], turn: 'an objection' },
  'without lost-photo': { faults: ['a photo lost', 'the photo of the end lost'] },
  'without interruption-told': { turn: 'a notice interrupted' },
  'without notice-corrected-in-time': { turn: 'a notice corrected' },
  'without document-numbered': { faults: ['without a number'] },
  'without objection-raised': { turn: 'an objection' },
  'without investigation-assigned': { turn: 'an investigation' },
  'without objection-decided': { turn: 'an objection decided' },
  'without case-returned': { turn: 'a return' },
  'without signed-roll-ordered': { turn: 'a signed roll', faults: ['a roll that nobody ordered'] },
  'without re-review-ordered': { faults: ['voted down', 'rejected'], turn: 'a re-review' },
  'without rejection-notified': { faults: ['voted down', 'rejected'], turn: 'a rejection notified' },
  'without recheck-requested': { faults: ['voted down', 'rejected'], turn: 'a recheck requested' },
  'without recheck-decided': { faults: ['voted down', 'rejected'], turn: 'a recheck decided' },
  'without decision-contested': { faults: ['voted down', 'rejected'], turn: 'a contest' },
  'without contest-ruled': { faults: ['voted down', 'rejected'], turn: 'a contest ruled' },
  'without survey-by-other-team': { exits: true, faults: ['refused', 'the team of before'] },
  'without record-corrected': { turn: 'a correction' },
  'without entry-reassigned': { turn: 'an entry of another case' },
  'without backfill-admitted': { turn: 'a backfill admitted' },
  'without recorder-did-not-admit': { turn: 'a backfill admitted', faults: ['recorded by who admitted its date'] },
  'without household-changed': { turn: 'a change that the register did not report' },
  'without management-transferred': { turn: 'management handed over' },
  'without case-withdrawn': { turn: 'a withdrawal' },
  'without case-lapsed': { turn: 'a lapse' },
  'without exit-deferred': { turn: 'a deferral' },
  'without approval-revoked': { turn: 'an approval revoked' },
  'without consent-revoked': { exits: true, turn: 'a consent revoked' },
  'without letter-after-effect': { turn: 'a letter' },
  'without handbook-after-effect': { turn: 'a handbook' },
  'without handbook-of-registered': { exits: true, turn: 'a handbook' },
  'without registry-after-effect': { turn: 'a registry entry' },
};

/** What stands in definitions and policies, changed. */
const DATA: readonly Mutant[] = [
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
      })),
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
  number('from afar without a policy', parameter('remoteAttendance', true)),
  number('by proxy without a policy', parameter('proxyVoting', true)),
  number('a recheck in half a year', parameter('recheckDays', 180)),
  number('in and out in one year without a word', parameter('exitSameYear', 'ALLOW')),
];

/** Rules that look away: who is how at a meeting (R7), and what is found out too late (R1, R10). */
const BLIND: readonly Mutant[] = [
  seeing('in writing without a roll', 'remote-by-policy', (judged) => ({
    ...judged,
    view: { ...judged.view, signedRollOrdered: [...judged.law.order] },
  })),
  seeing('a proxy for a representative', 'proxy-by-policy', sayingOf({ body: 'GROUP_MEETING' })),
  seeing('one of the body for two households', 'proxy-by-policy', ({ circumstances: { roster: _of, ...others }, ...judged }) => ({
    ...judged,
    circumstances: others,
  })),
  seeing('heard twice, counted twice', 'attended-once', sayingOf({ otherwisePresent: [] })),
  silent('found late and not shown', 'late-interruption-awaits-ruling', 'INTERRUPTION_RECORDED_LATE'),
  seeing('found after the approval, and nothing waits', 'late-interruption-awaits-ruling', (judged) => ({
    ...judged,
    law: { ...judged.law, order: [] },
  })),
  seeing(
    'found after the effect, and it waits',
    'late-interruption-awaits-ruling',
    ({ view: { outcome: _of, ...view }, ...judged }) => ({
      ...judged,
      view,
    }),
  ),
];

/** Each rule of the law taken away. */
const TAKEN_AWAY: readonly Mutant[] = RULES.map((gone) => ({
  name: `without ${gone.name}`,
  change: { rules: RULES.filter((rule) => rule !== gone) },
}));

const guided = (mutant: Mutant): Mutant => {
  const guide = GUIDES[mutant.name];
  return guide === undefined ? mutant : { ...mutant, guide };
};

export const MUTANTS: readonly Mutant[] = [...DATA, ...BLIND, ...TAKEN_AWAY].map(guided);
