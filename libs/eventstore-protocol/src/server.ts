import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  type Metadata,
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  status,
} from '@grpc/grpc-js';
import { type EventStore } from '#libs/event-store';
import { type Conflict, type Done, GrowingAppend, TooLarge } from './appends.js';
import { answers } from './reads.js';
import { asRefusal, badRequest, Refusal } from './refusal.js';
import {
  type AppendRequest,
  type BatchAppendRequest,
  type Empty,
  GOSSIP,
  identifierOf,
  packed,
  type ReadRequest,
  SERVER_FEATURES,
  STREAMS,
  textOfUuid,
  type Uuid,
} from './wire.js';

/** What a server of this protocol takes in one append where it is not told otherwise. */
const MAX_APPEND_BYTES = 1024 * 1024;
const LEADER = 8;

/** Called where a test wants to stand between the protocol and the store; each may wait, or refuse by throwing. */
export interface Interposed {
  /** Before a call is looked at. */
  called?(method: string, requiresLeader: boolean): Promise<void>;
  /** Part of an append has come, and its last message has not. */
  growing?(): Promise<void>;
  /** An append stands in the store and has not been answered yet. */
  appended?(): Promise<void>;
  /** A message of a read or subscription is about to be sent: how often to send it. */
  sending?(message: object): Promise<number>;
}

export interface ServerOptions {
  /** `127.0.0.1` where absent. */
  readonly host?: string;
  /** 0, where absent, takes a free one. */
  readonly port?: number;
  /** PEM; without them the server speaks in clear text (`tls=false`). */
  readonly tls?: { readonly key: Buffer; readonly certificate: Buffer };
  /** Whoever reads or appends must name himself so (HTTP basic); nobody need where absent. Clients send it over TLS only. */
  readonly account?: { readonly name: string; readonly password: string };
  /** Bytes of data and metadata in one append; 1 MiB where absent. */
  readonly maxAppendBytes?: number;
  /** Servers before 21.10 take appends one by one alone, and say so; in batches, too, where absent. */
  readonly oneByOne?: true;
  readonly interposed?: Interposed;
}

/**
 * Serves a log over gRPC as the official clients of EventStoreDB (protocol v1) expect it: appends, one by one and in batches,
 * reads of streams and of `$all` both ways, subscriptions with caught-up, checkpoints and filters. A position's commit and
 * prepare are both the log's own. Not served, because the log offers none of it: delete, tombstone, truncation, stream
 * metadata, links, projections, persistent subscriptions, users; data and metadata other than JSON objects.
 */
export class EventStoreProtocolServer {
  private constructor(
    private readonly server: Server,
    readonly host: string,
    readonly port: number,
    private readonly stopping: AbortController,
  ) {}

  static async listen(store: EventStore, options: ServerOptions = {}): Promise<EventStoreProtocolServer> {
    const host = options.host ?? '127.0.0.1';
    const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    const stopping = new AbortController();
    let port = options.port ?? 0;
    const calls = new Calls(store, options, stopping.signal);
    server.addService(STREAMS, {
      Read: (call: ServerWritableStream<ReadRequest, object>) => void calls.read(call),
      Append: (call: ServerReadableStream<AppendRequest, object>, reply: sendUnaryData<object>) => void calls.append(call, reply),
      BatchAppend: (call: ServerDuplexStream<BatchAppendRequest, object>) => void calls.batchAppend(call),
    });
    server.addService(SERVER_FEATURES, {
      GetSupportedMethods: (_: ServerUnaryCall<Empty, object>, reply: sendUnaryData<object>) => reply(null, supported(options)),
    });
    const instance = randomUUID();
    server.addService(GOSSIP, {
      Read: (_: ServerUnaryCall<Empty, object>, reply: sendUnaryData<object>) =>
        reply(null, {
          members: [
            { instance_id: { string: instance }, state: LEADER, is_alive: true, http_end_point: { address: host, port } },
          ],
        }),
    });
    const credentials =
      options.tls === undefined
        ? ServerCredentials.createInsecure()
        : ServerCredentials.createSsl(null, [{ private_key: options.tls.key, cert_chain: options.tls.certificate }]);
    port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`${host}:${port}`, credentials, (error, bound) => (error === null ? resolve(bound) : reject(error)));
    });
    return new EventStoreProtocolServer(server, host, port, stopping);
  }

  /** Cuts every connection. The store stays open: it is not ours. A second call does nothing. */
  async close(): Promise<void> {
    this.stopping.abort();
    this.server.forceShutdown();
  }
}

class Calls {
  constructor(
    private readonly store: EventStore,
    private readonly options: ServerOptions,
    private readonly stopping: AbortSignal,
  ) {}

  async read(call: ServerWritableStream<ReadRequest, object>): Promise<void> {
    const ending = new AbortController();
    call.once('cancelled', () => ending.abort());
    call.once('close', () => ending.abort());
    const signal = AbortSignal.any([ending.signal, this.stopping]);
    try {
      await this.#called('Read', call.metadata);
      for await (const message of answers(this.store, call.request.options ?? {}, signal)) {
        const times = (await this.options.interposed?.sending?.(message)) ?? 1;
        for (let n = 0; n < times && !signal.aborted; n++) {
          // The reader is slow: nothing more is read for it until it has taken this.
          if (!call.write(message)) await once(call, 'drain', { signal }).catch(() => undefined);
        }
        if (signal.aborted) return;
      }
      if (!signal.aborted) call.end();
    } catch (error) {
      if (!signal.aborted) call.emit('error', asRefusal(error).status);
    }
  }

