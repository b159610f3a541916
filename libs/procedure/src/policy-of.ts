import { type Policy, type PolicyParameters, type PolicySet } from './policy.js';

/** Why there is no policy, in a sentence that names what is known. */
export interface NoPolicy {
  readonly missing: string;
}

/** In the order in which they are shown. */
const PARAMETERS: readonly (keyof PolicyParameters)[] = [
  'identificationLine',
  'exitLine',
  'monitoringLine',
  'redLines',
  'dayCount',
  'backfillMaxDays',
  'comparisonMaxAgeDays',
  'authorisationRequired',
  'exitSameYear',
  'officePairs',
  'remoteAttendance',
  'proxyVoting',
  'inquorateAttempts',
  'interruptionMaxMissingDays',
  'recheckDays',
  'deregistrationDelayDays',
  'timers',
];

/**
 * The policy of an area in a year (domain.md §6.3): the newest set of each area of the chain, the lower over the higher,
 * red lines by their code,
 * timers by their id. `areas`: the area itself first, then those above it, the nation last. The result bears the name
 * of the lowest set that there is, so that all areas that share their sets share a policy.
 * Where no set of the chain is of that year, or what there is leaves a parameter open, says what is missing.
 */
export function policyOf(sets: readonly PolicySet[], areas: readonly string[], year: number): Policy | NoPolicy {
  const chain = setsOfChain(sets, areas, year);
  const own = chain[0];
  if (own === undefined) return { missing: noSet(sets, areas, year) };
  const merged = chain.map((set) => set.parameters).reduceRight(overlaid, {});
  const open = PARAMETERS.filter((name) => merged[name] === undefined);
  if (!isComplete(merged)) {
    const names = chain.map(({ id, version }) => `${id}@${version}`).join(', ');
    return { missing: `the policy of ${own.area} in ${year} says nothing about ${open.join(', ')}; it is made of ${names}` };
  }
  const localTimers = localTimersOf(chain);
  const policy = { id: own.id, version: own.version, area: own.area, year, parameters: merged };
  return localTimers.length === 0 ? policy : { ...policy, localTimers };
}

/** The sets of which {@link policyOf} makes the policy of an area in a year: from the lowest to the nation's. */
export function setsOfChain(sets: readonly PolicySet[], areas: readonly string[], year: number): readonly PolicySet[] {
  return areas.flatMap((area) => newest(sets, area, year) ?? []);
}

function newest(sets: readonly PolicySet[], area: string, year: number): PolicySet | undefined {
  return sets
    .filter((set) => set.area === area && set.year === year)
    .reduce<PolicySet | undefined>((best, set) => (best === undefined || set.version > best.version ? set : best), undefined);
}

function overlaid(above: Partial<PolicyParameters>, below: Partial<PolicyParameters>): Partial<PolicyParameters> {
  const redLines = overlaidBy(above.redLines, below.redLines, ({ code }) => code);
  const timers = overlaidBy(above.timers, below.timers, ({ id }) => id);
  return { ...above, ...below, ...(redLines && { redLines }), ...(timers && { timers }) };
}

/** The rows of both, the lower over the higher of the same name; in the order of their names. */
function overlaidBy<T>(above: T[] | undefined, below: T[] | undefined, nameOf: (row: T) => string): T[] | undefined {
  if (above === undefined || below === undefined) return below ?? above;
  const own = new Set(below.map(nameOf));
  return [...above.filter((row) => !own.has(nameOf(row))), ...below].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function localTimersOf(chain: readonly PolicySet[]): readonly string[] {
  const local = chain.filter(({ parent }) => parent !== undefined).flatMap(({ parameters }) => parameters.timers ?? []);
  return [...new Set(local.map(({ id }) => id))].sort();
}

function isComplete(parameters: Partial<PolicyParameters>): parameters is PolicyParameters {
  return PARAMETERS.every((name) => parameters[name] !== undefined);
}

function noSet(sets: readonly PolicySet[], areas: readonly string[], year: number): string {
  const known = [...new Set(sets.filter((set) => areas.includes(set.area)).map((set) => set.year))].sort((a, b) => a - b);
  const years = known.length === 0 ? 'there is none for any year' : `known are ${known.join(', ')}`;
  return `no policy set of ${areas.join(', ')} is of the year ${year}; ${years}`;
}
