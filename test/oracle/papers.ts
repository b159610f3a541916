import { isMember } from './case-notes.js';
import { OFFICE_PAIRS, type PartRow } from './law-of-domain.js';
import { isHigher } from './law-of-domain.js';
import { failsPart, isOfLevel, type Predicate, type Situation } from './situation.js';
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
  const missing = AGAINST.has(type)
    ? []
    : row.evidence.filter(
        (slot) =>
          !papers.evidence.some((one) => one.slot === slot) && !(slot === 'END_PHOTO' && situation.data.lostPhoto !== undefined),
      );
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
  // The household that signs its answer and the paper of it, in its own slot, has signed once.
  const hands = new Set(
    papers.signatures.map(({ person, slot, capacity }, index) => `${person}|${capacity === 'OFFICE' ? index : slot}`),
  );
  const distinct = new Set(papers.signatures.map(({ person }) => person));
  if (distinct.size < row.personsMin) say('distinct-persons', 'R4', `${type} signed by ${distinct.size}, ${row.personsMin} must`);
  if (distinct.size < hands.size) say('one-slot-each', 'R4; §8', `${type}: a person signed twice`);
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

/** R10: a lost photo is stated by two with the village supervision, waived by the level above, and shown. */
export const lostPhotos: Predicate = (situation) => {
  const { data, notes, row, recorder, officesOf, expectNoted, say } = situation;
  const lost = [...(data.places ?? []).map(({ lostPhoto }) => lostPhoto), data.lostPhoto].filter((one) => one !== undefined);
  if (lost.length === 0 || row === undefined) return;
  expectNoted('PHOTO_LOST', 'R10');
  for (const { statedBy, waivedBy } of lost) {
    const persons = [...new Set(statedBy)];
    const supervised = persons.some((person) => officesOf(person)?.includes('VILLAGE_SUPERVISOR') ?? true);
    if (persons.length < 2 || !supervised || persons.some((person) => isMember(notes, person))) {
      say('lost-photo-stated', 'R10', `stated by ${persons.join(', ')}`);
    }
    const above = isOfLevel(situation, waivedBy, (held) => isHigher(held, row.level));
    if (!above || persons.includes(waivedBy) || (data.act === undefined && recorder.id === waivedBy)) {
      say('lost-photo-waived', 'R10', `waived by ${waivedBy}`);
    }
  }
};

/** §2.1 step 1: who wrote for an illiterate person is named. R9, F18: leave is given in writing. §2.3: a hit is explained by proof. */
export const saidInWriting: Predicate = ({ type, data, notes, say }) => {
  if (type === 'ApplicationSubmitted' && data.by === 'WRITTEN_FOR' && data.writer === undefined) {
    say('writer-named', '§2.1 step 1', 'written for the household by nobody');
  }
  if (type === 'QueryAuthorisationGranted') {
    const signed = data.papers?.signatures.some(({ person }) => person === data.person) ?? false;
    if (!signed && (data.papers?.evidence ?? []).length === 0)
      say('leave-in-writing', 'R9; F18', `${data.person ?? ''} signed nothing`);
  }
  if (type !== 'HitDispositioned') return;
  if (data.disposition !== 'CONFIRMED' && (data.evidence ?? []).length === 0)
    say('hit-proven', '§2.3', `${data.hit ?? ''} without proof`);
  if (notes.dispositions.has(data.hit ?? '')) say('hit-settled-once', '§2.1 step 4; R9', `${data.hit ?? ''} again`);
};
