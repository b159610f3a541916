import { type EventReader, PositionUnknown, type StoredEvent } from '#libs/event-store';
import { type Flaws } from './flaw.js';
import { type Leaf } from './leaf-index.js';
import { leafHash, NoCanonicalForm } from './leaf.js';

const PAGE = 1_000;
/** Before every position that a store gives: who hides an event from readers of the log puts it there. */
const BEFORE_ALL = BigInt(Number.MIN_SAFE_INTEGER);

/** An event as the log gives it, or a position at which it gives none that can be read. */
type Read = { readonly position: bigint; readonly event?: StoredEvent };

/** The log up to a position, in order; what cannot be read is stepped over and told. */
async function* eventsUpTo(reader: EventReader, last: bigint): AsyncGenerator<readonly Read[]> {
  let after = BEFORE_ALL;
  while (after < last) {
    const page = await reader.readAll({ after, limit: PAGE }).catch(() => undefined);
    const reads: readonly Read[] =
      page === undefined ? await oneByOne(reader, after, last) : page.map((event) => ({ position: event.position, event }));
    const inside = reads.filter(({ position }) => position <= last);
    if (inside.length > 0) yield inside;
    if (reads.length === 0 && page !== undefined) return;
    after = page === undefined ? (after < -1n ? -1n : after) + BigInt(PAGE) : (reads.at(-1)?.position ?? last);
  }
}

async function oneByOne(reader: EventReader, after: bigint, last: bigint): Promise<readonly Read[]> {
  const reads: Read[] = [];
  const start = after < -1n ? -1n : after;
  for (let position = start + 1n; position <= last && position <= start + BigInt(PAGE); position++) {
    try {
      reads.push({ position, ...one(await reader.readAt([position])) });
    } catch (error) {
      if (!(error instanceof PositionUnknown)) reads.push({ position });
    }
  }
  return reads;
}

function one([event]: readonly StoredEvent[]): { readonly event?: StoredEvent } {
  return event === undefined ? {} : { event };
}

/** Holds events against the leaves that were made of them, both in the order of the log. */
export class EventCheck {
  readonly #reads: AsyncGenerator<readonly Read[]>;
  readonly #next = new Map<string, number>();
  #page: readonly Read[] = [];
  #at = 0;
  #events = 0;
  #last: bigint | undefined;

  constructor(
    reader: EventReader,
    last: bigint,
    private readonly flaws: Flaws,
  ) {
    this.#reads = eventsUpTo(reader, last);
  }

  /** Events that were read. */
  get events(): number {
    return this.#events;
  }

  /**
   * Looks for the event of a leaf; answers the hashes of events before it that no leaf knows. `following` is the leaf after it, where
   * there is one.
   */
  async match(leaf: Leaf, following?: Leaf): Promise<readonly Buffer[]> {
    // Else every event up to where it belongs would be called added.
    const tooEarly = following !== undefined && leaf.position >= following.position;
    if (tooEarly || (this.#last !== undefined && leaf.position <= this.#last)) {
      this.flaws.add('LEAVES_NOT_IN_ORDER', placeOf(leaf));
      return [];
    }
    this.#last = leaf.position;
    let unknown: Buffer[] | undefined;
    let read = this.#page[this.#at] ?? (await this.#turnPage());
    while (read !== undefined && read.position < leaf.position) {
      (unknown ??= []).push(...this.#added(read));
      read = this.#page[++this.#at] ?? (await this.#turnPage());
    }
    if (read === undefined || read.position > leaf.position) {
      this.flaws.add('EVENT_MISSING', placeOf(leaf));
    } else {
      this.#at++;
      this.#compare(leaf, read.event);
    }
    return unknown ?? [];
  }

  /** Looks at what is left after the last leaf; answers as {@link match} does. */
  async rest(): Promise<readonly Buffer[]> {
    const unknown: Buffer[] = [];
    for (let read = this.#page[this.#at] ?? (await this.#turnPage()); read !== undefined;) {
      unknown.push(...this.#added(read));
      read = this.#page[++this.#at] ?? (await this.#turnPage());
    }
    return unknown;
  }

  async #turnPage(): Promise<Read | undefined> {
    const turned = await this.#reads.next();
    this.#at = 0;
    this.#page = turned.done === true ? [] : turned.value;
    return this.#page[0];
  }

  #added({ position, event }: Read): readonly Buffer[] {
    if (event === undefined) {
      this.flaws.add('EVENT_UNREADABLE', { position });
      return [];
    }
    const { stream, revision, id } = event;
    this.flaws.add('EVENT_ADDED', { position, stream, revision, id });
    this.#inOrder(event);
    const hash = hashOf(event);
    return hash === undefined ? [] : [hash];
  }

  #compare(leaf: Leaf, event: StoredEvent | undefined): void {
    if (event === undefined) {
      this.flaws.add('EVENT_UNREADABLE', placeOf(leaf));
      return;
    }
    if (event.stream !== leaf.stream || event.revision !== leaf.revision || event.id !== leaf.id) {
      this.flaws.add('EVENT_EXCHANGED', {
        ...placeOf(leaf),
        found: `${event.stream} revision ${event.revision}, ${event.id}`,
      });
    } else if (hashOf(event)?.equals(leaf.hash) !== true) {
      this.flaws.add('EVENT_ALTERED', placeOf(leaf));
    }
    this.#inOrder(event);
  }

  #inOrder({ position, stream, revision, id }: StoredEvent): void {
    this.#events++;
    const expected = this.#next.get(stream) ?? 0;
    const found = Number(revision);
    if (found !== expected) {
      this.flaws.add('REVISIONS_NOT_IN_ORDER', { position, stream, revision, id, expected: String(expected) });
    }
    this.#next.set(stream, found + 1);
  }
}

function hashOf(event: StoredEvent): Buffer | undefined {
  try {
    return leafHash(event);
  } catch (error) {
    if (error instanceof NoCanonicalForm) return undefined;
    throw error;
  }
}

export function placeOf({ index, position, stream, revision, id }: Leaf): {
  readonly leaf: number;
  readonly position: bigint;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
} {
  return { leaf: index, position, stream, revision, id };
}
