import { checkDefinition } from './check.js';
import { definitions } from './definitions/index.js';
describe('x', () => {
  it.each(definitions.map((d) => [d.id, d] as const))('%s', (_, d) => {
    expect(checkDefinition(d)).toEqual([]);
  });
});
