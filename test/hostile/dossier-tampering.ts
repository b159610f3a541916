import {
  canonicalText,
  type DossierContents,
  type DossierEvent,
  type DossierFlaw,
  isEventPart,
  packed,
  PART,
  parseTlogProof,
  proofPart,
  sha256Hex,
  tlogProofText,
  unpacked,
  utf8ToBytes,
  verifyDossier,
} from '#libs/dossier';
import { checkpointBody, parseCheckpoint, type SigningKey, signCheckpoint } from '#libs/ledger';
import { type Dossiers } from './dossier-house.js';
import { type Chance } from './ledger-tampering.js';

/** Whether a flaw names what was done. */
type Names = (flaw: DossierFlaw) => boolean;
interface Tampered {
  readonly file: Uint8Array;
  readonly names: Names;
}
interface Hands {
  readonly file: Uint8Array;
  readonly parts: Map<string, Uint8Array>;
  readonly contents: DossierContents;
  readonly dossiers: Dossiers;
  readonly chance: Chance;
  /** A key of somebody else under the name of the log. */
  readonly stranger: SigningKey;
}
/** Nothing where chance found nothing to change. */
type Tamper = (hands: Hands) => Tampered | undefined;

const decoder = new TextDecoder();
const textOf = (bytes: Uint8Array | undefined): string => decoder.decode(bytes);
const jsonOf = (bytes: Uint8Array | undefined): unknown => JSON.parse(textOf(bytes));

const any: Names = () => true;
const coded =
  (...codes: readonly DossierFlaw['code'][]): Names =>
  ({ code }) =>
    codes.includes(code);
/** A proof and its event are named together: which of them was changed, neither says. */
const inPart =
  (part: string): Names =>
  ({ place }) =>
    place.part === part || place.part === part.replace('.tlog-proof', '.json');

function pick<T>(list: readonly T[], chance: Chance): T {
  const one = list[chance(list.length)];
  if (one === undefined) throw new Error('there is nothing to pick');
  return one;
}

function flipped(bytes: Uint8Array, chance: Chance): Uint8Array {
  const other = Uint8Array.from(bytes);
  const at = chance(other.length);
  other[at] = (other[at] ?? 0) ^ (1 << chance(8));
  return other;
}

const eventsOf = (parts: ReadonlyMap<string, Uint8Array>): readonly string[] => [...parts.keys()].filter(isEventPart);
const eventAt = (parts: ReadonlyMap<string, Uint8Array>, part: string): DossierEvent => jsonOf(parts.get(part)) as DossierEvent;

/** As somebody does it who knows the format: lists and digests of the contents are made to agree again. */
function relisted(
  { contents }: Pick<Hands, 'contents'>,
  parts: Map<string, Uint8Array>,
  changed?: Partial<DossierContents>,
): Map<string, Uint8Array> {
  const listed = contents.parts.flatMap(({ name }) => {
    const bytes = parts.get(name);
    return bytes === undefined ? [] : [{ name, bytes: bytes.length, sha256: sha256Hex(bytes) }];
  });
  const streams = contents.streams.flatMap((stream) => {
    const events = eventsOf(parts).filter((part) => eventAt(parts, part).stream === stream.stream).length;
    return events === 0 ? [] : [{ ...stream, events }];
  });
  parts.set(PART.contents, utf8ToBytes(canonicalText({ ...contents, streams, parts: listed, ...changed })));
  return parts;
}

/** Every proof under another checkpoint. */
function under(parts: Map<string, Uint8Array>, checkpoint: (text: string) => string): Map<string, Uint8Array> {
  for (const [name, bytes] of parts) {
    const proof = name.endsWith('.tlog-proof') ? parseTlogProof(textOf(bytes)) : undefined;
    if (proof !== undefined) parts.set(name, utf8ToBytes(tlogProofText({ ...proof, checkpoint: checkpoint(proof.checkpoint) })));
  }
  return parts;
}

const repacked = (parts: ReadonlyMap<string, Uint8Array>, names: Names): Tampered => ({ file: packed(parts), names });

function without(parts: ReadonlyMap<string, Uint8Array>, ...names: readonly string[]): Map<string, Uint8Array> {
  return new Map([...parts].filter(([name]) => !names.includes(name)));
}

// ---------------------------------------------------------------- the file

