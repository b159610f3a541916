import { type LawBook } from '#libs/application';
import {
  canonicalText,
  type DossierContents,
  EXPORT_EVENT,
  isEventPart,
  packed,
  PART,
  type Parts,
  proofPart,
  sha256Hex,
  tlogProofText,
  utf8ToBytes,
} from '#libs/dossier';
import { type EventReader, type StoredEvent } from '#libs/event-store';
import { accessStream, type Directory, type ExportDossier } from '#libs/identity';
import { type Actor, type CivilDate, type Unsealed } from '#libs/kernel';
import { canonicalEnvelope, type Ledger, NoteUnreadable, parseCheckpoint, type Proven } from '#libs/ledger';
import { type ReadModels } from '#libs/read-models';
import { type Vault } from '#libs/vault';
import { type EvidenceShelf, gather, type Gathered } from './gather.js';
import { needsMandate } from './mandate.js';

/** What a dossier is made from. */
export interface DossierHouse {
  readonly store: EventReader;
  readonly readModels: ReadModels;
  readonly vault: Vault;
  readonly engine: {
    readonly lawBook: LawBook;
    readonly directory: Directory;
    readonly projections: { caughtUp(position: bigint): Promise<unknown> };
  };
  /** Absent where the log has none: then nothing can be proven. */
  readonly ledger?: Ledger;
  readonly evidence?: EvidenceShelf;
}

export interface DossierWish {
  readonly householdId: string;
  /** The managing area of the household, whose rights count. */
  readonly area: string;
  readonly actor: Actor;
  readonly today: CivilDate;
  /** The same for the same request. */
  readonly exportId: string;
  /** Sealed values go along, opened. */
  readonly opened: boolean;
  readonly purpose?: string;
  readonly consent?: string;
  readonly mandate?: string;
  readonly withEvidence: boolean;
  /** A checkpoint that somebody kept: the dossier shows that the log grew out of it. */
  readonly known?: string;
}

/** The order by which the log comes to know of the dossier, with what is to be sealed of it still open. */
export type DossierRecord = Omit<ExportDossier['data'], 'purpose' | 'household'> & {
  readonly purpose?: Unsealed;
  readonly household?: Unsealed;
};
/** Gives it to the desk and answers on which stream it was done, or throws the refusal as its door says it. */
export type RecordExport = (target: string, type: ExportDossier['type'], data: DossierRecord) => Promise<string>;

export interface Dossier {
  readonly bytes: Uint8Array;
  readonly contents: DossierContents;
  readonly events: number;
  /** Size of the tree under whose checkpoint it was proven. */
  readonly checkpoint: number;
}

export type NotMade =
  /** The log has no ledger, so that nothing could be proven. */
  | 'NO_LEDGER'
  | 'HOUSEHOLD_UNKNOWN'
  /** The same request was answered before, and the household has changed since. */
  | 'EXPORT_CHANGED'
  /** Others write about the household without a pause. */
  | 'HOUSEHOLD_BUSY'
  /** The checkpoint to grow out of is none of this log, or cannot be read. */
  | 'KNOWN_UNUSABLE';

export class DossierNotMade extends Error {
  override readonly name = 'DossierNotMade';
  constructor(
    readonly code: NotMade,
    what: string,
  ) {
    super(what);
  }
}

const MOST_TRIES = 5;

/**
 * Makes a dossier. That it leaves the house, and what it holds, is in the log before it is answered; what was recorded is proven with it.
 * @throws DossierNotMade; MandateNotInForce; LedgerStopped, LedgerBehind; whatever the door says to a refusal.
 */
export async function makeDossier(house: DossierHouse, wish: DossierWish, record: RecordExport): Promise<Dossier> {
  const { ledger } = house;
  if (ledger === undefined) throw new DossierNotMade('NO_LEDGER', 'the log has no ledger');
  const { directory } = house.engine;
  const inForce = async (mandate: string): Promise<void> => needsMandate(mandate, wish, { reader: house.store, directory });
  if (wish.mandate !== undefined) await inForce(wish.mandate);
  const from = wish.known === undefined ? undefined : sizeOf(wish.known, ledger.origin);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const gathered = await gathering(house, wish, ledger.origin);
    const contents = utf8ToBytes(canonicalText(gathered.contents));
    const recorded = await recording(house, wish, tries, sha256Hex(contents), record);
    // A mandate that was closed meanwhile has told what was read under it, and would never tell of this.
    if (wish.mandate !== undefined) await inForce(wish.mandate);
    // What came between the last look and the record would be missing, although the record says that nothing is.
    if (!(await unchanged(house.store, gathered.contents, recorded.position))) continue;
    const positions = [...gathered.events.map(({ position }) => position), recorded.position];
    const proven = await ledger.prove(positions, from === undefined ? {} : { from });
    const bytes = packed(partsOf(gathered, contents, recorded, proven, from));
    return { bytes, contents: gathered.contents, events: gathered.events.length, checkpoint: proven.size };
  }
  throw new DossierNotMade('HOUSEHOLD_BUSY', `household ${wish.householdId} changed ${MOST_TRIES} times meanwhile`);
}

