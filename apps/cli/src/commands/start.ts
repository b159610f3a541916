import { setTimeout as pause } from 'node:timers/promises';
import { distributed as words } from '#libs/terms';
import { type RunningServer, startServer } from '../../../api/src/index.js';
import { Failure } from '../failure.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';

/** So long a start that is under way is waited for by whoever is told to stop: it may be waiting for the migrations of another. */
const STARTED_WITHIN_MS = 2_000;

export interface StartOptions {
  readonly port?: string;
  readonly data?: string;
  readonly demo: boolean;
  /** Of a house with several processes: `api`, `worker` or both. */
  readonly role?: string;
}

/**
 * Serves until it is asked to stop; then finishes what is under way and releases port and files.
 * @throws Failure where it is asked to before it has started and does not start soon, and what `startServer` throws.
 */
export async function start(options: StartOptions, around: Surroundings): Promise<ExitCode> {
  const { output, signal } = around;
  const starting = startServer({
    dataFolder: dataFolder(options.data, around),
    port: portOf(options.port ?? around.environment['PORT'] ?? '3000'),
    demo: options.demo,
    ...(options.role === undefined ? {} : { role: options.role }),
    log: (line) => output.say(line),
  });
  const server = await Promise.race([starting, toldToStop(signal)]);
  if (output.manner.json) output.print({ url: server.url }, () => server.url);
  try {
    await Promise.race([untilAborted(signal), server.broken]);
  } finally {
    await server.stop();
  }
  return 0;
}

/** Nothing was acknowledged by then, and no other process knows of it but by leases that run out. */
async function toldToStop(signal: AbortSignal): Promise<RunningServer> {
  await untilAborted(signal);
  await pause(STARTED_WITHIN_MS, undefined, { ref: false });
  throw new Failure(words.STOPPED_STARTING);
}

function portOf(said: string): number {
  const port = Number(said);
  if (!/^\d+$/.test(said) || port > 65_535) throw new Failure(`--port: a number from 0 to 65535, not "${said}"`);
  return port;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
