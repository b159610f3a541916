import { type EmbeddedEngine, openInMemory } from '#libs/embedded';
import { accountOf, rehearse } from '#libs/rehearsal';

/** Runs a script of `mingce try` and leaves the engine open with what it has done. @throws Error where it does not go as it says. */
export async function scenarioLog(...lines: readonly object[]): Promise<EmbeddedEngine> {
  const opened: EmbeddedEngine[] = [];
  const report = await rehearse(lines.map((line) => JSON.stringify(line)).join('\n'), async (clock) => {
    const embedded = await openInMemory(clock);
    opened.push(embedded);
    return { engine: embedded.engine, close: () => embedded.engine.settled() };
  });
  const [embedded] = opened;
  if (embedded === undefined || !report.ok) throw new Error(accountOf(report, 'en'));
  return embedded;
}
