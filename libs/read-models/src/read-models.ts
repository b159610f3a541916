import { type EventReader, type StoredEvent } from '#libs/event-store';
import { type CivilDate, civilDate } from '#libs/kernel';
import { ActsProjection } from './acts.projection.js';
import { AreaPaths } from './area-paths.js';
import { CasesProjection } from './cases.projection.js';
import { type Database, type Row } from './database.js';
import { DigestsProjection } from './digests.projection.js';
import { RINGS_FROM } from './deadlines-table.js';
import { HouseholdHistoryProjection } from './household-history.projection.js';
import { HouseholdsProjection } from './households.projection.js';
import { IncidentsProjection } from './incidents.projection.js';
import { OrderKeysProjection } from './order-keys.projection.js';
import { PartDesksProjection } from './part-desks.js';
import { placeOf } from './places.js';
import { Procedures } from './procedures.js';
import { type Projection } from './projection.js';
import { SqliteDatabase } from './sqlite-database.js';
import { type Table } from './table.js';

/** Another number is another form: such a file is emptied when it is opened, and fills again from the log. */
const FORMAT = 11;
/** Folds of one category that stay in memory between two batches; the rest is read again from its table. */
const ROOM = 1_024;
/** Events between two writes while the whole log is read. */
const REPLAY_BATCH = 5_000;
const REPLAY_PAGE = 500;
const LAST_DAY = civilDate('9999-12-31');

const STATE: Table = {
  name: 'read_model_state',
  key: ['name'],
  schema: 'CREATE TABLE IF NOT EXISTS read_model_state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;',
};

export interface OpenOptions {
  /** For a new file that is filled from the log and thrown away if that fails: nothing is forced to the disk. */
  readonly filling?: boolean;
  /** Beside whoever writes to it: it answers queries and takes no events. */
  readonly readOnly?: boolean;
}

/** The file is of another release, or none of ours: where it may not be changed it cannot be read. */
export class OtherForm extends Error {
  override readonly name = 'OtherForm';
  readonly code = 'OTHER_FORM';
  constructor() {
    super('these read models are not of this release; they fill again when the server opens them, or by mingce rebuild');
  }
}

export interface ReplayOptions {
  /** Stops after the last event at or before this position; the whole log where absent. */
  readonly upTo?: bigint;
  /** After each write. */
  readonly onProgress?: (position: bigint) => void;
}

/**
 * All projections of the log in one file, with one checkpoint. They serve queries and nothing else: no order is decided from
 * them, and what is lost comes again from the log (architecture §7).
 */
export class ReadModels {
  readonly #projections: readonly Projection[];
  readonly #tables: readonly Table[];
  readonly #procedures: Procedures;
  readonly #areas: AreaPaths;
  #absorbed: bigint;
  #written: bigint;

