import { fileURLToPath } from 'node:url';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { Pool } from 'undici';

export interface Shot {
  readonly path: string;
  readonly token: string;
  readonly key: string;
  readonly body: string;
}

export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly shots: readonly Shot[];
}

/**
 * Sends all requests over so many connections that stay open, each in turn with its own; from a thread of its own, so that the
 * server is not measured while it waits for its client. Requests per second. @throws where one is not answered 2xx.
 */
export function fire(load: Load): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: load });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

async function send(pool: Pool, { path, token, key, body }: Shot): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': key };
  const { statusCode, body: answer } = await pool.request({ method: 'POST', path, headers, body });
  if (statusCode >= 200 && statusCode < 300) await answer.dump();
  else throw new Error(`${path} answered ${statusCode}: ${(await answer.text()).slice(0, 500)}`);
}

async function fireAll({ port, connections, shots }: Load): Promise<number> {
  // It shares the cores with the server: the leaner the client, the more of what is measured is the server.
  const pool = new Pool(`http://localhost:${port}`, { connections });
  const began = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let shot = shots[next++]; shot !== undefined; shot = shots[next++]) await send(pool, shot);
    }),
  );
  const figure = (shots.length * 1000) / (performance.now() - began);
  await pool.close();
  return figure;
}

if (parentPort !== null) parentPort.postMessage(await fireAll(workerData as Load));
