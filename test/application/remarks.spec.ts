import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openInMemory, surroundingsOf } from '#libs/embedded';
import { type EventReader } from '#libs/event-store';
import { type CaseEvent, explainHistory } from '#libs/household-case';
import { type RecordedOf } from '#libs/kernel';
import { remarksOf } from '#libs/oversight';
import { remarkCounts } from '#libs/read-models';
import { accountOf, rehearse } from '#libs/rehearsal';

interface Marked {
  readonly code: string;
  readonly revision: number;
  readonly type: string;
}

/** What is listed of all cases of a script, and what `explain` finds of each, in the order of the log. */
async function marksOf(script: string) {
  let listed: readonly Marked[] = [];
  let explained: readonly Marked[] = [];
  let counted = 0;
  const text = readFileSync(join(import.meta.dirname, '../scenarios', `${script}.jsonl`), 'utf8');
  const report = await rehearse(text, async (clock) => {
    const embedded = await openInMemory(clock);
    const close = async (): Promise<void> => {
      const { engine, store, readModels, vault } = embedded;
      await engine.settled();
      await engine.projections.caughtUp(await store.head());
      const { items } = await remarksOf(readModels, store, {}, { limit: 500 });
      listed = items.map(({ code, event: { revision, type } }) => ({ code, revision, type }));
      counted = (await remarkCounts(readModels)).byArea.reduce((sum, { count }) => sum + count, 0);
      const surroundings = surroundingsOf(engine.directory, (refs) => vault.open(refs));
      const found: (Marked & { readonly position: bigint })[] = [];
      for (const stream of await (store as EventReader).streamsOf('case')) {
        const events = await store.readStream(stream);
        const history = explainHistory(
          events as unknown as readonly RecordedOf<CaseEvent>[],
          ({ definition, policy }) => engine.lawBook.law(definition, policy),
          surroundings,
        );
        for (const [index, { event, findings }] of history.entries()) {
          for (const { code, met, weight } of findings) {
            if (met || weight !== 'REMARK') continue;
            const position = events[index]?.position ?? -1n;
            found.push({ code, revision: Number(event.revision), type: event.type, position });
          }
        }
      }
      explained = found.sort((a, b) => Number(a.position - b.position)).map(({ position: _position, ...one }) => one);
      await embedded.close();
    };
    return { engine: embedded.engine, close };
  });
  expect(report.ok ? 'all holds' : accountOf(report, 'en')).toBe('all holds');
  return { listed, explained, counted };
}

it.each([
  ['backfill-not-admitted', 'BACKFILL_NOT_ADMITTED'],
  ['act-meeting-relative-not-recused', 'RELATIVE_NOT_RECUSED'],
  ['objection-after-effect', 'OBJECTION_RECORDED_LATE'],
])('what is listed of %s is what explain finds', async (script, code) => {
  const { listed, explained, counted } = await marksOf(script);
  expect(listed).toEqual(explained);
  expect(listed.map((one) => one.code)).toContain(code);
  expect(counted).toBe(listed.length);
});
