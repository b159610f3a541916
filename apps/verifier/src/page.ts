import {
  historySections,
  html,
  NotReadable,
  parseCheckpoint,
  report,
  type Trust,
  trustedKey,
  type VerifiedDossier,
  verifyDossier,
} from '#libs/dossier';
import { dossierPage as words, type Language } from '#libs/terms';

/** The page: a file and whom to believe go in, the verdict comes out. Nothing leaves the machine. */
let language: Language = navigator.language.startsWith('zh') ? 'zh' : 'en';
let last: { readonly verified: VerifiedDossier; readonly trust: Trust } | undefined;

function element<E extends HTMLElement>(id: string, type: new () => E): E {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new TypeError(`the page has no #${id}`);
  return found;
}

const file = element('file', HTMLInputElement);
const verdict = element('verdict', HTMLElement);
const told = element('told', HTMLElement);
const linesOf = (id: string): readonly string[] =>
  element(id, HTMLTextAreaElement)
    .value.split(/[\s,]+/)
    .filter((line) => line !== '');

function trust(): Trust {
  const [key] = linesOf('key');
  const known = element('known', HTMLTextAreaElement).value.trim();
  return {
    ...(key === undefined ? {} : { key: trustedKey(key) }),
    witnesses: linesOf('witnesses').map(trustedKey),
    // A note ends with a newline, which is lost where it is copied out of a page.
    known: known === '' ? [] : [parseCheckpoint(`${known}\n`)],
  };
}

function say(): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = words.verifierTitle[language];
  for (const one of document.querySelectorAll<HTMLElement>('[data-say]')) {
    one.textContent = words[one.dataset['say'] as keyof typeof words][language];
  }
  element('language', HTMLButtonElement).textContent = language === 'zh' ? 'English' : words.inChinese.zh;
  if (last === undefined) return;
  const { verified, trust: believed } = last;
  const [first = '', ...lines] = report(verified, believed, language);
  verdict.className = verified.verdict;
  verdict.innerHTML = `<h2>${html(first)}</h2><pre>${html(lines.join('\n'))}</pre>`;
  const { contents, events, opened } = verified;
  const view =
    contents === undefined ? '' : historySections({ contents, events: events.map(({ event }) => event), opened }, language);
  told.innerHTML = verified.verdict === 'NOT_WHOLE' ? `<p class="warning">${html(words.notToBeRead[language])}</p>${view}` : view;
}

function fault(text: string): void {
  last = undefined;
  verdict.className = 'NOT_WHOLE';
  verdict.textContent = text;
  told.textContent = '';
}

element('language', HTMLButtonElement).addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  say();
});

element('form', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  void verify();
});

async function verify(): Promise<void> {
  const [chosen] = file.files ?? [];
  if (chosen === undefined) return fault(words.chooseFile[language]);
  try {
    const believed = trust();
    last = { verified: verifyDossier(new Uint8Array(await chosen.arrayBuffer()), believed), trust: believed };
    say();
  } catch (error) {
    if (!(error instanceof NotReadable)) throw error;
    fault(`${words.cannotUse[language]}: ${error.message}`);
  }
}

say();
