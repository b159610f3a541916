import { type Language } from '#libs/terms';
import { ElementType, type parseDocument } from 'htmlparser2';
import { type Content, type Style, type TableCell } from 'pdfmake';
import { FRAMES, ruled, type Sheet, unruled } from './sheets.js';

type Node = ReturnType<typeof parseDocument>['children'][number];
type Element = Extract<Node, { readonly attribs: object }>;

type Text = Extract<Node, { readonly data: string; readonly nodeType: 3 }>;

/** Some text of a line, with the styles of all that it stands in. */
interface Run {
  text: string;
  readonly style: string[];
}

const BLOCKS: ReadonlySet<string> = new Set(
  'html body h1 h2 p div footer dl dt dd ul ol li table thead tbody tr th td pre details summary'.split(' '),
);
/** No text of the page stands in these. */
const NO_TEXT: ReadonlySet<string> = new Set(['head', 'style', 'script', 'title', 'meta']);
/** A Chinese font draws them as wide as a letter of ours. */
const QUOTES = /[‘’“”]/;
/** Styles of no tag: only of texts with such quotes, since the measure of what has features of its own is taken anew each time. */
export const OWN_STYLES = { quoting: { fontFeatures: ['pwid'] } } satisfies Record<string, Style>;
/** What is broken in the midst leaves room at the end of lines. */
const SLACK = 1.2;
/** Between the pairs of a list of terms, in points. */
const GAP = 8;

/**
 * What a page of ours says, for the typesetter. It knows the tags of our pages; of others the text remains, as blocks. Text is taken
 * through `legible` before anything is measured.
 */
export class ContentOf {
  constructor(
    private readonly sheet: Sheet,
    /** Of a page, in points. */
    private readonly room: { readonly width: number; readonly height: number },
    private readonly legible: (text: string) => string,
    private readonly language: Language,
  ) {}