function sizeOf(known: string, origin: string): number {
  try {
    const checkpoint = parseCheckpoint(known);
    if (checkpoint.origin === origin) return checkpoint.size;
    throw new DossierNotMade('KNOWN_UNUSABLE', `it is a checkpoint of ${checkpoint.origin}, not of ${origin}`);
  } catch (error) {
    if (error instanceof NoteUnreadable) throw new DossierNotMade('KNOWN_UNUSABLE', error.message);
    throw error;
  }
}

async function gathering(house: DossierHouse, wish: DossierWish, origin: string): Promise<Gathered> {
  const { store, readModels, vault, engine, evidence } = house;
  await engine.projections.caughtUp(await store.head());
  const { householdId, opened, consent, mandate, withEvidence } = wish;
  const under = { ...(consent === undefined ? {} : { consent }), ...(mandate === undefined ? {} : { mandate }) };
  const gathered = await gather(
    { reader: store, readModels, lawBook: engine.lawBook, vault, ...(evidence === undefined ? {} : { evidence }) },
    { householdId, origin, withEvidence, ...(opened ? { opened: under } : {}) },
  );
  if (gathered === undefined) throw new DossierNotMade('HOUSEHOLD_UNKNOWN', `the log knows no household ${householdId}`);
  return gathered;
}

/** Before it is answered; under a mandate nobody but the inspecting body reads whom it is about (R17). */
async function recording(
  { store }: DossierHouse,
  wish: DossierWish,
  tries: number,
  contents: string,
  record: RecordExport,
): Promise<StoredEvent> {
  const { householdId, actor, opened, purpose, consent, mandate } = wish;
  const id = tries === 0 ? wish.exportId : `${wish.exportId}.${tries}`;
  const under = mandate === undefined ? `household-${householdId}` : `inspection-${mandate}`;
  const target = await record(accessStream(actor.id, wish.today), 'ExportDossier', {
    id,
    area: mandate === undefined ? wish.area : actor.area,
    ...(mandate === undefined ? { householdId } : { household: { under, value: householdId }, mandate }),
    contents,
    opened,
    ...(purpose === undefined ? {} : { purpose: { under, value: purpose } }),
    ...(consent === undefined ? {} : { consent }),
  });
  const recorded = (await store.readStream(target)).find(
    ({ type, data }) => type === EXPORT_EVENT && (data as ExportDossier['data']).id === id,
  );
  if (recorded === undefined) throw new TypeError(`export ${id} was accepted and is not in ${target}`);
  if ((recorded.data as ExportDossier['data']).contents !== contents) {
    throw new DossierNotMade('EXPORT_CHANGED', `export ${id} was answered before, and its household has changed since`);
  }
  return recorded;
}

async function unchanged(store: EventReader, { streams, absent }: DossierContents, before: bigint): Promise<boolean> {
  const heads = [
    ...streams.map(({ stream, events }) => [stream, events] as const),
    ...absent.map((stream) => [stream, 0] as const),
  ];
  for (const [stream, events] of heads) {
    const later = await store.readStream(stream, BigInt(events));
    if (later.some(({ position }) => position < before)) return false;
  }
  return true;
}

function partsOf(
  { contents: { parts: listed }, parts }: Gathered,
  contents: Uint8Array,
  recorded: StoredEvent,
  { checkpoint, leaves, consistency }: Proven,
  from: number | undefined,
): Parts {
  const proofOf = (number: number): Uint8Array => {
    const { index = -1, path = [] } = leaves[number] ?? {};
    return utf8ToBytes(tlogProofText({ index, path, checkpoint }));
  };
  const all = new Map<string, Uint8Array>([
    [PART.contents, contents],
    [PART.record, utf8ToBytes(canonicalEnvelope(recorded))],
    [PART.recordProof, proofOf(leaves.length - 1)],
  ]);
  if (consistency !== undefined && from !== undefined) {
    const proof = consistency.map((hash) => hash.toString('base64'));
    all.set(PART.consistency, utf8ToBytes(canonicalText({ from, proof })));
  }
  let number = 0;
  for (const { name } of listed) {
    all.set(name, parts.get(name) ?? new Uint8Array());
    if (isEventPart(name)) all.set(proofPart(name), proofOf(number++));
  }
  return all;
}
