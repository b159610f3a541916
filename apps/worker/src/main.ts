// Processes, projections, wake-ups and ledger without a door: a worker of a house of several processes, as `mingce start --role worker` is
// one with doors for those who watch; or a data folder that is to go on by itself.
import { env, stderr, stdout } from 'node:process';
import { type OpenedHouse, openHouseIn } from '#libs/distributed';

const say = (line: string): void => void stderr.write(`${line}\n`);
let house: OpenedHouse | undefined;

function end(exitCode: number): Promise<never> {
  // Told before it works: others know of it by leases that run out. As process 1 of a container nothing but this would end it.
  if (house === undefined) process.exit(1);
  return house.close().then(
    () => process.exit(exitCode),
    (error: unknown) => {
      say(`mingce: ${error instanceof Error ? error.message : String(error)}`);
      process.exit(1);
    },
  );
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(0));
try {
  const dataFolder = env['MINGCE_DATA'] ?? './data';
  const isOneOfSeveral = (env['MINGCE_POSTGRES_URL'] ?? '') !== '';
  house = await openHouseIn(env, {
    dataFolder,
    role: isOneOfSeveral ? 'worker' : undefined,
    say,
    // Others take over what it did.
    onBroken: () => void end(1),
  });
  stdout.write(`mingce works on ${house.share?.instance ?? dataFolder}, without a door\n`);
  // Timers of the clock alone keep nothing alive.
  setInterval(() => undefined, 2 ** 30);
} catch (error) {
  say(`mingce could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
