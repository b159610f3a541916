import { type Decision, refuse, unmet } from '#libs/kernel';
import { type RegisterContext } from './context.js';
import { admitCase } from './decide/cases.js';
import { flagDuplicate, ruleOnDuplicate } from './decide/duplicates.js';
import { type Check, notInFuture } from './decide/findings.js';
import { merge, split } from './decide/lineage.js';
import { addMember, changeHead, correctIdentity, enrol, removeMember, setPovertyAttribute } from './decide/members.js';
import { takeOverStanding } from './decide/opening-balance.js';
import { deregister, markDeregistrationDue } from './decide/deregistration.js';
import { moveManagement } from './decide/moves.js';
import { recordCaseReopened, recordCaseResult } from './decide/results.js';
import { deliverMeasure, pairSupport, recordDisaster } from './decide/support.js';
import { type RegisterEvent } from './events.js';
import { type RegisterOrder } from './orders.js';
import { type RegisterState } from './state.js';

/** Decides one order about one household. All that speaks against it is told at once. */
export function decide(order: RegisterOrder, state: RegisterState, context: RegisterContext): Decision<RegisterEvent> {
  const closed = phaseTakes(order, state) || notInFuture(context, 'occurredOn', context.occurredOn);
  if (closed) return refuse(closed);
  switch (order.type) {
    case 'EnrolHousehold':
      return enrol(order, state, context);
    case 'AddMember':
      return addMember(order, state, context);
    case 'RemoveMember':
      return removeMember(order, state, context);
    case 'ChangeHead':
      return changeHead(order, state, context);
    case 'CorrectIdentity':
      return correctIdentity(order, state, context);
    case 'SplitHousehold':
      return split(order, state, context);
    case 'RecordMerge':
      return merge(order, state, context);
    case 'SetPovertyAttribute':
      return setPovertyAttribute(order, state, context);
    case 'AdmitCase':
      return admitCase(order, state, context);
    case 'RecordCaseResult':
      return recordCaseResult(order, state, context);
    case 'RecordCaseReopened':
      return recordCaseReopened(order, state, context);
    case 'MoveManagement':
      return moveManagement(order, state, context);
    case 'MarkDeregistrationDue':
      return markDeregistrationDue(order, state, context);
    case 'Deregister':
      return deregister(order, state, context);
    case 'TakeOverStanding':
      return takeOverStanding(order, state, context);
    case 'PairSupport':
      return pairSupport(order, state, context);
    case 'DeliverMeasure':
      return deliverMeasure(order, state, context);
    case 'RecordDisaster':
      return recordDisaster(order, state, context);
    case 'FlagDuplicatePerson':
      return flagDuplicate(order, state, context);
    case 'RuleOnDuplicatePerson':
      return ruleOnDuplicate(order, state, context);
  }
}

/** Results still come in after a household has lapsed; everything else needs an enrolled one. */
function phaseTakes(order: RegisterOrder, state: RegisterState): Check {
  if (order.type === 'EnrolHousehold') return undefined;
  if (state.phase === 'ABSENT') {
    return unmet('HOUSEHOLD_NOT_ENROLLED', 'ORDER', '§1.1', 'EnrolHousehold first', { order: order.type });
  }
  if (state.phase === 'ENROLLED' || order.type === 'RecordCaseResult') return undefined;
  return unmet('HOUSEHOLD_CLOSED', 'ORDER', '§4.2', { phase: 'ENROLLED' }, { phase: state.phase });
}
