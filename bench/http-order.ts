import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { inParallel, SqliteCheckpoints, WHOLE } from '#libs/application';
import { DATA_FILES, openEmbedded } from '#libs/embedded';
import { type Office } from '#libs/procedure';
import { openDoors } from '../apps/api/src/index.js';
import { openBareRoute } from './bare-route.js';
import { type BenchRow, interleaved } from './bench-row.js';
import { LOG, morningOfToday, prepareCases, type PreparedCase } from './cases.js';
import { Clients, type Shot } from './http-load.js';
import { lastPosition } from './order-path.js';

const CONNECTIONS = 50;
const PAIRS = 5;
const ORDERS = 1_000;
/** Until what stands between a request and the desk is compiled: one run is over before it is. */
const UNMEASURED = 3;
/** Each run has cases of its own, by the doors and by the desk. */
const CASES = 2 * (PAIRS + UNMEASURED) * ORDERS;
/** The clock gives its orders itself; nobody sends them. */
const WITH_THOSE_OF_THE_CLOCK = 1.25 * CASES;

/** Orders by HTTP against the slower of two: a Nest route with the same DTO, and the desk without doors. */
export async function benchHttpOrder(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-http-'));
  try {
    const all = await prepareCases(folder, WITH_THOSE_OF_THE_CLOCK);
    const cases = all.filter(({ next }) => next.actor.role !== 'clock').slice(0, CASES);
    const done = new SqliteCheckpoints(join(folder, DATA_FILES.checkpoints));
    await done.save(new Map([[WHOLE, BigInt(lastPosition(join(folder, LOG)))]]));
    done.close();
    const house = await openEmbedded({ dataFolder: folder, clock: morningOfToday() });
    await house.engine.settled();
    const tokens = new Map<string, string>();
    for (const { next } of cases) {
      const { id: accountId, role, area } = next.actor;
      if (!tokens.has(accountId))
        tokens.set(accountId, await house.tokens.issueToken({ accountId, office: role as Office, area, ttl: 86_400 }));
    }
    const shots = (batch: readonly PreparedCase[], collection: string): readonly Shot[] =>
      batch.map(({ next }) => ({
        path: `/${collection}/${next.target.slice('case-'.length)}/orders/${next.order.type}`,
        token: tokens.get(next.actor.id) ?? '',
        key: next.orderId,
        body: JSON.stringify({ data: next.order.data, occurredOn: next.occurredOn, performedBy: next.performedBy }),
      }));
    const app = await openDoors(house);
    await app.listen(0, 'localhost');
    const bareApp = await openBareRoute();
    const clients = new Clients();
    const byDoors = [...cases];
    const byDesk = byDoors.splice(CASES / 2);
    let [slowerBare, slowerDesk] = [0, 0];
    const { a, b, ratio } = await interleaved(
      PAIRS,
      async () => {
        const batch = shots(byDoors.splice(0, ORDERS), 'api/v1/cases');
        const figure = await clients.fire({ port: portOf(app), connections: CONNECTIONS, shots: batch });
        // What it has left to processes and projections shall not weigh on the next run.
        await house.engine.settled();
        return figure;
      },
      async () => {
        const batch = byDesk.splice(0, ORDERS);
        const bare = await clients.fire({ port: portOf(bareApp), connections: CONNECTIONS, shots: shots(batch, 'bare') });
        const began = performance.now();
        await inParallel(batch, CONNECTIONS, async ({ next }) => {
          if (!(await house.engine.desk.give(next)).accepted) throw new Error(`${next.order.type} was refused`);
        });
        const desk = (batch.length * 1000) / (performance.now() - began);
        await house.engine.settled();
        if (bare < desk) slowerBare++;
        else slowerDesk++;
        return Math.min(bare, desk);
      },
      UNMEASURED,
    );
    await clients.leave();
    await app.close();
    await bareApp.close();
    await house.close();
    return [
      {
        what: `HTTP order, ${CONNECTIONS} connections`,
        ours: a,
        limit: b,
        unit: 'orders/s',
        ratio,
        mustReach: 0.5,
        note: `limit: the slower of a Nest route with the same DTO (${slowerBare} times) and the desk without doors (${slowerDesk} times); processes and projections run`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function portOf(app: NestExpressApplication): number {
  const address = app.getHttpServer().address();
  if (typeof address !== 'object' || address === null) throw new TypeError('the door is not open');
  return address.port;
}
