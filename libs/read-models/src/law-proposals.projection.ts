import { type StoredEvent } from '#libs/event-store';
import { type Event } from '#libs/kernel';
import { type Definition, type PolicySet } from '#libs/procedure';
import { type Database } from './database.js';
import { type Projection, type StoredOf } from './projection.js';
import { table } from './table.js';
import { add, change, type Write } from './writes.js';

interface OfDefinition {
  readonly definition: Definition;
  readonly ref: string;
}
interface OfPolicy {
  readonly set: PolicySet;
  readonly ref: string;
}
type LawEvent = StoredOf<
  | Event<'definition.DefinitionProposed.v1', OfDefinition & { readonly no: number }>
  | Event<'definition.DefinitionPublished.v1', OfDefinition>
  | Event<'policy.PolicyProposed.v1', OfPolicy & { readonly no: number }>
  | Event<'policy.PolicyPublished.v1', OfPolicy>
>;
const LAW: ReadonlySet<string> = new Set([
  'definition.DefinitionProposed.v1',
  'definition.DefinitionPublished.v1',
  'policy.PolicyProposed.v1',
  'policy.PolicyPublished.v1',
]);

/**
 * What persons have proposed as law, one row each (ADR 0042); its whole text stands in the event at `revision` and nowhere else.
 * `settled`: when and by whom it was published, or superseded by the next proposal or by other words.
 */
export const LAW_PROPOSALS = table({
  name: 'law_proposals',
  columns: {
    stream: 'text',
    version: 'integer',
    no: 'integer',
    revision: 'integer',
    position: 'integer',
    kind: 'text',
    id: 'text',
    area: 'text',
    ref: 'text',
    state: 'text',
    proposed_on: 'text',
    proposed_at: 'text',
    office: 'text',
    proposed_by: 'text',
    recorded_by: 'text',
    settled_on: 'text?',
    settled_at: 'text?',
    settled_by: 'text?',
    settled_recorded_by: 'text?',
  },
  key: ['stream', 'version', 'no'],
  indexes: ['law_proposals_in_order ON law_proposals (position)'],
});
const PROPOSE = add(LAW_PROPOSALS, [
  'stream',
  'version',
  'no',
  'revision',
  'position',
  'kind',
  'id',
  'area',
  'ref',
  'state',
  'proposed_on',
  'proposed_at',
  'office',
  'proposed_by',
  'recorded_by',
]);
const SETTLED = ['state', 'settled_on', 'settled_at', 'settled_by', 'settled_recorded_by'] as const;
const PUBLISH = change(LAW_PROPOSALS, SETTLED, ['stream', 'version', 'state', 'ref']);
const SUPERSEDE = change(LAW_PROPOSALS, SETTLED, ['stream', 'version', 'state']);

/** They are few: written as they come. */
export class LawProposalsProjection implements Projection {
  #writes: (readonly [Write, ...(string | number)[]])[] = [];

  constructor(private readonly db: Database) {}

  absorb(stored: StoredEvent): void {
    if (!LAW.has(stored.type)) return;
    const event = stored as LawEvent;
    const { stream, data, metadata } = event;
    const { id, version, area } = 'set' in data ? data.set : data.definition;
    const { occurredOn, recordedAt, performedBy, actorId, actorRole } = metadata;
    const by = [occurredOn, recordedAt, performedBy, actorId];
    // Of a version one proposal stands; what the program brings in its words publishes it, and in other words supersedes it.
    if ('no' in data) {
      const kind = 'set' in data ? 'POLICY' : 'DEFINITION';
      const where = [Number(event.revision), Number(event.position), kind, id, area, data.ref];
      this.#writes.push([SUPERSEDE, 'SUPERSEDED', ...by, stream, version, 'PROPOSED']);
      this.#writes.push([
        PROPOSE,
        stream,
        version,
        data.no,
        ...where,
        'PROPOSED',
        occurredOn,
        recordedAt,
        actorRole,
        performedBy,
        actorId,
      ]);
    } else {
      this.#writes.push([PUBLISH, 'PUBLISHED', ...by, stream, version, 'PROPOSED', data.ref]);
      this.#writes.push([SUPERSEDE, 'SUPERSEDED', ...by, stream, version, 'PROPOSED']);
    }
  }

  flush(): void {
    for (const [write, ...values] of this.#writes) this.db.write(write, ...values);
    this.#writes = [];
  }

  forget(): void {
    this.#writes = [];
  }
}
