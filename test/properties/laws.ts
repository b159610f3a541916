import {
  type Calendar,
  type Definition,
  definitionOf,
  type Law,
  lawOf,
  type Policy,
  policyOf,
  policySets,
  type Rule,
  RULES,
  shippedCalendar,
} from '#libs/procedure';
import { type Laws } from './village.js';

export interface Change {
  readonly rules?: readonly Rule[];
  readonly definition?: (definition: Definition) => Definition;
  readonly policy?: (policy: Policy) => Policy;
  readonly calendar?: Calendar;
}

const same = <T>(value: T): T => value;

function lawFor(
  id: string,
  { rules = RULES, definition = same, policy = same, calendar = shippedCalendar }: Change,
  version = 1,
): Law {
  const national = policyOf(policySets, ['CN'], 2016);
  if ('missing' in national) throw new RangeError(national.missing);
  const shipped = definitionOf(id, 1);
  const changed = definition(version === 1 ? shipped : stricter(shipped, version));
  return lawOf(changed, policy(national), `${id}@${version}#d`, 'CN-2016@1#p', calendar, rules);
}

/** Law to which cases may go over: its representatives' meeting is recorded on a tape, of which the nation's law says nothing. */
function stricter(definition: Definition, version: number): Definition {
  const tape = { slot: 'RECORDING', required: true, label: { zh: 'RECORDING', en: 'recording' } };
  const steps = definition.steps.map((step) => ({
    ...step,
    parts: step.parts.map((part) =>
      part.kind === 'review' && part.body === 'REPRESENTATIVE_MEETING' ? { ...part, evidence: [...part.evidence, tape] } : part,
    ),
  }));
  return { ...definition, version, steps };
}

/** The identification and the exit of 2016, as shipped or changed, and a second version of the identification. */
export const lawsWith = (change: Change = {}): Laws => ({
  'IDENT-8@1': lawFor('IDENT-8', change),
  'IDENT-8@2': lawFor('IDENT-8', change, 2),
  'EXIT-8@1': lawFor('EXIT-8', change),
});
