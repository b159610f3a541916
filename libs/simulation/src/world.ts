import { type AreaPath, type Level, type Office } from '#libs/procedure';

/** A village or community with the people who hold its offices. All ids are made from the area: synthetic, and the same in every run. */
export interface VillagePlace {
  readonly id: string;
  readonly name: string;
  readonly bodyKind: 'VILLAGERS' | 'RESIDENTS';
  readonly groups: readonly { readonly id: string; readonly name: string }[];
}

export interface TownshipPlace {
  readonly id: string;
  readonly name: string;
  readonly villages: readonly VillagePlace[];
}

export interface CountyPlace {
  readonly id: string;
  readonly name: string;
  /** The province under which it stands; its policies come down from there. */
  readonly province: { readonly id: string; readonly name: string };
  readonly townships: readonly TownshipPlace[];
}

export interface OfficeHolder {
  readonly person: string;
  readonly office: Office;
  readonly area: string;
}

const OFFICES_OF_LEVEL: Readonly<Partial<Record<Level, readonly Office[]>>> = {
  GROUP: ['GROUP_LEADER'],
  VILLAGE: [
    'VILLAGE_SECRETARY',
    'VILLAGE_DIRECTOR',
    'COMMITTEE_MEMBER',
    'VILLAGE_SUPERVISOR',
    'FIRST_SECRETARY',
    'RESIDENT_TEAM_LEADER',
    'RESIDENT_TEAM_MEMBER',
    'DATA_CLERK',
    'RESPONSIBLE_CADRE',
    'VILLAGE_LIAISON',
    'VILLAGE_REPRESENTATIVE',
  ],
  TOWNSHIP: ['STATION_CLERK', 'STATION_HEAD', 'TOWNSHIP_PARTY_SECRETARY', 'TOWNSHIP_HEAD'],
  COUNTY: [
    'COUNTY_POVERTY_OFFICER',
    'COUNTY_POVERTY_OFFICE_HEAD',
    'LEADING_GROUP_HEAD',
    'LEADING_GROUP_MEMBER',
    'LINE_DEPARTMENT_OFFICER',
    'INSPECTOR',
    'INTEGRATOR',
  ],
  PROVINCE: ['FILING_OFFICER'],
  NATION: ['PROGRAMME_ADMINISTRATOR'],
};

/** The person who holds an office in an area, in every run the same. */
export function holderOf(office: Office, area: string): string {
  return `${area}.${office.toLowerCase().replaceAll('_', '-')}`;
}

/** Who holds which office over the whole county, lowest level last. */
export function officeHolders(county: CountyPlace): readonly OfficeHolder[] {
  const at = (level: Level, area: string): readonly OfficeHolder[] =>
    (OFFICES_OF_LEVEL[level] ?? []).map((office) => ({ person: holderOf(office, area), office, area }));
  return [
    ...at('NATION', 'CN'),
    ...at('PROVINCE', county.province.id),
    ...at('COUNTY', county.id),
    ...county.townships.flatMap((township) => [
      ...at('TOWNSHIP', township.id),
      ...township.villages.flatMap((village) => [
        ...at('VILLAGE', village.id),
        ...village.groups.flatMap((group) => at('GROUP', group.id)),
      ]),
    ]),
  ];
}

/** Members of the two meeting bodies: adults who speak for their households, and the representatives with the committee (R7). */
export function rosterOf(area: string, size: number): readonly string[] {
  return Array.from({ length: size }, (_, index) => `${area}.villager-${index + 1}`);
}

export function pathOf(county: CountyPlace, township: TownshipPlace, village: VillagePlace, group: string): AreaPath {
  return { county: county.id, township: township.id, village: village.id, group };
}

export interface Household {
  readonly id: string;
  readonly area: AreaPath;
  readonly bodyKind: 'VILLAGERS' | 'RESIDENTS';
  readonly size: number;
  /** In which programme year it leaves; absent: it stays. */
  readonly exitYear?: number;
  readonly povertyAttribute: 'GENERAL' | 'SAFETY_NET';
  readonly causeGroup?: string;
}
