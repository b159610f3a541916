import { sha256Hex, textOf, toBase64 } from './bytes.js';
import { checkCheckpoint, type CheckedCheckpoint, checkGrowth, consistencyIn } from './check-checkpoint.js';
import { checkStreams, eventPartsOf, type ProvenEvent, proofOf, provenEvent } from './check-events.js';
import { checkContainer, checkEvidence, checkLaw, checkParts, openedValues } from './check-parts.js';
import { type Parts, unpacked } from './container.js';
import { type DossierFlaw, DossierFlaws } from './flaw.js';
import { type DossierContents, type DossierEvent, EXPORT_EVENT, isContents, PART } from './format.js';
import { sealedIn } from './named-in.js';
import { type Trust } from './trust.js';

/** `UNPROVEN`: nothing is wrong in itself, and no key was given by which anything would be proven. */
export type DossierVerdict = 'WHOLE' | 'NOT_WHOLE' | 'UNPROVEN';

export interface VerifiedDossier {
  readonly verdict: DossierVerdict;
  /** The first of them; {@link flawCount} counts all. */
  readonly flaws: readonly DossierFlaw[];
  readonly flawCount: number;
  readonly contents: DossierContents | undefined;
  /** In the order of the log. */
  readonly events: readonly ProvenEvent[];
  /** Values that were opened for it, by reference, each what its event commits to. */
  readonly opened: ReadonlyMap<string, unknown>;
  /** Sealed values that its events hold, opened or not. */
  readonly sealed: number;
  /** The event by which the log knows of this dossier: who took it, when. */
  readonly record: ProvenEvent | undefined;
  readonly checkpoint: { readonly origin: string; readonly size: number; readonly root: string } | undefined;
  /** Seconds since 1970, by the log's own signature. */
  readonly signedAt: number | undefined;
  readonly witnesses: CheckedCheckpoint['witnesses'];
}

/**
 * Says whether a dossier is whole, and what is wrong where it is not. Pure: the same bytes and the same trust give the same
 * answer here and in a browser, without a network. Never throws.
 *
 * Whole means: every part is as the log knows it by the record of the export; every event stands in the log under the checkpoint, in
 * order; every stream is without gaps up to the head that the log's keeper stated in that record; no case, act or refusal that
 * these events name is left out; the law that they pin is here word for word; opened values are those that were sealed. It can
 * not mean that the keeper stated the last head, nor that he recorded all that happened.
 */
export function verifyDossier(file: Uint8Array, trust: Trust): VerifiedDossier {
  const flaws = new DossierFlaws();
  const parts = unpacked(file);
  if (parts === undefined) {
    flaws.add('CONTAINER_UNREADABLE', {});
    return verdictOf(trust, flaws);
  }
  const contents = contentsIn(parts, flaws);
  const proof = proofOf(parts.get(PART.recordProof) ?? new Uint8Array());
  if (proof === undefined && parts.has(PART.recordProof)) flaws.add('PROOF_UNREADABLE', { part: PART.recordProof });
  const checked = proof === undefined ? undefined : checkCheckpoint(proof.checkpoint, trust, flaws);
  const record = provenEvent(PART.record, parts, checked?.checkpoint, flaws);
  if (contents === undefined) return verdictOf(trust, flaws, { record, checked });
  checkRecord(parts, record, flaws);
  checkParts(parts, contents, flaws);
  const events = eventPartsOf(contents).flatMap((part) => provenEvent(part, parts, checked?.checkpoint, flaws) ?? []);
  checkOrder(record, events, flaws);
  if (checked !== undefined) {
    if (checked.checkpoint.origin !== contents.origin) {
      flaws.add('CHECKPOINT_OF_ANOTHER_LOG', { expected: contents.origin, found: checked.checkpoint.origin });
    }
    const consistency = consistencyIn(jsonIn(parts, PART.consistency));
    if (consistency === undefined && parts.has(PART.consistency)) flaws.add('PART_UNREADABLE', { part: PART.consistency });
    for (const known of trust.known ?? []) checkGrowth(known, checked, trust.key, consistency, flaws);
  }
  checkStreams(contents, events, flaws);
  const bare = events.map(({ event }) => event);
  checkLaw(parts, contents, bare, flaws);
  checkEvidence(parts, contents, bare, flaws);
  const opened = openedValues(parts, contents, bare, flaws);
  checkContainer(file, parts, flaws);
  return verdictOf(trust, flaws, { contents, events, record, checked, opened, sealed: sealedIn(bare).size });
}

function contentsIn(parts: Parts, flaws: DossierFlaws): DossierContents | undefined {
  if (!parts.has(PART.contents)) {
    flaws.add('PART_MISSING', { part: PART.contents });
    return undefined;
  }
  const contents = jsonIn(parts, PART.contents);
  if (isContents(contents)) return contents;
  flaws.add('PART_UNREADABLE', { part: PART.contents });
  return undefined;
}

function jsonIn(parts: Parts, name: string): unknown {
  try {
    return JSON.parse(textOf(parts.get(name) ?? new Uint8Array())) as unknown;
  } catch {
    return undefined;
  }
}

/** The log knows of this dossier, and what it holds. Before all else: what is wrong with the contents explains the rest. */
function checkRecord(parts: Parts, record: ProvenEvent | undefined, flaws: DossierFlaws): void {
  if (record === undefined) return;
  const { type, data }: DossierEvent = record.event;
  const digest = sha256Hex(parts.get(PART.contents) ?? new Uint8Array());
  if (type !== EXPORT_EVENT) {
    flaws.add('RECORD_OF_ANOTHER_DOSSIER', { part: PART.record, expected: EXPORT_EVENT, found: type });
  } else if (data['contents'] !== digest) {
    flaws.add('CONTENTS_NOT_AS_RECORDED', { part: PART.contents, expected: String(data['contents']), found: digest });
  }
}

/** It was recorded after all that it holds had happened. */
function checkOrder(record: ProvenEvent | undefined, events: readonly ProvenEvent[], flaws: DossierFlaws): void {
  const last = events.reduce((most, { leaf }) => Math.max(most, leaf), -1);
  if (record !== undefined && record.leaf <= last) {
    flaws.add('RECORD_BEFORE_EVENTS', { part: PART.record, leaf: record.leaf, found: String(last) });
  }
}

interface Seen {
  readonly contents?: DossierContents;
  readonly events?: readonly ProvenEvent[];
  readonly record?: ProvenEvent | undefined;
  readonly checked?: CheckedCheckpoint | undefined;
  readonly opened?: ReadonlyMap<string, unknown>;
  readonly sealed?: number;
}

function verdictOf({ key }: Trust, flaws: DossierFlaws, seen: Seen = {}): VerifiedDossier {
  const { contents, events = [], record, checked, opened = new Map<string, unknown>(), sealed = 0 } = seen;
  const checkpoint = checked?.checkpoint;
  return {
    verdict: flaws.count > 0 ? 'NOT_WHOLE' : key === undefined ? 'UNPROVEN' : 'WHOLE',
    flaws: flaws.kept,
    flawCount: flaws.count,
    contents,
    events,
    opened,
    sealed,
    record,
    checkpoint:
      checkpoint === undefined
        ? undefined
        : { origin: checkpoint.origin, size: checkpoint.size, root: toBase64(checkpoint.root) },
    signedAt: checked?.signedAt,
    witnesses: checked?.witnesses ?? [],
  };
}
