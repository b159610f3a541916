import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { openSync } from 'fontkit';

// The package exports its names only; the files lie beside them.
const folder = join(dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')), '..', 'fonts');

/** Noto Sans Hans (OFL 1.1): all of GB 18030's first plane, and some of the second. Both weights draw the same letters. */
export const FONT_FILES = {
  normal: join(folder, 'NotoSansHans-Regular.otf'),
  bold: join(folder, 'NotoSansHans-Bold.otf'),
} as const;

/** Which letters the font has shapes for. */
export function shapes(): (codePoint: number) => boolean {
  const font = openSync(FONT_FILES.normal);
  if ('fonts' in font) throw new TypeError(`${FONT_FILES.normal} is a collection, not a font`);
  const known = new Set(font.characterSet);
  return (codePoint) => known.has(codePoint);
}
