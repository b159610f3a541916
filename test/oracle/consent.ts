import { adults } from './eligibility.js';
import { isMember } from './case-notes.js';
import { WITNESSES_MIN } from './law-of-domain.js';
import { type Predicate, type Situation } from './situation.js';
import { type Signature } from './stored-event.js';

const INSTRUMENT: Readonly<Record<string, string>> = { GUARDIAN: 'GUARDIAN_INSTRUMENT', ATTORNEY: 'POWER_OF_ATTORNEY' };

/** R12: an adult of the household, a guardian or an attorney; no official stands for it. */
export function speaksForHousehold(signature: Signature, { notes, officesOf }: Situation): boolean {
  const { person, capacity, signedOn } = signature;
  if (capacity === 'GUARDIAN' || capacity === 'ATTORNEY')
    return isMember(notes, person) || (officesOf(person) ?? []).length === 0;
  return capacity !== 'OFFICE' && adults(notes, signedOn).includes(person);
}

/** §3.2 step 5, §3.4, R12: the household's own signature; nobody gives it in its place. */
export const consentOfTheHousehold: Predicate = (situation) => {
  const { type, data, notes, officesOf, say } = situation;
  const { signature } = data;
  if ((type !== 'ExitConsentGiven' && type !== 'ExitConsentRefused') || signature === undefined) return;
  const { person, capacity, offices, method } = signature;
  const official = (officesOf(person) ?? []).length > 0 && !isMember(notes, person);
  if (capacity === 'OFFICE' || offices.length > 0 || official)
    say('consent-not-by-cadre', '§3.4; F17', `signed by ${person} as ${capacity}`);
  const instrument = INSTRUMENT[capacity];
  if (instrument === undefined ? !speaksForHousehold(signature, situation) : !hasPaper(data.papers?.evidence ?? [], instrument)) {
    say('consent-signer', 'R12; §3.4', `${person} as ${capacity}`);
  }
  if (method === 'FINGERPRINT') {
    const seen = [...new Set(signature.witnesses ?? [])].filter((witness) => witness !== person);
    const others = seen.filter((witness) => officesOf(witness)?.includes('RESPONSIBLE_CADRE') !== true);
    if (seen.length < WITNESSES_MIN || others.length === 0) say('fingerprint-witnessed', '§3.4', `seen by ${seen.length}`);
  }
  if (method === 'REMOTE') {
    const cadres = [...new Set(data.recordedBy ?? [])].filter((one) => (officesOf(one) ?? ['']).length > 0);
    if (cadres.length < WITNESSES_MIN) say('remote-consent-by-two', '§3.4', `recorded by ${cadres.length} cadres`);
    if (notes.consentInPerson && type === 'ExitConsentGiven')
      say('consent-in-person', 'R12', 'its own objection is answered in person');
  }
};

const hasPaper = (evidence: readonly { readonly slot: string }[], slot: string): boolean =>
  evidence.some((one) => one.slot === slot);

/** §3.4: of a consent by telephone a wet signature is due; each ruling is shown that it is missing. */
export const wetSignatureShown: Predicate = ({ type, notes, expectNoted }) => {
  const rules = type === 'TownshipAuditPassed' || type === 'CountyApproved';
  if (rules && notes.consent?.remote === true) expectNoted('WET_SIGNATURE_DUE', '§3.4');
};

/** R12: until the exit, by the household, of a consent that stands. What follows equals a refusal (§3.4). */
export const revokedByTheHousehold: Predicate = (situation) => {
  const { type, data, notes, recordedOn, expectFollows, say } = situation;
  if (type === 'ExitConsentRefused' || type === 'ExitConsentRevoked') {
    expectFollows(['case.CaseReturned.v1', 'case.ExitDeferred.v1'], 'refusal-has-effect', '§3.4');
  }
  if (type !== 'ExitConsentRevoked' || data.signature === undefined) return;
  if (notes.kind !== 'EXIT') say('revocation-of-exit', 'R12', `of a case of ${notes.kind}`);
  if (notes.consent === undefined) say('revocation-of-consent', 'R12', 'no consent stands');
  if (!speaksForHousehold(data.signature, situation)) say('revoked-by-household', 'R12; §3.4', `by ${data.signature.person}`);
  if (data.signature.signedOn > recordedOn) say('no-date-to-come', 'R2', `signed on ${data.signature.signedOn}`);
};
