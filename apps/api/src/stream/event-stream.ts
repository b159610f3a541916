import { cloudEventOf, cursorOf, follow, type Portion, serverSentEvent, StreamAreas, type StreamFilter } from '#libs/outlets';
import { type Response } from 'express';
import { type House } from '../house.js';

export interface StreamPace {
  /** A sign of life at least so often; it also moves the cursor past what was not for the reader. */
  readonly heartbeatMs: number;
  /** How long a reader may keep us waiting before he is sent away with his cursor. */
  readonly patienceMs: number;
  /** When a client that lost us comes back. */
  readonly retryMs: number;
}
export const STREAM_PACE = Symbol('pace of event streams');
export const DEFAULT_PACE: StreamPace = { heartbeatMs: 10_000, patienceMs: 30_000, retryMs: 3_000 };

const BATCH = 100;

type Ending = 'SLOW_READER' | 'RIGHTS_ENDED' | 'SERVER_STOPS';

/** One reader: what he is sent, and how far he has come. */
export class EventStream {
  readonly #ending = new AbortController();
  #position = -1n;
  #ended: Ending | undefined;

  constructor(
    private readonly house: House,
    private readonly response: Response,
    private readonly pace: StreamPace,
    serverStops: AbortSignal,
    private readonly schemas: string | undefined,
  ) {
    const stop = (): void => {
      this.#end('SERVER_STOPS');
    };
    if (serverStops.aborted) stop();
    serverStops.addEventListener('abort', stop);
    response.on('close', () => {
      serverStops.removeEventListener('abort', stop);
      this.#ending.abort();
    });
  }

  /** Sends until the reader goes, is too slow or may no longer, or the server stops. */
  async run(filter: StreamFilter, after: bigint, stillMay: () => boolean): Promise<void> {
    const { response, pace, house } = this;
    this.#position = after;
    response.status(200);
    response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Accel-Buffering', 'no');
    response.flushHeaders();
    response.write(serverSentEvent({ comment: 'mingce', retry: pace.retryMs }));
    const heartbeat = setInterval(() => {
      if (!stillMay()) this.#end('RIGHTS_ENDED');
      else if (!response.writableNeedDrain) response.write(this.#signOfLife());
    }, pace.heartbeatMs);
    try {
      const portions = follow(house.store, new StreamAreas(house.log), filter, {
        after,
        batchSize: BATCH,
        signal: this.#ending.signal,
      });
      for await (const portion of portions) {
        if (!stillMay()) this.#end('RIGHTS_ENDED');
        if (this.#ending.signal.aborted || !(await this.#send(portion))) break;
      }
    } finally {
      clearInterval(heartbeat);
      this.#close();
    }
  }

  /** False where he did not take it in time. */
  async #send({ position, events }: Portion): Promise<boolean> {
    const { response, house } = this;
    const source = `urn:mingce:log:${house.store.name}`;
    for (const event of events) {
      const taken = response.write(
        serverSentEvent({ id: this.#cursor(event.position), data: JSON.stringify(cloudEventOf(event, source, this.schemas)) }),
      );
      this.#position = event.position;
      if (!taken && !(await this.#drained())) return false;
    }
    this.#position = position;
    return true;
  }

  #drained(): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (taken: boolean): void => {
        clearTimeout(patience);
        this.response.off('drain', drained);
        this.#ending.signal.removeEventListener('abort', gone);
        if (!taken) this.#end('SLOW_READER');
        resolve(taken);
      };
      const drained = (): void => {
        done(true);
      };
      const gone = (): void => {
        done(false);
      };
      const patience = setTimeout(gone, this.pace.patienceMs);
      this.response.once('drain', drained);
      this.#ending.signal.addEventListener('abort', gone);
    });
  }

  #signOfLife(): string {
    return serverSentEvent({ comment: 'still here', ...(this.#position < 0n ? {} : { id: this.#cursor(this.#position) }) });
  }

  #end(why: Ending): void {
    this.#ended ??= why;
    this.#ending.abort();
  }

  /** Says why, and from where he may go on; a reader who takes nothing any more is cut off, and goes on from what he has. */
  #close(): void {
    const { response } = this;
    if (response.destroyed) return;
    if (this.#ended !== undefined) {
      const cursor = this.#cursor(this.#position);
      response.write(serverSentEvent({ event: 'closed', data: JSON.stringify({ reason: this.#ended, cursor }) }));
    }
    response.end();
    const cut = setTimeout(() => {
      response.destroy();
    }, this.pace.patienceMs);
    response.once('close', () => {
      clearTimeout(cut);
    });
  }

  #cursor(position: bigint): string {
    return cursorOf(this.house.store.name, position);
  }
}
