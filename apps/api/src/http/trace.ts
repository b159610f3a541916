import { randomUUID } from 'node:crypto';
import { traceparentOf, traceSpanIn } from '#libs/kernel';
import { type NextFunction, type Request, type Response } from 'express';

export interface WithTrace {
  /** W3C Trace Context of this request: our span in the trace of whoever asked, or in one made here. */
  traceparent?: string;
}

/** Every request is a span: of the trace that its `traceparent` names, or, where that is missing or no trace, of a new one. */
export function traced(request: Request & WithTrace, _: Response, next: NextFunction): void {
  const header = request.headers['traceparent'];
  const above = typeof header === 'string' ? traceSpanIn(header) : undefined;
  request.traceparent = traceparentOf({
    traceId: above?.traceId ?? randomUUID().replaceAll('-', ''),
    spanId: spanId(),
    flags: above?.flags ?? '00',
  });
  next();
}

/** Of the random digits of a UUID, which Node takes from a store: bytes asked for one by one cost more than all else here. */
function spanId(): string {
  const uuid = randomUUID();
  return uuid.slice(0, 8) + uuid.slice(-8);
}
