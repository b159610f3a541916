import { type CivilDate } from '#libs/kernel';
import { type OtherHousehold } from '../context.js';
import { type RecordMerge, type SplitChild, type SplitHousehold } from '../orders.js';
import { refusedFor, rehearse } from '../samples/rehearsal.js';
import { admission, enrolment, noPapers } from '../samples/sample-orders.js';

const day = (text: string): CivilDate => text as CivilDate;
const household = rehearse().after(enrolment);
const children: readonly SplitChild[] = [
  { householdId: 'h-2', head: 'p-1', members: ['p-1', 'p-3'] },
  { householdId: 'h-3', head: 'p-2', members: ['p-2'] },
];
const split = (change: Partial<SplitHousehold['data']> = {}): SplitHousehold => ({
  type: 'SplitHousehold',
  data: {
    no: 1,
    on: day('2018-01-02'),
    children,
    confirmedByVillage: 'v-1',
    confirmedByTownship: 't-1',
    papers: noPapers,
    ...change,
  },
});
const merge = (change: Partial<RecordMerge['data']> = {}): RecordMerge => ({
  type: 'RecordMerge',
  data: {
    no: 1,
    on: day('2018-01-02'),
    into: 'h-9',
    confirmedByVillage: 'v-1',
    confirmedByTownship: 't-1',
    papers: noPapers,
    ...change,
  },
});

describe('A split', () => {
  it('closes the parent, whose file stays', () => {
    expect(household.decide(split())).toEqual([{ type: 'household.HouseholdSplit.v1', data: split().data }]);
    const { phase, members } = household.after(split()).state;
    expect([phase, members.length]).toEqual(['SPLIT', 3]);
  });

  it('names who is missing, who goes to two children, and who is not of the household', () => {
    const order = split({
      children: [
        { householdId: 'h-2', head: 'p-1', members: ['p-1', 'p-2'] },
        { householdId: 'h-3', head: 'p-2', members: ['p-2', 'p-9'] },
      ],
    });
    expect(household.decide(order)).toEqual({
      refused: [
        {
          code: 'MEMBERS_NOT_CONSERVED',
          class: 'LAW',
          weight: 'BLOCKING',
          clause: '§4.2',
          required: 'every member in exactly one child, and nobody else',
          actual: { missing: ['p-3'], twice: ['p-2'], foreign: ['p-9'] },
          met: false,
        },
      ],
    });
  });

  it('makes at least two children with numbers of their own and heads from among them', () => {
    const [first, second] = children as [SplitChild, SplitChild];
    const whole = [{ householdId: 'h-2', head: 'p-1', members: ['p-1', 'p-2', 'p-3'] }];
    expect(refusedFor(household.decide(split({ children: whole })))).toEqual(['SPLIT_INTO_ONE']);
    expect(refusedFor(household.decide(split({ children: [first, { ...second, householdId: 'h-2' }] })))).toEqual([
      'CHILD_NUMBER_TAKEN',
    ]);
    expect(refusedFor(household.decide(split({ children: [first, { ...second, householdId: 'h-1' }] })))).toEqual([
      'CHILD_NUMBER_TAKEN',
    ]);
    expect(refusedFor(household.decide(split({ children: [first, { ...second, head: 'p-1' }] })))).toEqual(['HEAD_NOT_A_MEMBER']);
  });

  it('waits until no case is open', () => {
    expect(refusedFor(household.after(admission()).decide(split()))).toEqual(['CONFLICTING_CASE_OPEN']);
  });

  it('gives no child the number of a household that is there', () => {
    const others = { 'h-3': { phase: 'LAPSED', standing: 'NONE', members: [], revision: 4n } } as const;
    expect(refusedFor(household.decide(split(), { others }))).toEqual(['CHILD_NUMBER_TAKEN']);
  });

  it('is confirmed by somebody in office in the village and somebody in office in the township, and entered by neither household', () => {
    expect(refusedFor(household.decide(split({ confirmedByVillage: 't-1', confirmedByTownship: 'v-1' })))).toEqual([
      'CONFIRMER_NOT_IN_OFFICE',
    ]);
    expect(refusedFor(household.decide(split({ confirmedByVillage: 'anybody' })))).toEqual(['CONFIRMER_NOT_IN_OFFICE']);
    const own = { actor: { id: 'p-2', role: 'STATION_CLERK', area: 'township-1' } };
    expect(refusedFor(household.decide(split(), own))).toEqual(['OFFICIAL_IN_OWN_HOUSEHOLD']);
  });

  it('is confirmed by two persons from outside of the household', () => {
    expect(refusedFor(household.decide(split({ confirmedByTownship: 'v-1' })))).toEqual([
      'CONFIRMERS_NOT_APART',
      'CONFIRMER_NOT_IN_OFFICE',
    ]);
    expect(refusedFor(household.decide(split({ confirmedByVillage: 'p-2' })))).toEqual([
      'CONFIRMER_NOT_IN_OFFICE',
      'OFFICIAL_IN_OWN_HOUSEHOLD',
    ]);
  });
});

describe('A merge', () => {
  it('closes the household that goes into another', () => {
    expect(household.decide(merge())).toEqual([{ type: 'household.HouseholdMerged.v1', data: merge().data }]);
    expect(household.after(merge()).state.phase).toBe('MERGED');
  });

  it('goes into a household that is enrolled, of the same township and the same standing, and holds none of the persons', () => {
    const into = (change: Partial<OtherHousehold>): readonly string[] =>
      refusedFor(
        household.decide(merge(), {
          others: {
            'h-9': { phase: 'ENROLLED', standing: 'NONE', township: 'township-1', members: [], revision: 0n, ...change },
          },
        }),
      );
    expect(into({})).toEqual([]);
    expect(into({ phase: 'LAPSED' })).toEqual(['RECEIVING_HOUSEHOLD_CLOSED']);
    expect(refusedFor(household.decide(merge(), { others: {} }))).toEqual(['RECEIVING_HOUSEHOLD_CLOSED']);
    expect(into({ standing: 'REGISTERED' })).toEqual(['STANDINGS_DIFFER']);
    expect(into({ township: 'township-2' })).toEqual(['RECEIVING_HOUSEHOLD_ELSEWHERE']);
    expect(into({ members: ['p-2'] })).toEqual(['MEMBER_ALREADY_LISTED']);
  });

  it('is refused into itself, on a day to come, by one hand, and while a case is open', () => {
    expect(refusedFor(household.decide(merge({ into: 'h-1' })))).toEqual(['MERGED_INTO_ITSELF']);
    expect(refusedFor(household.decide(merge({ on: day('2018-01-11') })))).toEqual(['DATE_IN_FUTURE']);
    expect(refusedFor(household.decide(merge({ confirmedByTownship: 'v-1' })))).toEqual([
      'CONFIRMERS_NOT_APART',
      'CONFIRMER_NOT_IN_OFFICE',
    ]);
    expect(refusedFor(household.after(admission()).decide(merge()))).toEqual(['CONFLICTING_CASE_OPEN']);
  });
});
