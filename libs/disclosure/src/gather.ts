import { type LawBook } from '#libs/application';
import {
  DOSSIER_FORMAT,
  type DossierContents,
  type DossierEvent,
  type DossierEvidence,
  type DossierLaw,
  type DossierStream,
  eventPart,
  evidenceIn,
  historyPage,
  householdsNamedIn,
  canonicalText,
  lawIn,
  type OpenedValue,
  PART,
  type Parts,
  sealedIn,
  sha256Hex,
  type StreamKind,
  streamsNamedIn,
  utf8ToBytes,
} from '#libs/dossier';
import { type EventReader, type StoredEvent } from '#libs/event-store';
import { canonicalEnvelope } from '#libs/ledger';
import { householdHistory, type ReadModels } from '#libs/read-models';
import { dossierReadMe } from '#libs/terms';
import { type Vault } from '#libs/vault';

/** Files of papers, by the SHA-256 that the log names; undefined where there is none. */
export type EvidenceShelf = (digest: string) => Uint8Array | undefined;

export interface Sources {
  readonly reader: Pick<EventReader, 'readStream' | 'readAt'>;
  readonly readModels: ReadModels;
  readonly lawBook: LawBook;
  readonly vault: Pick<Vault, 'disclose' | 'keysOf'>;
  readonly evidence?: EvidenceShelf;
}

export interface Wanted {
  readonly householdId: string;
  /** Name of the log. */
  readonly origin: string;
  /** Present where sealed values are opened. */
  readonly opened?: { readonly consent?: string; readonly mandate?: string };
  readonly withEvidence: boolean;
}

/** All of a dossier but what proves it. */
export interface Gathered {
  readonly contents: DossierContents;
  /** Every part that the contents list. */
  readonly parts: Parts;
  /** In the order of the log; the events of the parts, one for one. */
  readonly events: readonly StoredEvent[];
}

const HISTORY_PAGE = 500;
const KINDS: readonly (readonly [prefix: string, kind: StreamKind])[] = [
  ['household-', 'REGISTER'],
  ['case-', 'CASE'],
  ['act-', 'ACT'],
  ['refusal-', 'REFUSAL'],
  ['incident-', 'INCIDENT'],
];

/**
 * Everything that the log holds of a household: its register, its cases, the acts on which they stood, what was refused and what stood
 * still, each stream whole; the law that these pin; the papers that they name. Undefined where the log knows no such household.
 */
export async function gather(sources: Sources, wanted: Wanted): Promise<Gathered | undefined> {
  const streams = await streamsOf(sources, wanted.householdId);
  if (streams === undefined) return undefined;
  const events = [...streams.values()].flat().sort((one, other) => (one.position < other.position ? -1 : 1));
  const bare = events.map(bareOf);
  const parts = new Map<string, Uint8Array>([[PART.readMe, utf8ToBytes(`${dossierReadMe.zh}\n\n${dossierReadMe.en}\n`)]]);
  events.forEach((event, index) => parts.set(eventPart(index + 1), utf8ToBytes(canonicalEnvelope(event))));
  const { law, lawMissing } = lawOf(sources.lawBook, bare, parts);
  const evidence = evidenceOf(sources, wanted, bare, parts);
  const opened = wanted.opened === undefined ? {} : await disclosed(sources.vault, wanted, bare);
  if (wanted.opened !== undefined) parts.set(PART.opened, utf8ToBytes(canonicalText(opened)));
  const about: Omit<DossierContents, 'parts'> = {
    format: DOSSIER_FORMAT,
    hash: 'SHA-256',
    origin: wanted.origin,
    household: wanted.householdId,
    streams: [...streams].flatMap(([stream, its]) => (its.length === 0 ? [] : [statedOf(stream, its)])),
    absent: [...streams].filter(([, its]) => its.length === 0).map(([stream]) => stream),
    named: householdsNamedIn(wanted.householdId, bare),
    law,
    lawMissing,
    evidence,
    ...(wanted.opened === undefined ? {} : { opened: wanted.opened }),
  };
  const values = new Map(Object.entries(opened).map(([ref, { text }]) => [ref, JSON.parse(text) as unknown]));
  for (const language of ['zh', 'en'] as const) {
    const page = historyPage({ contents: { ...about, parts: [] }, events: bare, opened: values }, language);
    parts.set(`pages/${language}.html`, utf8ToBytes(page));
  }
  const listed = [...parts].map(([name, bytes]) => ({ name, bytes: bytes.length, sha256: sha256Hex(bytes) }));
  return { contents: { ...about, parts: listed }, parts, events };
}

