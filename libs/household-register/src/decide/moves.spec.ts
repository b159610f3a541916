import { managementMoves } from '../management-moves.process.js';
import { type RegisterOrder } from '../orders.js';
import { registerSamples } from '../samples/register-samples.js';
import { asProcess, refusedFor, rehearse } from '../samples/rehearsal.js';
import { enrolment } from '../samples/sample-orders.js';

const admitted = registerSamples['household.CaseAdmitted.v1'];
const moved = registerSamples['household.ManagementMoved.v1'];
const { from: _from, ...data } = moved.data;
const move: RegisterOrder = { type: 'MoveManagement', data };
const household = rehearse().after(enrolment).given(admitted);

/** R14: a case moves the management of its household; rights and the next case go by the new place. */
describe('A transfer of management', () => {
  it('is brought to the register by a process, and stands there', () => {
    const after = household.after(move, asProcess);
    expect(after.log.at(-1)?.data).toEqual(moved.data);
    expect(after.state.managementArea).toEqual(moved.data.to);
    expect(after.decide(move, asProcess)).toEqual([]);
  });

  it('is brought by nobody else, and from no case that the register has not admitted', () => {
    expect(refusedFor(household.decide(move))).toEqual(['RECORDER_MAY_NOT']);
    expect(refusedFor(rehearse().after(enrolment).decide(move, asProcess))).toEqual(['CASE_UNKNOWN']);
  });

  it('follows the case that says so', () => {
    const opened = { type: 'case.CaseOpened.v1', data: admitted.data.open };
    const transferred = { id: 'event-9', type: 'case.ManagementTransferred.v1', data: moved.data };
    const evolve = (state: typeof managementMoves.initial, event: object): typeof managementMoves.initial =>
      managementMoves.evolve(state, event as Parameters<typeof managementMoves.evolve>[1]);
    const state = [opened, transferred].reduce(evolve, managementMoves.initial);
    const reaction = managementMoves.react(state, transferred as unknown as Parameters<typeof managementMoves.react>[1]);
    expect(reaction).toEqual({ orders: [{ target: 'household-h-1', order: move, onRefusal: 'incident' }] });
  });
});
