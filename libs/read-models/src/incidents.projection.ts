import { type StoredEvent } from '#libs/event-store';
import { type Event, type Finding } from '#libs/kernel';
import { type Database } from './database.js';
import { incidentDesk } from './desks.js';
import { type Place } from './places.js';
import { type Projection, type StoredOf } from './projection.js';
import { table } from './table.js';
import { change, put } from './writes.js';
import { type Task } from './task.js';
import { deleteTask, writeTask } from './tasks-table.js';

type IncidentEvent = StoredOf<
  | Event<
      'incident.IncidentRaised.v1',
      {
        readonly process: string;
        readonly stream: string;
        readonly revision: string;
        readonly reason: string;
        readonly findings: readonly Finding[];
      }
    >
  | Event<'incident.IncidentResolved.v1', { readonly process: string; readonly stream: string; readonly note: string }>
>;

/** One row per time that a process was held for a stream; `no` counts the times. */
export const INCIDENTS = table({
  name: 'incidents',
  columns: {
    incident: 'text',
    no: 'integer',
    process: 'text',
    stream: 'text',
    revision: 'text',
    reason: 'text',
    findings: 'text',
    raised_on: 'text',
    raised_at: 'text',
    position: 'integer',
    status: 'text',
    resolved_at: 'text?',
    resolved_by: 'text?',
    note: 'text?',
  },
  key: ['incident', 'no'],
  indexes: ["incidents_open ON incidents (position) WHERE status = 'OPEN'"],
});
const RAISE = put(INCIDENTS, [
  'incident',
  'no',
  'process',
  'stream',
  'revision',
  'reason',
  'findings',
  'raised_on',
  'raised_at',
  'position',
  'status',
]);
const RESOLVE = change(INCIDENTS, ['status', 'resolved_at', 'resolved_by', 'note'], ['incident', 'status']);

/** Held streams, open and resolved, and the task of whoever must resolve them. They are few: written as they come. */
export class IncidentsProjection implements Projection {
  #events: { readonly event: IncidentEvent; readonly place: Place }[] = [];

  constructor(
    private readonly db: Database,
    private readonly placeOf: (stream: string) => Place,
  ) {}

  absorb(stored: StoredEvent): void {
    if (stored.type !== 'incident.IncidentRaised.v1' && stored.type !== 'incident.IncidentResolved.v1') return;
    const event = stored as IncidentEvent;
    this.#events.push({ event, place: this.placeOf(event.data.stream) });
  }

  flush(): void {
    for (const { event, place } of this.#events) {
      if (event.type === 'incident.IncidentRaised.v1') this.#raised(event, place);
      else this.#resolved(event);
    }
    this.#events = [];
  }

  #raised(
    { data, metadata, stream: incident, revision: at, position }: Extract<IncidentEvent, { type: 'incident.IncidentRaised.v1' }>,
    place: Place,
  ): void {
    const { process, stream, revision, reason, findings } = data;
    // Raised and resolved by turns, and nothing else in its stream.
    const no = Number(at / 2n) + 1;
    const { occurredOn, recordedAt } = metadata;
    this.db.write(
      RAISE,
      incident,
      no,
      process,
      stream,
      revision,
      reason,
      JSON.stringify(findings),
      occurredOn,
      recordedAt,
      Number(position),
      'OPEN',
    );
    const task: Task = {
      key: 'INCIDENT',
      kind: 'RESOLVE_INCIDENT',
      part: null,
      level: 'COUNTY',
      offices: incidentDesk(metadata.actorArea),
      since: occurredOn,
      detail: { process, stream, reason, no },
    };
    writeTask(this.db, { owner: incident, stream, ...place }, task);
  }

  #resolved({ data, metadata, stream: incident }: Extract<IncidentEvent, { type: 'incident.IncidentResolved.v1' }>): void {
    this.db.write(RESOLVE, 'RESOLVED', metadata.recordedAt, metadata.actorId, data.note, incident, 'OPEN');
    deleteTask(this.db, incident, 'INCIDENT');
  }

  forget(): void {
    this.#events = [];
  }
}
