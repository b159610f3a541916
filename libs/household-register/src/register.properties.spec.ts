import fc from 'fast-check';
import { type CivilDate, fold, isRefusal, unfolded } from '#libs/kernel';
import { type CaseKind } from '#libs/procedure';
import { registerDecider } from './decider.js';
import { householdLineage } from './household-lineage.process.js';
import { type EnrolHousehold, type RegisterOrder, type SplitHousehold } from './orders.js';
import { registerSamples, sampleMember } from './samples/register-samples.js';
import { asProcess, recorded, rehearse, type Rehearsal } from './samples/rehearsal.js';
import { admission, caseResult, enrolment, noPapers } from './samples/sample-orders.js';
import { openCases } from './state.js';

const day = (text: string): CivilDate => text as CivilDate;

function householdOf(size: number): EnrolHousehold {
  const members = Array.from({ length: size }, (_, index) => sampleMember(`p-${index + 1}`, index === 0 ? 'HEAD' : 'CHILD'));
  return { type: 'EnrolHousehold', data: { ...enrolment.data, members } };
}

function splitInto(parts: readonly (readonly string[])[]): SplitHousehold {
  return {
    type: 'SplitHousehold',
    data: {
      no: 1,
      on: day('2018-01-02'),
      children: parts.map((members, index) => ({ householdId: `h-${index + 2}`, head: members[0] ?? 'p-1', members })),
      confirmedByVillage: 'v-1',
      confirmedByTownship: 't-1',
      papers: noPapers,
    },
  };
}

describe('Members are conserved', () => {
  it('a split is accepted exactly where each member stands once among the children, and the children are the parent', () => {
    let accepted = 0;
    // Each member, and one stranger, goes to some of the children: mostly one, sometimes none or two.
    const places = fc.array(fc.oneof({ weight: 12, arbitrary: fc.constant(1) }, fc.constantFrom(0, 2)), {
      minLength: 2,
      maxLength: 7,
    });
    fc.assert(
      fc.property(places, fc.integer({ min: 2, max: 3 }), fc.boolean(), (times, children, stranger) => {
        const parts: string[][] = Array.from({ length: children }, () => []);
        times.forEach((count, index) => {
          for (let k = 0; k < count; k++) parts[(index + k) % children]?.push(`p-${index + 1}`);
        });
        if (stranger && times.length === 7) parts[0]?.push('stranger');
        const household = rehearse().after(householdOf(times.length));
        const order = splitInto(parts);
        const given = parts.flat();
        const lawful =
          given.length === times.length &&
          new Set(given).size === given.length &&
          !given.includes('stranger') &&
          parts.every((part) => part.length > 0);
        expect(!isRefusal(household.decide(order))).toBe(lawful);
        if (!lawful) return;
        accepted++;
        const split = household.after(order);
        const event = split.log.at(-1);
        const reaction = event === undefined ? undefined : householdLineage.react(split.state, event);
        const enrolled = (reaction?.orders ?? []).flatMap((child) => {
          const after = rehearse().after(child.order as EnrolHousehold, asProcess);
          return after.state.members.map(({ person }) => person);
        });
        expect([...enrolled].sort()).toEqual(household.state.members.map(({ person }) => person).sort());
      }),
      { numRuns: 200, seed: 20180101 },
    );
    expect(accepted).toBeGreaterThan(40);
  });
});

type Move = { readonly kind: CaseKind; readonly end: 'OPEN' | 'WIN' | 'LOSE' | 'REOPEN' };

const DEFINITIONS: Readonly<Record<CaseKind, string>> = {
  IDENTIFICATION: 'IDENT-8@1',
  EXIT: 'EXIT-8@1',
  MONITORING: 'MONITOR-1@1',
};
const WON = { IDENTIFICATION: 'REGISTERED', EXIT: 'EXITED', MONITORING: 'MONITORED' } as const;

describe('One open case of a kind', () => {
  it('holds whatever is asked and answered, and the register never stands against itself', () => {
    const move: fc.Arbitrary<Move> = fc.record({
      kind: fc.constantFrom<CaseKind>('IDENTIFICATION', 'EXIT', 'MONITORING'),
      end: fc.constantFrom('OPEN', 'OPEN', 'WIN', 'LOSE', 'REOPEN'),
    });
    let registered = 0;
    fc.assert(
      fc.property(fc.array(move, { minLength: 12, maxLength: 30 }), (moves) => {
        let household = rehearse().after(enrolment);
        moves.forEach((next, index) => {
          household = tried(household, orderFor(next, household, index), index);
          const kinds = openCases(household.state).map(({ kind }) => kind);
          expect(new Set(kinds).size).toBe(kinds.length);
          expect(kinds.length).toBeLessThanOrEqual(1);
          if (kinds.includes('EXIT')) expect(household.state.standing).toBe('REGISTERED');
          if (kinds.includes('IDENTIFICATION')) expect(household.state.standing).not.toBe('REGISTERED');
        });
        if (household.state.spell > 0) registered++;
      }),
      { numRuns: 200, seed: 20180102 },
    );
    expect(registered).toBeGreaterThan(60);
  });
});

function orderFor({ kind, end }: Move, household: Rehearsal, index: number): RegisterOrder | undefined {
  const cases = Object.entries(household.state.cases).filter(([, entry]) => entry.kind === kind);
  const [caseId] = cases.find(([, entry]) => entry.open !== (end === 'REOPEN')) ?? [];
  if (end === 'OPEN') return admission({ kind, no: index, definition: DEFINITIONS[kind] });
  if (caseId === undefined) return undefined;
  if (end === 'REOPEN') return { type: 'RecordCaseReopened', data: { caseId, no: index } };
  return caseResult({ caseId, outcome: end === 'WIN' ? WON[kind] : 'REJECTED', no: index });
}

function tried(household: Rehearsal, order: RegisterOrder | undefined, index: number): Rehearsal {
  if (order === undefined) return household;
  const change = order.type === 'AdmitCase' ? { idFor: () => `c-${index}` } : asProcess;
  return isRefusal(household.decide(order, change)) ? household : household.after(order, change);
}

describe('Folding', () => {
  it('takes every event in any state, and an unknown one changes nothing', () => {
    const events = recorded(Object.values(registerSamples));
    for (const event of events) expect(() => fold(registerDecider, unfolded(registerDecider), [event])).not.toThrow();
    const [first] = events;
    const foreign = { ...first, type: 'household.SomethingLater.v9' } as unknown as (typeof events)[number];
    expect(registerDecider.evolve(registerDecider.initial, foreign)).toBe(registerDecider.initial);
  });

  it('keeps samples that survive JSON unchanged', () => {
    for (const [name, event] of Object.entries(registerSamples)) {
      expect(event.type).toBe(name);
      expect(JSON.parse(JSON.stringify(event))).toEqual(event);
    }
  });
});
