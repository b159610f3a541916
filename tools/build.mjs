// Compiles the TypeScript of the rooms below to ESM in dist/, other files copied beside it.
// Builds into a folder of its own and then swaps it in: a failed build leaves the last good one, and nothing stale stays.
import { transformFile } from '@swc/core';
import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { verifierPage } from './verifier-page.mjs';

const root = join(import.meta.dirname, '..');
const rooms = ['apps', 'libs', 'test', 'bench', 'proof'];
const notShipped =
  /(\.spec|-spec|\.d)\.ts$|(^|\/)(node_modules|dist|coverage)\/|^apps\/cli\/bin\/|^apps\/(console|verifier)\/|^test\/architecture\//;

const started = performance.now();
const fresh = join(root, `dist.${process.pid}`);
const files = [];
for (const room of rooms) files.push(...(await filesUnder(join(root, room))));

const failures = [];
let compiled = 0;
const queue = files.values();
await Promise.all([writeVerifierPage(), ...Array.from({ length: availableParallelism() * 2 }, () => work())]);

if (failures.length > 0) {
  await rm(fresh, { recursive: true, force: true });
  for (const failure of failures) console.error(failure);
  console.error(`build: ${failures.length} of ${compiled + failures.length} files could not be compiled; dist/ is as it was`);
  process.exit(1);
}
await mkdir(fresh, { recursive: true });
const stale = join(root, `dist.${process.pid}.old`);
await rename(join(root, 'dist'), stale).catch(ignoreMissing);
await rename(fresh, join(root, 'dist'));
await rm(stale, { recursive: true, force: true });
console.log(`build: ${compiled} files compiled in ${((performance.now() - started) / 1000).toFixed(1)} s`);

async function work() {
  for (const file of queue) {
    const path = relative(root, file).replaceAll('\\', '/');
    if (notShipped.test(path)) continue;
    const target = join(fresh, path);
    await mkdir(dirname(target), { recursive: true });
    if (!path.endsWith('.ts')) {
      await cp(file, target);
      continue;
    }
    const emitted = target.replace(/\.ts$/, '.js');
    try {
      const { code, map } = await transformFile(file, {
        configFile: join(root, '.swcrc'),
        sourceFileName: relative(dirname(emitted), file),
      });
      await writeFile(emitted, `${code}\n//# sourceMappingURL=${basename(emitted)}.map\n`);
      await writeFile(`${emitted}.map`, map ?? '');
      compiled += 1;
    } catch (error) {
      failures.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

async function writeVerifierPage() {
  try {
    const page = await verifierPage();
    await mkdir(join(fresh, 'verifier'), { recursive: true });
    await writeFile(join(fresh, 'verifier/verify.html'), page);
  } catch (error) {
    failures.push(`apps/verifier: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function filesUnder(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => ignoreMissing(error) ?? []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function ignoreMissing(error) {
  if (error.code !== 'ENOENT') throw error;
}
