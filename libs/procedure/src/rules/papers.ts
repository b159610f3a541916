import { type Finding, isSealed, type Sealed } from '#libs/kernel';
import { type Papers, type Signature } from '../facts.js';
import { type Judged, type Rule } from '../law.js';
import { blocks } from './branches-findings.js';
import { speaksForHousehold } from './branches-signers.js';
import { END_PHOTO } from './lost-photo.js';
import { COMPLETIONS, holds, papersOf, type PartFact, partRule, STARTS } from './part-fact.js';

const evidenceMissing = blocks('EVIDENCE_MISSING', 'LAW', '§2.6; F18');
const sealMissing = blocks('SEAL_MISSING', 'LAW', 'R18; F18');
const signatureMissing = blocks('SIGNATURE_MISSING', 'LAW', '§8; F18');
const notInOffice = blocks('SIGNER_NOT_IN_OFFICE', 'RIGHTS', 'R4');
const notAPair = blocks('OFFICES_NOT_A_LAWFUL_PAIR', 'RIGHTS', 'R4');
const inTwoSlots = blocks('SIGNER_IN_TWO_SLOTS', 'RIGHTS', 'R4; §8');
const tooFew = blocks('TOO_FEW_PERSONS', 'LAW', 'R4');
const officeMissing = blocks('OFFICE_NOT_AMONG_SIGNERS', 'LAW', 'R4');
const reasonMissing = blocks('REASON_MISSING', 'INPUT', '§2.3');

/** Postings are witnessed by their photos, a meeting without quorum by its count: neither closes a part with papers. */
const WITH_PAPERS = [...STARTS, ...COMPLETIONS].filter(
  (type) => type !== 'case.NoticePosted.v1' && type !== 'case.AnnouncementPosted.v1' && type !== 'case.MeetingInquorate.v1',
);
/** A decision against the household is signed and sealed; the papers that would carry it forward are not asked for. */
const AGAINST = ['case.CaseRejected.v1', 'case.ExitDeferred.v1', 'case.ExitConsentRefused.v1'];

type PaperFinder = (of: PartFact, papers: Papers, judged: Judged) => readonly Finding[];

const paperRule = (name: string, about: readonly string[], find: PaperFinder): Rule =>
  partRule(name, about, (of, judged) => {
    const papers = papersOf(judged);
    return papers === undefined ? [] : find(of, papers, judged);
  });

function evidence({ part }: PartFact, papers: Papers, { fact }: Judged): readonly Finding[] {
  const required = part.evidence.filter((slot) => slot.required).map(({ slot }) => slot);
  if (required.length === 0) return [];
  const filled = papers.evidence.map(({ slot }) => slot);
  if ('lostPhoto' in fact.data) filled.push(END_PHOTO);
  const missing = required.filter((slot) => !filled.includes(slot));
  return [evidenceMissing({ met: missing.length === 0, required, actual: { missing } })];
}

function seals({ part }: PartFact, papers: Papers): readonly Finding[] {
  const required = part.seals.filter((seal) => seal.required).map(({ org }) => org);
  if (required.length === 0) return [];
  const missing = required.filter((org) => !papers.seals.some((seal) => seal.org === org));
  return [sealMissing({ met: missing.length === 0, required, actual: { missing } })];
}

/** Who fills a slot: any signature by one of its offices, whichever slot it names (R4: who holds two signs once). */
function fills({ capacity, offices, slot }: Signature, slotName: string, slotOffices: readonly string[]): boolean {
  if (slotOffices.length === 0) return capacity !== 'OFFICE' && slot === slotName;
  return capacity === 'OFFICE' && offices.some((office) => slotOffices.includes(office));
}

function signatures({ part }: PartFact, papers: Papers): readonly Finding[] {
  return part.signatures
    .filter(({ min }) => min > 0)
    .map(({ slot, offices, min }) => {
      const persons = new Set(papers.signatures.filter((sign) => fills(sign, slot, offices)).map(({ person }) => person));
      return signatureMissing({
        met: persons.size >= min,
        required: { slot, offices: [...offices], min },
        actual: [...persons],
      });
    });
}

/** Offices are judged on the paper date (R4); the household signs in person, or by a guardian or attorney (R12). */
function inOffice(_of: PartFact, papers: Papers, judged: Judged): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { capacity, person, offices } of papers.signatures) {
    if (capacity === 'OFFICE') {
      const missing = offices.filter((office) => !holds(judged, person, office));
      const met = offices.length > 0 && missing.length === 0;
      findings.push(notInOffice({ met, required: { person, offices: [...offices] }, actual: { notHeld: missing } }));
    }
  }
  return findings;
}

