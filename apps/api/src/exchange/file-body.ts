import { type IncomingMessage } from 'node:http';
import { MEDIA_TYPES } from '#libs/exchange';
import { type Request } from 'express';
import { Problem } from '../http/problem.js';

/** A full act of 500 cases as CSV is a tenth of it. */
export const FILE_LIMIT_BYTES = 4 * 1024 * 1024;

const FILE_DOOR = /^\/api\/v1\/acts\/[^/?]+\/comparison-receipts(\?|$)/;
const TYPES: ReadonlySet<string> = new Set(Object.values(MEDIA_TYPES));

/** Whether what comes in is a file for the one door that takes files: it is read as bytes, and not as JSON. */
export function isFile(request: IncomingMessage): boolean {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  return request.method === 'POST' && FILE_DOOR.test(request.url ?? '') && TYPES.has(type.trim().toLowerCase());
}

/** The bytes of the file. @throws Problem 415 where something else was sent, 422 where nothing was. */
export function fileOf(request: Request): Buffer {
  if (!isFile(request)) throw new Problem(415, 'WRONG_FILE_TYPE', { expected: [...TYPES] });
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body) || body.length === 0) throw new Problem(422, 'FILE_UNREADABLE');
  return body;
}
