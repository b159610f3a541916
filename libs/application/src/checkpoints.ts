/** A stream on which a process stands still, from a revision on, until a person resolves its incident. */
export interface Hold {
  readonly process: string;
  readonly stream: string;
  readonly fromRevision: bigint;
}

/** The one partition of a house that no other process shares: the whole log. */
export const WHOLE = 0;

/**
 * How far the processes have come in each partition, and where they stand still (architecture §4). Behind the truth is harmless:
 * repeats change nothing. Where several workers share the partitions, whoever has lost one writes nothing of it any more.
 */
export interface Checkpoints {
  /** Position up to which each was answered; -1n where none was saved. */
  load(partitions: readonly number[]): Promise<ReadonlyMap<number, bigint>>;
  /** Answers those of them that are another's by now: nothing was saved of these. */
  save(positions: ReadonlyMap<number, bigint>): Promise<readonly number[]>;
  /** Of all partitions, in order of process and stream. */
  holds(): Promise<readonly Hold[]>;
  hold(hold: Hold): Promise<void>;
  release(process: string, stream: string): Promise<void>;
}
