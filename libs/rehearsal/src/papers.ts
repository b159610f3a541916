import { scriptFaults as say } from '#libs/terms';
import { Told } from './told.js';
import { type JsonObject, type JsonValue, type CivilDate, isCivilDate } from '#libs/kernel';
import { digestOf } from '#libs/application';
import { papersFor } from '#libs/household-case';
import { type Office, OFFICES, type Papers, type Part, type Signature } from '#libs/procedure';
import { nearest, unknownWord } from './nearest.js';
import { isObject } from './script.js';

/** Papers that the script asks for and that cannot be made. */
export class PapersNotUnderstood extends Told {}

export interface PapersAround {
  /** The part that the order is about; absent where it is about none. */
  readonly part: Part | undefined;
  readonly on: CivilDate;
  /** Who signs for the household. */
  readonly household: string;
  readonly holder: (office: Office, nth: number) => string;
}

const KEYS = ['complete', 'without', 'evidence', 'signedBy', 'seals', 'on', 'holders', 'household', 'method'] as const;

/**
 * Papers written short: `"complete"` for all that the definition asks of the part; or
 * `{"complete": true, "without": ["END_PHOTO"], "holders": {"OFFICE": "person"}, "household": "person", "on": date}`
 * to leave slots out and to say who signs; or `{"signedBy": ["TOWNSHIP_HEAD"], "evidence": [slot], "seals": [org]}` for
 * papers of an order that is about no part. Whole papers stay as they are.
 * @throws PapersNotUnderstood
 */
export function expandPapers(value: JsonValue, around: PapersAround): JsonValue {
  if (value === 'complete') return fromPart(around, {}) as unknown as JsonObject;
  if (typeof value === 'string') throw new PapersNotUnderstood(say.papers(value));
  if (!isObject(value)) throw new PapersNotUnderstood(say.papers());
  if ('evidence' in value && 'signatures' in value && 'seals' in value) return value;
  for (const key of Object.keys(value)) {
    if (!(KEYS as readonly string[]).includes(key)) throw new PapersNotUnderstood(unknownWord('key', key, KEYS));
  }
  const on = dateOf(value['on']) ?? around.on;
  const household = typeof value['household'] === 'string' ? value['household'] : around.household;
  const here = { ...around, on, household };
  const begun: Papers = value['complete'] === true ? fromPart(here, value) : { evidence: [], signatures: [], seals: [] };
  const papers: Papers = {
    evidence: [
      ...begun.evidence,
      ...words(value, 'evidence').map((slot) => ({ slot, digest: digestOf({ slot, on }), date: on })),
    ],
    signatures: [...begun.signatures, ...words(value, 'signedBy').map((signer) => signatureOf(signer, here))],
    seals: [...begun.seals, ...words(value, 'seals').map((org) => ({ org, digest: digestOf({ org, on }), date: on }))],
  };
  const method = value['method'];
  const signatures =
    typeof method === 'string'
      ? papers.signatures.map((signature) => ({ ...signature, method: method as Signature['method'] }))
      : papers.signatures;
  return { ...papers, signatures } as unknown as JsonObject;
}

function fromPart(around: PapersAround, asked: JsonObject): Papers {
  const { part } = around;
  if (part === undefined) {
    throw new PapersNotUnderstood(say.papersOfNoPart);
  }
  const holders = isObject(asked['holders']) ? asked['holders'] : {};
  for (const office of Object.keys(holders)) {
    if (!(OFFICES as readonly string[]).includes(office)) throw new PapersNotUnderstood(unknownWord('office', office, OFFICES));
  }
  const holder = (office: Office, nth: number): string => {
    const named = holders[office];
    return typeof named === 'string' && nth === 0 ? named : around.holder(office, nth);
  };
  const whole = papersFor(part, { on: around.on, holder, household: around.household });
  const without = words(asked, 'without');
  const slots = [
    ...whole.evidence.map(({ slot }) => slot),
    ...whole.signatures.map(({ slot }) => slot),
    ...whole.seals.map(({ org }) => org),
  ];
  for (const slot of without)
    if (!slots.includes(slot)) throw new PapersNotUnderstood(unknownWord('slot', slot, [...new Set(slots)]));
  return {
    evidence: whole.evidence.filter(({ slot }) => !without.includes(slot)),
    signatures: whole.signatures.filter(({ slot }) => !without.includes(slot)),
    seals: whole.seals.filter(({ org }) => !without.includes(org)),
  };
}

function signatureOf(signer: string, { on, holder }: PapersAround): Signature {
  if (!(OFFICES as readonly string[]).includes(signer)) {
    if (nearest(signer, OFFICES) !== undefined && /^[A-Z_]+$/.test(signer))
      throw new PapersNotUnderstood(unknownWord('office', signer, OFFICES));
    return { slot: 'HOUSEHOLD', person: signer, capacity: 'SELF', offices: [], method: 'WET', signedOn: on };
  }
  const office = signer as Office;
  return { slot: office, person: holder(office, 0), capacity: 'OFFICE', offices: [office], method: 'WET', signedOn: on };
}

function words(object: JsonObject, key: string): readonly string[] {
  const value = object[key] ?? [];
  if (Array.isArray(value) && (value as readonly JsonValue[]).every((word) => typeof word === 'string'))
    return value as readonly string[];
  throw new PapersNotUnderstood(say.texts(key));
}

function dateOf(value: JsonValue | undefined): CivilDate | undefined {
  if (value === undefined) return undefined;
  if (!isCivilDate(value)) throw new PapersNotUnderstood(say.day('on', '2020-03-02'));
  return value;
}
