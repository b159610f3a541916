interface Closer {
  readonly name: string | undefined;
  readonly close: () => void | Promise<void>;
}

/** What was opened, to be closed in the opposite order. */
export class Opened {
  readonly #closers: Closer[] = [];
  #underWay: Closer | undefined;
  #closing: Promise<void> | undefined;

  /** `name`: by which {@link remaining} knows it. */
  keep<T>(it: T, close: (it: T) => void | Promise<void>, name?: string): T {
    this.#closers.push({ name, close: () => close(it) });
    return it;
  }

  /** Names of what is being closed or is still to be, in the order in which that is done. */
  get remaining(): readonly string[] {
    const underWay = this.#underWay === undefined ? [] : [this.#underWay];
    return [...underWay, ...this.#closers.toReversed()].flatMap(({ name }) => name ?? []);
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (let closer = this.#closers.pop(); closer !== undefined; closer = this.#closers.pop()) {
      this.#underWay = closer;
      try {
        await closer.close();
      } catch (error) {
        failures.push(error);
      }
    }
    this.#underWay = undefined;
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be closed');
  }
}
