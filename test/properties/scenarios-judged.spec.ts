import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openInMemory } from '#libs/embedded';
import { rehearse } from '#libs/rehearsal';
import { type Complaint, Oracle } from '../oracle/index.js';
import { readLog } from './read-log.js';

const folder = join(import.meta.dirname, '../scenarios');
const scripts = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));

/** What the second judge says of the log that a rehearsal leaves. */
async function judged(script: string): Promise<readonly Complaint[]> {
  const oracle = new Oracle();
  await rehearse(readFileSync(join(folder, script), 'utf8'), async (clock) => {
    const embedded = await openInMemory(clock);
    const close = async (): Promise<void> => {
      await embedded.engine.settled();
      for await (const event of readLog(embedded.store)) oracle.take(event);
      await embedded.close();
    };
    return { engine: embedded.engine, close };
  });
  return oracle.complaints();
}

describe('scenarios of every branch, before the second judge', () => {
  it.each(scripts)('%s', async (script) => expect(await judged(script)).toEqual([]));
});
