import { type Level, type Office, type PartId } from '#libs/procedure';
import { type CaseFold } from './case-fold.js';
import { type PlacedPart, type Procedure } from './procedures.js';

/** Offices that take up what no part of a definition assigns, by level (domain.md §8). */
const DESKS: Readonly<Record<Level, readonly Office[]>> = {
  HOUSEHOLD: ['DATA_CLERK'],
  GROUP: ['GROUP_LEADER', 'DATA_CLERK'],
  VILLAGE: ['DATA_CLERK', 'COMMITTEE_MEMBER', 'VILLAGE_DIRECTOR'],
  TOWNSHIP: ['STATION_CLERK', 'STATION_HEAD'],
  COUNTY: ['COUNTY_POVERTY_OFFICER', 'COUNTY_POVERTY_OFFICE_HEAD'],
  PREFECTURE: ['FILING_OFFICER'],
  PROVINCE: ['FILING_OFFICER'],
  NATION: ['FILING_OFFICER'],
};

/** One that came of an official's doing is also for his county; the engine's own are of no area (architecture §4). */
export function incidentDesk(areaOfDoer: string): readonly Office[] {
  return areaOfDoer === '' ? ['PROGRAMME_ADMINISTRATOR'] : ['PROGRAMME_ADMINISTRATOR', 'COUNTY_POVERTY_OFFICE_HEAD'];
}

export function deskOf(level: Level): readonly Office[] {
  return DESKS[level];
}

/** Who performs a part and who may record it, each once. */
export function officesOf({ part }: Pick<PlacedPart, 'part'>): readonly Office[] {
  return [...new Set([...part.performedBy, ...part.recordedBy])];
}

/** Objections to review and audit results go to the township, those to the approval to the county (domain.md §2.3). */
export function investigatingDesk(fold: CaseFold, procedure: Procedure | undefined, part: PartId | null): Level {
  const approval = procedure?.parts.find((placed) => placed.part.kind === 'approval');
  if (approval === undefined) return 'TOWNSHIP';
  const approved = fold.parts[approval.id]?.status === 'DONE';
  const announced = part !== null && procedure?.byId[part]?.part.kind === 'announcement';
  return approved || announced ? approval.part.level : 'TOWNSHIP';
}
