import { type JsonValue } from '#libs/kernel';
import { type Judged, type Rule } from '../law.js';
import { waitsFor } from '../ready.js';
import { blocks } from './branches-findings.js';
import { holdsCase } from './branches-objections.js';
import { COMPLETIONS, GOES_ON, partRule, type PartFact, RECORDED, STARTS, STARTS_OR_GOES_ON } from './part-fact.js';

const stepNotOpen = blocks('STEP_NOT_OPEN', 'ORDER', '§2.2');
const roundNotCurrent = blocks('ROUND_NOT_CURRENT', 'ORDER', '§2.3');
const suspended = blocks('CASE_SUSPENDED', 'ORDER', 'R1; §2.3');
const onOtherAct = blocks('CASE_ON_OTHER_ACT', 'ORDER', 'architecture §2');
const effectTooEarly = blocks('EFFECT_TOO_EARLY', 'ORDER', '§2.2; R1');

const JOINED = 'case.JoinedAct.v1';
const PASSED = 'case.ComparisonPassed.v1';

function lawfulStatus(type: string): readonly string[] {
  if (type === JOINED || STARTS_OR_GOES_ON.includes(type)) return ['NOT_STARTED', 'RUNNING'];
  return STARTS.includes(type) ? ['NOT_STARTED'] : ['RUNNING'];
}

/** Only what the definition has next may be done: all that must be before is done, and the part itself is not (§2.2). */
function open({ id, view: part }: PartFact, { law, view, fact }: Judged) {
  const required = lawfulStatus(fact.type);
  const missing = waitsFor(law, view, id);
  return [
    stepNotOpen({
      met: missing.length === 0 && required.includes(part.status),
      required: { part: id, status: [...required], after: [...(law.after[id] ?? [])] },
      actual: { status: part.status, missing: [...missing] },
    }),
  ];
}

const CONSENT_GIVEN = 'case.ExitConsentGiven.v1';

/**
 * While an objection to the entry is open, the case goes no further; the notice that runs goes on running. Its own objection the
 * household answers in person by consenting (R12); that of another it waits for, as nobody consents on facts that are in dispute.
 */
function notSuspended(_of: PartFact, { view, fact }: Judged) {
  const objections = Object.values(view.objections)
    .filter((objection) => objection.target === 'ENTRY' && holdsCase(objection))
    .filter((objection) => !(fact.type === CONSENT_GIVEN && objection.byHousehold))
    .map((objection) => objection.no);
  return [suspended({ met: objections.length === 0, required: 'no open objection to the entry', actual: objections })];
}

/** What a collective step does to a case comes from the act on which it stands, and from no other hand (architecture §2). */
function fromItsAct({ id, data }: PartFact, { view }: Judged) {
  const stands = view.onAct?.part === id ? view.onAct.act : undefined;
  if (stands === undefined && data.act === undefined) return [];
  const actual: JsonValue = data.act ?? null;
  return [onOtherAct({ met: stands === data.act, required: { act: stands ?? null, part: id }, actual })];
}

function onNoOtherAct({ data }: PartFact, { view }: Judged) {
  const { act } = data;
  const free = view.onAct === undefined || view.onAct.act === act;
  return [onOtherAct({ met: free, required: 'on no other act', actual: view.onAct?.act ?? null })];
}

/** Registration, exit and monitoring stand on everything that the definition puts before them. */
function everythingBefore({ law, view }: Judged) {
  const { after } = law.definition.effect;
  const missing = view.parts[after]?.status === 'DONE' ? waitsFor(law, view, after) : [after];
  return [effectTooEarly({ met: missing.length === 0, required: { done: after }, actual: { missing: [...missing] } })];
}

/** The approval says of itself which objections are open; and the household may refuse at any time (R12). */
const NEVER_SUSPENDED = ['case.CountyApproved.v1', 'case.ExitConsentRefused.v1'];

/** The order of the steps (domain.md §2.2), rounds, suspension and collective steps. */
export const orderRules: readonly Rule[] = [
  partRule('step-open', [...RECORDED, PASSED, JOINED], open),
  partRule('round-current', [...RECORDED, PASSED, JOINED], ({ data, view }) => [
    roundNotCurrent({ met: data.round === view.round, required: view.round, actual: data.round }),
  ]),
  partRule('not-suspended', [...STARTS.filter((type) => !NEVER_SUSPENDED.includes(type)), ...STARTS_OR_GOES_ON], notSuspended),
  partRule(
    'from-its-act',
    [...STARTS, ...STARTS_OR_GOES_ON, ...COMPLETIONS, ...GOES_ON.filter((type) => type !== 'case.HitDispositioned.v1')],
    fromItsAct,
  ),
  partRule('on-no-other-act', [JOINED], onNoOtherAct),
  {
    name: 'effect-after-all',
    about: ['case.HouseholdRegistered.v1', 'case.HouseholdExited.v1', 'case.HouseholdMonitored.v1'],
    find: everythingBefore,
  },
];
