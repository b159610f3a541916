import { Metadata, status, type StatusObject } from '@grpc/grpc-js';

/** Ends a call with a status and, where the clients look for one, the name of an `exception` in its trailers. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly code: status,
    message: string,
    readonly trailers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  /** As gRPC sends it. */
  get status(): StatusObject {
    const metadata = new Metadata();
    for (const [key, value] of Object.entries(this.trailers)) metadata.set(key, value);
    return { code: this.code, details: this.message, metadata };
  }
}

export const badRequest = (message: string): Refusal => new Refusal(status.INVALID_ARGUMENT, message);

/** Whatever was thrown, as an answer to the caller: what was wrong, never where in our code. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return new Refusal(status.UNAVAILABLE, error instanceof Error ? error.message : String(error));
}
