import { runProgram } from './program.js';
import { stoppingSignal } from './stopping.js';

const world = {
  streams: {
    out: (text: string): void => {
      process.stdout.write(text);
    },
    err: (text: string): void => {
      process.stderr.write(text);
    },
    watched: process.stderr.isTTY,
  },
  signal: stoppingSignal(),
  environment: process.env,
};

process.exitCode = await runProgram(process.argv.slice(2), world);
// What does not answer keeps no program alive that was told to stop.
if (world.signal.aborted) process.exit();
