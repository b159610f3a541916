import { type Random } from './random.js';

/** How often households of 1, 2 … 9 persons are met in a county of the hills. */
const SHARES = [9, 16, 22, 24, 15, 8, 4, 1.5, 0.5];
const LARGEST = SHARES.length;

/** Shares tilted so that the mean is `mean`: weight of size k times t^k, t found by halving. */
function tilted(mean: number): readonly (readonly [number, number])[] {
  const weights = (t: number): readonly (readonly [number, number])[] =>
    SHARES.map((share, index) => [index + 1, share * t ** index] as const);
  const meanOf = (t: number): number => {
    const all = weights(t);
    return all.reduce((sum, [size, weight]) => sum + size * weight, 0) / all.reduce((sum, [, weight]) => sum + weight, 0);
  };
  let low = 1e-4;
  let high = 1e4;
  for (let round = 0; round < 60; round++) {
    const middle = Math.sqrt(low * high);
    if (meanOf(middle) < mean) low = middle;
    else high = middle;
  }
  return weights(Math.sqrt(low * high));
}

/**
 * Sizes of `households` households that hold `persons` persons exactly, each from 1 to 9, spread as such counties are.
 * @throws RangeError where no such sizes are.
 */
export function partition(households: number, persons: number, random: Random): readonly number[] {
  if (!Number.isSafeInteger(households) || !Number.isSafeInteger(persons) || households < 0) {
    throw new RangeError(`${households} households of ${persons} persons are no whole numbers`);
  }
  if (persons < households || persons > households * LARGEST) {
    throw new RangeError(`${persons} persons do not live in ${households} households of 1 to ${LARGEST}`);
  }
  if (households === 0) return [];
  const shares = tilted(persons / households);
  const sizes = Array.from({ length: households }, () => random.weighted(shares));
  let missing = persons - sizes.reduce((sum, size) => sum + size, 0);
  while (missing !== 0) {
    const step = Math.sign(missing);
    const at = random.int(0, households - 1);
    const size = (sizes[at] ?? 0) + step;
    if (size < 1 || size > LARGEST) continue;
    sizes[at] = size;
    missing -= step;
  }
  return sizes;
}
