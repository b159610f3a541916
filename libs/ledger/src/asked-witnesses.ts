import { type SignedCheckpoint, signatureOf } from './checkpoint.js';
import { type KeptCheckpoint } from './leaf-index.js';
import { type TreeHashes } from './tree.js';
import { askWitness, type WitnessAddress, type WitnessTrouble } from './witness-client.js';

/** A checkpoint as it was kept and as it is read. */
export interface Newest {
  readonly kept: KeptCheckpoint;
  readonly checkpoint: SignedCheckpoint;
}

export interface AskedWitnessesParts {
  readonly hashes: TreeHashes;
  /** What is to be cosigned now. */
  readonly newest: () => Newest | undefined;
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

  /** What they are known to have cosigned, from the last checkpoint that was kept. */
  takeUp({ kept, checkpoint }: Newest): void {
    for (const asking of this.#asked) {
      asking.size = signatureOf(asking.address.key, checkpoint).state === 'GOOD' ? kept.size : 0;
    }
  }

  /** Whether all of them have cosigned it. */
  haveCosigned(checkpoint: SignedCheckpoint): boolean {
    return this.#asked.every(({ address }) => signatureOf(address.key, checkpoint).state === 'GOOD');
  }

  /** One question at a time to each; the newest checkpoint when it has answered. */
  ask(): void {
    for (const asking of this.#asked) this.#ask(asking);
  }

  /** Resolves when none is being asked. */
  async answered(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #ask(asking: Asking): void {
    if (asking.busy || this.parts.signal.aborted) return;
    asking.busy = true;
    const asked = this.#askOne(asking)
      .catch((error: unknown) => this.parts.failed(error))
      .finally(() => {
        asking.busy = false;
        this.#underWay.delete(asked);
      });
    this.#underWay.add(asked);
  }

  async #askOne(asking: Asking): Promise<void> {
    const { hashes, newest, cosigned, say, signal } = this.parts;
    for (let asked = newest(); asked !== undefined;) {
      const { kept, checkpoint } = asked;
      const answer = await askWitness(asking.address, checkpoint, hashes, asking.size, signal);
      if ('trouble' in answer) {
        const told = asking.trouble === answer.trouble || answer.trouble === 'WITNESS_SILENT';
        asking.trouble = answer.trouble;
        if (!told) say(answer.trouble, asking.address.key.name);
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
}
