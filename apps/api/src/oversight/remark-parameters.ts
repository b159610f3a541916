import { Id, Maybe } from '../orders/fields.js';
import { PageParameters } from '../queries/parameters.js';

export class RemarkListParameters extends PageParameters {
  /** Narrower than one's own area. */
  @Maybe(Id()) area?: string;
  /** Code of a finding, such as PERIOD_NOT_WITNESSED. */
  @Maybe(Id()) code?: string;
  /** Who did it or recorded it. */
  @Maybe(Id()) person?: string;
}
