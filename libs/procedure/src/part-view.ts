import { type CivilDate } from '#libs/kernel';

/** What is known of one part of a case: the newest round; older rounds stay in the log. */
export interface PartView {
  readonly round: number;
  readonly status: 'NOT_STARTED' | 'RUNNING' | 'DONE' | 'FAILED';
  readonly startedOn?: CivilDate;
  /** Paper date on which it was done. */
  readonly doneOn?: CivilDate;
  /** When our clock recorded its start and its end: for PERIOD_NOT_WITNESSED (R2). */
  readonly startRecordedOn?: CivilDate;
  readonly doneRecordedOn?: CivilDate;
  /** Persons who performed or signed it for an office, and who recorded it. */
  readonly persons: readonly string[];
  readonly recordedBy: readonly string[];
  readonly signedOn: readonly CivilDate[];
}
