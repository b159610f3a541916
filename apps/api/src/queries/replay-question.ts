import { accessStream } from '#libs/identity';
import { type Step, stepsOf } from '#libs/replay';
import { type Asked, type Question } from './ask.js';
import { type Named, readableCase } from './questions.js';

export interface ReplayedCase {
  readonly caseId: string;
  /** Whether every decision that can be taken again is the same to the byte. */
  readonly equal: boolean;
  readonly steps: readonly Step[];
}

export interface ReplayWish extends Named {
  /** That sealed values are opened, as it was recorded; none is where absent, and what rests on them is not decided again. */
  readonly opening?: string;
}

/** Every decision of a case, refusals too, taken again by this program with what was known then; nothing that is sealed is shown. */
export const replayCase: Question<ReplayWish, ReplayedCase> = {
  right: 'replay',
  answer: async ({ id, opening }, asked) => {
    if ((await readableCase(id, asked)) === undefined) return undefined;
    const { log, vault } = asked.house;
    if (opening !== undefined && !(await isRecorded(opening, `case-${id}`, asked))) return undefined;
    const open = opening === undefined ? {} : { open: (refs: readonly string[]) => vault.read(refs) };
    const steps = await stepsOf(log, [`case-${id}`], open);
    return { caseId: id, equal: steps.every(({ verdict }) => verdict !== 'DIFFERENT'), steps };
  },
};

/** Whether whoever asks has it recorded today that values of that stream, or of all that he may read, are opened. */
async function isRecorded(opening: string, stream: string, { house, scope, today }: Asked): Promise<boolean> {
  const recorded = await house.log.readStream(accessStream(scope.accountId, today));
  return recorded.some(({ type, data }) => {
    const { id, stream: one, about } = data as { readonly id?: string; readonly stream?: string; readonly about?: unknown };
    const covers = one === stream || (one === undefined && about === undefined);
    return type === 'access.SealedOpened.v1' && id === opening && covers;
  });
}
