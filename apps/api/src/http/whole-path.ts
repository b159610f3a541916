import { type NextFunction, type Request, type Response } from 'express';
import { Problem } from './problem.js';

/** No route has a path that cannot be decoded, or a NUL in it, which PostgreSQL takes for no text. */
export function wholePath({ path }: Request, _: Response, next: NextFunction): void {
  if (!isWhole(path)) throw new Problem(404, 'ROUTE_UNKNOWN');
  next();
}

function isWhole(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}
