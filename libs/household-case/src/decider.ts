import { type Decider } from '#libs/kernel';
import { type CaseContext } from './context.js';
import { decide } from './decide.js';
import { type CaseEvent } from './events.js';
import { evolve } from './evolve.js';
import { keyOf } from './keys.js';
import { type CaseOrder } from './orders.js';
import { type CaseFile, initial } from './state.js';

/** One household under one pinned definition: stream `case-<id>` (architecture §2). */
export const caseDecider: Decider<CaseFile, CaseOrder, CaseEvent, CaseContext> = {
  category: 'case',
  initial,
  keyOf,
  decide,
  evolve,
};
