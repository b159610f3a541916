import { type StoredEvent } from '#libs/event-store';
import { type CivilDate, type Instant } from '#libs/kernel';
import { type Definition, type PolicySet } from '#libs/procedure';
import { count, day, dayOrNull, position, text } from './columns.js';
import { type Row } from './database.js';
import { asked, type Page, type Paged, pageOf } from './paging.js';
import { type ReadModels } from './read-models.js';

export const LAW_KINDS = ['DEFINITION', 'POLICY'] as const;
export type LawKind = (typeof LAW_KINDS)[number];

/** SUPERSEDED: by the next proposal of its version, or because this version became law in other words. */
export const PROPOSAL_STATES = ['PROPOSED', 'PUBLISHED', 'SUPERSEDED'] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

/** Law as one programme administrator proposed it, and what became of it (ADR 0042). */
export interface LawProposal {
  readonly kind: LawKind;
  readonly id: string;
  readonly version: number;
  /** Which proposal of this version; the last one stands. */
  readonly no: number;
  /** Whose law it shall be. */
  readonly area: string;
  /** `id@version#` and the digest of its words. */
  readonly ref: string;
  readonly state: ProposalState;
  /** Where its whole text stands in the log. */
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  readonly proposedOn: CivilDate;
  readonly proposedAt: Instant;
  readonly office: string;
  readonly proposedBy: string;
  readonly recordedBy: string;
  /** By what it was published or superseded; null while it waits. */
  readonly settled: {
    readonly on: CivilDate;
    readonly at: Instant;
    readonly by: string;
    readonly recordedBy: string;
  } | null;
}

export interface LawProposalFilter {
  /** Law of these areas; of any where absent. */
  readonly areas?: readonly string[];
  readonly state?: ProposalState;
  readonly kind?: LawKind;
  readonly id?: string;
  readonly version?: number;
  readonly no?: number;
}

/** In the order of the log. @throws UnknownCursor */
export async function lawProposals(
  { database }: ReadModels,
  { areas, ...filter }: LawProposalFilter = {},
  page: Page = {},
): Promise<Paged<LawProposal>> {
  let list = database
    .selectFrom('law_proposals')
    .selectAll()
    .where((eb) => eb.and(asked(filter)));
  if (areas !== undefined) {
    // A list of nothing is no list to SQL.
    list = areas.length === 0 ? list.where('area', 'is', null) : list.where('area', 'in', areas);
  }
  return pageOf(list, ['position'], page, toProposal);
}

/** The last proposal of a version, or that of a number; undefined where there is none. */
export async function lawProposal(
  { database }: ReadModels,
  of: { readonly kind: LawKind; readonly id: string; readonly version: number; readonly no?: number },
): Promise<LawProposal | undefined> {
  const row = await database
    .selectFrom('law_proposals')
    .selectAll()
    .where((eb) => eb.and(asked(of)))
    .orderBy('no', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : toProposal(row);
}

/** The areas for which law was ever proposed: few, of every level. */
export async function areasOfProposals({ database }: ReadModels): Promise<readonly string[]> {
  const rows = await database.selectFrom('law_proposals').select('area').distinct().orderBy('area').execute();
  return rows.map(({ area }) => area);
}

/** The whole text as it was proposed, from the events of its stream; undefined where they do not reach so far. */
export function proposedText(
  events: readonly StoredEvent[],
  { revision }: Pick<LawProposal, 'revision'>,
): Definition | PolicySet | undefined {
  const data = events.find((event) => event.revision === BigInt(revision))?.data;
  const { definition, set } = (data ?? {}) as { readonly definition?: Definition; readonly set?: PolicySet };
  return definition ?? set;
}

function toProposal(row: Row): LawProposal {
  const settledOn = dayOrNull(row, 'settled_on');
  return {
    kind: text(row, 'kind') as LawKind,
    id: text(row, 'id'),
    version: count(row, 'version'),
    no: count(row, 'no'),
    area: text(row, 'area'),
    ref: text(row, 'ref'),
    state: text(row, 'state') as ProposalState,
    stream: text(row, 'stream'),
    revision: count(row, 'revision'),
    position: position(row, 'position'),
    proposedOn: day(row, 'proposed_on'),
    proposedAt: text(row, 'proposed_at') as Instant,
    office: text(row, 'office'),
    proposedBy: text(row, 'proposed_by'),
    recordedBy: text(row, 'recorded_by'),
    settled:
      settledOn === null
        ? null
        : {
            on: settledOn,
            at: text(row, 'settled_at') as Instant,
            by: text(row, 'settled_by'),
            recordedBy: text(row, 'settled_recorded_by'),
          },
  };
}
