import { unmet } from '#libs/kernel';
import { afterwards } from '#libs/procedure';
import { type CaseEvent } from '../events.js';
import { partView } from '../evolve/part-progress.js';
import { type Given, type OrderOf, type Proposals } from './handler.js';
import { supportPaired } from './after-effect.js';
import { againstLine } from './income.js';
import { optional } from './part.js';
import { goesBack } from './returns.js';

type Change = OrderOf<'NoteHouseholdChange'>['data'];

const NO_PAPERS = { evidence: [], signatures: [], seals: [] };

/** More or fewer members share the same income: crossing the line goes back to the survey (R14). */
function recomputed({ change, household }: Change, given: Given): readonly CaseEvent[] {
  const { state } = given;
  const { income, survey } = state;
  if ((change !== 'MEMBER_ADDED' && change !== 'MEMBER_REMOVED') || income === undefined || survey === undefined) return [];
  const stands = againstLine(income.sharing + household.members.length - state.household.members.length, given);
  if (stands === undefined || stands === survey.against) return [];
  if (stands === 'UNKNOWN') {
    const finding = unmet('INCOME_NOT_OPENED', 'LAW', 'R14', 'the account of the survey, to be divided anew', null);
    const about = 'case.HouseholdChanged.v1';
    return [{ type: 'case.FindingNoted.v1', data: { finding: { ...finding, weight: 'REMARK' }, about } }];
  }
  return [goesBack({ to: survey.part, level: 'LAW', because: 'HOUSEHOLD_CHANGED' }, given)];
}

/** Registers must be asked anew about who came or was another than was thought (R9). */
function comparedAnew({ change, person }: Change, { state, law }: Given, back: boolean): readonly CaseEvent[] {
  const part = state.comparison?.part;
  if ((change !== 'MEMBER_ADDED' && change !== 'IDENTITY_CORRECTED') || part === undefined || person === undefined) return [];
  const falls = back && state.survey !== undefined && afterwards(law, state.survey.part).includes(part);
  if (falls || partView(state, part).status === 'NOT_STARTED') return [];
  return [{ type: 'case.ComparisonSuperseded.v1', data: { part, person } }];
}

/** The household changes during its case (R14). */
export const householdChangeProposals: Proposals<'NoteHouseholdChange' | 'TransferManagement'> = {
  /** A case that has ended takes no note of it, but of who answers for the support of whom it registered (T16): the register does. */
  NoteHouseholdChange: (data, given) => {
    if (given.state.phase !== 'OPEN') return data.change === 'SUPPORT' ? supportPaired(data, given.state) : [];
    const { change, on, household, person, cause, reason } = data;
    const changed: CaseEvent = {
      type: 'case.HouseholdChanged.v1',
      data: { change, on, household, ...optional('person', person), cause },
    };
    if (change === 'LAPSED') {
      const why = reason === undefined || reason === 'DEATH' ? 'DEATH' : 'MOVED';
      return [changed, { type: 'case.CaseLapsed.v1', data: { reason: why, papers: NO_PAPERS } }];
    }
    const falls = recomputed(data, given);
    const back = falls.some(({ type }) => type === 'case.CaseReturned.v1');
    return [changed, ...comparedAnew(data, given, back), ...falls];
  },

  TransferManagement: ({ to, confirmedByFrom, confirmedByTo }, { state }) => [
    { type: 'case.ManagementTransferred.v1', data: { from: state.area, to, confirmedByFrom, confirmedByTo } },
  ],
};
