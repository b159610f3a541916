import { type CivilDate } from '#libs/kernel';
import { type Evidence, type Office, type Papers, type Part, type Signature } from '#libs/procedure';

export interface PapersWanted {
  /** Day of every paper and signature. */
  readonly on: CivilDate;
  /** Who holds an office; the same person for the same office. `nth` counts from 0 where a slot needs several of one office. */
  readonly holder: (office: Office, nth: number) => string;
  /** Who signs for the household. */
  readonly household: string;
  /** Evidence slots that are to stay empty. */
  readonly without?: readonly string[];
}

/** Of the same words the same hex: a stand-in for the SHA-256 of a scan that does not exist. */
function scanOf(...words: readonly string[]): string {
  const text = words.join('|');
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0').repeat(8);
}

/**
 * Papers that satisfy a part of a definition, whatever it asks for: all required evidence and seals, every signature slot
 * filled by different persons, enough persons over all slots, one of each office that must be among them, and for a survey
 * as many surveyors and representatives as must sign. For simulations and specs: synthetic papers.
 */
export function papersFor(part: Part, { on, holder, household, without = [] }: PapersWanted): Papers {
  const signatures: Signature[] = [];
  const persons = new Set<string>();

  const sign = (slot: string, office: Office, nth = 0): boolean => {
    const person = holder(office, nth);
    if (persons.has(person)) return false;
    persons.add(person);
    signatures.push({ slot, person, capacity: 'OFFICE', offices: [office], method: 'WET', signedOn: on });
    return true;
  };
  const signTimes = (slot: string, offices: readonly Office[], times: number): void => {
    let signed = 0;
    for (let nth = 0; nth < times && signed < times; nth += 1) {
      for (const office of offices) {
        if (signed < times && sign(slot, office, nth)) signed += 1;
      }
    }
  };

  if (part.kind === 'survey') {
    const slot = part.signatures.find(({ offices }) => offices.includes('VILLAGE_REPRESENTATIVE'))?.slot;
    if (slot !== undefined) signTimes(slot, ['VILLAGE_REPRESENTATIVE'], part.minRepresentatives ?? 0);
  }
  for (const offices of part.oneOfEach ?? []) {
    const slot = part.signatures.find((candidate) => candidate.offices.some((office) => offices.includes(office)));
    const has = signatures.some((signature) => signature.offices.some((office) => offices.some((one) => one === office)));
    if (slot !== undefined && !has) {
      signTimes(
        slot.slot,
        slot.offices.filter((office) => offices.includes(office)),
        1,
      );
    }
  }
  for (const { slot, offices, min } of part.signatures) {
    if (offices.length === 0) {
      if (min > 0) {
        signatures.push({ slot, person: household, capacity: 'SELF', offices: [], method: 'WET', signedOn: on });
        persons.add(household);
      }
      continue;
    }
    const filled = signatures.filter((signature) => signature.offices.some((office) => offices.some((one) => one === office)));
    const wanted = part.kind === 'survey' && min > 0 ? Math.max(min, part.minSurveyors) : min;
    signTimes(slot, offices, wanted - filled.length);
  }
  for (const { slot, offices } of part.signatures) {
    for (const office of offices) {
      if (persons.size < (part.minDistinctPersons ?? 0)) sign(slot, office);
    }
  }

  const evidence: readonly Evidence[] = part.evidence
    .filter(({ slot, required }) => required && !without.includes(slot))
    .map(({ slot }) => ({ slot, digest: scanOf(part.code, slot, household), date: on }));
  const seals = part.seals
    .filter(({ required }) => required)
    .map(({ org }) => ({ org, date: on, digest: scanOf(part.code, org, household) }));
  return { evidence, signatures, seals };
}
