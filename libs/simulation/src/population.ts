import { stableId } from '#libs/application';
import { type CivilDate } from '#libs/kernel';
import { type AreaPath } from '#libs/procedure';
import { IdNumbers, type Person, partition, syntheticHousehold } from './people.js';
import { type Random } from './random.js';
import { type CountyPlace, type Household } from './world.js';

/** Households of one kind that leave together: figures of a source document, always a pair. */
export interface Cohort {
  readonly households: number;
  readonly persons: number;
  readonly exitYear?: number;
  readonly povertyAttribute: 'GENERAL' | 'SAFETY_NET';
  readonly causeGroup?: string;
}

export interface Settled extends Household {
  readonly members: readonly Person[];
}

/**
 * Spreads the cohorts over the groups of the county, so that households and persons of each cohort sum exactly. The same
 * seed gives the same people; nobody lives (area code 999xxx).
 */
export function settle(
  county: CountyPlace,
  cohorts: readonly Cohort[],
  random: Random,
  options: {
    /** The day on which their ages are right: nobody is born after it. */
    readonly on?: CivilDate;
    /** Tells the people of several settlements of one county apart. */
    readonly name?: string;
  } = {},
): readonly Settled[] {
  const places: readonly { readonly area: AreaPath; readonly bodyKind: 'VILLAGERS' | 'RESIDENTS' }[] = county.townships.flatMap(
    (township) =>
      township.villages.flatMap((village) =>
        village.groups.map((group) => ({
          area: { county: county.id, township: township.id, village: village.id, group: group.id },
          bodyKind: village.bodyKind,
        })),
      ),
  );
  const { name = 'household', ...born } = options;
  const ids = new IdNumbers();
  let next = 0;
  return cohorts.flatMap((cohort, index) =>
    partition(cohort.households, cohort.persons, random.fork(`sizes ${index}`)).map((size) => {
      const place = places[next % places.length];
      if (place === undefined) throw new RangeError(`${county.id} has no group to live in`);
      const id = stableId(county.id, name, String(next));
      next++;
      return {
        id,
        ...place,
        size,
        members: syntheticHousehold(size, random.fork(id), { ids, ...born }),
        povertyAttribute: cohort.povertyAttribute,
        ...(cohort.exitYear === undefined ? {} : { exitYear: cohort.exitYear }),
        ...(cohort.causeGroup === undefined ? {} : { causeGroup: cohort.causeGroup }),
      };
    }),
  );
}

/** A smaller county in the same proportions: each figure scaled and rounded, never below one household of one person. */
export function scaled(cohorts: readonly Cohort[], scale: number): readonly Cohort[] {
  if (scale === 1) return cohorts;
  return cohorts.map((cohort) => {
    const households = Math.max(1, Math.round(cohort.households * scale));
    return { ...cohort, households, persons: Math.max(households, Math.round(cohort.persons * scale)) };
  });
}
