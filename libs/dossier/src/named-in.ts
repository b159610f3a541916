import { type DossierEvent, isRecord } from './format.js';

/** Members of events that hold the digest of a paper. */
const PAPER = /^(digest|photo|[a-z]\w*Digest)$/;
/** Digests of what the engine itself holds: no paper of anybody. */
const NOT_PAPER: ReadonlySet<string> = new Set(['factsDigest', 'orderDigest', 'listDigest']);
const LAW = /[A-Za-z0-9][\w.-]*@\d+#[0-9a-f]{64}/g;

interface Sealed {
  readonly ref: string;
  readonly commitment: string;
}

function walk(value: unknown, see: (name: string, member: unknown) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, see);
  else if (isRecord(value)) {
    for (const [name, member] of Object.entries(value)) {
      see(name, member);
      walk(member, see);
    }
  }
}

/** Digests of scans, photos and receipts that the events name, each once, in the order in which they stand. */
export function evidenceIn(events: readonly DossierEvent[]): readonly string[] {
  const digests = new Set<string>();
  for (const { data } of events) {
    walk(data, (name, member) => {
      if (typeof member === 'string' && PAPER.test(name) && !NOT_PAPER.has(name)) digests.add(member);
    });
  }
  return [...digests];
}

/** References `id@version#digest` of definitions, policies and calendars that the events pin, each once, sorted. */
export function lawIn(events: readonly DossierEvent[]): readonly string[] {
  const refs = new Set<string>();
  for (const { data, metadata } of events) {
    const own = [metadata['definition'], metadata['policy'], metadata['due'], metadata['context']];
    for (const text of [...own, JSON.stringify(data)]) for (const [ref] of text?.matchAll(LAW) ?? []) refs.add(ref);
  }
  return [...refs].sort();
}

/** Sealed fields of the events, by their reference. */
export function sealedIn(events: readonly DossierEvent[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const see = (value: unknown): void => {
    if (isSealed(value)) found.set(value.ref, value.commitment);
  };
  for (const { data } of events) {
    see(data);
    walk(data, (_name, member) => {
      see(member);
      if (Array.isArray(member)) member.forEach(see);
    });
  }
  return found;
}

function isSealed(value: unknown): value is Sealed {
  return isRecord(value) && typeof value['ref'] === 'string' && typeof value['commitment'] === 'string';
}

const REGISTER = 'household-';

/** Streams that must be there when these are: the cases of a register, the acts of its cases, the refusals of each of them. */
export function streamsNamedIn(household: string, events: readonly DossierEvent[]): readonly string[] {
  const own = `${REGISTER}${household}`;
  const streams = new Set([own]);
  for (const { stream, type, data } of events) {
    const { caseId, act } = data;
    if (stream === own && type === 'household.CaseAdmitted.v1' && typeof caseId === 'string') streams.add(`case-${caseId}`);
    if (stream.startsWith('case-') && type === 'case.JoinedAct.v1' && typeof act === 'string') streams.add(`act-${act}`);
  }
  return [...streams, ...[...streams].map((stream) => `refusal-${stream}`)];
}

/** Other households that the events of the register name. */
export function householdsNamedIn(household: string, events: readonly DossierEvent[]): readonly string[] {
  const others = new Set<string>();
  const NAMES = new Set(['householdId', 'into', 'parent', 'otherHousehold']);
  for (const { stream, type, data } of events) {
    if (stream !== `${REGISTER}${household}` || !/Split|Merged|Inherited|Duplicate/.test(type)) continue;
    walk(data, (name, member) => {
      if (NAMES.has(name) && typeof member === 'string' && member !== household) others.add(member);
    });
  }
  return [...others].sort();
}
