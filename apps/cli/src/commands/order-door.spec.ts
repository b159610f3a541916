import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { openDoor, type Wish } from './order-door.js';
import { type Surroundings } from './command.js';

const WISH: Wish = { key: 'k', target: 'household-h', order: { type: 'TakeOverStanding', data: {} }, dryRun: false };

describe('a server that asks to be asked later', () => {
  let server: Server;
  let keys: string[];
  let busy: number;

  beforeEach(async () => {
    keys = [];
    server = createServer((request, response) => {
      keys.push(String(request.headers['idempotency-key']));
      if (keys.length > busy) response.writeHead(201).end('{}');
      else response.writeHead(429, { 'Retry-After': '0' }).end(JSON.stringify({ title: 'too often' }));
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  async function give(): Promise<unknown> {
    const { port } = server.address() as AddressInfo;
    const door = await openDoor({ server: `http://localhost:${port}`, token: 't' }, { environment: {} } as Surroundings);
    return door.give(WISH);
  }

  it('is asked again for the same order', async () => {
    busy = 2;
    expect(await give()).toEqual([]);
    expect([keys.length, new Set(keys).size]).toEqual([3, 1]);
  });

  it('is not asked for ever', async () => {
    busy = 1_000;
    await expect(give()).rejects.toThrow(/answers 429: too often \(household-h\)$/);
    expect(keys).toHaveLength(10);
  });
});
