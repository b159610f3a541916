import { type CivilDate, type Outcome, type Process, type Reaction } from '#libs/kernel';
import { type RegisterContext } from './context.js';
import { type RegisterEvent } from './events.js';
import { householdCases } from './household-cases.process.js';
import { householdLineage } from './household-lineage.process.js';
import { type RegisterOrder } from './orders.js';
import { registerProcesses } from './register.process.js';
import { registerSamples, sampleMember } from './samples/register-samples.js';
import { asProcess, refusedFor, rehearse, type Rehearsal } from './samples/rehearsal.js';
import { admission, caseResult, enrolment, noPapers } from './samples/sample-orders.js';
import { snapshotOf } from './state.js';

const day = (text: string): CivilDate => text as CivilDate;
const idNamed = (caseId: string): Partial<RegisterContext> => ({ idFor: () => caseId });
const household = rehearse().after(enrolment);
const open = household.after(admission(), idNamed('c-1'));

/** What the process does about the newest event. */
function reactionTo<State>(process: Process<State, RegisterEvent>, rehearsal: Rehearsal): Reaction | undefined {
  const state = rehearsal.log.reduce((folded, event) => process.evolve(folded, event), process.initial);
  const last = rehearsal.log.at(-1);
  return last === undefined ? undefined : process.react(state, last);
}

describe('Opening of a case', () => {
  const reaction = reactionTo(householdCases, open);
  const outcome = (accepted: boolean): Outcome => ({ target: 'case-c-1', orderType: 'OpenCase', accepted, findings: [] });

  it('is ordered in the words of the admission', () => {
    expect(reaction?.orders).toEqual([
      {
        target: 'case-c-1',
        order: {
          type: 'OpenCase',
          data: {
            caseId: 'c-1',
            householdId: 'h-1',
            kind: 'IDENTIFICATION',
            origin: 'OWN',
            programYear: 2018,
            area: { group: 'group-1', village: 'village-1', township: 'township-1', county: 'county-1' },
            bodyKind: 'VILLAGERS',
            household: snapshotOf(household.state),
            definition: 'IDENT-8@1#1111',
            policy: 'CN-2018@1#22',
          },
        },
        onRefusal: 'report',
      },
    ]);
  });

  it('is reported to the register only where it was refused', () => {
    expect(reaction?.report?.([outcome(true)])).toBeUndefined();
    const report = reaction?.report?.([outcome(false)]);
    expect(report).toEqual({
      target: 'household-h-1',
      order: {
        type: 'RecordCaseResult',
        data: { caseId: 'c-1', outcome: 'NOT_OPENED', on: '2018-01-10', programYear: 2018 },
      },
      onRefusal: 'incident',
    });
    expect(refusedFor(open.decide(report?.order as RegisterOrder, asProcess))).toEqual([]);
  });
});

