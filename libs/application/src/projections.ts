/** What feeds the read models from the log, here or in a thread of its own. They serve queries; nothing is decided from them. */
export interface Projections {
  start(): void;
  /** Resolves when what was taken in is written. */
  stop(): Promise<void>;
  /** Of the last event whose rows are written; -1n before the first. */
  readonly position: bigint;
  /** Why they stand still, where they do. */
  readonly failure: Error | undefined;
  /** Whether everything up to `position` was written within `waitMs`, however long that takes where absent. @throws what broke them. */
  caughtUp(position: bigint, waitMs?: number): Promise<boolean>;
}
