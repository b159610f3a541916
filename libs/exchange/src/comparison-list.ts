import { exchange, exchangeLabels, termOf, type Words } from '#libs/terms';
import { type ExportedList } from './exported-lists.js';
import { type Identity } from './identities.js';
import { cellOf, COLUMNS, HEAD, type HeadLabel, labelCell } from './layout.js';
import { type Table } from './sheet.js';

/** Of what day and hour people speak: Asia/Shanghai, to the minute. */
function spokenTime(at: string): string {
  const shifted = new Date(Date.parse(at) + 8 * 3_600_000).toISOString();
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 16)}`;
}

/** Who took this list, with whom, when and for whom: in its head, and short in each row, so that a torn-off leaf tells it too. */
function watermarkOf(list: ExportedList): { readonly sentence: Words; readonly short: string } {
  const at = spokenTime(list.at);
  const { act, no, exportedBy, confirmedBy } = list;
  const sentence = exchange.watermark({ act, no, exportedBy, confirmedBy, at, source: termOf('source', list.source) });
  return { sentence, short: `${act}#${no} ${exportedBy}` };
}

/** The list that a department gets and, with its columns filled in, gives back (domain.md R9). */
export function comparisonList(list: ExportedList, identities: ReadonlyMap<string, Identity>): Table {
  const { sentence, short } = watermarkOf(list);
  const head: Readonly<Record<HeadLabel, readonly string[]>> = {
    act: [list.act],
    source: [list.source, cellOf(termOf('source', list.source))],
    listDigest: [list.listDigest],
    listedOn: [list.listedOn],
    asOf: [''],
    watermark: [cellOf(sentence)],
  };
  return [
    [labelCell('title'), cellOf(exchangeLabels.how)],
    ...HEAD.map((label) => [labelCell(label), ...head[label]]),
    COLUMNS.map(labelCell),
    // Who stands in two cases of the batch is asked about once.
    ...[...new Set(list.asked.map(({ person }) => person))].map((person, index) => {
      const { name, idNumber } = identities.get(person) ?? { name: '', idNumber: '' };
      return [String(index + 1), person, name, idNumber, '', '', '', short];
    }),
  ];
}
