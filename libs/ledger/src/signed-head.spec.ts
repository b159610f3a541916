import { createHash } from 'node:crypto';
import { signedHeadsOf } from './signed-head.js';
import { SqliteLeafIndex } from './sqlite-leaf-index.js';

/** An index of five events at the positions 10, 20, … over which checkpoints of these sizes were signed at these times. */
function indexWith(signed: readonly (readonly [size: number, time: number])[]): SqliteLeafIndex {
  const index = SqliteLeafIndex.open(':memory:');
  const leaves = Array.from({ length: 5 }, (_, at) => ({
    index: at,
    position: BigInt(10 * (at + 1)),
    stream: 'case-1',
    revision: BigInt(at),
    id: `e${at}`,
    hash: createHash('sha256').update(String(at)).digest(),
  }));
  index.append(leaves, []);
  for (const [size, time] of signed) index.keep([{ size, time, text: `${size} ${time}` }]);
  return index;
}

describe('checkpoints by when they were signed', () => {
  it('are found with the event of their last leaf, the last of those that were signed in one second', () => {
    const heads = signedHeadsOf(
      indexWith([
        [0, 90],
        [2, 100],
        [2, 200],
        [3, 200],
        [5, 300],
      ]),
    );
    const by = (time: number): unknown => {
      const head = heads.lastSignedBy(time);
      return head === undefined ? undefined : [head.size, head.time, head.position];
    };
    expect([89, 90, 99, 100, 199, 200, 299, 300, 9_999].map(by)).toEqual([
      undefined,
      [0, 90, -1n],
      [0, 90, -1n],
      [2, 100, 20n],
      [2, 100, 20n],
      [3, 200, 30n],
      [3, 200, 30n],
      [5, 300, 50n],
      [5, 300, 50n],
    ]);
    expect(heads.firstSigned()).toEqual({ size: 0, time: 90, position: -1n });
  });

  it('are none where nothing was signed yet', () => {
    const heads = signedHeadsOf(indexWith([]));
    expect([heads.firstSigned(), heads.lastSignedBy(1_000)]).toEqual([undefined, undefined]);
  });

  it('are the same as by looking at each', () => {
    const times = Array.from({ length: 40 }, (_, at) => 100 + at * 3);
    const heads = signedHeadsOf(indexWith(times.map((time, at) => [Math.min(5, Math.floor(at / 8)), time])));
    for (let time = 95; time < 205; time++) {
      expect(heads.lastSignedBy(time)?.time).toBe(times.findLast((signed) => signed <= time));
    }
  });
});
