/** Stored in files that people keep for years: never renamed; another form gets another name. */
export const DOSSIER_FORMAT = 'mingce-dossier/v1';

export const PART = {
  contents: 'contents.json',
  record: 'record.json',
  recordProof: 'record.tlog-proof',
  consistency: 'consistency.json',
  opened: 'opened.json',
  readMe: 'READ-ME.txt',
} as const;

/** The event by which the log knows what a dossier holds. */
export const EXPORT_EVENT = 'access.DossierExported.v1';

/** Why a stream is in the dossier. */
export type StreamKind = 'REGISTER' | 'CASE' | 'ACT' | 'REFUSAL' | 'INCIDENT';

/** A stream, whole: revisions 0 to `events` − 1. */
export interface DossierStream {
  readonly stream: string;
  readonly kind: StreamKind;
  readonly events: number;
}

/** A text of the law that an event of the dossier pins, by `id@version#digest`. */
export interface DossierLaw {
  readonly ref: string;
  readonly kind: 'DEFINITION' | 'POLICY' | 'CALENDAR';
  readonly part: string;
}

/** A digest of a scan or photo that an event names. */
export interface DossierEvidence {
  readonly digest: string;
  /** The file itself, where it was asked for and there. */
  readonly part?: string;
}

export interface DossierPart {
  readonly name: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/**
 * What a dossier holds: everything but proofs. Its SHA-256 stands in the log, in the event that records the export, so that
 * whoever changes a part, or leaves one out, must forge that event too.
 */
export interface DossierContents {
  readonly format: typeof DOSSIER_FORMAT;
  /** Suite of every digest here. */
  readonly hash: 'SHA-256';
  /** Name of the log. */
  readonly origin: string;
  readonly household: string;
  readonly streams: readonly DossierStream[];
  /** Streams that the events lead to and that did not exist when it was made, such as those of refusals. */
  readonly absent: readonly string[];
  /** Other households that the events name (lineage, persons in two households): not in here. */
  readonly named: readonly string[];
  readonly law: readonly DossierLaw[];
  /** References of law that the log does not hold any text for. */
  readonly lawMissing: readonly string[];
  readonly evidence: readonly DossierEvidence[];
  /** Present where sealed values were opened for it: by which consent, or under which mandate. */
  readonly opened?: { readonly consent?: string; readonly mandate?: string };
  /** Every part but contents, record, proofs, in the order of the file. */
  readonly parts: readonly DossierPart[];
}

/** An event as it was hashed: the canonical envelope, no position. */
export interface DossierEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A sealed value with the salt under which the event commits to it. */
export interface OpenedValue {
  /** Hex. */
  readonly salt: string;
  /** Canonical JSON of the value. */
  readonly text: string;
}

/** That the log of this dossier grew out of a checkpoint which somebody kept before. */
export interface DossierConsistency {
  readonly from: number;
  /** Base64. */
  readonly proof: readonly string[];
}

const EVENT = /^events\/\d{6}\.json$/;

export function eventPart(number: number): string {
  return `events/${String(number).padStart(6, '0')}.json`;
}

export function isEventPart(name: string): boolean {
  return EVENT.test(name);
}

export function proofPart(event: string): string {
  return event.replace(/\.json$/, '.tlog-proof');
}

/** Names of all parts in the order in which they must stand. */
export function partOrder(parts: readonly Pick<DossierPart, 'name'>[], withConsistency: boolean): readonly string[] {
  return [
    PART.contents,
    PART.record,
    PART.recordProof,
    ...(withConsistency ? [PART.consistency] : []),
    ...parts.flatMap(({ name }) => (isEventPart(name) ? [name, proofPart(name)] : [name])),
  ];
}

/** Whether what was read has the form of contents; whether it is true is told by its digest in the log. */
export function isContents(value: unknown): value is DossierContents {
  if (!isRecord(value) || value['format'] !== DOSSIER_FORMAT || value['hash'] !== 'SHA-256') return false;
  const texts = (name: string): boolean => listOf(value[name], (one) => typeof one === 'string');
  const records = (name: string, ...members: readonly string[]): boolean =>
    listOf(value[name], (one) => isRecord(one) && members.every((member) => typeof one[member] === 'string'));
  return (
    typeof value['origin'] === 'string' &&
    typeof value['household'] === 'string' &&
    records('streams', 'stream', 'kind') &&
    texts('absent') &&
    texts('named') &&
    records('law', 'ref', 'kind', 'part') &&
    texts('lawMissing') &&
    records('evidence', 'digest') &&
    (value['opened'] === undefined || isRecord(value['opened'])) &&
    records('parts', 'name', 'sha256')
  );
}

export function isEvent(value: unknown): value is DossierEvent {
  return (
    isRecord(value) &&
    ['stream', 'id', 'type'].every((name) => typeof value[name] === 'string') &&
    Number.isSafeInteger(value['revision']) &&
    isRecord(value['data']) &&
    isRecord(value['metadata'])
  );
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown, is: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(is);
}
