import { hash } from 'node:crypto';

/** How many partitions the streams fall into where several workers share them. Fixed for ever, as is the hash (ADR 0034). */
export const PARTITIONS = 64;

/** All partitions, 0 to 63. */
export const EVERY_PARTITION: readonly number[] = Array.from({ length: PARTITIONS }, (_, partition) => partition);

/**
 * The partition of a stream: the first byte of the SHA-256 of its name in UTF-8, modulo 64. Checkpoints are kept by it, so it is never
 * changed; PostgreSQL says the same with `get_byte(sha256(convert_to(stream, 'UTF8')), 0) % 64`.
 */
export function partitionOf(stream: string): number {
  return Number.parseInt(hash('sha256', stream, 'hex').slice(0, 2), 16) % PARTITIONS;
}
