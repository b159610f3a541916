import { refuse, type Refusal, unmet } from '#libs/kernel';
import { afterwards, calendarMissing, isYearMissing, type Law, type PartId } from '#libs/procedure';
import { type CaseEvent } from '../events.js';
import { type ParkedEntry } from '../state.js';
import { type Given, type OrderOf, type Proposals } from './handler.js';
import { begun } from './part.js';
import { missedUnder } from './under-new-law.js';

type Migration = OrderOf<'MigrateCase'>['data'];

const isNamed = (ref: string, name: string): boolean => ref === name || ref.startsWith(`${name}#`);

/** What the log does not hold under that name, holds for another area, or does not hold in force, is no law to go over to. */
function notThere({ definition, policy }: Migration, { state, law, context }: Given): Refusal | undefined {
  const { newLaw, standingLaw, lineage } = context;
  if (newLaw === undefined) {
    return refuse(
      unmet('DEFINITION_UNKNOWN', 'INPUT', 'R5', 'a definition that is published', { definition: definition ?? null }),
    );
  }
  const { definitionRef, definition: other } = newLaw;
  if (definitionRef !== law.definitionRef && lineage?.includes(other.area) === false) {
    const actual = { village: state.area.village, definition: definitionRef };
    return refuse(unmet('DEFINITION_OF_OTHER_AREA', 'LAW', 'R5; §2.6', { within: other.area }, actual));
  }
  if (policy === undefined || isNamed(newLaw.policyRef, policy)) return undefined;
  return refuse(unmet('POLICY_NOT_STANDING', 'INPUT', 'R5; §6', standingLaw?.policyRef ?? newLaw.policyRef, policy));
}

const partsOf = ({ order, waitsFor }: ParkedEntry): readonly PartId[] => {
  const { part } = (order as { readonly data?: { readonly part?: PartId } }).data ?? {};
  return part === undefined ? waitsFor : [...waitsFor, part];
};

/** Entries that wait for a part, or are about one, that the new law does not have: they would wait for ever (R16). */
function waitsInVain({ state }: Given, newLaw: Law): Refusal | undefined {
  const lost = Object.values(state.parked)
    .flatMap(partsOf)
    .filter((id) => newLaw.parts[id] === undefined);
  return lost.length === 0
    ? undefined
    : refuse(unmet('PART_WITHOUT_COUNTERPART', 'LAW', '§2.2; R16', 'parts for which parked entries wait', [...new Set(lost)]));
}

/**
 * To where the case goes back: to each part that must be done again, or that the new law puts before what was done; with it falls
 * all that stands on it, as with any return (§2.3).
 */
function goingBack(newLaw: Law, again: ReadonlySet<PartId>, given: Given): readonly CaseEvent[] {
  const fallen = new Set<PartId>();
  return newLaw.order.flatMap((id): readonly CaseEvent[] => {
    if (fallen.has(id)) return [];
    const standing = begun(afterwards(newLaw, id), given).filter((later) => !fallen.has(later));
    const isNew = begun([id], given).length === 0 && standing.length > 0;
    if (!again.has(id) && !isNew) return [];
    const superseded = [...begun([id], given), ...standing];
    for (const part of superseded) fallen.add(part);
    return [{ type: 'case.CaseReturned.v1', data: { to: id, level: 'LAW', because: 'NEW_LAW', superseded } }];
  });
}

/** An open case goes over to other law by an order that names the clause (domain.md §2.2, architecture §5). */
export const migrationProposals: Proposals<'MigrateCase'> = {
  MigrateCase: (data, given) => {
    const { state, law, context } = given;
    const refused = notThere(data, given);
    const { newLaw } = context;
    if (refused !== undefined || newLaw === undefined) return refused ?? [];
    const missed = missedUnder(newLaw, given);
    if (isYearMissing(missed)) return refuse(calendarMissing(missed, newLaw.definition.effect.after));
    const vain = waitsInVain(given, newLaw);
    if (vain !== undefined) return vain;
    const back = goingBack(newLaw, new Set(missed.keys()), given);
    const fallen = back.flatMap((event) => (event.type === 'case.CaseReturned.v1' ? event.data.superseded : []));
    const { no, instrument, confirmedBy, papers, reason } = data;
    return [
      {
        type: 'case.CaseMigrated.v1',
        data: {
          no,
          from: { definition: law.definitionRef, policy: law.policyRef },
          to: { definition: newLaw.definitionRef, policy: newLaw.policyRef },
          instrument,
          confirmedBy,
          kept: begun(newLaw.order, given).filter((id) => !fallen.includes(id)),
          again: newLaw.order.flatMap((part) => {
            const because = missed.get(part);
            return because === undefined ? [] : [{ part, because }];
          }),
          papers,
          reason,
        },
      },
      ...(state.onAct === undefined ? [] : [{ type: 'case.LeftAct.v1', data: { act: state.onAct.act } } as const]),
      ...back,
    ];
  },
};
