/** Of these the font has no shape; another letter says the same. */
const SAID_OTHERWISE: ReadonlyMap<string, string> = new Map([['✗', '×']]);
/** Seen by nobody, or with a shape that means something else in every font: never drawn as they are. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/**
 * The text as a font can draw it: a letter for which it has no shape stands as its number in Unicode, `[U+20BB7]`, several in a row in one
 * bracket. Nothing of it vanishes or becomes a box. Line feeds stay.
 */
export function legible(text: string, draws: (codePoint: number) => boolean): string {
  let said = '';
  let numbers: string[] = [];
  const tell = (): void => {
    if (numbers.length > 0) said += `[${numbers.join(' ')}]`;
    numbers = [];
  };
  for (const letter of text) {
    const codePoint = letter.codePointAt(0) ?? 0;
    const other = SAID_OTHERWISE.get(letter);
    if (letter === '\n' || other !== undefined || (draws(codePoint) && !UNSEEN.test(letter))) {
      tell();
      said += other ?? letter;
    } else numbers.push(`U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`);
  }
  tell();
  return said;
}
