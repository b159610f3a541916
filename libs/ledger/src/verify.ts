import { type EventReader } from '#libs/event-store';
import { CheckpointCheck, type Believed, type Seen } from './check-checkpoints.js';
import { EventCheck } from './check-events.js';
import { TileCheck } from './check-tiles.js';
import { type CheckpointFolder, type LogAbout } from './checkpoint-folder.js';
import { type SignedCheckpoint, signatureOf } from './checkpoint.js';
import { type Flaw, Flaws } from './flaw.js';
import { type KeptCheckpoint, type LeafIndex } from './leaf-index.js';
import { bothSuites, parseVerifierKey, type VerifierKey } from './note.js';
import { SHA_256 } from './suite.js';
import { GrowingTree, rootAt } from './tree.js';

export interface ToVerify {
  readonly reader: EventReader;
  readonly index: LeafIndex;
  readonly folder: CheckpointFolder;
  /** The log's key, known from elsewhere. Absent, the one that the folder names is believed, and that much less is shown. */
  readonly key?: VerifierKey;
  /** Witnesses, known from elsewhere: each must have cosigned. */
  readonly witnesses?: readonly VerifierKey[];
  /** Checkpoints kept elsewhere: the log must still grow out of each. */
  readonly known?: readonly SignedCheckpoint[];
  /** Since when there must have been a checkpoint; seconds since 1970. */
  readonly aliveSince?: number;
  /** Told of leaves looked at, now and then. */
  readonly onProgress?: (leaves: number, of: number) => void;
}

export interface Verified {
  readonly sound: boolean;
  readonly origin: string;
  /** Events that were held against their leaves. */
  readonly events: number;
  readonly checkpoints: number;
  readonly newest: { readonly size: number; readonly time: number; readonly root: string } | undefined;
  /** Events that no checkpoint covers yet: nothing is shown of them. */
  readonly unsigned: number;
  /** The last that each witness cosigned. */
  readonly witnesses: readonly (Seen & { readonly name: string })[];
  readonly longestSilence: { readonly from: number; readonly to: number } | undefined;
  /** The first of them; {@link flawCount} counts all. */
  readonly flaws: readonly Flaw[];
  readonly flawCount: number;
}

const PAGE = 1_000;

/**
 * Holds log, ledger, tiles and checkpoints against each other, from the first event to the last that stood there when it began, also
 * beside a running server: every event is the one that was hashed, every stream is without gaps, the leaves give the tiles and
 * every root that was signed, and no checkpoint is missing, forged or out of order.
 *
 * What it cannot show alone: that all of it together was not put back to an earlier state, or made anew under another key. For
 * that it is given a key, witnesses or a checkpoint from elsewhere.
 */
export async function verifyLedger(given: ToVerify): Promise<Verified> {
  const { reader, index, folder, known = [], witnesses: named = [], aliveSince, onProgress } = given;
  const flaws = new Flaws();
  const about = readAbout(folder, flaws);
  const believed = believe(about, given, flaws);
  if (believed === undefined) return nothing(flaws);
  // In this order: a server that goes on meanwhile makes leaves first and then signs them.
  const last = index.lastCheckpoint();
  const published = lastPublished(index, last);
  const size = index.size();
  const position = index.leaves(size - 1, 1)[0]?.position ?? -1n;
  const checks = {
    events: new EventCheck(reader, position, flaws),
    tiles: new TileCheck(index, folder, published?.size ?? 0, flaws),
    checkpoints: new CheckpointCheck(index, folder, believed, flaws),
  };
  const walked = await walk(checks, given, flaws, size, last?.no ?? 0, onProgress);
  try {
    checks.tiles.end(walked.tree);
    checks.checkpoints.newest(published);
    checks.checkpoints.files();
    for (const checkpoint of known) holdAgainst(checkpoint, believed, index, size, flaws);
  } catch (error) {
    flaws.add('DATA_UNREADABLE', { found: messageOf(error) });
  }
  for (const witness of named) {
    if (!checks.checkpoints.seen.has(witness.name)) flaws.add('WITNESS_MISSING', { expected: witness.vkey });
  }
  const unsigned = size - (last?.size ?? 0) + (await eventsAfter(reader, position));
  if (last === undefined && unsigned > 0) flaws.add('CHECKPOINT_MISSING', { checkpoint: 1, leaves: '0' });
  if (aliveSince !== undefined && (last?.time ?? 0) < aliveSince) {
    flaws.add('SILENT', { expected: String(aliveSince), found: String(last?.time ?? 0) });
  }
  return {
    sound: flaws.count === 0,
    origin: believed.origin,
    events: checks.events.events,
    checkpoints: walked.checkpoints,
    newest: last === undefined ? undefined : { size: last.size, time: last.time, root: walked.root.toString('base64') },
    unsigned,
    witnesses: [...checks.checkpoints.seen].map(([name, seen]) => ({ name, ...seen })),
    longestSilence: checks.checkpoints.longestSilence,
    flaws: flaws.kept,
    flawCount: flaws.count,
  };
}

interface Checks {
  readonly events: EventCheck;
  readonly tiles: TileCheck;
  readonly checkpoints: CheckpointCheck;
}

