import { type StoredEvent } from '#libs/event-store';
import { type ActFold, carried, evolveAct, openedAct, type StoredActEvent } from './act-fold.js';
import { type Database } from './database.js';
import { FoldShelf } from './fold-shelf.js';
import { categoryOf, idOf, type Projection } from './projection.js';
import { type Table, upsert } from './table.js';

/** One row per act. `carried` of `carry_of`: how many cases have answered its newest fact; 57 of 60. */
const ACTS: Table = {
  name: 'acts',
  key: ['act_id'],
  schema: `
    CREATE TABLE IF NOT EXISTS acts (
      act_id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, level TEXT NOT NULL, area TEXT NOT NULL, sheet_no INTEGER NOT NULL,
      sheet_of INTEGER NOT NULL, status TEXT NOT NULL, opened_on TEXT NOT NULL, held_on TEXT, document_no TEXT,
      items INTEGER NOT NULL, left_out INTEGER NOT NULL, carried INTEGER NOT NULL, carry_of INTEGER NOT NULL,
      accepted INTEGER NOT NULL, refused INTEGER NOT NULL, last_type TEXT NOT NULL, last_on TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS acts_by_area ON acts (area, act_id);`,
};

const UPSERT = upsert(
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
  ['area'],
);

/** Acts and how far each has reached its cases. */
export class ActsProjection implements Projection {
  readonly #shelf: FoldShelf<ActFold>;
  readonly tables;

  constructor(
    private readonly db: Database,
    private readonly householdOf: (caseId: string) => string | undefined,
    room: number,
  ) {
    this.#shelf = new FoldShelf(db, 'act_folds', room);
    this.tables = [this.#shelf.table, ACTS];
  }

  get(actId: string): ActFold | undefined {
    return this.#shelf.get(actId);
  }

  absorb(stored: StoredEvent): void {
    const category = categoryOf(stored.stream);
    if (category === 'case') return this.#answered(stored);
    if (category !== 'act') return;
    const event = stored as StoredActEvent;
    if (event.type === 'act.ActOpened.v1') {
      this.#shelf.put(event.data.actId, openedAct(event));
      return;
    }
    const actId = idOf(event.stream);
    const fold = this.#shelf.get(actId);
    if (fold === undefined) return;
    evolveAct(fold, event, this.householdOf);
    this.#shelf.touch(actId);
  }

  #answered({ stream, data, metadata }: StoredEvent): void {
    if (!('act' in data) || typeof data.act !== 'string') return;
    const fold = this.#shelf.get(data.act);
    if (fold !== undefined && carried(fold, idOf(stream), metadata)) this.#shelf.touch(data.act);
  }

  flush(): void {
    this.#shelf.flush((fold) => {
      const answers = Object.values(fold.fact?.answers ?? {});
      const accepted = answers.filter((answer) => answer === 1).length;
      this.db.run(
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
    this.#shelf.forget();
  }
}
