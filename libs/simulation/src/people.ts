import { type CivilDate, civilDate, yearOf } from '#libs/kernel';
import { birthDate, IdNumbers } from './people-id-numbers.js';
import { MEN, SURNAMES, WOMEN } from './names.js';
import { type Random } from './random.js';

export { IdNumbers } from './people-id-numbers.js';
export { partition } from './people-partition.js';

export type Sex = 'MALE' | 'FEMALE';

/** Relation to the head of the household, codes of GB/T 4761. */
export const RELATION = {
  HEAD: '02',
  HUSBAND: '11',
  WIFE: '12',
  ONLY_SON: '21',
  ELDEST_SON: '22',
  SECOND_SON: '23',
  OTHER_SON: '29',
  ONLY_DAUGHTER: '31',
  ELDEST_DAUGHTER: '32',
  SECOND_DAUGHTER: '33',
  DAUGHTER_IN_LAW: '38',
  OTHER_DAUGHTER: '39',
  GRANDSON: '41',
  GRANDDAUGHTER: '42',
  FATHER: '51',
  MOTHER: '52',
} as const;
export type Relation = (typeof RELATION)[keyof typeof RELATION];

/** Nobody who lives or lived. */
export interface Person {
  /** Random, never a registry number. */
  readonly person: string;
  readonly name: string;
  readonly sex: Sex;
  readonly relation: Relation;
  readonly bornOn: CivilDate;
  /** 18 characters with area code 999xxx and a check digit that holds (GB 11643). */
  readonly idNumber: string;
}

export interface PeopleOptions {
  /** The day on which the ages are right; 2013-12-01 where absent. */
  readonly on?: CivilDate;
  /** Shared by all households of a run, no identity number comes twice; otherwise within the household only. */
  readonly ids?: IdNumbers;
}

/** More than this nobody counts as one household here. */
export const LARGEST_HOUSEHOLD = 9;

interface Role {
  readonly relation: Relation;
  readonly sex: Sex;
  readonly age: number;
  readonly surname: string;
}

const other = (sex: Sex): Sex => (sex === 'MALE' ? 'FEMALE' : 'MALE');

/**
 * A household of `size` persons, the head first: alone and mostly old, or a couple with children, parents and, in the
 * largest, grandchildren. The same random stream gives the same people.
 * @throws RangeError where `size` is no whole number from 1 to {@link LARGEST_HOUSEHOLD}.
 */
export function syntheticHousehold(size: number, random: Random, options: PeopleOptions = {}): readonly Person[] {
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_HOUSEHOLD) {
    throw new RangeError(`a household has 1 to ${LARGEST_HOUSEHOLD} persons, not ${size}`);
  }
  const { on = civilDate('2013-12-01'), ids = new IdNumbers() } = options;
  return rolesOf(size, random).map(({ relation, sex, age, surname }): Person => {
    const bornOn = birthDate(age, on, random);
    return {
      person: `person-${random.hex(16)}`,
      name: `${surname}${givenName(sex, yearOf(bornOn), random)}`,
      sex,
      relation,
      bornOn,
      idNumber: ids.issue(bornOn, sex, random),
    };
  });
}

function rolesOf(size: number, random: Random): readonly Role[] {
  const surname = random.weighted(SURNAMES);
  const sex: Sex = random.chance(0.8) ? 'MALE' : 'FEMALE';
  const alone = size === 1;
  const age = alone ? random.int(45, 85) : random.int(30, 62);
  const roles: Role[] = [{ relation: RELATION.HEAD, sex, age, surname }];
  if (alone) return roles;

  const partner = random.chance(0.85);
  if (partner) {
    const relation = sex === 'MALE' ? RELATION.WIFE : RELATION.HUSBAND;
    roles.push({ relation, sex: other(sex), age: Math.max(25, age + random.int(-5, 3)), surname: random.weighted(SURNAMES) });
  }
  const rest = size - roles.length;
  const parents =
    rest >= 2 && age <= 58
      ? Math.min(
          rest - 1,
          random.weighted([
            [0, 5],
            [1, 3],
            [2, 2],
          ]),
        )
      : 0;
  const grandchildren = age >= 48 && rest - parents >= 4 ? random.int(1, rest - parents - 3) : 0;
  const inLaw = grandchildren > 0 ? 1 : 0;
  const childSurname = sex === 'MALE' ? surname : (roles[1]?.surname ?? surname);
  const children = childrenOf(rest - parents - grandchildren - inLaw, age, childSurname, inLaw > 0, random);
  roles.push(...children);
  if (inLaw > 0) {
    const age = Math.max(22, (children[0]?.age ?? 24) + random.int(-4, 1));
    roles.push({ relation: RELATION.DAUGHTER_IN_LAW, sex: 'FEMALE', age, surname: random.weighted(SURNAMES) });
  }
  for (let no = 0; no < grandchildren; no++) {
    const own = sexOf(random);
    const relation = own === 'MALE' ? RELATION.GRANDSON : RELATION.GRANDDAUGHTER;
    roles.push({ relation, sex: own, age: random.int(0, Math.max(0, age - 46)), surname: childSurname });
  }
  for (let no = 0; no < parents; no++) {
    const own: Sex = parents === 2 && no === 0 ? 'MALE' : 'FEMALE';
    const relation = own === 'MALE' ? RELATION.FATHER : RELATION.MOTHER;
    const ownSurname = own === 'MALE' ? surname : random.weighted(SURNAMES);
    roles.push({ relation, sex: own, age: Math.min(95, age + random.int(20, 30)), surname: ownSurname });
  }
  return roles;
}

/** Eldest first; where there is a daughter-in-law the eldest is her husband. */
function childrenOf(count: number, age: number, surname: string, sonFirst: boolean, random: Random): readonly Role[] {
  const oldest = Math.max(0, age - 22);
  const ages = Array.from({ length: count }, () => random.int(Math.max(0, oldest - 14), oldest)).sort((a, b) => b - a);
  const sexes = ages.map((_, index): Sex => (sonFirst && index === 0 ? 'MALE' : sexOf(random)));
  return ages.map((own, index) => {
    const sex = sexes[index] ?? 'MALE';
    const rank = sexes.slice(0, index).filter((elder) => elder === sex).length;
    return { relation: childRelation(sex, rank, sexes.filter((one) => one === sex).length), sex, age: own, surname };
  });
}

function childRelation(sex: Sex, rank: number, ofSex: number): Relation {
  const [only, eldest, second, further] =
    sex === 'MALE'
      ? [RELATION.ONLY_SON, RELATION.ELDEST_SON, RELATION.SECOND_SON, RELATION.OTHER_SON]
      : [RELATION.ONLY_DAUGHTER, RELATION.ELDEST_DAUGHTER, RELATION.SECOND_DAUGHTER, RELATION.OTHER_DAUGHTER];
  if (ofSex === 1) return only;
  return rank === 0 ? eldest : rank === 1 ? second : further;
}

const sexOf = (random: Random): Sex => (random.chance(0.52) ? 'MALE' : 'FEMALE');

/** One or two characters of the generation: names go with their time. */
function givenName(sex: Sex, year: number, random: Random): string {
  const characters = [...(sex === 'MALE' ? MEN : WOMEN)];
  const third = Math.floor(characters.length / 3);
  const from = year < 1965 ? 0 : year < 1990 ? third : 2 * third;
  const generation = characters.slice(from, from + third);
  return random.chance(0.8) ? random.pick(generation) + random.pick(generation) : random.pick(generation);
}
