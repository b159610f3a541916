import { type Finding, type Order } from '#libs/kernel';
import { type Language, refusalText } from '#libs/terms';
import { type Surroundings } from './command.js';
import { type DoorOptions, openDoor } from './order-door.js';

/** An order of one case. */
export interface OrderByCase {
  readonly caseId: string;
  /** Of the order: the same key with the same words is one order. */
  readonly key: string;
  readonly order: Order;
}

/** What became of the orders; those not given any more when it was to stop are neither. */
export interface GivenByCase {
  readonly accepted: number;
  /** By case, why. */
  readonly refused: readonly string[];
}

export const NOTHING_GIVEN: GivenByCase = { accepted: 0, refused: [] };

/** Why an order was refused, or would be: each finding with its code, for people. */
export function saidOf(findings: readonly Finding[], language: Language): readonly string[] {
  return findings.map((finding) => `${finding.code} ${refusalText(finding, language)}`);
}

/** Gives one order for each case, in turn; `dryRun` tries them and records nothing. */
export async function giveByCase(
  orders: Iterable<OrderByCase>,
  options: DoorOptions,
  around: Surroundings,
  { dryRun }: { readonly dryRun: boolean },
): Promise<GivenByCase> {
  const door = await openDoor(options, around);
  try {
    let accepted = 0;
    const refused: string[] = [];
    for (const { caseId, key, order } of orders) {
      if (around.signal.aborted) break;
      const findings = await door.give({ key, target: `case-${caseId}`, order, dryRun });
      if (findings.length === 0) accepted++;
      else refused.push(`${caseId}: ${saidOf(findings, around.output.language).join('; ')}`);
    }
    return { accepted, refused };
  } finally {
    await door.close();
  }
}
