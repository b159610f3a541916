import { setTimeout as pause } from 'node:timers/promises';
import { civilDate } from '#libs/kernel';
import { FROM_SOURCES } from '#libs/spec';
import { NotPrinted } from './not-printed.js';
import { Printer } from './printer.js';
import { type PageToPrint, typeset } from './typeset.js';

const PAGE: PageToPrint = {
  html: '<!doctype html><html lang="zh-CN"><title>t</title><body><p>一</p></body></html>',
  sheet: 'CARD',
  on: civilDate('2020-03-04'),
};

const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'PRINTED',
    (error: unknown) => (error instanceof NotPrinted ? error.code : String(error)),
  );

describe('a printer', () => {
  it('makes in its thread what is made here, one after the other, and goes on after a fault', async () => {
    const printer = new Printer({}, FROM_SOURCES);
    const broken = { ...PAGE, sheet: 'NONE' } as unknown as PageToPrint;
    const [one, fault, other] = [printer.print(PAGE), codeOf(printer.print(broken)), printer.print(PAGE)];
    const here = await typeset(PAGE);
    expect(Buffer.from(await one).equals(here)).toBe(true);
    expect(await fault).toMatch(/TypeError/);
    expect(Buffer.from(await other).equals(here)).toBe(true);
    await printer.close();
  });

  it('refuses what is too long, or one too many, and gives up what takes too much', async () => {
    const small = new Printer({ letters: 10 }, FROM_SOURCES);
    expect(await codeOf(small.print(PAGE))).toBe('TOO_LONG_FOR_PDF');
    const busy = new Printer({ waiting: 1, seconds: 0 }, FROM_SOURCES);
    expect(await Promise.all([codeOf(busy.print(PAGE)), codeOf(busy.print(PAGE))])).toEqual([
      'PDF_TOOK_TOO_MUCH',
      'TOO_MANY_PDFS',
    ]);
    const narrow = new Printer({ mebibytes: 8 }, FROM_SOURCES);
    expect(await codeOf(narrow.print(PAGE))).toBe('PDF_TOOK_TOO_MUCH');
  });

  it('gives up what nobody waits for any more, under way or in its turn, and others have their places', async () => {
    const printer = new Printer({ waiting: 2 }, FROM_SOURCES);
    const [first, second] = [new AbortController(), new AbortController()];
    const left = [codeOf(printer.print(PAGE, first.signal)), codeOf(printer.print(PAGE, second.signal))];
    first.abort();
    second.abort();
    const stayed = [codeOf(printer.print(PAGE)), codeOf(printer.print(PAGE)), codeOf(printer.print(PAGE))];
    expect(await Promise.all(stayed)).toEqual(['PRINTED', 'PRINTED', 'TOO_MANY_PDFS']);
    expect(await Promise.all([...left, codeOf(printer.print(PAGE, AbortSignal.abort()))])).toEqual([
      'PDF_GIVEN_UP',
      'PDF_GIVEN_UP',
      'PDF_GIVEN_UP',
    ]);
    await printer.close();
  });

  it('gives up what is under way when it is closed, also behind another page', async () => {
    const printer = new Printer({}, FROM_SOURCES);
    const rows = `<tr>${'<td>一</td>'.repeat(15)}</tr>`.repeat(3000);
    const long: PageToPrint = {
      ...PAGE,
      sheet: 'HISTORY',
      html: `<html lang="zh-CN"><table><tbody>${rows}</tbody></table></html>`,
    };
    const [before, behind] = [printer.print(PAGE), codeOf(printer.print(long))];
    await before;
    // Its thread has begun, and that of the page before has wholly ended.
    await pause(200);
    await printer.close();
    expect(await behind).toBe('PDF_GIVEN_UP');
  });

  it('gives up what is under way when it is closed, and makes nothing afterwards', async () => {
    const printer = new Printer({}, FROM_SOURCES);
    const asked = [codeOf(printer.print(PAGE)), codeOf(printer.print(PAGE))];
    await printer.close();
    expect(await Promise.all([...asked, codeOf(printer.print(PAGE))])).toEqual(['PDF_GIVEN_UP', 'PDF_GIVEN_UP', 'PDF_GIVEN_UP']);
  });
});
