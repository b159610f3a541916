import { getMetadataStorage } from 'class-validator';

type Storage = ReturnType<typeof getMetadataStorage>;
type Rules = ReturnType<Storage['getTargetValidationMetadatas']>;

/**
 * Has class-validator remember the rules of each class. It gathers them anew for every object that it holds against its class,
 * by looking whether any of all classes of this program is an ancestor: with some two hundred classes of orders that took
 * longer than the checks; and sorts them by field anew. The rules stand in decorators, which have all run before the first order comes in.
 */
export function rememberRulesOfClasses(): void {
  const storage = getMetadataStorage();
  const gather = storage.getTargetValidationMetadatas.bind(storage);
  const known = new Map<unknown, Rules>();
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups): Rules => {
    // The name of a schema, or of the class around, changes nothing: rules are kept by class.
    const plain = !always && !strictGroups && groups === undefined;
    if (!plain) return gather(target, schema, always, strictGroups, groups);
    const before = known.get(target);
    if (before !== undefined) return before;
    const rules = gather(target, schema, always, strictGroups, groups);
    known.set(target, rules);
    return rules;
  };
  const group = storage.groupByPropertyName.bind(storage);
  const grouped = new WeakMap<Rules, ReturnType<typeof group>>();
  storage.groupByPropertyName = (rules) => {
    const before = grouped.get(rules);
    if (before !== undefined) return before;
    const byName = group(rules);
    grouped.set(rules, byName);
    return byName;
  };
}
