import { type Language } from '#libs/terms';

const MOST_RANGES = 20;

/** Chinese first: English only where the reader weighs it higher (RFC 9110, `Accept-Language`). */
export function languageOf(acceptLanguage: string | undefined): Language {
  let zh = 0;
  let en = 0;
  for (const range of (acceptLanguage ?? '').toLowerCase().split(',', MOST_RANGES)) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
    const weight = Number(parameters.find((part) => part.startsWith('q='))?.slice(2) ?? 1);
    if (Number.isNaN(weight)) continue;
    if (tag === 'zh' || tag.startsWith('zh-')) zh = Math.max(zh, weight);
    else if (tag === 'en' || tag.startsWith('en-')) en = Math.max(en, weight);
  }
  return en > zh ? 'en' : 'zh';
}

export function contentLanguage(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en';
}
