import { type StoredEvent } from '#libs/event-store';
import { type AccessEvent } from '#libs/identity';
import { type InspectionEvent } from '#libs/inspection';
import { type StoredActEvent, type ActFold } from './act-fold.js';
import { AreaOpenings } from './area-openings.js';
import { type Database } from './database.js';
import { type StoredRegisterEvent } from './household-fold.js';
import { categoryOf, idOf, ofWhat, type Projection, type StoredCaseEvent, type StoredOf } from './projection.js';
import { table } from './table.js';
import { add } from './writes.js';

/**
 * ACCESS: what is sealed about the household was read or left the house, with who took it and for what (domain.md §7).
 * INSPECTION: what was found under a mandate in its events, and what was answered (R17).
 */
export const HISTORY_KINDS = ['REGISTER', 'CASE', 'ACT', 'REFUSAL', 'INCIDENT', 'ACCESS', 'INSPECTION'] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

/**
 * Which events touch a household: its register, its cases, acts on which its cases stand, refusals and incidents of any of these, and
 * readings of what is sealed about it.
 * An index only: what happened is read from the log by position.
 */
export const HOUSEHOLD_HISTORY = table({
  name: 'household_history',
  columns: {
    household_id: 'text',
    position: 'integer',
    kind: 'text',
    occurred_on: 'text',
  },
  key: ['household_id', 'position'],
});
const ADD = add(HOUSEHOLD_HISTORY, ['household_id', 'position', 'kind', 'occurred_on']);

/** What the index must know of cases and acts: as they stand with the event that is being absorbed. */
export interface Whereabouts {
  householdOf(caseId: string): string | undefined;
  act(actId: string): ActFold | undefined;
}

type Entry = readonly [household: string, position: number, kind: HistoryKind, occurredOn: string];

export class HouseholdHistoryProjection implements Projection {
  #entries: Entry[] = [];
  readonly #openings: AreaOpenings;

  constructor(
    private readonly db: Database,
    private readonly whereabouts: Whereabouts,
  ) {
    this.#openings = new AreaOpenings(db);
  }

  absorb(event: StoredEvent): void {
    switch (categoryOf(event.stream)) {
      case 'household':
        return this.#register(event as StoredRegisterEvent);
      case 'case':
        return this.#case(event as StoredCaseEvent);
      case 'act':
        return this.#act(event as StoredActEvent);
      case 'refusal':
        return this.#about(event, 'REFUSAL', idOf(event.stream));
      case 'incident': {
        const about = 'stream' in event.data && typeof event.data.stream === 'string' ? event.data.stream : '';
        return this.#about(event, 'INCIDENT', about);
      }
      case 'access':
        return this.#access(event, event.data as AccessEvent['data']);
      case 'inspection':
        return this.#inspection(event as StoredOf<InspectionEvent>);
      case 'area':
        return this.#openings.place(event);
      default:
        return;
    }
  }

