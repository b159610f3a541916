import { randomBytes } from 'node:crypto';
import { traceparentOf, traceSpanIn } from '#libs/kernel';
import { type NextFunction, type Request, type Response } from 'express';

const TRACE_BYTES = 16;
const SPAN_BYTES = 8;

export interface WithTrace {
  /** W3C Trace Context of this request: our span in the trace of whoever asked, or in one made here. */
  traceparent?: string;
}

/** Every request is a span: of the trace that its `traceparent` names, or, where that is missing or no trace, of a new one. */
export function traced(request: Request & WithTrace, _: Response, next: NextFunction): void {
  const header = request.headers['traceparent'];
  const above = typeof header === 'string' ? traceSpanIn(header) : undefined;
  request.traceparent = traceparentOf({
    traceId: above?.traceId ?? hex(TRACE_BYTES),
    spanId: hex(SPAN_BYTES),
    flags: above?.flags ?? '00',
  });
  next();
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