const flipInFile: Tamper = ({ file, chance }) => ({ file: flipped(file, chance), names: any });

const truncate: Tamper = ({ file, chance }) => ({ file: file.subarray(0, chance(file.length)), names: any });

const addBytes: Tamper = ({ file, chance }) => {
  const extra = Uint8Array.from({ length: 1 + chance(40) }, () => chance(256));
  const [before, after] = chance(2) === 0 ? [extra, file] : [file, extra];
  return { file: Buffer.concat([before, after]), names: any };
};

const cutOut: Tamper = ({ file, chance }) => {
  const at = chance(file.length);
  const length = 1 + chance(200);
  return { file: Buffer.concat([file.subarray(0, at), file.subarray(at + length)]), names: any };
};

const insertPart: Tamper = ({ parts, chance }) => {
  const name = pick(['evidence/extra', 'events/999999.json', 'pages/fr.html', 'x', PART.opened], chance);
  if (parts.has(name)) return undefined;
  const entries = [...parts];
  entries.splice(chance(entries.length + 1), 0, [name, utf8ToBytes('forged')]);
  return repacked(new Map(entries), inPart(name));
};

const removePart: Tamper = ({ parts, chance }) => {
  const name = pick([...parts.keys()], chance);
  // Without it less can be shown, but not to who asks for it.
  return repacked(without(parts, name), name === PART.consistency ? coded('GROWTH_NOT_SHOWN') : inPart(name));
};

const reorderParts: Tamper = ({ parts, chance }) => {
  const entries = [...parts];
  const [one] = entries.splice(chance(entries.length), 1);
  if (one === undefined) return undefined;
  entries.splice(chance(entries.length + 1), 0, one);
  if (entries.every(([name], index) => name === [...parts.keys()][index])) return undefined;
  return repacked(new Map(entries), coded('PART_OUT_OF_ORDER'));
};

const flipInPart: Tamper = ({ parts, chance }) => {
  const name = pick([...parts.keys()], chance);
  const bytes = parts.get(name);
  if (bytes === undefined || bytes.length === 0) return undefined;
  parts.set(name, flipped(bytes, chance));
  const names = name === PART.contents || name.startsWith('record') || name === PART.consistency ? any : inPart(name);
  return repacked(parts, names);
};

const exchangeParts: Tamper = ({ parts, chance }) => {
  const [one, other] = [pick([...parts.keys()], chance), pick([...parts.keys()], chance)];
  const [first, second] = [parts.get(one), parts.get(other)];
  if (first === undefined || second === undefined || textOf(first) === textOf(second)) return undefined;
  parts.set(one, second).set(other, first);
  return repacked(parts, any);
};

// ---------------------------------------------------------------- events, with contents that agree

const forgeEvent: Tamper = ({ parts, contents, chance }) => {
  const part = pick(eventsOf(parts), chance);
  const event = eventAt(parts, part);
  const forged = pick(
    [
      { ...event, data: { ...event.data, forged: true } },
      { ...event, metadata: { ...event.metadata, occurredOn: '2001-01-01' } },
      { ...event, metadata: { ...event.metadata, performedBy: 'a friend' } },
      { ...event, id: `${event.id}x` },
      { ...event, type: 'case.HouseholdRegistered.v2' },
      { ...event, revision: event.revision + 1 },
      { ...event, stream: `${event.stream}x` },
    ],
    chance,
  );
  parts.set(part, utf8ToBytes(canonicalText(forged)));
  return repacked(relisted({ contents }, parts), (flaw) => flaw.code === 'NOT_IN_THE_LOG' && inPart(part)(flaw));
};

const removeEvent: Tamper = ({ parts, contents, chance }) => {
  const part = pick(eventsOf(parts), chance);
  const { stream, revision } = eventAt(parts, part);
  const last = contents.streams.find((one) => one.stream === stream)?.events === revision + 1;
  const gap: Names = ({ code, place }) => code === 'EVENT_MISSING' && place.stream === stream && place.revision === revision;
  return repacked(relisted({ contents }, without(parts, part, proofPart(part))), last ? coded('CONTENTS_NOT_AS_RECORDED') : gap);
};

const cutStream: Tamper = ({ parts, contents, chance }) => {
  const { stream, events } = pick(contents.streams, chance);
  const kept = chance(events);
  const cut = eventsOf(parts).filter((part) => {
    const event = eventAt(parts, part);
    return event.stream === stream && event.revision >= kept;
  });
  return repacked(relisted({ contents }, without(parts, ...cut, ...cut.map(proofPart))), coded('CONTENTS_NOT_AS_RECORDED'));
};