export function bareOf({ stream, revision, id, type, data, metadata }: StoredEvent): DossierEvent {
  return {
    stream,
    revision: Number(revision),
    id,
    type,
    data: { ...data },
    metadata: { ...metadata },
  };
}

function statedOf(stream: string, events: readonly StoredEvent[]): DossierStream {
  const kind = KINDS.find(([prefix]) => stream.startsWith(prefix))?.[1] ?? 'INCIDENT';
  return { stream, kind, events: events.length };
}

/** Streams with their events, in the order in which they are led to; empty ones for those that do not exist. */
async function streamsOf(
  { reader, readModels }: Sources,
  householdId: string,
): Promise<ReadonlyMap<string, readonly StoredEvent[]> | undefined> {
  const register = `household-${householdId}`;
  const found = new Map([[register, await reader.readStream(register)]]);
  if (found.get(register)?.length === 0) return undefined;
  const read = async (named: Iterable<string>): Promise<boolean> => {
    const fresh = [...named].filter((stream) => !found.has(stream));
    for (const stream of fresh) found.set(stream, await reader.readStream(stream));
    return fresh.length > 0;
  };
  // The index of the read models knows of acts that no event of a case names, such as one that left the case out.
  await read(await touching(readModels, reader, householdId));
  const named = (): readonly string[] => streamsNamedIn(householdId, [...found.values()].flat().map(bareOf));
  while (await read(named()));
  return found;
}

async function touching(readModels: ReadModels, reader: Sources['reader'], householdId: string): Promise<ReadonlySet<string>> {
  const streams = new Set<string>();
  for (let after: string | undefined; ;) {
    const page = { limit: HISTORY_PAGE, ...(after === undefined ? {} : { after }) };
    const { items, next } = await householdHistory(readModels, reader, householdId, {}, page);
    for (const { stream, kind } of items) if (kind === 'ACT' || kind === 'REFUSAL' || kind === 'INCIDENT') streams.add(stream);
    if (next === null) return streams;
    after = next;
  }
}

function lawOf(
  lawBook: LawBook,
  events: readonly DossierEvent[],
  parts: Map<string, Uint8Array>,
): { readonly law: readonly DossierLaw[]; readonly lawMissing: readonly string[] } {
  const law: DossierLaw[] = [];
  const lawMissing: string[] = [];
  for (const ref of lawIn(events)) {
    const found = lawBook.text(ref);
    if (found === undefined) {
      lawMissing.push(ref);
      continue;
    }
    const part = `law/${ref.slice(0, ref.indexOf('#'))}.${ref.slice(-8)}.json`;
    parts.set(part, utf8ToBytes(canonicalText(found.text)));
    law.push({ ref, kind: found.kind, part });
  }
  return { law, lawMissing };
}

const SHA_256 = /^[0-9a-f]{64}$/;

function evidenceOf(
  { evidence: shelf }: Sources,
  { withEvidence }: Wanted,
  events: readonly DossierEvent[],
  parts: Map<string, Uint8Array>,
): readonly DossierEvidence[] {
  return evidenceIn(events).map((digest) => {
    const bytes = withEvidence && SHA_256.test(digest) ? shelf?.(digest) : undefined;
    if (bytes === undefined || sha256Hex(bytes) !== digest) return { digest };
    const part = `evidence/${digest}`;
    parts.set(part, bytes);
    return { digest, part };
  });
}

/**
 * Sealed values that are this household's own: under its key, that of a member, or of one of its cases. What was sealed of others on
 * the same acts stays sealed. Who objected, and with what words, is opened under a mandate only (R11).
 */
async function disclosed(
  vault: Sources['vault'],
  { householdId, opened }: Wanted,
  events: readonly DossierEvent[],
): Promise<Readonly<Record<string, OpenedValue>>> {
  const own = new Set([`household-${householdId}`]);
  for (const { stream, data } of events) {
    if (stream.startsWith('case-')) own.add(stream);
    if (stream === `household-${householdId}`) for (const person of personsIn(data)) own.add(person);
  }
  const objections = opened?.mandate === undefined ? sealedIn(events.filter(({ type }) => OBJECTION.test(type))) : new Map();
  const refs = [...sealedIn(events).keys()].filter((ref) => !objections.has(ref));
  const unders = await vault.keysOf(refs);
  return vault.disclose(refs.filter((ref) => own.has(unders[ref] ?? '')));
}

const OBJECTION = /^case\.(Objection|IdentificationLead|Investigation)/;

/** Members of a register, wherever its events name them. */
function personsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(personsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
    name === 'person' && typeof member === 'string' ? [member] : personsIn(member),
  );
}
