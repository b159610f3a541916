import { type SignedCheckpoint } from './checkpoint.js';
import { isOf, NoteUnreadable, parseSignatures, parseVerifierKey, type VerifierKey, verifySignature } from './note.js';
import { consistencyProof, type TreeHashes } from './tree.js';
import { addCheckpointText, SIZE_TYPE } from './witness-words.js';

/** A witness that the log asks for its cosignature. */
export interface WitnessAddress {
  readonly key: VerifierKey;
  /** `add-checkpoint` is added to it. */
  readonly url: string;
}

/** Why a witness gave no cosignature. */
export type WitnessTrouble =
  /** It does not answer, or not as a witness does. It is asked again with the next checkpoint. */
  | 'WITNESS_SILENT'
  /** It does not know this log, or another key for it. */
  | 'WITNESS_KNOWS_US_NOT'
  /** It cosigned a tree that does not grow into ours: this log, or the one it saw, is not the true one. */
  | 'WITNESS_SAW_ANOTHER_LOG'
  /** What it signed is not good. */
  | 'WITNESS_SIGNATURE_WRONG';

export type Cosigned =
  | { readonly line: string; readonly size: number }
  /** It cosigned so many leaves, and was asked about fewer. */
  | { readonly ahead: number }
  | { readonly trouble: WitnessTrouble };

const WAIT_MS = 10_000;
const MOST_TRIES = 3;

/**
 * Witnesses as they stand in a setting: `<vkey> <url>`, one after another, separated by white space or commas.
 * @throws NoteUnreadable where one of them cannot be read, or its key is not one for cosignatures.
 */
export function parseWitnesses(text: string): readonly WitnessAddress[] {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  const witnesses: WitnessAddress[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const key = parseVerifierKey(parts[at] as string);
    const url = parts[at + 1];
    if (!key.suite.timed) throw new NoteUnreadable(`"${key.vkey}" is no key of a witness`);
    if (url === undefined || !URL.canParse(url) || !/^https?:/.test(url)) {
      throw new NoteUnreadable(`after the key of ${key.name} its address is expected, such as https://witness.example`);
    }
    witnesses.push({ key, url: url.replace(/\/$/, '') });
  }
  return witnesses;
}

/**
 * Asks a witness to cosign. It says itself what it cosigned last, where that is not what the log believes. Never throws.
 * @param believed size of what it cosigned last, as far as the log knows.
 */
export async function askWitness(
  { key, url }: WitnessAddress,
  checkpoint: SignedCheckpoint,
  hashes: TreeHashes,
  believed: number,
  signal: AbortSignal,
): Promise<Cosigned> {
  let old = believed;
  try {
    for (let tries = 1; tries <= MOST_TRIES; tries++) {
      const proof = consistencyProof(hashes, old, checkpoint.size);
      const response = await fetch(`${url}/add-checkpoint`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body: addCheckpointText({ old, proof, checkpoint: checkpoint.text }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS)]),
        redirect: 'error',
      });
      const text = await response.text();
      if (response.status === 200) return lineOf(key, checkpoint, text);
      if (response.status === 403 || response.status === 404) return { trouble: 'WITNESS_KNOWS_US_NOT' };
      if (response.status === 422) return { trouble: 'WITNESS_SAW_ANOTHER_LOG' };
      if (response.status !== 409 || response.headers.get('content-type') !== SIZE_TYPE) return { trouble: 'WITNESS_SILENT' };
      const said = Number(text.trim());
      if (!Number.isSafeInteger(said) || said < 0) return { trouble: 'WITNESS_SILENT' };
      if (said > checkpoint.size) return { ahead: said };
      // The same size again is another root.
      if (said === old) return { trouble: 'WITNESS_SAW_ANOTHER_LOG' };
      old = said;
    }
    return { trouble: 'WITNESS_SILENT' };
  } catch {
    return { trouble: 'WITNESS_SILENT' };
  }
}

function lineOf(key: VerifierKey, checkpoint: SignedCheckpoint, text: string): Cosigned {
  try {
    const signature = parseSignatures(text).find((one) => isOf(key, one));
    if (signature !== undefined && verifySignature(key, checkpoint.note.body, signature) !== undefined) {
      return { line: signature.line, size: checkpoint.size };
    }
  } catch (error) {
    if (!(error instanceof NoteUnreadable)) throw error;
  }
  return { trouble: 'WITNESS_SIGNATURE_WRONG' };
}
