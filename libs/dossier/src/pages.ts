import { dossier as words, dossierShows, dossierShowsNot, type Language, refusalText, termOf } from '#libs/terms';
import { type DossierContents, type DossierEvent, isRecord } from './format.js';

/** What a page tells of. */
export interface Told {
  readonly contents: DossierContents;
  /** In the order of the log. */
  readonly events: readonly DossierEvent[];
  /** Values that were opened, by reference. */
  readonly opened: ReadonlyMap<string, unknown>;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in HTML. */
export function html(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter);
}

/** Printed as a page of A4, and read on a screen; nothing in it comes from elsewhere. */
export const PAGE_STYLE = `
body{font:16px/1.6 "Noto Serif CJK SC","Source Han Serif SC",SimSun,serif;margin:2rem auto;max-width:62rem;padding:0 1rem;color:#1a1a1a}
h1,h2{font-family:"Noto Sans CJK SC","Source Han Sans SC",SimHei,sans-serif;line-height:1.3}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#f2f2f2;font-weight:600}
code{font:.82em ui-monospace,Consolas,monospace;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:.78rem/1.45 ui-monospace,Consolas,monospace;margin:.3rem 0}
details summary{cursor:pointer;color:#555}
.refused td{background:#fdf3f3}
@media print{body{margin:0;max-width:none}details>*{display:block}tr{break-inside:avoid}}`;

/** The dossier as a page to be read and printed, in one language. The same dossier gives the same page. */
export function historyPage(told: Told, language: Language): string {
  const title = `${words.title[language]}: ${told.contents.household}`;
  return [
    '<!doctype html>',
    `<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">`,
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
    `<title>${html(title)}</title><style>${PAGE_STYLE}</style></head><body>`,
    `<h1>${html(title)}</h1>`,
    historySections(told, language),
    '</body></html>',
    '',
  ].join('\n');
}

/** The same without its head, to stand within another page. */
export function historySections(told: Told, language: Language): string {
  return [
    limits(language),
    overview(told, language),
    events(told, language),
    law(told.contents, language),
    evidence(told.contents, language),
  ].join('\n');
}

const list = (items: readonly string[]): string => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
const code = (text: string): string => `<code>${html(text)}</code>`;

function limits(language: Language): string {
  return [
    `<h2>${words.shows[language]}</h2>`,
    list(dossierShows.map((one) => html(one[language]))),
    `<h2>${words.showsNot[language]}</h2>`,
    list(dossierShowsNot.map((one) => html(one[language]))),
  ].join('\n');
}

function overview({ contents, opened }: Told, language: Language): string {
  const say = (key: keyof typeof words): string => words[key][language];
  const rows = contents.streams.map(
    ({ stream, kind, events: count }) =>
      `<tr><td>${say(kind)}</td><td>${code(stream)}</td><td>0–${count - 1}</td><td>${count} ${say('events')}</td></tr>`,
  );
  const under = [
    ...(contents.opened?.consent === undefined ? [] : [`${say('consent')} ${html(contents.opened.consent)}`]),
    ...(contents.opened?.mandate === undefined ? [] : [`${say('mandate')} ${html(contents.opened.mandate)}`]),
  ];
  return [
    `<h2>${say('streams')}</h2>`,
    `<p>${say('log')} ${code(contents.origin)}. ${
      contents.opened === undefined ? say('masked') : `${say('openedUnder')}: ${under.join(', ')} (${opened.size})`
    }</p>`,
    `<table><tbody>${rows.join('\n')}</tbody></table>`,
    ...(contents.absent.length === 0
      ? []
      : [`<details><summary>${say('absent')}: ${contents.absent.length}</summary>${list(contents.absent.map(code))}</details>`]),
    ...(contents.named.length === 0 ? [] : [`<p>${say('named')}:</p>${list(contents.named.map(code))}`]),
  ].join('\n');
}