  #register(event: StoredRegisterEvent): void {
    this.#add(event, 'REGISTER', idOf(event.stream));
    if (event.type === 'household.HouseholdSplit.v1') {
      for (const { householdId } of event.data.children) this.#add(event, 'REGISTER', householdId);
    } else if (event.type === 'household.HouseholdMerged.v1') {
      this.#add(event, 'REGISTER', event.data.into);
    } else if (event.type === 'household.DuplicatePersonFlagged.v1') {
      this.#add(event, 'REGISTER', event.data.otherHousehold);
    }
  }

  #case(event: StoredCaseEvent): void {
    this.#add(event, 'CASE', this.whereabouts.householdOf(idOf(event.stream)));
    // R3: an entry that was made under the wrong case is seen where it belongs, too.
    if (event.type === 'case.EntryReassigned.v1') this.#add(event, 'CASE', this.whereabouts.householdOf(event.data.toCase));
  }

  #act(event: StoredActEvent): void {
    const act = this.whereabouts.act(idOf(event.stream));
    if (act === undefined) return;
    if (event.type === 'act.CasesListed.v1') {
      // A household comes to an act that was opened before anybody was on it.
      for (const { caseId } of event.data.items) {
        const household = act.households[caseId];
        if (household === undefined) continue;
        this.#entries.push([household, act.openedAt, 'ACT', act.openedOn]);
      }
    }
    // A list that left the house for a department names people (R9).
    const kind = event.type === 'act.ComparisonListExported.v1' ? 'ACCESS' : 'ACT';
    for (const caseId of casesOf(event, act)) this.#add(event, kind, act.households[caseId]);
  }

  /** A refusal or incident of a stream, and a reading of what is sealed in it, touches all whom the stream touches. */
  #about(event: StoredEvent, kind: HistoryKind, stream: string): void {
    for (const household of this.#whomOf(stream)) this.#add(event, kind, household);
  }

  #whomOf(stream: string): readonly string[] {
    const id = idOf(stream);
    switch (categoryOf(stream)) {
      case 'household':
        return [id];
      case 'case':
        return known([this.whereabouts.householdOf(id)]);
      case 'act': {
        const act = this.whereabouts.act(id);
        return known((act?.items ?? []).map(({ caseId }) => act?.households[caseId]));
      }
      default:
        return [];
    }
  }

  #inspection(event: StoredOf<InspectionEvent>): void {
    if (event.type === 'inspection.InspectionClosed.v1') {
      for (const reading of event.data.read ?? []) {
        const { about, area } = reading;
        if (about !== undefined) this.#openings.tell(reading, { households: this.#whomOf(about) });
        else if (area !== undefined) this.#openings.tell(reading, { area });
      }
      return;
    }
    const named = event.type === 'inspection.FindingRaised.v1' ? event.data.events : undefined;
    const about = event.type === 'inspection.FindingAnswered.v1' ? event.data.about : named;
    for (const stream of new Set((about ?? []).map((one) => ofWhat(one.stream)))) this.#about(event, 'INSPECTION', stream);
  }

  #access(event: StoredEvent, data: AccessEvent['data']): void {
    if (data.householdId !== undefined) return this.#add(event, 'ACCESS', data.householdId);
    // It is told to nobody where an inspector looks until his mandate closes: what he looks at stands sealed (R17).
    if (data.mandate !== undefined) return this.#openings.addUnderMandate(event);
    if ('stream' in data && data.stream !== undefined) return this.#about(event, 'ACCESS', data.stream);
    this.#openings.add(event, data.area);
  }

  #add({ position, metadata }: StoredEvent, kind: HistoryKind, household: string | undefined): void {
    if (household === undefined) return;
    this.#entries.push([household, Number(position), kind, metadata.occurredOn]);
  }

  flush(): void {
    // In the order of the table, so that a batch touches each of its pages once.
    this.#entries.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]));
    this.db.writeAll(ADD, this.#entries);
    this.#openings.flush();
    this.forget();
  }

  forget(): void {
    this.#entries = [];
    this.#openings.forget();
  }
}

const known = (households: readonly (string | undefined)[]): readonly string[] =>
  households.filter((household) => household !== undefined);

/** The cases that an event of an act is about; after the event for those that it lists. */
function casesOf(event: StoredActEvent, act: ActFold): readonly string[] {
  const ids = (items: readonly { readonly caseId: string }[]): readonly string[] => items.map(({ caseId }) => caseId);
  switch (event.type) {
    case 'act.ActOpened.v1':
      return [];
    case 'act.CasesListed.v1':
    case 'act.ListClosing.v1':
    case 'act.MeetingHeld.v1':
      return ids(event.data.items);
    case 'act.CaseUnlisted.v1':
      return [event.data.caseId];
    case 'act.ReadinessRecorded.v1':
    case 'act.BatchResultReceived.v1':
      return ids(event.data.answers);
    case 'act.ListClosed.v1':
      return [...ids(event.data.items), ...ids(event.data.leftOut)];
    case 'act.NoticeSheetPosted.v1':
      return ids(event.data.rows);
    case 'act.ComparisonBatchRequested.v1':
      return ids(event.data.persons);
    case 'act.OutcomesRecorded.v1':
      return ids(event.data.outcomes);
    case 'act.ActVoided.v1':
      return event.data.caseIds;
    case 'act.ActCorrected.v1':
      return event.data.caseId === undefined ? ids(act.items) : [event.data.caseId];
    default:
      return ids(act.items);
  }
}
