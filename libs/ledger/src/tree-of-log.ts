import { type EventReader, PositionUnknown, type StoredEvent } from '#libs/event-store';
import { type Leaf, type LeafIndex, type TreeNode } from './leaf-index.js';
import { leafHash } from './leaf.js';
import { LedgerStopped } from './ledger-fault.js';
import { GrowingTree } from './tree.js';

/** Events in one write: few enough that an order given meanwhile waits some milliseconds at most. */
export const BATCH = 250;

/** The log as a tree: each event a leaf, in the order of the log. */
export class TreeOfLog {
  readonly #tree: GrowingTree;

  constructor(
    private readonly reader: EventReader,
    private readonly index: LeafIndex,
  ) {
    this.#tree = GrowingTree.from(index, index.size());
  }

  get size(): number {
    return this.#tree.size;
  }

  root(): Buffer {
    return this.#tree.root();
  }

  /** What comes next in the log; empty at its end. */
  next(): Promise<readonly StoredEvent[]> {
    return this.reader.readAll({ after: this.index.position(), limit: BATCH });
  }

  /** The log as it grows. */
  subscribe(signal: AbortSignal): AsyncIterable<readonly StoredEvent[]> {
    return this.reader.subscribe({ after: this.index.position(), batchSize: BATCH, signal });
  }

  /** Makes leaves of them, on the disk when it returns. */
  take(events: readonly StoredEvent[]): void {
    const leaves: Leaf[] = [];
    const nodes: TreeNode[] = [];
    for (const event of events) {
      const { position, stream, revision, id } = event;
      const hash = leafHash(event);
      leaves.push({ index: this.#tree.size, position, stream, revision, id, hash });
      this.#tree.add(hash, (level, index, _hashes, root) => nodes.push({ level: level + 1, index, hash: root }));
    }
    this.index.append(leaves, nodes);
  }

  /** @throws LedgerStopped where the log no longer holds, at the last leaf, what it held. */
  async assertSameLog(): Promise<void> {
    const { reader, index } = this;
    const [last] = index.size() === 0 ? [] : index.leaves(index.size() - 1, 1);
    if (last === undefined) return;
    const [event] = await reader.readAt([last.position]).catch((error: unknown) => {
      if (error instanceof PositionUnknown) return [];
      throw error;
    });
    const where = `leaf ${last.index} (${last.stream} revision ${last.revision}, position ${last.position})`;
    if (event === undefined) throw new LedgerStopped('LOG_IS_NOT_THE_SAME', `${where}: the log ends before it, or lost it`);
    if (!leafHash(event).equals(last.hash))
      throw new LedgerStopped('LOG_IS_NOT_THE_SAME', `${where}: another event stands there`);
  }
}