  async append(call: ServerReadableStream<AppendRequest, object>, reply: sendUnaryData<object>): Promise<void> {
    try {
      await this.#called('Append', call.metadata);
      let append: GrowingAppend | undefined;
      for await (const { options, proposed_message: proposed } of call as AsyncIterable<AppendRequest>) {
        if (options !== undefined) append = new GrowingAppend(options, this.#limit);
        else if (proposed !== undefined) append?.add(proposed);
      }
      if (append === undefined) throw badRequest('an append begins with its options');
      if (call.cancelled) return;
      const result = await append.commit(this.store);
      await this.options.interposed?.appended?.();
      reply(null, 'actual' in result ? { wrong_expected_version: conflict(append, result) } : { success: success(result) });
    } catch (error) {
      reply(asRefusal(error).status);
    }
  }

  async batchAppend(call: ServerDuplexStream<BatchAppendRequest, object>): Promise<void> {
    const growing = new Map<string, GrowingAppend | Refusal>();
    const finishing = new Set<Promise<void>>();
    try {
      await this.#called('BatchAppend', call.metadata);
      for await (const request of call as AsyncIterable<BatchAppendRequest>) {
        const id = textOfUuid(request.correlation_id);
        const append = this.#grow(growing.get(id), request);
        if (request.is_final !== true) {
          growing.set(id, append);
          await this.options.interposed?.growing?.();
          continue;
        }
        growing.delete(id);
        const finished = this.#finish(call, request.correlation_id ?? {}, append).catch((error: unknown) => {
          call.emit('error', asRefusal(error).status);
        });
        finishing.add(finished);
        void finished.then(() => finishing.delete(finished));
      }
      await Promise.all(finishing);
      call.end();
    } catch (error) {
      if (!call.cancelled) call.emit('error', asRefusal(error).status);
    }
  }

  #grow(before: GrowingAppend | Refusal | undefined, request: BatchAppendRequest): GrowingAppend | Refusal {
    if (before instanceof Refusal) return before;
    try {
      const append = before ?? new GrowingAppend(request.options ?? {}, this.#limit);
      for (const proposed of request.proposed_messages ?? []) append.add(proposed);
      return append;
    } catch (error) {
      return asRefusal(error);
    }
  }

  async #finish(
    call: ServerDuplexStream<BatchAppendRequest, object>,
    correlation_id: Uuid,
    append: GrowingAppend | Refusal,
  ): Promise<void> {
    const answer = append instanceof Refusal ? errorOf(append) : await this.#commit(append);
    await this.options.interposed?.appended?.();
    const stream_identifier = identifierOf(append instanceof Refusal ? '' : append.stream);
    if (!call.cancelled) call.write({ correlation_id, stream_identifier, ...answer });
  }

  async #commit(append: GrowingAppend): Promise<object> {
    try {
      const result = await append.commit(this.store);
      if (!('actual' in result)) return { success: success(result) };
      return {
        error: {
          code: status.FAILED_PRECONDITION,
          message: 'WrongExpectedVersion',
          details: packed('WrongExpectedVersion', batchConflict(append, result)),
        },
      };
    } catch (error) {
      return errorOf(asRefusal(error));
    }
  }

  async #called(method: string, metadata: Metadata): Promise<void> {
    const { account } = this.options;
    if (account !== undefined && metadata.get('authorization')[0] !== basic(account))
      throw new Refusal(status.UNAUTHENTICATED, 'the account or its password is not known here');
    await this.options.interposed?.called?.(method, metadata.get('requires-leader')[0] === 'true');
  }

  get #limit(): number {
    return this.options.maxAppendBytes ?? MAX_APPEND_BYTES;
  }
}

function basic({ name, password }: NonNullable<ServerOptions['account']>): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}

function success({ revision, position }: Done): object {
  const digits = String(position);
  return { current_revision: String(revision), position: { commit_position: digits, prepare_position: digits } };
}

function conflict({ options }: GrowingAppend, { actual }: Conflict): object {
  return {
    ...(actual === 'absent' ? { current_no_stream: {} } : { current_revision: String(actual) }),
    ...(options.no_stream !== undefined
      ? { expected_no_stream: {} }
      : options.stream_exists !== undefined
        ? { expected_stream_exists: {} }
        : { expected_revision: options.revision ?? '0' }),
  };
}

function batchConflict({ options }: GrowingAppend, { actual }: Conflict): object {
  return {
    ...(actual === 'absent' ? { current_no_stream: {} } : { current_stream_revision: String(actual) }),
    ...(options.no_stream !== undefined
      ? { expected_no_stream: {} }
      : options.stream_exists !== undefined
        ? { expected_stream_exists: {} }
        : { expected_stream_position: options.stream_position ?? '0' }),
  };
}

/** Clients look for the type of the details and fail without any. */
function errorOf(refusal: Refusal): object {
  const details =
    refusal instanceof TooLarge
      ? packed('MaximumAppendSizeExceeded', { max_append_size: refusal.limit })
      : packed('BadRequest', { message: refusal.message });
  return { error: { code: refusal.code, message: refusal.message, details } };
}

function supported({ oneByOne }: ServerOptions): object {
  const methods = [
    ['event_store.client.streams.Streams', 'Append'],
    ...(oneByOne === true ? [] : [['event_store.client.streams.Streams', 'BatchAppend']]),
    ['event_store.client.streams.Streams', 'Read'],
    ['event_store.client.gossip.Gossip', 'Read'],
  ].map(([service_name, method]) => ({
    method_name: method?.toLowerCase(),
    service_name: service_name?.toLowerCase(),
    features: [],
  }));
  return { methods, event_store_server_version: '23.10.0' };
}
