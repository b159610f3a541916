import { type Language } from '#libs/terms';

/** Where a command writes; `process` of the program, buffers in tests. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether a person watches `err`, so that a progress bar makes sense. */
  readonly watched: boolean;
}

/** How a command was asked to answer. */
export interface Manner {
  readonly json: boolean;
  readonly language: Language;
}

/** What a command prints and how it ends. */
export class Output {
  constructor(
    readonly streams: Streams,
    readonly manner: Manner,
  ) {}

  get language(): Language {
    return this.manner.language;
  }

  /** `value` where JSON was asked for, else the text. */
  print(value: object, text: () => string): void {
    this.streams.out(this.manner.json ? `${jsonOf(value)}\n` : `${text()}\n`);
  }

  /** For people only: nothing where JSON was asked for. */
  say(text: string): void {
    if (!this.manner.json) this.streams.out(`${text}\n`);
  }

  note(text: string): void {
    this.streams.err(`${text}\n`);
  }
}

/** JSON with positions and revisions as text. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? String(member) : member), 2);
}

/** A table with aligned columns; Chinese characters take two places. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, widthOf(cell))));
  return rows
    .map((row) =>
      row
        .map((cell, index) => (index === row.length - 1 ? cell : `${cell}${' '.repeat((widths[index] ?? 0) - widthOf(cell))}`))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const WIDE = /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}
