import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dictionary } from '#libs/terms';

/** Who decides: rules and deciders. Rights at the door and broken machinery have specs of their own. */
const DECIDING = ['procedure', 'household-case', 'household-register', 'collective-act', 'inspection', 'kernel'];
const MADE =
  /\b(\w+)\(\s*'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)'|\bcode: '([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'|\b(?:self|level): '([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g;
const EITHER = /\b(?:unmet|blocks|remarksOn)\(\s*[^'"`;]*?\?\s*'([A-Z][A-Z0-9_]*)'\s*:\s*'([A-Z][A-Z0-9_]*)'/g;
const ALWAYS = ['unmet', 'blocks', 'remarksOn'];

/** Words in capitals that name something else than a finding: offices, criteria, sources and so on. */
const others = new Set(
  Object.entries(dictionary).flatMap(([category, vocabulary]) => (category === 'finding' ? [] : Object.keys(vocabulary))),
);

function codesOf(text: string): readonly string[] {
  const either = [...text.matchAll(EITHER)].flatMap(([, one = '', other = '']) => [one, other]);
  const made = [...text.matchAll(MADE)].flatMap(([, called = '', given = '', code = '', named = '']) => {
    const found = given || code || named;
    return ALWAYS.includes(called) || (found.includes('_') && !others.has(found)) ? [found] : [];
  });
  return [...made, ...either];
}

/** Every code that a decider or a rule of the law can give, by what its source says. */
export function codesOfTheLaw(): readonly string[] {
  const libs = join(import.meta.dirname, '../../libs');
  const files = DECIDING.flatMap((lib) =>
    readdirSync(join(libs, lib, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !/\.(spec|fixture)\.ts$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !/\/(samples|fixtures|definitions|policies)\/|\/check[^/]*\.ts$/.test(path)),
  );
  const found = new Set(files.flatMap((path) => codesOf(readFileSync(path, 'utf8'))));
  return [...found].filter((code) => Object.hasOwn(dictionary.finding, code)).sort();
}
