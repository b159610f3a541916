import { type CivilDate, type RecordedOf } from '#libs/kernel';
import { type CountedBy, type CountedFrom, countedFrom, type Law, type PartId, type PartView } from '#libs/procedure';
import { type CaseEvent } from './events.js';
import { recordedAtOf, recordedDay } from './evolve/part-progress.js';
import { type CaseFile } from './state.js';

type Admitted = Pick<CaseFile, 'backfillAdmitted'>;

/** From when a term counts that starts with something on paper, about this part (R2). */
function counted(paper: CivilDate, recordedOn: CivilDate, part: PartId | undefined, file: Admitted, law: Law): CountedFrom {
  const unless: CountedBy | undefined = part !== undefined && file.backfillAdmitted.includes(part) ? 'ADMISSION' : undefined;
  return countedFrom(paper, recordedOn, law.policy.parameters.backfillMaxDays.value, unless);
}

/** From when what starts with this event counts; `part` is the one whose admitted backfill speaks for it. */
export function countedSince(
  paper: CivilDate,
  event: RecordedOf<CaseEvent>,
  part: PartId | undefined,
  file: CaseFile,
  law: Law,
): CountedFrom {
  return counted(paper, recordedDay(recordedAtOf(file, event.metadata)), part, file, law);
}

/** From when what starts with the end of a part counts; absent where it has not ended. */
export function sinceDone(part: PartId, view: PartView | undefined, file: Admitted, law: Law): CountedFrom | undefined {
  if (view?.doneOn === undefined) return undefined;
  return counted(view.doneOn, view.doneRecordedOn ?? view.doneOn, part, file, law);
}

/** A part that waits for several is ready since the last of them was done, on paper, and whichever was entered last. */
export function readySince(part: PartId, file: Pick<CaseFile, 'parts' | 'backfillAdmitted'>, law: Law): CountedFrom | undefined {
  return (law.after[part] ?? []).reduce<CountedFrom | undefined>((last, before) => {
    const since = sinceDone(before, file.parts[before], file, law);
    return since !== undefined && (last === undefined || since.from > last.from) ? since : last;
  }, undefined);
}
