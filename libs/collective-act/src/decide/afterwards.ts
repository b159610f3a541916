import { type Decision, unmet } from '#libs/kernel';
import { isAbove, type Level, levelOfOffice } from '#libs/procedure';
import { type ActContext } from '../context.js';
import { valueOf } from '../corrected-field.js';
import { type ActEvent } from '../events.js';
import { type CorrectAct, type RecordOutcomes, type VoidAct } from '../orders.js';
import { type ActState, isRecorded } from '../state.js';
import { fromProcessOnly, provided, secondPerson, within } from './findings.js';

/** What became of the act in each case, refusals included; brought by the process that carried it (architecture §4). */
export function recordOutcomes({ data }: RecordOutcomes, state: ActState, context: ActContext): Decision<ActEvent> {
  return provided(
    [
      fromProcessOnly(context),
      !Object.hasOwn(state.causes, data.cause) &&
        unmet('CAUSE_UNKNOWN', 'INPUT', 'R7', 'an event of this act that was carried to the cases', { cause: data.cause }),
      within(
        state.items.map(({ caseId }) => caseId),
        data.outcomes.map(({ caseId }) => caseId),
      ),
    ],
    () => [{ type: 'act.OutcomesRecorded.v1', data }],
  );
}

/**
 * R3: both values stay visible; the cases judge what follows from it. What stands on an act is votes, dates, attendance and
 * households: somebody of the level above confirms.
 */
export function correctAct({ data }: CorrectAct, state: ActState, context: ActContext): Decision<ActEvent> {
  const { caseId, field } = data;
  const recorded = isRecorded(state);
  const onList = caseId === undefined || state.items.some((item) => item.caseId === caseId);
  const standing = recorded && onList ? valueOf(state, field, caseId) : undefined;
  return provided(
    [
      !recorded && unmet('NOTHING_RECORDED', 'ORDER', 'R3', 'a recorded step', { actId: state.actId }),
      !onList && unmet('CASE_NOT_ON_ACT', 'INPUT', 'R3', 'a case of the closed list', { caseId: caseId ?? null }),
      recorded &&
        onList &&
        standing === undefined &&
        unmet('FIELD_UNKNOWN', 'INPUT', 'R3', 'a field of the recorded step', { field, caseId: caseId ?? null }),
      standing !== undefined &&
        standing !== data.old &&
        unmet('OLD_VALUE_DIFFERS', 'INPUT', 'R3', { old: standing }, { old: data.old }),
      data.new === data.old && unmet('NOTHING_CORRECTED', 'INPUT', 'R3', 'another value', { new: data.new }),
      secondPerson(context, 'R3', data.confirmedBy),
      state.level !== undefined &&
        !levelsHeld(context, data.confirmedBy).some((held) => isAbove(held, state.level ?? held)) &&
        unmet('CONFIRMER_NOT_OF_LEVEL_ABOVE', 'RIGHTS', 'R3', { above: state.level }, data.confirmedBy),
    ],
    () => [{ type: 'act.ActCorrected.v1', data }],
  );
}

/**
 * Frees the cases. A meeting or ruling that was recorded stands and can only be corrected; a sheet or batch can be
 * dissolved while cases still wait on it, each then goes on by itself.
 */
export function voidAct({ data }: VoidAct, state: ActState, context: ActContext): Decision<ActEvent> {
  return provided(
    [
      isRecorded(state) &&
        state.onAct.length === 0 &&
        unmet('ACT_ALREADY_RECORDED', 'ORDER', 'R3', 'CorrectAct', { actId: state.actId }),
      state.phase !== 'LISTING' && secondPerson(context, 'R3', data.confirmedBy),
      state.phase !== 'LISTING' &&
        data.confirmedBy !== undefined &&
        levelsHeld(context, data.confirmedBy).length === 0 &&
        unmet('CONFIRMER_NOT_IN_OFFICE', 'RIGHTS', 'R3; R4', 'an office in the area of the act', data.confirmedBy),
    ],
    () => [{ type: 'act.ActVoided.v1', data: { ...data, caseIds: bound(state) } }],
  );
}

/** The levels at which a person holds an office, on the paper date and for the area of the act (R4). */
function levelsHeld(context: ActContext, person: string): readonly Level[] {
  const held = Object.hasOwn(context.offices, person) ? (context.offices[person] ?? []) : [];
  return held.flatMap(({ office }) => levelOfOffice(office) ?? []);
}

/** Cases that stand on the act, or have been asked to. */
function bound(state: ActState): readonly string[] {
  return state.phase === 'CLOSING' ? state.listed.map(({ caseId }) => caseId) : state.onAct;
}
