import { type Aggregate, aggregatesOver, type CalendarEvent, LawBook, REFERENCE_CATEGORIES } from '#libs/application';
import { type EventReader, type StoredEvent } from '#libs/event-store';
import { type AreaEvent, Directory } from '#libs/identity';
import { type Roster, type Rule } from '#libs/procedure';
import { type RecordedContext } from './recorded-append.js';

/** Law and offices as they were known at some moment, and the aggregates over them. */
export interface Known {
  readonly lawBook: LawBook;
  readonly directory: Directory;
  readonly aggregates: ReadonlyMap<string, Aggregate>;
}

export interface ReferenceOptions {
  /** Rules other than those shipped. */
  readonly rules?: readonly Rule[];
  /** Other aggregates than the engine's: for proofs that an altered rule is found. */
  readonly aggregates?: (lawBook: LawBook, directory: Directory) => ReadonlyMap<string, Aggregate>;
}

const DIRECTORY: ReadonlySet<string> = new Set(['area', 'appointment']);
const DIGITS = /^\d+$/;

/** Law and offices that grow event by event. */
class Growing implements Known {
  readonly lawBook: LawBook;
  readonly directory = new Directory();
  readonly aggregates: ReadonlyMap<string, Aggregate>;
  offices = 0;
  laws = 0;

  constructor({ rules, aggregates = aggregatesOver }: ReferenceOptions) {
    this.lawBook = new LawBook(rules);
    this.aggregates = aggregates(this.lawBook, this.directory);
  }
}

/**
 * Law and offices as the log tells them, at any moment of it. Whoever asks in the order of the log pays for each event once;
 * whoever goes back pays for all of them again.
 */
export class References {
  private readonly options: ReferenceOptions;
  private readonly offices: readonly StoredEvent[];
  private readonly laws: readonly StoredEvent[];
  /** By event id: how many of its list are known with it. */
  private readonly countById: ReadonlyMap<string, number>;
  private ahead: Growing;
  private behind: Growing;

  private constructor(events: readonly StoredEvent[], options: ReferenceOptions) {
    const sorted = events.toSorted((a, b) => (a.position < b.position ? -1 : 1));
    this.options = options;
    this.offices = sorted.filter(({ stream }) => DIRECTORY.has(stream.slice(0, stream.indexOf('-'))));
    this.laws = sorted.filter(({ stream }) => !DIRECTORY.has(stream.slice(0, stream.indexOf('-'))));
    this.countById = new Map([this.offices, this.laws].flatMap((list) => list.map(({ id }, index) => [id, index + 1] as const)));
    this.ahead = new Growing(options);
    this.behind = new Growing(options);
  }

  /** Reads the streams of law and offices, which are few: the log is not gone through for them. */
  static async of(reader: EventReader, options: ReferenceOptions = {}): Promise<References> {
    const events: StoredEvent[] = [];
    for (const category of REFERENCE_CATEGORIES) {
      for (const stream of await reader.streamsOf(category)) events.push(...(await reader.readStream(stream)));
    }
    return new References(events, options);
  }

  /** What was known by what a context names; by what stood in the log before `position` where it names nothing known. */
  at({ directory, law }: Pick<RecordedContext, 'directory' | 'law'>, position: bigint): Known {
    const offices = this.countOf(this.offices, directory, position);
    const laws = this.countOf(this.laws, law, position);
    if (offices >= this.ahead.offices && laws >= this.ahead.laws) return this.grow(this.ahead, offices, laws);
    if (offices < this.behind.offices || laws < this.behind.laws) this.behind = new Growing(this.options);
    return this.grow(this.behind, offices, laws);
  }

  /** Everything that the log holds. */
  now(): Known {
    return this.grow(new Growing(this.options), this.offices.length, this.laws.length);
  }

  /** A published roster of a meeting body by its digest. */
  roster(digest: string): Roster | undefined {
    const event = this.offices[(this.countById.get(digest) ?? 0) - 1];
    if (event?.type !== 'area.RosterPublished.v1') return undefined;
    const { body, validFrom, persons } = event.data as Extract<AreaEvent, { type: 'area.RosterPublished.v1' }>['data'];
    return { body, validFrom, digest, persons: persons.map(({ person }) => person) };
  }

  /** Every calendar of the log, in the order of publication. */
  calendars(): readonly CalendarEvent['data'][] {
    return this.laws.flatMap(({ type, data }) =>
      type === 'calendar.CalendarPublished.v1' ? [data as CalendarEvent['data']] : [],
    );
  }

  /** The position of what a directory named in a context stands for; logs of 0.1.0 named it so. */
  positionOf(directory: string): bigint {
    const count = this.countById.get(directory) ?? 0;
    return this.offices[count - 1]?.position ?? -1n;
  }

  private countOf(list: readonly StoredEvent[], named: string | undefined, position: bigint): number {
    if (named === '') return 0;
    const known = named === undefined ? undefined : this.countById.get(named);
    if (known !== undefined) return known;
    const last = named !== undefined && DIGITS.test(named) ? BigInt(named) : position - 1n;
    return countUpTo(list, last);
  }

  private grow(known: Growing, offices: number, laws: number): Known {
    for (; known.offices < offices; known.offices++) known.directory.apply(this.offices[known.offices] as StoredEvent);
    for (; known.laws < laws; known.laws++) known.lawBook.apply(this.laws[known.laws] as StoredEvent);
    return known;
  }
}

/** How many of a list sorted by position stand at `last` or before it. */
function countUpTo(list: readonly StoredEvent[], last: bigint): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.position ?? 0n) <= last) low = middle + 1;
    else high = middle;
  }
  return low;
}
