import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { type Clock } from '#libs/clock';
import { type EventReader, type StoredEvent } from '#libs/event-store';
import { AskedWitnesses, type Newest } from './asked-witnesses.js';
import { type CheckpointFolder } from './checkpoint-folder.js';
import { HeadSigner } from './head-signer.js';
import { type LeafIndex } from './leaf-index.js';
import { isAway, type LedgerFault, LedgerStopped } from './ledger-fault.js';
import { type SigningKey } from './note.js';
import { OwnCheckpoints } from './own-checkpoints.js';
import { LedgerBehind, type Proven, prove, type ToProve } from './prove.js';
import { type Rhythm, SigningTimer, USUAL_RHYTHM } from './rhythm.js';
import { SharedCheckpoints } from './shared-checkpoints.js';
import { type SharedHeads } from './shared-heads.js';
import { type SignedBefore } from './signed-before.js';
import { type SignedHeads, signedHeadsOf } from './signed-head.js';
import { BATCH, TreeOfLog } from './tree-of-log.js';
import { type WitnessAddress, type WitnessTrouble } from './witness-client.js';

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
  readonly #tree: TreeOfLog;
  readonly #signer: HeadSigner;
  readonly #before: SignedBefore;
  /** Where the log has several ledgers. */
  readonly #shared: SharedCheckpoints | undefined;
  readonly #witnesses: AskedWitnesses;
  readonly #timer: SigningTimer;
  /** Nothing is signed before log and folder were held against what is known. */
  #takenUp = false;
  #following: Promise<void> | undefined;
  #watching: Promise<void> | undefined;
  /** What is signed, and written to the folder, one after another. */
  #last: Promise<void> = Promise.resolve();
  #failure: LedgerStopped | undefined;

  constructor(
    private readonly parts: LedgerParts,
    /** Told once, in one line, when it stops signing or a witness saw another log. */
    private readonly say: (fault: LedgerFault | WitnessTrouble, line: string) => void,
  ) {
    const { reader, index, clock, heads, rhythm = USUAL_RHYTHM, witnesses = [] } = parts;
    this.#rhythm = rhythm;
    const tree = (this.#tree = new TreeOfLog(reader, index));
    this.#timer = new SigningTimer(clock, rhythm, () => void this.sign());
    const newest = (): Newest | undefined => this.#signer.newest;
    const told = (it: Newest): void => {
      this.#signer.told(it);
      this.#witnesses.takeUp(it);
    };
    const known = { ...parts, size: () => tree.size, newest, told };
    this.#shared = heads === undefined ? undefined : new SharedCheckpoints({ ...known, heads });
    this.#before = this.#shared ?? new OwnCheckpoints(known);
    this.#signer = new HeadSigner({ ...parts, tree, before: this.#before });
    this.#witnesses = new AskedWitnesses(witnesses, {
      hashes: index,
      newest: () => (this.#before.leads ? newest() : undefined),
      signedSize: () => this.#before.signedSize(),
      cosigned: (no, line) => this.#inTurn(() => this.#signer.addLine(no, line)),
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
    const newest = this.#signer.newest?.kept;
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
    this.#shared?.lead();
  }

  /** Signs what it has taken in, hears the witnesses that are being asked, for a little, and then signs nothing more: another does. */
  async follow(): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#before.leads && this.#signer.covered < this.#tree.size) await this.#sign().catch(() => undefined);
    });
    // Whoever comes next asks them about what he signs, and not about this.
    if (this.#before.leads) await Promise.race([this.asked(), pause(COSIGNED_WITHIN_MS, undefined, { ref: false })]);
    await this.#inTurn(async () => {
      this.#shared?.follow();
      this.#witnesses.leave();
      this.#timer.cancel();
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
    const covers = (): boolean => (index.leafAt(last)?.index ?? -1) < this.#signer.covered;
    if (!covers()) await this.sign();
    await (this.#before.leads
      ? Promise.race([this.asked(), pause(Math.max(until - performance.now(), 0), undefined, { ref: false })])
      : this.#told(covers, until));
    const { newest } = this.#signer;
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
    this.#timer.cancel();
    await this.#following;
    await this.asked();
    if (this.#following !== undefined) {
      await this.#inTurn(() => this.#takeRest());
      if (this.#before.leads && this.#signer.covered < this.#tree.size) await this.sign();
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
    const { signal } = this.#stopping;
    await this.#tree.assertSameLog();
    const owed = await this.#takeUp();
    await this.#takeRest();
    if (this.#failure !== undefined) return;
    if (this.#tree.size < owed) {
      const what = `a checkpoint was signed over ${owed} leaves, the log has ${this.#tree.size} events`;
      throw new LedgerStopped('LOG_IS_SHORTER', what);
    }
    if (this.#shared !== undefined) this.#watching ??= this.#watch(this.#shared);
    // From its first moment a log has something that was signed: a log without is one from which it was taken away.
    if (this.#signer.newest === undefined && this.#tree.size > 0) await this.sign();
    this.#setTimer();
    for await (const batch of this.#tree.subscribe(signal)) {
      await this.#take(batch);
      this.#setTimer();
      if (this.#failure !== undefined) return;
      if (batch.length === BATCH) await turn();
      else await pause(GATHER_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** What was signed before; answers how many leaves the log must have had. */
  async #takeUp(): Promise<number> {
    const owed = await this.#before.takeUp();
    this.#signer.takeUp();
    if (this.#signer.newest !== undefined) this.#witnesses.takeUp(this.#signer.newest);
    this.#takenUp = true;
    return owed;
  }

  async #takeRest(): Promise<void> {
    while (this.#failure === undefined) {
      const batch = await this.#tree.next();
      if (batch.length === 0) return;
      await this.#take(batch);
      await turn();
    }
  }

  async #take(events: readonly StoredEvent[]): Promise<void> {
    this.#tree.take(events);
    this.#timer.leavesCame();
    const uncovered = this.#tree.size - this.#signer.covered;
    if (this.#before.leads && uncovered >= this.#rhythm.leaves && !this.#stopping.signal.aborted) await this.sign();
  }

  async #sign(): Promise<void> {
    if (!this.#takenUp) return;
    const signed = await this.#signer.sign();
    if (signed === 'NOT_OURS') return;
    this.#timer.covered();
    if (signed === 'SIGNED') this.#setTimer();
    // Also about one that is covered: whoever signed it may have ended before he asked.
    this.#witnesses.ask();
  }

  // Of a house with several ledgers

  /** Whoever signs looks whether somebody waits for it, the others what was signed. */
  async #watch(shared: SharedCheckpoints): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#inTurn(async () => {
        if (!shared.leads) await shared.look();
        else if (await shared.isDue(this.#signer.covered)) await this.#sign();
      });
      await pause(LOOK_AT_HEADS_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Waits for what another signs, and a little for those who cosign it. */
  async #told(covers: () => boolean, until: number): Promise<void> {
    const cosignedBy = Math.min(until, performance.now() + COSIGNED_WITHIN_MS);
    const isTold = (): boolean => {
      const { newest } = this.#signer;
      return newest !== undefined && (this.#witnesses.haveCosigned(newest.checkpoint) || performance.now() > cosignedBy);
    };
    while (this.#failure === undefined && performance.now() < until && !(covers() && isTold())) {
      await pause(AWAITED_HEADS_MS);
      await this.#inTurn(async () => void (await this.#shared?.adopt()));
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(async () => {
      if (this.#failure !== undefined) return;
      try {
        await work();
      } catch (error) {
        if (!isAway(error)) this.#break(error);
        else if (this.#maySetTimer()) this.#timer.setIn(AWAY_PAUSE_MS);
      }
    });
    return this.#last;
  }

  #setTimer(): void {
    if (this.#maySetTimer()) this.#timer.set(this.#signer.newest?.kept.time);
  }

  /** Where it does not sign nothing is due. */
  #maySetTimer(): boolean {
    this.#timer.cancel();
    return !this.#stopping.signal.aborted && this.#failure === undefined && this.#before.leads;
  }

  #break(error: unknown): void {
    this.#timer.cancel();
    if (this.#failure !== undefined) return;
    const what = error instanceof Error ? error.message : String(error);
    this.#failure = error instanceof LedgerStopped ? error : new LedgerStopped('LEDGER_BROKEN', what, { cause: error });
    this.say(this.#failure.code, what);
  }
}
