import { type Process } from '#libs/kernel';
import { caseResult } from './case-result.process.js';
import { noticeWatch } from './notice-watch.process.js';
import { termWatch } from './term-watch.process.js';
import { parkedEntries } from './parked-entries.process.js';

/** What follows of itself from what happens in a case. */
export const caseProcesses = [noticeWatch, termWatch, caseResult, parkedEntries] as unknown as readonly Process[];
