import { termName } from './term-name.js';
import { termOf } from './dictionary.js';
import { type Language, type Words } from './words.js';

/** As much of what an office was told of a term as a line needs. */
export interface DigestWords {
  readonly kind: string;
  readonly householdId: string;
  readonly timer: string;
  /** The label of the part. */
  readonly part: Words;
  readonly round: number;
  readonly aboutNo: number | null;
  readonly since: string | null;
  readonly dueOn: string;
  readonly clause: string | null;
  /** By what instrument the county has adopted the term. */
  readonly adopted: string | null;
  /** Done in time on this day, and entered late. */
  readonly supersededOn: string | null;
}

/** One line of a digest: what was told, of whom, of which term, since when, by when, by which clause. */
export function digestLine(said: DigestWords, language: Language): string {
  const { householdId, since, dueOn, clause, adopted, supersededOn } = said;
  const name = termName(said, language);
  const told = termOf('digest', said.kind)[language];
  const basis = [clause, adopted].filter((one) => one !== null);
  if (language === 'zh') {
    return (
      `${told}：户${householdId}，${name}${since === null ? '' : `自${since}起，`}${dueOn}届满` +
      `${supersededOn === null ? '' : `；已于${supersededOn}按期办理，事后录入`}${basis.length === 0 ? '' : `（依据：${basis.join('，')}）`}。`
    );
  }
  return (
    `${told}: household ${householdId}, ${name}${since === null ? '' : ` from ${since}`}, last day ${dueOn}` +
    `${supersededOn === null ? '' : `; done in time on ${supersededOn} and entered late`}${basis.length === 0 ? '' : ` (clause: ${basis.join(', ')})`}.`
  );
}
