import { termKey } from '#libs/procedure';
import { type CaseOrder } from './orders.js';

/**
 * The natural key of an order within its case (architecture §4, "Repeats"). The same key with the same words is a repeat;
 * with other words it is refused `STEP_ALREADY_DONE`.
 */
export function keyOf(order: CaseOrder): string {
  const key = plainKeyOf(order);
  // Papers that waited and were then found unlawful can be given again without waiting: that is another order.
  return 'parkIfEarly' in order.data && order.data.parkIfEarly === true ? `${key}|may-wait` : key;
}

const ofPart = (order: CaseOrder & { readonly data: { readonly part: string; readonly round?: number } }): string =>
  `${order.type}|${order.data.part}|${order.data.round ?? 1}`;

function plainKeyOf(order: CaseOrder): string {
  switch (order.type) {
    case 'SubmitApplication':
    case 'RecordSurvey':
    case 'RecordVerification':
    case 'RecordConsent':
    case 'PostNotice':
    case 'RecordAudit':
    case 'RecordApproval':
    case 'RecordFiling':
      return ofPart(order);
    case 'RecordReview':
      return `${ofPart(order)}|${order.data.attempt}`;
    case 'RequestComparison':
      // Whoever was not answered about is asked about again by another batch (R9): the same persons and sources, another fact.
      return `${ofPart(order)}|${[...order.data.persons].sort().join(',')}|${[...order.data.sources].sort().join(',')}${order.data.act === undefined ? '' : `|${order.data.act}`}`;
    case 'RecordComparisonResult':
      return `${ofPart(order)}|${order.data.source}|${order.data.receiptDigest}`;
    case 'DispositionHit':
      return `${ofPart(order)}|${order.data.hit}|${order.data.no ?? 1}`;
    case 'MarkNoticePeriodElapsed':
      return `${ofPart(order)}|${order.data.due}`;
    case 'ConfirmNoticeResult':
      // A completion that an objection superseded (R1) is confirmed again in the same round, with that objection listed; one that
      // an interruption superseded, as the next report of the round.
      return `${ofPart(order)}|${order.data.objections === 'NONE' ? 'NONE' : [...order.data.objections].sort((a, b) => a - b).join(',')}${(order.data.no ?? 1) === 1 ? '' : `|${order.data.no}`}`;
    case 'GrantQueryAuthorisation':
      return `${order.type}|${order.data.person}`;
    case 'CorrectNotice':
      // Counted by whoever corrects, from 1 in each round: the notice of a later one does not meet those of an earlier.
      return `${order.type}|${order.data.part}|${order.data.no}${order.data.round === undefined ? '' : `|round ${order.data.round}`}`;
    case 'InterruptNotice': {
      // Counted by whoever tells of it, from 1: an act's own do not meet those of the case, of another act or of another posting.
      const { part, round, act, no } = order.data;
      return [order.type, part, no, ...(round === undefined ? [] : [`round ${round}`]), ...(act === undefined ? [] : [act])].join(
        '|',
      );
    }
    case 'AssignInvestigation': {
      const { no, assignment = 1 } = order.data;
      return assignment === 1 ? `${order.type}|${no}` : `${order.type}|${no}|${assignment}`;
    }
    case 'RaiseObjection':
    case 'DecideObjection':
    case 'ReturnCase':
    case 'MigrateCase':
    case 'ReassignEntry':
    case 'AdmitBackfill':
    case 'TransferManagement':
      return `${order.type}|${order.data.no}`;
    case 'CorrectRecord':
      // Numbered by whoever corrects: an act's own corrections do not meet those of the case, or of another act.
      return `${order.type}|${order.data.event}|${order.data.no}`;
    case 'OrderSignedRoll':
      return ofPart(order);
    case 'OrderReReview':
      return `${order.type}|${order.data.part}`;
    case 'NoteHouseholdChange':
      return `${order.type}|${order.data.cause}`;
    case 'JoinAct':
      return `${order.type}|${order.data.act}|${order.data.part}|${order.data.round}|${order.data.no ?? 1}`;
    case 'LeaveAct':
      return `${order.type}|${order.data.act}|${order.data.no ?? 1}`;
    case 'ReleaseParked':
      return `${order.type}|${order.data.key}`;
    case 'RevokeApproval':
      return `${order.type}|${order.data.documentNo}`;
    case 'RevokeConsent':
      return `${order.type}|${order.data.signature.person}|${order.data.signature.signedOn}`;
    case 'NotifyRejection':
      return `${order.type}|${order.data.deliveredOn}`;
    case 'RequestRecheck':
      return `${order.type}|${order.data.requestedOn}`;
    case 'DecideRecheck':
      return `${order.type}|${order.data.level}|${order.data.no ?? 1}`;
    case 'ContestDecision':
    case 'RuleOnContest':
      return `${order.type}|${order.data.no ?? 1}`;
    case 'RemindOfTerm':
    case 'MarkTermMissed':
    case 'EscalateTerm':
      return `${order.type}|${termKey(order.data)}|${order.data.due}`;
    case 'RecomputeTerms':
      return `${order.type}|${order.data.no}`;
    case 'TakeDownNotice':
      return ofPart(order);
    case 'NoteSupportPaired':
      return `${order.type}|${order.data.cause}`;
    case 'PublishDecidedList':
      return `${order.type}|${order.data.documentNo}|${order.data.medium}`;
    case 'OpenCase':
    case 'WithdrawCase':
    case 'LapseCase':
    case 'DeferExit':
    case 'IssueConfirmationLetter':
    case 'IssueHandbook':
      return order.type;
    case 'RecordRegistryEntry':
      return `${order.type}|${order.data.system}`;
  }
}
