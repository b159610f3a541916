/** Chance that comes out the same every time: a run is its seed. Nothing else in a run may draw lots. */
export interface Random {
  /** From 0 inclusive to 1 exclusive. */
  next(): number;
  /** A whole number from `least` to `most`, both included. @throws RangeError where they are no whole numbers in that order. */
  int(least: number, most: number): number;
  /** True in `share` of all cases. */
  chance(share: number): boolean;
  /** @throws RangeError where there is nothing to pick from. */
  pick<T>(from: readonly T[]): T;
  /** By weight: `[value, weight]`. @throws RangeError where no weight is positive. */
  weighted<T>(from: readonly (readonly [T, number])[]): T;
  /** A shuffled copy. */
  shuffle<T>(items: readonly T[]): readonly T[];
  /** `digits` hexadecimal digits. */
  hex(digits: number): string;
  /**
   * A stream of its own under a name. It depends on the seed and the name alone, not on what was drawn before: a village
   * more or less changes nothing in all others.
   */
  fork(name: string): Random;
}

export function randomOf(seed: string | number): Random {
  return new SeededRandom(String(seed));
}

/** sfc32, a small fast counting generator, seeded from text. For synthetic people; never for secrets. */
class SeededRandom implements Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(private readonly seed: string) {
    [this.#a, this.#b, this.#c] = threeHashes(seed);
    // The first numbers still resemble the seed.
    for (let round = 0; round < 12; round++) this.#draw();
  }

  next(): number {
    return this.#draw() / 2 ** 32;
  }

  int(least: number, most: number): number {
    if (!Number.isSafeInteger(least) || !Number.isSafeInteger(most) || most < least) {
      throw new RangeError(`no whole number lies from ${least} to ${most}`);
    }
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError('there is nothing to pick from');
    return from[this.int(0, from.length - 1)] as T;
  }

  weighted<T>(from: readonly (readonly [T, number])[]): T {
    const positive = from.filter(([, weight]) => weight > 0);
    const last = positive.at(-1);
    if (last === undefined) throw new RangeError('no weight is positive');
    let rest = this.next() * positive.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of positive) {
      rest -= weight;
      if (rest < 0) return value;
    }
    return last[0];
  }

  shuffle<T>(items: readonly T[]): readonly T[] {
    const shuffled = [...items];
    for (let at = shuffled.length - 1; at > 0; at--) {
      const other = this.int(0, at);
      [shuffled[at], shuffled[other]] = [shuffled[other] as T, shuffled[at] as T];
    }
    return shuffled;
  }

  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += this.#draw().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  }

  fork(name: string): Random {
    // The length keeps ("a", "b/c") and ("a/b", "c") apart.
    return new SeededRandom(`${this.seed}/${name.length}:${name}`);
  }

  #draw(): number {
    const drawn = (this.#a + this.#b + this.#counter++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + drawn) | 0;
    return drawn >>> 0;
  }
}

/** Three 32-bit hashes of a text (FNV-1a from three offsets, mixed at the end). */
function threeHashes(text: string): readonly [number, number, number] {
  const hash = (offset: number): number => {
    let value = offset;
    for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
    value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
    value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
    return value ^ (value >>> 16);
  };
  return [hash(0x811c9dc5), hash(0x9e3779b9), hash(0x7f4a7c15)];
}
