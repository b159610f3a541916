import { type CivilDate, type JsonValue } from '#libs/kernel';
import { type Row } from './database.js';

/** Reads columns of a row as what they were written as. */
export const text = (row: Row, column: string): string => row[column] as string;
export const textOrNull = (row: Row, column: string): string | null => row[column] as string | null;
export const day = (row: Row, column: string): CivilDate => row[column] as CivilDate;
export const dayOrNull = (row: Row, column: string): CivilDate | null => row[column] as CivilDate | null;
export const count = (row: Row, column: string): number => row[column] as number;
export const countOrNull = (row: Row, column: string): number | null => row[column] as number | null;
export const flag = (row: Row, column: string): boolean => row[column] === 1;
export const json = <T extends JsonValue>(row: Row, column: string): T => JSON.parse(row[column] as string) as T;
export const position = (row: Row, column: string): bigint => BigInt(row[column] as number);

/** Areas of a path, county first: the last is the group where the path has four. */
export function areaOf(
  row: Row,
  column = 'path',
): {
  readonly county: string;
  readonly township: string;
  readonly village: string;
  readonly group: string | null;
} {
  const [county = '', township = '', village = '', group] = text(row, column).split('/');
  return { county, township, village, group: group === undefined || group === '' ? null : group };
}
export type Areas = ReturnType<typeof areaOf>;
