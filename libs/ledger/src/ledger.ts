import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { type Clock, type Timer } from '#libs/clock';
import { type EventReader, PositionUnknown, type StoredEvent } from '#libs/event-store';
import { type Instant, instantOfMs, msOf } from '#libs/kernel';
import { AskedWitnesses, type Newest } from './asked-witnesses.js';
import { type CheckpointFolder } from './checkpoint-folder.js';
import { parseCheckpoint, type SignedCheckpoint, signatureOf, signCheckpoint, withLine } from './checkpoint.js';
import { aheadOf, type CheckpointAhead, markPublished, publishRest } from './folder-and-index.js';
import { type KeptCheckpoint, type Leaf, type LeafIndex, type TreeNode } from './leaf-index.js';
import { leafHash } from './leaf.js';
import { isAway, type LedgerFault, LedgerStopped } from './ledger-fault.js';
import { type SigningKey } from './note.js';
import { LedgerBehind, type Proven, prove, type ToProve } from './prove.js';
import { SharedCheckpoints } from './shared-checkpoints.js';
import { type SharedHeads } from './shared-heads.js';
import { type SignedHeads, signedHeadsOf } from './signed-head.js';
import { GrowingTree, rootAt } from './tree.js';
import { type WitnessAddress, type WitnessTrouble } from './witness-client.js';

/** When checkpoints are signed. */
export interface Rhythm {
  /** After so many leaves that no checkpoint covers. */
  readonly leaves: number;
  /** So long after the first leaf that no checkpoint covers; milliseconds. */
  readonly everyMs: number;
  /** So long after the last one although nothing came, so that silence shows; milliseconds. */
  readonly heartbeatMs: number;
}

export const USUAL_RHYTHM: Rhythm = { leaves: 4_096, everyMs: 60_000, heartbeatMs: 3_600_000 };

export interface LedgerParts {
  readonly reader: EventReader;
  readonly index: LeafIndex;
  readonly folder: CheckpointFolder;
  readonly key: SigningKey;
  readonly clock: Clock;
  readonly rhythm?: Rhythm;
  readonly witnesses?: readonly WitnessAddress[];
  /** Of a house with several ledgers of one log: this one signs while it leads, and takes over what another signs. */
  readonly heads?: SharedHeads;
}

export interface LedgerCondition {
  readonly leaves: number;
  /** Position in the log of the last leaf. */
  readonly position: bigint;
  /** The newest checkpoint; undefined where none was signed yet. */
  readonly checkpoint: { readonly size: number; readonly time: number } | undefined;
  readonly failure: LedgerStopped | undefined;
  readonly witnesses: readonly { readonly name: string; readonly size: number; readonly trouble?: WitnessTrouble }[];
}

/** Events in one write: few enough that an order given meanwhile waits some milliseconds at most. */
const BATCH = 250;
/** How long it lets events gather while it has nothing to catch up with: one write for all of them, off the order path. */
const GATHER_MS = 1_000;
/** How long whoever asks for proofs waits, and how often it is looked whether they can be had. */
const PATIENCE_MS = 10_000;
const LOOK_MS = 20;

/** Between two looks at what another has signed, or asks for; and while somebody here waits for it. */
const LOOK_AT_HEADS_MS = 500;
const AWAITED_HEADS_MS = 50;
/** How long whoever does not ask the witnesses itself waits for their lines. */
const COSIGNED_WITHIN_MS = 2_000;
/** A server that was away is asked again after this. */
const AWAY_PAUSE_MS = 1_000;

/**
 * Follows the log and makes it provable: each event a leaf, in the order of the log; checkpoints over them, signed and kept outside of
 * the store. It signs nothing that does not grow out of what it signed before. Nothing waits for it.
 */
export class Ledger {
  readonly #rhythm: Rhythm;
  readonly #stopping = new AbortController();
  readonly #witnesses: AskedWitnesses;
  readonly #shared: SharedCheckpoints | undefined;
  #tree: GrowingTree;
  #newest: Newest | undefined;
  /** Whether this one signs; and whether it has made good what its forerunner left undone. */
  #leads: boolean;
  #tookOver = false;
  /** Signed checkpoints in the folder that the index does not know: it was put back from a copy. Empty in nearly every life. */
  #ahead: readonly CheckpointAhead[] = [];
  /** Nothing is signed before log and folder were held against what is known. */
  #takenUp = false;
  #openSince: Instant | undefined;
  #timer: Timer | undefined;
  #following: Promise<void> | undefined;
  #watching: Promise<void> | undefined;
  /** What is written to the folder goes there one after another. */
  #last: Promise<void> = Promise.resolve();
  #failure: LedgerStopped | undefined;

