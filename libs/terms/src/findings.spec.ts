import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dictionary } from './dictionary.js';
import { findings } from './findings.js';
import { refusalText } from './refusal-text.js';
import { requirementNames, requirements } from './requirements.js';

const LIBS = join(__dirname, '../..');
/** Who makes findings. */
const MAKERS = [
  'kernel',
  'procedure',
  'household-case',
  'household-register',
  'collective-act',
  'inspection',
  'identity',
  'application',
];
/** `unmet('X'`, `blocks('X'`, `remarksOn('X'`, and any function of the house that is given a code of two words or more. */
const MADE = /\b(\w+)\(\s*'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)'|\bcode: '([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g;
/** One of two codes, as the case may be. */
const EITHER = /\b(?:unmet|blocks|remarksOn)\(\s*[^'"`;]*?\?\s*'([A-Z][A-Z0-9_]*)'\s*:\s*'([A-Z][A-Z0-9_]*)'/g;
const ALWAYS = ['unmet', 'blocks', 'remarksOn'];

const sources = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/(samples|fixtures)\//.test(path));

/** Words in capitals that are the code of nothing but a finding: no office, criterion, source and so on. */
const others = new Set(
  Object.entries(dictionary).flatMap(([category, vocabulary]) => (category === 'finding' ? [] : Object.keys(vocabulary))),
);

function codesOf(text: string): readonly string[] {
  const either = [...text.matchAll(EITHER)].flatMap(([, one = '', other = '']) => [one, other]);
  const made = [...text.matchAll(MADE)].flatMap(([, called = '', given = '', code = '']) => {
    const certain = ALWAYS.includes(called);
    const found = code === '' ? given : code;
    return certain || (found.includes('_') && !others.has(found)) ? [found] : [];
  });
  return [...made, ...either];
}

const used = [
  ...new Set(MAKERS.flatMap((lib) => sources(join(LIBS, lib, 'src')).flatMap((path) => codesOf(readFileSync(path, 'utf8'))))),
];

/** What findings say in words: in a call of `unmet`, and after `required:` and `actual:`. */
function saidIn(text: string): readonly string[] {
  const calls = [...text.matchAll(/\bunmet\(/g)].map(({ index }) => argumentsFrom(text, index + 'unmet('.length));
  const named = [...text.matchAll(/\b(?:required|actual):[^,]*/g)].map(([all]) => all);
  return [...calls, ...named].flatMap((part) => [...part.matchAll(/'([^'\n]*)'/g)].flatMap(([, said = '']) => said));
}

/** Of the records that a finding requires or found, written in place: the names of their values. */
function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/\b(?:required|actual): \{([^{}]*)\}/g)].flatMap(([, inner = '']) =>
    [...inner.matchAll(/(?:^|,)\s*(\w+)\s*(?=[:,]|$)/g)].flatMap(([, name = '']) => name),
  );
}

function argumentsFrom(text: string, start: number): string {
  let [at, open] = [start, 1];
  for (; open > 0 && at < text.length; at++) open += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0;
  return text.slice(start, at - 1);
}

describe('what findings require', () => {
  const said = MAKERS.flatMap((lib) => sources(join(LIBS, lib, 'src')).flatMap((path) => saidIn(readFileSync(path, 'utf8'))));
  const inWords = [...new Set(said.filter((one) => /^[a-z]+ [a-z]/.test(one)))];

  it('has words in Chinese: add the missing ones to requirements.ts', () => {
    expect(inWords.length).toBeGreaterThan(100);
    expect(inWords.filter((one) => !Object.hasOwn(requirements, one)).sort()).toEqual([]);
  });

  it('has Chinese names for the values of a finding: add the missing ones to requirements.ts', () => {
    const texts = MAKERS.flatMap((lib) => sources(join(LIBS, lib, 'src')).map((path) => readFileSync(path, 'utf8')));
    const names = new Set(texts.flatMap(namesIn));
    expect(names.size).toBeGreaterThan(40);
    expect([...names].filter((one) => !Object.hasOwn(requirementNames, one)).sort()).toEqual([]);
  });

  it('is told in the language of the reader, and law by its name', () => {
    const finding = {
      code: 'DEFINITION_OF_OTHER_AREA',
      clause: 'R5',
      required: { within: 'a definition that is published' },
      actual: { village: 'v-1', definition: `IDENT-8@1#${'e158929a'.repeat(8)}` },
    };
    expect([refusalText(finding, 'zh'), refusalText(finding, 'en')]).toEqual([
      '程序不适用于该地区：应为属于 已公布的程序，实际为村 v-1、程序 IDENT-8@1#e158929a…（依据：R5）。',
      'The definition is law of another area: required within a definition that is published, found village v-1, definition IDENT-8@1#e158929a… (clause: R5).',
    ]);
  });
});

describe('finding codes', () => {
  it('have words, each that the sources use: add the missing ones to findings.ts', () => {
    expect(used.filter((code) => !Object.hasOwn(findings, code)).sort()).toEqual([]);
  });

  it('are seen in the sources as they are written', () => {
    const text = `
      unmet('ONE', 'ORDER', 'R3', 1, 2);
      const b = blocks('TWO_WORDS', 'LAW', 'R4');
      say(
        'THREE_MORE_WORDS',
      );
      ({ code: 'FOUR_WORDS_OF_IT' });
      unmet(a === b ? 'FIFTH_CODE' : 'SIXTH_CODE', 'LAW');
      includes('VILLAGE_SECRETARY'); other('SHORT');`;
    expect(codesOf(text)).toEqual(['ONE', 'TWO_WORDS', 'THREE_MORE_WORDS', 'FOUR_WORDS_OF_IT', 'FIFTH_CODE', 'SIXTH_CODE']);
  });

  it('stand in alphabetical order', () => {
    expect(Object.keys(findings)).toEqual(Object.keys(findings).sort());
  });
});