const leaveStreamOut: Tamper = ({ parts, contents, chance }) => {
  const led = contents.streams.filter(({ kind }) => kind === 'CASE' || kind === 'ACT');
  const { stream } = pick(led, chance);
  const out = eventsOf(parts).filter((part) => eventAt(parts, part).stream === stream);
  const rest = without(parts, ...out, ...out.map(proofPart));
  // Said not to exist where chance will have it: then only the record in the log speaks.
  const hidden = chance(2) === 0;
  const absent = hidden ? [...contents.absent, stream].sort() : contents.absent;
  return repacked(
    relisted({ contents }, rest, { absent }),
    hidden ? coded('CONTENTS_NOT_AS_RECORDED') : ({ code, place }) => code === 'STREAM_MISSING' && place.stream === stream,
  );
};

const insertEvent: Tamper = ({ parts, contents, chance }) => {
  const like = pick(eventsOf(parts), chance);
  const event = eventAt(parts, like);
  const events = contents.streams.find(({ stream }) => stream === event.stream)?.events ?? 0;
  const part = 'events/999999.json';
  parts.set(part, utf8ToBytes(canonicalText({ ...event, revision: events, id: `forged-${chance(1e9)}` })));
  parts.set(proofPart(part), parts.get(proofPart(like)) ?? new Uint8Array());
  const listed = { ...contents, parts: [...contents.parts, { name: part, bytes: 0, sha256: '' }] };
  return repacked(relisted({ contents: listed }, parts), (flaw) => flaw.code === 'NOT_IN_THE_LOG' && inPart(part)(flaw));
};

const repeatEvent: Tamper = ({ parts, contents, chance }) => {
  const like = pick(eventsOf(parts), chance);
  const part = 'events/999999.json';
  parts.set(part, parts.get(like) ?? new Uint8Array());
  parts.set(proofPart(part), parts.get(proofPart(like)) ?? new Uint8Array());
  const listed = { ...contents, parts: [...contents.parts, { name: part, bytes: 0, sha256: '' }] };
  return repacked(relisted({ contents: listed }, parts), coded('EVENT_TWICE'));
};

const reorderEvents: Tamper = ({ parts, contents, chance }) => {
  const events = eventsOf(parts);
  const one = chance(events.length);
  const other = (one + 1 + chance(events.length - 1)) % events.length;
  const [first, second] = [events[one] ?? '', events[other] ?? ''];
  // With their proofs: each is in the log, and the order is not the log's.
  for (const nameOf of [(part: string) => part, proofPart]) {
    const held = parts.get(nameOf(first));
    parts.set(nameOf(first), parts.get(nameOf(second)) ?? new Uint8Array());
    parts.set(nameOf(second), held ?? new Uint8Array());
  }
  return repacked(relisted({ contents }, parts), coded('EVENTS_OUT_OF_ORDER'));
};

const takeFromAnother: Tamper = ({ parts, contents, dossiers, chance }) => {
  const donor = unpacked(pick(dossiers.others, chance)) ?? new Map<string, Uint8Array>();
  const own = new Set(eventsOf(parts).map((part) => textOf(parts.get(part))));
  const from = pick(eventsOf(donor), chance);
  const bytes = donor.get(from);
  if (bytes === undefined || own.has(textOf(bytes))) return undefined;
  const part = pick(eventsOf(parts), chance);
  parts.set(part, bytes).set(proofPart(part), donor.get(proofPart(from)) ?? new Uint8Array());
  return repacked(relisted({ contents }, parts), coded('EVENT_MISSING', 'EVENT_UNEXPECTED', 'CHECKPOINTS_DIFFER'));
};

// ---------------------------------------------------------------- what else is in it

const changeLaw: Tamper = ({ parts, contents, chance }) => {
  const { part } = pick(contents.law, chance);
  parts.set(part, utf8ToBytes(canonicalText({ ...(jsonOf(parts.get(part)) as object), forged: 7 })));
  return repacked(relisted({ contents }, parts), (flaw) => flaw.code === 'LAW_DIFFERS' && inPart(part)(flaw));
};

