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
 * stays for all runs, and is as warm as the server by the time that it is measured.
 */
export class Clients {
  private readonly worker = new Worker(fileURLToPath(import.meta.url));

  /**
   * Sends all requests over so many connections that stay open, each in turn with its own. Requests per second.
   * @throws where one is not answered 2xx.
   */
  fire(load: Load): Promise<number> {
    return new Promise((resolve, reject) => {
      this.worker.once('message', resolve);
      this.worker.once('error', reject);
      this.worker.postMessage(load);
    });
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

async function fireAll({ port, connections, shots }: Load): Promise<number> {
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

const port = parentPort;
port?.on('message', (load: Load) => {
  fireAll(load).then(
    (figure) => port.postMessage(figure),
    // An error of the thread, as any other of it.
    (error: unknown) =>
      queueMicrotask(() => {
        throw error;
      }),
  );
});
