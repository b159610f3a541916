import { MissingLaw, OrderIdTaken, StaleRevision, UnknownOrder } from '#libs/application';
import { DayRefused } from '#libs/audit';
import { EventIdTaken, EventStoreUnreachable, StoreClosed } from '#libs/event-store';
import { TokenRefused } from '#libs/identity';
import { isPostgresAway } from '#libs/postgres';
import { NotPrinted } from '#libs/print';
import { UnknownCursor } from '#libs/read-models';
import { KeyDestroyed, NotJson } from '#libs/vault';
import { HttpException } from '@nestjs/common';
import { isNotWritable } from './not-writable.js';
import { Problem } from './problem.js';

const BUSY_SECONDS = 2;
/** Others have to be printed first. */
const PRINTING_SECONDS = 20;
/** Somebody has to make room on a disk first. */
const NOT_WRITABLE_SECONDS = 30;

/** What anything thrown behind the door is to the outside. Nothing of its message or stack leaves the house unless meant to. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StaleRevision) return new Problem(412, 'STALE_REVISION', { revision: Number(error.actual) });
  if (error instanceof UnknownOrder) return new Problem(404, 'UNKNOWN_ORDER');
  if (error instanceof MissingLaw) {
    return new Problem(409, 'MISSING_LAW', { detail: { zh: error.message, en: error.message } });
  }
  if (error instanceof EventIdTaken || error instanceof OrderIdTaken) return new Problem(422, 'IDEMPOTENCY_KEY_REUSED');
  if (error instanceof TokenRefused) return new Problem(401, error.code, { titled: 'TOKEN_REFUSED' });
  if (error instanceof UnknownCursor) return new Problem(400, 'UNKNOWN_CURSOR');
  if (error instanceof DayRefused) return new Problem(400, error.code, { detail: error.said });
  if (error instanceof NotPrinted) {
    // Asked for again it would be too much again.
    const isTooMuch = error.code === 'TOO_LONG_FOR_PDF' || error.code === 'PDF_TOOK_TOO_MUCH';
    return new Problem(isTooMuch ? 422 : 503, error.code, {
      detail: error.said,
      ...(isTooMuch ? {} : { retryAfter: PRINTING_SECONDS }),
    });
  }
  if (error instanceof KeyDestroyed) return new Problem(409, 'KEY_DESTROYED');
  if (error instanceof NotJson) {
    return new Problem(400, 'INVALID_SHAPE', { errors: [{ pointer: `/data${error.path}`, code: 'FIELD_WRONG_FORM' }] });
  }
  if (error instanceof StoreClosed) return new Problem(503, 'BUSY', { retryAfter: BUSY_SECONDS });
  if (error instanceof EventStoreUnreachable) return new Problem(503, 'EVENT_STORE_AWAY', { retryAfter: BUSY_SECONDS });
  if (isPostgresAway(error)) return new Problem(503, 'DATABASE_AWAY', { retryAfter: BUSY_SECONDS });
  if (isNotWritable(error)) return new Problem(503, 'LOG_NOT_WRITABLE', { retryAfter: NOT_WRITABLE_SECONDS });
  return ofStatus(statusOf(error));
}

/** Errors of the body parser and of the framework say a status and nothing that we would repeat. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number') return error.status;
  return 500;
}

function ofStatus(status: number): Problem {
  switch (status) {
    case 400:
      return new Problem(400, 'MALFORMED_JSON');
    case 404:
      return new Problem(404, 'ROUTE_UNKNOWN');
    case 405:
      return new Problem(405, 'METHOD_NOT_ALLOWED');
    case 413:
      return new Problem(413, 'BODY_TOO_LARGE');
    case 415:
      return new Problem(415, 'WRONG_CONTENT_TYPE');
    case 503:
      return new Problem(503, 'BUSY', { retryAfter: BUSY_SECONDS });
    default:
      return new Problem(500, 'UNEXPECTED');
  }
}
