import { type JsonValue } from '#libs/kernel';
import { type IncomeAccount } from '../facts.js';

const KINDS = ['wage', 'business', 'property', 'transfer'] as const;

/** The four kinds of income in whole fen, of an opened value; absent where it is none (domain.md §2.4). */
export function incomeOf(value: JsonValue | undefined): IncomeAccount | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const account = value as Readonly<Record<string, JsonValue>>;
  const whole = KINDS.every((kind) => Number.isSafeInteger(account[kind]));
  return whole ? (value as unknown as IncomeAccount) : undefined;
}

/** Net income per head and year in fen, rounded down: the sum of the four kinds over those who share it (§2.4). */
export function perCapitaOf(account: IncomeAccount, sharingIncome: number): number {
  const sum = account.wage + account.business + account.property + account.transfer;
  return Math.floor(sum / Math.max(1, sharingIncome));
}