const leaveLawOut: Tamper = ({ parts, contents, chance }) => {
  const { ref, part } = pick(contents.law, chance);
  const law = contents.law.filter((one) => one.ref !== ref);
  return repacked(
    relisted({ contents }, without(parts, part), { law }),
    ({ code, place }) => code === 'LAW_MISSING' && place.expected === ref,
  );
};

const changePage: Tamper = ({ parts, contents, chance }) => {
  const part = pick(['pages/zh.html', 'pages/en.html', PART.readMe], chance);
  parts.set(part, utf8ToBytes(`${textOf(parts.get(part))}<p>forged</p>`));
  const relist = chance(2) === 0;
  return repacked(relist ? relisted({ contents }, parts) : parts, relist ? coded('CONTENTS_NOT_AS_RECORDED') : inPart(part));
};

const changeEvidence: Tamper = ({ parts, contents, chance }) => {
  const gone = chance(contents.evidence.length);
  const evidence = contents.evidence.filter((_, index) => index !== gone);
  return repacked(
    relisted({ contents }, parts, { evidence }),
    ({ code, place }) => code === 'EVIDENCE_NOT_LISTED' && place.expected === contents.evidence[gone]?.digest,
  );
};

const changeContents: Tamper = ({ parts, contents, chance }) => {
  const [stream] = contents.streams;
  const changed = pick<Partial<DossierContents>>(
    [
      { household: 'somebody-else' },
      { origin: 'log.example/other' },
      { absent: [] },
      { lawMissing: ['A@1#0'] },
      { named: ['h'] },
      { opened: { consent: 'forged' } },
      ...(stream === undefined ? [] : [{ streams: [{ ...stream, events: stream.events + 1 }, ...contents.streams.slice(1)] }]),
    ],
    chance,
  );
  return repacked(relisted({ contents }, parts, changed), coded('CONTENTS_NOT_AS_RECORDED'));
};

const changeOpened: Tamper = ({ dossiers, chance }) => {
  const parts = new Map(unpacked(dossiers.opened));
  const contents = jsonOf(parts.get(PART.contents)) as DossierContents;
  const opened = jsonOf(parts.get(PART.opened)) as Record<string, { salt: string; text: string }>;
  const ref = pick(Object.keys(opened), chance);
  const value = opened[ref] ?? { salt: '', text: '' };
  const forged = pick(
    [
      { ...value, text: '"somebody else"' },
      { ...value, salt: value.salt.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) },
    ],
    chance,
  );
  parts.set(PART.opened, utf8ToBytes(canonicalText({ ...opened, [ref]: forged })));
  return repacked(relisted({ contents }, parts), ({ code, place }) => code === 'OPENED_VALUE_DIFFERS' && place.found === ref);
};

// ---------------------------------------------------------------- proofs, checkpoints, keys

const swapProofs: Tamper = ({ parts, chance }) => {
  const [one, other] = [proofPart(pick(eventsOf(parts), chance)), proofPart(pick(eventsOf(parts), chance))];
  if (one === other) return undefined;
  const held = parts.get(one) ?? new Uint8Array();
  parts.set(one, parts.get(other) ?? new Uint8Array()).set(other, held);
  return repacked(parts, (flaw) => flaw.code === 'NOT_IN_THE_LOG');
};

const changeProof: Tamper = ({ parts, chance }) => {
  const part = pick(eventsOf(parts), chance);
  const proof = parseTlogProof(textOf(parts.get(proofPart(part))));
  if (proof === undefined || proof.path.length === 0) return undefined;
  const { index, path } = proof;
  const at = chance(path.length);
  const forged = pick(
    [
      { ...proof, index: index + 1 },
      { ...proof, index: Math.max(index - 1, 0) },
      { ...proof, path: path.slice(1) },
      { ...proof, path: [...path, path[at] ?? new Uint8Array(32)] },
      { ...proof, path: path.map((hash, place) => (place === at ? flipped(hash, chance) : hash)) },
    ],
    chance,
  );
  if (forged.index === index && forged.path === path) return undefined;
  parts.set(proofPart(part), utf8ToBytes(tlogProofText(forged)));
  return repacked(parts, (flaw) => flaw.code === 'NOT_IN_THE_LOG' && inPart(part)(flaw));
};

