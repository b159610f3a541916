import { type StoredEvent } from '#libs/event-store';
import { type AreaEvent } from '#libs/identity';
import { type EventNamed } from '#libs/inspection';
import { type Database } from './database.js';
import { table } from './table.js';
import { add } from './writes.js';

/** That sealed values of a whole area were opened, one row each: who lay in it is asked when somebody reads a history (domain.md §7). */
export const AREA_OPENINGS = table({
  name: 'area_openings',
  columns: { position: 'integer', area: 'text', occurred_on: 'text' },
  key: ['position'],
});
/** What was read or taken under a mandate: nobody is told whom it was about before that mandate closes (domain.md R17). */
export const MANDATE_READINGS = table({
  name: 'mandate_readings',
  columns: { stream: 'text', revision: 'integer', position: 'integer', occurred_on: 'text' },
  key: ['stream', 'revision'],
});
/** Of which household, or of which whole area, a reading under a mandate was that has closed. */
export const READINGS_TOLD = table({
  name: 'readings_told',
  columns: { whom: 'text', stream: 'text', revision: 'integer', is_area: 'integer' },
  key: ['whom', 'stream', 'revision'],
  indexes: ['readings_of_areas ON readings_told (is_area)'],
});
/** What lies next above an area, for good: an area is established once (domain.md R8). */
export const AREA_PARENTS = table({
  name: 'area_parents',
  columns: { area: 'text', parent: 'text' },
  key: ['area'],
});
const ADD_OPENING = add(AREA_OPENINGS, ['position', 'area', 'occurred_on']);
const ADD_READING = add(MANDATE_READINGS, ['stream', 'revision', 'position', 'occurred_on']);
const TELL_READING = add(READINGS_TOLD, ['whom', 'stream', 'revision', 'is_area']);
const ADD_PARENT = add(AREA_PARENTS, ['area', 'parent']);

export class AreaOpenings {
  #openings: (readonly [position: number, area: string, occurredOn: string])[] = [];
  #readings: (readonly [stream: string, revision: number, position: number, occurredOn: string])[] = [];
  #told: (readonly [whom: string, stream: string, revision: number, isArea: number])[] = [];
  #parents: (readonly [area: string, parent: string])[] = [];

  constructor(private readonly db: Database) {}

  add({ position, metadata }: StoredEvent, area: string): void {
    this.#openings.push([Number(position), area, metadata.occurredOn]);
  }

  addUnderMandate({ stream, revision, position, metadata }: StoredEvent): void {
    this.#readings.push([stream, Number(revision), Number(position), metadata.occurredOn]);
  }

  /** That a reading is told from now on in the histories of these households, or of those that lay in an area. */
  tell({ stream, revision }: EventNamed, whom: { readonly households: readonly string[] } | { readonly area: string }): void {
    if ('area' in whom) this.#told.push([whom.area, stream, revision, 1]);
    else this.#told.push(...whom.households.map((household) => [household, stream, revision, 0] as const));
  }

  place(stored: StoredEvent): void {
    const event = stored as StoredEvent & AreaEvent;
    if (event.type !== 'area.AreaEstablished.v1' || event.data.parent === undefined) return;
    this.#parents.push([event.data.id, event.data.parent]);
  }

  flush(): void {
    this.db.writeAll(ADD_OPENING, this.#openings);
    this.db.writeAll(ADD_READING, this.#readings);
    this.db.writeAll(TELL_READING, this.#told);
    this.db.writeAll(ADD_PARENT, this.#parents);
  }

  forget(): void {
    this.#openings = [];
    this.#readings = [];
    this.#told = [];
    this.#parents = [];
  }
}
