import { type EventReader } from '#libs/event-store';
import { type CivilDate } from '#libs/kernel';
import { type AreaPath } from '#libs/procedure';
import { type StoredRegisterEvent } from './household-fold.js';
import { type ReadModels } from './read-models.js';
import { type Answers } from './store.js';

/** That sealed values of the household were opened, or of an area in which it lay then, or that they left the house. */
export interface OpeningOver {
  readonly position: number;
  readonly householdId: string;
  readonly occurredOn: CivilDate;
}

/**
 * Openings of whole areas, and readings under mandates that have closed (R17), in the order of the log, each once: with the first of the
 * households that it was about, or that lay in its area when it was recorded.
 */
export async function openingsOver(
  { database }: ReadModels,
  reader: Pick<EventReader, 'readAt'>,
  households: readonly string[],
): Promise<readonly OpeningOver[]> {
  const told = await database
    .selectFrom('readings_told')
    .innerJoin('mandate_readings', (join) =>
      join
        .onRef('mandate_readings.stream', '=', 'readings_told.stream')
        .onRef('mandate_readings.revision', '=', 'readings_told.revision'),
    )
    .select(['whom', 'is_area', 'position', 'occurred_on'])
    .where((eb) => eb.or([eb('is_area', '=', 1), eb('whom', 'in', households)]))
    .execute();
  const openings = [
    ...(await database.selectFrom('area_openings').selectAll().execute()),
    ...told.filter(({ is_area }) => is_area === 1).map(({ whom, ...opening }) => ({ ...opening, area: whom })),
  ];
  const over = new Map<number, OpeningOver>();
  for (const householdId of households) {
    for (const { whom, is_area, position, occurred_on } of told) {
      if (is_area === 1 || whom !== householdId || over.has(position)) continue;
      over.set(position, { position, householdId, occurredOn: occurred_on as CivilDate });
    }
  }
  for (const householdId of openings.length === 0 ? [] : households) {
    const places = await placesOf(database, reader, householdId);
    for (const { position, area, occurred_on } of openings) {
      const place = places.findLast(({ since }) => since < BigInt(position));
      if (place === undefined || over.has(position) || !(await liesIn(database, place.area, area))) continue;
      over.set(position, { position, householdId, occurredOn: occurred_on as CivilDate });
    }
  }
  return [...over.values()].sort((one, other) => one.position - other.position);
}

/** Where the household was managed, and since which event of the log. */
async function placesOf(
  database: Answers,
  reader: Pick<EventReader, 'readAt'>,
  householdId: string,
): Promise<readonly { readonly since: bigint; readonly area: AreaPath }[]> {
  const touching = await database
    .selectFrom('household_history')
    .select('position')
    .where('household_id', '=', householdId)
    .where('kind', '=', 'REGISTER')
    .orderBy('position')
    .execute();
  const events = (await reader.readAt(touching.map(({ position }) => BigInt(position)))) as readonly StoredRegisterEvent[];
  return events.flatMap(({ stream, position: since, type, data }) => {
    if (stream !== `household-${householdId}`) return [];
    if (type === 'household.HouseholdEnrolled.v1') return [{ since, area: data.managementArea }];
    return type === 'household.ManagementMoved.v1' ? [{ since, area: data.to }] : [];
  });
}

async function liesIn(database: Answers, { group, village, township, county }: AreaPath, area: string): Promise<boolean> {
  if ([group, village, township, county].includes(area)) return true;
  for (let next: string | undefined = county; next !== undefined;) {
    const above: { readonly parent: string } | undefined = await database
      .selectFrom('area_parents')
      .select('parent')
      .where('area', '=', next)
      .executeTakeFirst();
    if (above?.parent === area) return true;
    next = above?.parent;
  }
  return false;
}
