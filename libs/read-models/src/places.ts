import { type ActFold } from './act-fold.js';
import { pathOf } from './area-paths.js';
import { type CaseFold } from './case-fold.js';
import { type HouseholdFold } from './household-fold.js';
import { categoryOf, idOf } from './projection.js';

/** Where a stream belongs, for the desk that has to do with it; a path of nothing for what lies in no area. */
export interface Place {
  readonly path: string;
  readonly householdId: string | null;
  readonly programYear: number | null;
}

/** The folds as they stand. */
export interface Folds {
  readonly case: (caseId: string) => CaseFold | undefined;
  readonly household: (householdId: string) => HouseholdFold | undefined;
  readonly act: (actId: string) => ActFold | undefined;
}

const NOWHERE: Place = { path: '', householdId: null, programYear: null };

export function placeOf(stream: string, folds: Folds): Place {
  const id = idOf(stream);
  switch (categoryOf(stream)) {
    case 'case': {
      const fold = folds.case(id);
      if (fold === undefined) return NOWHERE;
      return { path: pathOf(fold.area), householdId: fold.householdId, programYear: fold.programYear };
    }
    case 'household': {
      const fold = folds.household(id);
      return { path: fold === undefined ? '' : pathOf(fold.managementArea), householdId: id, programYear: null };
    }
    case 'act':
      return { ...NOWHERE, path: pathOfAct(folds.act(id), folds) };
    default:
      return NOWHERE;
  }
}

/** An act names its own area alone; what lies above it is known from any case that was on its list. */
function pathOfAct(act: ActFold | undefined, folds: Folds): string {
  const [caseId] = Object.keys(act?.households ?? {});
  const listed = caseId === undefined ? undefined : folds.case(caseId);
  if (act === undefined || listed === undefined) return '';
  const areas = pathOf(listed.area).split('/');
  const own = areas.indexOf(act.area);
  return own < 0 ? '' : `${areas.slice(0, own + 1).join('/')}/`;
}
