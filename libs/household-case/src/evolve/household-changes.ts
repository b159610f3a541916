import { type Evolutions } from './evolution.js';

export const householdChangeEvolutions: Evolutions<
  'case.HouseholdChanged.v1' | 'case.ManagementTransferred.v1' | 'case.ComparisonSuperseded.v1'
> = {
  'case.HouseholdChanged.v1': (state) => state,
  'case.ManagementTransferred.v1': (state) => state,
  'case.ComparisonSuperseded.v1': (state) => state,
};
