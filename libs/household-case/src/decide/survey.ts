import { isRefusal, refuse, unmet } from '#libs/kernel';
import { incomeOf, perCapitaOf } from '#libs/procedure';
import { type CaseEvent } from '../events.js';
import { failure, about, optional, partOf } from './part.js';
import { type Proposals } from './handler.js';

/** Home visit with the income account, and the village's verification (domain.md §2.1 step 2, §2.4, §3.2 step 2). */
export const surveyProposals: Proposals<'RecordSurvey' | 'RecordVerification'> = {
  /** The account is opened to be held against the line; the event keeps only on which side of it the household stands. */
  RecordSurvey: (data, { law, context }) => {
    const part = partOf(law, data.part, 'survey');
    if (isRefusal(part)) return part;
    const account = incomeOf(context.opened[data.income.ref]);
    if (account === undefined) {
      const required = 'an income account {wage, business, property, transfer} in whole fen that can be opened';
      return refuse(unmet('INCOME_UNREADABLE', 'INPUT', '§2.4', required, data.income.ref));
    }
    const { visitedOn, surveyors, criteria, income, sharingIncome, papers, notes } = data;
    const line = law.policy.parameters[part.line].value;
    const against = line !== null && perCapitaOf(account, sharingIncome) < line ? 'BELOW' : 'AT_OR_ABOVE';
    const visit = { ...about(data), visitedOn, surveyors, criteria, income, sharingIncome, papers, ...optional('notes', notes) };
    return [
      { type: 'case.HomeVisitRecorded.v1', data: visit },
      { type: 'case.IncomeAccountRecorded.v1', data: { ...about(data), income, sharingIncome, line: part.line, against } },
    ];
  },

  RecordVerification: (data, given) => {
    const part = partOf(given.law, data.part, 'verification');
    if (isRefusal(part)) return part;
    const { passed, papers, reason } = data;
    const verified = { ...about(data), passed, papers, ...optional('reason', reason) };
    if (passed) return [{ type: 'case.VillageVerificationPassed.v1', data: verified }];
    const failed: CaseEvent = { type: 'case.VillageVerificationFailed.v1', data: verified };
    return [failed, ...failure({ part: data.part, reason: 'VERIFICATION_FAILED', ...optional('text', reason) }, given)];
  },
};