const olderCheckpoint: Tamper = ({ parts, dossiers }) => {
  const older = parseTlogProof(textOf(unpacked(dossiers.older)?.get(PART.recordProof)));
  return older === undefined
    ? undefined
    : repacked(
        under(parts, () => older.checkpoint),
        coded('NOT_IN_THE_LOG'),
      );
};

const olderDossierRenamed: Tamper = ({ parts, dossiers }) => {
  // The older dossier with the newer record: what came between is kept back.
  const older = new Map(unpacked(dossiers.older));
  for (const name of [PART.record, PART.recordProof]) older.set(name, parts.get(name) ?? new Uint8Array());
  return repacked(older, coded('CONTENTS_NOT_AS_RECORDED'));
};

const recordOfAnother: Tamper = ({ parts, dossiers, chance }) => {
  const donor = unpacked(pick([...dossiers.others, dossiers.opened], chance));
  parts.set(PART.record, donor?.get(PART.record) ?? new Uint8Array());
  if (chance(2) === 0) parts.set(PART.recordProof, donor?.get(PART.recordProof) ?? new Uint8Array());
  return repacked(parts, coded('CONTENTS_NOT_AS_RECORDED'));
};

const forgeRecord: Tamper = ({ parts, contents, chance }) => {
  // Contents are changed and the record with them: it is not in the log.
  const record = jsonOf(parts.get(PART.record)) as DossierEvent;
  relisted({ contents }, parts, { named: [`h-${chance(100)}`] });
  const digest = sha256Hex(parts.get(PART.contents) ?? new Uint8Array());
  parts.set(PART.record, utf8ToBytes(canonicalText({ ...record, data: { ...record.data, contents: digest } })));
  return repacked(parts, (flaw) => flaw.code === 'NOT_IN_THE_LOG' && inPart(PART.record)(flaw));
};

const forkedLog: Tamper = ({ dossiers }) => ({ file: dossiers.forked, names: coded('WITNESS_MISSING') });

const swapKeys: Tamper = ({ parts, stranger, chance }) => {
  const forge = (text: string): string => {
    const { size, root } = parseCheckpoint(text);
    const forged = signCheckpoint(stranger, { size, root }, 1_700_000_000).text;
    // With the witnesses' true lines, or without.
    const lines = text.split('\n').filter((line) => line.startsWith('\u2014 witness'));
    return chance(2) === 0 ? forged : `${forged}${lines.map((line) => `${line}\n`).join('')}`;
  };
  const made = new Map<string, string>();
  const once = (text: string): string => made.get(text) ?? made.set(text, forge(text)).get(text) ?? text;
  return repacked(under(parts, once), coded('SIGNATURE_MISSING'));
};

const forgeCheckpoint: Tamper = ({ parts, chance }) => {
  const forge = (text: string): string => {
    const { origin, size, root } = parseCheckpoint(text);
    const body = checkpointBody(
      pick(
        [
          { origin, size: size + 1, root },
          { origin, size: size - 1, root },
          { origin: `${origin}x`, size, root },
          { origin, size, root: Buffer.from(flipped(root, () => 0)) },
        ],
        () => which,
      ),
    );
    return text.replace(checkpointBody({ origin, size, root }), body);
  };
  const which = chance(4);
  return repacked(under(parts, forge), coded('SIGNATURE_WRONG'));
};

const dropSignature: Tamper = ({ parts, chance }) => {
  const which = chance(3);
  const drop = (text: string): string => {
    const end = text.lastIndexOf('\n\n') + 2;
    const lines = text.slice(end, -1).split('\n');
    return `${text.slice(0, end)}${lines.filter((_, index) => index !== which).join('\n')}\n`;
  };
  return repacked(under(parts, drop), coded(which === 2 ? 'WITNESS_MISSING' : 'SIGNATURE_MISSING'));
};

const changeSignature: Tamper = ({ parts, chance }) => {
  const which = chance(3);
  const at = 8 + chance(60);
  const change = (text: string): string => {
    const end = text.lastIndexOf('\n\n') + 2;
    const lines = text.slice(end, -1).split('\n');
    const forged = lines.map((line, index) => {
      if (index !== which) return line;
      const from = line.lastIndexOf(' ') + 1;
      const letter = line.charAt(from + at) === 'A' ? 'B' : 'A';
      return `${line.slice(0, from + at)}${letter}${line.slice(from + at + 1)}`;
    });
    return `${text.slice(0, end)}${forged.join('\n')}\n`;
  };
  return repacked(under(parts, change), coded(which === 2 ? 'WITNESS_WRONG' : 'SIGNATURE_WRONG'));
};

