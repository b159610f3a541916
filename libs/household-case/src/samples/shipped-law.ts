import { definitionOf, type Law, lawOf, policyOf, policySets, RULES, type Rule, shippedCalendar } from '#libs/procedure';

/**
 * A definition that we ship under the policy of an area and year, pinned by synthetic digests.
 * @throws RangeError where there is no such definition or policy.
 */
export function shippedLaw(id: string, year: number, areas: readonly string[] = ['CN'], rules: readonly Rule[] = RULES): Law {
  const policy = policyOf(policySets, areas, year);
  if ('missing' in policy) throw new RangeError(policy.missing);
  const definition = definitionOf(id, 1);
  return lawOf(definition, policy, `${id}@1#definition`, `${policy.id}@${policy.version}#policy`, shippedCalendar, rules);
}
