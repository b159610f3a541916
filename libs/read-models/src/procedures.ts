import { type StoredEvent } from '#libs/event-store';
import { type Definition, type Part, type PartId, placedParts, predecessors, type Step } from '#libs/procedure';
import { type Database } from './database.js';
import { foldTable } from './fold-shelf.js';
import { add } from './writes.js';

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
}

/** The definitions as they were published, by `id@version#digest`. */
export const DEFINITIONS = foldTable('definitions');
const ADD = add(DEFINITIONS, ['id', 'fold']);

/** With the indexes built once. */
export function procedureOf(ref: string, definition: Definition): Procedure {
  const after = predecessors(definition);
  const parts = placedParts(definition).map(({ id, step, part }) => ({ id, step, part, after: after[id] ?? [] }));
  return {
    ref,
    parts,
    byId: Object.fromEntries(parts.map((placed) => [placed.id, placed])),
  };
}

/** The definitions that the log holds, by `id@version#digest`: what comes next in a case is read from the one that it pins. */
export class Procedures {
  readonly #byRef = new Map<string, Procedure>();
  #fresh: { readonly ref: string; readonly definition: Definition }[] = [];

  constructor(private readonly db: Database) {}

  absorb(event: StoredEvent): void {
    if (event.type !== 'definition.DefinitionPublished.v1') return;
    const { definition, ref } = event.data as { readonly definition: Definition; readonly ref: string };
    this.#byRef.set(ref, procedureOf(ref, definition));
    this.#fresh.push({ ref, definition });
  }

  knows(ref: string): boolean {
    return this.#byRef.has(ref);
  }

  /** Undefined where the log has not published it: nothing is then said of what comes next. */
  of(ref: string): Procedure | undefined {
    const known = this.#byRef.get(ref);
    if (known !== undefined) return known;
    const kept = this.db.fold(DEFINITIONS.name, ref);
    if (kept === undefined) return undefined;
    const procedure = procedureOf(ref, JSON.parse(kept) as Definition);
    this.#byRef.set(ref, procedure);
    return procedure;
  }

  flush(): void {
    for (const { ref, definition } of this.#fresh) {
      this.db.write(ADD, ref, JSON.stringify(definition));
    }
    this.#fresh = [];
  }

  forget(): void {
    this.#byRef.clear();
    this.#fresh = [];
  }
}
