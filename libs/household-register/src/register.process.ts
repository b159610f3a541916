import { type Process } from '#libs/kernel';
import { householdCases } from './household-cases.process.js';
import { householdLineage } from './household-lineage.process.js';

/** All processes that fold `household-<id>`. The runner gives each only the states that it has folded itself. */
export const registerProcesses = [householdCases, householdLineage] as unknown as readonly Process[];
