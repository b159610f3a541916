import { termOf } from './dictionary.js';
import { type Language, type Words } from './words.js';

/** What tells a term of a case apart from its others. */
export interface TermWords {
  /** Of domain.md §5, such as `T07`; null where the rule has none. */
  readonly timer: string | null;
  /** What has to be done or may end: the label of the part. */
  readonly part: Words;
  readonly round: number;
  /** Number of the objection that it is about; null where it is about none. */
  readonly aboutNo: number | null;
}

/** `村级公示第2轮的村级公示期（T01）`, `Village notice, round 2, Village notice (T01)`; the first round goes without saying. */
export function termName({ timer, part, round, aboutNo }: TermWords, language: Language): string {
  if (language === 'zh') {
    const which = `${part.zh}${round > 1 ? `第${round}轮` : ''}${aboutNo === null ? '' : `第${aboutNo}号异议`}`;
    return timer === null ? which : `${which}的${termOf('timer', timer).zh}（${timer}）`;
  }
  const which = `${part.en}${round > 1 ? `, round ${round}` : ''}${aboutNo === null ? '' : `, objection ${aboutNo}`}`;
  return timer === null ? which : `${which}, ${termOf('timer', timer).en} (${timer})`;
}
