/** Text that came from data, as text of a page. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Faces of official papers (imitation Song for the body, a sans for headings) with open fallbacks. */
export const FACES = {
  body: 'font-family: FangSong, FangSong_GB2312, STFangsong, "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif;',
  heads: 'font-family: SimHei, "Heiti SC", STHeiti, "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif;',
} as const;
