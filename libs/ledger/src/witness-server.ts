import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Witness, type WitnessAnswer } from './witness.js';

/** Larger than any checkpoint with its proof and 16 signatures. */
const MOST_BYTES = 65_536;
const WAIT_MS = 10_000;
const ADD = '/add-checkpoint';
const LAST = '/checkpoint/';

export interface RunningWitness {
  readonly url: string;
  /** Finishes what is under way. A second call does nothing. */
  stop(): Promise<void>;
}

/**
 * Serves a witness: `POST /add-checkpoint`, and `GET /checkpoint/<origin>`, which shows anybody the last one that it cosigned.
 * @param port 0 takes a free one.
 * @throws Error of the system where the port cannot be taken.
 */
export async function serveWitness(witness: Witness, port: number, host = 'localhost'): Promise<RunningWitness> {
  const server = createServer({ requestTimeout: WAIT_MS, headersTimeout: WAIT_MS }, (request, response) => {
    answer(witness, request).then(
      ({ status, type, body }) => send(response, status, type, body),
      () => send(response, 500, 'text/plain; charset=utf-8', 'the witness cannot look or write at the moment\n'),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  let stopping: Promise<void> | undefined;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    stop: () => {
      stopping ??= new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      return stopping;
    },
  };
}

async function answer(
  witness: Witness,
  request: IncomingMessage,
): Promise<{ readonly status: number; readonly type: string; readonly body: string }> {
  const text = 'text/plain; charset=utf-8';
  const path = new URL(request.url ?? '/', 'http://witness').pathname;
  if (request.method === 'POST' && path === ADD) {
    const body = await bodyOf(request);
    const known: WitnessAnswer | undefined = body === undefined ? undefined : witness.addCheckpoint(body);
    return known ?? { status: 413, type: text, body: `more than ${MOST_BYTES} bytes\n` };
  }
  if (request.method === 'GET' && path.startsWith(LAST)) {
    const last = witness.lastOf(decodedOrigin(path.slice(LAST.length)));
    if (last !== undefined) return { status: 200, type: text, body: last };
  }
  request.resume();
  return { status: 404, type: text, body: `POST ${ADD} and GET ${LAST}<origin> are what there is\n` };
}

function decodedOrigin(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
}
