import { concatBytes, firstDifference, hexToBytes, sha256Hex, textOf, utf8ToBytes } from './bytes.js';
import { digestOfText } from './canonical.js';
import { packed, type Parts } from './container.js';
import { type DossierFlaws } from './flaw.js';
import { type DossierContents, type DossierEvent, isRecord, PART, partOrder } from './format.js';
import { evidenceIn, lawIn, sealedIn } from './named-in.js';

/** That the parts which were recorded are there, each as it was, in their order, and none besides. */
export function checkParts(parts: Parts, contents: DossierContents, flaws: DossierFlaws): void {
  const expected = partOrder(contents.parts, parts.has(PART.consistency));
  const known = new Set(expected);
  const found = [...parts.keys()];
  for (const name of expected) if (!parts.has(name)) flaws.add('PART_MISSING', { part: name });
  for (const name of found) if (!known.has(name)) flaws.add('PART_UNKNOWN', { part: name });
  const there = expected.filter((name) => parts.has(name));
  const place = found.filter((name) => known.has(name)).findIndex((name, index) => name !== there[index]);
  if (place >= 0) flaws.add('PART_OUT_OF_ORDER', { part: found.filter((name) => known.has(name))[place] ?? '' });
  for (const { name, bytes, sha256 } of contents.parts) {
    const part = parts.get(name);
    if (part === undefined) continue;
    const digest = sha256Hex(part);
    if (digest !== sha256 || part.length !== bytes) flaws.add('PART_ALTERED', { part: name, expected: sha256, found: digest });
  }
}

/** That not a byte besides the parts is another one, such as a time or a hidden file. Told where nothing else is wrong. */
export function checkContainer(file: Uint8Array, parts: Parts, flaws: DossierFlaws): void {
  const byte = flaws.count > 0 ? undefined : firstDifference(packed(parts), file);
  if (byte !== undefined) flaws.add('CONTAINER_NOT_AS_WRITTEN', { byte });
}

/** That the law which the events pin is in here, word for word. */
export function checkLaw(parts: Parts, contents: DossierContents, events: readonly DossierEvent[], flaws: DossierFlaws): void {
  const listed = new Map(contents.law.map(({ ref, part }) => [ref, part]));
  for (const ref of lawIn(events)) {
    if (!listed.has(ref) && !contents.lawMissing.includes(ref)) flaws.add('LAW_MISSING', { expected: ref });
  }
  for (const [ref, part] of listed) {
    const bytes = parts.get(part);
    const digest = bytes === undefined ? undefined : digestIn(bytes);
    if (digest !== ref.slice(ref.indexOf('#') + 1)) flaws.add('LAW_DIFFERS', { part, expected: ref, found: digest ?? '-' });
  }
}

function digestIn(bytes: Uint8Array): string | undefined {
  try {
    return digestOfText(textOf(bytes));
  } catch {
    return undefined;
  }
}

/** That the papers which the events name are listed, and files of them are those papers. */
export function checkEvidence(
  parts: Parts,
  contents: DossierContents,
  events: readonly DossierEvent[],
  flaws: DossierFlaws,
): void {
  const listed = new Set(contents.evidence.map(({ digest }) => digest));
  for (const digest of evidenceIn(events)) if (!listed.has(digest)) flaws.add('EVIDENCE_NOT_LISTED', { expected: digest });
  for (const { digest, part } of contents.evidence) {
    const bytes = part === undefined ? undefined : parts.get(part);
    if (bytes === undefined || part === undefined) continue;
    const found = sha256Hex(bytes);
    if (found !== digest) flaws.add('EVIDENCE_DIFFERS', { part, expected: digest, found });
  }
}

/** Opened values by reference, of those that are what the events commit to. */
export function openedValues(
  parts: Parts,
  contents: DossierContents,
  events: readonly DossierEvent[],
  flaws: DossierFlaws,
): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  if (contents.opened === undefined) return values;
  const bytes = parts.get(PART.opened);
  if (bytes === undefined) {
    flaws.add('PART_MISSING', { part: PART.opened });
    return values;
  }
  const sealed = sealedIn(events);
  for (const [ref, opened] of Object.entries(recordIn(bytes))) {
    const value = openedValue(opened, sealed.get(ref));
    if (value === undefined) flaws.add('OPENED_VALUE_DIFFERS', { part: PART.opened, found: ref });
    else values.set(ref, value.is);
  }
  return values;
}

function recordIn(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(textOf(bytes));
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function openedValue(opened: unknown, commitment: string | undefined): { readonly is: unknown } | undefined {
  if (!isRecord(opened) || commitment === undefined) return undefined;
  const { salt, text } = opened;
  if (typeof salt !== 'string' || typeof text !== 'string') return undefined;
  try {
    if (sha256Hex(concatBytes(hexToBytes(salt), utf8ToBytes(text))) !== commitment) return undefined;
    return { is: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
