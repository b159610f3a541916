import { upcasterOf } from './upcast.js';

const stored = {
  id: 'one',
  stream: 'case-a',
  revision: 3n,
  type: 'case.Noted.v1',
  data: Object.freeze({ text: 'a text' }),
  metadata: { orderId: 'o' },
};

describe('an upcaster', () => {
  const upcast = upcasterOf([
    { from: 'case.Noted.v2', up: ({ words, ...rest }: { words?: string }) => ({ ...rest, said: { zh: words } }) },
    { from: 'case.Noted.v1', up: ({ text, ...rest }: { text?: string }) => ({ ...rest, words: text }) },
  ]);

  it('goes step by step from any version to the last, and it is the same event', () => {
    const now = { ...stored, type: 'case.Noted.v3', data: { said: { zh: 'a text' } } };
    expect(upcast(stored)).toEqual(now);
    expect(upcast({ ...stored, type: 'case.Noted.v2', data: { words: 'a text' } })).toEqual(now);
    expect(stored.data).toEqual({ text: 'a text' });
  });

  it('leaves what no step is for as it is, the very object', () => {
    const current = { ...stored, type: 'case.Noted.v3' };
    const other = { ...stored, type: 'case.Other.v1' };
    expect([upcast(current), upcast(other)]).toEqual([current, other]);
    expect(upcast(other)).toBe(other);
  });

  it('is refused where two steps begin at one version, or one at none', () => {
    const up = (data: object): object => data;
    expect(() =>
      upcasterOf([
        { from: 'case.Noted.v1', up },
        { from: 'case.Noted.v1', up },
      ]),
    ).toThrow('two steps begin at case.Noted.v1');
    expect(() => upcasterOf([{ from: 'case.Noted', up }])).toThrow('is no wire name with a version');
  });
});
