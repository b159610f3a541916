import { type Difference } from '#libs/replay';
import { type Language, replayWords as words } from '#libs/terms';
import { jsonOf } from '../output.js';

/** Where, what was, and what would be. */
export function differenceLines(
  { path, recorded, replayed }: Difference,
  language: Language,
  instead: 'today' | 'underLaw' = 'today',
): readonly string[] {
  const said = (value: unknown): string =>
    value === undefined ? words.nothing[language] : jsonOf(value).replaceAll(/\s*\n\s*/g, ' ');
  return [
    `    ${path === '' ? '/' : path}`,
    `      ${words.recorded[language]}: ${said(recorded)}`,
    `      ${words[instead][language]}: ${said(replayed)}`,
  ];
}
