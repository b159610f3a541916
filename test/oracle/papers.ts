import { isMember } from './case-notes.js';
import { OFFICE_PAIRS, type PartRow } from './law-of-domain.js';
import { failsPart, type Predicate, type Situation } from './situation.js';
import { type Papers } from './stored-event.js';

const WITH_PAPERS: ReadonlySet<string> = new Set([
  'ApplicationSubmitted',
  'ExitNominated',
  'HomeVisitRecorded',
  'VillageVerificationPassed',
  'VillageVerificationFailed',
  'ReviewHeld',
  'ExitConsentGiven',
  'ExitConsentRefused',
  'NoticePeriodCompleted',
  'AnnouncementCompleted',
  'TownshipAuditPassed',
  'CountyApproved',
]);

/** The papers of a fact, the household's own signature among them. */
function papersOf(situation: Situation): { readonly row: PartRow; readonly papers: Papers } | undefined {
  const { type, data, row } = situation;
  if (row === undefined || data.papers === undefined || !(WITH_PAPERS.has(type) || failsPart(situation))) return undefined;
  const signatures = data.signature === undefined ? data.papers.signatures : [...data.papers.signatures, data.signature];
  return { row, papers: { ...data.papers, signatures } };
}

const AGAINST: ReadonlySet<string> = new Set(['CaseRejected', 'ExitDeferred', 'ExitConsentRefused']);

/** §2.1, §3.2, F18: what the step names as evidence lies in its slots; who decides seals. */
export const papersComplete: Predicate = (situation) => {
  const found = papersOf(situation);
  if (found === undefined) return;
  const { row, papers } = found;
  const { type, say } = situation;
  const missing = AGAINST.has(type) ? [] : row.evidence.filter((slot) => !papers.evidence.some((one) => one.slot === slot));
  if (missing.length > 0) say('evidence-complete', `${row.clause}; F18`, `${type} without ${missing.join(', ')}`);
  const unsealed = type === 'ExitConsentRefused' ? [] : row.seals.filter((org) => !papers.seals.some((seal) => seal.org === org));
  if (unsealed.length > 0) say('seals-complete', 'R18; F18', `${type} without the seal of ${unsealed.join(', ')}`);
};

/** R4, §8: each office that must sign has signed, in office on the paper date; one person, one signature. */
export const signedByTheRightPersons: Predicate = (situation) => {
  const found = papersOf(situation);
  if (found === undefined) return;
  const { row, papers } = found;
  const { type, notes, officesOf, say } = situation;
  for (const group of row.signers) {
    const signed = papers.signatures.some(({ capacity, offices }) =>
      group.length === 0 ? capacity !== 'OFFICE' : capacity === 'OFFICE' && offices.some((office) => group.includes(office)),
    );
    if (!signed)
      say('signed-by-office', `${row.clause}; R4`, `${type} of ${row.id} without ${group.join(' or ') || 'the household'}`);
  }
  const persons = papers.signatures.map(({ person }) => person);
  const distinct = new Set(persons);
  if (distinct.size < row.personsMin) say('distinct-persons', 'R4', `${type} signed by ${distinct.size}, ${row.personsMin} must`);
  if (distinct.size < persons.length) say('one-slot-each', 'R4; §8', `${type}: a person signed twice`);
  for (const { person, capacity, offices } of papers.signatures) {
    if (capacity === 'OFFICE') {
      const held = officesOf(person);
      const notHeld = held === undefined ? [] : offices.filter((office) => !held.includes(office));
      if (offices.length === 0 || notHeld.length > 0)
        say('signer-in-office', 'R4', `${type}: ${person} was not ${notHeld.join(', ')}`);
    }
    if ((capacity === 'SELF' || capacity === 'ADULT_MEMBER') && row.kind !== 'consent' && !isMember(notes, person)) {
      say('signer-of-household', 'R12', `${type}: ${person} is not of the household`);
    }
    const unlawful = offices.flatMap((one, index) => offices.slice(index + 1).filter((other) => !isPair(one, other)));
    if (unlawful.length > 0) say('office-pairs', 'R4', `${type}: ${person} signs as ${offices.join(' and ')}`);
  }
};

const isPair = (one: string, other: string): boolean =>
  OFFICE_PAIRS.some((pair) => pair.includes(one) && pair.includes(other) && one !== other);

/** R4: a survey has two surveyors in office; §2.1: the village verification has one of the village and one of the team. */
export const enoughSigners: Predicate = (situation) => {
  const found = papersOf(situation);
  if (found?.row.kind !== 'survey') return;
  const group = found.row.signers[0] ?? [];
  const signers = new Set(
    found.papers.signatures.filter(({ offices }) => offices.some((o) => group.includes(o))).map(({ person }) => person),
  );
  if (signers.size < 2) situation.say('surveyors-sign', found.row.clause, `${signers.size} surveyors signed, 2 must`);
};

/** §2.3: every rejection says why. */
export const reasonGiven: Predicate = (situation) => {
  const { type, data, say } = situation;
  if (type !== 'VillageVerificationFailed' && !failsPart(situation)) return;
  const words = type === 'CaseRejected' ? data.text : data.reason;
  if (words === undefined) say('reason-given', '§2.3', `${type} without a reason in words`);
};
