import { type IncomeAccount } from '#libs/procedure';
import { type Given } from './handler.js';

const isAccount = (value: unknown): value is IncomeAccount =>
  typeof value === 'object' &&
  value !== null &&
  ['wage', 'business', 'property', 'transfer'].every((kind) => typeof (value as Record<string, unknown>)[kind] === 'number');

export type AgainstLine = 'BELOW' | 'AT_OR_ABOVE';

/**
 * How the surveyed income stands against the line of the survey where `sharing` members share it: the sum in fen against
 * the line times the members, in whole numbers (domain.md §2.4). `UNKNOWN` where the account cannot be opened; undefined
 * where there is no account, no line or nobody to share it.
 */
export function againstLine(sharing: number, { law, state, context }: Given): AgainstLine | 'UNKNOWN' | undefined {
  const { income, survey } = state;
  const part = survey === undefined ? undefined : law.parts[survey.part];
  if (income === undefined || part?.kind !== 'survey' || sharing <= 0) return undefined;
  const line = law.policy.parameters[part.line].value;
  if (line === null) return undefined;
  const account: unknown = context.opened[income.ref.ref];
  if (!isAccount(account)) return 'UNKNOWN';
  const sum = account.wage + account.business + account.property + account.transfer;
  return sum < line * sharing ? 'BELOW' : 'AT_OR_ABOVE';
}
