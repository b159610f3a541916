import { type StoredEvent } from '#libs/event-store';
import { type InspectionEvent } from '#libs/inspection';
import { type Database } from './database.js';
import { type Place } from './places.js';
import { idOf, ofWhat, type Projection, type StoredOf } from './projection.js';
import { table } from './table.js';
import { add } from './writes.js';

/** What was found under a mandate, one row each (domain.md R17). `path`: where the first event lies to which it points. */
export const FINDINGS_RAISED = table({
  name: 'findings_raised',
  columns: {
    inspection: 'text',
    no: 'integer',
    position: 'integer',
    path: 'text',
    area: 'text?',
    rule: 'text',
    events: 'text',
    raised_on: 'text',
    raised_by: 'text',
  },
  key: ['inspection', 'no'],
  indexes: ['findings_raised_in_order ON findings_raised (position)'],
});
export const FINDINGS_ANSWERED = table({
  name: 'findings_answered',
  columns: {
    inspection: 'text',
    finding: 'integer',
    no: 'integer',
    position: 'integer',
    answer: 'text',
    events: 'text',
    answered_on: 'text',
    office: 'text',
    performed_by: 'text',
    recorded_by: 'text',
  },
  key: ['inspection', 'finding', 'no'],
});
/** Which findings point to an event. */
export const FINDING_EVENTS = table({
  name: 'finding_events',
  columns: { stream: 'text', revision: 'integer', inspection: 'text', no: 'integer' },
  key: ['stream', 'revision', 'inspection', 'no'],
});
const RAISE = add(FINDINGS_RAISED, ['inspection', 'no', 'position', 'path', 'area', 'rule', 'events', 'raised_on', 'raised_by']);
const ANSWER = add(FINDINGS_ANSWERED, [
  'inspection',
  'finding',
  'no',
  'position',
  'answer',
  'events',
  'answered_on',
  'office',
  'performed_by',
  'recorded_by',
]);
const POINT = add(FINDING_EVENTS, ['stream', 'revision', 'inspection', 'no']);

type Value = string | number | null;

export class InspectionFindingsProjection implements Projection {
  #raised: (readonly Value[])[] = [];
  #answered: (readonly Value[])[] = [];
  #pointing: (readonly Value[])[] = [];

  constructor(
    private readonly db: Database,
    private readonly placeOf: (stream: string) => Place,
  ) {}

  absorb(stored: StoredEvent): void {
    const event = stored as StoredOf<InspectionEvent>;
    const { metadata } = event;
    const [inspection, position] = [idOf(event.stream), Number(event.position)];
    if (event.type === 'inspection.FindingRaised.v1') {
      const { no, area = null, rule, events } = event.data;
      const path = this.placeOf(ofWhat(events[0]?.stream ?? '')).path;
      const said = [area, rule, JSON.stringify(events), metadata.occurredOn, metadata.actorId];
      this.#raised.push([inspection, no, position, path, ...said]);
      this.#pointing.push(...events.map(({ stream, revision }) => [stream, revision, inspection, no]));
    }
    if (event.type === 'inspection.FindingAnswered.v1') {
      const { finding, no, answer, events } = event.data;
      const { occurredOn, actorRole, performedBy, actorId } = metadata;
      const by = [occurredOn, actorRole, performedBy, actorId];
      this.#answered.push([inspection, finding, no, position, answer, JSON.stringify(events), ...by]);
    }
  }

  flush(): void {
    this.db.writeAll(RAISE, this.#raised);
    this.db.writeAll(ANSWER, this.#answered);
    this.db.writeAll(POINT, this.#pointing);
    this.forget();
  }

  forget(): void {
    this.#raised = [];
    this.#answered = [];
    this.#pointing = [];
  }
}
