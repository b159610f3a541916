import { type Process } from '#libs/kernel';
import { deregistrationWatch } from './deregistration-watch.process.js';
import { duplicatePersons } from './duplicate-persons.process.js';
import { householdCases } from './household-cases.process.js';
import { householdLineage } from './household-lineage.process.js';
import { identityClaims } from './identity-claims.process.js';
import { managementMoves } from './management-moves.process.js';

/** All processes of the register, in the order in which each event is given to them. */
export const registerProcesses = [
  householdCases,
  identityClaims,
  householdLineage,
  deregistrationWatch,
  duplicatePersons,
  managementMoves,
] as unknown as readonly Process[];
