import { Engine, SqliteCheckpoints } from '#libs/application';
import { type VirtualClock } from '#libs/clock';
import { MemoryEventStore } from '#libs/event-store';
import { MemoryVault } from '#libs/vault';
import { EmbeddedBell } from '#libs/wakeups';

/** An engine that ends with its rehearsal. */
export interface OpenedEngine {
  readonly engine: Engine;
  readonly close: () => Promise<void>;
}

export type OpenEngine = (clock: VirtualClock) => Promise<OpenedEngine>;

/** The real engine with nothing on disk: log and vault in memory, no read models, for a rehearsal asks the log itself. */
export async function openEngine(clock: VirtualClock): Promise<OpenedEngine> {
  const store = new MemoryEventStore();
  const vault = new MemoryVault();
  const checkpoints = new SqliteCheckpoints(':memory:');
  const bell = EmbeddedBell.open(':memory:', clock);
  const engine = await Engine.start({
    store,
    vault,
    clock,
    bell,
    checkpoints,
    readModels: { checkpoint: () => -1n, apply: () => undefined },
    build: 'rehearsal',
  });
  return {
    engine,
    close: async () => {
      await engine.stop();
      await bell.close();
      checkpoints.close();
      await vault.close();
      await store.close();
    },
  };
}
