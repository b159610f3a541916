import { type Decider } from '#libs/kernel';
import { type RegisterContext } from './context.js';
import { decide } from './decide.js';
import { type RegisterEvent } from './events.js';
import { evolve } from './evolve.js';
import { type RegisterOrder } from './orders.js';
import { initialRegister, type RegisterState } from './state.js';

/** The register of one household, stream `household-<id>` (architecture §2; domain.md §4.1, §4.2). */
export const registerDecider: Decider<RegisterState, RegisterOrder, RegisterEvent, RegisterContext> = {
  category: 'household',
  initial: initialRegister,
  keyOf,
  decide,
  evolve,
};

function keyOf(order: RegisterOrder): string {
  switch (order.type) {
    case 'EnrolHousehold':
      return 'enrol';
    case 'AddMember':
      return `member:${order.data.member.person}:${order.data.on}`;
    case 'RemoveMember':
      return `remove:${order.data.no}`;
    case 'ChangeHead':
      return `head:${order.data.no}`;
    case 'CorrectIdentity':
      return `identity:${order.data.no}`;
    case 'SplitHousehold':
      return `split:${order.data.no}`;
    case 'RecordMerge':
      return `merge:${order.data.no}`;
    case 'SetPovertyAttribute':
      return `attribute:${order.data.no}`;
    case 'AdmitCase':
      return `admit:${order.data.no}`;
    case 'RecordCaseResult':
      return `result:${order.data.caseId}:${order.data.no ?? `${order.data.outcome}:${order.data.on}`}`;
    case 'RecordCaseReopened':
      return `reopened:${order.data.caseId}:${order.data.no}`;
    case 'MoveManagement':
      return `move:${order.data.cause}`;
    case 'MarkDeregistrationDue':
      return `deregistration-due:${order.data.caseId}:${order.data.due}`;
    case 'Deregister':
      return `deregister:${order.data.no}`;
    case 'TakeOverStanding':
      return 'take-over';
    case 'PairSupport':
      return `support:${order.data.no}`;
    case 'DeliverMeasure':
      return `measure:${order.data.no}`;
    case 'RecordDisaster':
      return `disaster:${order.data.no}`;
    case 'FlagDuplicatePerson':
      return `duplicate:${order.data.person}:${order.data.otherHousehold}`;
    case 'RuleOnDuplicatePerson':
      return `ruling:${order.data.person}:${order.data.no ?? 1}`;
  }
}
