import { type PageToPrint } from './typeset.js';

/** The PDF of a page, made in the thread that asks, whatever its length: for a command, which has nothing else to do. */
export async function printHere(page: PageToPrint): Promise<Uint8Array> {
  // The typesetter is large, and most that could print do not.
  const { typeset } = await import('./typeset.js');
  return typeset(page);
}
