import { FORMATS, type Format } from '#libs/exchange';
import { HISTORY_GROUPINGS, type HistoryGrouping } from '#libs/read-models';
import { type Language } from '#libs/terms';
import { Day, Id, Maybe, OneOf, Whole } from '../orders/fields.js';
import { AsNumber, FreshParameters, HistoryParameters } from '../queries/parameters.js';

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

/** The filters of a history, for all of it at once: lineage always, no paging. */
export class WholeHistoryParameters extends HistoryParameters {
  /** In groups, each with its first and last day; in the order of the log where absent. */
  @Maybe(OneOf(...HISTORY_GROUPINGS)) groupBy?: HistoryGrouping;
}

export class HistoryFileParameters extends HistoryParameters {
  /** `csv` where absent; `html` is a page to be printed, `pdf` the same on paper. */
  @Maybe(OneOf(...FORMATS, 'html', 'pdf')) format?: Format | 'html' | 'pdf';
  /** Of the texts; by `Accept-Language` where absent. */
  @Maybe(OneOf('zh', 'en')) lang?: Language;
}

export class CardParameters extends FreshParameters {
  /** The newest case of the household where absent. */
  @Maybe(Id()) caseId?: string;
  /** As the case stood with the event at this revision; as it stands where absent. */
  @AsNumber() @Maybe(Whole(0, 1_000_000)) revision?: number;
  /** Of the page; by `Accept-Language` where absent. The data hold both languages. */
  @Maybe(OneOf('zh', 'en')) lang?: Language;
}
