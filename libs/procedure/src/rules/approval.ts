import { type Finding } from '#libs/kernel';
import { type Approved, type AuditPassed } from '../facts.js';
import { type Judged, type Rule } from '../law.js';
import { blocks } from './branches-findings.js';
import { type PartFact, partRule } from './part-fact.js';

const documentNoMissing = blocks('DOCUMENT_NO_MISSING', 'INPUT', '§2.1 step 8');
const checkMissing = blocks('ON_SITE_CHECK_MISSING', 'LAW', '§3.2 step 7; §6.3');

/** An approval has a number in the county's books (§2.1 step 8). */
function numbered(_of: PartFact, { fact }: Judged): readonly Finding[] {
  const { documentNo } = fact.data as Approved;
  return [documentNoMissing({ met: documentNo.trim() !== '', required: 'the number of the document', actual: documentNo })];
}

/** Where every household is to be visited again, this one was; a sample is judged over the whole list, not here (§3.2). */
function visitedAgain({ part }: PartFact, { fact }: Judged): readonly Finding[] {
  if (part.kind !== 'audit' || part.samplePermille < 1000) return [];
  const { onSiteCheck } = fact.data as AuditPassed;
  return [checkMissing({ met: onSiteCheck, required: true, actual: onSiteCheck })];
}

/** Audit and approval (domain.md §2.1 steps 7 and 8, §3.2 steps 7 and 8). */
export const approvalRules: readonly Rule[] = [
  partRule('document-numbered', ['case.CountyApproved.v1'], numbered),
  partRule('visited-again', ['case.TownshipAuditPassed.v1'], visitedAgain),
];
