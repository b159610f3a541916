import { ageOn, type Finding } from '#libs/kernel';
import { type CaseView } from '../case-view.js';
import { type Signature } from '../facts.js';
import { type Circumstances } from '../law.js';
import { blocks, levelsOf } from './branches-findings.js';

const ADULT = 18;

/**
 * The household speaks for itself (domain.md §3.4, R12): an adult member, a guardian or an attorney who holds no office.
 * No official may sign in its place.
 */
export function signedByHousehold(signature: Signature, view: CaseView, circumstances: Circumstances): readonly Finding[] {
  const { person, capacity, signedOn } = signature;
  const member = view.household.members.find((one) => one.person === person);
  const stands = capacity === 'GUARDIAN' || capacity === 'ATTORNEY';
  const official = stands && member === undefined && levelsOf(circumstances, person).length > 0;
  const findings = [
    blocks(
      'SIGNER_NOT_OF_HOUSEHOLD',
      'RIGHTS',
      'R12; §3.4',
    )({
      met: stands ? !official : capacity !== 'OFFICE' && member !== undefined,
      required: 'a member of the household, its guardian or its attorney, who is no official',
      actual: { person, capacity },
    }),
  ];
  if (member?.bornOn !== undefined) {
    const age = ageOn(member.bornOn, signedOn);
    findings.push(blocks('SIGNER_NOT_ADULT', 'RIGHTS', 'R12')({ met: age >= ADULT, required: ADULT, actual: age }));
  }
  findings.push(
    blocks(
      'DATE_IN_FUTURE',
      'INPUT',
      'R2',
    )({
      met: signedOn <= circumstances.recordedOn,
      required: { notAfter: circumstances.recordedOn },
      actual: signedOn,
    }),
  );
  return findings;
}
