import { Flag, Id, Maybe } from '../orders/fields.js';
import { AsFlag, PageParameters } from '../queries/parameters.js';

export class FindingListParameters extends PageParameters {
  /** Narrower than one's own area. */
  @Maybe(Id()) area?: string;
  @Maybe(Id()) inspection?: string;
  /** Only those that somebody answered, or that nobody did. */
  @AsFlag() @Maybe(Flag()) answered?: boolean;
}
