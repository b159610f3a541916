import { canonicalJson, exactJson, NotJson } from './index.js';

describe('canonical JSON', () => {
  it.each<[unknown, string]>([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [{ 收入: 1, '\u{20bb7}': 2, é: 3 }, '{"é":3,"收入":1,"\u{20bb7}":2}'],
    ['Gue\u0301', '"Gu\u00e9"'],
    [{ 'e\u0301': 1 }, '{"\u00e9":1}'],
    [-0, '0'],
    [1e21 / 1e6, '1000000000000000'],
    [2 ** 53 - 1, '9007199254740991'],
    ['line\nbreak "quoted" \u2028', '"line\\nbreak \\"quoted\\" \u2028"'],
    [Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
  ])('says %j as %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each<[string, unknown, string]>([
    ['undefined', undefined, 'the value is undefined, which JSON cannot say'],
    ['a field that is undefined', { a: [{ b: undefined }] }, '/a/0/b is undefined, which JSON cannot say'],
    ['a hole', { a: new Array<number>(1) }, '/a/0 is undefined, which JSON cannot say'],
    ['NaN', [Number.NaN], '/0 is NaN, which JSON cannot say'],
    ['a number beyond 2^53', { a: -(2 ** 53) }, '/a is -9007199254740992, beyond 2^53: give it as text'],
    ['a bigint', 1n, 'the value is a bigint, which JSON cannot say'],
    ['a date', { on: new Date(0) }, '/on is a Date, no plain object'],
    ['a map', new Map(), 'the value is a Map, no plain object'],
    ['half a surrogate pair', '\udfb7', 'the value holds half a surrogate pair'],
    ['a name with half a surrogate pair', { '\ud842': 1 }, '/\ud842 holds half a surrogate pair'],
    ['two names that are one', { 'e\u0301': 1, '\u00e9': 2 }, '/\u00e9 stands there twice once its text is normalised'],
    ['a prototype', JSON.parse('{"__proto__": {"admin": true}}'), '/__proto__ is no name for a field'],
  ])('refuses %s and says where', (_what, value, message) => {
    expect(() => canonicalJson(value)).toThrow(NotJson);
    expect(() => canonicalJson(value)).toThrow(message);
  });

  it('refuses what is nested without end', () => {
    const nested: unknown[] = [];
    nested.push(nested);
    expect(() => canonicalJson(nested)).toThrow('is nested deeper than 64');
  });
});

describe('the exact text', () => {
  it('is the canonical one of normal text, and keeps what is not normal apart', () => {
    const value = { b: [1, 'é', { d: null }], a: '清水村' };
    expect(exactJson(value)).toBe(canonicalJson(value));
    expect(exactJson({ name: 'e\u0301' })).toBe('{"name":"e\u0301"}');
    expect(canonicalJson({ name: 'e\u0301' })).toBe('{"name":"\u00e9"}');
    expect(() => exactJson({ name: '\ud800' })).toThrow(NotJson);
  });
});
