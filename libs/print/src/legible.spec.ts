import { shapes } from './fonts.js';
import { legible } from './legible.js';

const draws = shapes();
const said = (text: string): string => legible(text, draws);

describe('text that a font can draw', () => {
  it('stays as it is where it can, rare letters of names as well', () => {
    const text = 'X\u9555\u5586\u5803\u3402\u{2CE93} Zo\u00EB \u201Cx\u201D 12\u2160\u3000\u00B7\u2713\u2298\n';
    expect(said(text)).toBe(text);
  });

  it('stands as its number where the font has no shape for it', () => {
    expect(said('A\u{20BB7}')).toBe('A[U+20BB7]');
    expect(said('\u{1F468}\u200D\u{1F469} a')).toBe('[U+1F468 U+200D U+1F469] a');
    expect(said('\u0627\u0644 \u05D0')).toBe('[U+0627 U+0644] [U+05D0]');
    expect(said('B\u{E0100}')).toBe('B[U+E0100]');
  });

  it('shows what nobody would see, or what means another letter in each font', () => {
    expect(said('a\u202Eb\u0000c\u00ADd\uFEFF\uE000\uD800e\uFFA0')).toBe(
      'a[U+202E]b[U+0000]c[U+00AD]d[U+FEFF U+E000 U+D800]e[U+FFA0]',
    );
  });

  it('says by another letter what is the same', () => {
    expect(said('\u2717 x')).toBe('\u00D7 x');
  });
});
