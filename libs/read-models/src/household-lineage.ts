import { type EventReader } from '#libs/event-store';
import { type CivilDate } from '#libs/kernel';
import { type StoredRegisterEvent } from './household-fold.js';
import { idOf } from './projection.js';
import { type ReadModels } from './read-models.js';

/** PARENT and CHILD by a split, MERGED_FROM and MERGED_INTO by a merge (domain.md §4.2). */
export type LineageRelation = 'PARENT' | 'CHILD' | 'MERGED_FROM' | 'MERGED_INTO';

/** A household in which another began or goes on. */
export interface LineageEntry {
  readonly householdId: string;
  /** What it is to `of`. */
  readonly relation: LineageRelation;
  /** The household next to it on the way to the one that was asked about. */
  readonly of: string;
  /** The day of the split or the merge. */
  readonly on: CivilDate;
}

type Links = readonly Omit<LineageEntry, 'of'>[];
const UPWARD: readonly LineageRelation[] = ['PARENT', 'MERGED_FROM'];
const DOWNWARD: readonly LineageRelation[] = ['CHILD', 'MERGED_INTO'];

/**
 * All in which a household began, back to the first, and all in which it goes on: the nearest first. Those that only share an ancestor
 * with it are none of them.
 */
export async function lineageOf(
  models: ReadModels,
  reader: Pick<EventReader, 'readAt'>,
  householdId: string,
): Promise<readonly LineageEntry[]> {
  const found: LineageEntry[] = [];
  for (const way of [UPWARD, DOWNWARD]) {
    const seen = new Set([householdId]);
    for (let next = [householdId]; next.length > 0;) {
      const reached: string[] = [];
      for (const of of next) {
        for (const link of await linksOf(models, reader, of)) {
          if (!way.includes(link.relation) || seen.has(link.householdId)) continue;
          seen.add(link.householdId);
          reached.push(link.householdId);
          found.push({ ...link, of });
        }
      }
      next = reached;
    }
  }
  return found;
}

/** By the events of its register, and those of other registers that name it. */
async function linksOf({ database }: ReadModels, reader: Pick<EventReader, 'readAt'>, householdId: string): Promise<Links> {
  const touching = await database
    .selectFrom('household_history')
    .select('position')
    .where('household_id', '=', householdId)
    .where('kind', '=', 'REGISTER')
    .orderBy('position')
    .execute();
  const positions = touching.map(({ position }) => BigInt(position));
  const events = (await reader.readAt(positions)) as readonly StoredRegisterEvent[];
  return events.flatMap((event): Links => {
    const own = idOf(event.stream);
    if (event.type === 'household.HouseholdSplit.v1') {
      const { children, on } = event.data;
      return own === householdId
        ? children.map((child) => ({ householdId: child.householdId, relation: 'CHILD', on }))
        : [{ householdId: own, relation: 'PARENT', on }];
    }
    if (event.type === 'household.HouseholdMerged.v1') {
      const { into, on } = event.data;
      return own === householdId
        ? [{ householdId: into, relation: 'MERGED_INTO', on }]
        : [{ householdId: own, relation: 'MERGED_FROM', on }];
    }
    return [];
  });
}
