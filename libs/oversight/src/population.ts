import { type EventReader } from '#libs/event-store';
import { type Directory } from '#libs/identity';
import { type OrderSample } from '#libs/inspection';
import { type CaseOpened } from '#libs/procedure';
import { type Candidate } from './draw.js';

const PAGE = 2_000;
const LEVELS = { GROUP: 'group', VILLAGE: 'village', TOWNSHIP: 'township', COUNTY: 'county' } as const;

/**
 * Every case that was opened in an area up to a position of the log, told apart as the sample says. By what the opening itself bears,
 * which nothing changes afterwards, so that everybody who has the log finds the same.
 */
export async function populationAt(
  reader: Pick<EventReader, 'readAll'>,
  upTo: bigint,
  { strata, kind }: Pick<OrderSample['data'], 'strata' | 'kind'>,
  area: string,
  directory: Directory,
): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = [];
  for (let after = -1n; after < upTo;) {
    const page = await reader.readAll({ after, limit: PAGE });
    if (page.length === 0) break;
    for (const { type, data, position } of page) {
      after = position;
      if (position > upTo) break;
      if (type !== 'case.CaseOpened.v1') continue;
      const opened = data as CaseOpened;
      if (kind !== undefined && opened.kind !== kind) continue;
      if (!directory.isWithin(opened.area.village, area)) continue;
      candidates.push({ caseId: opened.caseId, stratum: stratumOf(opened, strata) });
    }
  }
  return candidates;
}

function stratumOf({ area, kind }: CaseOpened, { level, byKind }: OrderSample['data']['strata']): string {
  const where = level === undefined ? [] : [area[LEVELS[level]] ?? area.village];
  return [...where, ...(byKind ? [kind] : [])].join(' ');
}
