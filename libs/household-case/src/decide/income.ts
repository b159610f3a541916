import { incomeOf, perCapitaOf } from '#libs/procedure';
import { type Given } from './handler.js';

export type AgainstLine = 'BELOW' | 'AT_OR_ABOVE';

/**
 * How the surveyed income stands against the line of the survey where `sharing` members share it: per head and year, in fen
 * (domain.md §2.4). `UNKNOWN` where the account cannot be opened; undefined
 * where there is no account, no line or nobody to share it.
 */
export function againstLine(sharing: number, { law, state, context }: Given): AgainstLine | 'UNKNOWN' | undefined {
  const { income, survey } = state;
  const part = survey === undefined ? undefined : law.parts[survey.part];
  if (income === undefined || part?.kind !== 'survey' || sharing <= 0) return undefined;
  const line = law.policy.parameters[part.line].value;
  if (line === null) return undefined;
  const account = incomeOf(context.opened[income.ref.ref]);
  if (account === undefined) return 'UNKNOWN';
  return perCapitaOf(account, sharing) < line ? 'BELOW' : 'AT_OR_ABOVE';
}
