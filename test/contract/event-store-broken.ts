import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import {
  type Appended,
  type EventStore,
  type EventToAppend,
  type Expected,
  MemoryEventStore,
  type ReadAllOptions,
  type ReadStreamOptions,
  RevisionConflict,
  type StoredEvent,
  type SubscribeOptions,
} from '#libs/event-store';

/** A store that is right in all things; the broken ones below each do one thing wrong. */
class SoundStore implements EventStore {
  readonly name = 'broken';
  protected readonly sound: EventStore = new MemoryEventStore();

  append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    return this.sound.append(stream, events, expected);
  }
  streamsOf(category: string): Promise<readonly string[]> {
    return this.sound.streamsOf(category);
  }
  readStream(stream: string, from?: bigint, options?: ReadStreamOptions): Promise<readonly StoredEvent[]> {
    return this.sound.readStream(stream, from, options);
  }
  readAll(options: ReadAllOptions): Promise<readonly StoredEvent[]> {
    return this.sound.readAll(options);
  }
  readAt(positions: readonly bigint[]): Promise<readonly StoredEvent[]> {
    return this.sound.readAt(positions);
  }
  head(): Promise<bigint> {
    return this.sound.head();
  }
  subscribe(options: SubscribeOptions): AsyncIterable<readonly StoredEvent[]> {
    return this.sound.subscribe(options);
  }
  close(): Promise<void> {
    return this.sound.close();
  }

  protected async lastOf(stream: string): Promise<Expected> {
    return (await this.sound.readStream(stream)).at(-1)?.revision ?? 'absent';
  }
}

class LosesTheLastEvent extends SoundStore {
  override async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    if (events.length < 2) return this.sound.append(stream, events, expected);
    const { revision, position } = await this.sound.append(stream, events.slice(0, -1), expected);
    return { revision: revision + 1n, position: position + 1n };
  }
}

class TurnsAnAppendRound extends SoundStore {
  override append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    return this.sound.append(stream, [...events].reverse(), expected);
  }
}

class AnswersWithTheFirstRevision extends SoundStore {
  override async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    const { position } = await this.sound.append(stream, events, expected);
    return { revision: expected === 'absent' ? 0n : expected + 1n, position };
  }
}

/** Each event gets a new id, so that nothing is ever a repeat and the caller's own id is lost. */
class RenamesEvents extends SoundStore {
  #count = 0;
  override append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    return this.sound.append(
      stream,
      events.map((event) => ({ ...event, id: `${event.id}/${this.#count++}` })),
      expected,
    );
  }
}

/** Keeps ids for readers, and yet appends what it has already. */
class DoublesOnRepeat extends SoundStore {
  #count = 0;
  override async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    const standing = new Set((await this.readStream(stream)).map(({ id }) => id));
    const repeat = events.length > 0 && events.every(({ id }) => standing.has(id));
    const fresh = repeat ? events.map((event) => ({ ...event, id: `${event.id}#${this.#count++}` })) : events;
    return this.sound.append(stream, fresh, repeat ? await this.lastOf(stream) : expected);
  }
  override async readStream(stream: string, from?: bigint): Promise<readonly StoredEvent[]> {
    return (await this.sound.readStream(stream, from)).map((event) => ({ ...event, id: event.id.replace(/#.*/, '') }));
  }
}

class RefusesARepeat extends SoundStore {
  override async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    const actual = await this.lastOf(stream);
    if (actual !== expected) throw new RevisionConflict(stream, expected, actual);
    return this.sound.append(stream, events, expected);
  }
}

/** Takes an append for a repeat as soon as its first event stands. */
class BelievesTheFirstId extends SoundStore {
  override async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    const first = (await this.sound.readStream(stream)).find(({ id }) => id === events[0]?.id);
    return first ?? this.sound.append(stream, events, expected);
  }
}

class IgnoresExpected extends SoundStore {
  override async append(stream: string, events: readonly EventToAppend[]): Promise<Appended> {
    for (;;) {
      try {
        return await this.sound.append(stream, events, await this.lastOf(stream));
      } catch (error) {
        if (!(error instanceof RevisionConflict)) throw error;
      }
    }
  }
}

/** Looks first and appends later: between the two stands another writer. */
class ChecksTooEarly extends SoundStore {
  override async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    const actual = await this.lastOf(stream);
    if (actual !== expected) return this.sound.append(stream, events, expected);
    await turn();
    return this.sound.append(stream, events, await this.lastOf(stream));
  }
}

class AllowsAnOlderRevision extends SoundStore {
  override async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    const actual = await this.lastOf(stream);
    const older = expected !== 'absent' && actual !== 'absent' && expected < actual;
    return this.sound.append(stream, events, older ? actual : expected);
  }
}

