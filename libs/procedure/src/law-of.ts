import { type Calendar } from '#libs/calendar';
import { type Definition, type Part, type PartId, type Step } from './definition.js';
import { type Law, type Rule } from './law.js';
import { type Policy } from './policy.js';

/** A part with the step in which it stands. */
export interface PlacedPart {
  readonly id: PartId;
  readonly step: Step;
  readonly part: Part;
}

export function partIdOf(step: Pick<Step, 'code'>, part: Pick<Part, 'code'>): PartId {
  return `${step.code}.${part.code}`;
}

/** All parts in the order of the definition. */
export function placedParts(definition: Definition): readonly PlacedPart[] {
  return definition.steps.flatMap((step) => step.parts.map((part) => ({ id: partIdOf(step, part), step, part })));
}

/**
 * What must be done before each part: its `after`, or else the part before it. A part that runs beside another
 * (`parallelWith`) waits for what that one waits for, and who comes next waits for all that ran side by side.
 */
export function predecessors(definition: Definition): Readonly<Record<PartId, readonly PartId[]>> {
  const after: Record<PartId, readonly PartId[]> = {};
  let last: readonly PartId[] = [];
  for (const { id, part } of placedParts(definition)) {
    const beside = part.parallelWith;
    after[id] = part.after ?? (beside === undefined ? last : (after[beside] ?? []));
    last = beside !== undefined && last.includes(beside) ? [...last, id] : [id];
  }
  return after;
}

/** A record without a prototype: an order may name any word as a part, `constructor` too. */
function byName<T>(entries: readonly (readonly [PartId, T])[]): Readonly<Record<PartId, T>> {
  return Object.assign(Object.create(null) as Record<PartId, T>, Object.fromEntries(entries));
}

/**
 * Pins a definition and a policy together. Builds the indexes once: keep the result per pin, not per order.
 * Refuses nothing; a definition that is not sound is found by {@link checkDefinition}.
 */
export function lawOf(
  definition: Definition,
  policy: Policy,
  definitionRef: string,
  policyRef: string,
  calendar: Calendar,
  rules: readonly Rule[],
): Law {
  const placed = placedParts(definition);
  return {
    definition,
    policy,
    definitionRef,
    policyRef,
    calendar,
    parts: byName(placed.map(({ id, part }) => [id, part])),
    order: placed.map(({ id }) => id),
    after: byName(Object.entries(predecessors(definition))),
    rules,
  };
}
