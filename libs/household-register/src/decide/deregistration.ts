import { type Decision, unmet } from '#libs/kernel';
import { type RegisterContext } from '../context.js';
import { type RegisterEvent } from '../events.js';
import { type Deregister, type MarkDeregistrationDue } from '../orders.js';
import { type RegisterState } from '../state.js';
import { notInFuture, provided, recorderNotOfHousehold } from './findings.js';

/** The day has come; nothing follows from it but a task (R1). A bell for an exit that no longer waits rings for nothing. */
export function markDeregistrationDue(
  { data }: MarkDeregistrationDue,
  state: RegisterState,
  context: RegisterContext,
): Decision<RegisterEvent> {
  const { role } = context.actor;
  const waits = state.deregistrationDue === data.due && state.exitedBy === data.caseId;
  return provided(
    [
      role !== 'clock' && unmet('RECORDER_MAY_NOT', 'RIGHTS', 'R1', { role: 'clock' }, { role }),
      waits &&
        context.today < data.due &&
        unmet('DEREGISTRATION_TOO_EARLY', 'ORDER', '§3.5', { notBefore: data.due }, { on: context.today }),
    ],
    () => (waits ? [{ type: 'household.DeregistrationDue.v1', data }] : []),
  );
}

/** A person takes the exited household out of the count when the days of its policy are over (§3.5). */
export function deregister({ data }: Deregister, state: RegisterState, context: RegisterContext): Decision<RegisterEvent> {
  const { standing, deregistered, deregistrationDue, exitedOn, exitedBy } = state;
  const earliest = deregistrationDue ?? exitedOn;
  return provided(
    [
      (standing !== 'EXITED' || deregistered) &&
        unmet('DEREGISTRATION_NOT_DUE', 'ORDER', '§3.5', { standing: 'EXITED', deregistered: false }, { standing, deregistered }),
      standing === 'EXITED' &&
        earliest !== undefined &&
        data.on < earliest &&
        unmet('DEREGISTRATION_TOO_EARLY', 'LAW', '§3.5', { notBefore: earliest }, { on: data.on }),
      notInFuture(context, 'on', data.on),
      recorderNotOfHousehold(context, state),
    ],
    () => [{ type: 'household.Deregistered.v1', data: { caseId: exitedBy ?? '', on: data.on, papers: data.papers } }],
  );
}
