import { type HistoryEntry } from '#libs/read-models';
import { historyPage, type Language } from '#libs/terms';
import { historyTable } from './history-table.js';
import { type Names } from './names.js';
import { escaped, FACES } from './page.js';

const STYLE = `
@page { size: A4 landscape; margin: 10mm; }
body { margin: 0 auto; max-width: 277mm; color: #000; background: #fff; ${FACES.body} font-size: 8.5pt; line-height: 1.3; }
h1, th { ${FACES.heads} font-weight: 700; }
h1 { font-size: 14pt; text-align: center; margin: 3mm 0; }
table { border-collapse: collapse; width: 100%; font-size: 7.2pt; }
th, td { border: .5pt solid #000; padding: .4mm .9mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
`;

/** The same table as a page to be printed, or kept as PDF by whoever prints it: works without a network, says its language. */
export function historyHtml(householdId: string, entries: readonly HistoryEntry[], names: Names, language: Language): string {
  const [heads = [], ...rows] = historyTable(entries, names, language);
  const title = escaped(`${historyPage.title[language]} ${householdId}`);
  const line = (cells: readonly string[], tag: 'th' | 'td'): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
<table><thead>${line(heads, 'th')}</thead><tbody>
${rows.map((row) => line(row, 'td')).join('\n')}
</tbody></table>
</body>
</html>
`;
}
