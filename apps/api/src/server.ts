import { join } from 'node:path';
import { deploymentIn, NoDeployment, openHouseIn } from '#libs/distributed';
import { type EmbeddedEngine, eventStoreIn, FIRST_ADMINISTRATOR, NATION } from '#libs/embedded';
import { distributed as words } from '#libs/terms';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { destination, type Logger, pino } from 'pino';
import { openDoors } from './app.js';
import { playDemo } from './demo.js';
import { DOCS_PATH } from './http/headers.js';
import { rateLimitIn } from './http/rate-limit.js';

export interface ServerOptions {
  readonly dataFolder: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Who may reach it: this machine alone where absent, unless `MINGCE_HOST` says otherwise. */
  readonly host?: string;
  /** Serves, from a folder of its own, a county with cases at every step, and prints an account for each office. */
  readonly demo?: boolean;
  /** `api`, `worker` or both, of a house with several processes; as `MINGCE_ROLE` says where absent. */
  readonly role?: string;
  /** Told the lines for whoever started it. */
  readonly log: (line: string) => void;
  /** Requests and trouble; JSON lines on standard error where absent, at the level of `MINGCE_LOG`. */
  readonly logger?: Logger;
}

export interface RunningServer {
  readonly url: string;
  readonly embedded: EmbeddedEngine;
  /** Rejects where it can no longer do its work, and others do: it had better end. */
  readonly broken: Promise<never>;
  /** Finishes what is under way and releases port and files. A second call does nothing. */
  stop(): Promise<void>;
}

/** The port is taken, or may not be taken. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
  readonly code = 'PORT_TAKEN';
  constructor(port: number, host: string, options?: ErrorOptions) {
    super(`port ${port} of ${host} cannot be taken: stop what listens there, or choose another one with PORT or --port`, options);
  }
}

/** `MINGCE_URL` is no address. */
export class BadUrl extends Error {
  override readonly name = 'BadUrl';
  readonly code = 'BAD_URL';
}

const bothOf = ({ zh, en }: { readonly zh: string; readonly en: string }): string => `${zh} / ${en}`;

/** Empty where nothing is set. @throws BadUrl */
function publicUrlIn(environment: NodeJS.ProcessEnv): string {
  const said = environment['MINGCE_URL'] ?? '';
  if (said === '' || /^https?:$/.test(URL.parse(said)?.protocol ?? '')) return said;
  throw new BadUrl(
    `MINGCE_URL: the address by which the world knows this server, such as https://mingce.example.cn, not "${said}"`,
  );
}

/**
 * The whole program in one process: engine on a data folder, and its doors. The log lies in the event store of
 * `MINGCE_EVENTSTORE_URL`, wake-ups ring by the Redis of `MINGCE_REDIS_URL`, where these are set. With `MINGCE_POSTGRES_URL` besides it is
 * one of several processes of a house: its role says whether it serves people, works, or both.
 * @throws NoDeployment where servers and role do not go together, LogInUse where another one works on this folder, PortTaken, BadRateLimit, BadUrl, NoteUnreadable where
 * the witnesses of `MINGCE_WITNESSES` cannot be read, and what `openEmbedded` throws.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { dataFolder, port, host = process.env['MINGCE_HOST'] ?? 'localhost', log } = options;
  const logger = options.logger ?? pino({ level: process.env['MINGCE_LOG'] ?? 'warn' }, destination({ dest: 2, sync: false }));
  const rate = rateLimitIn(process.env);
  const publicUrl = publicUrlIn(process.env);
  const eventStore = eventStoreIn(process.env);
  const deployment = deploymentIn(process.env, options.role ?? process.env['MINGCE_ROLE']);
  if (deployment !== undefined && options.demo === true) throw new NoDeployment(bothOf(words.DEMO_ALONE));
  const demo = options.demo === true ? await playDemo(join(dataFolder, 'demo'), log, eventStore) : undefined;
  const evidence = process.env['MINGCE_EVIDENCE'];
  const breaking = Promise.withResolvers<never>();
  breaking.promise.catch(() => undefined);
  const house = await openHouseIn(process.env, {
    dataFolder: demo?.dataFolder ?? dataFolder,
    role: options.role,
    say: log,
    onBroken: breaking.reject,
  });
  const watchOnly = house.share?.roles.includes('api') === false;
  let app: NestExpressApplication | undefined;
  try {
    app = await openDoors(house, {
      logger,
      publicUrl,
      ...(rate === undefined ? {} : { rate }),
      ...(evidence === undefined || evidence === '' ? {} : { evidence }),
      watchOnly,
    });
    await listen(app, port, host);
    const url = urlOf(app, host);
    for (const line of watchOnly ? atWork(url) : welcome(url, demo?.dataFolder ?? dataFolder, deployment?.keysFolder)) log(line);
    if (house.share !== undefined) log(`  ${house.share.instance}: ${house.share.roles.join(', ')}`);
    else if (demo === undefined) log('  a county to look at            npm start -- --demo');
    else for (const line of await demo.accounts(house.tokens)) log(line);
    return { url, embedded: house, broken: breaking.promise, stop: stopOnce(app, house) };
  } catch (error) {
    await app?.close();
    await house.close();
    throw error;
  }
}

async function listen(app: NestExpressApplication, port: number, host: string): Promise<void> {
  const server = app.getHttpServer();
  try {
    // Not by the framework, which would print its own lines about a port that is taken.
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE' || code === 'EACCES') throw new PortTaken(port, host, { cause: error });
    throw error;
  }
}

function urlOf(app: NestExpressApplication, host: string): string {
  const address = app.getHttpServer().address();
  const port = typeof address === 'object' && address !== null ? String(address.port) : '';
  const everywhere = host === '0.0.0.0' || host === '::';
  return `http://${everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
}

function stopOnce(app: NestExpressApplication, embedded: EmbeddedEngine): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  return () => {
    stopping ??= app.close().finally(() => embedded.close());
    return stopping;
  };
}

/** Of a worker, which serves nobody. */
function atWork(url: string): readonly string[] {
  return [`mingce works; ${url}/health/ready says how`];
}

/** Where to look next. */
function welcome(url: string, dataFolder: string, keysFolder = dataFolder): readonly string[] {
  return [
    `mingce serves ${url}`,
    `  the API, to read and to try    ${url}${DOCS_PATH}`,
    `  its data                       ${dataFolder} (whoever may read ${join(keysFolder, 'token.key')} may issue tokens)`,
    `  a token for its administrator  npx mingce token --person ${FIRST_ADMINISTRATOR} --office PROGRAMME_ADMINISTRATOR --area ${NATION} --data ${keysFolder}`,
    '  what else there is             README.md, npx mingce --help',
  ];
}