class TakesAbsentForAny extends SoundStore {
  override async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    return this.sound.append(stream, events, expected === 'absent' ? await this.lastOf(stream) : expected);
  }
}

class CreatesAtAnyRevision extends SoundStore {
  override async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    const actual = await this.lastOf(stream);
    return this.sound.append(stream, events, actual === 'absent' ? actual : expected);
  }
}

class NamesTheWrongActual extends SoundStore {
  override async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    try {
      return await this.sound.append(stream, events, expected);
    } catch (error) {
      throw error instanceof RevisionConflict ? new RevisionConflict(stream, expected, expected) : error;
    }
  }
}

class AppendsOneByOne extends SoundStore {
  override async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    let appended = await this.sound.append(stream, events.slice(0, 1), expected);
    for (const event of events.slice(1)) {
      await turn();
      appended = await this.sound.append(stream, [event], appended.revision);
    }
    return appended;
  }
}

/** A refused append has already written its first event. */
class LeavesHalfBehind extends SoundStore {
  override async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    try {
      return await this.sound.append(stream, events, expected);
    } catch (error) {
      await this.sound.append(stream, events.slice(0, 1), await this.lastOf(stream));
      throw error;
    }
  }
}

class AcknowledgesBeforeItWrites extends SoundStore {
  #writing: Promise<unknown> = Promise.resolve();
  override async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    const revision = (expected === 'absent' ? -1n : expected) + BigInt(events.length);
    const position = (await this.sound.head()) + BigInt(events.length);
    this.#writing = Promise.allSettled([this.#writing, turn().then(() => this.sound.append(stream, events, expected))]);
    return { revision, position };
  }
}

class NumbersByNumber extends SoundStore {
  override async readStream(stream: string, from?: bigint): Promise<readonly StoredEvent[]> {
    const events = await this.sound.readStream(stream, from);
    // What a driver without 64-bit whole numbers hands over, whatever the type says.
    return JSON.parse(
      JSON.stringify(events, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
    ) as readonly StoredEvent[];
  }
}

class AcceptsNothing extends SoundStore {
  override async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    if (events.length === 0) return { revision: 0n, position: await this.sound.head() };
    return this.sound.append(stream, events, expected);
  }
}

class DropsASecondOfOneId extends SoundStore {
  override append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    const fresh = events.filter(({ id }, index) => events.findIndex((event) => event.id === id) === index);
    return this.sound.append(stream, fresh, expected);
  }
}

class ReadsFromTheBeginning extends SoundStore {
  override readStream(stream: string): Promise<readonly StoredEvent[]> {
    return this.sound.readStream(stream);
  }
}

class ComparesNamesLoosely extends SoundStore {
  override append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    return this.sound.append(stream.toLowerCase(), events, expected);
  }
  override readStream(stream: string, from?: bigint): Promise<readonly StoredEvent[]> {
    return this.sound.readStream(stream.toLowerCase(), from);
  }
}

class PagesInclusively extends SoundStore {
  override readAll({ after, limit }: ReadAllOptions): Promise<readonly StoredEvent[]> {
    return this.sound.readAll({ after: after - 1n, limit });
  }
}

class PagesWithoutLimit extends SoundStore {
  override readAll({ after }: ReadAllOptions): Promise<readonly StoredEvent[]> {
    return this.sound.readAll({ after, limit: Number.MAX_SAFE_INTEGER });
  }
}

class ReadsPositionsSorted extends SoundStore {
  override readAt(positions: readonly bigint[]): Promise<readonly StoredEvent[]> {
    return this.sound.readAt([...new Set(positions)].sort((a, b) => Number(a - b)));
  }
}

class SkipsUnknownPositions extends SoundStore {
  override async readAt(positions: readonly bigint[]): Promise<readonly StoredEvent[]> {
    const head = await this.sound.head();
    return this.sound.readAt(positions.filter((position) => position <= head));
  }
}

class CountsTheHeadFromOne extends SoundStore {
  override async head(): Promise<bigint> {
    return (await this.sound.head()) + 1n;
  }
}

class ComposesText extends SoundStore {
  override append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    const composed = JSON.parse(JSON.stringify(events).normalize('NFC')) as readonly EventToAppend[];
    return this.sound.append(stream, composed, expected);
  }
}

class KeepsThreeBytesOnly extends SoundStore {
  override append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    const narrow = JSON.parse(JSON.stringify(events).replace(/[\u{10000}-\u{10ffff}]/gu, '?')) as readonly EventToAppend[];
    return this.sound.append(stream, narrow, expected);
  }
}

