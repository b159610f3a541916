import { type ComparisonView } from '#libs/procedure';
import { type CaseFile } from '../state.js';
import { type Evolutions } from './evolution.js';
import { supersede } from './part-progress.js';

const ofPerson = (person: string) => (key: string) => key.startsWith(`${person}|`);

const without = <T>(record: Readonly<Record<string, T>>, drop: (key: string) => boolean): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !drop(key)));

/** What registers said of this person no longer counts; what they said of the others stands (R9). */
function forget(comparison: ComparisonView, person: string): ComparisonView {
  const drop = ofPerson(person);
  return {
    ...comparison,
    requested: comparison.requested.filter((one) => one !== person),
    answers: without(comparison.answers, drop),
    dispositions: without(comparison.dispositions, drop),
  };
}

/** Who leaves need not be compared; and where it was he who consented, another adult must (R12). */
function left(state: CaseFile, person: string): CaseFile {
  const rest = state.comparison === undefined ? state : { ...state, comparison: forget(state.comparison, person) };
  if (rest.consent?.person !== person || rest.phase !== 'OPEN') return rest;
  return { ...supersede(rest, [rest.consent.part]), consentAnew: 'SIGNER_DIED' };
}

export const householdChangeEvolutions: Evolutions<
  'case.HouseholdChanged.v1' | 'case.ManagementTransferred.v1' | 'case.ComparisonSuperseded.v1'
> = {
  'case.HouseholdChanged.v1': (state, { data }) => {
    const more = data.household.members.length - state.household.members.length;
    const changed: CaseFile = {
      ...state,
      household: data.household,
      ...(data.change === 'SUPPORT' && { supportPairedOn: data.on }),
      ...(state.income && { income: { ...state.income, sharing: state.income.sharing + more } }),
    };
    return data.change === 'MEMBER_REMOVED' && data.person !== undefined ? left(changed, data.person) : changed;
  },
  'case.ManagementTransferred.v1': (state, { data, metadata }) => ({
    ...state,
    area: data.to,
    transfers: [...state.transfers, { from: data.from, to: data.to, on: metadata.occurredOn }],
  }),
  'case.ComparisonSuperseded.v1': (state, { data }) => {
    const view = state.parts[data.part];
    if (view === undefined || state.comparison?.part !== data.part) return state;
    return {
      ...state,
      comparison: forget(state.comparison, data.person),
      comparisonSuperseded: [...new Set([...(state.comparisonSuperseded ?? []), data.person])],
      parts: { ...state.parts, [data.part]: { ...view, status: 'RUNNING', doneOn: undefined, doneRecordedOn: undefined } },
    };
  },
};
