import { setTimeout as pause } from 'node:timers/promises';
import { type Opened } from '#libs/embedded';
import { distributed as words, type Words } from '#libs/terms';

/** Less than the 30 s that a container is given before it is killed, with 5 s for the requests that are under way. */
const STOP_MS = 20_000;
/** So long the rest is waited for after what did not answer was let go: nothing of it should take any time. */
const AFTERWARDS_MS = 2_000;

/** What is closed in order, by the names of its {@link words}. */
export type Closed = 'SHARE' | 'ENGINE' | 'LEDGER' | 'READ_MODELS' | 'LEASES' | 'DATABASE' | 'LOG';

/** Stopped, and not all of it in order: what did not answer in time was let go. Nothing that was acknowledged is lost. */
export class LetGo extends Error {
  override readonly name = 'LetGo';
  readonly code = 'LET_GO';
  constructor(
    /** What had not been closed by then. */
    readonly what: readonly Closed[],
    withinMs: number,
  ) {
    const said = words.LET_GO(withinMs / 1_000, listed(what.map((name) => words[name])));
    super(`${said.zh} / ${said.en}`);
  }
}

export interface Stopping {
  /** Within which all is to be closed in order; 20 s where absent. Milliseconds. */
  readonly withinMs?: number | undefined;
  /** Ends the waiting for whatever does not answer. */
  readonly letGo: () => void;
}

/**
 * Closes in order for so long, then without what does not answer: a server that stands still may do so for hours, and whoever is told to
 * stop is killed after half a minute. @throws LetGo, and what `opened` throws where all answered.
 */
export async function closeWithin(opened: Opened, { withinMs = STOP_MS, letGo }: Stopping): Promise<void> {
  const closing = opened.close();
  if (await isDoneWithin(closing, withinMs)) return closing;
  const what = opened.remaining as readonly Closed[];
  letGo();
  await isDoneWithin(closing, AFTERWARDS_MS);
  throw new LetGo(what, withinMs);
}

async function isDoneWithin(work: Promise<void>, ms: number): Promise<boolean> {
  const done = new AbortController();
  const ended = work.then(
    () => true,
    () => true,
  );
  const late = pause(ms, false, { signal: done.signal }).catch(() => false);
  return Promise.race([ended, late]).finally(() => done.abort());
}

function listed(names: readonly Words[]): Words {
  return { zh: names.map(({ zh }) => zh).join('、'), en: names.map(({ en }) => en).join(', ') };
}
