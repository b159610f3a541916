import { type Definition, definitionSchema } from '../definition.js';
import exit8 from './exit-8-v1.json' with { type: 'json' };
import exitGz from './exit-gz-v1.json' with { type: 'json' };
import ident12Naiman from './ident-12-naiman-v1.json' with { type: 'json' };
import ident7Baoji from './ident-7-baoji-v1.json' with { type: 'json' };
import ident8 from './ident-8-v1.json' with { type: 'json' };
import identBase2014 from './ident-base-2014-v1.json' with { type: 'json' };
import monitor2021 from './monitor-2021-v1.json' with { type: 'json' };
import digests from './released.json' with { type: 'json' };

/**
 * The definitions that we ship, in the order in which they are shown. They are published to the log at first start;
 * deciders take them from there. Each is frozen by its digest in `released.json`: a change is a new version.
 *
 * Evidence, seals and signatures of a notice or an announcement are those of its result report (domain.md R1);
 * its posting is witnessed by the photo of each place and the digest of its content (R10). A rule between dates holds the
 * day on which one part began (a notice: posted) against the day on which the other was done (a notice: ended).
 */
export const definitions: readonly Definition[] = [
  ident8,
  exit8,
  identBase2014,
  ident7Baoji,
  ident12Naiman,
  exitGz,
  monitor2021,
].map((definition) => definitionSchema.parse(definition));

/**
 * The definition `id@version` that we ship.
 * @throws RangeError where we ship none, naming those that we do.
 */
export function definitionOf(id: string, version: number): Definition {
  const found = definitions.find((definition) => definition.id === id && definition.version === version);
  if (found === undefined) {
    const known = definitions.map((definition) => `${definition.id}@${definition.version}`).join(', ');
    throw new RangeError(`there is no definition ${id}@${version}; there are ${known}`);
  }
  return found;
}

/** `id@version#digest`: how a case pins its law. The digest is SHA-256 over the canonical JSON, hex, computed outside. */
export function definitionRef(id: string, version: number, digest: string): string {
  return `${id}@${version}#${digest}`;
}

/** Digest of each released definition by `id@version`. A definition whose digest is not the one here was edited. */
export const releasedDigests: Readonly<Record<string, string>> = digests;
