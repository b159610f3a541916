import { isCivilDate } from '#libs/kernel';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';
const FORM = /^\d{17}[\dX]$/;

/** The check character that follows 17 digits (GB 11643, ISO 7064 MOD 11-2). */
export function checkCharacter(digits: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

/** Whether the text is an identity number of 18 characters whose check digit holds and whose birth date is one. */
export function idCheckDigitHolds(id: string): boolean {
  if (!FORM.test(id)) return false;
  const birth = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  return isCivilDate(birth) && checkCharacter(id) === id[17];
}
