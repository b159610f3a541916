import { DEADLINE_STATES, type DeadlineState, HISTORY_KINDS, type HistoryKind } from '#libs/read-models';
import { CASE_KINDS, type CaseKind, type Level, OFFICES, type Office } from '#libs/procedure';
import { Transform, Type } from 'class-transformer';
import { Day, Flag, Id, Maybe, OneOf, Text, Whole } from '../orders/fields.js';
import { LevelOf } from '../orders/shared-data.js';

export const AsNumber = (): PropertyDecorator => Type(() => Number);
export const AsFlag = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));

/** Every query may wait for an order of one's own. */
export class FreshParameters {
  /** Position of a receipt. */
  @Maybe(Text()) after?: string;
}

export class ReplayParameters extends FreshParameters {
  /** Of `POST /openings`, on the same day and by the same account; sealed values stay shut without it. */
  @Maybe(Id()) opening?: string;
}

export class PageParameters extends FreshParameters {
  /** `next` of the page before. */
  @Maybe(Text()) cursor?: string;
  @AsNumber() @Maybe(Whole(1, 500)) limit?: number;
}

export class ListParameters extends PageParameters {
  /** Narrower than one's own area. */
  @Maybe(Id()) area?: string;
  @AsNumber() @Maybe(Whole(1900, 2200)) year?: number;
}

export class CaseListParameters extends ListParameters {
  @Maybe(OneOf(...CASE_KINDS)) kind?: CaseKind;
  @Maybe(OneOf('OPEN', 'CLOSED')) phase?: 'OPEN' | 'CLOSED';
  @Maybe(Id()) outcome?: string;
  @Maybe(Id()) step?: string;
  @Maybe(Id()) householdId?: string;
  @Maybe(Id()) act?: string;
  @AsFlag() @Maybe(Flag()) overdue?: boolean;
}

export class HouseholdListParameters extends PageParameters {
  @Maybe(Id()) area?: string;
  @Maybe(OneOf('NONE', 'REGISTERED', 'EXITED', 'MONITORED')) standing?: 'NONE' | 'REGISTERED' | 'EXITED' | 'MONITORED';
  @Maybe(Id()) attribute?: string;
  @Maybe(Id()) causeGroup?: string;
  @AsFlag() @Maybe(Flag()) takenOver?: boolean;
}

export class HistoryParameters extends PageParameters {
  @Maybe(OneOf(...HISTORY_KINDS)) kind?: HistoryKind;
  /** As told about this day. */
  @Maybe(Day()) aboutDay?: string;
  /** Wire name of an event, or its beginning. */
  @Maybe(Id()) type?: string;
  /** A step, or one of its parts. */
  @Maybe(Id()) step?: string;
  /** Paper dates, both ends included. */
  @Maybe(Day()) from?: string;
  @Maybe(Day()) to?: string;
  /** Who recorded it, or whose act it was. */
  @Maybe(Id()) actor?: string;
  @Maybe(OneOf(...OFFICES)) office?: Office;
  @Maybe(Id()) caseId?: string;
  @Maybe(Id()) act?: string;
  /** With the households in which it began or goes on, each entry marked. */
  @AsFlag() @Maybe(Flag()) lineage?: boolean;
}

export class NoticeListParameters extends ListParameters {
  @Maybe(Id()) caseId?: string;
  @Maybe(OneOf('RUNNING', 'COMPLETED', 'SUPERSEDED', 'ENDED')) status?: 'RUNNING' | 'COMPLETED' | 'SUPERSEDED' | 'ENDED';
  @Maybe(LevelOf()) level?: Level;
}

export class DeadlineListParameters extends ListParameters {
  @Maybe(Id()) caseId?: string;
  @Maybe(OneOf('OPEN', 'MET', 'CANCELLED')) status?: 'OPEN' | 'MET' | 'CANCELLED';
  @Maybe(OneOf('MIN', 'MAX', 'TOTAL', 'FIXED')) kind?: 'MIN' | 'MAX' | 'TOTAL' | 'FIXED';
  @Maybe(LevelOf()) level?: Level;
  /** Terms of which this office is one that may do it or record it. */
  @Maybe(OneOf(...OFFICES)) office?: Office;
  @Maybe(Id()) step?: string;
  @Maybe(Day()) dueUntil?: string;
  @AsFlag() @Maybe(Flag()) overdue?: boolean;
  /**
   * How it stands today: over, due today, due within `days` (7 where absent), reminded of and not over, or waiting for a calendar
   * that is not published (`waitsFor` of each names it).
   */
  @Maybe(OneOf(...DEADLINE_STATES)) state?: DeadlineState;
  @AsNumber() @Maybe(Whole(1, 366)) days?: number;
}

export class DeadlineBoardParameters extends FreshParameters {
  /** Narrower than one's own area. */
  @Maybe(Id()) area?: string;
  @AsNumber() @Maybe(Whole(1900, 2200)) year?: number;
  @Maybe(OneOf(...CASE_KINDS)) kind?: CaseKind;
  @Maybe(LevelOf()) level?: Level;
  /** Terms of which this office is one that may do it or record it. */
  @Maybe(OneOf(...OFFICES)) office?: Office;
  @Maybe(Id()) step?: string;
  /** How many days after today count as upcoming; 7 where absent. */
  @AsNumber() @Maybe(Whole(1, 366)) days?: number;
}

export class DigestParameters extends PageParameters {
  /** One's own where absent. */
  @Maybe(OneOf(...OFFICES)) office?: Office;
  /** The area of that office; one's own where absent. */
  @Maybe(Id()) area?: string;
  /** Today where absent. */
  @Maybe(Day()) day?: string;
}

export class StandingParameters extends FreshParameters {
  @Maybe(Id()) area?: string;
  @AsNumber() @Maybe(Whole(1900, 2200)) year?: number;
}

export class TaskListParameters extends ListParameters {
  @Maybe(OneOf(...OFFICES)) office?: Office;
  @Maybe(LevelOf()) level?: Level;
}

export class ActListParameters extends PageParameters {
  @Maybe(Id()) area?: string;
  @Maybe(OneOf('MEETING', 'NOTICE', 'COMPARISON_BATCH', 'RULING')) kind?: 'MEETING' | 'NOTICE' | 'COMPARISON_BATCH' | 'RULING';
  @Maybe(LevelOf()) level?: Level;
}

export class IncidentListParameters extends PageParameters {
  @Maybe(OneOf('OPEN', 'RESOLVED')) status?: 'OPEN' | 'RESOLVED';
}

export class AreaListParameters extends FreshParameters {
  @Maybe(Id()) area?: string;
}
