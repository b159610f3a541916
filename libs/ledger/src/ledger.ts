import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { type Clock, type Timer } from '#libs/clock';
import { type EventReader, PositionUnknown, type StoredEvent } from '#libs/event-store';
import { type Instant, instantOfMs, msOf } from '#libs/kernel';
import { type CheckpointFolder } from './checkpoint-folder.js';
import { parseCheckpoint, type SignedCheckpoint, signatureOf, signCheckpoint, withLine } from './checkpoint.js';
import { type KeptCheckpoint, type Leaf, type LeafIndex, type TreeNode } from './leaf-index.js';
import { leafHash } from './leaf.js';
import { type SigningKey } from './note.js';
import { type SignedHeads, signedHeadsOf } from './signed-head.js';
import { LedgerBehind, type Proven, prove, type ToProve } from './prove.js';
import { GrowingTree, rootAt } from './tree.js';
import { askWitness, type WitnessAddress, type WitnessTrouble } from './witness-client.js';

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
}

/** Why a ledger signs nothing any more. The engine goes on; a person must look. */
export type LedgerFault =
  /** The event at the ledger's last leaf is not the one that was hashed, or is gone: the log was cut, exchanged or put back. */
  | 'LOG_IS_NOT_THE_SAME'
  /** The log ends before what was signed. */
  | 'LOG_IS_SHORTER'
  /** The tree has another root where a checkpoint was signed. */
  | 'ROOT_IS_NOT_THE_SAME'
  /** The newest checkpoint in the folder is not of this ledger's key. */
  | 'CHECKPOINT_NOT_OURS'
  /** It cannot read or write: the error is told beside. */
  | 'LEDGER_BROKEN';

