import { setImmediate } from 'node:timers';
import { type Instant, type JsonValue, type Sealed, type Unsealed } from '#libs/kernel';
import {
  type Destruction,
  type Disclosed,
  KeyDestroyed,
  type Needs,
  NotPrepared,
  type Place,
  type Sealer,
  type Vault,
  VaultNotWritable,
} from './port.js';
import { Rehearsal } from './rehearsal.js';
import { type OpenValue, Remembered } from './remembered.js';
import { type BoxWithKey, type FarShelf, type Shelf } from './shelf.js';
import {
  boxOf,
  commits,
  fingerprintKey,
  fingerprintUnder,
  type Kept,
  newKeyBytes,
  type PersonKey,
  personKey,
  sealUnder,
  unbox,
  valueOf,
} from './suite.js';

const TRUSTED_MS = 1_000;

export interface VaultOptions {
  /** Bytes of a new key, 32; random where absent. A run that must come out the same every time derives them from its seed. */
  readonly newKey?: (under: string) => Buffer;
  /** Where others destroy keys too: for how long nobody asks again whether they did; milliseconds, 1000 where absent. */
  readonly trustedMs?: number;
}

/** A box cannot be opened with the key that should open it: the file was changed or is damaged. */
export class VaultDamaged extends Error {
  override readonly name = 'VaultDamaged';
  readonly code = 'VAULT_DAMAGED';
  constructor(what: string, options?: ErrorOptions) {
    super(`${what} does not open with its key; restore the vault from a backup`, options);
  }
}

interface Waiting {
  readonly under: string;
  readonly key: PersonKey;
  readonly kept: Kept;
  readonly value: JsonValue;
}

interface Unboxed {
  readonly under: string;
  /** Absent where the key was destroyed. */
  readonly plain?: { readonly salt: Buffer; readonly text: string };
}

/** The vault over any shelf: seals, remembers what was opened, and lets many seals share one durable write. */
export class KeyedVault implements Vault {
  readonly #shelf: Shelf;
  readonly #newKey: (under: string) => Buffer;
  readonly #trustedMs: number;
  /** What is durable. What still waits is in {@link #waiting} and {@link #writing} alone. */
  readonly #memory = new Remembered();
  #waiting = new Map<string, Waiting>();
  #writing: ReadonlyMap<string, Waiting> = new Map();
  readonly #newKeys = new Map<string, Buffer>();
  #flushing: Promise<void> | undefined;
  #keeping: Promise<void> | undefined;
  #looking: Promise<void> | undefined;
  #lookedAt = -Infinity;
  #closed = false;

  constructor(shelf: Shelf, { newKey = newKeyBytes, trustedMs = TRUSTED_MS }: VaultOptions = {}) {
    this.#shelf = shelf;
    this.#newKey = newKey;
    this.#trustedMs = trustedMs;
  }

  prepare(needs: () => Needs): Promise<void> | undefined {
    return this.#shelf.near ? undefined : this.#prepare(this.#shelf, needs(), true);
  }

  seal(place: Place, unsealed: Unsealed): Sealed {
    this.#refuseUnlessWritable();
    const { under } = unsealed;
    const key = this.#keyFor(under) ?? this.#makeKey(under);
    const kept = sealUnder(key, place, unsealed);
    const { ref } = kept.sealed;
    if (this.#notYetKept(ref) === undefined && this.#memory.value(ref) === undefined) {
      this.#waiting.set(ref, { under, key, kept, value: valueOf(kept.text) });
    }
    return kept.sealed;
  }

