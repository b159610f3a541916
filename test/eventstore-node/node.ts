// The test node, a process of its own: `node … node.ts FILE [PORT] [ONE_BY_ONE]`. Says on which port it listens, takes faults as lines of
// JSON on its standard input, answers each with what is left of them and how far its log goes, and ends with its input.
import { createInterface } from 'node:readline';
import { SqliteEventStore } from '#libs/event-store';
import { EventStoreProtocolServer } from '#libs/eventstore-protocol';
import { type Faults, faulty } from './faults.js';
import { spaced } from './spaced-log.js';

const [file = '', wanted = '0', appends] = process.argv.slice(2);
/** A county's largest append; a real server is set to the same by EVENTSTORE_MAX_APPEND_SIZE. */
const MAX_APPEND_BYTES = 8 * 1024 * 1024;

const store = spaced(await SqliteEventStore.open(file));
const faults: Faults = {};
let cutting: Promise<void> | undefined;
let server: EventStoreProtocolServer | undefined;
const listen = (port: number): Promise<EventStoreProtocolServer> =>
  EventStoreProtocolServer.listen(store, {
    port,
    maxAppendBytes: MAX_APPEND_BYTES,
    ...(appends === 'ONE_BY_ONE' ? { oneByOne: true } : {}),
    interposed: faulty(faults, cut),
  });

function cut(): void {
  cutting ??= (async () => {
    const port = server?.port ?? 0;
    await server?.close();
    server = await listen(port);
    cutting = undefined;
  })();
}

server = await listen(Number(wanted));
process.stdout.write(`${JSON.stringify({ port: server.port })}\n`);

for await (const line of createInterface(process.stdin)) {
  const order = JSON.parse(line) as Faults & { readonly cut?: boolean };
  const { cut: now, ...rest } = order;
  Object.assign(faults, rest);
  if (now === true) cut();
  await cutting;
  process.stdout.write(`${JSON.stringify({ ...faults, head: String(await store.head()) })}\n`);
}
await cutting;
await server.close();
await store.close();
