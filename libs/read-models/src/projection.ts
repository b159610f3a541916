import { type StoredEvent } from '#libs/event-store';
import { type CaseEvent } from '#libs/household-case';
import { type Event } from '#libs/kernel';

/** A stored event whose `type` tells its `data` apart. */
export type StoredOf<E extends Event> = E extends Event ? E & Omit<StoredEvent, 'type' | 'data'> : never;

export type StoredCaseEvent = StoredOf<CaseEvent>;

/**
 * A reader of the log that keeps rows. `absorb` changes memory only and `flush` writes what became dirty, so that a row that
 * changes ten times in a batch is written once. What is written depends on the events alone, never on where a batch ends.
 */
export interface Projection {
  absorb(event: StoredEvent): void;
  /** Within a transaction. */
  flush(): void;
  /** Drops all memory: after a transaction that was taken back, the file alone is believed. */
  forget(): void;
}

/** What stands before the first `-` of a stream. */
export function categoryOf(stream: string): string {
  const dash = stream.indexOf('-');
  return dash < 0 ? stream : stream.slice(0, dash);
}

export function idOf(stream: string): string {
  return stream.slice(stream.indexOf('-') + 1);
}

/** The stream whose refusals a stream holds; the stream itself where it holds none. */
export function ofWhat(stream: string): string {
  return categoryOf(stream) === 'refusal' ? idOf(stream) : stream;
}
