import { Day, Maybe } from '../orders/fields.js';
import { FreshParameters } from '../queries/parameters.js';

/** A look back; days are civil dates in Asia/Shanghai. */
export class LookParameters extends FreshParameters {
  /** About which day; that of `knownDay` where absent, or today. */
  @Maybe(Day()) aboutDay?: string;
  /** As it was known at the end of which day; as it is known now where absent. */
  @Maybe(Day()) knownDay?: string;
}

export class DifferenceParameters extends LookParameters {
  /** About which day the second view is; the same where absent. */
  @Maybe(Day()) thenAboutDay?: string;
  /** How much the second view knows; all that is known now where absent. */
  @Maybe(Day()) thenKnownDay?: string;
}