/** Who signs for the household is of it, of age, or shows by what he stands for it; no official does (R12, F17). */
function ofHousehold(_of: PartFact, papers: Papers, { view, circumstances }: Judged): readonly Finding[] {
  const findings: Finding[] = [];
  for (const signature of papers.signatures) {
    if (signature.capacity !== 'OFFICE') {
      findings.push(...speaksForHousehold(signature, papers.evidence, view, circumstances));
    }
  }
  return findings;
}

function lawfulPairs(_of: PartFact, papers: Papers, { law }: Judged): readonly Finding[] {
  const pairs = law.policy.parameters.officePairs.value;
  const findings: Finding[] = [];
  for (const { person, offices } of papers.signatures) {
    if (offices.length < 2) continue;
    const unlawful = offices.flatMap((office, index) =>
      offices
        .slice(index + 1)
        .filter((other) => !pairs.some(([a, b]) => (a === office && b === other) || (a === other && b === office)))
        .map((other) => [office, other]),
    );
    findings.push(notAPair({ met: unlawful.length === 0, required: pairs, actual: { person, offices: [...offices] } }));
  }
  return findings;
}

/** One person fills one slot, by one signature (R4, §8). The household's, given beside the papers and in them, is one. */
function oneSlotEach(_of: PartFact, papers: Papers): readonly Finding[] {
  const seen = new Map<string, Signature>();
  const twice = new Set<string>();
  for (const signature of papers.signatures) {
    const { person, slot, capacity } = signature;
    const before = seen.get(person);
    if (before === undefined) seen.set(person, signature);
    else if (capacity === 'OFFICE' || before.capacity === 'OFFICE' || before.slot !== slot) twice.add(person);
  }
  if (seen.size === 0) return [];
  return [inTwoSlots({ met: twice.size === 0, required: 'one signature of each person', actual: [...twice] })];
}

/** Only who fills a slot counts: a signature beside them makes nobody more (R4). */
function distinctPersons({ part }: PartFact, papers: Papers): readonly Finding[] {
  if (part.minDistinctPersons === undefined) return [];
  const counted = papers.signatures.filter((sign) => part.signatures.some(({ slot, offices }) => fills(sign, slot, offices)));
  const persons = new Set(counted.map(({ person }) => person)).size;
  return [tooFew({ met: persons >= part.minDistinctPersons, required: part.minDistinctPersons, actual: persons })];
}

function oneOfEach({ part }: PartFact, papers: Papers): readonly Finding[] {
  const signed = papers.signatures.flatMap(({ capacity, offices }) => (capacity === 'OFFICE' ? offices : []));
  return (part.oneOfEach ?? []).map((offices) =>
    officeMissing({
      met: signed.some((office) => offices.some((one) => one === office)),
      required: [...offices],
      actual: signed,
    }),
  );
}

/** Every rejection says why (§2.3). */
function reason(_of: PartFact, { fact }: Judged): readonly Finding[] {
  const { text, reason: why } = fact.data as { readonly text?: Sealed; readonly reason?: Sealed | string };
  const given = isSealed(text) || isSealed(why);
  return [reasonMissing({ met: given, required: 'the reason in words', actual: given })];
}

/** Evidence, seals and signatures of a part as typed slots; a slot is filled by offices, not by persons (R4, F18). */
export const paperRules: readonly Rule[] = [
  paperRule(
    'evidence-complete',
    WITH_PAPERS.filter((type) => !AGAINST.includes(type)),
    evidence,
  ),
  paperRule(
    'seals-complete',
    WITH_PAPERS.filter((type) => type !== 'case.ExitConsentRefused.v1'),
    seals,
  ),
  paperRule('signatures-complete', WITH_PAPERS, signatures),
  paperRule('signers-in-office', WITH_PAPERS, inOffice),
  paperRule(
    'signers-of-household',
    WITH_PAPERS.filter((type) => type !== 'case.ExitConsentGiven.v1' && type !== 'case.ExitConsentRefused.v1'),
    ofHousehold,
  ),
  paperRule('office-pairs-lawful', WITH_PAPERS, lawfulPairs),
  paperRule('one-slot-each', WITH_PAPERS, oneSlotEach),
  paperRule('enough-persons', WITH_PAPERS, distinctPersons),
  paperRule('one-of-each-office', WITH_PAPERS, oneOfEach),
  partRule('reason-given', ['case.VillageVerificationFailed.v1', 'case.CaseRejected.v1', 'case.ExitDeferred.v1'], reason),
];
