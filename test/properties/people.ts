import { type Actor, type CivilDate, type OfficeHeld, type Sealed } from '#libs/kernel';
import { type NewMember } from '#libs/household-register';
import { type AreaPath, levelOfOffice, type Office, OFFICES } from '#libs/procedure';

/** Synthetic people of one village: the same in every run. */

export const AREA: AreaPath = { group: 'group-1', village: 'village-1', township: 'township-1', county: 'county-1' };
export const ELSEWHERE: AreaPath = { village: 'village-2', township: 'township-2', county: 'county-1' };

const areaOf = (office: string, path: AreaPath = AREA): string => {
  switch (levelOfOffice(office)) {
    case 'GROUP':
      return path.group ?? path.village;
    case 'TOWNSHIP':
      return path.township;
    case 'COUNTY':
      return path.county;
    case 'PREFECTURE':
      return 'prefecture-1';
    default:
      return path.village;
  }
};

/** Who holds an office: by number, from 0. Number 9 is the one who sits at the desk. */
export const holder = (office: string, nth = 0): string => `${office.toLowerCase().replaceAll('_', '-')}.${nth}`;

const HELD: Record<string, readonly OfficeHeld[]> = {};
for (const office of OFFICES) {
  for (let nth = 0; nth < 12; nth += 1) HELD[holder(office, nth)] = [{ office, area: areaOf(office) }];
}
/** Persons of two offices: a lawful pair, an unlawful one, and one who would decide at two levels. */
export const BOTH_OF_VILLAGE = 'both-of-village';
export const SECRETARY_AND_TEAM = 'secretary-and-team';
export const TWO_LEVELS = 'two-levels';
export const OTHER_TOWNSHIP = 'other-township-head';
/** An official who is a member of a household. */
export const RELATED = 'p-1-2';
const more = (person: string, ...offices: readonly Office[]): void => {
  HELD[person] = offices.map((office) => ({ office, area: areaOf(office) }));
};
more(BOTH_OF_VILLAGE, 'VILLAGE_SECRETARY', 'VILLAGE_DIRECTOR');
more(SECRETARY_AND_TEAM, 'VILLAGE_SECRETARY', 'RESIDENT_TEAM_LEADER');
more(TWO_LEVELS, 'VILLAGE_SECRETARY', 'FIRST_SECRETARY', 'TOWNSHIP_HEAD', 'TOWNSHIP_PARTY_SECRETARY', 'LEADING_GROUP_HEAD');
more(
  RELATED,
  'COMMITTEE_MEMBER',
  'VILLAGE_SECRETARY',
  'GROUP_LEADER',
  'STATION_HEAD',
  'TOWNSHIP_HEAD',
  'COUNTY_POVERTY_OFFICER',
  'LEADING_GROUP_HEAD',
);
HELD[OTHER_TOWNSHIP] = [{ office: 'TOWNSHIP_HEAD', area: ELSEWHERE.township }];
/** The clerk of the village who is of its committee too: he may record and perform, but not both of one act. */
export const CLERK_AND_COMMITTEE = 'clerk-and-committee';
more(
  CLERK_AND_COMMITTEE,
  'DATA_CLERK',
  'COMMITTEE_MEMBER',
  'STATION_HEAD',
  'COUNTY_POVERTY_OFFICER',
  'LEADING_GROUP_MEMBER',
  'TOWNSHIP_HEAD',
);

export const OFFICES_HELD: Readonly<Record<string, readonly OfficeHeld[]>> = HELD;

export const clerk = (office: string, nth = 9): Actor => ({ id: holder(office, nth), role: office, area: areaOf(office) });
export const PROCESS: Actor = { id: 'engine', role: 'process', area: 'CN' };
export const CLOCK: Actor = { id: 'clock', role: 'clock', area: '' };

export const sealed = (ref: string): Sealed => ({ ref, commitment: `commitment of ${ref}` });

/** Groups meet as 30, representatives as 36: both can be parted into thirds and halves. */
export const rosterOf = (body: string): readonly string[] =>
  Array.from({ length: body === 'GROUP_MEETING' ? 30 : 36 }, (_, index) =>
    // The heads of the households belong to their group, and meet with it.
    body === 'GROUP_MEETING' && index > 27 ? personOf(String(index - 27), 1) : `${body.toLowerCase()}.${index + 1}`,
  );

export const personOf = (household: string, nth: number): string => `p-${household}-${nth}`;

/** Head, spouse and a child of nine, of household `id`. */
export function membersOf(id: string): readonly NewMember[] {
  const born = ['1970-05-01', '1972-08-15', '2007-01-20'];
  return ['HEAD', 'SPOUSE', 'CHILD'].map((relation, index) => newMember(personOf(id, index + 1), relation, born[index]));
}

export function newMember(person: string, relation: string, bornOn?: string, idFingerprint = `id of ${person}`): NewMember {
  return {
    person,
    relation,
    name: sealed(`name of ${person}`),
    idNumber: sealed(`number of ${person}`),
    idCheckDigitHolds: true,
    idFingerprint,
    ...(bornOn === undefined ? {} : { bornOn: bornOn as CivilDate }),
  };
}
