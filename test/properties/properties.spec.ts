import { Oracle } from '../oracle/index.js';
import { lawsWith } from './laws.js';
import { playRun } from './run.js';
import { tapeOf } from './tape.js';
import { codesOfTheLaw } from './codes.js';

describe('probe', () => {
  it('runs', () => {
    const laws = lawsWith();
    const codes = new Map<string, number>();
    const names = new Map<string, [number, number]>();
    const complaints = new Map<string, string>();
    const types = new Map<string, number>();
    let effects = 0;
    let events = 0;
    const n = Number(process.env['N'] ?? 300);
    const t0 = performance.now();
    for (let seed = 1; seed <= n; seed += 1) {
      const { village, tookEffect, tried } = playRun(laws, tapeOf(seed));
      if (tookEffect) effects += 1;
      events += village.log.length;
      for (const { name, answer } of tried) {
        const [a, b] = names.get(name) ?? [0, 0];
        names.set(name, answer.refused.length > 0 ? [a, b + 1] : [a + 1, b]);
      }
      for (const code of village.codes) codes.set(code, (codes.get(code) ?? 0) + 1);
      for (const { type } of village.log) types.set(type, (types.get(type) ?? 0) + 1);
      const oracle = new Oracle();
      for (const event of village.log) oracle.take(event);
      for (const one of oracle.complaints())
        complaints.set(`${one.rule} ${one.what.replace(/\d{4}-\d\d-\d\d/g, 'D')}`, `seed ${seed} ${one.event}`);
    }
    console.log(`effects ${effects}/${n} events ${events} ms ${performance.now() - t0}`);
    console.log(
      [...complaints]
        .slice(0, 60)
        .map((x) => x.join('  '))
        .join('\n'),
    );
    const all = codesOfTheLaw();
    console.log(
      all.length,
      'missing',
      all.filter((c) => !codes.has(c)).join(' '),
      'unknown',
      [...codes.keys()].filter((c) => !all.includes(c)).join(' '),
    );
    if (process.env['V'])
      console.log(
        [...names].map(([k, v]) => `${k}: ${v}`).join('\n'),
        JSON.stringify([...codes.keys()].sort()),
        JSON.stringify([...types].sort()),
      );
  }, 600000);
});
