import { type CivilDate } from '#libs/kernel';
import { type Language, printed as words } from '#libs/terms';
import { parseDocument } from 'htmlparser2';
import pdfmake, { type Definition } from 'pdfmake';
import { ContentOf, OWN_STYLES, textOf } from './content-of.js';
import { FONT_FILES, shapes } from './fonts.js';
import { legible } from './legible.js';
import { type SheetName, SHEETS } from './sheets.js';

/** A page of ours as it is shown on a screen, and how and when it is put on paper. */
export interface PageToPrint {
  /** A whole page; its language and title stand in it. */
  readonly html: string;
  readonly sheet: SheetName;
  /** The day that stands at the foot of it, and in the file as that of its making. */
  readonly on: CivilDate;
}

const FONT = 'NotoSansHans';
const A4 = [595.28, 841.89] as const;
/** For the foot of the page. */
const FOOT = 16;

/**
 * The page as a PDF: A4, with the font in it, numbered pages, and text that can be found and copied. The same page of the same day gives
 * the same bytes. Takes the thread in which it is called for all of its time: a server calls it by a `Printer`.
 */
export async function typeset({ html, sheet: name, on }: PageToPrint): Promise<Uint8Array> {
  const sheet = SHEETS[name];
  const draws = shapes();
  const said = (text: string): string => legible(text, draws);
  const document = parseDocument(html);
  const language = /<html lang="en/.test(html) ? 'en' : 'zh';
  const title = /<title>([^<]*)/.exec(html)?.[1] ?? '';
  const plainTitle = said(parseDocument(title).children.map(textOf).join(''));
  const [beside, above] = sheet.margins;
  const [short, long] = A4;
  const [width, height] = sheet.landscape ? [long, short] : [short, long];
  const room = { width: width - 2 * beside, height: height - 2 * above - FOOT };
  // Nothing is read from anywhere but the two files of the font.
  pdfmake.setFonts({ [FONT]: FONT_FILES });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => path === FONT_FILES.normal || path === FONT_FILES.bold);
  const made = pdfmake.createPdf({
    pageSize: 'A4',
    pageOrientation: sheet.landscape ? 'landscape' : 'portrait',
    pageMargins: [beside, above, beside, above + FOOT],
    version: '1.7',
    language: language === 'zh' ? 'zh-CN' : 'en',
    displayTitle: true,
    info: { title: plainTitle, creator: 'mingce', producer: 'mingce', creationDate: new Date(`${on}T00:00:00+08:00`) },
    defaultStyle: { font: FONT, fontSize: sheet.size, lineHeight: sheet.lineHeight },
    styles: { ...sheet.styles, ...OWN_STYLES },
    content: new ContentOf(sheet, room, said, language).blocks(document.children),
    ...(sheet.wholeRows ? {} : { pageBreakBefore: endsAPage }),
    footer: (page, pages) => ({
      margin: [beside, 4, beside, 0],
      fontSize: 7,
      columns: [
        { width: '*', text: plainTitle },
        { width: 'auto', text: [pageOf(language, page, pages), `${words.on[language]} ${on}`].join('　') },
      ],
    }),
  });
  return new Uint8Array(await made.getBuffer());
}

const pageOf = (language: Language, page: number, pages: number): string =>
  words.page[language].replace('{n}', String(page)).replace('{m}', String(pages));

/** A heading that would stand alone at the end of a page. */
const endsAPage: NonNullable<Definition['pageBreakBefore']> = ({ headlineLevel }, around) =>
  headlineLevel !== undefined && around.getFollowingNodesOnPage().length < 3;
