import { type NewMember, type RegisterOrder } from '#libs/household-register';
import { idCheckDigitHolds } from '#libs/identity';
import { type Sealer } from '#libs/vault';

type Identified = Pick<NewMember, 'idNumber' | 'idCheckDigitHolds' | 'idFingerprint'>;

/**
 * Whether the check digit holds and the keyed fingerprint of every identity number in an order are worked out here, from the
 * number as it was given, and never typed: without the key of the vault nobody can guess a number from its fingerprint
 * (domain.md R9, R14). A number that comes sealed, from a process, bears them already.
 */
export function withIdentityNumbers(order: RegisterOrder, sealer: Sealer): RegisterOrder {
  const identify = <T extends Identified>(given: T): T => {
    const number = plainNumber(given.idNumber);
    if (number === undefined) return given;
    return {
      ...given,
      idCheckDigitHolds: idCheckDigitHolds(number),
      idFingerprint: sealer.fingerprint('identity numbers', number),
    };
  };
  switch (order.type) {
    case 'EnrolHousehold':
      return { type: order.type, data: { ...order.data, members: order.data.members.map(identify) } };
    case 'AddMember':
      return { type: order.type, data: { ...order.data, member: identify(order.data.member) } };
    case 'CorrectIdentity':
      return { type: order.type, data: identify(order.data) };
    default:
      return order;
  }
}

/** The number where it stands unsealed, in capitals and without blanks around it. */
function plainNumber(field: object): string | undefined {
  return 'value' in field && typeof field.value === 'string' ? field.value.trim().toUpperCase() : undefined;
}
