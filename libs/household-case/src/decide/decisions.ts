import { isRefusal } from '#libs/kernel';
import { type Proposals } from './handler.js';
import { about, failure, optional, partOf } from './part.js';

/** Audit, approval and filing (domain.md §2.1 steps 7 and 8, §3.2). */
export const decisionProposals: Proposals<'RecordAudit' | 'RecordApproval' | 'RecordFiling'> = {
  RecordAudit: (data, given) => {
    const part = partOf(given.law, data.part, 'audit');
    if (isRefusal(part)) return part;
    const { onSiteCheck, papers, reason } = data;
    if (data.decision === 'PASS') {
      return [{ type: 'case.TownshipAuditPassed.v1', data: { ...about(data), onSiteCheck, papers } }];
    }
    const { part: id, ...ofRound } = about(data);
    return failure({ part: id, reason: 'AUDIT', ...optional('text', reason), own: { ...ofRound, papers } }, given);
  },

  RecordApproval: (data, given) => {
    const part = partOf(given.law, data.part, 'approval');
    if (isRefusal(part)) return part;
    const { documentNo, papers, reason } = data;
    if (data.decision === 'APPROVE') {
      return [{ type: 'case.CountyApproved.v1', data: { ...about(data), documentNo, papers } }];
    }
    const { part: id, ...ofRound } = about(data);
    return failure({ part: id, reason: 'APPROVAL', ...optional('text', reason), own: { ...ofRound, papers } }, given);
  },

  RecordFiling: (data, { law }) => {
    const part = partOf(law, data.part, 'filing');
    if (isRefusal(part)) return part;
    return [{ type: 'case.FilingRecorded.v1', data: { ...about(data), to: data.to, papers: data.papers } }];
  },
};
