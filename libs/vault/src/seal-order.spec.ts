import { type Sealed } from '#libs/kernel';
import { MemoryVault, NotJson, sealedRefsIn, sealOrder } from './index.js';

const enrolment = {
  householdId: 'household-1',
  members: [
    {
      person: 'person-1',
      name: { under: 'person-1', value: '石小明' },
      idNumber: { under: 'person-1', value: '99900119600101123X' },
    },
    { person: 'person-2', name: { under: 'person-2', value: '石阿婆' } },
  ],
  notes: { under: 'household-1', value: { text: '房屋漏雨' } },
};

describe('sealing an order', () => {
  it('replaces every field to be sealed and leaves all others as they are', () => {
    const vault = new MemoryVault();
    const sealed = sealOrder<object>(vault, 'household-1', 'EnrolHousehold', enrolment);
    const at = (path: string, under: string, value: string | object): Sealed =>
      vault.seal({ stream: 'household-1', orderType: 'EnrolHousehold', path }, { under, value: value as string });
    expect(sealed).toEqual({
      householdId: 'household-1',
      members: [
        {
          person: 'person-1',
          name: at('/members/0/name', 'person-1', '石小明'),
          idNumber: at('/members/0/idNumber', 'person-1', '99900119600101123X'),
        },
        { person: 'person-2', name: at('/members/1/name', 'person-2', '石阿婆') },
      ],
      notes: at('/notes', 'household-1', { text: '房屋漏雨' }),
    });
    expect(enrolment.members[0]?.name).toEqual({ under: 'person-1', value: '石小明' });
    expect(Object.values(vault.open(sealedRefsIn(sealed)))).toEqual([
      '石小明',
      '99900119600101123X',
      '石阿婆',
      { text: '房屋漏雨' },
    ]);
  });

  it('seals an order given twice to the same', () => {
    const vault = new MemoryVault();
    const once = sealOrder(vault, 'household-1', 'EnrolHousehold', enrolment);
    expect(sealOrder(vault, 'household-1', 'EnrolHousehold', structuredClone(enrolment))).toEqual(once);
  });

  it('gives the same object where there is nothing to seal, also where all is sealed already', () => {
    const vault = new MemoryVault();
    const plain = { part: 'SURVEY.VISIT', papers: { evidence: [], signatures: [{ person: 'p' }] }, under: 'x' };
    expect(sealOrder(vault, 'case-1', 'RecordSurvey', plain)).toBe(plain);
    const sealed = sealOrder(vault, 'household-1', 'EnrolHousehold', enrolment);
    expect(sealOrder(vault, 'household-1', 'EnrolHousehold', sealed)).toBe(sealed);
  });

  it('takes no object with more or less than the two names for a field to be sealed', () => {
    const vault = new MemoryVault();
    const data = { a: { under: 'x', value: 1, more: 2 }, b: { value: 1 }, c: { under: 'x' } };
    expect(sealOrder(vault, 'case-1', 'Any', data)).toBe(data);
  });

  it('refuses a value that is no JSON, and says where it stands in the order', () => {
    const data = { members: [{ name: { under: 'person-1', value: ['ok', Number.NaN] } }] };
    expect(() => sealOrder(new MemoryVault(), 'household-1', 'EnrolHousehold', data)).toThrow(
      new NotJson('/members/0/name/value/1', 'is NaN, which JSON cannot say'),
    );
  });

  it('refuses to seal for nobody', () => {
    for (const under of ['', 7, null]) {
      expect(() => sealOrder(new MemoryVault(), 'case-1', 'Any', { reason: { under, value: 'x' } })).toThrow(
        new NotJson('/reason/under', 'names nobody to seal it for'),
      );
    }
  });

  it('finds every sealed field once', () => {
    const a = { ref: 'aa', commitment: '1' };
    const b = { ref: 'bb', commitment: '2' };
    expect(
      sealedRefsIn({ x: [a, { y: b }], z: a, plain: { ref: 'cc' }, more: { ref: 'dd', commitment: '3', of: 'another kind' } }),
    ).toEqual(['aa', 'bb']);
    expect(sealedRefsIn(['nothing', null, 1])).toEqual([]);
  });
});
