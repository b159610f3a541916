import { type Step, stepsOf } from '#libs/replay';
import { type Question } from './ask.js';
import { type Named, readableCase } from './questions.js';

export interface ReplayedCase {
  readonly caseId: string;
  /** Whether every decision that can be taken again is the same to the byte. */
  readonly equal: boolean;
  readonly steps: readonly Step[];
}

/** Every decision of a case, refusals too, taken again by this program with what was known then; nothing that is sealed is shown. */
export const replayCase: Question<Named, ReplayedCase> = {
  right: 'replay',
  answer: async ({ id }, asked) => {
    if (readableCase(id, asked) === undefined) return undefined;
    const { store, vault } = asked.house;
    const steps = await stepsOf(store, [`case-${id}`], { open: (refs) => vault.open(refs) });
    return { caseId: id, equal: steps.every(({ verdict }) => verdict !== 'DIFFERENT'), steps };
  },
};
