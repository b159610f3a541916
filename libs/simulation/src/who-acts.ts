import { papersFor } from '#libs/household-case';
import { type Actor, type CivilDate } from '#libs/kernel';
import { type Level, type Office, type Papers, type Part } from '#libs/procedure';
import { type SeasonCase } from './season-case.js';
import { holderOf } from './world.js';

const CLERK: Readonly<Partial<Record<Level, Office>>> = {
  HOUSEHOLD: 'DATA_CLERK',
  GROUP: 'DATA_CLERK',
  VILLAGE: 'DATA_CLERK',
  TOWNSHIP: 'STATION_CLERK',
  COUNTY: 'COUNTY_POVERTY_OFFICER',
};
const OFFICE_LEVEL: Readonly<Partial<Record<Office, Level>>> = {
  GROUP_LEADER: 'GROUP',
  STATION_CLERK: 'TOWNSHIP',
  STATION_HEAD: 'TOWNSHIP',
  TOWNSHIP_PARTY_SECRETARY: 'TOWNSHIP',
  TOWNSHIP_HEAD: 'TOWNSHIP',
  COUNTY_POVERTY_OFFICER: 'COUNTY',
  COUNTY_POVERTY_OFFICE_HEAD: 'COUNTY',
  LEADING_GROUP_HEAD: 'COUNTY',
  LEADING_GROUP_MEMBER: 'COUNTY',
  LINE_DEPARTMENT_OFFICER: 'COUNTY',
};

/** The area of a level in which a case stands; `lowest` for the group and the village of a list. */
export function areaOfLevel(level: Level, { household: { area } }: SeasonCase, lowest: string): string {
  switch (level) {
    case 'TOWNSHIP':
      return area.township;
    case 'COUNTY':
      return area.county;
    case 'GROUP':
      return lowest === area.village ? (area.group ?? area.village) : lowest;
    default:
      return area.village;
  }
}

/** Who holds an office for a case, at the level of the office. */
export function officialFor(office: Office, item: SeasonCase): string {
  return holderOf(office, areaOfLevel(OFFICE_LEVEL[office] ?? 'VILLAGE', item, item.household.area.village));
}

/** Who enters the papers of a level. */
export function clerkFor(level: Level, item: SeasonCase): Actor {
  const office = CLERK[level] ?? 'DATA_CLERK';
  const area = areaOfLevel(OFFICE_LEVEL[office] ?? 'VILLAGE', item, item.household.area.village);
  return { id: holderOf(office, area), role: office, area };
}

/** Whose act a part is; undefined where it is the household's. */
export function performerOf(part: Part, item: SeasonCase): string | undefined {
  // Recorder and confirmer are always apart (R4): whoever performs is not the clerk who enters it, where another office may.
  const clerk = clerkFor(part.level, item);
  const office = part.performedBy.find((candidate) => candidate !== clerk.role) ?? part.performedBy[0];
  return office === undefined ? undefined : officialFor(office, item);
}

/** Complete papers of a part for a case, or for the list that it heads. */
export function papersOf(part: Part, item: SeasonCase | undefined, on: CivilDate, without: readonly string[] = []): Papers {
  if (item === undefined) throw new RangeError('papers for an empty list');
  return papersFor(part, { on, holder: (office) => officialFor(office, item), household: item.head, without });
}
