// The API alone, for who does not need the command line: one process, embedded. `mingce start` is the way for people.
import { argv, env, stderr, stdout } from 'node:process';

const NODE_NEEDED = 24;

if (Number(process.versions.node.split('.')[0]) < NODE_NEEDED) {
  stderr.write(
    `mingce needs Node ${NODE_NEEDED} or later and this is ${process.versions.node}: run \`npm ci\`, which brings it.\n`,
  );
  process.exit(1);
}

// Loaded only now: an older Node could not even read it.
const { startServer } = await import('./server.js');
try {
  const server = await startServer({
    dataFolder: env['MINGCE_DATA'] ?? './data',
    port: Number(env['PORT'] ?? 3000),
    demo: argv.includes('--demo'),
    log: (line) => stdout.write(`${line}\n`),
  });
  const end = (exitCode: number): Promise<never> =>
    server.stop().then(
      () => process.exit(exitCode),
      (error: unknown) => {
        stderr.write(`mingce: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      },
    );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(0));
  // Others take over what it did; why, it has said itself.
  server.broken.catch(() => end(1));
} catch (error) {
  stderr.write(`mingce could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