  private constructor(
    /** For the queries of this lib. */
    readonly database: Database,
    readOnly: boolean,
  ) {
    this.#procedures = new Procedures(database);
    this.#areas = new AreaPaths(database);
    const cases = new CasesProjection(database, this.#procedures, this.#areas, ROOM);
    const householdOf = (caseId: string): string | undefined => cases.get(caseId)?.householdId;
    const acts = new ActsProjection(database, householdOf, ROOM / 8);
    const households = new HouseholdsProjection(database, this.#areas, householdOf, ROOM);
    const folds = {
      case: (caseId: string) => cases.get(caseId),
      household: (householdId: string) => households.get(householdId),
      act: (actId: string) => acts.get(actId),
    };
    this.#projections = [
      cases,
      households,
      acts,
      // After cases and acts: it asks them where an event belongs.
      new HouseholdHistoryProjection(database, { householdOf, act: folds.act }),
      new PartDesksProjection(database),
      new DigestsProjection(database, this.#procedures, (caseId) => cases.get(caseId)),
      new OrderKeysProjection(database),
      new IncidentsProjection(database, (stream) => placeOf(stream, folds)),
    ];
    this.#tables = [
      ...this.#procedures.tables,
      ...this.#areas.tables,
      ...this.#projections.flatMap((projection) => projection.tables),
    ].sort((a, b) => (a.name < b.name ? -1 : 1));
    if (readOnly) this.#refuseOtherForm();
    else this.#makeTables();
    this.#written = this.#readCheckpoint();
    this.#absorbed = this.#written;
  }

  /**
   * Makes the file where there is none. One of another form is emptied: its checkpoint is then -1n.
   * @throws OtherForm for one that is to be read only.
   */
  static open(file: string, options: OpenOptions = {}): ReadModels {
    return new ReadModels(SqliteDatabase.open(file, options), options.readOnly === true);
  }

  /** Names of the tables that hold rows made of events, in order. */
  get tables(): readonly string[] {
    return this.#tables.map(({ name }) => name);
  }

  /** Position of the last event whose rows are written; -1n before the first. */
  checkpoint(): bigint {
    return this.#written;
  }

  /**
   * Streams for which something may ring on `until` or before; on any day where absent. Those of cases with an open deadline, and of
   * households whose exit is to be followed by the deregistration.
   */
  awaitingStreams(until: CivilDate = LAST_DAY): readonly string[] {
    // Put in order here: an order or DISTINCT asked of the database would let it pass over the index by day.
    const cases = this.database.all(`SELECT case_id FROM deadlines WHERE status = 'OPEN' AND ${RINGS_FROM} <= ?`, until);
    const households = this.database.all(
      "SELECT household_id FROM households WHERE deregistration_due <= ? AND phase = 'ENROLLED'",
      until,
    );
    const streams = [
      ...cases.map((row) => `case-${String(row['case_id'])}`),
      ...households.map((row) => `household-${String(row['household_id'])}`),
    ];
    return [...new Set(streams)].sort();
  }

  /** How many deadlines and households wait to ring, and the last day on which one does. */
  awaited(): { readonly count: number; readonly lastOn?: CivilDate } {
    const row = this.database.get(
      `SELECT count(*) AS count, max(on_day) AS last_on FROM (
         SELECT ${RINGS_FROM} AS on_day FROM deadlines WHERE status = 'OPEN' AND ${RINGS_FROM} IS NOT NULL
         UNION ALL SELECT deregistration_due FROM households WHERE deregistration_due IS NOT NULL AND phase = 'ENROLLED')`,
    );
    const lastOn = row?.['last_on'];
    return { count: Number(row?.['count'] ?? 0), ...(typeof lastOn === 'string' ? { lastOn: civilDate(lastOn) } : {}) };
  }

  /** All projections and the checkpoint in one transaction. Events at or before the checkpoint change nothing. */
  apply(events: readonly StoredEvent[]): void {
    this.#orForget(() => {
      this.database.inTransaction(() => {
        for (const event of events) this.#absorb(event);
        this.#flush();
      });
      this.#written = this.#absorbed;
    });
  }

  /** Takes events in without writing anything: {@link write} does, for all that were taken in since. Queries see what is written. */
  absorb(events: readonly StoredEvent[]): void {
    this.#orForget(() => {
      for (const event of events) this.#absorb(event);
    });
  }

  /** All projections and the checkpoint in one transaction. */
  write(): void {
    this.apply([]);
  }

  /** Reads on in the log from the checkpoint, in great batches. */
  async replay(reader: EventReader, { upTo, onProgress }: ReplayOptions = {}): Promise<void> {
    let unwritten = 0;
    for (;;) {
      const page = await reader.readAll({ after: this.#absorbed, limit: REPLAY_PAGE });
      const wanted = upTo === undefined ? page : page.filter(({ position }) => position <= upTo);
      this.#orForget(() => {
        for (const event of wanted) this.#absorb(event);
      });
      unwritten += wanted.length;
      const ended = page.length < REPLAY_PAGE || wanted.length < page.length;
      if (unwritten >= REPLAY_BATCH || (ended && unwritten > 0)) {
        this.apply([]);
        unwritten = 0;
        onProgress?.(this.#written);
      }
      if (ended) return;
    }
  }

  /** Rows of a table in the order of its key, one by one. @throws RangeError where there is no such table. */
  rowsOf(table: string): Iterable<Row> {
    const { name, key } = this.table(table);
    return this.database.each(`SELECT * FROM ${name} ORDER BY ${key.join(', ')}`);
  }

  /** @throws RangeError where there is no such table, naming those that there are. */
  table(name: string): Table {
    const found = this.#tables.find((table) => table.name === name);
    if (found === undefined) throw new RangeError(`there is no table "${name}"; there are ${this.tables.join(', ')}`);
    return found;
  }

  /** Empties everything: the next event awaited is the first of the log. */
  reset(): void {
    for (const { name } of [...this.#tables, STATE]) this.database.execute(`DROP TABLE IF EXISTS ${name};`);
    this.#makeTables();
    this.#forget();
  }

  close(): void {
    this.database.close();
  }

  #absorb(event: StoredEvent): void {
    if (event.position <= this.#absorbed) return;
    this.#procedures.absorb(event);
    for (const projection of this.#projections) projection.absorb(event);
    this.#absorbed = event.position;
  }

  #flush(): void {
    this.#procedures.flush();
    this.#areas.flush();
    for (const projection of this.#projections) projection.flush();
    this.database.run(
      "INSERT INTO read_model_state (name, value) VALUES ('checkpoint', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      Number(this.#absorbed),
    );
  }

  #orForget(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#forget();
      throw error;
    }
  }

  #forget(): void {
    this.#procedures.forget();
    this.#areas.forget();
    for (const projection of this.#projections) projection.forget();
    this.#written = this.#readCheckpoint();
    this.#absorbed = this.#written;
  }

  #refuseOtherForm(): void {
    const known = this.database.get("SELECT name FROM sqlite_schema WHERE name = 'read_model_state'") !== undefined;
    if (!known || this.#format() !== FORMAT) {
      this.database.close();
      throw new OtherForm();
    }
  }

  #format(): unknown {
    return this.database.get("SELECT value FROM read_model_state WHERE name = 'format'")?.['value'];
  }

  #makeTables(): void {
    this.database.execute(STATE.schema);
    if (this.#format() !== FORMAT) {
      for (const { name } of [...this.#tables, STATE]) this.database.execute(`DROP TABLE IF EXISTS ${name};`);
      this.database.execute(STATE.schema);
      this.database.run("INSERT INTO read_model_state (name, value) VALUES ('format', ?)", FORMAT);
    }
    for (const { schema } of this.#tables) this.database.execute(schema);
  }

  #readCheckpoint(): bigint {
    const row = this.database.get("SELECT value FROM read_model_state WHERE name = 'checkpoint'");
    return row === undefined ? -1n : BigInt(row['value'] as number);
  }
}
