import { exchangeLabels, type Words } from '#libs/terms';

export type Label = keyof typeof exchangeLabels;
/** What stands above the rows, in this order. */
export const HEAD = ['act', 'source', 'listDigest', 'listedOn', 'asOf', 'watermark'] as const satisfies readonly Label[];
export type HeadLabel = (typeof HEAD)[number];
/** The columns, in this order; the last four are for the department, and for whoever finds a leaf of it. */
export const COLUMNS = [
  'no',
  'person',
  'name',
  'idNumber',
  'result',
  'code',
  'factDate',
  'watermark',
] as const satisfies readonly Label[];
export type Column = (typeof COLUMNS)[number] | 'error';

/** Both languages in one cell. */
export function cellOf({ zh, en }: Words): string {
  return `${zh} / ${en}`;
}

export const labelCell = (label: Label): string => cellOf(exchangeLabels[label]);

const BY_TEXT: ReadonlyMap<string, Label> = new Map(
  (Object.keys(exchangeLabels) as Label[]).flatMap((label) =>
    [label, exchangeLabels[label].zh, exchangeLabels[label].en, labelCell(label)].map((text) => [text.toLowerCase(), label]),
  ),
);

/** Which label a cell bears, in either language or both. */
export function labelIn(cell: string | undefined): Label | undefined {
  return BY_TEXT.get((cell ?? '').toLowerCase());
}
