import { type StoredEvent } from '#libs/event-store';
import { type ActFold } from './act-fold.js';
import { ACT_FOLDS } from './acts.projection.js';
import { type CaseFold } from './case-fold.js';
import { CASE_FOLDS } from './cases.projection.js';
import { type FoldShelf } from './fold-shelf.js';
import { type HouseholdFold } from './household-fold.js';
import { HOUSEHOLD_FOLDS } from './households.projection.js';
import { DEFINITIONS } from './procedures.js';
import { categoryOf, idOf, ofWhat } from './projection.js';

/** What is in memory. */
export interface Known {
  readonly case: FoldShelf<CaseFold>;
  readonly household: FoldShelf<HouseholdFold>;
  readonly act: FoldShelf<ActFold>;
  knowsDefinition(ref: string): boolean;
}

/** Folds by which others are known. */
interface Seen {
  readonly case: (id: string) => CaseFold | undefined;
  readonly act: (id: string) => ActFold | undefined;
}

type Fold = readonly [table: string, id: string];

/**
 * The folds that the projections will ask for when they absorb these events, and that are not in memory yet, by table. What is named only
 * by a fold that is missing itself is told when that one is there: ask again until nothing is missing.
 */
export function missingFolds(
  events: readonly StoredEvent[],
  known: Known,
  isFetched: (table: string, id: string) => boolean,
): ReadonlyMap<string, ReadonlySet<string>> {
  const missing = new Map<string, Set<string>>();
  const seen: Seen = {
    case: (id) => known.case.peek(id) ?? (isFetched(CASE_FOLDS.name, id) ? known.case.get(id) : undefined),
    act: (id) => known.act.peek(id) ?? (isFetched(ACT_FOLDS.name, id) ? known.act.get(id) : undefined),
  };
  for (const event of events) {
    for (const [table, id] of needed(event, seen)) {
      if (inMemory(table, id, known) || isFetched(table, id)) continue;
      const ids = missing.get(table);
      if (ids === undefined) missing.set(table, new Set([id]));
      else ids.add(id);
    }
  }
  return missing;
}

function* needed({ stream, type, data }: StoredEvent, seen: Seen): Generator<Fold> {
  yield* ofStream(stream);
  switch (categoryOf(stream)) {
    case 'case': {
      const fold = seen.case(idOf(stream));
      // The law that the case pins, as it stands and as the event says.
      const to: unknown = 'to' in data ? data.to : undefined;
      const law = [fold?.definition, textIn(data, 'definition'), textIn(to, 'definition')];
      for (const ref of law) if (ref !== undefined) yield [DEFINITIONS.name, ref];
      // The leads of a case stand with its household.
      if (fold !== undefined) yield [HOUSEHOLD_FOLDS.name, fold.householdId];
      const [act, otherCase] = [textIn(data, 'act'), textIn(data, 'toCase')];
      if (act !== undefined) yield [ACT_FOLDS.name, act];
      if (otherCase !== undefined) yield [CASE_FOLDS.name, otherCase];
      return;
    }
    case 'household': {
      const parent = textIn(data, 'parent');
      if (parent !== undefined) yield [HOUSEHOLD_FOLDS.name, parent];
      return;
    }
    case 'act':
      if (type === 'act.CasesListed.v1') {
        for (const { caseId } of (data as { readonly items: readonly { readonly caseId: string }[] }).items) {
          yield [CASE_FOLDS.name, caseId];
        }
      }
      return;
    case 'refusal':
      yield* ofStream(idOf(stream));
      return;
    case 'inspection':
      for (const one of streamsIn(data)) {
        yield* ofStream(one);
        // Where an act lies is known from any case that was on its list.
        const [listed] = Object.keys((categoryOf(one) === 'act' ? seen.act(idOf(one)) : undefined)?.households ?? {});
        if (listed !== undefined) yield [CASE_FOLDS.name, listed];
      }
      return;
    case 'access':
      yield* ofStream(textIn(data, 'stream') ?? '');
      return;
    case 'incident': {
      const about = textIn(data, 'stream') ?? '';
      yield* ofStream(about);
      // Where an act lies is known from any case that was on its list.
      const act = categoryOf(about) === 'act' ? seen.act(idOf(about)) : undefined;
      const [listed] = Object.keys(act?.households ?? {});
      if (listed !== undefined) yield [CASE_FOLDS.name, listed];
    }
  }
}

const TABLE_OF: Readonly<Record<string, string>> = {
  case: CASE_FOLDS.name,
  household: HOUSEHOLD_FOLDS.name,
  act: ACT_FOLDS.name,
};

function* ofStream(stream: string): Generator<Fold> {
  const table = TABLE_OF[categoryOf(stream)];
  if (table !== undefined) yield [table, idOf(stream)];
}

function inMemory(table: string, id: string, known: Known): boolean {
  switch (table) {
    case CASE_FOLDS.name:
      return known.case.peek(id) !== undefined;
    case HOUSEHOLD_FOLDS.name:
      return known.household.peek(id) !== undefined;
    case ACT_FOLDS.name:
      return known.act.peek(id) !== undefined;
    default:
      return known.knowsDefinition(id);
  }
}

/** Of the events to which a finding points, and an answer to one; and of what was read under a mandate that closes. */
function streamsIn(data: object): readonly string[] {
  if ('read' in data && Array.isArray(data.read)) return data.read.flatMap((one: unknown) => textIn(one, 'about') ?? []);
  const named: unknown = 'about' in data ? data.about : 'events' in data ? data.events : undefined;
  return Array.isArray(named) ? named.flatMap((one: unknown) => ofWhat(textIn(one, 'stream') ?? '')) : [];
}

function textIn(data: unknown, name: string): string | undefined {
  const value = typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>)[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}
