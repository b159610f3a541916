import { type NextFunction, type Request, type Response } from 'express';
import { type Logger } from 'pino';
import { type WithAccount } from './account.js';
import { type WithTrace } from './trace.js';

/** Who asked what, and what became of it: no query, no header, no body, for these may name somebody (OWASP ASVS 16.2). */
export function requestLog(logger: Logger) {
  return (request: Request & WithAccount & WithTrace, response: Response, next: NextFunction): void => {
    if (!logger.isLevelEnabled('info')) {
      next();
      return;
    }
    const began = performance.now();
    const { method, path } = request;
    response.on('close', () => {
      logger.info(
        {
          method,
          path,
          status: response.statusCode,
          ms: Math.round(performance.now() - began),
          account: request.account?.accountId,
          office: request.account?.office,
          traceparent: request.traceparent,
        },
        'request',
      );
    });
    next();
  };
}
