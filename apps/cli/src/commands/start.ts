import { startServer } from '../../../api/src/index.js';
import { Failure } from '../failure.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';

export interface StartOptions {
  readonly port?: string;
  readonly data?: string;
  readonly demo: boolean;
  /** Of a house with several processes: `api`, `worker` or both. */
  readonly role?: string;
}

/** Serves until it is asked to stop; then finishes what is under way and releases port and files. */
export async function start(options: StartOptions, around: Surroundings): Promise<ExitCode> {
  const { output, signal } = around;
  const server = await startServer({
    dataFolder: dataFolder(options.data, around),
    port: portOf(options.port ?? around.environment['PORT'] ?? '3000'),
    demo: options.demo,
    ...(options.role === undefined ? {} : { role: options.role }),
    log: (line) => output.say(line),
  });
  if (output.manner.json) output.print({ url: server.url }, () => server.url);
  try {
    await Promise.race([untilAborted(signal), server.broken]);
  } finally {
    await server.stop();
  }
  return 0;
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