/** Leaf by leaf through the log, and at each size for which a checkpoint was signed through that checkpoint. */
async function walk(
  { events, tiles, checkpoints }: Checks,
  { index }: ToVerify,
  flaws: Flaws,
  size: number,
  lastNo: number,
  onProgress: ToVerify['onProgress'],
): Promise<{ readonly tree: GrowingTree; readonly checkpoints: number; readonly root: Buffer }> {
  const tree = new GrowingTree();
  let count = 0;
  let root: Buffer = SHA_256.empty;
  const signed = checkpointsUpTo(index, lastNo);
  try {
    let next = signed.next();
    const reached = (atEnd: boolean): void => {
      for (; next.done !== true && (next.value.size <= tree.size || atEnd); next = signed.next()) {
        count++;
        const kept = next.value;
        const here = kept.size === tree.size ? tree.root() : undefined;
        if (here !== undefined) root = here;
        checkpoints.look(kept, (at) => (at === tree.size ? (here ?? tree.root()) : undefined));
        if (kept.published && here !== undefined) tiles.partialsOf(kept.size);
      }
    };
    const grow = (hash: Buffer): void => {
      tree.add(hash, tiles.full);
      if (next.done !== true && next.value.size <= tree.size) reached(false);
    };
    reached(false);
    for (let from = 0; from < size;) {
      // With the one after the page, so that each leaf is seen before the next.
      const ahead = index.leaves(from, Math.min(PAGE + 1, size - from));
      const page = ahead.slice(0, PAGE);
      if (page.length === 0) break;
      for (const [nth, leaf] of page.entries()) {
        const unknown = await events.match(leaf, ahead[nth + 1]);
        for (let missing = tree.size; missing < leaf.index; missing++) {
          flaws.add('LEAF_MISSING', { leaf: missing });
          // The event may be there still: the tree goes on with it.
          grow(unknown[missing - tree.size] ?? SHA_256.empty);
        }
        grow(leaf.hash);
      }
      from = (page.at(-1)?.index ?? size) + 1;
      onProgress?.(Math.min(from, size), size);
    }
    await events.rest();
    reached(true);
  } catch (error) {
    flaws.add('DATA_UNREADABLE', { leaf: tree.size, found: messageOf(error) });
  }
  return { tree, checkpoints: count, root };
}

function* checkpointsUpTo(index: LeafIndex, lastNo: number): Generator<KeptCheckpoint, undefined> {
  for (let after = -1; after < lastNo;) {
    const page = index.checkpoints(after, PAGE);
    if (page.length === 0) return;
    for (const kept of page) if (kept.no <= lastNo) yield kept;
    after = page.at(-1)?.no ?? lastNo;
  }
}

/** Those after it may be on their way into the folder. */
function lastPublished(index: LeafIndex, last: KeptCheckpoint | undefined): KeptCheckpoint | undefined {
  let kept = last;
  while (kept !== undefined && !kept.published && kept.no > 1) kept = index.checkpoints(kept.no - 2, 1)[0];
  return kept?.published === true ? kept : undefined;
}

function readAbout(folder: CheckpointFolder, flaws: Flaws): LogAbout | undefined {
  try {
    const about = folder.about();
    if (about === undefined) flaws.add('LOG_DESCRIPTION_WRONG', { file: 'log.json', found: '-' });
    return about;
  } catch (error) {
    flaws.add('LOG_DESCRIPTION_WRONG', { file: 'log.json', found: messageOf(error) });
    return undefined;
  }
}

function believe(about: LogAbout | undefined, { key, witnesses = [] }: ToVerify, flaws: Flaws): Believed | undefined {
  const [first] = about?.keys ?? [];
  const log = key ?? (first === undefined ? undefined : parseVerifierKey(first));
  if (log === undefined) return undefined;
  const { plain, timed } = bothSuites(log);
  if (about !== undefined) {
    const same = about.origin === log.name && about.keys.join() === [plain.vkey, timed.vkey].join();
    if (!same) flaws.add('KEY_NOT_TRUSTED', { file: 'log.json', expected: plain.vkey, found: about.keys.join(' ') });
  }
  const all = new Map([...witnesses, ...(about?.witnesses ?? []).map(parseVerifierKey)].map((one) => [one.vkey, one]));
  return { origin: log.name, plain, timed, witnesses: [...all.values()] };
}

/** A checkpoint from elsewhere: of this log, and still its beginning. */
function holdAgainst(
  checkpoint: SignedCheckpoint,
  { origin, plain }: Believed,
  index: LeafIndex,
  size: number,
  flaws: Flaws,
): void {
  const place = { leaves: String(checkpoint.size), found: checkpoint.root.toString('base64') };
  if (checkpoint.origin !== origin || signatureOf(plain, checkpoint).state !== 'GOOD') {
    flaws.add('CHECKPOINT_OF_ANOTHER_LOG', { ...place, expected: plain.vkey });
  } else if (checkpoint.size > size) {
    flaws.add('ROLLED_BACK', { ...place, expected: String(size) });
  } else {
    const root = rootAt(index, checkpoint.size);
    if (!root.equals(checkpoint.root)) flaws.add('FORKED', { ...place, expected: root.toString('base64') });
  }
}

async function eventsAfter(reader: EventReader, position: bigint): Promise<number> {
  let count = 0;
  try {
    for (let after = position; ;) {
      const page = await reader.readAll({ after, limit: PAGE });
      count += page.length;
      if (page.length < PAGE) return count;
      after = page.at(-1)?.position ?? after;
    }
  } catch {
    // They are not signed: whoever reads them will see that they cannot be read.
    return count;
  }
}

function nothing(flaws: Flaws): Verified {
  return {
    sound: false,
    origin: '',
    events: 0,
    checkpoints: 0,
    newest: undefined,
    unsigned: 0,
    witnesses: [],
    longestSilence: undefined,
    flaws: flaws.kept,
    flawCount: flaws.count,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