  constructor(
    private readonly parts: LedgerParts,
    /** Told once, in one line, when it stops signing or a witness saw another log. */
    private readonly say: (fault: LedgerFault | WitnessTrouble, line: string) => void,
  ) {
    this.#rhythm = parts.rhythm ?? USUAL_RHYTHM;
    this.#tree = GrowingTree.from(parts.index, parts.index.size());
    const { heads } = parts;
    this.#leads = heads === undefined;
    const tree = { size: () => this.#tree.size, told: (newest: Newest) => void (this.#newest = newest) };
    this.#shared = heads === undefined ? undefined : new SharedCheckpoints({ ...parts, heads, ...tree });
    this.#witnesses = new AskedWitnesses(parts.witnesses ?? [], {
      hashes: parts.index,
      newest: () => this.#newest,
      cosigned: (no, line) => this.#inTurn(() => this.#addLine(no, line)),
      say,
      failed: (error) => this.#break(error),
      signal: this.#stopping.signal,
    });
  }

  start(): void {
    this.#following ??= this.#follow().catch((error: unknown) => this.#break(error));
  }

  condition(): LedgerCondition {
    const { index } = this.parts;
    const newest = this.#newest?.kept;
    return {
      leaves: index.size(),
      position: index.position(),
      checkpoint: newest === undefined ? undefined : { size: newest.size, time: newest.time },
      failure: this.#failure,
      witnesses: this.#witnesses.conditions,
    };
  }

  /** Name of the log. */
  get origin(): string {
    return this.parts.key.name;
  }

  /** Which checkpoints were signed by when. */
  get signed(): SignedHeads {
    return signedHeadsOf(this.parts.index);
  }

  /** Signs from now on: no other ledger of the house does until {@link follow}. @throws LedgerStopped where it stands still. */
  lead(): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#leads = true;
    this.#tookOver = false;
  }

  /** Signs what it has taken in, and then nothing more: another does. */
  follow(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#leads && this.#covered() < this.#tree.size) await this.#sign().catch(() => undefined);
      this.#leads = false;
      this.#timer?.cancel();
    });
  }

  /**
   * Signs what no checkpoint covers yet, and a heartbeat where all is covered; asks for it where another signs. Does nothing before it
   * has found its place in the log, nor where it stands still. Never rejects.
   */
  sign(): Promise<void> {
    return this.#inTurn(() => this.#sign());
  }

  /**
   * Proofs for the events at these positions under a checkpoint that is signed for them where none covers them yet; witnesses
   * have until `patienceMs` to cosign it.
   * @throws LedgerStopped where it stands still; LedgerBehind where it has not come so far in time; NotInLedger; RangeError where
   * `from` is larger than the log.
   */
  async prove(positions: readonly bigint[], { from, patienceMs = PATIENCE_MS }: ToProve = {}): Promise<Proven> {
    const { index } = this.parts;
    const last = positions.reduce((most, position) => (position > most ? position : most), -1n);
    const until = performance.now() + patienceMs;
    while (index.position() < last && this.#failure === undefined && performance.now() < until) await pause(LOOK_MS);
    if (index.position() < last) {
      throw this.#failure ?? new LedgerBehind(last);
    }
    const covers = (): boolean => (index.leafAt(last)?.index ?? -1) < this.#covered();
    if (!covers()) await this.sign();
    await (this.#leads
      ? Promise.race([this.asked(), pause(Math.max(until - performance.now(), 0), undefined, { ref: false })])
      : this.#told(covers, until));
    const newest = this.#newest;
    if (newest === undefined || this.#failure !== undefined || !covers()) throw this.#failure ?? new LedgerBehind(last);
    return prove(index, newest.kept, positions, from);
  }

  /** Resolves when no witness is being asked. */
  asked(): Promise<void> {
    return this.#witnesses.answered();
  }

  /** Takes in and signs what the log holds by now; then releases its file. A second call does nothing. */
  async stop(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#stopping.abort();
    this.#timer?.cancel();
    await this.#following;
    await this.asked();
    if (this.#following !== undefined) {
      await this.#inTurn(() => this.#takeRest());
      if (this.#leads && this.#covered() < this.#tree.size) await this.sign();
    }
    await this.#watching;
    await this.#last;
    this.parts.index.close();
  }

  /** For as long as it takes to reach a log that is away. */
  async #follow(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        return await this.#followOn();
      } catch (error) {
        if (!isAway(error)) throw error;
        await pause(AWAY_PAUSE_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #followOn(): Promise<void> {
    const { reader, index, heads } = this.parts;
    const { signal } = this.#stopping;
    await this.#sameLog();
    await this.#takeUp();
    const owed = Math.max(this.#owed(), (await heads?.last())?.size ?? 0);
    this.#takenUp = true;
    await this.#takeRest();
    if (this.#failure !== undefined) return;
    if (this.#tree.size < owed) {
      const what = `a checkpoint was signed over ${owed} leaves, the log has ${this.#tree.size} events`;
      throw new LedgerStopped('LOG_IS_SHORTER', what);
    }
    if (heads !== undefined) this.#watching ??= this.#watch(heads);
    // From its first moment a log has something that was signed: a log without is one from which it was taken away.
    if (this.#newest === undefined && this.#tree.size > 0) await this.sign();
    this.#setTimer();
    for await (const batch of reader.subscribe({ after: index.position(), batchSize: BATCH, signal })) {
      await this.#take(batch);
      this.#setTimer();
      if (this.#failure !== undefined) return;
      if (batch.length === BATCH) await turn();
      else await pause(GATHER_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #takeRest(): Promise<void> {
    const { reader, index } = this.parts;
    while (this.#failure === undefined) {
      const batch = await reader.readAll({ after: index.position(), limit: BATCH });
      if (batch.length === 0) return;
      await this.#take(batch);
      await turn();
    }
  }

  async #take(events: readonly StoredEvent[]): Promise<void> {
    const leaves: Leaf[] = [];
    const nodes: TreeNode[] = [];
    for (const event of events) {
      const { position, stream, revision, id } = event;
      const hash = leafHash(event);
      leaves.push({ index: this.#tree.size, position, stream, revision, id, hash });
      this.#tree.add(hash, (level, index, _hashes, root) => nodes.push({ level: level + 1, index, hash: root }));
    }
    this.parts.index.append(leaves, nodes);
    this.#openSince ??= this.parts.clock.now();
    const uncovered = this.#tree.size - this.#covered();
    if (this.#leads && uncovered >= this.#rhythm.leaves && !this.#stopping.signal.aborted) await this.sign();
  }

  /** Whether the log still holds, where the ledger ends, what it held. */
  async #sameLog(): Promise<void> {
    const { reader, index } = this.parts;
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

  /** Takes up what was signed before, and writes out what a crash kept from the folder. */
  async #takeUp(): Promise<void> {
    const { index, key, heads } = this.parts;
    const kept = index.lastCheckpoint();
    if (heads === undefined) {
      await publishRest(this.parts);
      this.#ahead = [...aheadOf(this.parts, kept?.time ?? 0)];
    }
    if (kept === undefined) return;
    this.#newest = { kept, checkpoint: parseCheckpoint(kept.text) };
    if (signatureOf(key.timed, this.#newest.checkpoint).state !== 'GOOD') {
      const what = `the last checkpoint is not signed by ${key.timed.vkey}: key or origin is another; a new one begins with a new folder`;
      throw new LedgerStopped('CHECKPOINT_NOT_OURS', what);
    }
    this.#witnesses.takeUp(this.#newest);
  }

  /** Leaves without which nothing may be signed. */
  #owed(): number {
    return this.#ahead.reduce((most, { checkpoint }) => Math.max(most, checkpoint.size), 0);
  }

  #covered(): number {
    return this.#newest?.kept.size ?? 0;
  }

  async #sign(): Promise<void> {
    const { index, key, clock, heads } = this.parts;
    if (!this.#takenUp || this.#tree.size < this.#owed()) return;
    if (heads === undefined || this.#shared === undefined) await this.#adopt();
    else if (!(await this.#maySign(heads, this.#shared))) return;
    const { size } = this.#tree;
    const root = this.#tree.root();
    const before = this.#newest;
    if (before !== undefined && !rootAt(index, before.kept.size).equals(before.checkpoint.root)) {
      throw new LedgerStopped('ROOT_IS_NOT_THE_SAME', `the tree of ${before.kept.size} leaves has another root than was signed`);
    }
    // A clock that was set back does not put a checkpoint before an earlier one.
    const time = Math.max(Math.floor(msOf(clock.now()) / 1000), before?.kept.time ?? 0);
    if (before?.kept.size === size && before.kept.time === time) {
      this.#openSince = undefined;
      return;
    }
    const checkpoint = signCheckpoint(key, { size, root }, time);
    const head = { size, time, text: checkpoint.text };
    if (heads !== undefined && !(await heads.keep({ no: (before?.kept.no ?? 0) + 1, ...head }))) {
      this.#leads = false;
      return;
    }
    this.#openSince = undefined;
    await this.#publish(index.keep([head]), checkpoint, before?.kept.size ?? 0);
    this.#setTimer();
    this.#witnesses.ask();
  }

  async #publish(kept: KeptCheckpoint, checkpoint: SignedCheckpoint, from: number): Promise<void> {
    const { index, folder } = this.parts;
    await folder.publishTiles(index, from, kept.size);
    await folder.publish(kept, true);
    index.published([kept.no]);
    this.#newest = { kept, checkpoint };
  }

  // Of a house with several ledgers

  async #watch(heads: SharedHeads): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#inTurn(() => this.#lookAt(heads));
      await pause(LOOK_AT_HEADS_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Whoever signs looks whether somebody waits for it, the others what was signed. */
  async #lookAt(heads: SharedHeads): Promise<void> {
    if (!this.#leads) {
      await this.#shared?.adopt();
      markPublished(this.parts);
      return;
    }
    const isAwaited = this.#covered() < this.#tree.size && (await heads.wanted()) > this.#covered();
    if (!this.#tookOver || isAwaited) await this.#sign();
  }

  /** Waits for what another signs, and a little for those who cosign it. */
  async #told(covers: () => boolean, until: number): Promise<void> {
    const cosignedBy = Math.min(until, performance.now() + COSIGNED_WITHIN_MS);
    const isTold = (): boolean =>
      this.#newest !== undefined && (this.#witnesses.haveCosigned(this.#newest.checkpoint) || performance.now() > cosignedBy);
    while (this.#failure === undefined && performance.now() < until && !(covers() && isTold())) {
      await pause(AWAITED_HEADS_MS);
      await this.#inTurn(async () => void (await this.#shared?.adopt()));
    }
  }

  /** Whether everything that was signed is known here and of our tree, and it is ours to sign; asks for a head where it is not. */
  async #maySign(heads: SharedHeads, shared: SharedCheckpoints): Promise<boolean> {
    const isUpToDate = await shared.adopt();
    if (!this.#leads) await heads.want(this.#tree.size);
    if (!this.#leads || !isUpToDate) return false;
    if (!this.#tookOver) this.#leads = this.#tookOver = await shared.takeOver();
    return this.#leads;
  }

  /** What the folder has and the index had not: taken over where the tree is the same. */
  async #adopt(): Promise<void> {
    const { index } = this.parts;
    for (const { checkpoint, time } of this.#ahead) {
      if (!rootAt(index, checkpoint.size).equals(checkpoint.root)) {
        const what = `the tree of ${checkpoint.size} leaves has another root than the checkpoint in the folder`;
        throw new LedgerStopped('ROOT_IS_NOT_THE_SAME', what);
      }
      const kept = index.keep([{ size: checkpoint.size, time, text: checkpoint.text }]);
      await this.#publish(kept, checkpoint, this.#newest?.kept.size ?? 0);
    }
    this.#ahead = [];
  }

  #setTimer(): void {
    this.#timer?.cancel();
    if (this.#stopping.signal.aborted || this.#failure !== undefined || !this.#leads) return;
    const { clock } = this.parts;
    const { everyMs, heartbeatMs } = this.#rhythm;
    const open = this.#openSince === undefined ? [] : [msOf(this.#openSince) + everyMs];
    const last = this.#newest === undefined ? msOf(clock.now()) : this.#newest.kept.time * 1000;
    this.#timer = clock.timer(instantOfMs(Math.min(...open, last + heartbeatMs)), () => void this.sign());
  }

  async #addLine(no: number, line: string): Promise<void> {
    const { index, folder, heads } = this.parts;
    const [kept] = index.checkpoints(no - 1, 1);
    if (kept?.no !== no) return;
    const checkpoint = withLine(parseCheckpoint(kept.text), line);
    const rewritten = { ...kept, text: checkpoint.text };
    const newest = this.#newest?.kept.no === no;
    if (heads !== undefined && !(await heads.rewrite(no, checkpoint.text))) return;
    index.rewrite(no, checkpoint.text);
    await folder.publish(rewritten, newest);
    index.published([no]);
    if (newest) this.#newest = { kept: rewritten, checkpoint };
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(async () => {
      if (this.#failure !== undefined) return;
      try {
        await work();
      } catch (error) {
        if (isAway(error)) this.#signLater();
        else this.#break(error);
      }
    });
    return this.#last;
  }

  #signLater(): void {
    this.#timer?.cancel();
    if (this.#stopping.signal.aborted || !this.#leads) return;
    const { clock } = this.parts;
    this.#timer = clock.timer(instantOfMs(msOf(clock.now()) + AWAY_PAUSE_MS), () => void this.sign());
  }

  #break(error: unknown): void {
    this.#timer?.cancel();
    if (this.#failure !== undefined) return;
    const what = error instanceof Error ? error.message : String(error);
    this.#failure = error instanceof LedgerStopped ? error : new LedgerStopped('LEDGER_BROKEN', what, { cause: error });
    this.say(this.#failure.code, what);
  }
}
