import { type CivilDate } from '#libs/kernel';
import { type AddMember, type RegisterOrder } from '../orders.js';
import { registerSamples, sampleMember } from '../samples/register-samples.js';
import { asProcess, refusedFor, rehearse } from '../samples/rehearsal.js';
import { enrolment, noPapers, ordinaryOrders } from '../samples/sample-orders.js';

const day = (text: string): CivilDate => text as CivilDate;
const household = rehearse().after(enrolment);
const birth: AddMember = {
  type: 'AddMember',
  data: { member: sampleMember('p-4', 'CHILD', '2017-11-11'), reason: 'BIRTH', on: day('2017-11-11'), papers: noPapers },
};
const removal = (person: string, no = 1): RegisterOrder => ({
  type: 'RemoveMember',
  data: { no, person, reason: 'DEATH', on: day('2017-12-01'), papers: noPapers },
});
const newHead = (head: string): RegisterOrder => ({
  type: 'ChangeHead',
  data: { no: 1, head, on: day('2017-12-01'), papers: noPapers },
});

describe('Enrolment', () => {
  it('opens the register with members and head', () => {
    expect(rehearse().decide(enrolment)).toEqual([{ type: 'household.HouseholdEnrolled.v1', data: enrolment.data }]);
  });

  it('stands as its parent stood where it is the child of a split', () => {
    const lineage = registerSamples['household.StandingInherited.v1'].data;
    const order: RegisterOrder = { type: 'EnrolHousehold', data: { ...enrolment.data, lineage } };
    expect(rehearse().decide(order, asProcess)).toEqual([
      { type: 'household.HouseholdEnrolled.v1', data: enrolment.data },
      { type: 'household.StandingInherited.v1', data: lineage },
    ]);
    const { standing, spell, identifiedOn } = rehearse().after(order, asProcess).state;
    expect({ standing, spell, identifiedOn }).toEqual({ standing: 'REGISTERED', spell: 1, identifiedOn: '2014-06-01' });
    expect(refusedFor(rehearse().decide(order))).toEqual(['RECORDER_MAY_NOT']);
  });

  it('is refused without members, with a person twice, and with a head from elsewhere', () => {
    const listed = (members: typeof enrolment.data.members, head = 'p-1'): RegisterOrder => ({
      type: 'EnrolHousehold',
      data: { ...enrolment.data, members, head },
    });
    expect(refusedFor(rehearse().decide(listed([])))).toEqual(['MEMBERS_MISSING']);
    expect(refusedFor(rehearse().decide(listed([sampleMember('p-1', 'HEAD'), sampleMember('p-1', 'CHILD')])))).toEqual([
      'MEMBER_LISTED_TWICE',
    ]);
    expect(refusedFor(rehearse().decide(listed([sampleMember('p-2', 'SPOUSE')])))).toEqual(['HEAD_NOT_A_MEMBER']);
  });

  it('happens once: the same words give nothing, other words are refused', () => {
    expect(household.decide(enrolment)).toEqual([]);
    expect(refusedFor(household.decide({ type: 'EnrolHousehold', data: { ...enrolment.data, head: 'p-2' } }))).toEqual([
      'STEP_ALREADY_DONE',
    ]);
  });

  it('is refused on a household whose enrolment came under another key', () => {
    const given = rehearse().given({ type: 'household.HouseholdEnrolled.v1', data: enrolment.data });
    expect(refusedFor(given.decide(enrolment))).toEqual(['ALREADY_ENROLLED']);
  });

  it('is not recorded by a member of the household', () => {
    const self = { actor: { id: 'p-2', role: 'DATA_CLERK', area: 'village-1' } };
    expect(refusedFor(rehearse().decide(enrolment, self))).toEqual(['OFFICIAL_IN_OWN_HOUSEHOLD']);
  });
});

describe('Every order on a household', () => {
  it.each(ordinaryOrders.map((order) => [order.type, order] as const))('%s: needs an enrolled household, once', (_, order) => {
    expect(refusedFor(rehearse().decide(order))).toEqual(['HOUSEHOLD_NOT_ENROLLED']);
    expect(household.decide(order)).toEqual([expect.objectContaining({ data: order.data })]);
    expect(household.after(order).decide(order)).toEqual([]);
  });

  it.each(ordinaryOrders.map((order) => [order.type, order] as const))('%s: is refused with a paper date to come', (_, order) => {
    expect(refusedFor(household.decide(order, { occurredOn: day('2018-01-11') }))).toEqual(['DATE_IN_FUTURE']);
  });

  it.each(ordinaryOrders.map((order) => [order.type, order] as const))(
    '%s: is refused once the household is closed',
    (_, order) => {
      const closed = household.given({ type: 'household.HouseholdLapsed.v1', data: { on: day('2018-01-01'), reason: 'DEATH' } });
      expect(refusedFor(closed.decide(order))).toEqual(['HOUSEHOLD_CLOSED']);
    },
  );
});

