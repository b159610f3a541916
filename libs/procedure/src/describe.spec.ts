import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitionOf, definitions } from './definitions/index.js';
import { describeAll, describeDefinition } from './describe.js';
import { placedParts } from './law-of.js';

const DOCS = join(__dirname, '../../../docs/procedure');

describe('docs/procedure', () => {
  it('holds a document for each definition, and an index', () => {
    const files = describeAll().map(({ file }) => file);
    expect(files).toEqual([
      'ident-8-v1.md',
      'exit-8-v1.md',
      'ident-base-2014-v1.md',
      'ident-7-baoji-v1.md',
      'ident-12-naiman-v1.md',
      'exit-gz-v1.md',
      'monitor-2021-v1.md',
      'timers.md',
      'README.md',
    ]);
    expect(readdirSync(DOCS).sort()).toEqual([...files].sort());
  });

  it.each(describeAll().map(({ file, text }) => [file, text]))('%s is as the definition says', (file, text) => {
    expect(readFileSync(join(DOCS, file), 'utf8')).toBe(text);
  });
});

describe('a definition for people', () => {
  const text = describeDefinition(definitionOf('IDENT-8', 1));

  it('names every part with its clause', () => {
    for (const definition of definitions) {
      const described = describeDefinition(definition);
      for (const { id, part } of placedParts(definition)) {
        const row = described.split('\n').find((line) => line.startsWith('|') && line.includes(`\`${id}\`<br>`));
        expect(row).toContain(part.label.zh);
        expect(row).toContain(part.basis.clause);
      }
    }
  });

  it('shows as ours what is ours', () => {
    expect(text.split('\n').find((line) => line.includes('In force'))).toBe(
      '- **施行 In force**: 自 from 2013-12-01 **[本系统假设 ours]**',
    );
    expect(text).toContain('10个工作日 10 working days T09 **[本系统假设 ours]**');
    expect(text).toContain('7日 7 calendar days T01 |');
  });

  it('draws its way, and the way back', () => {
    const chart = text.slice(text.indexOf('```mermaid'));
    expect(chart.split('\n').filter((line) => line.includes('-->'))).toEqual([
      '  p0 --> p1',
      '  p1 --> p2',
      '  p2 --> p3',
      '  p3 --> p4',
      '  p4 --> p5',
      '  p5 --> p6',
      '  p6 --> p7',
      '  p7 --> p8',
      '  p8 --> p9',
      '  p9 --> p10',
      '  p10 --> effect(["已纳入建档立卡<br>Registered"])',
    ]);
    expect(chart.split('\n').filter((line) => line.includes('-.'))).toEqual([
      '  p6 -. 退回案件 .-> p1',
      '  p8 -. 退回案件 .-> p1',
      '  p10 -. 退回案件 .-> p1',
    ]);
  });
});
