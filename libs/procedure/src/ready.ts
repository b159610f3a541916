import { type CaseView } from './case-view.js';
import { type Level, LEVELS, type PartId } from './definition.js';
import { type Law } from './law.js';

type Progress = Pick<CaseView, 'parts'>;

/** Whether the newest round of a part is done. */
export function isDone(view: Progress, part: PartId): boolean {
  return view.parts[part]?.status === 'DONE';
}

/** Parts that stand before `part` and are not done, in the order of its `after`; empty where it may go on. */
export function waitsFor(law: Law, view: Progress, part: PartId): readonly PartId[] {
  return (law.after[part] ?? []).filter((before) => !isDone(view, before));
}

/** Parts that may be worked at now: all that must be before is done, they are not. In the order of the definition. */
export function readyParts(law: Law, view: Progress): readonly PartId[] {
  return law.order.filter((part) => !isDone(view, part) && (law.after[part] ?? []).every((before) => isDone(view, before)));
}

/** Parts that stand on `part`, near or far, in the order of the definition: superseded when the case returns to it. */
export function afterwards(law: Law, part: PartId): readonly PartId[] {
  const standing: PartId[] = [];
  let found: boolean;
  do {
    found = false;
    for (const later of law.order) {
      if (later === part || standing.includes(later)) continue;
      if ((law.after[later] ?? []).some((before) => before === part || standing.includes(before))) {
        standing.push(later);
        found = true;
      }
    }
  } while (found);
  return law.order.filter((later) => standing.includes(later));
}

/** The nearest part that must be done before `part`; absent for a first part. */
export function partBefore(law: Law, part: PartId): PartId | undefined {
  const before = law.after[part] ?? [];
  return law.order.findLast((candidate) => before.includes(candidate));
}

/** Less than 0 where `a` is the lower level, 0 where they are the same, more than 0 where `a` is the higher. */
export function compareLevels(a: Level, b: Level): number {
  return LEVELS.indexOf(a) - LEVELS.indexOf(b);
}

export function isAbove(level: Level, other: Level): boolean {
  return compareLevels(level, other) > 0;
}

/** The next higher level; absent above the nation. */
export function levelAbove(level: Level): Level | undefined {
  return LEVELS[LEVELS.indexOf(level) + 1];
}
