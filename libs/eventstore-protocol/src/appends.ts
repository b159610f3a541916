import {
  EventIdTaken,
  type EventStore,
  type EventToAppend,
  type Expected,
  InvalidAppend,
  RevisionConflict,
} from '#libs/event-store';
import { status } from '@grpc/grpc-js';
import { badRequest, Refusal } from './refusal.js';
import { type AppendOptions, nameOf, type Proposed, textOfUuid } from './wire.js';

/** Tries of an append that expects nothing certain, while others append to the same stream. */
const TRIES = 50;

export interface Done {
  readonly revision: bigint;
  readonly position: bigint;
}

/** The stream stood elsewhere. */
export interface Conflict {
  readonly actual: Expected;
}

/** The append is larger than the server takes. */
export class TooLarge extends Refusal {
  constructor(readonly limit: number) {
    super(status.INVALID_ARGUMENT, `an append may hold ${limit} bytes`, {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(limit),
    });
  }
}

/** An append as it grows while its messages come in: nothing of it is kept before the last one has come. */
export class GrowingAppend {
  readonly #events: EventToAppend[] = [];
  #size = 0;

  constructor(
    readonly options: AppendOptions,
    private readonly limit: number,
  ) {}

  get stream(): string {
    return nameOf(this.options.stream_identifier);
  }

  /** @throws Refusal where the event cannot be kept, or the append grows too large. */
  add(proposed: Proposed): void {
    this.#size += (proposed.data?.length ?? 0) + (proposed.custom_metadata?.length ?? 0);
    if (this.#size > this.limit) throw new TooLarge(this.limit);
    this.#events.push(eventOf(proposed));
  }

  /** @throws Refusal where the store cannot keep it as it is. */
  async commit(store: EventStore): Promise<Done | Conflict> {
    try {
      const { any, stream_exists: exists, no_stream: absent } = this.options;
      if (any !== undefined || exists !== undefined) return await this.#anywhere(store, exists !== undefined);
      const digits = this.options.revision ?? this.options.stream_position ?? '0';
      return await store.append(this.stream, this.#events, absent !== undefined ? 'absent' : BigInt(digits));
    } catch (error) {
      if (error instanceof RevisionConflict) return { actual: error.actual };
      if (error instanceof InvalidAppend) throw badRequest(error.message);
      if (error instanceof EventIdTaken) throw new Refusal(status.ALREADY_EXISTS, error.message);
      throw error;
    }
  }

  /** Our log knows no "any": the stream is read, and the append expects what was found. */
  async #anywhere(store: EventStore, mustExist: boolean): Promise<Done | Conflict> {
    for (let tries = 1; ; tries++) {
      const standing = await store.readStream(this.stream);
      const first = standing.findIndex(({ id }) => id === this.#events[0]?.id);
      const last = standing[first + this.#events.length - 1];
      if (first >= 0 && last !== undefined && this.#events.every(({ id }, index) => standing[first + index]?.id === id))
        return last;
      if (mustExist && standing.length === 0) return { actual: 'absent' };
      try {
        return await store.append(this.stream, this.#events, standing.at(-1)?.revision ?? 'absent');
      } catch (error) {
        if (!(error instanceof RevisionConflict) || tries === TRIES) throw error;
      }
    }
  }
}

function eventOf({ id, metadata, data, custom_metadata: custom }: Proposed): EventToAppend {
  const type = metadata?.['type'] ?? '';
  if (metadata?.['content-type'] !== 'application/json') {
    throw badRequest(`event "${type}" is ${metadata?.['content-type'] ?? 'of no type'}; this log holds application/json`);
  }
  return {
    id: textOfUuid(id),
    type,
    data: parsed(type, 'data', data),
    metadata: (custom === undefined || custom.length === 0 ? {} : parsed(type, 'metadata', custom)) as EventToAppend['metadata'],
  };
}

function parsed(type: string, part: string, bytes: Uint8Array = new Uint8Array()): object {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as object;
  } catch {
    throw badRequest(`${part} of event "${type}" are no JSON`);
  }
}