  fingerprint(purpose: string, text: string): string {
    this.#refuseUnlessWritable();
    const under = fingerprintKey(purpose);
    return fingerprintUnder(this.#keyFor(under) ?? this.#makeKey(under), text);
  }

  flush(): Promise<void> | undefined {
    if (this.#flushing !== undefined) return this.#flushing;
    if (this.#waiting.size === 0 && this.#newKeys.size === 0) return this.#keeping;
    // One turn later, so that all who seal in this turn share the write.
    this.#flushing = new Promise((resolve, reject) => {
      setImmediate(() => {
        this.#flushing = undefined;
        this.#keep().then(resolve, reject);
      });
    });
    return this.#flushing;
  }

  open(refs: readonly string[]): Readonly<Record<string, JsonValue>> {
    const opened: Record<string, JsonValue> = {};
    for (const ref of refs) {
      const found = this.#notYetKept(ref) ?? this.#memory.value(ref) ?? this.#fetch(ref);
      if (found !== undefined && this.#memory.destruction(found.under) === undefined) opened[ref] = found.value;
    }
    return opened;
  }

  async read(refs: readonly string[]): Promise<Readonly<Record<string, JsonValue>>> {
    await this.prepare(() => ({ refs }));
    return this.open(refs);
  }

  async verify(sealed: Sealed): Promise<boolean> {
    const { plain } = (await this.#lookUp([sealed.ref])).get(sealed.ref) ?? {};
    return plain !== undefined && commits(sealed, plain.salt, plain.text);
  }

  async disclose(refs: readonly string[]): Promise<Readonly<Record<string, Disclosed>>> {
    const disclosed: Record<string, Disclosed> = {};
    for (const [ref, { plain }] of await this.#lookUp(refs)) {
      if (plain !== undefined) disclosed[ref] = { salt: plain.salt.toString('hex'), text: plain.text };
    }
    return disclosed;
  }

  async keysOf(refs: readonly string[]): Promise<Readonly<Record<string, string>>> {
    const unders: Record<string, string> = {};
    for (const [ref, { under }] of await this.#lookUp(refs)) unders[ref] = under;
    return unders;
  }

  async destroyKey(under: string, at: Instant): Promise<Destruction> {
    this.#refuseUnlessWritable();
    await this.#keep();
    const destruction = await this.#shelf.destroy(under, at);
    this.#forgetKey(destruction);
    return destruction;
  }

  async destroyed(): Promise<readonly Destruction[]> {
    return this.#shelf.destroyed();
  }

  async orphans(knownRefs: ReadonlySet<string>): Promise<readonly string[]> {
    const orphans: string[] = [];
    for await (const ref of this.#shelf.refs()) if (!knownRefs.has(ref)) orphans.push(ref);
    return orphans;
  }

  async sweep(refs: readonly string[]): Promise<number> {
    this.#refuseUnlessWritable();
    this.#memory.forgetValues(new Set(refs));
    return this.#shelf.remove(refs);
  }

  rehearsal(): Sealer {
    const shelf = this.#shelf;
    return new Rehearsal({
      prepare: (needs) => (shelf.near ? undefined : this.#prepare(shelf, needs(), false)),
      open: (refs) => this.open(refs),
      keyFor: (under) => this.#keyFor(under),
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    if (this.#shelf.writable) await this.#keep();
    this.#closed = true;
    await this.#shelf.close();
  }

  #refuseUnlessWritable(): void {
    if (this.#closed) throw new VaultNotWritable('the vault is closed');
    if (!this.#shelf.writable) throw new VaultNotWritable('the vault was opened to be read only');
  }

  #notYetKept(ref: string): Waiting | undefined {
    return this.#waiting.get(ref) ?? this.#writing.get(ref);
  }

  /** @throws KeyDestroyed. Undefined where the name never had a key. */
  #keyFor(under: string): PersonKey | undefined {
    const known = this.#memory.key(under);
    if (known !== undefined) return known;
    const made = this.#newKeys.get(under);
    if (made !== undefined) return personKey(made);
    const destruction = this.#memory.destruction(under);
    if (destruction !== undefined) throw new KeyDestroyed(destruction.under, destruction.at);
    if (!this.#shelf.near) {
      if (this.#memory.isAbsent(under)) return undefined;
      throw new NotPrepared(`the key of ${under}`);
    }
    const found = this.#shelf.key(under);
    if (found !== undefined && !Buffer.isBuffer(found)) throw new KeyDestroyed(found.under, found.at);
    return found === undefined ? undefined : this.#memory.keepKey(under, found);
  }

  #makeKey(under: string): PersonKey {
    if (!this.#shelf.near) throw new NotPrepared(`the key of ${under}`);
    const bytes = this.#newKey(under);
    this.#newKeys.set(under, bytes);
    return this.#memory.keepKey(under, bytes);
  }

  #forgetKey(destruction: Destruction): void {
    this.#newKeys.delete(destruction.under);
    this.#memory.forgetKey(destruction);
  }

  /** One write after another: what is sealed meanwhile goes with the next. */
  async #keep(): Promise<void> {
    while (this.#keeping !== undefined) await this.#keeping.catch(() => undefined);
    if (this.#waiting.size === 0 && this.#newKeys.size === 0) return;
    this.#keeping = this.#write();
    try {
      await this.#keeping;
    } finally {
      this.#keeping = undefined;
    }
  }

  async #write(): Promise<void> {
    const written = this.#waiting;
    this.#writing = written;
    this.#waiting = new Map();
    try {
      const alive = [...written.values()].filter(({ under }) => this.#memory.destruction(under) === undefined);
      const boxes = alive.map(({ under, key, kept }) => ({ ref: kept.sealed.ref, under, box: boxOf(key, kept) }));
      const destroyed = this.#shelf.keep(this.#newKeys, boxes);
      // A near shelf is not waited for: nobody comes in between.
      for (const destruction of destroyed instanceof Promise ? await destroyed : destroyed) this.#forgetKey(destruction);
    } catch (error) {
      this.#waiting = new Map([...written, ...this.#waiting]);
      throw error;
    } finally {
      this.#writing = new Map();
    }
    this.#newKeys.clear();
    let dead: Destruction | undefined;
    for (const [ref, { under, value }] of written) {
      dead ??= this.#memory.destruction(under);
      this.#memory.keepValue(ref, { under, value });
    }
    if (dead !== undefined) throw new KeyDestroyed(dead.under, dead.at);
  }

  /** From a near shelf, at once. */
  #fetch(ref: string): OpenValue | undefined {
    if (!this.#shelf.near) {
      if (this.#memory.isAbsent(ref)) return undefined;
      throw new NotPrepared(`sealed value ${ref}`);
    }
    const found = this.#shelf.box(ref);
    if (found === undefined) return undefined;
    const key = this.#memory.key(found.under) ?? this.#shelf.key(found.under);
    return this.#opened(ref, this.#unboxed(ref, { ...found, key }));
  }

  #opened(ref: string, { under, plain }: Unboxed): OpenValue | undefined {
    if (plain === undefined) return undefined;
    const opened = { under, value: valueOf(plain.text) };
    this.#memory.keepValue(ref, opened);
    return opened;
  }

  /** @throws VaultDamaged */
  #unboxed(
    ref: string,
    { under, box, key }: Omit<BoxWithKey, 'key'> & { key: PersonKey | BoxWithKey['key'] | undefined },
  ): Unboxed {
    const opens = Buffer.isBuffer(key) ? this.#memory.keepKey(under, key) : key;
    if (opens === undefined || 'at' in opens) return { under };
    try {
      return { under, plain: unbox(opens, ref, box) };
    } catch (error) {
      throw new VaultDamaged(`sealed value ${ref}`, { cause: error });
    }
  }

  /** Keys and salts as they lie there. */
  async #lookUp(refs: readonly string[]): Promise<ReadonlyMap<string, Unboxed>> {
    const found = new Map<string, Unboxed>();
    const elsewhere: string[] = [];
    for (const ref of refs) {
      const waiting = this.#notYetKept(ref);
      if (waiting === undefined) elsewhere.push(ref);
      else
        found.set(
          ref,
          this.#memory.destruction(waiting.under) !== undefined
            ? { under: waiting.under }
            : { under: waiting.under, plain: waiting.kept },
        );
    }
    if (this.#shelf.near) {
      for (const ref of elsewhere) {
        const box = this.#shelf.box(ref);
        if (box !== undefined) found.set(ref, this.#unboxed(ref, { ...box, key: this.#shelf.key(box.under) }));
      }
    } else if (elsewhere.length > 0) {
      for (const [ref, box] of await this.#shelf.boxes(elsewhere)) found.set(ref, this.#unboxed(ref, box));
    }
    return found;
  }

  #prepare(shelf: FarShelf, { unders = [], purposes = [], refs = [] }: Needs, makes: boolean): Promise<void> | undefined {
    const names = [...unders, ...purposes.map(fingerprintKey)];
    const keys = names.filter((name) => this.#memory.key(name) === undefined && this.#memory.destruction(name) === undefined);
    const values = refs.filter((ref) => this.#notYetKept(ref) === undefined && this.#memory.value(ref) === undefined);
    const looked = performance.now() - this.#lookedAt < this.#trustedMs;
    if (looked && keys.length === 0 && values.length === 0) return undefined;
    return this.#bring(shelf, { keys: new Set(keys), values: new Set(values), looked, makes });
  }

  async #bring(
    shelf: FarShelf,
    needed: { readonly keys: Set<string>; readonly values: Set<string>; readonly looked: boolean; readonly makes: boolean },
  ): Promise<void> {
    const { keys, values, looked, makes } = needed;
    await Promise.all([
      looked ? undefined : this.#look(shelf),
      keys.size === 0 ? undefined : this.#bringKeys(shelf, [...keys], makes),
      values.size === 0 ? undefined : this.#bringValues(shelf, [...values]),
    ]);
  }

  /** Whether anything was destroyed elsewhere. Many who ask at once ask once. */
  #look(shelf: FarShelf): Promise<void> {
    this.#looking ??= (async () => {
      const began = performance.now();
      try {
        for (const destruction of await shelf.newlyDestroyed()) this.#forgetKey(destruction);
        this.#lookedAt = began;
      } finally {
        this.#looking = undefined;
      }
    })();
    return this.#looking;
  }

  async #bringKeys(shelf: FarShelf, names: readonly string[], makes: boolean): Promise<void> {
    const found = new Map(await shelf.keys(names));
    const missing = names.filter((name) => !found.has(name));
    if (missing.length > 0 && makes && shelf.writable && !this.#closed) {
      const made = await shelf.claim(new Map(missing.map((name) => [name, this.#newKey(name)])));
      for (const [name, key] of made) found.set(name, key);
    }
    for (const name of names) {
      const key = found.get(name);
      if (key === undefined) this.#memory.keepAbsent(name);
      else if (!Buffer.isBuffer(key)) this.#forgetKey(key);
      else this.#memory.keepKey(name, key);
    }
  }

  async #bringValues(shelf: FarShelf, refs: readonly string[]): Promise<void> {
    const found = await shelf.boxes(refs);
    for (const ref of refs) {
      const box = found.get(ref);
      if (box === undefined || this.#opened(ref, this.#unboxed(ref, box)) === undefined) this.#memory.keepAbsent(ref);
    }
  }
}
