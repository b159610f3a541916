import { type Request } from 'express';
import { Problem } from '../http/problem.js';

/** Printable ASCII: what a header can carry unharmed. */
const KEY = /^[\x21-\x7e]{1,200}$/;
const REVISION = /^(?:W\/)?"?(\d{1,15})"?$/;

/** @throws Problem 400 where there is none, or it is no key. */
export function idempotencyKeyOf(request: Request): string {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !KEY.test(key)) throw new Problem(400, 'IDEMPOTENCY_KEY_MISSING');
  return key;
}

/**
 * The revision on which the giver's belief rests: `If-Match: "3"`, or `If-None-Match: *` where he believes that there is nothing
 * yet. @throws Problem 400 where it names none.
 */
export function ifRevisionOf(request: Request): bigint | undefined {
  const match = request.headers['if-match'];
  if (match === undefined) {
    const none = request.headers['if-none-match'];
    if (none === undefined) return undefined;
    if (none === '*') return -1n;
    throw new Problem(400, 'IF_MATCH_UNREADABLE');
  }
  const [, revision] = REVISION.exec(match) ?? [];
  if (revision === undefined) throw new Problem(400, 'IF_MATCH_UNREADABLE');
  return BigInt(revision);
}

/** @throws Problem 400 where it is neither `true` nor `false`. */
export function dryRunOf(request: Request): boolean {
  const { dryRun } = request.query;
  if (dryRun === undefined || dryRun === 'false') return false;
  if (dryRun === 'true') return true;
  throw new Problem(400, 'INVALID_SHAPE', { errors: [{ pointer: '?dryRun', code: 'FIELD_VALUE_NOT_ALLOWED' }] });
}
