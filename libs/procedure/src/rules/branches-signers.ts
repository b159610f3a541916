import { ageOn, type Finding } from '#libs/kernel';
import { type CaseView } from '../case-view.js';
import { type Evidence, type Signature, type SignerCapacity } from '../facts.js';
import { type Circumstances } from '../law.js';
import { blocks, levelsOf } from './branches-findings.js';

const notOfHousehold = blocks('SIGNER_NOT_OF_HOUSEHOLD', 'RIGHTS', 'R12; §3.4');
const notAdult = blocks('SIGNER_NOT_ADULT', 'RIGHTS', 'R12');
const withoutInstrument = blocks('SIGNER_WITHOUT_INSTRUMENT', 'RIGHTS', 'R12');
const inFuture = blocks('DATE_IN_FUTURE', 'INPUT', 'R2');

const ADULT = 18;

/** A guardian or attorney shows by what he signs; the paper is filed in this slot (R12). */
export const INSTRUMENT: Readonly<Partial<Record<SignerCapacity, string>>> = {
  GUARDIAN: 'GUARDIAN_INSTRUMENT',
  ATTORNEY: 'POWER_OF_ATTORNEY',
};

/**
 * The household speaks for itself (domain.md §3.4, R12): an adult member, or a guardian or attorney who holds no office and
 * shows by what he signs. No official may sign in its place.
 */
export function speaksForHousehold(
  { person, capacity, signedOn }: Signature,
  evidence: readonly Evidence[],
  view: Pick<CaseView, 'household'>,
  circumstances: Circumstances,
): readonly Finding[] {
  const member = view.household.members.find((one) => one.person === person);
  const instrument = INSTRUMENT[capacity];
  const official = member === undefined && levelsOf(circumstances, person).length > 0;
  const findings = [
    notOfHousehold({
      met: instrument === undefined ? capacity !== 'OFFICE' && member !== undefined : !official,
      required: 'a member of the household, its guardian or its attorney, who is no official',
      actual: { person, capacity },
    }),
  ];
  if (member?.bornOn !== undefined) {
    const age = ageOn(member.bornOn, signedOn);
    findings.push(notAdult({ met: age >= ADULT, required: ADULT, actual: age }));
  }
  if (instrument !== undefined) {
    const filed = evidence.map(({ slot }) => slot);
    findings.push(withoutInstrument({ met: filed.includes(instrument), required: { instrument }, actual: filed }));
  }
  return findings;
}

/** An order that is nothing but the household's own word: who signs it, and when. */
export function signedByHousehold(
  signature: Signature,
  evidence: readonly Evidence[],
  view: CaseView,
  circumstances: Circumstances,
): readonly Finding[] {
  const { signedOn } = signature;
  const { recordedOn } = circumstances;
  return [
    ...speaksForHousehold(signature, evidence, view, circumstances),
    inFuture({ met: signedOn <= recordedOn, required: { notAfter: recordedOn }, actual: signedOn }),
  ];
}
