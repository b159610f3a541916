import { MissingLaw } from '#libs/application';
import { type EventReader } from '#libs/event-store';
import { type CaseContext, caseDecider, type CaseEvent, type CaseFile, type MigrateCase } from '#libs/household-case';
import {
  type Actor,
  type CivilDate,
  type Finding,
  type Instant,
  isRefusal,
  type OfficeHeld,
  type RecordedOf,
  startOfDay,
} from '#libs/kernel';
import { type AreaPath, type CaseMigrated, type Law, type PartId } from '#libs/procedure';
import { type AreaTally, AreaTallies } from '../area-tallies.js';
import { type OpenAtOnce } from '../decide-again.js';
import { References } from '../references.js';
import { LawToGoOverTo, type NewLaw } from './new-law.js';

/**
 * MOVES the case goes over and all that was done of it stands. DONE_AGAIN something must be done again. PUBLISHED_AGAIN among it
 * a notice or an announcement. KEEPS it stays under its law: the order would be refused. CANNOT_TELL an income would have to be
 * opened for it, or the law of the case is not in the log.
 */
export type MigrationVerdict = 'MOVES' | 'DONE_AGAIN' | 'PUBLISHED_AGAIN' | 'KEEPS' | 'CANNOT_TELL';
export const MIGRATION_VERDICTS: readonly MigrationVerdict[] = ['MOVES', 'DONE_AGAIN', 'PUBLISHED_AGAIN', 'KEEPS', 'CANNOT_TELL'];

export interface CaseMoved {
  readonly caseId: string;
  readonly householdId: string;
  readonly area: AreaPath;
  readonly verdict: MigrationVerdict;
  readonly from: CaseMigrated['from'];
  readonly to?: CaseMigrated['to'];
  readonly kept: readonly PartId[];
  /** Of what stands no longer, that which the new law asks for otherwise, with what is missing; what stands on it falls with it. */
  readonly again: CaseMigrated['again'];
  readonly superseded: readonly PartId[];
  /** Why it keeps its law. */
  readonly refused: readonly Finding[];
  /** Counts the migrations of the case, this one among them. */
  readonly no: number;
}

export interface MigrationOptions {
  readonly law: NewLaw;
  /** Cases that pin this definition, of any version or of one; those of the definition that is to be gone over to where absent. */
  readonly from?: string;
  readonly within?: string;
  /** The day on which it would be ordered; no earlier than the new law is in force. */
  readonly on: CivilDate;
  readonly open?: OpenAtOnce;
  readonly onProgress?: (done: number, of: number) => void;
  /** Told of every open case that the new law could be about. */
  readonly onCase?: (one: CaseMoved) => void;
  readonly signal?: AbortSignal;
}

export interface MigrationSummary {
  /** Open cases, and those among them that the new law could be about. */
  readonly open: number;
  readonly concerned: number;
  readonly on: CivilDate;
  readonly verdicts: Readonly<Partial<Record<MigrationVerdict, number>>>;
  /** Findings by which cases keep their law, and how often. */
  readonly keptFor: Readonly<Record<string, number>>;
  /** Parts that would have to be done again, by the definition's own names, and of how many cases. */
  readonly parts: Readonly<Record<PartId, number>>;
  readonly areas: readonly AreaTally<MigrationVerdict>[];
}

/** Two of the county, so that nothing is refused for the hands: those are judged when the order is given. */
const COUNTY: Readonly<Record<string, readonly OfficeHeld[]>> = {
  one: [{ office: 'COUNTY_POVERTY_OFFICE_HEAD', area: '' }],
  other: [{ office: 'LEADING_GROUP_HEAD', area: '' }],
};
const ACTOR: Actor = { id: 'clerk', role: 'COUNTY_POVERTY_OFFICER', area: '' };
const SEALED = { ref: '', commitment: '' };
const EVERY = 20;

/**
 * What would become of every open case that a new law could be about, be it published or a draft: decided by the very function that
 * decides `MigrateCase`. Nothing is written.
 */
