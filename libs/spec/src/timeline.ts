import { AssertionError, deepStrictEqual } from 'node:assert';
import { type StoredEvent } from '#libs/event-store';
import { type Actor, type Event, instant, type Order } from '#libs/kernel';

/** An event with the stream in which it stands. */
export interface InStream<E extends Event = Event> {
  readonly stream: string;
  readonly type: E['type'];
  readonly data: E['data'];
}

export interface TimelineWish {
  readonly target: string;
  readonly order: Order;
  readonly actor: Actor;
  /** Paper date; the day of the clock where absent. */
  readonly on?: string;
  readonly performedBy?: string;
}

/**
 * Decider, processes and wake-ups closed over the virtual clock: the real engine in memory (architecture §11). After each
 * step the engine is waited for until all is quiet; `thenEvents` demands exactly the events of the last step, of the order and of
 * whatever processes and bells did because of it, in the order of the log.
 */
export interface Timeline {
  /** Gives an order; whether it is accepted is said by {@link thenEvents} or {@link thenRefused}. */
  when(wish: TimelineWish): Promise<void>;
  /** Time goes on, due moment by due moment. */
  advanceTo(moment: string): Promise<void>;
  /** @throws AssertionError */
  thenEvents(events: readonly InStream[]): void;
  /** The last order was refused with exactly this set of codes. @throws AssertionError */
  thenRefused(codes: readonly string[]): void;
  /** All that the last step appended. */
  events(): readonly StoredEvent[];
  close(): Promise<void>;
}

/** Opens a timeline at a moment (ISO 8601 with offset), with nobody in it yet. */
export async function timeline(start: string): Promise<Timeline> {
  // Loaded only here: the specs of a decider alone need no engine.
  const { Stage } = await import('#libs/rehearsal');
  const stage = await Stage.open(instant(start));
  let last: readonly StoredEvent[] = [];
  let refused: readonly string[] | undefined;
  return {
    when: async ({ target, order, actor, on, performedBy }) => {
      const said = { ...(on === undefined ? {} : { on }), ...(performedBy === undefined ? {} : { performedBy }) };
      const { answer, all } = await stage.give({ target, order, actor, ...said });
      last = all;
      refused = answer.accepted ? undefined : [...new Set(answer.findings.map(({ code }) => code))].sort();
    },
    advanceTo: async (moment) => {
      last = await stage.advanceTo(instant(moment));
      refused = undefined;
    },
    thenEvents: (events) => {
      if (refused !== undefined)
        throw new AssertionError({ message: `the order was refused: ${refused.join(', ')}`, expected: events });
      const found = last.map(({ stream, type, data }) => ({ stream, type, data }));
      deepStrictEqual(found, events);
    },
    thenRefused: (codes) => {
      if (refused === undefined) {
        throw new AssertionError({ message: 'the order was not refused', actual: last.map(({ type }) => type), expected: codes });
      }
      deepStrictEqual(refused, [...new Set(codes)].sort());
    },
    events: () => last,
    close: () => stage.close(),
  };
}
