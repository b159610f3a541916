/** A signed head as all ledgers of a house know it. */
export interface SharedHead {
  /** Counted from 1 without gaps, as they were signed. */
  readonly no: number;
  readonly size: number;
  /** Whole seconds since 1970, as signed. */
  readonly time: number;
  /** The signed note, with the cosignatures that came by then. */
  readonly text: string;
}

/**
 * What was signed over one log that several ledgers make provable, each with leaves of its own: one of them signs at a time, all take over
 * what is here, if it is of their tree. What was not kept here was never signed.
 */
export interface SharedHeads {
  /** The last one; undefined where none was signed yet. */
  last(): Promise<SharedHead | undefined>;
  /** In order of their numbers, after this one, at most `limit`. */
  after(no: number, limit: number): Promise<readonly SharedHead[]>;
  /**
   * Keeps the next one before anybody hears of it. False where it is another's to sign by now, and nothing was kept.
   * @throws HeadsDiffer where it does not follow upon the last.
   */
  keep(head: SharedHead): Promise<boolean>;
  /**
   * Adds a cosignature to a head, once, behind those that it has by now: whoever knows it with fewer knows its beginning. Answers its text
   * then; undefined where it is another's to sign by now, and nothing was added.
   */
  addLine(no: number, line: string): Promise<string | undefined>;
  /** Asks whoever signs for a head over so many leaves. */
  want(size: number): Promise<void>;
  /** Over how many leaves one was asked for at most. */
  wanted(): Promise<number>;
}

/** The head to be kept does not follow upon the last that was. */
export class HeadsDiffer extends Error {
  override readonly name = 'HeadsDiffer';
  readonly code = 'HEADS_DIFFER';
  constructor(no: number, last: number) {
    super(`head ${no} was to be kept, and the last one is number ${last}`);
  }
}
