import { type EventReader, type StoredEvent } from '#libs/event-store';
import { type CivilDate, civilDate } from '#libs/kernel';
import { sql } from 'kysely';
import { ActsProjection } from './acts.projection.js';
import { AreaPaths } from './area-paths.js';
import { CasesProjection } from './cases.projection.js';
import { type Row, type SqlValue } from './database.js';
import { DigestsProjection } from './digests.projection.js';
import { type Known, missingFolds } from './fold-needs.js';
import { HouseholdHistoryProjection } from './household-history.projection.js';
import { HouseholdsProjection } from './households.projection.js';
import { IncidentsProjection } from './incidents.projection.js';
import { InspectionFindingsProjection } from './inspection-findings.projection.js';
import { LawProposalsProjection } from './law-proposals.projection.js';
import { OrderKeysProjection } from './order-keys.projection.js';
import { PartDesksProjection } from './part-desks.js';
import { placeOf } from './places.js';
import { Procedures } from './procedures.js';
import { type Projection } from './projection.js';
import { SqliteDatabase, type SqliteDatabaseOptions } from './sqlite-database.js';
import { RemarksProjection } from './remarks.projection.js';
import { type Answers, type ReadModelStore } from './store.js';
import { type Table } from './table.js';
import { TABLES } from './tables.js';

