import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { type Logger } from 'pino';
import { contentLanguage, languageOf } from './language.js';
import { problemBody } from './problem.js';
import { problemOf } from './problem-of.js';
import { type WithTrace } from './trace.js';

/** Problems that somebody has to look after although the asker may come again. */
const OF_THE_HOUSE: ReadonlySet<string> = new Set(['LOG_NOT_WRITABLE', 'EVENT_STORE_AWAY', 'DATABASE_AWAY']);

/** Every answer that is no success, as `application/problem+json`, in the reader's language. Only what nobody expected is logged. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request & WithTrace>();
    const response = http.getResponse<Response>();
    const problem = problemOf(error);
    const { method, path, traceparent } = request;
    const ofTheHouse = problem.status === 500 || OF_THE_HOUSE.has(problem.code);
    if (ofTheHouse) this.logger.error({ err: error, method, path, traceparent }, 'unexpected');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const language = languageOf(request.headers['accept-language']);
    const { retryAfter } = problem.options;
    if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
    if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="mingce"');
    response
      .status(problem.status)
      .setHeader('Content-Type', 'application/problem+json; charset=utf-8')
      .setHeader('Content-Language', contentLanguage(language))
      .setHeader('Cache-Control', 'no-store')
      .end(JSON.stringify({ ...problemBody(problem, language), traceparent }));
  }
}
