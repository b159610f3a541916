import { type CivilDate, type RecordedOf } from '#libs/kernel';
import {
  type CountedBy,
  type CountedFrom,
  countedFrom,
  type Law,
  type PartId,
  type PartView,
  type TermKey,
} from '#libs/procedure';
import { type CaseEvent } from './events.js';
import { recordedAtOf, recordedDay } from './evolve/part-progress.js';
import { type CaseFile, type OpenTerm } from './state.js';

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

const COMPLETIONS: readonly string[] = ['case.NoticePeriodCompleted.v1', 'case.AnnouncementCompleted.v1'];

/** From when the public copy of a notice of that round counts as over. */
function sinceCompleted({ part, round }: TermKey, file: CaseFile, law: Law): CountedFrom | undefined {
  const completed = file.facts?.findLast(({ type, data }) => {
    const about = data as { readonly part?: PartId; readonly round?: number };
    return COMPLETIONS.includes(type) && about.part === part && about.round === round;
  });
  if (completed === undefined) return undefined;
  const { endedOn } = completed.data as { readonly endedOn: CivilDate };
  return counted(endedOn, recordedDay(completed.recordedAt), part, file, law);
}

/** From when a term counts by the facts as they stand; absent where no date that can be corrected starts it (R3). */
function sinceNow(term: OpenTerm, file: CaseFile, law: Law): CountedFrom | undefined {
  switch (term.ends) {
    case 'PART_DONE': {
      // Where a ruling set the case back to the part, the ruling started it.
      const byParts = file.facts?.some(
        ({ type, data }) =>
          type === term.startFact && law.after[term.part]?.includes((data as { part?: PartId }).part ?? '') === true,
      );
      return byParts === true ? readySince(term.part, file, law) : undefined;
    }
    case 'EFFECT': {
      const [first = ''] = law.order;
      return term.kind === 'TOTAL' ? sinceDone(first, file.parts[first], file, law) : undefined;
    }
    case 'COPY_TAKEN_DOWN':
      return sinceCompleted(term, file, law);
    default:
      return undefined;
  }
}

/** From when a term counts by a corrected date, where it counted from the wrong one (R3). */
export function movedStart(term: OpenTerm, before: CaseFile, after: CaseFile, law: Law): CountedFrom | undefined {
  const [was, is] = [sinceNow(term, before, law), sinceNow(term, after, law)];
  return was?.from === term.from && is !== undefined && is.from !== was.from ? is : undefined;
}
