/** How many cases of an area, and of all below it, came to what. */
export interface AreaTally<Verdict extends string> {
  readonly area: string;
  /** How many areas stand between it and the nation. */
  readonly depth: number;
  readonly cases: number;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
}

/** `group-2` before `group-10`. */
const NAMES = new Intl.Collator('en', { numeric: true });

/** Verdicts counted by area, from the nation down. */
export class AreaTallies<Verdict extends string> {
  private readonly areas = new Map<string, { depth: number; path: string; cases: number; verdicts: Map<Verdict, number> }>();

  /** `lineage`: the area of the case, then those above it. */
  add(verdict: Verdict, lineage: readonly string[]): void {
    for (const [height, area] of lineage.entries()) {
      const path = lineage.slice(height).toReversed().join(' ');
      const known = this.areas.get(area) ?? { depth: lineage.length - 1 - height, path, cases: 0, verdicts: new Map() };
      known.cases++;
      known.verdicts.set(verdict, (known.verdicts.get(verdict) ?? 0) + 1);
      this.areas.set(area, known);
    }
  }

  /** Every area with a case, each followed by those below it. */
  list(): readonly AreaTally<Verdict>[] {
    return [...this.areas]
      .sort(([, a], [, b]) => NAMES.compare(a.path, b.path))
      .map(([area, { depth, cases, verdicts }]) => {
        const counted = Object.fromEntries(verdicts) as AreaTally<Verdict>['verdicts'];
        return { area, depth, cases, verdicts: counted };
      });
  }
}