function events({ events: all, opened }: Told, language: Language): string {
  const say = (key: keyof typeof words): string => words[key][language];
  const head = ['day', 'what', 'who', 'step', 'where'] as const;
  return [
    `<h2>${say('history')}</h2>`,
    `<table><thead><tr>${head.map((key) => `<th>${say(key)}</th>`).join('')}</tr></thead><tbody>`,
    ...all.map((event) => eventRow(event, opened, language)),
    '</tbody></table>',
  ].join('\n');
}

function eventRow(event: DossierEvent, opened: ReadonlyMap<string, unknown>, language: Language): string {
  const { stream, revision, metadata } = event;
  const { occurredOn = '', recordedAt = '', performedBy = '', actorId = '', step, clause } = metadata;
  const isRefusal = stream.startsWith('refusal-');
  const basis = [step, clause].filter((part) => part !== undefined).join(' · ');
  const by = performedBy === actorId ? performedBy : `${performedBy} (${actorId})`;
  const text = JSON.stringify(shown(event.data, opened, language), null, 1);
  return [
    `<tr${isRefusal ? ' class="refused"' : ''}><td>${html(occurredOn)}<br><small>${words.recordedAt[language]} ${html(recordedAt)}</small></td>`,
    `<td>${html(eventName(event, language))}${findingsOf(event, language)}<details><summary>…</summary><pre>${html(text)}</pre></details></td>`,
    `<td>${html(by)}</td><td>${html(basis)}</td><td>${code(`${stream} ${revision}`)}</td></tr>`,
  ].join('');
}

/** What happened, in words; of a refusal the order that was refused. */
export function eventName({ type, stream, data, metadata }: DossierEvent, language: Language): string {
  if (!stream.startsWith('refusal-')) return termOf('event', type)[language];
  const { orderType } = data;
  const order = typeof orderType === 'string' ? orderType : (metadata['orderType'] ?? type);
  return `${words.refused[language]}: ${termOf('order', order)[language]}`;
}

function findingsOf({ stream, data }: DossierEvent, language: Language): string {
  const { findings } = data;
  if (!stream.startsWith('refusal-') || !Array.isArray(findings)) return '';
  const texts = findings.filter(isRecord).map((finding) =>
    refusalText(
      {
        code: String(finding['code']),
        clause: String(finding['clause']),
        required: finding['required'],
        actual: finding['actual'],
      },
      language,
    ),
  );
  return list(texts.map(html));
}

/** The same with sealed fields as they may be shown: what was opened, or that they are sealed. */
function shown(value: unknown, opened: ReadonlyMap<string, unknown>, language: Language): unknown {
  if (Array.isArray(value)) return value.map((item) => shown(item, opened, language));
  if (!isRecord(value)) return value;
  const { ref, commitment } = value;
  if (typeof ref === 'string' && typeof commitment === 'string') {
    return opened.has(ref) ? opened.get(ref) : `«${words.sealed[language]}»`;
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shown(member, opened, language)]));
}

function law({ law: texts, lawMissing }: DossierContents, language: Language): string {
  const say = (key: keyof typeof words): string => words[key][language];
  const rows = texts.map(({ ref, kind, part }) => `<tr><td>${say(kind)}</td><td>${code(ref)}</td><td>${code(part)}</td></tr>`);
  return [
    `<h2>${say('law')}</h2>`,
    `<table><tbody>${rows.join('\n')}</tbody></table>`,
    ...(lawMissing.length === 0 ? [] : [`<p>${say('lawMissing')}:</p>${list(lawMissing.map(code))}`]),
  ].join('\n');
}

function evidence({ evidence: papers }: DossierContents, language: Language): string {
  const rows = papers.map(({ digest, part }) => {
    const here = part === undefined ? words.digestOnly[language] : `${words.fileHere[language]} ${code(part)}`;
    return `<tr><td>${code(digest)}</td><td>${here}</td></tr>`;
  });
  return `<h2>${words.evidence[language]}</h2>\n<table><tbody>${rows.join('\n')}</tbody></table>`;
}
