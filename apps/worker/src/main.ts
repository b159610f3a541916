// Processes, projections and wake-ups without a door. In the embedded set-up they run in the process of the API, which has the one
// writer of the log; this is for a data folder that is to go on by itself.
import { env, stderr, stdout } from 'node:process';
import { eventStoreIn, openEmbedded } from '#libs/embedded';

try {
  const dataFolder = env['MINGCE_DATA'] ?? './data';
  const url = env['MINGCE_REDIS_URL'] ?? '';
  const eventStore = eventStoreIn(env);
  const embedded = await openEmbedded({
    dataFolder,
    production: env['NODE_ENV'] === 'production',
    ...(eventStore === undefined ? {} : { eventStore }),
    ...(url === '' ? {} : { redis: { url } }),
  });
  stdout.write(`mingce works on ${dataFolder}, without a door\n`);
  // Timers of the clock alone keep nothing alive.
  const alive = setInterval(() => undefined, 2 ** 30);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      clearInterval(alive);
      void embedded.close().then(() => process.exit(0));
    });
  }
} catch (error) {
  stderr.write(`mingce could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
