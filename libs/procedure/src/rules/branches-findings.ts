import { type CivilDate, type Finding, type FindingClass, type JsonValue, type OfficeHeld } from '#libs/kernel';
import { type Level, type Office, type PartId } from '../definition.js';
import { type Circumstances, type Judged, type Law } from '../law.js';
import { compareLevels } from '../ready.js';

/** Whose decisions an office takes part in (domain.md §1.2, §8). An administrator or an integrator decides no case. */
const LEVEL_OF: Readonly<Record<Office, Level | undefined>> = {
  GROUP_LEADER: 'GROUP',
  VILLAGE_SECRETARY: 'VILLAGE',
  VILLAGE_DIRECTOR: 'VILLAGE',
  COMMITTEE_MEMBER: 'VILLAGE',
  VILLAGE_SUPERVISOR: 'VILLAGE',
  VILLAGE_REPRESENTATIVE: 'VILLAGE',
  FIRST_SECRETARY: 'VILLAGE',
  RESIDENT_TEAM_LEADER: 'VILLAGE',
  RESIDENT_TEAM_MEMBER: 'VILLAGE',
  DATA_CLERK: 'VILLAGE',
  RESPONSIBLE_CADRE: 'VILLAGE',
  VILLAGE_LIAISON: 'TOWNSHIP',
  STATION_CLERK: 'TOWNSHIP',
  STATION_HEAD: 'TOWNSHIP',
  TOWNSHIP_PARTY_SECRETARY: 'TOWNSHIP',
  TOWNSHIP_HEAD: 'TOWNSHIP',
  COUNTY_POVERTY_OFFICER: 'COUNTY',
  COUNTY_POVERTY_OFFICE_HEAD: 'COUNTY',
  LEADING_GROUP_MEMBER: 'COUNTY',
  LEADING_GROUP_HEAD: 'COUNTY',
  LINE_DEPARTMENT_OFFICER: 'COUNTY',
  FILING_OFFICER: 'PREFECTURE',
  INSPECTOR: undefined,
  INTEGRATOR: undefined,
  PROGRAMME_ADMINISTRATOR: undefined,
};

/** The level of an office; absent for one that decides no case. */
export function levelOfOffice(office: string): Level | undefined {
  return LEVEL_OF[office as Office];
}

/** Offices that a person held on the paper date; none of a word that is no person, such as `constructor`. */
export function officesOf({ offices }: Pick<Circumstances, 'offices'>, person: string): readonly OfficeHeld[] {
  const held: unknown = offices[person];
  return Array.isArray(held) ? (held as readonly OfficeHeld[]) : [];
}

/** The levels at which a person held an office on the paper date. */
export function levelsOf(circumstances: Circumstances, person: string): readonly Level[] {
  const levels: Level[] = [];
  for (const { office } of officesOf(circumstances, person)) {
    const level = levelOfOffice(office);
    if (level !== undefined && !levels.includes(level)) levels.push(level);
  }
  return levels;
}

export const holdsOfficeAt = (circumstances: Circumstances, person: string, level: Level): boolean =>
  levelsOf(circumstances, person).includes(level);

export const holdsOfficeAbove = (circumstances: Circumstances, person: string, level: Level): boolean =>
  levelsOf(circumstances, person).some((held) => compareLevels(held, level) > 0);

/** What one rule says: its code, class and clause are fixed, what is required and what is so is told by the case. */
export interface Said {
  readonly met: boolean;
  readonly required: JsonValue;
  readonly actual: JsonValue;
}

export type Speaker = (said: Said) => Finding;

export function blocks(code: string, findingClass: FindingClass, clause: string): Speaker {
  return ({ met, required, actual }) => ({ code, class: findingClass, weight: 'BLOCKING', clause, required, actual, met });
}

/** Unmet, the event stands and the finding is shown to the next ruling. */
export function remarksOn(code: string, findingClass: FindingClass, clause: string): Speaker {
  return ({ met, required, actual }) => ({ code, class: findingClass, weight: 'REMARK', clause, required, actual, met });
}

/** Paper dates lie between `from` and the day of recording (R2). */
export function notAfterRecording(code: string, clause: string, date: CivilDate, judged: Judged): Finding {
  const recordedOn = judged.circumstances.recordedOn;
  return blocks(code, 'INPUT', clause)({ met: date <= recordedOn, required: { notAfter: recordedOn }, actual: date });
}

/** Every part that must be done before `part`, near or far, in the order of the definition. */
export function partsBefore(law: Law, part: PartId): readonly PartId[] {
  const found: PartId[] = [];
  const open: PartId[] = [...(law.after[part] ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.includes(next)) continue;
    found.push(next);
    open.push(...(law.after[next] ?? []));
  }
  return law.order.filter((id) => found.includes(id));
}

export const sorted = (persons: readonly string[]): string[] => [...persons].sort();

/** Those of `persons` who are also among `others`. */
export const common = (persons: readonly string[], others: readonly string[]): readonly string[] =>
  persons.filter((person) => others.includes(person));

export const EFFECTS: readonly string[] = ['REGISTERED', 'EXITED', 'MONITORED'];

/** The result of the case has taken effect: the household is registered, exited or monitored. */
export const tookEffect = (judged: Pick<Judged, 'view'>): boolean =>
  judged.view.outcome !== undefined && EFFECTS.includes(judged.view.outcome);
