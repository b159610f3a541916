import { type Vocabulary } from './words.js';

/** At the foot of a page of a PDF. */
export const printed = {
  page: { zh: '第{n}页，共{m}页', en: 'page {n} of {m}' },
  on: { zh: '制作日期', en: 'made on' },
} as const satisfies Vocabulary;

/** Why a page is not made into a PDF, and what to do instead. */
export const printFaults = {
  TOO_LONG_FOR_PDF: {
    zh: '内容过长（约四千条以上），不制作PDF（ADR-0043）：全部经过请改用 format=xlsx 或 csv，或按日期、类别、案件筛选；明白卡请取 text/html',
    en: 'it is too long for a PDF (more than some four thousand events; ADR-0043): of a history take format=xlsx or csv, or filter by days, kind or case; of a card take text/html',
  },
  PDF_TOOK_TOO_MUCH: {
    zh: '制作PDF所需时间或内存超过上限（ADR-0043）：全部经过请改用 format=xlsx 或 csv，或按日期、类别、案件筛选；明白卡请取 text/html',
    en: 'the PDF took more time or memory than one may (ADR-0043): of a history take format=xlsx or csv, or filter by days, kind or case; of a card take text/html',
  },
  TOO_MANY_PDFS: {
    zh: '等候制作的PDF过多，请稍后再试；全部经过的 format=xlsx、csv、html 与明白卡的 text/html 不必等候',
    en: 'too many PDFs wait for their turn: try again shortly; a history as xlsx, csv or html and a card as text/html need not wait',
  },
  PDF_GIVEN_UP: { zh: '系统正在停止，未制作PDF，请稍后再试', en: 'the server is stopping and made no PDF: try again shortly' },
} as const satisfies Vocabulary;
export type PrintFault = keyof typeof printFaults;
