import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parentPort, Worker } from 'node:worker_threads';
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
 * Clients in a thread of their own, so that the server is not measured while it waits for them. They share its cores: the thread
 * and its connections stay for all runs, and are as warm as the server by the time that it is measured.
 */
export class Clients {
  private readonly worker = new Worker(fileURLToPath(import.meta.url));

  /**
   * Sends all requests over so many connections, each in turn with its own. Requests per second.
   * @throws where one is not answered 2xx.
   */
  async fire(load: Load): Promise<number> {
    this.worker.postMessage(load);
    const [figure] = (await once(this.worker, 'message')) as [number];
    return figure;
  }

  async leave(): Promise<void> {
    await this.worker.terminate();
  }
}

async function send(pool: Pool, { path, token, key, body }: Shot): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': key };
  const { statusCode, body: answer } = await pool.request({ method: 'POST', path, headers, body });
  if (statusCode >= 200 && statusCode < 300) await answer.dump();
  else throw new Error(`${path} answered ${statusCode}: ${(await answer.text()).slice(0, 500)}`);
}

const pools = new Map<number, Pool>();

function poolOf({ port, connections }: Load): Pool {
  const pool = pools.get(port) ?? new Pool(`http://localhost:${port}`, { connections });
  pools.set(port, pool);
  return pool;
}

async function fireAll(load: Load): Promise<number> {
  const { connections, shots } = load;
  const pool = poolOf(load);
  const began = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let shot = shots[next++]; shot !== undefined; shot = shots[next++]) await send(pool, shot);
    }),
  );
  return (shots.length * 1000) / (performance.now() - began);
}

const port = parentPort;
// What fails here fails the thread, and with it whoever waits for the figure.
port?.on('message', (load: Load) => void fireAll(load).then((figure) => port.postMessage(figure)));
