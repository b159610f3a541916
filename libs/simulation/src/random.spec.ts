import { randomOf } from './random.js';

const numbers = (seed: string | number, count = 5): readonly number[] => {
  const random = randomOf(seed);
  return Array.from({ length: count }, () => random.int(0, 999));
};

describe('seeded random', () => {
  it('comes out the same every time, on every machine', () => {
    expect(numbers('shiqiao')).toEqual(numbers('shiqiao'));
    expect(numbers(7)).toEqual(numbers('7'));
    expect(numbers('shiqiao')).not.toEqual(numbers('laifeng'));
    expect([randomOf('shiqiao').hex(16), randomOf(1).hex(5)]).toEqual(['77187381ca904b30', '28b3d']);
  });

  it('forks into streams that depend on their names alone', () => {
    const fresh = randomOf('county').fork('village 3');
    const used = randomOf('county');
    for (let draws = 0; draws < 100; draws++) used.next();
    expect(used.fork('village 3').hex(32)).toBe(fresh.hex(32));
    expect(randomOf('county').fork('village 4').hex(32)).not.toBe(randomOf('county').fork('village 3').hex(32));
    expect(randomOf('a').fork('b/1:c').hex(32)).not.toBe(randomOf('a').fork('b').fork('c').hex(32));
  });

  it('spreads evenly and stays within its bounds', () => {
    const random = randomOf('even');
    const counts = new Array<number>(10).fill(0);
    for (let draws = 0; draws < 100_000; draws++) counts[random.int(0, 9)]!++;
    expect(counts.filter((count) => count < 9_500 || count > 10_500)).toEqual([]);
    expect(counts.reduce((sum, count) => sum + count)).toBe(100_000);
  });

  it('picks by weight', () => {
    const random = randomOf('weights');
    const drawn = Array.from({ length: 10_000 }, () =>
      random.weighted([
        ['often', 3],
        ['seldom', 1],
        ['never', 0],
      ] as const),
    );
    expect(drawn.filter((value) => value === 'often').length / 10_000).toBeCloseTo(0.75, 1);
    expect(new Set(drawn)).toEqual(new Set(['often', 'seldom']));
  });

  it('shuffles a copy that holds the same', () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = randomOf('shuffle').shuffle(items);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
  });

  it('refuses what has no answer', () => {
    const random = randomOf('none');
    expect(() => random.int(2, 1)).toThrow(RangeError);
    expect(() => random.int(0.5, 1)).toThrow(RangeError);
    expect(() => random.pick([])).toThrow(RangeError);
    expect(() => random.weighted([['a', 0]])).toThrow(RangeError);
  });
});