describe('A change of the household', () => {
  const told = (order: RegisterOrder): unknown =>
    reactionTo(householdCases, open.after(order))?.orders.map(({ order: { data } }) => data);
  const changed = (order: RegisterOrder) => snapshotOf(open.after(order).state);

  it('is told to each open case with what the household is now', () => {
    const birth: RegisterOrder = {
      type: 'AddMember',
      data: { member: sampleMember('p-4', 'CHILD', '2018-01-01'), reason: 'BIRTH', on: day('2018-01-01'), papers: noPapers },
    };
    expect(reactionTo(householdCases, open.after(birth))).toEqual({
      orders: [
        {
          target: 'case-c-1',
          order: {
            type: 'NoteHouseholdChange',
            data: {
              change: 'MEMBER_ADDED',
              on: '2018-01-01',
              person: 'p-4',
              household: changed(birth),
              cause: 'event-2',
            },
          },
          occurredOn: '2018-01-10',
          performedBy: 'o-1',
          onRefusal: 'report',
        },
      ],
    });
  });

  it('is named by its kind', () => {
    const removal: RegisterOrder = {
      type: 'RemoveMember',
      data: { no: 1, person: 'p-2', reason: 'DEATH', on: day('2018-01-01'), papers: noPapers },
    };
    const cases: readonly (readonly [RegisterOrder, object])[] = [
      [removal, { change: 'MEMBER_REMOVED', on: '2018-01-01', person: 'p-2' }],
      [
        { type: 'ChangeHead', data: { no: 1, head: 'p-2', on: day('2018-01-02'), papers: noPapers } },
        { change: 'HEAD', on: '2018-01-02', person: 'p-2' },
      ],
      [
        { type: 'CorrectIdentity', data: registerSamples['household.IdentityCorrected.v1'].data },
        { change: 'IDENTITY_CORRECTED', on: '2018-01-10', person: 'p-2' },
      ],
      [
        { type: 'DeliverMeasure', data: registerSamples['household.MeasureDelivered.v1'].data },
        { change: 'MEASURE', on: '2016-03-01' },
      ],
      [
        { type: 'PairSupport', data: registerSamples['household.SupportPaired.v1'].data },
        { change: 'SUPPORT', on: '2016-03-01' },
      ],
      [
        { type: 'RecordDisaster', data: registerSamples['household.DisasterRecorded.v1'].data },
        { change: 'DISASTER', on: '2016-07-01' },
      ],
    ];
    for (const [order, expected] of cases) {
      expect(told(order)).toEqual([{ ...expected, household: changed(order), cause: 'event-2' }]);
    }
  });

  it('is told once as a lapse where the last member goes', () => {
    const alone = rehearse()
      .after({ type: 'EnrolHousehold', data: { ...enrolment.data, members: [sampleMember('p-1', 'HEAD')] } })
      .after(admission(), idNamed('c-1'));
    const gone = alone.after({
      type: 'RemoveMember',
      data: { no: 1, person: 'p-1', reason: 'DEATH', on: day('2018-01-01'), papers: noPapers },
    });
    const removed = rehearse(gone.folded, gone.log.slice(0, -1));
    expect(reactionTo(householdCases, removed)).toBeUndefined();
    expect(reactionTo(householdCases, gone)?.orders.map(({ order }) => order.data)).toEqual([
      { change: 'LAPSED', on: '2018-01-01', household: snapshotOf(gone.state), reason: 'DEATH', cause: 'event-3' },
    ]);
  });

  it('is told to nobody where no case is open, and admissions apart nothing else is', () => {
    const closed = open.after(caseResult({ caseId: 'c-1', outcome: 'REJECTED' }), asProcess);
    expect(reactionTo(householdCases, closed)).toBeUndefined();
    const removal: RegisterOrder = {
      type: 'RemoveMember',
      data: { no: 1, person: 'p-2', reason: 'DEATH', on: day('2018-01-01'), papers: noPapers },
    };
    expect(reactionTo(householdCases, closed.after(removal))).toBeUndefined();
  });
});

describe('Support of a registered household', () => {
  const pairing: RegisterOrder = { type: 'PairSupport', data: registerSamples['household.SupportPaired.v1'].data };

  it('is told to the case by which it was registered, though that has ended (T16)', () => {
    const registered = open.after(caseResult({ caseId: 'c-1', outcome: 'REGISTERED' }), asProcess);
    const paired = registered.after(pairing);
    expect(reactionTo(householdCases, paired)?.orders.map(({ target, order }) => [target, order])).toEqual([
      ['case-c-1', { type: 'NoteSupportPaired', data: { on: '2016-03-01', cause: paired.log.at(-1)?.id } }],
    ]);
  });

  it('is told to no case that registered nobody', () => {
    const rejected = open.after(caseResult({ caseId: 'c-1', outcome: 'REJECTED' }), asProcess);
    expect(reactionTo(householdCases, rejected.after(pairing))).toBeUndefined();
  });
});

describe('A case that is opened again', () => {
  it('is told of all that changed since it was admitted, each as it was told then or would have been', () => {
    const change = (no: number, head: string): RegisterOrder => ({
      type: 'ChangeHead',
      data: { no, head, on: day('2018-01-02'), papers: noPapers },
    });
    const during = open.after(change(1, 'p-2'));
    const [first] = reactionTo(householdCases, during)?.orders ?? [];
    const closed = during.after(caseResult({ caseId: 'c-1', outcome: 'REJECTED' }), asProcess);
    const after = closed.after(change(2, 'p-1'));
    expect(reactionTo(householdCases, after)).toBeUndefined();
    const again = after.after({ type: 'RecordCaseReopened', data: { caseId: 'c-1', no: 1 } }, asProcess);
    const told = reactionTo(householdCases, again)?.orders ?? [];
    expect(told[0]).toEqual(first);
    expect(told.map(({ target, order }) => [target, (order.data as { person: string }).person])).toEqual([
      ['case-c-1', 'p-2'],
      ['case-c-1', 'p-1'],
    ]);
  });
});

