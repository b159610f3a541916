import { NATION } from '#libs/embedded';
import { permit, type VerifiedToken } from '#libs/identity';
import { civilDateOf } from '#libs/kernel';
import { type Language, queueBoard as words } from '#libs/terms';
import { lookAtQueue } from '#libs/wakeups';
import { type OnApplicationShutdown } from '@nestjs/common';
import { type LazyModuleLoader } from '@nestjs/core';
import express, { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express';
import { actorOf } from '../http/account.js';
import { PAGE_POLICY } from '../http/headers.js';
import { contentLanguage, languageOf } from '../http/language.js';
import { problemOf } from '../http/problem-of.js';
import { Problem, problemBody } from '../http/problem.js';
import { type House } from '../house.js';

interface Look {
  readonly board: RequestHandler;
  close(): Promise<void>;
}

export const QUEUES_PATH = '/admin/queues';
const COOKIE = 'mingce_queues';
const SESSION_SECONDS = 900;
const FORM_LIMIT_BYTES = 8_192;
const LOGIN_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";

/**
 * A look into the queue of wake-ups (Bull Board), to be read only: what stands there is a copy, and to change it would change
 * nothing but how soon a bell rings. For programme administrators of the whole country. A browser sends no header, so the token is
 * given once in a form and exchanged for a cookie that opens this door alone, for a quarter of an hour; none stands in an address.
 */
export class QueueBoard implements OnApplicationShutdown {
  readonly router = Router();
  #look: Promise<Look> | undefined;

  constructor(
    private readonly house: House,
    private readonly queue: NonNullable<House['queue']>,
    private readonly modules: LazyModuleLoader,
  ) {
    this.router.get('/login', (request, response) => login(request, response));
    const form = express.urlencoded({ extended: false, limit: FORM_LIMIT_BYTES });
    this.router.post('/session', form, (request, response, next) => {
      enter(house, request, response).catch(next);
    });
    this.router.use((request, response, next) => {
      this.#show(request, response, next).catch((error: unknown) => {
        const isPage = request.method === 'GET' && request.headers.accept?.includes('text/html') === true;
        if (isPage && problemOf(error).status === 401) response.redirect(303, `${QUEUES_PATH}/login`);
        else next(error);
      });
    });
    // The filter of the framework stands behind, where this never comes.
    this.router.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
      if (response.headersSent) next(error);
      else answer(problemOf(error), request, response);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await (await this.#look)?.close();
  }

  async #show(request: Request, response: Response, next: NextFunction): Promise<void> {
    await admit(this.house, request);
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new Problem(405, 'METHOD_NOT_ALLOWED');
    this.#look ??= this.#begin();
    const { board } = await this.#look;
    response.setHeader('Content-Security-Policy', PAGE_POLICY);
    board(request, response, next);
  }

  /** Only when somebody looks: the board and its drivers take long to load. */
  async #begin(): Promise<Look> {
    const { createBullBoard } = await import('@bull-board/api');
    const { BullMQAdapter } = await import('@bull-board/api/bullMQAdapter');
    const { ExpressAdapter } = await import('@bull-board/express');
    const look = await lookAtQueue(this.queue.url, this.queue.name);
    const queue = look.queueIn(await this.modules.load(() => look.module, { logger: false }));
    const adapter = new ExpressAdapter();
    adapter.setBasePath(QUEUES_PATH);
    const queues = [new BullMQAdapter(queue, { readOnlyMode: true, allowRetries: false })];
    createBullBoard({ queues, serverAdapter: adapter, options: { uiConfig: { boardTitle: 'Mingce' } } });
    // Of a module that was loaded later the framework closes nothing.
    return { board: adapter.getRouter() as RequestHandler, close: () => queue.close().catch(() => undefined) };
  }
}

function login(request: Request, response: Response): void {
  const language = languageOf(request.headers['accept-language']);
  response.setHeader('Content-Security-Policy', LOGIN_POLICY);
  response.setHeader('Content-Language', contentLanguage(language));
  response.type('html').send(loginPage(language));
}

/** As the filter of the API says it. */
function answer(problem: Problem, request: Request, response: Response): void {
  const language = languageOf(request.headers['accept-language']);
  response
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(problem, language)));
}

/** The token of the form for a cookie. */
async function enter(house: House, request: Request, response: Response): Promise<void> {
  const body = request.body as Readonly<Record<string, unknown>> | undefined;
  const token = body?.['token'];
  if (typeof token !== 'string' || token === '') throw new Problem(401, 'TOKEN_MISSING');
  const { accountId, office, area } = await permitted(house, await house.tokens.verifyToken(token.trim()));
  const session = await house.tokens.issueToken({ accountId, office, area, ttl: SESSION_SECONDS, scope: 'queues' });
  response.cookie(COOKIE, session, {
    httpOnly: true,
    sameSite: 'strict',
    path: QUEUES_PATH,
    maxAge: SESSION_SECONDS * 1000,
    secure: request.secure || request.headers['x-forwarded-proto'] === 'https',
  });
  response.redirect(303, QUEUES_PATH);
}

/** Rights that end, end at once: they are looked at with every request. */
async function admit(house: House, request: Request): Promise<void> {
  const [, session] = new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w.-]+)`).exec(request.headers.cookie ?? '') ?? [];
  if (session === undefined) throw new Problem(401, 'TOKEN_MISSING');
  await permitted(house, await house.tokens.verifyToken(session, 'queues'));
}

async function permitted({ engine, clock }: House, account: VerifiedToken): Promise<VerifiedToken> {
  const findings = permit(engine.directory, actorOf(account), 'queues', NATION, civilDateOf(clock.now()));
  const [first] = findings;
  if (first !== undefined) throw new Problem(403, first.code, { titled: 'NOT_PERMITTED', clause: first.clause, findings });
  return account;
}

function loginPage(language: Language): string {
  const { title, token, enter: button, note } = words;
  return `<!doctype html>
<html lang="${contentLanguage(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title[language]}</title><style>body{font-family:sans-serif;max-width:30rem;margin:10vh auto;padding:0 1rem}input{width:100%;margin:.5rem 0 1rem}</style></head>
<body><h1>${title[language]}</h1><form method="post" action="${QUEUES_PATH}/session">
<label>${token[language]}<input type="password" name="token" autocomplete="off" required autofocus></label>
<button>${button[language]}</button></form><p>${note[language]}</p></body></html>
`;
}
