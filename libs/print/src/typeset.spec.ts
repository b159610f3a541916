import { civilDate } from '#libs/kernel';
import { readPdf, type ReadPdf } from '#libs/spec';
import { type SheetName } from './sheets.js';
import { typeset } from './typeset.js';

const ON = civilDate('2020-03-04');

const page = (body: string, lang = 'zh-CN'): string =>
  `<!doctype html>\n<html lang="${lang}"><head><meta charset="utf-8"><title>A &amp; B</title><style>p { color: red }</style></head><body>\n${body}\n</body></html>`;

const made = async (body: string, sheet: SheetName, lang?: string): Promise<ReadPdf> =>
  readPdf(await typeset({ html: page(body, lang), sheet, on: ON }));

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${line(heads, 'th')}</thead><tbody>${rows.map((row) => line(row, 'td')).join('\n')}</tbody></table>`;
};

describe('a page on paper', () => {
  it('says what the page says, its day and its number, in its language', async () => {
    const { pages, info, size } = await made('<h1>Title</h1><p>one  <strong>two</strong>\n three</p>', 'CARD', 'en');
    expect(pages).toEqual(['Title one two three A & B page 1 of 1 made on 2020-03-04']);
    expect(info).toMatchObject({
      Title: 'A & B',
      Producer: 'mingce',
      CreationDate: 'D:20200303160000Z',
      Language: 'en',
      PDFFormatVersion: '1.7',
    });
    expect(size).toEqual([595, 842]);
  });

  it('repeats the heads of a table on every page, and numbers them', async () => {
    const rows = Array.from({ length: 60 }, (_, row) =>
      Array.from({ length: 15 }, (__, cell) => (cell === 0 ? `${row}` : `r${row}c${cell}`)),
    );
    const heads = Array.from({ length: 15 }, (_, cell) => `H${cell}`);
    const { pages, size } = await made(table(heads, rows), 'HISTORY');
    expect(size).toEqual([842, 595]);
    expect(pages.length).toBeGreaterThan(1);
    for (const [index, text] of pages.entries()) {
      expect(text).toMatch(/^H0 H1 H2 .* H14 /);
      expect(text).toContain(`第${index + 1}页，共${pages.length}页`);
    }
    const said = pages.join(' ').match(/r\d+c\d+/g);
    expect(said).toEqual(rows.flatMap(([, ...others]) => others));
  });

  it('breaks a row that is longer than a page, and loses nothing of it', async () => {
    const words = Array.from({ length: 900 }, (_, index) => `w${index}`);
    for (const sheet of ['HISTORY', 'DOSSIER'] as const) {
      const { pages } = await made(
        table(
          ['a', 'b'],
          [
            ['first', 'x'],
            [words.join(' '), 'y'],
            ['last', 'z'],
          ],
        ),
        sheet,
      );
      expect(pages.join(' ').match(/\bw\d+/g)).toEqual(words);
    }
  });

  it('breaks one word without end within its column', async () => {
    const word = 'x1y2z3'.repeat(400);
    const { pages } = await made(table(['a', 'b', 'c'], [['1', word, '2']]), 'DOSSIER');
    expect(pages.join(' ').replace(/.* 1 /, '').replaceAll(' ', '')).toContain(word);
  });

  it('has hostile text as text, and nothing from elsewhere', async () => {
    const hostile = '&lt;img src=x onerror=alert(1)&gt; =cmd|&#39; {{a}} \u{1F600}';
    const { pages } = await made(
      `<p>${hostile}</p><script>never()</script><p><img src="file:///etc/passwd">after</p><blockquote>kept</blockquote>`,
      'DOSSIER',
      'en',
    );
    expect(pages).toEqual([
      "<img src=x onerror=alert(1)> =cmd|' {{a}} [U+1F600] after kept A & B page 1 of 1 made on 2020-03-04",
    ]);
  });

  it('knows what stands on a card: pairs, sentences in a line, places to sign; and leaves out what is for the screen', async () => {
    const { pages } = await made(
      [
        '<dl><dt>A</dt><dd>1</dd><dt>B</dt><dd>2</dd><dt class="wide">C</dt><dd class="wide">3</dd></dl>',
        '<p class="result"><strong>R</strong> yes</p>',
        '<ul><li class="rule">✓ one</li><li class="rule unmet">✗ two</li></ul>',
        '<ol><li>first</li><li>second</li></ol>',
        '<div class="sign"><span>S1</span><span>S2</span></div>',
        '<details><summary>All</summary><p>for the screen</p></details>',
      ].join('\n'),
      'CARD',
      'en',
    );
    expect(pages).toEqual(['A 1 B 2 C 3 R yes ✓ one × two first1. second2. S1 S2 A & B page 1 of 1 made on 2020-03-04']);
  });

  it('is the same file each time', async () => {
    const html = page(`<h1>同一页</h1>${table(['a', 'b'], [['一', '二']])}`);
    const [one, other] = [await typeset({ html, sheet: 'DOSSIER', on: ON }), await typeset({ html, sheet: 'DOSSIER', on: ON })];
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true);
    // Only the letters that stand in it.
    expect(one.length).toBeLessThan(120_000);
  });
});
