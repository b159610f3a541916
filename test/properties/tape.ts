/** The choices of one run, as numbers. 0 is always the lawful choice, so that a shrunk tape is a lawful run with one fault. */
export class Tape {
  private at = 0;

  constructor(private readonly numbers: readonly number[]) {}

  get spent(): boolean {
    return this.at >= this.numbers.length;
  }

  next(): number {
    return this.numbers[this.at++] ?? 0;
  }

  /** True in `permille` of 1000 cases; never where the tape says 0. */
  chance(permille: number): boolean {
    return this.next() % 1000 >= 1000 - permille;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.next() % choices.length] ?? choices[0];
  }

  /** One of these, or nothing where there are none. */
  one<T>(choices: readonly T[]): T | undefined {
    return choices.length === 0 ? undefined : choices[this.next() % choices.length];
  }
}

/** The same numbers for the same seed, from 0 to 65535. */
export function tapeOf(seed: number, length = 400): Tape {
  let state = seed >>> 0;
  return new Tape(
    Array.from({ length }, () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) & 0xffff;
    }),
  );
}
