import { type Calendar } from '#libs/calendar';
import { type Definition, type Duration, type Part, type PartId, type Step } from './definition.js';
import { type Law, type Rule } from './law.js';
import { type Policy } from './policy.js';
import { type Timer } from './timer.js';

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
  const timers = timersFor(definition, policy);
  const total = withTimer(definition.total, timers, policy, definition);
  const placed = placedParts(definition).map(({ id, part }) => ({ id, part: withTimers(part, timers, policy, definition) }));
  return {
    definition: total === definition.total ? definition : { ...definition, total },
    policy,
    definitionRef,
    policyRef,
    calendar,
    parts: byName(placed.map(({ id, part }) => [id, part])),
    order: placed.map(({ id }) => id),
    after: byName(Object.entries(predecessors(definition))),
    timers,
    rules,
  };
}

/** The timers of the policy that are about such cases, and those that the definition itself names; by id. */
function timersFor(definition: Definition, { parameters }: Policy): Readonly<Record<string, Timer>> {
  const named = new Set([definition.total?.timer, ...placedParts(definition).map(({ part }) => part.maxDuration?.timer)]);
  const about = parameters.timers.flatMap((timer) => {
    if (isAbout(timer, definition)) return [timer];
    // Whoever adopts a term for one procedure has adopted it for no other (R16).
    return named.has(timer.id) ? [{ ...timer, adopted: undefined }] : [];
  });
  return byName(about.map((timer) => [timer.id, timer]));
}

function isAbout({ procedures }: Timer, { kind }: Pick<Definition, 'kind'>): boolean {
  return procedures === undefined || procedures.includes(kind);
}

/**
 * What a definition says of the length of a timer is its own and stands above the nation's; what a province or county has set
 * stands above both (domain.md §5, caution 1).
 */
function withTimer(
  duration: Duration | undefined,
  timers: Readonly<Record<string, Timer>>,
  policy: Policy,
  definition: Definition,
): Duration | undefined {
  const id = duration?.timer;
  if (id === undefined || policy.localTimers?.includes(id) !== true) return duration;
  const local = timers[id];
  return local?.term === undefined || !isAbout(local, definition)
    ? duration
    : { ...local.term, timer: id, basis: { clause: local.clause, mark: local.mark } };
}

function withTimers(part: Part, timers: Readonly<Record<string, Timer>>, policy: Policy, definition: Definition): Part {
  if (policy.localTimers === undefined) return part;
  const minDuration = withTimer(part.minDuration, timers, policy, definition);
  const maxDuration = withTimer(part.maxDuration, timers, policy, definition);
  return { ...part, ...(minDuration && { minDuration }), ...(maxDuration && { maxDuration }) };
}