describe('Lineage', () => {
  const halves = {
    ...registerSamples['household.HouseholdSplit.v1'].data,
    children: [
      { householdId: 'h-2', head: 'p-1', members: ['p-1', 'p-3'] },
      { householdId: 'h-3', head: 'p-2', members: ['p-2'] },
    ],
  };
  const registered = open.after(caseResult({ caseId: 'c-1' }), asProcess);
  const papers = noPapers;

  it('a split enrols the children, who stand as their parent stood', () => {
    const split = registered.after({
      type: 'SplitHousehold',
      data: {
        no: 1,
        on: day('2018-01-05'),
        children: [
          { householdId: 'h-2', head: 'p-2', members: ['p-2'] },
          { householdId: 'h-3', head: 'p-3', members: ['p-3', 'p-1'], relations: { 'p-1': 'PARENT' } },
        ],
        confirmedByVillage: 'v-1',
        confirmedByTownship: 't-1',
        papers,
      },
    });
    const orders = reactionTo(householdLineage, split)?.orders ?? [];
    expect(orders.map(({ target, occurredOn, onRefusal }) => [target, occurredOn, onRefusal])).toEqual([
      ['household-h-2', '2018-01-05', 'incident'],
      ['household-h-3', '2018-01-05', 'incident'],
    ]);
    expect(orders[1]?.order).toEqual({
      type: 'EnrolHousehold',
      data: {
        ...enrolment.data,
        householdId: 'h-3',
        head: 'p-3',
        members: [sampleMember('p-1', 'PARENT'), sampleMember('p-3', 'HEAD', '2005-03-03')],
        lineage: { parent: 'h-1', standing: 'REGISTERED', spell: 1, identifiedOn: '2018-01-09' },
      },
    });
    for (const { order } of orders) expect(refusedFor(rehearse().decide(order as RegisterOrder, asProcess))).toEqual([]);
  });

  it('a split hands on how the parent came to its standing, and what it was given', () => {
    const measure = registerSamples['household.MeasureDelivered.v1'];
    const split = rehearse()
      .after(enrolment)
      .given(registerSamples['household.StandingTakenOver.v1'], measure, registerSamples['household.Deregistered.v1'])
      .after({ type: 'SplitHousehold', data: halves });
    const [order] = reactionTo(householdLineage, split)?.orders ?? [];
    const child = rehearse().after(order?.order as RegisterOrder, asProcess).state;
    expect([child.standing, child.takenOver, child.deregistered, child.measures]).toEqual([
      'EXITED',
      true,
      true,
      [{ type: 'INDUSTRY', on: '2016-03-01' }],
    ]);
  });

  it('a merge adds the members to the other household', () => {
    const others = {
      'h-9': { phase: 'ENROLLED', standing: 'REGISTERED', township: 'township-1', members: [], revision: 1n },
    } as const;
    const merged = registered.after(
      {
        type: 'RecordMerge',
        data: {
          no: 1,
          on: day('2018-01-05'),
          into: 'h-9',
          relations: { 'p-2': 'CHILD' },
          confirmedByVillage: 'v-1',
          confirmedByTownship: 't-1',
          papers,
        },
      },
      { others },
    );
    expect(reactionTo(householdLineage, merged)?.orders.map(({ target, order }) => [target, order.type, order.data])).toEqual(
      [sampleMember('p-1', 'OTHER'), sampleMember('p-2', 'CHILD'), sampleMember('p-3', 'CHILD', '2005-03-03')].map((member) => [
        'household-h-9',
        'AddMember',
        { member, reason: 'MERGED', on: '2018-01-05', papers },
      ]),
    );
  });

  it('nothing else makes households, and nothing rings', () => {
    expect(reactionTo(householdLineage, registered)).toBeUndefined();
    expect(registerProcesses.map(({ name, category, initial, wakeups }) => [name, category, wakeups(initial)])).toEqual([
      ['household-cases', 'household', []],
      ['identity-claims', 'household', []],
      ['household-lineage', 'household', []],
      ['deregistration-watch', 'household', []],
      ['duplicate-persons', 'identity', []],
      ['management-moves', 'case', []],
    ]);
  });
});