  blocks(nodes: readonly Node[]): Content[] {
    const made: Content[] = [];
    let line: Node[] = [];
    const endLine = (): void => {
      const text = this.runs(line);
      if (text.length > 0) made.push({ text });
      line = [];
    };
    for (const node of nodes) {
      if (isElement(node) && (NO_TEXT.has(node.name) || this.#is(node, this.sheet.screenOnly))) continue;
      if (!isElement(node) || (!BLOCKS.has(node.name) && !hasBlocks(node))) line.push(node);
      else {
        endLine();
        made.push(...this.#block(node));
      }
    }
    endLine();
    return made;
  }

  /** Lines of text; white space as HTML has it. */
  runs(nodes: readonly Node[]): Run[] {
    const runs: Run[] = [];
    for (const node of nodes) this.#run(node, [], runs);
    for (const [index, run] of runs.entries()) {
      const before = runs[index - 1]?.text ?? '\n';
      run.text = run.text.replace(/ *\n */g, '\n');
      if (/[ \n]$/.test(before)) run.text = run.text.replace(/^ /, '');
    }
    const last = runs.at(-1);
    if (last !== undefined) last.text = last.text.trimEnd();
    return runs.filter(({ text }) => text !== '');
  }

  #run(node: Node, style: readonly string[], runs: Run[]): void {
    if (isElement(node)) {
      if (NO_TEXT.has(node.name)) return;
      if (node.name === 'br') runs.push({ text: '\n', style: [] });
      for (const child of node.children) this.#run(child, [...style, ...this.#styles(node)], runs);
    } else if (isText(node)) {
      const text = this.legible(node.data.replace(/[ \t\r\n\f]+/g, ' '));
      runs.push({ text, style: this.language === 'en' && QUOTES.test(text) ? [...style, 'quoting'] : [...style] });
    }
  }

  #block(node: Element): Content[] {
    const style = this.#styles(node);
    switch (node.name) {
      case 'table':
        return [this.#table(node, style)];
      case 'dl':
        return [this.#terms(node, style)];
      case 'ul':
        return [
          node.children.some((child) => isElement(child) && this.#is(child, ['rule']))
            ? this.#inOneLine(node)
            : { ul: this.#items(node), style },
        ];
      case 'ol':
        return [{ ol: this.#items(node), style }];
      case 'pre':
        return [{ text: this.legible(textOf(node)), preserveLeadingSpaces: true, style }];
      case 'summary':
        // Three dots to be clicked at say nothing on paper.
        return /[\p{L}\p{N}]/u.test(textOf(node)) ? [{ text: this.runs(node.children), style }] : [];
    }
    if (this.#is(node, ['sign'])) return [this.#toSign(node, style)];
    const frame = [node.name, ...classesOf(node)].map((name) => this.sheet.framed[name]).find((one) => one !== undefined);
    const inner = this.blocks(node.children);
    if (inner.length === 0) return [];
    if (/^h[12]$/.test(node.name) && frame === undefined) return [{ text: this.runs(node.children), style, headlineLevel: 1 }];
    if (frame !== undefined) {
      return [{ table: { widths: ['*'], body: [[{ stack: inner }]] }, layout: FRAMES[frame], style }];
    }
    const [only] = inner;
    return inner.length === 1 && only !== undefined && node.name !== 'body'
      ? [{ stack: [only], style }]
      : style.length === 0
        ? inner
        : [{ stack: inner, style }];
  }

  #items(list: Element): Content[] {
    return list.children.filter(isElement).map((item) => ({ stack: this.blocks(item.children), style: this.#styles(item) }));
  }

  /** Short sentences one after the other. */
  #inOneLine(list: Element): Content {
    const all = list.children.filter(isElement).map((item) => this.runs([item]));
    return { text: all.flatMap((runs, index) => (index === 0 ? runs : [{ text: '  ', style: [] }, ...runs])) };
  }

  /** Two pairs in a row, or one that is wide. */
  #terms(list: Element, style: string[]): Content {
    const rows: TableCell[][] = [];
    let row: TableCell[] = [];
    const terms: [number, number] = [0, 0];
    const endRow = (): void => {
      if (row.length === 0) return;
      rows.push([...row, ...Array.from({ length: 4 - row.length }, (): TableCell => ({ text: '' }))]);
      row = [];
    };
    for (const child of elementsIn(list)) {
      const isTerm = child.name === 'dt';
      const isWide = this.#is(child, ['wide']);
      if (isTerm && (isWide || row.length === 4)) endRow();
      const column = row.length === 2 ? 1 : 0;
      if (isTerm) terms[column] = Math.max(terms[column], ems(textOf(child)) * this.sheet.size);
      row.push({ text: this.runs([child]), ...(isWide && !isTerm ? { colSpan: 3 } : {}) });
    }
    endRow();
    const said = (this.room.width - terms[0] - terms[1] - 4 * GAP) / 2;
    return { table: { widths: [terms[0], said, terms[1], said], body: rows }, layout: unruled(GAP), style };
  }

  /** Words each of which has a line beneath it, on which somebody writes. */
  #toSign(node: Element, style: string[]): Content {
    const spans = node.children.filter(isElement);
    return {
      columns: spans.map((span) => ({
        table: { widths: ['*'], heights: [20], body: [[{ text: this.runs([span]) }]] },
        layout: FRAMES.UNDERLINE,
      })),
      columnGap: 22,
      style,
    };
  }

  #table(table: Element, style: string[]): Content {
    const rowsIn = (name: string): Element[] =>
      elementsIn(table)
        .filter((part) => part.name === name)
        .flatMap((part) => elementsIn(part));
    const [heads, rows] = [rowsIn('thead'), rowsIn('tbody')];
    const count = elementsIn(rows[0] ?? heads[0] ?? table).length;
    if (count === 0 || heads.length + rows.length === 0) return { text: '' };
    const widths = this.#widths(count);
    const keep = this.sheet.wholeRows && rows.every((row) => this.#fits(row, widths));
    return {
      table: {
        headerRows: heads.length,
        keepWithHeaderRows: heads.length > 0 && rows.length > 0 ? 1 : 0,
        dontBreakRows: keep,
        widths,
        body: [...heads, ...rows].map((row) => this.#row(row)),
      },
      layout: ruled(this.sheet),
      style: [...style],
    };
  }

  #row(row: Element): TableCell[] {
    const ofRow = this.#styles(row);
    return elementsIn(row).map((cell) => {
      const inner = this.blocks(cell.children);
      const style = [...ofRow, ...this.#styles(cell)];
      return inner.length === 0 ? { text: '', style } : { stack: inner, style };
    });
  }

  /** All told: a column that may take what it needs becomes wider than the page by one long word. */
  #widths(count: number): number[] {
    const wished = this.sheet.columns[count] ?? Array.from({ length: count }, () => '*' as const);
    const { padding, lines } = this.sheet;
    const taken = wished.reduce<number>(
      (sum, width) => sum + (width === '*' ? 0 : width) + 2 * padding[0] + lines.width,
      lines.width,
    );
    const rest = (this.room.width - taken) / wished.filter((width) => width === '*').length;
    return wished.map((width) => (width === '*' ? rest : width));
  }

  /** Whether a row is surely not higher than a page: one that is must be broken, or its end would stand on no paper. */
  #fits(row: Element, widths: readonly number[]): boolean {
    const em = this.sheet.styles['table']?.fontSize ?? this.sheet.size;
    return elementsIn(row).every((cell, index) => {
      const inLine = Math.max(1, (widths[index] ?? em) / em);
      const lines = Math.ceil((ems(this.legible(textOf(cell))) * SLACK) / inLine) + elementsIn(cell).length + 1;
      return lines * em * 1.6 < this.room.height * 0.8;
    });
  }

  #styles(node: Element): string[] {
    return [node.name, ...classesOf(node)].filter((name) => Object.hasOwn(this.sheet.styles, name));
  }

  #is(node: Element, names: readonly string[]): boolean {
    return names.includes(node.name) || classesOf(node).some((name) => names.includes(name));
  }
}

/** From here on in Unicode, but for a few, letters are as wide as they are high. */
const FIRST_WIDE = '\u2E80';
/** A letter of ours takes a whole em, of others rather less. */
const ems = (text: string): number => [...text].reduce((sum, letter) => sum + (letter >= FIRST_WIDE ? 1 : 0.64), 0);
const isElement = (node: Node): node is Element => 'attribs' in node;
const isText = (node: Node): node is Text => node.type === ElementType.Text;
const classesOf = ({ attribs }: Element): readonly string[] => (attribs['class'] ?? '').split(' ').filter((name) => name !== '');
const elementsIn = (node: Element): Element[] => node.children.filter(isElement);
const hasBlocks = (node: Element): boolean => elementsIn(node).some((child) => BLOCKS.has(child.name) || hasBlocks(child));

/** All the text in a part of a page, as it stands there. */
export function textOf(node: Node): string {
  if (isText(node)) return node.data;
  return isElement(node) ? node.children.map(textOf).join('') : '';
}
