import { type CivilDate, type Instant } from '#libs/kernel';
import { type RegisterContext } from '../context.js';
import { deregistrationWatch } from '../deregistration-watch.process.js';
import { householdLineage } from '../household-lineage.process.js';
import { type RegisterOrder } from '../orders.js';
import { registerSamples } from '../samples/register-samples.js';
import { asProcess, refusedFor, rehearse, type Rehearsal, sampleContext } from '../samples/rehearsal.js';
import { caseResult, enrolment, exitAdmission, noPapers } from '../samples/sample-orders.js';

const day = (text: string): CivilDate => text as CivilDate;
const asClock: Partial<RegisterContext> = { actor: { id: 'clock', role: 'clock', area: '' }, performedBy: 'clock' };
const on = (date: string, change: Partial<RegisterContext> = {}): Partial<RegisterContext> => ({
  now: `${date}T01:00:00.000Z` as Instant,
  today: day(date),
  occurredOn: day(date),
  ...change,
});

/** A year passes between the exit and the deregistration (Guangxi, domain.md §3.5). */
const definitions = Object.fromEntries(
  Object.entries(sampleContext().definitions).map(([id, offered]) => [id, { ...offered, deregistrationDelayDays: 365 }]),
);
const registered = rehearse()
  .after(enrolment)
  .given({
    ...registerSamples['household.StandingTakenOver.v1'],
    data: { ...registerSamples['household.StandingTakenOver.v1'].data, standing: 'REGISTERED', exitedAt: undefined },
  });
const exited = registered
  .after(exitAdmission, { definitions })
  .after(caseResult({ outcome: 'EXITED', on: day('2018-01-09') }), asProcess);

const mark: RegisterOrder = { type: 'MarkDeregistrationDue', data: { caseId: 'case-of-order', due: day('2019-01-09') } };
const deregister = (date: string, no = 1): RegisterOrder => ({
  type: 'Deregister',
  data: { no, on: day(date), papers: noPapers },
});
const wakeups = (household: Rehearsal): ReturnType<typeof deregistrationWatch.wakeups> =>
  deregistrationWatch.wakeups(household.log.reduce(deregistrationWatch.evolve, deregistrationWatch.initial));

/** What the process that follows a split gives for its children. */
function lineageOrders({ log, state }: Rehearsal): readonly { readonly order: { readonly type: string } }[] {
  const last = log.at(-1);
  return last === undefined ? [] : (householdLineage.react(state, last)?.orders ?? []);
}

describe('A deregistration that waits for its days', () => {
  it('is not done by the exit, which says from when it may be', () => {
    expect(exited.log.slice(-2).map(({ type }) => type)).toEqual(['household.StandingExited.v1', 'household.CaseConcluded.v1']);
    expect([exited.state.deregistered, exited.state.deregistrationDue]).toEqual([false, '2019-01-09']);
  });

  it('is rung for on that day, once', () => {
    expect(wakeups(exited)).toEqual([
      {
        id: 'deregistration-household-h-1-2019-01-09',
        dueAt: '2019-01-08T16:00:00.000Z',
        order: { target: 'household-h-1', order: mark, onRefusal: 'report' },
      },
    ]);
    expect(wakeups(exited.after(mark, on('2019-01-09', asClock)))).toEqual([]);
  });

  it('is rung for each child of a household that was split meanwhile', () => {
    const halves = {
      ...registerSamples['household.HouseholdSplit.v1'].data,
      on: day('2018-05-02'),
      children: [
        { householdId: 'h-2', head: 'p-1', members: ['p-1', 'p-3'] },
        { householdId: 'h-3', head: 'p-2', members: ['p-2'] },
      ],
    };
    const split = exited.after({ type: 'SplitHousehold', data: halves }, on('2018-05-02'));
    expect(wakeups(split)).toEqual([]);
    const children = lineageOrders(split).map(({ order }) =>
      rehearse().after(order as RegisterOrder, { ...asProcess, ...on('2018-05-02') }),
    );
    // A child of the spec stands in h-1's stream, as every household that is rehearsed.
    expect(children.map((child) => wakeups(child).map(({ dueAt, order }) => [dueAt, order.order]))).toEqual([
      [['2019-01-08T16:00:00.000Z', mark]],
      [['2019-01-08T16:00:00.000Z', mark]],
    ]);
    for (const child of children) {
      expect(child.after(mark, on('2019-01-09', asClock)).log.at(-1)?.type).toBe('household.DeregistrationDue.v1');
    }
  });

  it('is done by a person and by no bell (R1)', () => {
    const rung = exited.after(mark, on('2019-01-09', asClock));
    expect([rung.log.at(-1)?.type, rung.state.deregistered]).toEqual(['household.DeregistrationDue.v1', false]);
    const done = rung.after(deregister('2019-01-10'), on('2019-01-10'));
    expect([done.state.deregistered, done.state.deregistrationDue]).toEqual([true, undefined]);
    expect(wakeups(exited.after(deregister('2019-01-10'), on('2019-01-10')))).toEqual([]);
  });

  it('is refused before its day, twice, of who has not exited, and in a day to come', () => {
    expect(refusedFor(exited.decide(deregister('2019-01-08'), on('2019-01-08')))).toEqual(['DEREGISTRATION_TOO_EARLY']);
    expect(refusedFor(exited.decide(deregister('2019-01-11'), on('2019-01-10')))).toEqual(['DATE_IN_FUTURE']);
    const done = exited.after(deregister('2019-01-10'), on('2019-01-10'));
    expect(refusedFor(done.decide(deregister('2019-01-10', 2), on('2019-01-10')))).toEqual(['DEREGISTRATION_NOT_DUE']);
    expect(refusedFor(registered.decide(deregister('2018-01-10')))).toEqual(['DEREGISTRATION_NOT_DUE']);
  });

  it('is marked by the clock alone, not before the day, and not for an exit that waits no more', () => {
    expect(refusedFor(exited.decide(mark, on('2019-01-09')))).toEqual(['RECORDER_MAY_NOT']);
    expect(refusedFor(exited.decide(mark, on('2019-01-08', asClock)))).toEqual(['DEREGISTRATION_TOO_EARLY']);
    const done = exited.after(deregister('2019-01-10'), on('2019-01-10'));
    expect(done.decide(mark, on('2019-01-10', asClock))).toEqual([]);
  });
});
