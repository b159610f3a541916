// Makes the histories of a release: node dist/test/replay/store-histories.js test/replay/histories/<version>
// Run once, when the release is made. What was released stays as it is: every later release must decide it the same.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EmbeddedEngine, openInMemory } from '#libs/embedded';
import { rehearse } from '#libs/rehearsal';
import { historyFile } from './history-file.js';
import { playShiqiao } from './shiqiao.js';

/** Besides a small town: objections, returns, corrections, contests, acts that are refused in part, terms, parked papers. */
const SCRIPTS = [
  'act-notice-interrupted',
  'act-ruling-with-one-refused-case',
  'approval-revoked',
  'comparison-hit-explained',
  'consent-refused-twice-deferred',
  'contest-of-a-rejection',
  'correction-lawful',
  'inquorate-twice-signed-roll',
  'management-transferred',
  'objection-to-an-entry-upheld',
  'parked-entry',
  'reject-recheck-new-survey',
  'return-to-an-earlier-step',
  'term-missed-then-recomputed-met-on-paper',
  'wrong-office',
];
const SCALE = 0.02;

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('name the folder of the release, such as test/replay/histories/0.1.0');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

async function keep(name: string, { store, vault }: Pick<EmbeddedEngine, 'store' | 'vault'>): Promise<void> {
  const file = await historyFile(store, (refs) => vault.open(refs));
  writeFileSync(join(folder ?? '', `${name}.jsonl.gz`), file);
  console.log(`${name}: ${Number(await store.head()) + 1} events, ${file.length} bytes`);
}

const { embedded } = await playShiqiao(SCALE);
await keep('shiqiao', embedded);
await embedded.close();
for (const script of SCRIPTS) {
  await rehearse(readFileSync(join('test/scenarios', `${script}.jsonl`), 'utf8'), async (clock) => {
    const opened = await openInMemory(clock);
    const close = async (): Promise<void> => {
      await opened.engine.settled();
      await keep(script, opened);
      await opened.close();
    };
    return { engine: opened.engine, close };
  });
}
