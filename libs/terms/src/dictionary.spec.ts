import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dictionary, findTerm, term, termOf } from './dictionary.js';
import { refusalText, valueText } from './refusal-text.js';
import { type Words } from './words.js';

const LIBS = join(__dirname, '../..');
const all = Object.entries(dictionary).flatMap(([category, vocabulary]) =>
  Object.entries<Words>(vocabulary).map(([code, words]) => [`${category}.${code}`, words] as const),
);

/** Wire names and order types, as the three deciders and their contracts have them. */
function named(files: readonly string[], pattern: RegExp): readonly string[] {
  return files.flatMap((file) => [...readFileSync(join(LIBS, file), 'utf8').matchAll(pattern)].map(([, name = '']) => name));
}
const DOMAIN = ['household-case', 'household-register', 'collective-act'];

describe('the dictionary', () => {
  it('has Chinese in zh and no Chinese in en', () => {
    const han = /\p{Script=Han}/u;
    expect(all.filter(([, { zh, en }]) => !han.test(zh) || han.test(en) || en.trim() === '').map(([key]) => key)).toEqual([]);
  });

  it('has words for every event', () => {
    const events = named(
      DOMAIN.map((lib) => `${lib}/src/events.ts`),
      /'((?:case|household|act)\.\w+\.v\d+)'/g,
    );
    expect(events.length).toBeGreaterThan(90);
    expect(events.filter((name) => findTerm('event', name) === undefined)).toEqual([]);
  });

  it('has words for every order', () => {
    const orders = named(
      DOMAIN.map((lib) => `${lib}/src/orders.ts`),
      /Order<\s*'(\w+)'/g,
    );
    expect(orders.length).toBeGreaterThan(70);
    expect(orders.filter((name) => findTerm('order', name) === undefined)).toEqual([]);
  });

  it('has words for every choice of the format of definitions', () => {
    const text = readFileSync(join(LIBS, 'procedure/src/definition.ts'), 'utf8');
    const list = (name: string): readonly string[] =>
      [...(new RegExp(`${name} = \\[([^\\]]*)\\]`).exec(text)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(([, value = '']) => value);
    const vocabularies = [
      ['PART_KINDS', 'kind'],
      ['LEVELS', 'level'],
      ['OFFICES', 'office'],
      ['CRITERIA', 'criterion'],
      ['MEETING_BODIES', 'body'],
      ['VOTE_METHODS', 'voteMethod'],
      ['CASE_KINDS', 'caseKind'],
    ] as const;
    for (const [name, category] of vocabularies) {
      expect(list(name)).toEqual(Object.keys(dictionary[category]));
    }
  });
});

describe('words', () => {
  it('are found by their key', () => {
    expect(term('office.FIRST_SECRETARY')).toEqual({ zh: '第一书记', en: 'First secretary' });
    expect(term('event.case.ReviewHeld.v1')).toEqual({ zh: '民主评议', en: 'Review held' });
  });
  it('of a code that nobody knows are the code', () => {
    expect(termOf('office', 'ASTRONAUT')).toEqual({ zh: 'ASTRONAUT', en: 'ASTRONAUT' });
    expect([findTerm('office', 'ASTRONAUT'), findTerm('office', 'toString')]).toEqual([undefined, undefined]);
  });
});

describe('a refusal as a sentence', () => {
  const finding = {
    code: 'OFFICE_NOT_AMONG_SIGNERS',
    clause: 'R4',
    required: ['VILLAGE_SECRETARY', 'VILLAGE_DIRECTOR'],
    actual: [],
  };
  it('says what is not so, what is required, what was found, and where it stands', () => {
    expect(refusalText(finding, 'zh')).toBe('应签的职务未签字：应为村党支部书记、村委会主任，实际为无（依据：R4）。');
    expect(refusalText(finding, 'en')).toBe(
      'An office is not among the signers: required Village party secretary, Village director, found nothing (clause: R4).',
    );
  });
  it('says numbers, records and yes or no', () => {
    expect(refusalText({ code: 'TOO_FEW_PERSONS', clause: 'R4', required: { persons: 3 }, actual: { persons: 2 } }, 'en')).toBe(
      'Too few persons: required persons 3, found persons 2 (clause: R4).',
    );
    expect([valueText(true, 'zh'), valueText(false, 'zh'), valueText(null, 'zh'), valueText('2014-03-11', 'zh')]).toEqual([
      '是',
      '否',
      '无',
      '2014-03-11',
    ]);
  });
  it('keeps a code that has no words', () => {
    expect(refusalText({ code: 'NEVER_HEARD', clause: '§9', required: 1, actual: 2 }, 'en')).toBe(
      'NEVER_HEARD: required 1, found 2 (clause: §9).',
    );
  });
});
