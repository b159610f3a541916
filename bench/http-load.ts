import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parentPort, Worker, workerData } from 'node:worker_threads';

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

function send(agent: Agent, port: number, { path, token, key, body }: Shot): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${token}`,
      'idempotency-key': key,
    };
    const asked = request({ agent, host: 'localhost', port, method: 'POST', path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        if (status >= 200 && status < 300) resolve();
        else reject(new Error(`${path} answered ${status}: ${text.slice(0, 500)}`));
      });
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

async function fireAll({ port, connections, shots }: Load): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const began = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let shot = shots[next++]; shot !== undefined; shot = shots[next++]) await send(agent, port, shot);
    }),
  );
  const figure = (shots.length * 1000) / (performance.now() - began);
  agent.destroy();
  return figure;
}

if (parentPort !== null) parentPort.postMessage(await fireAll(workerData as Load));
