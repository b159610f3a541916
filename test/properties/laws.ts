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

function lawFor(id: string, { rules = RULES, definition = same, policy = same, calendar = shippedCalendar }: Change): Law {
  const national = policyOf(policySets, ['CN'], 2016);
  if ('missing' in national) throw new RangeError(national.missing);
  const changed = definition(definitionOf(id, 1));
  return lawOf(changed, policy(national), `${id}@1#d`, 'CN-2016@1#p', calendar, rules);
}

/** The identification and the exit of 2016, as shipped or changed. */
export const lawsWith = (change: Change = {}): Laws => ({
  'IDENT-8@1': lawFor('IDENT-8', change),
  'EXIT-8@1': lawFor('EXIT-8', change),
});
