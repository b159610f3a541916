/** An event that was begun and is not answered yet by all of its processes. */
export interface Pending {
  /** Up to where all was read before it. */
  readonly after: bigint;
  done: boolean;
}

/** One partition as a runner serves it: what of it is under way, and up to where all of it was answered. */
export class Share {
  /** It was taken from us, or given up: nothing is done for it any more. */
  gone = false;
  private readonly inFlight: Pending[] = [];
  private joined = false;
  private until: bigint | undefined;
  private emptied: (() => void)[] = [];

  /**
   * @param from events up to here were answered.
   * @param before head of the log when it was taken: what stands before it may have been attended to by an earlier owner.
   * @param saved its checkpoint, as it was saved last.
   */
  constructor(
    private from: bigint,
    readonly before: bigint,
    public saved: bigint,
  ) {}

  /** The log is read anew, up to now it was read to `readTo`: answers from where on this share needs it. */
  join(readTo: bigint): bigint {
    if (this.joined) this.from = later(this.from, readTo);
    this.joined = true;
    return this.from;
  }

  takes(position: bigint): boolean {
    return this.joined && this.until === undefined && position > this.from;
  }

  begin(readTo: bigint): Pending {
    const pending: Pending = { after: later(this.from, readTo), done: false };
    this.inFlight.push(pending);
    return pending;
  }

  /** What was done from the beginning on is forgotten. */
  advance(): void {
    let passed = 0;
    while (this.inFlight[passed]?.done === true) passed++;
    if (passed > 0) this.inFlight.splice(0, passed);
    if (this.inFlight.length === 0) for (const tell of this.emptied.splice(0)) tell();
  }

  /** Position up to which every event of it has been answered. */
  lowWater(readTo: bigint): bigint {
    const [first] = this.inFlight;
    if (first !== undefined) return first.after;
    if (!this.joined) return this.from;
    return this.until ?? later(this.from, readTo);
  }

  /** Begins nothing more; resolves when what is under way has ended. */
  leave(readTo: bigint): Promise<void> {
    this.until ??= this.joined ? later(this.from, readTo) : this.from;
    if (this.inFlight.length === 0 || this.gone) return Promise.resolve();
    return new Promise((resolve) => this.emptied.push(resolve));
  }

  drop(): void {
    this.gone = true;
    for (const tell of this.emptied.splice(0)) tell();
  }
}

function later(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
