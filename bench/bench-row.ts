/** One line of the bench: our figure beside the figure of the bare material that it is held against. */
export interface BenchRow {
  readonly what: string;
  readonly ours: number;
  /** What the bare material did in the same minute on the same machine, in the same unit. */
  readonly limit: number;
  readonly unit: string;
  /** Median over the pairs of ours / limit: machines differ, ratios less so. */
  readonly ratio: number;
  readonly mustReach: number;
  readonly note?: string;
}

/** Medians over the pairs. */
export interface Interleaved {
  readonly a: number;
  readonly b: number;
  /** Median of a / b within each pair, so that a slow minute of the machine weighs on both sides. */
  readonly ratio: number;
}

/**
 * Runs `a` and `b` by turns, so that both meet the same weather; each gives a figure, larger is better.
 * Which of them goes first changes from pair to pair. One unmeasured run of each comes before.
 */
export async function interleaved(
  pairs: number,
  a: () => Promise<number>,
  b: () => Promise<number>,
  unmeasured = 1,
): Promise<Interleaved> {
  for (let run = 0; run < unmeasured; run++) {
    await a();
    await b();
  }
  const figures: { readonly a: number; readonly b: number }[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    if (pair % 2 === 0) {
      const ofA = await a();
      figures.push({ a: ofA, b: await b() });
    } else {
      const ofB = await b();
      figures.push({ a: await a(), b: ofB });
    }
  }
  return {
    a: median(figures.map((figure) => figure.a)),
    b: median(figures.map((figure) => figure.b)),
    ratio: median(figures.map((figure) => figure.a / figure.b)),
  };
}

/** @throws RangeError where there are no values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (low === undefined || high === undefined) throw new RangeError('no values, no median');
  return (low + high) / 2;
}

/** @throws RangeError where there are no values. */
export function quantile(values: readonly number[], part: number): number {
  const value = [...values].sort((x, y) => x - y)[Math.min(values.length - 1, Math.floor(values.length * part))];
  if (value === undefined) throw new RangeError('no values, no quantile');
  return value;
}