describe('Members', () => {
  it('come by birth, and may come back after they had left', () => {
    const left = household.after(removal('p-2'));
    expect(left.state.members.map(({ person }) => person)).toEqual(['p-1', 'p-3']);
    const back: RegisterOrder = {
      type: 'AddMember',
      data: { member: sampleMember('p-2', 'SPOUSE'), reason: 'MOVED_IN', on: day('2018-01-05'), papers: noPapers },
    };
    expect(left.after(back).state.members.map(({ person }) => person)).toEqual(['p-1', 'p-3', 'p-2']);
  });

  it('are not added twice, nor on a day to come, nor as merged by a person', () => {
    const again = { ...birth, data: { ...birth.data, member: sampleMember('p-3', 'CHILD') } };
    const tomorrow = { ...birth, data: { ...birth.data, on: day('2018-01-11') } };
    const merged: AddMember = { ...birth, data: { ...birth.data, reason: 'MERGED' } };
    expect(refusedFor(household.decide(again))).toEqual(['MEMBER_ALREADY_LISTED']);
    expect(refusedFor(household.decide(tomorrow))).toEqual(['DATE_IN_FUTURE']);
    expect(refusedFor(household.decide(merged))).toEqual(['RECORDER_MAY_NOT']);
    expect(refusedFor(household.decide(merged, asProcess))).toEqual([]);
  });

  it('cannot leave where they never were', () => {
    expect(refusedFor(household.decide(removal('p-9')))).toEqual(['NOT_A_MEMBER']);
  });

  it('a head leaves after a new one was named', () => {
    expect(refusedFor(household.decide(removal('p-1')))).toEqual(['HEAD_NOT_REPLACED']);
    const widow = household.after(newHead('p-2')).after(removal('p-1'));
    expect([widow.state.head, widow.state.members.map(({ person }) => person)]).toEqual(['p-2', ['p-2', 'p-3']]);
  });

  it('the household lapses with the last', () => {
    const alone = household.after(removal('p-2', 1)).after(removal('p-3', 2));
    expect(alone.decide(removal('p-1', 3))).toEqual([
      {
        type: 'household.MemberRemoved.v1',
        data: { no: 3, person: 'p-1', reason: 'DEATH', on: '2017-12-01', papers: noPapers },
      },
      { type: 'household.HouseholdLapsed.v1', data: { on: '2017-12-01', reason: 'DEATH' } },
    ]);
    expect(alone.after(removal('p-1', 3)).state.phase).toBe('LAPSED');
  });
});

describe('Head and identity', () => {
  it('a head is another member', () => {
    expect(refusedFor(household.decide(newHead('p-9')))).toEqual(['NOT_A_MEMBER']);
    expect(refusedFor(household.decide(newHead('p-1')))).toEqual(['HEAD_UNCHANGED']);
  });

  it('a corrected number is accepted although its check digit fails, and stays flagged', () => {
    const data = { ...registerSamples['household.IdentityCorrected.v1'].data, idCheckDigitHolds: false };
    const corrected = household.after({ type: 'CorrectIdentity', data });
    expect(corrected.state.members.map(({ person, idCheckDigitHolds }) => [person, idCheckDigitHolds])).toEqual([
      ['p-1', true],
      ['p-2', false],
      ['p-3', true],
    ]);
    expect(refusedFor(household.decide({ type: 'CorrectIdentity', data: { ...data, person: 'p-9' } }))).toEqual(['NOT_A_MEMBER']);
  });

  it('nobody sets the attribute of his own household', () => {
    const order: RegisterOrder = { type: 'SetPovertyAttribute', data: { no: 1, attribute: 'WUBAO' } };
    const self = { actor: { id: 'p-1', role: 'DATA_CLERK', area: 'village-1' } };
    expect(refusedFor(household.decide(order, self))).toEqual(['OFFICIAL_IN_OWN_HOUSEHOLD']);
    expect(household.after(order).state.povertyAttribute).toBe('WUBAO');
  });
});
