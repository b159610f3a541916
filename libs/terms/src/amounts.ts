import { termOf } from './dictionary.js';
import { type Language } from './words.js';

/** An English noun as its count wants it: `1 working day`, `2 working days`. Nouns stand in the dictionary as regular plurals. */
export const inNumber = (count: number, plural: string): string => (count === 1 ? plural.replace(/s$/, '') : plural);

/** A count with its unit (`unit` of the dictionary): `1个工作日`, `1 working day`. */
export function amount(count: number, unit: string, language: Language): string {
  const word = termOf('unit', unit)[language];
  return language === 'zh' ? `${count}${word}` : `${count} ${inNumber(count, word)}`;
}
