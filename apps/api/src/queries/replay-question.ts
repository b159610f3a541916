import { MandateNotInForce, needsMandate } from '#libs/disclosure';
import { type AccessEvent, accessStream } from '#libs/identity';
import { civilDateOf, type RecordedOf } from '#libs/kernel';
import { orderKey } from '#libs/read-models';
import { type Step, stepsOf } from '#libs/replay';
import { openingKey } from '../dossier/opening-key.js';
import { orderIdOf } from '../orders/give-order.js';
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
    const status = await readableCase(id, asked);
    if (status === undefined) return undefined;
    const { log, vault } = asked.house;
    if (opening !== undefined && !(await isRecorded(opening, `case-${id}`, status.area.village, asked))) return undefined;
    const open = opening === undefined ? {} : { open: (refs: readonly string[]) => vault.read(refs) };
    const steps = await stepsOf(log, [`case-${id}`], open);
    return { caseId: id, equal: steps.every(({ verdict }) => verdict !== 'DIFFERENT'), steps };
  },
};

/** Whether whoever asks has it recorded today that values of that stream, or of an area in which it lies, are opened. */
async function isRecorded(opening: string, caseStream: string, area: string, { house, scope, today }: Asked): Promise<boolean> {
  const { log, vault, engine, readModels } = house;
  // One that was asked for before midnight and done after it stands in the stream of the day before.
  const known = await orderKey(readModels, orderIdOf(scope.accountId, openingKey(opening)));
  const stream = known?.stream ?? accessStream(scope.accountId, today);
  const recorded = (await log.readStream(stream)) as readonly RecordedOf<AccessEvent>[];
  const named = recorded.find(
    ({ type, data, metadata }) =>
      type === 'access.SealedOpened.v1' && data.id === opening && civilDateOf(metadata.recordedAt) === today,
  );
  if (named?.type !== 'access.SealedOpened.v1') return false;
  const { stream: plain, area: within, about, mandate } = named.data;
  // Its end has told what was read under it, and would never tell of what is read now.
  if (mandate !== undefined && !(await isOfMandate(mandate, area, { house, scope, today }))) return false;
  const whom = about === undefined ? (plain ?? `area-${within}`) : (await vault.read([about.ref]))[about.ref];
  if (typeof whom !== 'string') return false;
  return whom === caseStream || (whom.startsWith('area-') && engine.directory.isWithin(area, whom.slice('area-'.length)));
}

async function isOfMandate(mandate: string, area: string, { house, scope, today }: Asked): Promise<boolean> {
  const asked = { actor: { id: scope.accountId }, area, today };
  return needsMandate(mandate, asked, { reader: house.log, directory: house.engine.directory }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof MandateNotInForce) return false;
      throw error;
    },
  );
}
