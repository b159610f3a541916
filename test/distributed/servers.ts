import { join } from 'node:path';
import { type Deployment } from '#libs/distributed';
import { describeWherePostgres, PostgresServer } from '../../libs/postgres/src/contract/postgres-server.contract.js';
import { describeOnRedis, RedisServer } from '../../libs/wakeups/src/contract/redis-server.contract.js';
import { type EventStoreNode, startNode } from '../eventstore-node/start-node.js';

/** The three servers of a house, each a process of its own on a free port. */
export interface Servers extends Pick<Deployment, 'eventStore' | 'redis' | 'postgres'> {
  readonly node: EventStoreNode;
  readonly redisServer: RedisServer;
  readonly postgresServer: PostgresServer;
  stop(): Promise<void>;
}

/** `oneByOne`: the event store takes no appends in batches. */
export async function startServers(folder: string, oneByOne = false): Promise<Servers> {
  const node = await startNode(join(folder, 'log.sqlite'), 0, oneByOne);
  const redisServer = await RedisServer.start();
  const postgresServer = await PostgresServer.start();
  return {
    node,
    redisServer,
    postgresServer,
    eventStore: { url: node.connectionString, patienceMs: 30_000 },
    redis: { url: redisServer.url, patienceMs: 300 },
    postgres: { url: await postgresServer.database() },
    async stop() {
      await node.stop();
      await redisServer.remove();
      await postgresServer.remove();
    },
  };
}

/** `describe`, where Redis and PostgreSQL can be started; skipped elsewhere, or failed, as each of them says. */
export function describeOnServers(name: string, suite: () => void): void {
  describeOnRedis(name, () => describeWherePostgres('with PostgreSQL', suite));
}
