import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openInMemory } from '#libs/embedded';
import { type StoredEvent } from '#libs/event-store';
import { accountOf, rehearse } from '#libs/rehearsal';
import { replay } from '#libs/replay';
import { Oracle } from '../oracle/index.js';
import { againstSchema } from './held-against-schemas.js';

const folder = import.meta.dirname;
const scripts = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));

const MOST_EVENTS = 100_000;

describe('scenarios', () => {
  it('are held against schemas that know each field, and no other', () => {
    const stored = (type: string, data: object): StoredEvent => ({ type, data }) as StoredEvent;
    const claim = { household: 'h', person: 'p', cause: 'c' };
    expect(againstSchema(stored('identity.IdentityClaimed.v1', claim))).toBeUndefined();
    expect(againstSchema(stored('identity.IdentityClaimed.v1', { ...claim, more: 1 }))).toContain('additional properties');
    expect(againstSchema(stored('identity.IdentityClaimed.v1', { household: 'h' }))).toContain("required property 'person'");
    expect(againstSchema(stored('identity.Nothing.v1', claim))).toBe('identity.Nothing.v1 has no schema');
  });

  it('there are some', () => {
    expect(scripts.length).toBeGreaterThan(0);
  });

  it('begin with the law that is shipped, which is like its schemas and decided again the same', async () => {
    const { store, close } = await openInMemory();
    const events = await store.readAll({ after: -1n, limit: MOST_EVENTS });
    expect(events.flatMap((event) => againstSchema(event) ?? [])).toEqual([]);
    const { appends, verdicts } = await replay(store);
    expect([appends, verdicts.EQUAL]).toEqual([events.length, events.length]);
    await close();
  });

  it.each(scripts)('%s', async (name) => {
    const unlikeSchema = new Set<string>();
    const decidedAgain: object[] = [];
    const oracle = new Oracle();
    const report = await rehearse(readFileSync(join(folder, name), 'utf8'), async (clock) => {
      const embedded = await openInMemory(clock);
      const law = await embedded.store.head();
      const close = async (): Promise<void> => {
        await embedded.engine.settled();
        const events = await embedded.store.readAll({ after: -1n, limit: MOST_EVENTS });
        for (const event of events) {
          if (event.position > law) unlikeSchema.add(againstSchema(event) ?? '');
          oracle.take(event);
        }
        const open = (refs: readonly string[]): ReturnType<typeof embedded.vault.open> => embedded.vault.open(refs);
        const { appends, verdicts, first } = await replay(embedded.store, { open, which: { from: law + 1n } });
        decidedAgain.push({ unequal: appends - verdicts.EQUAL, difference: first?.difference });
        await embedded.close();
      };
      return { engine: embedded.engine, close };
    });
    const expectations = report.expectations > 0 ? 'expects something' : 'expects nothing';
    const account = report.ok ? 'all holds' : accountOf(report, 'en');
    expect({ account, expectations }).toEqual({ account: 'all holds', expectations: 'expects something' });
    expect([...unlikeSchema]).toEqual(['']);
    expect(oracle.complaints()).toEqual([]);
    expect(decidedAgain).toEqual([{ unequal: 0, difference: undefined }]);
  });
});
