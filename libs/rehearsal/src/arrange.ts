import { type ActualEvent, compareEvents, type Unseal } from './compare.js';
import { type ExpectedEvent } from './script.js';

/**
 * The events in the order in which they are expected; as they came where that cannot be. For what several workers do side by side: which
 * of two streams is written to first is chance there, and so is which of two bells of one moment rings first. That each stream has its
 * events in their order is not asked here: whoever rehearses by several workers holds the whole log against that of one.
 */
export function arranged<Event extends ActualEvent>(
  expected: readonly ExpectedEvent[],
  actual: readonly Event[],
  unseal: Unseal,
): readonly Event[] {
  if (expected.length !== actual.length) return actual;
  const fits = expected.map((wanted) => actual.map((found) => compareEvents([wanted], [found], unseal).length === 0));
  /** By actual event, the expected one that has it. */
  const had = new Map<number, number>();
  // An expected event may take one from another that also fits elsewhere (augmenting paths).
  const finds = (wanted: number, tried: Set<number>): boolean =>
    actual.some((_, at) => {
      if (tried.has(at) || fits[wanted]?.[at] !== true) return false;
      tried.add(at);
      const other = had.get(at);
      if (other !== undefined && !finds(other, tried)) return false;
      had.set(at, wanted);
      return true;
    });
  if (!expected.every((_, wanted) => finds(wanted, new Set()))) return actual;
  return actual
    .map((event, at) => ({ event, nth: had.get(at) ?? at }))
    .toSorted((one, other) => one.nth - other.nth)
    .map(({ event }) => event);
}