/** Folds of one category that stay in memory between two batches; the rest is read again from its table. */
const ROOM = 1_024;
/** Events between two writes while the whole log is read. */
const REPLAY_BATCH = 5_000;
const REPLAY_PAGE = 500;
/** Of a table that is read whole. */
const ROWS_AT_ONCE = 1_000;
const LAST_DAY = civilDate('9999-12-31');

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
  /** For the queries of this lib. */
  readonly database: Answers;
  readonly #projections: readonly Projection[];
  readonly #procedures: Procedures;
  readonly #areas: AreaPaths;
  readonly #known: Known;
  #written: bigint;
  #absorbed: bigint;
  /** What was absorbed is lost, and what is written may be more than is known here. */
  #astray = false;
  /** One absorbs or writes at a time. */
  #turn: Promise<void> = Promise.resolve();

  /** `checkpoint` is where the tables stand now. */
  constructor(
    readonly store: ReadModelStore,
    checkpoint: bigint,
  ) {
    const { rows } = store;
    this.database = store.answers;
    this.#written = checkpoint;
    this.#absorbed = checkpoint;
    this.#procedures = new Procedures(rows);
    this.#areas = new AreaPaths(rows);
    const cases = new CasesProjection(rows, this.#procedures, this.#areas, ROOM);
    const householdOf = (caseId: string): string | undefined => cases.get(caseId)?.householdId;
    const acts = new ActsProjection(rows, householdOf, ROOM / 8);
    const households = new HouseholdsProjection(rows, this.#areas, householdOf, ROOM);
    const folds = {
      case: (caseId: string) => cases.get(caseId),
      household: (householdId: string) => households.get(householdId),
      act: (actId: string) => acts.get(actId),
    };
    this.#known = {
      case: cases.shelf,
      household: households.shelf,
      act: acts.shelf,
      knowsDefinition: (ref) => this.#procedures.knows(ref),
    };
    this.#projections = [
      cases,
      households,
      acts,
      // After cases and acts: it asks them where an event belongs.
      new HouseholdHistoryProjection(rows, { householdOf, act: folds.act }),
      new PartDesksProjection(rows),
      new DigestsProjection(rows, this.#procedures, (caseId) => cases.get(caseId)),
      new RemarksProjection(rows, folds.case),
      new OrderKeysProjection(rows),
      new LawProposalsProjection(rows),
      new InspectionFindingsProjection(rows, (stream) => placeOf(stream, folds)),
      new IncidentsProjection(rows, (stream) => placeOf(stream, folds)),
    ];
  }

  /**
   * In a file of this machine, made where there is none. One of another form is emptied: its checkpoint is then -1n.
   * @throws OtherForm for one that is to be read only.
   */
  static open(file: string, options: SqliteDatabaseOptions = {}): ReadModels {
    const database = SqliteDatabase.open(file, options);
    return new ReadModels(database, database.standsAt());
  }

  /** Names of the tables that hold rows made of events, in order. */
  get tables(): readonly string[] {
    return TABLES.map(({ name }) => name);
  }

  /** Position of the last event whose rows are written; -1n before the first. */
  checkpoint(): bigint {
    return this.#written;
  }

  /**
   * Streams for which something may ring on `until` or before; on any day where absent. Those of cases with an open deadline, and of
   * households whose exit is to be followed by the deregistration.
   */
  async awaitingStreams(until: CivilDate = LAST_DAY): Promise<readonly string[]> {
    // Put in order here: an order or DISTINCT asked of the database would let it pass over the index by day.
    const cases = await this.database
      .selectFrom('deadlines')
      .select('case_id')
      .where('status', '=', sql.lit('OPEN'))
      .where('rings_on', '<=', until)
      .execute();
    const households = await this.database
      .selectFrom('households')
      .select('household_id')
      .where('deregistration_due', '<=', until)
      .where('phase', '=', 'ENROLLED')
      .execute();
    const streams = [
      ...cases.map(({ case_id }) => `case-${case_id}`),
      ...households.map(({ household_id }) => `household-${household_id}`),
    ];
    return [...new Set(streams)].sort();
  }

  /** How many deadlines and households wait to ring, and the last day on which one does. */
  async awaited(): Promise<{ readonly count: number; readonly lastOn?: CivilDate }> {
    const waiting = await Promise.all([
      this.database
        .selectFrom('deadlines')
        .select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('rings_on').as('last')])
        .where('status', '=', sql.lit('OPEN'))
        .where('rings_on', 'is not', null)
        .executeTakeFirstOrThrow(),
      this.database
        .selectFrom('households')
        .select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('deregistration_due').as('last')])
        .where('deregistration_due', 'is not', null)
        .where('phase', '=', 'ENROLLED')
        .executeTakeFirstOrThrow(),
    ]);
    const [lastOn] = waiting
      .flatMap(({ last }) => last ?? [])
      .sort()
      .reverse();
    const count = waiting.reduce((sum, one) => sum + one.count, 0);
    return { count, ...(lastOn === undefined ? {} : { lastOn: civilDate(lastOn) }) };
  }

  /** All projections and the checkpoint in one transaction. Events at or before the checkpoint change nothing. */
  apply(events: readonly StoredEvent[]): Promise<void> {
    return this.#inTurn(async () => {
      await this.#absorbAll(events);
      await this.#commit();
    });
  }

  /** Takes events in without writing anything: {@link write} does, for all that were taken in since. Queries see what is written. */
  absorb(events: readonly StoredEvent[]): Promise<void> {
    return this.#inTurn(() => this.#absorbAll(events));
  }

  /**
   * All projections and the checkpoint in one transaction. What fails is forgotten with all that was absorbed: the next event awaited
   * is the one after {@link checkpoint}.
   */
  write(): Promise<void> {
    return this.apply([]);
  }

  /** Reads on in the log from the checkpoint, in great batches. */
  async replay(reader: EventReader, { upTo, onProgress }: ReplayOptions = {}): Promise<void> {
    let unwritten = 0;
    for (;;) {
      const page = await reader.readAll({ after: this.#absorbed, limit: REPLAY_PAGE });
      const wanted = upTo === undefined ? page : page.filter(({ position }) => position <= upTo);
      await this.absorb(wanted);
      unwritten += wanted.length;
      const ended = page.length < REPLAY_PAGE || wanted.length < page.length;
      if (unwritten >= REPLAY_BATCH || (ended && unwritten > 0)) {
        await this.write();
        unwritten = 0;
        onProgress?.(this.#written);
      }
      if (ended) return;
    }
  }

  /** Rows of a table in the order of its key, some at a time. @throws RangeError where there is no such table. */
  async *rowsOf(table: string): AsyncGenerator<Row> {
    const { name, key } = this.table(table);
    const columns = sql.join(key.map((column) => sql.ref(column)));
    for (let after: readonly SqlValue[] = []; ;) {
      const beyond = after.length === 0 ? sql`` : sql`WHERE (${columns}) > (${sql.join(after)})`;
      const asked = sql<Row>`SELECT * FROM ${sql.table(name)} ${beyond} ORDER BY ${columns} LIMIT ${sql.lit(ROWS_AT_ONCE)}`;
      const { rows } = await asked.execute(this.database);
      yield* rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < ROWS_AT_ONCE) return;
      after = key.map((column) => last[column] ?? null);
    }
  }

  /** @throws RangeError where there is no such table, naming those that there are. */
  table(name: string): Table {
    const found = TABLES.find((table) => table.name === name);
    if (found === undefined) throw new RangeError(`there is no table "${name}"; there are ${this.tables.join(', ')}`);
    return found;
  }

  /** Where another may have written to them since: goes on from where the tables stand now. @throws OtherForm */
  lookAgain(): Promise<void> {
    return this.#inTurn(() => this.#findBack());
  }

  /** Empties everything: the next event awaited is the first of the log. */
  reset(): Promise<void> {
    return this.#inTurn(async () => {
      await this.store.reset();
      this.#forget();
    });
  }

  close(): Promise<void> {
    return this.store.close();
  }

  async #absorbAll(events: readonly StoredEvent[]): Promise<void> {
    const { store } = this;
    const fresh = events.filter(({ position }) => position > this.#absorbed);
    // A whole page of folds in one question; what an event needs besides is found out when it is its turn.
    if (store.fetch !== undefined) await this.#fetch(store.fetch, fresh);
    for (const event of fresh) {
      if (store.fetch !== undefined) await this.#fetch(store.fetch, [event]);
      this.#absorb(event);
    }
  }

  async #fetch(fetch: NonNullable<ReadModelStore['fetch']>, events: readonly StoredEvent[]): Promise<void> {
    for (;;) {
      const wanted = missingFolds(events, this.#known, (table, id) => this.store.isFetched?.(table, id) === true);
      if (wanted.size === 0) return;
      await fetch(wanted);
    }
  }

  #absorb(event: StoredEvent): void {
    if (event.position <= this.#absorbed) return;
    this.#procedures.absorb(event);
    for (const projection of this.#projections) projection.absorb(event);
    this.#absorbed = event.position;
  }

  async #commit(): Promise<void> {
    const to = this.#absorbed;
    await this.store.commit(
      () => {
        this.#procedures.flush();
        this.#areas.flush();
        for (const projection of this.#projections) projection.flush();
      },
      { from: this.#written, to },
    );
    this.#written = to;
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(async () => {
      if (this.#astray) await this.#findBack();
      try {
        await work();
      } catch (error) {
        this.#astray = true;
        // Told now where it can be: whoever asks next must not be told of rows that are not there.
        await this.#findBack().catch(() => undefined);
        throw error;
      }
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** After a write that failed the tables alone are believed. */
  async #findBack(): Promise<void> {
    this.#forget(await this.store.checkpoint());
    this.#astray = false;
  }

  #forget(checkpoint = -1n): void {
    this.#procedures.forget();
    this.#areas.forget();
    for (const projection of this.#projections) projection.forget();
    this.#written = checkpoint;
    this.#absorbed = checkpoint;
  }
}
