import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountOf, rehearse } from '#libs/rehearsal';

const folder = import.meta.dirname;
const scripts = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));

describe('scenarios', () => {
  it('there are some', () => {
    expect(scripts.length).toBeGreaterThan(0);
  });

  it.each(scripts)('%s', async (name) => {
    const report = await rehearse(readFileSync(join(folder, name), 'utf8'));
    const expectations = report.expectations > 0 ? 'expects something' : 'expects nothing';
    const account = report.ok ? 'all holds' : accountOf(report, 'en');
    expect({ account, expectations }).toEqual({ account: 'all holds', expectations: 'expects something' });
  });
});
