import { type SignedCheckpoint, signatureOf } from './checkpoint.js';
import { type KeptCheckpoint } from './leaf-index.js';
import { isAway } from './ledger-fault.js';
import { type TreeHashes } from './tree.js';
import { askWitness, type WitnessAddress, type WitnessTrouble } from './witness-client.js';

/** A checkpoint as it was kept and as it is read. */
export interface Newest {
  readonly kept: KeptCheckpoint;
  readonly checkpoint: SignedCheckpoint;
}

export interface AskedWitnessesParts {
  readonly hashes: TreeHashes;
  /** What is to be cosigned now; undefined where it is another's to ask. */
  readonly newest: () => Newest | undefined;
  /** Leaves under the last checkpoint that anybody signed. */
  readonly signedSize: () => Promise<number>;
  readonly cosigned: (no: number, line: string) => Promise<void>;
  /** Told once of what a witness says against us, by its name. */
  readonly say: (trouble: WitnessTrouble, name: string) => void;
  readonly failed: (error: unknown) => void;
  readonly signal: AbortSignal;
}

interface Asking {
  readonly address: WitnessAddress;
  /** Of what it cosigned last, as far as we know. */
  size: number;
  trouble?: WitnessTrouble;
  busy: boolean;
}

/** The witnesses that a log asks for their cosignatures. */
export class AskedWitnesses {
  readonly #asked: readonly Asking[];
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    addresses: readonly WitnessAddress[],
    private readonly parts: AskedWitnessesParts,
  ) {
    this.#asked = addresses.map((address) => ({ address, size: 0, busy: false }));
  }

  get conditions(): readonly { readonly name: string; readonly size: number; readonly trouble?: WitnessTrouble }[] {
    return this.#asked.map(({ address, size, trouble }) => ({
      name: address.key.name,
      size,
      ...(trouble === undefined ? {} : { trouble }),
    }));
  }

  /** What they are known to have cosigned, by a checkpoint that was kept. */
  takeUp({ kept, checkpoint }: Newest): void {
    for (const asking of this.#asked) {
      if (!hasCosigned(asking, checkpoint)) continue;
      asking.size = kept.size;
      delete asking.trouble;
    }
  }

  /** Another asks them from now on, and hears himself how they are. */
  leave(): void {
    for (const asking of this.#asked) delete asking.trouble;
  }

  /** Whether all of them have cosigned it. */
  haveCosigned(checkpoint: SignedCheckpoint): boolean {
    return this.#asked.every((asking) => hasCosigned(asking, checkpoint));
  }

  /** Those who have not cosigned the newest checkpoint; one question at a time to each, about what is the newest then. */
  ask(): void {
    const newest = this.parts.newest();
    if (newest === undefined) return;
    for (const asking of this.#asked) if (!hasCosigned(asking, newest.checkpoint)) this.#ask(asking);
  }

  /** Resolves when none is being asked. */
  async answered(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #ask(asking: Asking): void {
    if (asking.busy || this.parts.signal.aborted) return;
    asking.busy = true;
    const asked = this.#askOne(asking)
      .catch((error: unknown) => {
        // Weather: it is asked again with the next checkpoint.
        if (!isAway(error)) this.parts.failed(error);
      })
      .finally(() => {
        asking.busy = false;
        this.#underWay.delete(asked);
      });
    this.#underWay.add(asked);
  }

  async #askOne(asking: Asking): Promise<void> {
    const { hashes, newest, cosigned, signal } = this.parts;
    for (let asked = newest(); asked !== undefined;) {
      const { kept, checkpoint } = asked;
      const answer = await askWitness(asking.address, checkpoint, hashes, asking.size, signal);
      if (!('line' in answer)) {
        const trouble = 'trouble' in answer ? answer.trouble : await this.#troubleOfAhead(answer.ahead);
        if (trouble !== undefined && newest() !== undefined) this.#complain(asking, trouble);
        return;
      }
      delete asking.trouble;
      asking.size = answer.size;
      await cosigned(kept.no, answer.line);
      const now = newest();
      if (now === undefined || now.kept.no === kept.no) return;
      asked = now;
    }
  }

  /** One that is ahead was asked by whoever signs now, where that one has signed so much; otherwise by nobody whom we know. */
  async #troubleOfAhead(size: number): Promise<WitnessTrouble | undefined> {
    return size <= (await this.parts.signedSize()) ? undefined : 'WITNESS_SAW_ANOTHER_LOG';
  }

  #complain(asking: Asking, trouble: WitnessTrouble): void {
    const isTold = asking.trouble === trouble || trouble === 'WITNESS_SILENT';
    asking.trouble = trouble;
    if (!isTold) this.parts.say(trouble, asking.address.key.name);
  }
}

function hasCosigned({ address }: Asking, checkpoint: SignedCheckpoint): boolean {
  return signatureOf(address.key, checkpoint).state === 'GOOD';
}
