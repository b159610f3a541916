import { type StoredEvent } from '#libs/event-store';
import { type ActFold, carried, evolveAct, openedAct, type StoredActEvent } from './act-fold.js';
import { type Database } from './database.js';
import { FoldShelf, foldTable } from './fold-shelf.js';
import { categoryOf, idOf, type Projection } from './projection.js';
import { table } from './table.js';
import { put } from './writes.js';

export const ACT_FOLDS = foldTable('act_folds');

/** One row per act. `carried` of `carry_of`: how many cases have answered its newest fact; 57 of 60. */
export const ACTS = table({
  name: 'acts',
  columns: {
    act_id: 'text',
    kind: 'text',
    level: 'text',
    area: 'text',
    sheet_no: 'integer',
    sheet_of: 'integer',
    status: 'text',
    opened_on: 'text',
    held_on: 'text?',
    document_no: 'text?',
    items: 'integer',
    left_out: 'integer',
    carried: 'integer',
    carry_of: 'integer',
    accepted: 'integer',
    refused: 'integer',
    last_type: 'text',
    last_on: 'text',
  },
  key: ['act_id'],
  indexes: ['acts_by_area ON acts (area, act_id)'],
});

const UPSERT = put(
  ACTS,
  [
    'act_id',
    'kind',
    'level',
    'area',
    'sheet_no',
    'sheet_of',
    'status',
    'opened_on',
    'held_on',
    'document_no',
    'items',
    'left_out',
    'carried',
    'carry_of',
    'accepted',
    'refused',
    'last_type',
    'last_on',
  ],
  { kept: ['area'] },
);

/** Acts and how far each has reached its cases. */
export class ActsProjection implements Projection {
  readonly shelf: FoldShelf<ActFold>;

  constructor(
    private readonly db: Database,
    private readonly householdOf: (caseId: string) => string | undefined,
    room: number,
  ) {
    this.shelf = new FoldShelf(db, ACT_FOLDS, room);
  }

  get(actId: string): ActFold | undefined {
    return this.shelf.get(actId);
  }

  absorb(stored: StoredEvent): void {
    const category = categoryOf(stored.stream);
    if (category === 'case') return this.#answered(stored);
    if (category !== 'act') return;
    const event = stored as StoredActEvent;
    if (event.type === 'act.ActOpened.v1') {
      this.shelf.put(event.data.actId, openedAct(event));
      return;
    }
    const actId = idOf(event.stream);
    const fold = this.shelf.get(actId);
    if (fold === undefined) return;
    evolveAct(fold, event, this.householdOf);
    this.shelf.touch(actId);
  }

  #answered({ stream, data, metadata }: StoredEvent): void {
    if (!('act' in data) || typeof data.act !== 'string') return;
    const fold = this.shelf.get(data.act);
    if (fold !== undefined && carried(fold, idOf(stream), metadata)) this.shelf.touch(data.act);
  }

  flush(): void {
    this.shelf.flush((fold) => {
      const answers = Object.values(fold.fact?.answers ?? {});
      const accepted = answers.filter((answer) => answer === 1).length;
      this.db.write(
        UPSERT,
        fold.actId,
        fold.kind,
        fold.level,
        fold.area,
        fold.sheetNo,
        fold.sheetOf,
        fold.status,
        fold.openedOn,
        fold.heldOn,
        fold.documentNo,
        fold.items.length,
        fold.leftOut,
        answers.length,
        fold.fact?.of ?? 0,
        accepted,
        answers.length - accepted,
        fold.lastType,
        fold.lastOn,
      );
    });
  }

  forget(): void {
    this.shelf.forget();
  }
}
