// Bundles the verifier of dossiers into one static page that needs no network: script and style stand in it (ADR-0025).
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const source = join(root, 'apps/verifier/src');

/** The page as text; the same sources give the same text. */
export async function verifierPage() {
  const { outputFiles } = await build({
    entryPoints: [join(source, 'page.ts')],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    conditions: ['source'],
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
    tsconfig: join(root, 'apps/verifier/tsconfig.json'),
  });
  const [{ text: script }] = outputFiles;
  const pages = await readFile(join(root, 'libs/dossier/src/pages.ts'), 'utf8');
  const shared = /PAGE_STYLE = `([^`]*)`/.exec(pages)?.[1] ?? '';
  const style = await readFile(join(source, 'page.css'), 'utf8');
  const page = await readFile(join(source, 'page.html'), 'utf8');
  // By functions: a script may hold `$&`, which a text to replace by would take for something else.
  return page
    .replace('/*STYLE*/', () => `${shared}\n${style}`)
    .replace('/*SCRIPT*/', () => script.trimEnd().replaceAll('</script', '<\\/script'));
}
