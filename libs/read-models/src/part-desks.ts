import { type StoredEvent } from '#libs/event-store';
import { type Definition, placedParts } from '#libs/procedure';
import { type Database } from './database.js';
import { officesOf } from './desks.js';
import { type Projection } from './projection.js';
import { table } from './table.js';
import { add } from './writes.js';

/** To which offices each part of a definition falls; `offices` is a JSON list. */
export const PART_DESKS = table({
  name: 'part_desks',
  columns: {
    definition: 'text',
    part: 'text',
    level: 'text',
    offices: 'text',
  },
  key: ['definition', 'part'],
});
const ADD = add(PART_DESKS, ['definition', 'part', 'level', 'offices']);

/** What the published definitions say of who performs and records each part. They are few: written as they come. */
export class PartDesksProjection implements Projection {
  #fresh: { readonly ref: string; readonly definition: Definition }[] = [];

  constructor(private readonly db: Database) {}

  absorb(event: StoredEvent): void {
    if (event.type !== 'definition.DefinitionPublished.v1') return;
    this.#fresh.push(event.data as { readonly definition: Definition; readonly ref: string });
  }

  flush(): void {
    for (const { ref, definition } of this.#fresh) {
      for (const placed of placedParts(definition)) {
        this.db.write(ADD, ref, placed.id, placed.part.level, JSON.stringify(officesOf(placed)));
      }
    }
    this.#fresh = [];
  }

  forget(): void {
    this.#fresh = [];
  }
}
