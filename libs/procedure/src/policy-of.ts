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
];

/**
 * The policy of an area in a year (domain.md §6.3): the newest set of each area of the chain, the lower over the higher,
 * red lines by their code. `areas`: the area itself first, then those above it, the nation last. The result bears the name
 * of the lowest set that there is, so that all areas that share their sets share a policy.
 * Where no set of the chain is of that year, or what there is leaves a parameter open, says what is missing.
 */
export function policyOf(sets: readonly PolicySet[], areas: readonly string[], year: number): Policy | NoPolicy {
  const chain = areas.flatMap((area) => newest(sets, area, year) ?? []);
  const own = chain[0];
  if (own === undefined) return { missing: noSet(sets, areas, year) };
  const merged = chain.map((set) => set.parameters).reduceRight(overlaid, {});
  const open = PARAMETERS.filter((name) => merged[name] === undefined);
  if (!isComplete(merged)) {
    const names = chain.map(({ id, version }) => `${id}@${version}`).join(', ');
    return { missing: `the policy of ${own.area} in ${year} says nothing about ${open.join(', ')}; it is made of ${names}` };
  }
  return { id: own.id, version: own.version, area: own.area, year, parameters: merged };
}

function newest(sets: readonly PolicySet[], area: string, year: number): PolicySet | undefined {
  return sets
    .filter((set) => set.area === area && set.year === year)
    .reduce<PolicySet | undefined>((best, set) => (best === undefined || set.version > best.version ? set : best), undefined);
}

function overlaid(above: Partial<PolicyParameters>, below: Partial<PolicyParameters>): Partial<PolicyParameters> {
  if (above.redLines === undefined || below.redLines === undefined) return { ...above, ...below };
  const own = below.redLines;
  const kept = above.redLines.filter((line) => !own.some(({ code }) => code === line.code));
  const redLines = [...kept, ...own].sort((a, b) => (a.code < b.code ? -1 : 1));
  return { ...above, ...below, redLines };
}

function isComplete(parameters: Partial<PolicyParameters>): parameters is PolicyParameters {
  return PARAMETERS.every((name) => parameters[name] !== undefined);
}

function noSet(sets: readonly PolicySet[], areas: readonly string[], year: number): string {
  const known = [...new Set(sets.filter((set) => areas.includes(set.area)).map((set) => set.year))].sort((a, b) => a - b);
  const years = known.length === 0 ? 'there is none for any year' : `known are ${known.join(', ')}`;
  return `no policy set of ${areas.join(', ')} is of the year ${year}; ${years}`;
}
