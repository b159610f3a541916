import { textOf } from './bytes.js';
import { type Checkpoint } from './checkpoint.js';
import { type DossierFlaws, type DossierPlace } from './flaw.js';
import { type DossierContents, type DossierEvent, isEvent, isEventPart, proofPart } from './format.js';
import { type Parts } from './container.js';
import { isIncluded, leafHash } from './merkle.js';
import { streamsNamedIn } from './named-in.js';
import { parseTlogProof, type TlogProof } from './tlog-proof.js';

/** An event with its place in the log. */
export interface ProvenEvent {
  readonly event: DossierEvent;
  readonly part: string;
  readonly leaf: number;
}

/** The event of a part, held against the log by its proof; undefined where it cannot be read. */
export function provenEvent(
  part: string,
  parts: Parts,
  checkpoint: Checkpoint | undefined,
  flaws: DossierFlaws,
): ProvenEvent | undefined {
  const bytes = parts.get(part);
  const proofName = proofPart(part);
  const proofBytes = parts.get(proofName);
  // That they are missing is said where the parts are counted.
  if (bytes === undefined) return undefined;
  const event = eventOf(bytes);
  if (event === undefined) flaws.add('PART_UNREADABLE', { part });
  const where: DossierPlace = event === undefined ? { part } : { part, stream: event.stream, revision: event.revision };
  const proof = proofBytes === undefined ? undefined : proofOf(proofBytes);
  if (proof === undefined) {
    if (proofBytes !== undefined) flaws.add('PROOF_UNREADABLE', { ...where, part: proofName });
    return undefined;
  }
  if (checkpoint !== undefined) {
    if (proof.checkpoint !== checkpoint.text) flaws.add('CHECKPOINTS_DIFFER', { ...where, part: proofName });
    if (!isIncluded(proof.index, leafHash(bytes), proof.path, checkpoint)) {
      flaws.add('NOT_IN_THE_LOG', { ...where, leaf: proof.index });
    }
  }
  return event === undefined ? undefined : { event, part, leaf: proof.index };
}

function eventOf(bytes: Uint8Array): DossierEvent | undefined {
  try {
    const value: unknown = JSON.parse(textOf(bytes));
    return isEvent(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function proofOf(bytes: Uint8Array): TlogProof | undefined {
  try {
    return parseTlogProof(textOf(bytes));
  } catch {
    return undefined;
  }
}

/** That every stream is whole from revision 0 to the head that was stated, in the order of the log, and none is left out. */
export function checkStreams(contents: DossierContents, events: readonly ProvenEvent[], flaws: DossierFlaws): void {
  const next = new Map<string, number>();
  let before = -1;
  for (const { event, part, leaf } of events) {
    const { stream, revision } = event;
    const place = { part, stream, revision, leaf };
    if (leaf <= before) flaws.add('EVENTS_OUT_OF_ORDER', place);
    before = leaf;
    const expected = next.get(stream) ?? 0;
    if (revision > expected) {
      flaws.add('EVENT_MISSING', { stream, revision: expected, found: String(revision) });
    } else if (revision < expected) {
      flaws.add('EVENT_TWICE', place);
    }
    next.set(stream, Math.max(revision + 1, expected));
  }
  const stated = new Map(contents.streams.map(({ stream, events: count }) => [stream, count]));
  for (const [stream, count] of stated) {
    const found = next.get(stream) ?? 0;
    if (found < count) flaws.add('EVENT_MISSING', { stream, revision: found, expected: String(count - 1) });
    if (found > count) flaws.add('EVENT_UNEXPECTED', { stream, revision: count, found: String(found - 1) });
  }
  for (const stream of next.keys()) if (!stated.has(stream)) flaws.add('EVENT_UNEXPECTED', { stream });
  const accounted = new Set([...stated.keys(), ...contents.absent]);
  const named = streamsNamedIn(
    contents.household,
    events.map(({ event }) => event),
  );
  for (const stream of named) if (!accounted.has(stream)) flaws.add('STREAM_MISSING', { stream });
}

/** Parts that hold events, in the order of the file. */
export function eventPartsOf({ parts }: DossierContents): readonly string[] {
  return parts.map(({ name }) => name).filter(isEventPart);
}
