import { termOf } from './dictionary.js';
import { type Language } from './words.js';

/** What a policy changes of an open term besides its last day: days, levels and instruments; null where there is none. */
export interface TermDifferenceWords {
  readonly what: string;
  readonly old: string | null;
  readonly new: string | null;
}

const LEVELS: readonly string[] = ['LEVEL', 'ESCALATION'];

/** `提醒日 — → 2020-03-12`, `reminder — → 2020-03-12`. */
export function termDifference({ what, old, new: next }: TermDifferenceWords, language: Language): string {
  const named = (value: string | null): string =>
    value === null ? '—' : LEVELS.includes(what) ? termOf('level', value)[language] : value;
  return `${termOf('termDifference', what)[language]} ${named(old)} → ${named(next)}`;
}
