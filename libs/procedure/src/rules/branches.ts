import { type Rule } from '../law.js';
import { correctionRules } from './branches-corrections.js';
import { endingRules } from './branches-endings.js';
import { holdRules } from './branches-holds.js';
import { householdRules } from './branches-household.js';
import { migrationRules } from './branches-migration.js';
import { objectionRules } from './branches-objections.js';
import { branchPersonRules } from './branches-persons.js';
import { remedyRules } from './branches-remedies.js';
import { returnRules } from './branches-returns.js';

/** The law of all that is not the straight way: objections, returns, remedies, corrections, changes and endings. */
export const BRANCH_RULES: readonly Rule[] = [
  ...holdRules,
  ...objectionRules,
  ...returnRules,
  ...remedyRules,
  ...correctionRules,
  ...householdRules,
  ...endingRules,
  ...migrationRules,
  ...branchPersonRules,
];
