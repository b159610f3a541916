import { checkCharacter } from '#libs/identity';
import { addDays, type CivilDate, civilDate, yearOf } from '#libs/kernel';
import { type Random } from './random.js';

/** Issues identity numbers of nobody: area codes 999000 to 999999, which no county has. Gives none twice. */
export class IdNumbers {
  readonly #issued = new Set<string>();

  /** Odd sequence numbers are men's, even ones women's. @throws RangeError where a birth date has no number left. */
  issue(bornOn: CivilDate, sex: 'MALE' | 'FEMALE', random: Random): string {
    const birth = bornOn.replaceAll('-', '');
    for (let tries = 0; tries < 1000; tries++) {
      const area = `999${String(random.int(0, 999)).padStart(3, '0')}`;
      const sequence = 2 * random.int(sex === 'MALE' ? 0 : 1, 499) + (sex === 'MALE' ? 1 : 0);
      const digits = `${area}${birth}${String(sequence).padStart(3, '0')}`;
      if (this.#issued.has(digits)) continue;
      this.#issued.add(digits);
      return `${digits}${checkCharacter(digits)}`;
    }
    throw new RangeError(`no identity number is left for one born on ${bornOn}`);
  }
}

/** A birth date of one who is `age` years old on the day `on`. */
export function birthDate(age: number, on: CivilDate, random: Random): CivilDate {
  // From the day after the birthday of one a year older to this birthday; 28 February stands in for 29.
  const day = on.slice(5) === '02-29' ? '02-28' : on.slice(5);
  const birthday = civilDate(`${String(yearOf(on) - age).padStart(4, '0')}-${day}`);
  return addDays(birthday, -random.int(0, 364));
}
