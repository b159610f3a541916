// As much of pdfmake as is used here. Types that are kept elsewhere bring those of a browser with them, for all of the house.
declare module 'pdfmake' {
  export interface Style {
    fontSize?: number;
    lineHeight?: number;
    bold?: boolean;
    color?: string;
    fillColor?: string;
    alignment?: 'left' | 'right' | 'center';
    /** Left, top, right, bottom. */
    margin?: [number, number, number, number];
    fontFeatures?: string[];
  }

  interface Styled extends Style {
    style?: string[];
    headlineLevel?: number;
  }
  export interface Text extends Styled {
    text: string | Text[];
    preserveLeadingSpaces?: boolean;
  }
  export type Content =
    | Text
    | (Styled & { stack: Content[] })
    | (Styled & { ul: Content[] })
    | (Styled & { ol: Content[] })
    | (Styled & { columns: (Content & { width?: number | '*' | 'auto' })[]; columnGap?: number })
    | (Styled & { table: Table; layout: TableLayout });
  export type TableCell = Content & { colSpan?: number };
  export interface Table {
    body: TableCell[][];
    widths: (number | '*')[];
    heights?: number[];
    headerRows?: number;
    keepWithHeaderRows?: number;
    dontBreakRows?: boolean;
  }

  type OfLine<T> = (line: number) => T;
  export interface TableLayout {
    hLineWidth?: OfLine<number>;
    vLineWidth?: OfLine<number>;
    hLineColor?: OfLine<string>;
    vLineColor?: OfLine<string>;
    paddingLeft?: OfLine<number>;
    paddingRight?: OfLine<number>;
    paddingTop?: OfLine<number>;
    paddingBottom?: OfLine<number>;
  }

  export interface Definition {
    pageSize: 'A4';
    pageOrientation: 'landscape' | 'portrait';
    pageMargins: [number, number, number, number];
    version: '1.7';
    language: string;
    displayTitle: boolean;
    info: { title: string; creator: string; producer: string; creationDate: Date };
    defaultStyle: Style & { font: string };
    styles: Record<string, Style>;
    content: Content[];
    footer: (page: number, pages: number) => Content;
    pageBreakBefore?: (node: Styled, around: { getFollowingNodesOnPage(): readonly object[] }) => boolean;
  }

  const pdfmake: {
    setFonts(fonts: Record<string, { normal: string; bold: string }>): void;
    setUrlAccessPolicy(allows: (url: string) => boolean): void;
    setLocalAccessPolicy(allows: (path: string) => boolean): void;
    createPdf(definition: Definition): { getBuffer(): Promise<Buffer> };
  };
  export = pdfmake;
}