/** The ledger stands still, and why. */
export class LedgerStopped extends Error {
  override readonly name = 'LedgerStopped';
  constructor(
    readonly code: LedgerFault,
    what: string,
    options?: ErrorOptions,
  ) {
    super(what, options);
  }
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

interface Asking {
  readonly address: WitnessAddress;
  /** Of what it cosigned last, as far as we know. */
  size: number;
  trouble?: WitnessTrouble;
  busy: boolean;
}

/**
 * Follows the log and makes it provable: each event a leaf, in the order of the log; checkpoints over them, signed and kept outside of
 * the store. It signs nothing that does not grow out of what it signed before. Nothing waits for it.
 */
export class Ledger {
  readonly #rhythm: Rhythm;
  readonly #stopping = new AbortController();
  readonly #asked: readonly Asking[];
  readonly #asking = new Set<Promise<void>>();
  #tree: GrowingTree;
  #newest: { readonly kept: KeptCheckpoint; readonly checkpoint: SignedCheckpoint } | undefined;
  /** Signed checkpoints in the folder that the index does not know: it was put back from a copy. Empty in nearly every life. */
  #ahead: readonly { readonly checkpoint: SignedCheckpoint; readonly time: number }[] = [];
  /** Nothing is signed before log and folder were held against what is known. */
  #takenUp = false;
  #openSince: Instant | undefined;
  #timer: Timer | undefined;
  #following: Promise<void> | undefined;
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
    this.#asked = (parts.witnesses ?? []).map((address) => ({ address, size: 0, busy: false }));
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
      witnesses: this.#asked.map(({ address, size, trouble }) => ({
        name: address.key.name,
        size,
        ...(trouble === undefined ? {} : { trouble }),
      })),
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

  /**
   * Signs what no checkpoint covers yet, and a heartbeat where all is covered. Does nothing before it has found its place in the log,
   * nor where it stands still. Never rejects.
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
    const covered = (index.leafAt(last)?.index ?? -1) < this.#covered();
    if (!covered) await this.sign();
    await Promise.race([this.asked(), pause(Math.max(until - performance.now(), 0), undefined, { ref: false })]);
    const newest = this.#newest;
    if (newest === undefined || this.#failure !== undefined) throw this.#failure ?? new LedgerBehind(last);
    return prove(index, newest.kept, positions, from);
  }

  /** Resolves when no witness is being asked. */
  async asked(): Promise<void> {
    await Promise.all(this.#asking);
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
      if (this.#covered() < this.#tree.size) await this.sign();
    }
    await this.#last;
    this.parts.index.close();
  }

  async #follow(): Promise<void> {
    const { reader, index } = this.parts;
    const { signal } = this.#stopping;
    await this.#sameLog();
    await this.#takeUp();
    this.#takenUp = true;
    await this.#takeRest();
    if (this.#failure !== undefined) return;
    if (this.#tree.size < this.#owed()) {
      const what = `the folder holds a checkpoint over ${this.#owed()} leaves, the log has ${this.#tree.size} events`;
      throw new LedgerStopped('LOG_IS_SHORTER', what);
    }
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
    if (this.#tree.size - this.#covered() >= this.#rhythm.leaves && !this.#stopping.signal.aborted) await this.sign();
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
    const { index, folder, key, witnesses = [] } = this.parts;
    const kept = index.lastCheckpoint();
    for (const unpublished of index.unpublished()) {
      const [before] = unpublished.no === 1 ? [] : index.checkpoints(unpublished.no - 2, 1);
      await folder.publishTiles(index, before?.size ?? 0, unpublished.size);
      await folder.publish(unpublished, unpublished.no === kept?.no);
      index.published(unpublished.no);
    }
    this.#ahead = [...this.#aheadOf(kept?.time ?? 0)];
    await folder.sayAbout(
      key.name,
      [key.plain, key.timed],
      witnesses.map((witness) => witness.key),
    );
    if (kept === undefined) return;
    this.#newest = { kept, checkpoint: parseCheckpoint(kept.text) };
    if (signatureOf(key.timed, this.#newest.checkpoint).state !== 'GOOD') {
      const what = `the last checkpoint is not signed by ${key.timed.vkey}: key or origin is another; a new one begins with a new folder`;
      throw new LedgerStopped('CHECKPOINT_NOT_OURS', what);
    }
    for (const asking of this.#asked) {
      asking.size = signatureOf(asking.address.key, this.#newest.checkpoint).state === 'GOOD' ? kept.size : 0;
    }
  }

  /** Leaves without which nothing may be signed. */
  #owed(): number {
    return this.#ahead.reduce((most, { checkpoint }) => Math.max(most, checkpoint.size), 0);
  }

  #covered(): number {
    return this.#newest?.kept.size ?? 0;
  }

  async #sign(): Promise<void> {
    const { index, key, clock } = this.parts;
    if (!this.#takenUp || this.#tree.size < this.#owed()) return;
    await this.#adopt();
    const { size } = this.#tree;
    const root = this.#tree.root();
    const before = this.#newest;
    if (before !== undefined && !rootAt(index, before.kept.size).equals(before.checkpoint.root)) {
      throw new LedgerStopped('ROOT_IS_NOT_THE_SAME', `the tree of ${before.kept.size} leaves has another root than was signed`);
    }
    // A clock that was set back does not put a checkpoint before an earlier one.
    const time = Math.max(Math.floor(msOf(clock.now()) / 1000), before?.kept.time ?? 0);
    this.#openSince = undefined;
    if (before?.kept.size === size && before.kept.time === time) return;
    const checkpoint = signCheckpoint(key, { size, root }, time);
    await this.#publish(index.keep({ size, time, text: checkpoint.text }), checkpoint, before?.kept.size ?? 0);
    this.#setTimer();
    for (const asking of this.#asked) this.#ask(asking);
  }

  async #publish(kept: KeptCheckpoint, checkpoint: SignedCheckpoint, from: number): Promise<void> {
    const { index, folder } = this.parts;
    await folder.publishTiles(index, from, kept.size);
    await folder.publish(kept, true);
    index.published(kept.no);
    this.#newest = { kept, checkpoint };
  }

  /** What the folder has and the index had not: taken over where the tree is the same. */
  async #adopt(): Promise<void> {
    const { index } = this.parts;
    for (const { checkpoint, time } of this.#ahead) {
      if (!rootAt(index, checkpoint.size).equals(checkpoint.root)) {
        const what = `the tree of ${checkpoint.size} leaves has another root than the checkpoint in the folder`;
        throw new LedgerStopped('ROOT_IS_NOT_THE_SAME', what);
      }
      const kept = index.keep({ size: checkpoint.size, time, text: checkpoint.text });
      await this.#publish(kept, checkpoint, this.#newest?.kept.size ?? 0);
    }
    this.#ahead = [];
  }

  /** Checkpoints in the folder that the index does not know: each must be ours. */
  *#aheadOf(time: number): Generator<{ readonly checkpoint: SignedCheckpoint; readonly time: number }> {
    const { index, folder, key } = this.parts;
    for (const file of folder.signed(time)) {
      if ('stray' in file || file.time < time || index.checkpointAt(file.size, file.time) !== undefined) continue;
      const checkpoint = parseCheckpoint(folder.read(file.path)?.toString('utf8') ?? '');
      const signed = signatureOf(key.timed, checkpoint);
      const ours = signed.state === 'GOOD' && signed.time === file.time && checkpoint.size === file.size;
      if (!ours) throw new LedgerStopped('CHECKPOINT_NOT_OURS', `${file.path} is not signed by ${key.timed.vkey}`);
      yield { checkpoint, time: file.time };
    }
  }

  #setTimer(): void {
    this.#timer?.cancel();
    if (this.#stopping.signal.aborted || this.#failure !== undefined) return;
    const { clock } = this.parts;
    const { everyMs, heartbeatMs } = this.#rhythm;
    const open = this.#openSince === undefined ? [] : [msOf(this.#openSince) + everyMs];
    const last = this.#newest === undefined ? msOf(clock.now()) : this.#newest.kept.time * 1000;
    this.#timer = clock.timer(instantOfMs(Math.min(...open, last + heartbeatMs)), () => void this.sign());
  }

  /** One question at a time to each witness; the newest checkpoint when it has answered. */
  #ask(asking: Asking): void {
    if (asking.busy || this.#stopping.signal.aborted) return;
    asking.busy = true;
    const asked = this.#askOne(asking)
      .catch((error: unknown) => this.#break(error))
      .finally(() => {
        asking.busy = false;
        this.#asking.delete(asked);
      });
    this.#asking.add(asked);
  }

  async #askOne(asking: Asking): Promise<void> {
    for (let newest = this.#newest; newest !== undefined;) {
      const { kept, checkpoint } = newest;
      const answer = await askWitness(asking.address, checkpoint, this.parts.index, asking.size, this.#stopping.signal);
      if ('trouble' in answer) {
        const told = asking.trouble === answer.trouble || answer.trouble === 'WITNESS_SILENT';
        asking.trouble = answer.trouble;
        if (!told) this.say(answer.trouble, asking.address.key.name);
        return;
      }
      delete asking.trouble;
      asking.size = answer.size;
      await this.#inTurn(() => this.#addLine(kept.no, answer.line));
      if (this.#newest === undefined || this.#newest.kept.no === kept.no) return;
      newest = this.#newest;
    }
  }

  async #addLine(no: number, line: string): Promise<void> {
    const { index, folder } = this.parts;
    const [kept] = index.checkpoints(no - 1, 1);
    if (kept?.no !== no) return;
    const checkpoint = withLine(parseCheckpoint(kept.text), line);
    const rewritten = { ...kept, text: checkpoint.text };
    const newest = this.#newest?.kept.no === no;
    index.rewrite(no, checkpoint.text);
    await folder.publish(rewritten, newest);
    index.published(no);
    if (newest) this.#newest = { kept: rewritten, checkpoint };
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(async () => {
      if (this.#failure !== undefined) return;
      try {
        await work();
      } catch (error) {
        this.#break(error);
      }
    });
    return this.#last;
  }

  #break(error: unknown): void {
    this.#timer?.cancel();
    if (this.#failure !== undefined) return;
    const what = error instanceof Error ? error.message : String(error);
    this.#failure = error instanceof LedgerStopped ? error : new LedgerStopped('LEDGER_BROKEN', what, { cause: error });
    this.say(this.#failure.code, what);
  }
}
