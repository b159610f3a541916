import { createHash } from 'node:crypto';
import { draw, portionOf, ticketOf } from './index.js';

const SEED = { inspection: 'i-1', no: 1, root: 'ab'.repeat(32) };
const candidates = Array.from({ length: 40 }, (_, index) => ({
  caseId: `c-${index}`,
  stratum: index < 30 ? 'village-1' : 'village-2',
}));
const portion = { least: 2, share: { of: 1, outOf: 10 } };

describe('a draw', () => {
  it('is recomputed by anyone with a hash', () => {
    const lines = ['mingce-sample/v1', 'i-1', '1', SEED.root, 'c-7'].join('\n');
    expect(ticketOf(SEED, 'c-7')).toBe(createHash('sha256').update(lines).digest('hex'));
  });

  it('takes from each stratum its share, and the least number at least', () => {
    const drawn = draw(candidates, SEED, portion);
    expect(drawn.map(({ stratum }) => stratum)).toEqual(['village-1', 'village-1', 'village-1', 'village-2', 'village-2']);
    const first = candidates.filter(({ stratum }) => stratum === 'village-1').map(({ caseId }) => ticketOf(SEED, caseId));
    expect(drawn.slice(0, 3).map(({ ticket }) => ticket)).toEqual(first.sort().slice(0, 3));
    expect([portionOf(1, portion), portionOf(31, portion), portionOf(0, portion)]).toEqual([1, 4, 0]);
  });

  it('is the same in whatever order the candidates come, and another with another root', () => {
    const drawn = draw(candidates, SEED, portion);
    expect(draw([...candidates].reverse(), SEED, portion)).toEqual(drawn);
    expect(draw(candidates, { ...SEED, root: 'cd'.repeat(32) }, portion)).not.toEqual(drawn);
  });
});
