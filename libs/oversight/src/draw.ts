import { hash } from 'node:crypto';

/** One of those among whom is drawn, and what it is told apart by. */
export interface Candidate {
  readonly caseId: string;
  readonly stratum: string;
}

export interface Drawn extends Candidate {
  /** By it the candidates of a stratum stand in order; hex. */
  readonly ticket: string;
}

/** What fixes a draw: the order that named it, and the root that nobody knew then. */
export interface Seed {
  readonly inspection: string;
  readonly no: number;
  /** Root over the first events of the log, as many as the order named; hex. */
  readonly root: string;
}

export interface Portion {
  readonly least: number;
  readonly share: { readonly of: number; readonly outOf: number };
}

/** SHA-256 of five lines, hex: anyone recomputes it with `sha256sum`. */
export function ticketOf({ inspection, no, root }: Seed, caseId: string): string {
  return hash('sha256', `mingce-sample/v1\n${inspection}\n${no}\n${root}\n${caseId}`, 'hex');
}

/** How many of a stratum: the least number or the share, rounded up, whichever is more; never more than there are. */
export function portionOf(size: number, { least, share }: Portion): number {
  return Math.min(size, Math.max(least, Math.ceil((size * share.of) / share.outOf)));
}

/** From each stratum those with the lowest tickets. In the order of strata, then of tickets; the candidates may come in any. */
export function draw(candidates: readonly Candidate[], seed: Seed, portion: Portion): readonly Drawn[] {
  const strata = new Map<string, Drawn[]>();
  for (const candidate of candidates) {
    const drawn = { ...candidate, ticket: ticketOf(seed, candidate.caseId) };
    const stratum = strata.get(candidate.stratum);
    if (stratum === undefined) strata.set(candidate.stratum, [drawn]);
    else stratum.push(drawn);
  }
  return [...strata]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, all]) =>
      all.sort((one, other) => (one.ticket < other.ticket ? -1 : 1)).slice(0, portionOf(all.length, portion)),
    );
}
