import { type Language, usageInChinese, type Words } from '#libs/terms';

/** The language asked for on the command line or by MINGCE_LANG; undefined where none was. */
export function languageAsked(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Language | undefined {
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const arg = args[at];
  const said =
    arg === undefined ? environment['MINGCE_LANG'] : arg.includes('=') ? arg.slice(arg.indexOf('=') + 1) : args[at + 1];
  return said === 'zh' || said === 'en' ? said : undefined;
}

/** Help in the language asked for; in both where none was. */
export function helpText(words: Words, language: Language | undefined): string {
  return language === undefined ? `${words.zh} · ${words.en}` : words[language];
}

/** That the command line cannot be read, in the language asked for; in both where none was. */
export function usageText(line: string, language: Language | undefined): string {
  const zh = usageInChinese(line);
  if (zh === undefined || language === 'en') return line;
  return language === 'zh' ? `mingce: ${zh}\n` : `mingce: ${zh} · ${line}`;
}
