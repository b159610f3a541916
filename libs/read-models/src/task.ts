import { type CivilDate, type JsonObject } from '#libs/kernel';
import { type Level, type PartId } from '#libs/procedure';

export type TaskKind =
  | 'WORK_PART'
  | 'CONFIRM_NOTICE_RESULT'
  | 'ASSIGN_INVESTIGATION'
  | 'DECIDE_OBJECTION'
  | 'DISPOSITION_HIT'
  | 'SUPPLY_ANSWERS'
  | 'DELIVER_REJECTION'
  | 'DECIDE_RECHECK'
  | 'RULE_ON_CONTEST'
  | 'RELEASE_PARKED'
  | 'DEREGISTER'
  | 'RULE_ON_DUPLICATE_PERSON'
  | 'REMOVE_MEMBER'
  | 'FOLLOW_UP_LEAD'
  | 'RESOLVE_INCIDENT';

/** Something that an office has to do. `key` tells it apart within its case, household or incident. */
export interface Task {
  readonly key: string;
  readonly kind: TaskKind;
  readonly part: PartId | null;
  readonly level: Level;
  readonly offices: readonly string[];
  readonly since: CivilDate;
  /** Where it is of another one than its owner, or its owner of none. */
  readonly programYear?: number;
  readonly detail: JsonObject;
}
