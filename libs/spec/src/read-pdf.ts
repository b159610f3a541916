export interface ReadPdf {
  /** Of each page, in the order in which it is written, with single spaces. */
  readonly pages: readonly string[];
  readonly info: Readonly<Record<string, unknown>>;
  /** Width and height of the first page, in points. */
  readonly size: readonly [number, number];
}

/** What stands in a PDF, read by another library than the one that writes ours. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  // Large, and few specs read any.
  const { definePDFJSModule, extractText, getDocumentProxy } = await import('unpdf');
  await definePDFJSModule(() => import('unpdf/pdfjs'));
  const file = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(file);
  const { info } = await file.getMetadata();
  const [, , width = 0, height = 0] = (await file.getPage(1)).view;
  return {
    pages: text.map((one) => one.replace(/\s+/g, ' ').trim()),
    info: info as ReadPdf['info'],
    size: [Math.round(width), Math.round(height)],
  };
}
