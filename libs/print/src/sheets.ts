import { type Style, type TableLayout } from 'pdfmake';

const mm = (length: number): number => length * (72 / 25.4);

/** How a page is put on paper: what its style sheet says to a browser, said to the typesetter. Names are those of tags and of classes. */
export interface Sheet {
  readonly landscape: boolean;
  /** Left and right, top and bottom, in points. */
  readonly margins: readonly [number, number];
  readonly size: number;
  readonly lineHeight: number;
  readonly styles: Readonly<Record<string, Style>>;
  /** What stands within lines. */
  readonly framed: Readonly<Record<string, Frame>>;
  /** Widths of columns, by how many there are; of equal width where none are given. */
  readonly columns: Readonly<Record<number, readonly (number | '*')[]>>;
  /** Around text in a cell, in points: beside it, above and below it. */
  readonly padding: readonly [number, number];
  readonly lines: { readonly width: number; readonly colour: string };
  /** A row stays on one page where it can. */
  readonly wholeRows: boolean;
  /** What is for the screen only. */
  readonly screenOnly: readonly string[];
}

export type SheetName = 'HISTORY' | 'CARD' | 'DOSSIER';
export type Frame = 'BOX' | 'UNDERLINE';

const HISTORY: Sheet = {
  landscape: true,
  margins: [mm(10), mm(10)],
  size: 8,
  lineHeight: 1.15,
  styles: {
    h1: { fontSize: 14, bold: true, alignment: 'center', margin: [0, 0, 0, mm(3)] },
    table: { fontSize: 6.6 },
    th: { bold: true },
  },
  framed: {},
  columns: { 15: [14, 36, 36, 27, 50, 54, '*', 56, 52, 36, 52, 57, 37, 57, 57] },
  padding: [2.2, 1.2],
  lines: { width: 0.5, colour: 'black' },
  wholeRows: true,
  screenOnly: [],
};

const CARD: Sheet = {
  landscape: false,
  margins: [mm(12), mm(9)],
  size: 9,
  lineHeight: 1.12,
  styles: {
    h1: { fontSize: 15, bold: true, alignment: 'center', margin: [0, 0, 0, mm(1.5)] },
    h2: { fontSize: 10.5, bold: true, margin: [0, mm(1.6), 0, mm(0.8)] },
    dt: { bold: true },
    result: { fontSize: 10.5, margin: [0, mm(1.5), 0, 0] },
    table: { fontSize: 7.6, lineHeight: 1.06 },
    th: { bold: true },
    strong: { bold: true },
    unmet: { bold: true },
    small: { fontSize: 7.2, color: '#222222' },
    officials: { fontSize: 7.4, margin: [0, mm(1), 0, 0] },
    sign: { margin: [0, mm(3), 0, 0] },
    footer: { fontSize: 7.2, margin: [0, mm(1.5), 0, 0] },
  },
  framed: { h2: 'UNDERLINE', result: 'BOX' },
  columns: { 4: [mm(22), 43, mm(32), '*'] },
  padding: [mm(1.2), mm(0.4)],
  lines: { width: 0.5, colour: 'black' },
  wholeRows: true,
  screenOnly: ['details'],
};

const DOSSIER: Sheet = {
  landscape: false,
  margins: [mm(14), mm(14)],
  size: 9.5,
  lineHeight: 1.25,
  styles: {
    h1: { fontSize: 16, bold: true, margin: [0, 0, 0, mm(3)] },
    h2: { fontSize: 12, bold: true, margin: [0, mm(5), 0, mm(1.5)] },
    p: { margin: [0, 0, 0, mm(1.5)] },
    ul: { margin: [0, 0, 0, mm(1.5)] },
    table: { fontSize: 8, margin: [0, 0, 0, mm(2)] },
    th: { bold: true, fillColor: '#f2f2f2' },
    refused: { fillColor: '#fdf3f3' },
    small: { fontSize: 7, color: '#444444' },
    code: { fontSize: 7.4 },
    pre: { fontSize: 6.6, lineHeight: 1.1, margin: [0, mm(0.6), 0, 0] },
  },
  framed: {},
  columns: {
    5: [54, '*', 70, 76, 88],
    4: [60, '*', 40, 60],
    3: [60, '*', '*'],
    2: ['*', '*'],
  },
  padding: [mm(1.2), mm(0.6)],
  lines: { width: 0.5, colour: '#bbbbbb' },
  // An event is shown with all its data: some are longer than a page.
  wholeRows: false,
  screenOnly: [],
};

export const SHEETS: Readonly<Record<SheetName, Sheet>> = { HISTORY, CARD, DOSSIER };

/** Lines of a table that is a table. */
export function ruled({ padding: [beside, above], lines: { width, colour } }: Sheet): TableLayout {
  return {
    hLineWidth: () => width,
    vLineWidth: () => width,
    hLineColor: () => colour,
    vLineColor: () => colour,
    paddingLeft: () => beside,
    paddingRight: () => beside,
    paddingTop: () => above,
    paddingBottom: () => above,
  };
}

const none = (): number => 0;

/** Lines of what stands alone within them. */
export const FRAMES: Readonly<Record<Frame, TableLayout>> = {
  BOX: {
    hLineWidth: () => 1,
    vLineWidth: () => 1,
    paddingLeft: () => mm(2.5),
    paddingRight: () => mm(2.5),
    paddingTop: () => mm(1),
    paddingBottom: () => mm(1),
  },
  UNDERLINE: {
    hLineWidth: (line) => (line === 0 ? 0 : 0.6),
    vLineWidth: none,
    paddingLeft: none,
    paddingRight: none,
    paddingTop: none,
    paddingBottom: none,
  },
};

/** Without lines; `gap` after each cell. */
export function unruled(gap: number): TableLayout {
  return {
    hLineWidth: none,
    vLineWidth: none,
    paddingLeft: none,
    paddingRight: () => gap,
    paddingTop: none,
    paddingBottom: () => mm(0.3),
  };
}
