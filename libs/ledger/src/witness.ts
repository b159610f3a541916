import { type Clock } from '#libs/clock';
import { msOf } from '#libs/kernel';
import { parseCheckpoint, type SignedCheckpoint, signatureOf } from './checkpoint.js';
import { NoteUnreadable, type SigningKey, type VerifierKey } from './note.js';
import { verifyConsistency } from './proof.js';
import { SHA_256 } from './suite.js';
import { parseAddCheckpoint, SIZE_TYPE } from './witness-words.js';

/** What a witness remembers: of each origin the last checkpoint that it cosigned, whatever becomes of its process. */
export interface WitnessMemory {
  /** Text of the signed note; undefined where it never cosigned for this origin. */
  last(origin: string): string | undefined;
  /** Replaces `before` by `checkpoint`, on the disk when it returns; false where another one stands there. */
  replace(origin: string, before: string | undefined, checkpoint: string): boolean;
  close(): void;
}

/** An HTTP answer. */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly type: string;
  readonly body: string;
}

const PLAIN = 'text/plain; charset=utf-8';

/**
 * Cosigns the checkpoints of logs that it knows, each only where it grows consistently out of the last one it cosigned (C2SP
 * tlog-witness, tlog-cosignature). A log that forks or rolls back gets no cosignature.
 */
export class Witness {
  constructor(
    private readonly key: SigningKey,
    /** Plain keys of the logs that it knows; a log's key is named as its origin. */
    private readonly logs: readonly VerifierKey[],
    private readonly memory: WitnessMemory,
    private readonly clock: Clock,
  ) {}

  /** Answers `POST add-checkpoint`. What it answers with 200 is remembered before it is answered. */
  addCheckpoint(body: string): WitnessAnswer {
    let asked: ReturnType<typeof parseAddCheckpoint>;
    let checkpoint: SignedCheckpoint;
    try {
      asked = parseAddCheckpoint(body);
      checkpoint = parseCheckpoint(asked.checkpoint);
    } catch (error) {
      if (!(error instanceof NoteUnreadable)) throw error;
      return refuse(400, error.message);
    }
    const { origin, size, root } = checkpoint;
    const keys = this.logs.filter(({ name }) => name === origin);
    if (keys.length === 0) return refuse(404, `the log "${origin}" is not known here`);
    // A wrong signature of a known key spoils the note, whatever else stands in it.
    const states = keys.map((key) => signatureOf(key, checkpoint).state);
    if (states.includes('WRONG') || !states.includes('GOOD')) return refuse(403, 'no known key of the log signed this');
    if (asked.old > size) return refuse(400, `old ${asked.old} is more than ${size}`);
    const before = this.memory.last(origin);
    const last = before === undefined ? { size: 0, root: SHA_256.empty } : parseCheckpoint(before);
    if (last.size !== asked.old) return { status: 409, type: SIZE_TYPE, body: `${last.size}\n` };
    if (last.size === size && !last.root.equals(root) && size > 0) {
      return { status: 409, type: SIZE_TYPE, body: `${last.size}\n` };
    }
    if (!verifyConsistency(last, { size, root }, asked.proof)) {
      return refuse(422, `the proof does not show that ${size} leaves grow out of ${last.size}`);
    }
    if (!this.memory.replace(origin, before, asked.checkpoint)) {
      const now = this.memory.last(origin);
      return { status: 409, type: SIZE_TYPE, body: `${now === undefined ? 0 : parseCheckpoint(now).size}\n` };
    }
    const time = Math.floor(msOf(this.clock.now()) / 1000);
    return { status: 200, type: PLAIN, body: `${this.key.cosignLine(checkpoint.note.body, time)}\n` };
  }

  /** The last checkpoint that it cosigned for a log, to be held against what the log shows; undefined where none. */
  lastOf(origin: string): string | undefined {
    return this.memory.last(origin);
  }
}

function refuse(status: 400 | 403 | 404 | 422, what: string): WitnessAnswer {
  return { status, type: PLAIN, body: `${what}\n` };
}
