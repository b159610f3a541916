import { fromBase64, toBase64 } from './bytes.js';
import { bothSuites, type Checkpoint, NotReadable, parseCheckpoint, signedBy, type TrustedKey } from './checkpoint.js';
import { type DossierFlaws } from './flaw.js';
import { type DossierConsistency, isRecord, PART } from './format.js';
import { isGrownFrom } from './merkle.js';
import { type Trust } from './trust.js';

/** The checkpoint, and when it was signed by whom. */
export interface CheckedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** Seconds since 1970, by the log's own signature; undefined where no key was given to hold it against. */
  readonly signedAt: number | undefined;
  readonly witnesses: readonly { readonly name: string; readonly time: number }[];
}

/** Holds the checkpoint of the dossier against keys and checkpoints that are known from elsewhere. */
export function checkCheckpoint(text: string, trust: Trust, flaws: DossierFlaws): CheckedCheckpoint | undefined {
  const place = { part: PART.recordProof };
  let checkpoint: Checkpoint;
  try {
    checkpoint = parseCheckpoint(text);
  } catch (error) {
    if (!(error instanceof NotReadable)) throw error;
    flaws.add('CHECKPOINT_UNREADABLE', { ...place, found: error.message });
    return undefined;
  }
  const { key, witnesses = [] } = trust;
  let signedAt: number | undefined;
  if (key !== undefined) {
    if (checkpoint.origin !== key.name) {
      flaws.add('CHECKPOINT_OF_ANOTHER_LOG', { ...place, expected: key.name, found: checkpoint.origin });
    }
    for (const one of bothSuites(key)) {
      const { state, time } = signedBy(one, checkpoint);
      if (state === 'ABSENT') flaws.add('SIGNATURE_MISSING', { ...place, expected: one.vkey });
      else if (state === 'WRONG') flaws.add('SIGNATURE_WRONG', { ...place, expected: one.vkey });
      else if (one.timed) signedAt = time;
    }
  }
  const seen: { readonly name: string; readonly time: number }[] = [];
  for (const witness of witnesses) {
    const { state, time } = signedBy(witness, checkpoint);
    if (state === 'GOOD') seen.push({ name: witness.name, time });
    else flaws.add(state === 'WRONG' ? 'WITNESS_WRONG' : 'WITNESS_MISSING', { ...place, expected: witness.vkey });
  }
  return { checkpoint, signedAt, witnesses: seen };
}

/** A checkpoint that the verifier kept: the log of the dossier must have grown out of it. */
export function checkGrowth(
  known: Checkpoint,
  { checkpoint }: CheckedCheckpoint,
  key: TrustedKey | undefined,
  consistency: DossierConsistency | undefined,
  flaws: DossierFlaws,
): void {
  const place = { expected: `${known.origin} ${known.size}`, found: `${checkpoint.origin} ${checkpoint.size}` };
  const good = key === undefined || signedBy(bothSuites(key)[0], known).state === 'GOOD';
  if (!good || known.origin !== checkpoint.origin) {
    flaws.add('CHECKPOINT_OF_ANOTHER_LOG', place);
  } else if (known.size === checkpoint.size) {
    if (toBase64(known.root) !== toBase64(checkpoint.root)) flaws.add('FORKED', place);
  } else if (consistency === undefined || consistency.from !== known.size) {
    flaws.add('GROWTH_NOT_SHOWN', place);
  } else {
    const proof = consistency.proof.map((hash) => fromBase64(hash) ?? new Uint8Array());
    if (!isGrownFrom(known, checkpoint, proof)) flaws.add('FORKED', { ...place, part: PART.consistency });
  }
}

export function consistencyIn(value: unknown): DossierConsistency | undefined {
  if (!isRecord(value)) return undefined;
  const { from, proof } = value;
  const right = Number.isSafeInteger(from) && Array.isArray(proof) && proof.every((hash) => typeof hash === 'string');
  return right ? (value as unknown as DossierConsistency) : undefined;
}
