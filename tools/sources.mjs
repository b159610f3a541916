// Lets a process or a thread that a spec starts run the TypeScript sources as they stand, without a build:
// `node --conditions=source --import <this file> x.ts` (see FROM_SOURCES in libs/spec). What was compiled once is kept.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';

const root = join(import.meta.dirname, '..');
const configFile = join(root, '.swcrc');
const kept = join(root, 'node_modules', '.cache', 'mingce-sources');
const require = createRequire(import.meta.url);
const compiler = readFileSync(configFile, 'utf8') + require('@swc/core/package.json').version;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts')) {
      const source = new URL(specifier.replace(/[.]js$/, '.ts'), context.parentURL);
      if (existsSync(source)) return { url: source.href, shortCircuit: true };
    }
    return next(specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith('file:') || !url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
    return { format: 'module', source: compiled(fileURLToPath(url)), shortCircuit: true };
  },
});

function compiled(file) {
  const source = readFileSync(file, 'utf8');
  const target = join(kept, createHash('sha256').update(compiler).update(source).digest('hex'));
  try {
    return readFileSync(target, 'utf8');
  } catch {
    // Loaded only where there is something to compile: that takes longer than most of what is then run.
    const { code } = require('@swc/core').transformSync(source, { configFile, filename: file, sourceMaps: false });
    mkdirSync(kept, { recursive: true });
    const draft = `${target}.${process.pid}.${threadId}`;
    writeFileSync(draft, code);
    renameSync(draft, target);
    return code;
  }
}
