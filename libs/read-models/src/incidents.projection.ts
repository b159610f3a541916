import { type StoredEvent } from '#libs/event-store';
import { type Event, type Finding } from '#libs/kernel';
import { type Database } from './database.js';
import { incidentDesk } from './desks.js';
import { type Place } from './places.js';
import { type Projection, type StoredOf } from './projection.js';
import { type Table, upsert } from './table.js';
import { type Task } from './task.js';
import { deleteTask, TASKS, writeTask } from './tasks-table.js';

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
const INCIDENTS: Table = {
  name: 'incidents',
  key: ['incident', 'no'],
  schema: `
    CREATE TABLE IF NOT EXISTS incidents (
      incident TEXT NOT NULL, no INTEGER NOT NULL, process TEXT NOT NULL, stream TEXT NOT NULL, revision TEXT NOT NULL,
      reason TEXT NOT NULL, findings TEXT NOT NULL, raised_on TEXT NOT NULL, raised_at TEXT NOT NULL, position INTEGER NOT NULL,
      status TEXT NOT NULL, resolved_at TEXT, resolved_by TEXT, note TEXT, PRIMARY KEY (incident, no)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS incidents_open ON incidents (position) WHERE status = 'OPEN';`,
};
const RAISE = upsert(INCIDENTS, [
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
const LAST = 'SELECT coalesce(max(no), 0) AS no FROM incidents WHERE incident = ?';
const RESOLVE =
  "UPDATE incidents SET status = 'RESOLVED', resolved_at = ?, resolved_by = ?, note = ? WHERE incident = ? AND status = 'OPEN'";

/** Held streams, open and resolved, and the task of whoever must resolve them. They are few: written as they come. */
export class IncidentsProjection implements Projection {
  readonly tables = [INCIDENTS, TASKS];
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
    { data, metadata, stream: incident, position }: Extract<IncidentEvent, { type: 'incident.IncidentRaised.v1' }>,
    place: Place,
  ): void {
    const { process, stream, revision, reason, findings } = data;
    const no = Number(this.db.get(LAST, incident)?.['no'] ?? 0) + 1;
    const { occurredOn, recordedAt } = metadata;
    this.db.run(
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
    this.db.run(RESOLVE, metadata.recordedAt, metadata.actorId, data.note, incident);
    deleteTask(this.db, incident, 'INCIDENT');
  }

  forget(): void {
    this.#events = [];
  }
}
