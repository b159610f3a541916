import { type Instant, type Wakeup } from '#libs/kernel';

/**
 * A wake-up as a bell holds it: what the process `process` wants to be rung for, from the state of `stream`. Its id is one
 * over all processes and streams.
 */
export interface Ringing extends Wakeup {
  readonly process: string;
  readonly stream: string;
}

/** The id is held for another process or stream. Nothing of the call was kept. */
export class WakeupIdTaken extends Error {
  override readonly name = 'WakeupIdTaken';
  readonly code = 'WAKEUP_ID_TAKEN';
  constructor(
    readonly id: string,
    readonly holder: { readonly process: string; readonly stream: string },
  ) {
    super(`wake-up ${id} is held already, for ${holder.process} on ${holder.stream}; an id is one over all of them`);
  }
}

/** A wake-up that no bell can keep. Nothing of the call was kept. */
export class InvalidWakeup extends Error {
  override readonly name = 'InvalidWakeup';
  readonly code = 'INVALID_WAKEUP';
  constructor(id: string, what: string) {
    super(`wake-up "${id}" refused: ${what}`);
  }
}

export class BellClosed extends Error {
  override readonly name = 'BellClosed';
  readonly code = 'BELL_CLOSED';
  constructor() {
    super('the bell is closed');
  }
}

/**
 * Where wake-ups come from: what a bell holds is a copy of what the states ask for (architecture §6). A bell that does not keep
 * everything itself asks here.
 */
export interface States {
  /** All that should ring for this process and stream, as its state stands in the log now. */
  wakeupsOf(process: string, stream: string): Promise<readonly Wakeup[]>;
  /** At least all that should ring at or before `until`, one process and stream after the other. */
  dueBy(until: Instant): AsyncIterable<OwnedWakeups>;
}

export interface OwnedWakeups {
  readonly process: string;
  readonly stream: string;
  readonly wakeups: readonly Wakeup[];
}

/** What may be wrong with the Redis behind a bell; the words stand in libs/terms. */
export type RedisTrouble = 'REDIS_SILENT' | 'REDIS_TOO_OLD' | 'REDIS_EVICTS' | 'REDIS_FORGETS';

/** For whoever looks after a bell. With troubles it still rings everything, only later. */
export interface BellCondition {
  readonly kind: 'TABLE' | 'REDIS';
  readonly troubles: readonly RedisTrouble[];
}

/** Gives the order of a wake-up. Resolves when it has been answered, by events or by a refusal. */
export type OnRing = (ringing: Ringing) => Promise<unknown>;

/**
 * The queue is a bell (architecture §6): it rings at due moments and decides nothing; losing it loses nothing, for what
 * should ring is a function of the states and is given again by {@link replaceFor} at start.
 *
 * Each wake-up rings at least once and never before its moment: it is forgotten only when its ring was answered; one whose
 * ring failed rings again later. Those of one stream ring one after the other, in order of moment and id; streams do not
 * wait for each other. All writes are kept when they resolve; of what falls due in more than 36 hours a crash may take the last
 * second's, and the states give it again.
 *
 * A bell that has {@link States} to ask may hold only what falls due soon; it fetches the rest in time.
 */
export interface Bell {
  /** Whether it asks the {@link States} by itself, at its start and ever again, for what falls due: then nobody need reconcile it. */
  readonly fetches: boolean;
  /** Holds these, besides what it holds. One that it holds already takes the moment and order given now. @throws WakeupIdTaken, InvalidWakeup */
  set(wakeups: readonly Ringing[]): Promise<void>;
  /** Forgets these; an id that is not held is passed over. */
  cancel(ids: readonly string[]): Promise<void>;
  /** Holds for this process and stream exactly these. Costs next to nothing where they are held already. @throws WakeupIdTaken, InvalidWakeup */
  replaceFor(process: string, stream: string, wakeups: readonly Wakeup[]): Promise<void>;
  /** All that is held and due at `now`, answered not yet, in order of moment and id; also what rings just now or failed and waits. */
  due(now: Instant): Promise<readonly Ringing[]>;
  /** The earliest due moment held; undefined where nothing is. */
  next(): Promise<Instant | undefined>;
  /** How many are held. */
  pending(): Promise<number>;
  /** Begins to ring, what is due already first. */
  start(onRing: OnRing): Promise<void>;
  /** Begins no further ring and resolves when those under way have ended. It holds what it holds. */
  stop(): Promise<void>;
  /**
   * Resolves when nothing is due that has not been rung and no ring is under way; what failed and waits for its next try does
   * not count. A bell that was not started has nothing to answer. For the quiescence of a run on the virtual clock.
   */
  answered(): Promise<void>;
  /** What it is made of, and whether that works. */
  condition(): BellCondition;
  /** Stops, then releases what it is kept in. Whoever uses it afterwards gets {@link BellClosed}. A second call does nothing. */
  close(): Promise<void>;
}
