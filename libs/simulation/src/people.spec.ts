import { ageOn, civilDate } from '#libs/kernel';
import { idCheckDigitHolds } from '#libs/identity';
import { IdNumbers, partition, RELATION, syntheticHousehold } from './people.js';
import { randomOf } from './random.js';

const on = civilDate('2013-12-01');

describe('identity numbers', () => {
  // The example of GB 11643 and numbers that differ from it in one place.
  it.each<[string, boolean]>([
    ['11010519491231002X', true],
    ['440524188001010014', true],
    ['110105194912310021', false],
    ['11010519491231002x', false],
    ['11010519491232002X', false],
    ['1101051949123100', false],
    ['', false],
  ])('the check digit of %p holds: %p', (id, holds) => {
    expect(idCheckDigitHolds(id)).toBe(holds);
  });

  it('are given once, with a reserved area code, the birth date and a sequence number of the sex', () => {
    const ids = new IdNumbers();
    const random = randomOf('ids');
    const men = Array.from({ length: 2_000 }, () => ids.issue(civilDate('1960-01-01'), 'MALE', random));
    const women = Array.from({ length: 2_000 }, () => ids.issue(civilDate('1960-01-01'), 'FEMALE', random));
    expect(new Set([...men, ...women]).size).toBe(4_000);
    expect([...men, ...women].filter((id) => !/^999\d{3}19600101/.test(id) || !idCheckDigitHolds(id))).toEqual([]);
    expect([men.every((id) => Number(id[16]) % 2 === 1), women.every((id) => Number(id[16]) % 2 === 0)]).toEqual([true, true]);
  });
});

describe('sizes of households', () => {
  it.each<[number, number]>([
    [21_895, 78_913],
    [104, 312],
    [32, 56],
    [23, 32],
    [9, 32],
    [5, 5],
    [5, 45],
    [1, 4],
    [0, 0],
  ])('%i households hold %i persons exactly', (households, persons) => {
    const sizes = partition(households, persons, randomOf('sizes'));
    expect([sizes.length, sizes.reduce((sum, size) => sum + size, 0)]).toEqual([households, persons]);
    expect(sizes.filter((size) => size < 1 || size > 9)).toEqual([]);
  });

  it('are spread as in a county of the hills: most of three or four', () => {
    const sizes = partition(21_895, 78_913, randomOf('spread'));
    const counts = Array.from({ length: 9 }, (_, index) => sizes.filter((size) => size === index + 1).length);
    expect(counts.every((count) => count > 0)).toBe(true);
    expect(counts.indexOf(Math.max(...counts)) + 1).toBe(4);
  });

  it.each<[number, number]>([
    [10, 9],
    [10, 91],
    [0, 1],
    [1.5, 3],
  ])('refuses %p households of %p persons', (households, persons) => {
    expect(() => partition(households, persons, randomOf('none'))).toThrow(RangeError);
  });
});

describe('synthetic households', () => {
  const ids = new IdNumbers();
  const households = Array.from({ length: 900 }, (_, index) =>
    syntheticHousehold((index % 9) + 1, randomOf('people').fork(`${index}`), { on, ids }),
  );
  const people = households.flat();

  it('have the size asked for and their head first, and only there', () => {
    expect(households.map((members) => members.length)).toEqual(households.map((_, index) => (index % 9) + 1));
    expect(households.filter((members) => members[0]?.relation !== RELATION.HEAD)).toEqual([]);
    expect(people.filter(({ relation }) => relation === RELATION.HEAD).length).toBe(households.length);
  });

  it('have heads of full age, children younger and parents older than them', () => {
    for (const [head, ...others] of households) {
      const age = ageOn(head!.bornOn, on);
      expect(age).toBeGreaterThanOrEqual(18);
      for (const { relation, bornOn } of others) {
        if (relation.startsWith('2') || relation === RELATION.ONLY_DAUGHTER) expect(ageOn(bornOn, on)).toBeLessThan(age);
        if (relation.startsWith('5')) expect(ageOn(bornOn, on)).toBeGreaterThan(age);
      }
    }
    expect(people.filter(({ bornOn }) => bornOn > on || ageOn(bornOn, on) > 95)).toEqual([]);
  });

  it('have at most one spouse, father, mother, only and eldest child', () => {
    const once = [
      RELATION.WIFE,
      RELATION.HUSBAND,
      RELATION.FATHER,
      RELATION.MOTHER,
      RELATION.ELDEST_SON,
      RELATION.ONLY_SON,
      RELATION.ONLY_DAUGHTER,
    ];
    const twice = households.filter((members) =>
      once.some((code) => members.filter(({ relation }) => relation === code).length > 1),
    );
    expect(twice).toEqual([]);
  });

  it("carry identity numbers that agree with birth date and sex, and nobody has another one's", () => {
    const wrong = people.filter(
      ({ idNumber, bornOn, sex }) =>
        !idCheckDigitHolds(idNumber) ||
        idNumber.slice(6, 14) !== bornOn.replaceAll('-', '') ||
        (Number(idNumber[16]) % 2 === 1) !== (sex === 'MALE'),
    );
    expect(wrong).toEqual([]);
    expect(new Set(people.map(({ idNumber }) => idNumber)).size).toBe(people.length);
    expect(new Set(people.map(({ person }) => person)).size).toBe(people.length);
  });

  it('have names of two to four characters', () => {
    expect(people.filter(({ name }) => !/^\p{Script=Han}{2,4}$/u.test(name))).toEqual([]);
  });

  it('are the same from the same seed', () => {
    expect(syntheticHousehold(5, randomOf('seed').fork('a'))).toEqual(syntheticHousehold(5, randomOf('seed').fork('a')));
    expect(syntheticHousehold(5, randomOf('seed').fork('a'))).not.toEqual(syntheticHousehold(5, randomOf('seed').fork('b')));
  });

  it.each([0, 10, 2.5])('refuses a household of %p', (size) => {
    expect(() => syntheticHousehold(size, randomOf('none'))).toThrow(RangeError);
  });
});
