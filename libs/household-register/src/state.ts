import { type CivilDate } from '#libs/kernel';
import { type AreaPath, type CaseKind, type HouseholdSnapshot } from '#libs/procedure';
import { type NewMember, type PovertyAttribute, type Standing } from './orders.js';

/** A case that the register has admitted, by its id. */
export interface CaseEntry {
  readonly kind: CaseKind;
  readonly open: boolean;
  /** `id@version#digest`. */
  readonly definition: string;
  readonly factsDigest?: string;
  readonly deregistrationDelayDays: number;
  readonly outcome?: string;
}

/** A person who was found in another household as well (R14), and the ruling on it. */
export interface DuplicateEntry {
  readonly otherHousehold: string;
  readonly belongsHere?: boolean;
}

/** One household over the years (architecture §2). */
export interface RegisterState {
  /** `SPLIT`, `MERGED` and `LAPSED` take no more orders, except results of cases that were open. */
  readonly phase: 'ABSENT' | 'ENROLLED' | 'SPLIT' | 'MERGED' | 'LAPSED';
  readonly householdId: string;
  /** The three areas are absent before the enrolment only. */
  readonly hukouArea?: AreaPath;
  readonly residenceArea?: AreaPath;
  readonly managementArea?: AreaPath;
  readonly bodyKind: 'VILLAGERS' | 'RESIDENTS';
  readonly head: string;
  readonly members: readonly NewMember[];
  readonly povertyAttribute?: PovertyAttribute;
  readonly causeGroup?: string;
  readonly standing: Standing;
  /** Number of the newest spell of being registered; 0 before the first. */
  readonly spell: number;
  /** Of the newest spell. */
  readonly identifiedOn?: CivilDate;
  readonly exitedOn?: CivilDate;
  readonly deregistered: boolean;
  /** The case by which it exited last; absent where the exit was not by a case of ours. */
  readonly exitedBy?: string;
  /** While an exit waits to be followed by the deregistration. */
  readonly deregistrationDue?: CivilDate;
  readonly monitoringSpell: number;
  readonly monitoredOn?: CivilDate;
  /** R6: taken over, procedure not witnessed; for ever. */
  readonly takenOver: boolean;
  readonly householdNo?: string;
  readonly memberNos: Readonly<Record<string, string>>;
  /** In the order of their admission. */
  readonly cases: Readonly<Record<string, CaseEntry>>;
  readonly measures: readonly { readonly type: string; readonly on: CivilDate }[];
  readonly disasterOn?: CivilDate;
  /** By person. */
  readonly duplicates: Readonly<Record<string, DuplicateEntry>>;
}

export const initialRegister: RegisterState = {
  phase: 'ABSENT',
  householdId: '',
  bodyKind: 'VILLAGERS',
  head: '',
  members: [],
  standing: 'NONE',
  spell: 0,
  deregistered: false,
  monitoringSpell: 0,
  takenOver: false,
  memberNos: {},
  cases: {},
  measures: [],
  duplicates: {},
};

/** The entry of a record by a key that came from outside: never one that every object has. */
export function entryOf<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function isMember(state: RegisterState, person: string): boolean {
  return state.members.some((member) => member.person === person);
}

export interface OpenCaseEntry extends CaseEntry {
  readonly caseId: string;
}

/** The cases that are open, in the order of their admission. */
export function openCases(state: RegisterState): readonly OpenCaseEntry[] {
  return Object.entries(state.cases).flatMap(([caseId, entry]) => (entry.open ? [{ caseId, ...entry }] : []));
}

/** Members whose household is doubtful: flagged, and not ruled to belong here (R14). */
export function doubtfulMembers(state: RegisterState): readonly string[] {
  return state.members.flatMap(({ person }) => {
    const duplicate = entryOf(state.duplicates, person);
    return duplicate !== undefined && duplicate.belongsHere !== true ? [person] : [];
  });
}

/** What a case may know of its household: no names, no numbers. */
export function snapshotOf(state: RegisterState): HouseholdSnapshot {
  return {
    members: state.members.map(({ person, relation, bornOn }) => ({
      person,
      relation,
      ...(bornOn === undefined ? {} : { bornOn }),
    })),
    head: state.head,
    standing: state.standing,
    ...(state.identifiedOn === undefined ? {} : { identifiedOn: state.identifiedOn }),
    measures: state.measures,
    ...(state.disasterOn === undefined ? {} : { disasterOn: state.disasterOn }),
  };
}