const changeGrowth: Tamper = ({ parts, chance }) => {
  const consistency = jsonOf(parts.get(PART.consistency)) as { from: number; proof: string[] };
  const proof = consistency.proof.map((hash) => Buffer.from(hash, 'base64'));
  if (proof.length === 0) return undefined;
  const at = chance(proof.length);
  const forged = pick(
    [
      { ...consistency, from: consistency.from + 1 },
      { ...consistency, proof: proof.slice(1).map((hash) => hash.toString('base64')) },
      {
        ...consistency,
        proof: proof.map((hash, place) => Buffer.from(place === at ? flipped(hash, chance) : hash).toString('base64')),
      },
    ],
    chance,
  );
  parts.set(PART.consistency, utf8ToBytes(canonicalText(forged)));
  return repacked(parts, coded('FORKED', 'GROWTH_NOT_SHOWN'));
};

const TAMPERINGS: readonly (readonly [name: string, tamper: Tamper])[] = [
  ['a bit of the file is flipped', flipInFile],
  ['a bit of a part is flipped', flipInPart],
  ['the file is truncated', truncate],
  ['bytes are added to the file', addBytes],
  ['bytes are cut out of the file', cutOut],
  ['a part is inserted', insertPart],
  ['a part is removed', removePart],
  ['parts are reordered', reorderParts],
  ['parts are exchanged', exchangeParts],
  ['an event is forged', forgeEvent],
  ['an event is removed', removeEvent],
  ['a stream is cut', cutStream],
  ['a stream is left out', leaveStreamOut],
  ['an event is inserted', insertEvent],
  ['an event is repeated', repeatEvent],
  ['events are reordered', reorderEvents],
  ['an event of another household is put in', takeFromAnother],
  ['a text of the law is changed', changeLaw],
  ['a text of the law is left out', leaveLawOut],
  ['a page is changed', changePage],
  ['a paper is left out', changeEvidence],
  ['the contents are changed', changeContents],
  ['an opened value is changed', changeOpened],
  ['proofs are swapped', swapProofs],
  ['a proof is changed', changeProof],
  ['the checkpoint is an older one', olderCheckpoint],
  ['the dossier is an older one under the newer record', olderDossierRenamed],
  ['the record is of another dossier', recordOfAnother],
  ['the record is forged', forgeRecord],
  ['the log is forked by its keeper', forkedLog],
  ['keys are swapped', swapKeys],
  ['the checkpoint is forged', forgeCheckpoint],
  ['a signature is dropped', dropSignature],
  ['a signature is changed', changeSignature],
  ['the proof of growth is changed', changeGrowth],
];

export const DOSSIER_TAMPERINGS = TAMPERINGS.length;

/** Tampers so often with copies of a dossier, each class in turn; answers how often of each, and what went unseen or unnamed. */
export function tamperWithDossiers(
  dossiers: Dossiers,
  stranger: SigningKey,
  tries: number,
  chance: Chance,
): { readonly byClass: ReadonlyMap<string, number>; readonly missed: readonly string[] } {
  const byClass = new Map<string, number>();
  const missed: string[] = [];
  for (let done = 0, attempt = 0; done < tries; attempt++) {
    const [name, tamper] = TAMPERINGS[attempt % TAMPERINGS.length] ?? ['', () => undefined];
    if (attempt > 20 * tries + 1000) throw new Error(`${name}: chance finds nothing to change`);
    const file = dossiers.whole;
    const parts = new Map(unpacked(file));
    const contents = jsonOf(parts.get(PART.contents)) as DossierContents;
    const tampered = tamper({ file, parts, contents, dossiers, chance, stranger });
    if (tampered === undefined) continue;
    done++;
    byClass.set(name, (byClass.get(name) ?? 0) + 1);
    const { verdict, flaws } = verifyDossier(tampered.file, dossiers.trust);
    if (verdict !== 'NOT_WHOLE') missed.push(`${name} (try ${attempt}): ${verdict}`);
    else if (!flaws.some(tampered.names))
      missed.push(`${name} (try ${attempt}): found, not named: ${JSON.stringify(flaws.slice(0, 3))}`);
  }
  return { byClass, missed };
}
