import { type StoredEvent } from '#libs/event-store';
import { type CaseEvent } from '#libs/household-case';
import { pathOf } from './area-paths.js';
import { type CaseFold } from './case-fold.js';
import { type Database } from './database.js';
import { idOf, type Projection, type StoredOf } from './projection.js';
import { table } from './table.js';
import { add } from './writes.js';

type Noted = StoredOf<Extract<CaseEvent, { readonly type: 'case.FindingNoted.v1' }>>;

/** What the law marked without stopping it, one row each: noted in the log by whoever decided (domain.md R2, R16). */
export const REMARKS = table({
  name: 'remarks',
  columns: {
    position: 'integer',
    stream: 'text',
    revision: 'integer',
    household_id: 'text',
    path: 'text',
    code: 'text',
    clause: 'text',
    required: 'text',
    actual: 'text',
    about: 'text',
    occurred_on: 'text',
    recorded_at: 'text',
    performed_by: 'text',
    recorded_by: 'text',
  },
  key: ['position'],
  indexes: ['remarks_by_path ON remarks (path, code)', 'remarks_by_performer ON remarks (performed_by)'],
});
const ADD = add(REMARKS, [
  'position',
  'stream',
  'revision',
  'household_id',
  'path',
  'code',
  'clause',
  'required',
  'actual',
  'about',
  'occurred_on',
  'recorded_at',
  'performed_by',
  'recorded_by',
]);

type Row = readonly (string | number)[];

export class RemarksProjection implements Projection {
  #rows: Row[] = [];

  constructor(
    private readonly db: Database,
    private readonly caseOf: (caseId: string) => CaseFold | undefined,
  ) {}

  absorb(stored: StoredEvent): void {
    if (stored.type !== 'case.FindingNoted.v1') return;
    const { data, metadata, position, stream, revision } = stored as Noted;
    const { code, clause, weight, met, required, actual } = data.finding;
    const fold = this.caseOf(idOf(stream));
    if (fold === undefined || met || weight !== 'REMARK') return;
    const { occurredOn, recordedAt, performedBy, actorId } = metadata;
    const of = [Number(position), stream, Number(revision), fold.householdId, pathOf(fold.area)];
    const said = [code, clause, JSON.stringify(required), JSON.stringify(actual), data.about];
    this.#rows.push([...of, ...said, occurredOn, recordedAt, performedBy, actorId]);
  }

  flush(): void {
    this.db.writeAll(ADD, this.#rows);
    this.forget();
  }

  forget(): void {
    this.#rows = [];
  }
}
