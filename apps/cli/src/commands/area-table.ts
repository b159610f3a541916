import { type AreaTally } from '#libs/replay';
import { tableText } from '../output.js';

/** Verdicts counted by area, each area set in below the one that it belongs to. */
export function areaTable<Verdict extends string>(
  heads: readonly string[],
  verdicts: readonly Verdict[],
  areas: readonly AreaTally<Verdict>[],
  named: (area: string) => string,
): string {
  const rows = areas.map(({ area, depth, cases, verdicts: own }) => [
    `${'  '.repeat(depth)}${named(area)}`,
    String(cases),
    ...verdicts.map((verdict) => String(own[verdict] ?? 0)),
  ]);
  return tableText([[...heads], ...rows]);
}

/** Names with their counts, in one line. */
export function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
