import { type Finding } from '#libs/kernel';
import { type Judged, judge } from './law.js';

/**
 * The findings of every rule on one fact, met and unmet, with their clauses: the same function by which the fact was
 * decided, so that an explanation cannot say what the decision did not (architecture §5).
 */
export function explainEvent({ law, view, fact, circumstances }: Judged): readonly Finding[] {
  return judge({ law, view, fact, circumstances });
}
