import { fileURLToPath } from 'node:url';
import { type MethodDefinition, type ServiceDefinition } from '@grpc/grpc-js';
import { loadSync, type MessageTypeDefinition } from '@grpc/proto-loader';

// A root of its own: the official client keeps its messages in a global namespace, which nothing here touches.
const definitions = loadSync(['streams.proto', 'server-features.proto', 'gossip.proto'], {
  includeDirs: [fileURLToPath(new URL('./proto', import.meta.url))],
  keepCase: true,
  longs: String,
  oneofs: true,
});

const service = (name: string): ServiceDefinition =>
  definitions[name] as unknown as Record<string, MethodDefinition<object, object>>;

export const STREAMS = service('event_store.client.streams.Streams');
export const SERVER_FEATURES = service('event_store.client.server_features.ServerFeatures');
export const GOSSIP = service('event_store.client.gossip.Gossip');

/** A message inside of `google.protobuf.Any`, as the details of a status carry it. */
export function packed(name: string, message: object): { readonly type_url: string; readonly value: Buffer } {
  const definition = definitions[`event_store.client.${name}`] as MessageTypeDefinition<object, object>;
  return { type_url: `type.googleapis.com/event_store.client.${name}`, value: definition.serialize(message) };
}

export type Empty = Readonly<Record<string, never>>;
/** A whole number of 64 bits, in digits. */
export type Digits = string;

export interface Uuid {
  readonly string?: string;
  readonly structured?: { readonly most_significant_bits?: Digits; readonly least_significant_bits?: Digits };
}

export interface StreamIdentifier {
  readonly stream_name?: Uint8Array;
}

export interface Proposed {
  readonly id?: Uuid;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly custom_metadata?: Uint8Array;
  readonly data?: Uint8Array;
}

/** The revision that an append expects: `revision` in Append, `stream_position` in BatchAppend. */
export interface AppendOptions {
  readonly stream_identifier?: StreamIdentifier;
  readonly revision?: Digits;
  readonly stream_position?: Digits;
  readonly no_stream?: Empty;
  readonly any?: Empty;
  readonly stream_exists?: Empty;
}

export interface AppendRequest {
  readonly options?: AppendOptions;
  readonly proposed_message?: Proposed;
}

export interface BatchAppendRequest {
  readonly correlation_id?: Uuid;
  readonly options?: AppendOptions;
  readonly proposed_messages?: readonly Proposed[];
  readonly is_final?: boolean;
}

export interface Expression {
  readonly regex?: string;
  readonly prefix?: readonly string[];
}

export interface FilterOptions {
  readonly stream_identifier?: Expression;
  readonly event_type?: Expression;
  readonly max?: number;
  readonly checkpoint_interval_multiplier?: number;
}

export interface ReadOptions {
  readonly stream?: {
    readonly stream_identifier?: StreamIdentifier;
    readonly revision?: Digits;
    readonly start?: Empty;
    readonly end?: Empty;
  };
  readonly all?: { readonly position?: { readonly commit_position?: Digits }; readonly start?: Empty; readonly end?: Empty };
  /** 0 forwards, 1 backwards. */
  readonly read_direction?: number;
  readonly count?: Digits;
  readonly subscription?: Empty;
  readonly filter?: FilterOptions;
  readonly uuid_option?: { readonly structured?: Empty };
}

export interface ReadRequest {
  readonly options?: ReadOptions;
}

/** Ids travel as text or as two halves of 64 bits, as the client likes. */
export function textOfUuid(uuid: Uuid | undefined): string {
  if (uuid?.structured === undefined) return uuid?.string ?? '';
  const half = (digits: Digits = '0'): string => BigInt.asUintN(64, BigInt(digits)).toString(16).padStart(16, '0');
  const hex = half(uuid.structured.most_significant_bits) + half(uuid.structured.least_significant_bits);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function uuidOfText(id: string, structured: boolean): Uuid {
  if (!structured || !UUID.test(id)) return { string: id };
  const hex = id.replaceAll('-', '');
  const half = (digits: string): Digits => BigInt.asIntN(64, BigInt(`0x${digits}`)).toString();
  return { structured: { most_significant_bits: half(hex.slice(0, 16)), least_significant_bits: half(hex.slice(16)) } };
}

export const nameOf = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.stream_name ?? []).toString('utf8');

export const identifierOf = (stream: string): StreamIdentifier => ({ stream_name: Buffer.from(stream, 'utf8') });
