import { type StoredEvent } from '#libs/event-store';
import { type AreaEvent } from '#libs/identity';
import { type Database } from './database.js';
import { table } from './table.js';
import { add } from './writes.js';

/** That sealed values of a whole area were opened, one row each: who lay in it is asked when somebody reads a history (domain.md §7). */
export const AREA_OPENINGS = table({
  name: 'area_openings',
  columns: { position: 'integer', area: 'text', occurred_on: 'text' },
  key: ['position'],
});
/** What lies next above an area, for good: an area is established once (domain.md R8). */
export const AREA_PARENTS = table({
  name: 'area_parents',
  columns: { area: 'text', parent: 'text' },
  key: ['area'],
});
const ADD_OPENING = add(AREA_OPENINGS, ['position', 'area', 'occurred_on']);
const ADD_PARENT = add(AREA_PARENTS, ['area', 'parent']);

export class AreaOpenings {
  #openings: (readonly [position: number, area: string, occurredOn: string])[] = [];
  #parents: (readonly [area: string, parent: string])[] = [];

  constructor(private readonly db: Database) {}

  add({ position, metadata }: StoredEvent, area: string): void {
    this.#openings.push([Number(position), area, metadata.occurredOn]);
  }

  place(stored: StoredEvent): void {
    const event = stored as StoredEvent & AreaEvent;
    if (event.type !== 'area.AreaEstablished.v1' || event.data.parent === undefined) return;
    this.#parents.push([event.data.id, event.data.parent]);
  }

  flush(): void {
    this.db.writeAll(ADD_OPENING, this.#openings);
    this.db.writeAll(ADD_PARENT, this.#parents);
  }

  forget(): void {
    this.#openings = [];
    this.#parents = [];
  }
}