export async function previewMigration(reader: EventReader, options: MigrationOptions): Promise<MigrationSummary> {
  const { within, onProgress, onCase, signal } = options;
  const references = await References.of(reader);
  const { directory } = references.now();
  const laws = new LawToGoOverTo(references, options.law, options.from);
  const on = laws.since !== undefined && laws.since > options.on ? laws.since : options.on;
  const streams = await reader.streamsOf('case');
  const verdicts: Partial<Record<MigrationVerdict, number>> = {};
  const keptFor: Record<string, number> = {};
  const parts: Record<PartId, number> = {};
  const areas = new AreaTallies<MigrationVerdict>();
  let [open, concerned] = [0, 0];
  for (const [index, stream] of streams.entries()) {
    if (signal?.aborted === true) break;
    if (index % EVERY === 0) onProgress?.(index, streams.length);
    const events = (await reader.readStream(stream)) as readonly RecordedOf<CaseEvent>[];
    const state = events.reduce<CaseFile>(caseDecider.evolve, caseDecider.initial);
    const lowest = state.area.group ?? state.area.village;
    if (state.phase !== 'OPEN' || (within !== undefined && !directory.isWithin(lowest, within))) continue;
    open++;
    if (!laws.concerns(state)) continue;
    const no = events.filter(({ type }) => type === 'case.CaseMigrated.v1').length + 1;
    const one = caseMoved(state, no, on, laws, directory.lineage(state.area.village), options.open);
    // Whoever is there already goes nowhere.
    if (one.refused.some(({ code }) => code === 'MIGRATION_CHANGES_NOTHING')) continue;
    concerned++;
    verdicts[one.verdict] = (verdicts[one.verdict] ?? 0) + 1;
    for (const { code } of one.refused) keptFor[code] = (keptFor[code] ?? 0) + 1;
    for (const part of one.superseded) parts[part] = (parts[part] ?? 0) + 1;
    areas.add(one.verdict, directory.lineage(lowest));
    onCase?.(one);
  }
  onProgress?.(streams.length, streams.length);
  return { open, concerned, on, verdicts, keptFor, parts, areas: areas.list() };
}

function caseMoved(
  state: CaseFile,
  no: number,
  on: CivilDate,
  laws: LawToGoOverTo,
  lineage: readonly string[],
  open: OpenAtOnce | undefined,
): CaseMoved {
  const { caseId, householdId, area, definition, policy } = state;
  const about = { caseId, householdId, area, from: { definition, policy }, no, kept: [], again: [], superseded: [], refused: [] };
  try {
    const { law, newLaw, standingLaw } = laws.of(state, lineage);
    const decision = caseDecider.decide(orderFor(no), state, contextFor(on, { law, newLaw, standingLaw, lineage }, state, open));
    if (isRefusal(decision)) return { ...about, verdict: 'KEEPS', refused: decision.refused };
    return { ...about, ...consequences(decision, newLaw) };
  } catch (error) {
    if (error instanceof MissingLaw) return { ...about, verdict: 'CANNOT_TELL' };
    throw error;
  }
}

function consequences(
  decision: readonly CaseEvent[],
  newLaw: Law,
): Pick<CaseMoved, 'verdict' | 'kept' | 'again' | 'superseded'> & { readonly to?: CaseMigrated['to'] } {
  const migrated = decision.find(({ type }) => type === 'case.CaseMigrated.v1');
  if (migrated?.type !== 'case.CaseMigrated.v1') return { verdict: 'CANNOT_TELL', kept: [], again: [], superseded: [] };
  const { kept, again, to } = migrated.data;
  const superseded = decision.flatMap((event) => (event.type === 'case.CaseReturned.v1' ? event.data.superseded : []));
  const sealed = again.some(({ because }) => because.some(({ code }) => code === 'INCOME_NOT_OPENED'));
  const isPublic = (id: PartId): boolean => newLaw.parts[id]?.kind === 'notice' || newLaw.parts[id]?.kind === 'announcement';
  const goesBack = decision.some(({ type }) => type === 'case.CaseReturned.v1');
  const verdict = sealed ? 'CANNOT_TELL' : superseded.some(isPublic) ? 'PUBLISHED_AGAIN' : goesBack ? 'DONE_AGAIN' : 'MOVES';
  return { verdict, kept, again, superseded, to };
}

function orderFor(no: number): MigrateCase {
  const evidence = [{ slot: 'INSTRUMENT', digest: '', date: '' as CivilDate }];
  return {
    type: 'MigrateCase',
    data: {
      no,
      instrument: { documentNo: '', clause: '' },
      confirmedBy: 'other',
      reason: SEALED,
      papers: { evidence, signatures: [], seals: [] },
    },
  };
}

function contextFor(
  on: CivilDate,
  laws: Pick<CaseContext, 'law' | 'newLaw' | 'standingLaw' | 'lineage'>,
  { income }: CaseFile,
  open: OpenAtOnce | undefined,
): CaseContext {
  const now: Instant = startOfDay(on);
  return {
    now,
    today: on,
    occurredOn: on,
    actor: ACTOR,
    performedBy: 'one',
    orderDigest: '',
    offices: COUNTY,
    opened: income === undefined || open === undefined ? {} : open([income.ref.ref]),
    idFor: (name) => name,
    ...laws,
  };
}
