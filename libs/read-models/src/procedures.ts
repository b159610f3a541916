import { type CalendarYear } from '#libs/calendar';
import { type StoredEvent } from '#libs/event-store';
import {
  type Calendar,
  CalendarBook,
  type Definition,
  type Duration,
  type Part,
  type PartId,
  placedParts,
  predecessors,
  type Step,
} from '#libs/procedure';
import { type Database } from './database.js';
import { type Table } from './table.js';

export interface PlacedPart {
  readonly id: PartId;
  readonly step: Step;
  readonly part: Part;
  /** What must be done before it. */
  readonly after: readonly PartId[];
}

/** A published definition with the indexes that the projections need. */
export interface Procedure {
  readonly ref: string;
  /** In the order of the definition. */
  readonly parts: readonly PlacedPart[];
  readonly byId: Readonly<Record<PartId, PlacedPart>>;
  /** Longest time from the first part to the effect, and the part that carries it. */
  readonly total: Duration | null;
  readonly effectAfter: PartId;
  /** As it stands: what is published later is in it. */
  readonly calendar: Calendar;
}

const DEFINITIONS: Table = {
  name: 'definitions',
  key: ['ref'],
  schema: 'CREATE TABLE IF NOT EXISTS definitions (ref TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID;',
};

const CALENDARS: Table = {
  name: 'calendars',
  key: ['ref'],
  schema: 'CREATE TABLE IF NOT EXISTS calendars (ref TEXT PRIMARY KEY, calendar TEXT NOT NULL) WITHOUT ROWID;',
};

/** With the indexes built once. */
export function procedureOf(ref: string, definition: Definition, calendar: Calendar): Procedure {
  const after = predecessors(definition);
  const parts = placedParts(definition).map(({ id, step, part }) => ({ id, step, part, after: after[id] ?? [] }));
  return {
    ref,
    parts,
    byId: Object.fromEntries(parts.map((placed) => [placed.id, placed])),
    total: definition.total ?? null,
    effectAfter: definition.effect.after,
    calendar,
  };
}

/**
 * The definitions that the log holds, by `id@version#digest`: what comes next in a case is read from the one that it pins.
 * And its calendars: by them the terms in working days are counted.
 */
export class Procedures {
  readonly tables = [DEFINITIONS, CALENDARS];
  readonly #byRef = new Map<string, Procedure>();
  #calendar: CalendarBook | undefined;
  #fresh: { readonly ref: string; readonly definition: Definition }[] = [];
  #freshCalendars: { readonly ref: string; readonly calendar: CalendarYear }[] = [];

  constructor(private readonly db: Database) {}

  absorb(event: StoredEvent): void {
    if (event.type === 'calendar.CalendarPublished.v1') {
      const { calendar, ref } = event.data as { readonly calendar: CalendarYear; readonly ref: string };
      this.#known().publish(ref, calendar);
      this.#freshCalendars.push({ ref, calendar });
    }
    if (event.type !== 'definition.DefinitionPublished.v1') return;
    const { definition, ref } = event.data as { readonly definition: Definition; readonly ref: string };
    this.#byRef.set(ref, procedureOf(ref, definition, this.#known()));
    this.#fresh.push({ ref, definition });
  }

  /** Undefined where the log has not published it: nothing is then said of what comes next. */
  of(ref: string): Procedure | undefined {
    const known = this.#byRef.get(ref);
    if (known !== undefined) return known;
    const row = this.db.get('SELECT definition FROM definitions WHERE ref = ?', ref);
    if (row === undefined) return undefined;
    const procedure = procedureOf(ref, JSON.parse(row['definition'] as string) as Definition, this.#known());
    this.#byRef.set(ref, procedure);
    return procedure;
  }

  flush(): void {
    for (const { ref, definition } of this.#fresh) {
      this.db.run(
        'INSERT INTO definitions (ref, definition) VALUES (?, ?) ON CONFLICT (ref) DO NOTHING',
        ref,
        JSON.stringify(definition),
      );
    }
    for (const { ref, calendar } of this.#freshCalendars) {
      this.db.run(
        'INSERT INTO calendars (ref, calendar) VALUES (?, ?) ON CONFLICT (ref) DO NOTHING',
        ref,
        JSON.stringify(calendar),
      );
    }
    this.#fresh = [];
    this.#freshCalendars = [];
  }

  forget(): void {
    this.#byRef.clear();
    this.#calendar = undefined;
    this.#fresh = [];
    this.#freshCalendars = [];
  }

  /** Read from the table once; what is published afterwards is added to it. */
  #known(): CalendarBook {
    if (this.#calendar !== undefined) return this.#calendar;
    this.#calendar = new CalendarBook();
    for (const row of this.db.all('SELECT ref, calendar FROM calendars')) {
      this.#calendar.publish(row['ref'] as string, JSON.parse(row['calendar'] as string) as CalendarYear);
    }
    return this.#calendar;
  }
}
