#!/usr/bin/env node
// Launcher of `mingce`: runs the built command on Node 24, whatever Node the machine has.
// Written for old Node versions too: no syntax and no module that Node 18 lacks.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const needed = 24;
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const main = join(root, 'dist', 'apps', 'cli', 'src', 'main.js');
/** Most of what a run brings to the heap is gone a moment later: a greater nursery lets it die there. */
const heap = '--max-semi-space-size=32';
const pinned = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

if (!existsSync(main)) {
  console.error('mingce is not built yet: run `npm run build` first.');
  process.exit(1);
}
if (Number(process.versions.node.split('.')[0]) >= needed) {
  run(process.execPath);
} else if (existsSync(pinned)) {
  run(pinned);
} else {
  console.error(
    `mingce needs Node ${needed} or later and this is ${process.versions.node}: run \`npm ci\`, which brings it, or install Node ${needed}.`,
  );
  process.exit(1);
}

/** In a process of its own, also where this one is of the right version: the size of the nursery is fixed when a process begins. */
function run(node) {
  const child = spawn(node, [heap, ...process.execArgv, main, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C in a terminal reaches the child by itself; a second one from here would read as "at once".
  const fromTerminal = Boolean(process.stdin.isTTY);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !fromTerminal) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(`mingce could not start Node at ${node}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
