import { EVERY_PARTITION, PARTITIONS, partitionOf } from './index.js';

/** Checkpoints are kept by partition: neither the number nor the hash can ever be another. */
describe('the partition of a stream', () => {
  it.each([
    ['case-1', 58],
    ['household-0001', 21],
    ['act-2020-評議', 14],
    ['incident-notice.case-1', 62],
    ['', 35],
  ])('of "%s" is %i', (stream, partition) => {
    expect(partitionOf(stream)).toBe(partition);
  });

  it('spreads many streams evenly over all 64', () => {
    const counts = new Map<number, number>();
    for (let no = 0; no < 64_000; no++) {
      const partition = partitionOf(`case-${no}`);
      counts.set(partition, (counts.get(partition) ?? 0) + 1);
    }
    expect([PARTITIONS, EVERY_PARTITION.filter((partition) => counts.has(partition))]).toEqual([64, EVERY_PARTITION]);
    expect([Math.min(...counts.values()) > 850, Math.max(...counts.values()) < 1_150]).toEqual([true, true]);
  });
});
