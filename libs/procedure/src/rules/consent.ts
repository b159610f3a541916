import { type Finding } from '#libs/kernel';
import { type ConsentFact } from '../facts.js';
import { type Judged, type Rule } from '../law.js';
import { isAdult } from './application.js';
import { blocks, officesOf, remarksOn } from './branches-findings.js';
import { INSTRUMENT } from './branches-signers.js';
import { holds, type PartFact, partRule } from './part-fact.js';

const notOfHousehold = blocks('CONSENT_SIGNER_NOT_OF_HOUSEHOLD', 'RIGHTS', 'R12; §3.4');
const byCadre = blocks('CONSENT_SIGNED_BY_CADRE', 'RIGHTS', '§3.2 step 5; F17');
const witnessesMissing = blocks('FINGERPRINT_WITNESSES_MISSING', 'LAW', '§3.4');
const wetSignatureDue = remarksOn('WET_SIGNATURE_DUE', 'LAW', '§3.4');
const twoCadres = blocks('REMOTE_CONSENT_NEEDS_TWO_CADRES', 'LAW', '§3.4');

const CONSENTS = ['case.ExitConsentGiven.v1', 'case.ExitConsentRefused.v1'];

/** An adult of the household, its guardian by instrument, or its attorney in writing (R12). */
function signer(_of: PartFact, { view, fact }: Judged): readonly Finding[] {
  const { signature, papers } = fact.data as ConsentFact;
  const { person, capacity, signedOn } = signature;
  const member = view.household.members.find((candidate) => candidate.person === person);
  const instrument = INSTRUMENT[capacity];
  const met =
    instrument === undefined
      ? member !== undefined && isAdult(member, signedOn)
      : papers.evidence.some(({ slot }) => slot === instrument);
  const required = instrument === undefined ? 'an adult of the household' : { instrument };
  return [notOfHousehold({ met, required, actual: { person, capacity, member: member !== undefined } })];
}

/** No cadre signs for a household; one who is of it signs as its member (§3.2 step 5). */
function noCadre(_of: PartFact, { view, fact, circumstances }: Judged): readonly Finding[] {
  const { person, capacity, offices } = (fact.data as ConsentFact).signature;
  const member = view.household.members.some((candidate) => candidate.person === person);
  const held = officesOf(circumstances, person).map(({ office }) => office);
  const met = capacity !== 'OFFICE' && offices.length === 0 && (member || held.length === 0);
  return [byCadre({ met, required: 'the household itself', actual: { person, capacity, offices: [...offices, ...held] } })];
}

/** A fingerprint is seen by two, and not by the responsible cadre alone (§3.4). */
function witnessed(_of: PartFact, judged: Judged): readonly Finding[] {
  const { person, method, witnesses = [] } = (judged.fact.data as ConsentFact).signature;
  if (method !== 'FINGERPRINT') return [];
  const persons = [...new Set(witnesses)].filter((witness) => witness !== person);
  const others = persons.filter((witness) => !holds(judged, witness, 'RESPONSIBLE_CADRE'));
  return [
    witnessesMissing({
      met: persons.length >= 2 && others.length >= 1,
      required: { witnesses: 2, notResponsibleCadre: 1 },
      actual: { witnesses: persons, notResponsibleCadre: others.length },
    }),
  ];
}

/** A consent by telephone or video is recorded by two cadres (§3.4). */
function recordedByTwo(_of: PartFact, { fact, circumstances }: Judged): readonly Finding[] {
  const { signature, recordedBy = [] } = fact.data as ConsentFact;
  if (signature.method !== 'REMOTE') return [];
  const cadres = [...new Set(recordedBy)].filter((person) => officesOf(circumstances, person).length > 0);
  return [twoCadres({ met: cadres.length >= 2, required: 2, actual: cadres })];
}

/** A consent by telephone or video is signed on paper later; until then each ruling is shown that it is not (§3.4). */
function signedOnPaper(_of: PartFact, { view }: Judged): readonly Finding[] {
  if (view.consent?.method === undefined) return [];
  const { method, person, on } = view.consent;
  return [wetSignatureDue({ met: method !== 'REMOTE', required: 'the consent signed on paper', actual: { method, person, on } })];
}

/** The household's own consent to its exit (domain.md §3.4, R12). */
export const consentRules: readonly Rule[] = [
  partRule('consent-signer', CONSENTS, signer),
  partRule('consent-not-by-cadre', CONSENTS, noCadre),
  partRule('fingerprint-witnessed', CONSENTS, witnessed),
  partRule('remote-consent-by-two', CONSENTS, recordedByTwo),
  partRule('remote-consent-signed-later', ['case.TownshipAuditPassed.v1', 'case.CountyApproved.v1'], signedOnPaper),
];