class FillsInMetadata extends SoundStore {
  override append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    return this.sound.append(
      stream,
      events.map((event) => ({ ...event, metadata: { clause: '', ...event.metadata } })),
      expected,
    );
  }
}

/** Takes all that stands in the metadata of a first event for evidence. */
class LeavesOutTooMuch extends SoundStore {
  override async readStream(stream: string, from?: bigint, options?: ReadStreamOptions): Promise<readonly StoredEvent[]> {
    const events = await this.sound.readStream(stream, from, options);
    if (options?.evidence !== false) return events;
    return events.map(({ metadata: { decidedAtRevision: _left, ...metadata }, ...event }) => ({ ...event, metadata }));
  }
}

/** Gives out the caller's own objects. */
class SharesObjects extends SoundStore {
  readonly #given = new Map<string, EventToAppend>();
  override append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    for (const event of events) this.#given.set(event.id, event);
    return this.sound.append(stream, events, expected);
  }
  override async readStream(stream: string, from?: bigint): Promise<readonly StoredEvent[]> {
    return (await this.sound.readStream(stream, from)).map((event) => ({ ...event, ...this.#given.get(event.id) }));
  }
}

class CutsLargeAppends extends SoundStore {
  override append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    return this.sound.append(stream, events.slice(0, 1000), expected);
  }
}

class SendsBatchesOfAnySize extends SoundStore {
  override subscribe(options: SubscribeOptions): AsyncIterable<readonly StoredEvent[]> {
    return this.sound.subscribe({ ...options, batchSize: 1000 });
  }
}

class SubscribesInclusively extends SoundStore {
  override subscribe(options: SubscribeOptions): AsyncIterable<readonly StoredEvent[]> {
    return this.sound.subscribe({ ...options, after: options.after - 1n });
  }
}

class SubscribesLiveOnly extends SoundStore {
  override async *subscribe(options: SubscribeOptions): AsyncGenerator<readonly StoredEvent[]> {
    yield* this.sound.subscribe({ ...options, after: await this.sound.head() });
  }
}

/** Reads the past, goes to the live end, and loses what was appended on the way. */
class MissesTheHandOver extends SoundStore {
  override async *subscribe(options: SubscribeOptions): AsyncGenerator<readonly StoredEvent[]> {
    let after = options.after;
    const head = await this.sound.head();
    while (after < head) {
      const batch = await this.sound.readAll({ after, limit: options.batchSize ?? 500 });
      after = batch.at(-1)?.position ?? head;
      yield batch;
      await turn();
    }
    await turn();
    yield* this.sound.subscribe({ ...options, after: await this.sound.head() });
  }
}

class DoublesAtTheHandOver extends SoundStore {
  override async *subscribe(options: SubscribeOptions): AsyncGenerator<readonly StoredEvent[]> {
    const past = await this.sound.readAll({ after: options.after, limit: options.batchSize ?? 500 });
    const last = past.at(-1);
    if (last !== undefined) yield past;
    yield* this.sound.subscribe({ ...options, after: last === undefined ? options.after : last.position - 1n });
  }
}

class ReordersBatches extends SoundStore {
  override async *subscribe(options: SubscribeOptions): AsyncGenerator<readonly StoredEvent[]> {
    for await (const batch of this.sound.subscribe(options)) yield [...batch].sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}

class StopsAtTheHead extends SoundStore {
  override async *subscribe({ after, batchSize = 500, signal }: SubscribeOptions): AsyncGenerator<readonly StoredEvent[]> {
    for (let from = after; signal?.aborted !== true;) {
      const batch = await this.sound.readAll({ after: from, limit: batchSize });
      const last = batch.at(-1);
      if (last === undefined) return;
      from = last.position;
      yield batch;
    }
  }
}

/** Writers wait until every subscriber has seen what was written before. */
class WaitsForSlowSubscribers extends SoundStore {
  readonly #behind = new Set<{ seen: bigint }>();
  override async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    const head = await this.sound.head();
    for (const subscriber of this.#behind) while (subscriber.seen < head && this.#behind.has(subscriber)) await pause(5);
    return this.sound.append(stream, events, expected);
  }
  override async *subscribe(options: SubscribeOptions): AsyncGenerator<readonly StoredEvent[]> {
    const subscriber = { seen: options.after };
    this.#behind.add(subscriber);
    options.signal?.addEventListener('abort', () => this.#behind.delete(subscriber));
    for await (const batch of this.sound.subscribe(options)) {
      subscriber.seen = batch.at(-1)?.position ?? subscriber.seen;
      yield batch;
    }
  }
}

/** Keeps a bounded buffer for each subscriber and drops what does not go in. */
class DropsForSlowSubscribers extends SoundStore {
  override async *subscribe(options: SubscribeOptions): AsyncGenerator<readonly StoredEvent[]> {
    for await (const batch of this.sound.subscribe(options)) {
      const behind = (await this.sound.head()) - (batch.at(-1)?.position ?? 0n);
      if (behind < 150n) yield batch;
    }
  }
}

class IgnoresTheSignal extends SoundStore {
  override subscribe({ after, batchSize = 500 }: SubscribeOptions): AsyncIterable<readonly StoredEvent[]> {
    return this.sound.subscribe({ after, batchSize });
  }
}

class ThrowsAtTheSignal extends SoundStore {
  override async *subscribe(options: SubscribeOptions): AsyncGenerator<readonly StoredEvent[]> {
    yield* this.sound.subscribe(options);
    options.signal?.throwIfAborted();
  }
}

class StaysOpenAfterClose extends SoundStore {
  override async close(): Promise<void> {
    await turn();
  }
}

/** Writes a turn after it was asked, and closes without looking whether something still waits. */
class DropsWhatWaitsAtClose extends SoundStore {
  override async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    await turn();
    return this.sound.append(stream, events, expected);
  }
}

class BeginsWithAnEventOfItsOwn extends SoundStore {
  override async head(): Promise<bigint> {
    const head = await this.sound.head();
    return head < 0n ? 0n : head;
  }
}

/** Looks at ids in their own stream only. */
class AllowsAnIdElsewhere extends SoundStore {
  override append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    return this.sound.append(
      stream,
      events.map((event) => ({ ...event, id: `${stream}#${event.id}` })),
      expected,
    );
  }
  override async readStream(stream: string, from?: bigint): Promise<readonly StoredEvent[]> {
    return (await this.sound.readStream(stream, from)).map((event) => ({ ...event, id: event.id.replace(/^.*#/, '') }));
  }
}

/** An append that fails takes those with it that were ready in the same turn. */
class FailsItsNeighbours extends SoundStore {
  #group: Promise<unknown>[] = [];
  override async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    const own = this.sound.append(stream, events, expected);
    own.catch(() => undefined);
    this.#group.push(own);
    const group = this.#group;
    await turn();
    this.#group = [];
    await Promise.all(group);
    return own;
  }
}

class MistakesBeginningsForCategories extends SoundStore {
  override async streamsOf(category: string): Promise<readonly string[]> {
    return [...(await this.sound.streamsOf(category)), ...(await this.sound.streamsOf(`${category}s`))];
  }
}

class SortsStreamNames extends SoundStore {
  override async streamsOf(category: string): Promise<readonly string[]> {
    return [...(await this.sound.streamsOf(category))].sort();
  }
}

/** Each does one thing wrong that a real adapter could do. */
export const brokenStores: readonly (new () => EventStore)[] = [
  LosesTheLastEvent,
  TurnsAnAppendRound,
  AnswersWithTheFirstRevision,
  RenamesEvents,
  DoublesOnRepeat,
  RefusesARepeat,
  BelievesTheFirstId,
  IgnoresExpected,
  ChecksTooEarly,
  AllowsAnOlderRevision,
  TakesAbsentForAny,
  CreatesAtAnyRevision,
  NamesTheWrongActual,
  AppendsOneByOne,
  LeavesHalfBehind,
  AcknowledgesBeforeItWrites,
  NumbersByNumber,
  AcceptsNothing,
  DropsASecondOfOneId,
  ReadsFromTheBeginning,
  ComparesNamesLoosely,
  PagesInclusively,
  PagesWithoutLimit,
  ReadsPositionsSorted,
  SkipsUnknownPositions,
  CountsTheHeadFromOne,
  ComposesText,
  KeepsThreeBytesOnly,
  FillsInMetadata,
  LeavesOutTooMuch,
  SharesObjects,
  CutsLargeAppends,
  SendsBatchesOfAnySize,
  SubscribesInclusively,
  SubscribesLiveOnly,
  MissesTheHandOver,
  DoublesAtTheHandOver,
  ReordersBatches,
  StopsAtTheHead,
  WaitsForSlowSubscribers,
  DropsForSlowSubscribers,
  IgnoresTheSignal,
  ThrowsAtTheSignal,
  StaysOpenAfterClose,
  DropsWhatWaitsAtClose,
  BeginsWithAnEventOfItsOwn,
  AllowsAnIdElsewhere,
  FailsItsNeighbours,
  MistakesBeginningsForCategories,
  SortsStreamNames,
];

/** The sound store under the same wrapping, which must pass: else the wrapping, and not the fault, would be what is caught. */
export const soundStore: new () => EventStore = SoundStore;
