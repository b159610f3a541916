import { termOf } from './dictionary.js';
import { type Language, type Words } from './words.js';

/** As much of what an office was told of a term as a line needs. */
export interface DigestWords {
  readonly kind: string;
  readonly timer: string;
  /** The label of the part. */
  readonly part: Words;
  readonly aboutNo: number | null;
  readonly since: string | null;
  readonly dueOn: string;
  readonly clause: string | null;
  /** By what instrument the county has adopted the term. */
  readonly adopted: string | null;
  /** Done in time on this day, and entered late. */
  readonly supersededOn: string | null;
}

/** One line of a digest: what, by when, since when, what was told, by which clause. */
export function digestLine(said: DigestWords, language: Language): string {
  const { timer, part, aboutNo, since, dueOn, clause, adopted, supersededOn } = said;
  const what = termOf('timer', timer)[language];
  const told = termOf('digest', said.kind)[language];
  if (language === 'zh') {
    const basis = [clause, adopted].filter((one) => one !== null).join('，');
    return (
      `${told}：${part.zh}${aboutNo === null ? '' : `第${aboutNo}号异议`}的${what}（${timer}）${since === null ? '' : `自${since}起，`}${dueOn}届满` +
      `${supersededOn === null ? '' : `；已于${supersededOn}按期办理，事后录入`}${basis === '' ? '' : `（依据：${basis}）`}。`
    );
  }
  const basis = [clause, adopted].filter((one) => one !== null).join(', ');
  return (
    `${told}: ${part.en}${aboutNo === null ? '' : `, objection ${aboutNo}`}, ${what} (${timer})${since === null ? '' : ` from ${since}`}, last day ${dueOn}` +
    `${supersededOn === null ? '' : `; done in time on ${supersededOn} and entered late`}${basis === '' ? '' : ` (clause: ${basis})`}.`
  );
}
