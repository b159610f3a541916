import { type NextFunction, type Request, type Response } from 'express';
import { Problem } from './problem.js';

export const BODY_LIMIT_BYTES = 1024 * 1024;
/** Deeper than any order; the vault and the canonical form stop at 64. */
const MOST_LEVELS = 40;
const MOST_VALUES = 200_000;
/** Of one record: what holds it against its class holds each name against each. */
const MOST_NAMES = 5_000;
/**
 * Names by which a record could reach into the machine, and those that every object has of itself: what holds a record against its
 * class looks past them, and they would be kept as they came.
 */
const RESERVED: ReadonlySet<string> = new Set(['prototype', ...Object.getOwnPropertyNames(Object.prototype)]);

const WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** Whoever sends something, sends JSON; a file was taken in before. */
export function onlyJson(request: Request, _: Response, next: NextFunction): void {
  if (
    WITH_BODY.has(request.method) &&
    !Buffer.isBuffer(request.body) &&
    !/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')
  ) {
    throw new Problem(415, 'WRONG_CONTENT_TYPE');
  }
  next();
}

/** Refuses what no order looks like before anything walks through it: nesting without end, reserved names. */
export function harmless(request: Request, _: Response, next: NextFunction): void {
  if (!Buffer.isBuffer(request.body) && !isHarmless(request.body)) throw new Problem(400, 'HOSTILE_JSON');
  next();
}

/** Without recursion: the depth is what is doubted. */
export function isHarmless(body: unknown): boolean {
  let level: object[] = typeof body === 'object' && body !== null ? [body] : [];
  let values = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) return false;
    const next: object[] = [];
    for (const node of level) {
      const keys = Object.keys(node);
      if (keys.length > MOST_NAMES && !Array.isArray(node)) return false;
      for (const key of keys) {
        if (RESERVED.has(key) || ++values > MOST_VALUES) return false;
        const value = (node as Readonly<Record<string, unknown>>)[key];
        if (typeof value === 'object' && value !== null) next.push(value);
      }
    }
    level = next;
  }
  return true;
}
