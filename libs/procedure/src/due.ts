import { addDays, type CivilDate, civilDate, type Finding, isCivilDate, type JsonObject } from '#libs/kernel';
import { type Duration, type Level, type Office, type PartId } from './definition.js';
import { type Law } from './law.js';
import { countsFrom, isYearMissing, lastOfMonth, termEnd } from './period.js';
import { levelAbove } from './ready.js';
import { remarksOn } from './rules/branches-findings.js';
import { type Timer, type TimerEnd, type TimerExpiry } from './timer.js';

/** What a term is about: with its timer it is one term of a case, and no other. */
export interface TermKey {
  readonly timer: string;
  readonly part: PartId;
  readonly round: number;
  /** Of an objection. */
  readonly no?: number;
}

/**
 * Why a term does not simply count from its paper date. `RECORDING`: that lies further back than R2 lets it count, so the last
 * day that does counts. `ADMISSION`: it counts all the same, because the level above admitted it (R2). `RECEIPT`: it counts
 * because it is the day on which anyone received the objection (R1).
 */
export type CountedBy = 'RECORDING' | 'ADMISSION' | 'RECEIPT';

/** The first day of a term. */
export interface CountedFrom {
  readonly from: CivilDate;
  /** The paper date, where another day counts. */
  readonly startedOn?: CivilDate;
  /** Absent where the paper date counts as it is, which is the rule. */
  readonly counts?: CountedBy;
}

/** What starts a term, and from when it is counted. */
export interface TermStart extends TermKey, CountedFrom {
  /** Wire name of the event. */
  readonly startFact: string;
  /** The day on which that was recorded. */
  readonly recordedOn: CivilDate;
  /** What the definition says of its length; the policy's where absent. */
  readonly duration?: Duration;
  /** Whose term it is, where the timer leaves that to its part or its investigation. */
  readonly level: Level;
  readonly programYear: number;
  /** Entered late, and nobody else would be told: whose reminder's day is over by then is reminded at once. */
  readonly tellAtOnce?: boolean;
  /** Reckoned again, and over as it was before: not past, what rings for it goes on to ring. */
  readonly overBefore?: boolean;
}

/**
 * A term with its last day and how that was reached: the part of an event's metadata by which everybody else knows of it.
 * Stored: never rename a field.
 */
export interface DueTerm extends TermKey, CountedFrom {
  readonly kind: 'MAX' | 'TOTAL' | 'FIXED';
  readonly startFact: string;
  /** Absent for a fixed day. */
  readonly length?: number;
  readonly unit?: Duration['unit'];
  /** Of a fixed day, as the timer says it. */
  readonly on?: string;
  readonly dayCount: 'EXCLUDE_START' | 'INCLUDE_START';
  readonly clause: string;
  readonly mark: 'SOURCE' | 'ASSUMPTION';
  /** Versions of the calendar counted by, what was passed over, weekend days that count; of working days only. */
  readonly calendar?: readonly string[];
  readonly skipped?: readonly JsonObject[];
  readonly workedWeekends?: readonly string[];
  /**
   * By what the term stood still; always empty, because nothing in domain.md suspends a longest term. What holds a case up ends
   * the terms of the parts that are then no longer ready, each of which begins in full when it is ready again: an objection that
   * supersedes a completion (R1), a return (§2.3), an ending. Interruptions and additions (R10) are of notices. Logs of before
   * this was said have no such field.
   */
  readonly suspensions?: readonly string[];
  /** The last day; absent where a calendar is missing. */
  readonly dueOn?: CivilDate;
  /** The calendar that has to be published before the day can be told, such as `CN-2027`. */
  readonly missing?: string;
  /** Over when its cause was recorded: a finding, and no alarm (architecture §6). */
  readonly past?: true;
  /** Of one that is past only where an objection was entered late: its office is told on that day. */
  readonly remindOn?: CivilDate;
  /** The last day of the second period. */
  readonly secondOn?: CivilDate;
  /** The calendar that has to be published before that can be told. */
  readonly secondMissing?: string;
  /** The instrument by which the county had adopted the term when it began; absent: nobody is accused (R16). */
  readonly adopted?: string;
  readonly level: Level;
  /** Who is told when it is missed. */
  readonly escalatesTo: Level;
  readonly ends: TimerEnd;
  readonly expiry: TimerExpiry;
}

/** Who at each level is told of what was missed below. */
const TOLD: Readonly<Record<Level, Office>> = {
  HOUSEHOLD: 'GROUP_LEADER',
  GROUP: 'GROUP_LEADER',
  VILLAGE: 'VILLAGE_DIRECTOR',
  TOWNSHIP: 'STATION_HEAD',
  COUNTY: 'COUNTY_POVERTY_OFFICE_HEAD',
  PREFECTURE: 'FILING_OFFICER',
  PROVINCE: 'FILING_OFFICER',
  NATION: 'FILING_OFFICER',
};

/** The office at a level that is told of what was missed below (domain.md §1.2). */
export const officeTold = (level: Level): Office => TOLD[level];

/** The key of a term as one word; the same for the same term. */
export function termKey({ timer, part, round, no }: TermKey): string {
  return `${timer}|${part}|${round}${no === undefined ? '' : `|${no}`}`;
}

/**
 * Which day of what started it counts for a term: the later of its paper date and its recording less `maxDays` (R2), because
 * back-dating shortens nobody's period, that of the next office no more than that of the household. `unless`: why an older
 * paper date counts all the same.
 */
export function countedFrom(
  paper: CivilDate,
  recordedOn: CivilDate,
  maxDays: number,
  unless: Exclude<CountedBy, 'RECORDING'> | undefined,
): CountedFrom {
  const floor = countsFrom(paper, recordedOn, maxDays, false);
  if (floor === paper) return { from: paper };
  return unless === undefined ? { from: floor, startedOn: paper, counts: 'RECORDING' } : { from: paper, counts: unless };
}

/**
 * The finding of a term whose last day was over when its cause was recorded: shown to whoever rules next, and no alarm, because
 * nobody could have kept what nobody knew of (architecture §6). None of any other term.
 */
export function overWhenRecorded(term: DueTerm, recordedOn: CivilDate): Finding | undefined {
  const { timer, part, round, no, dueOn, clause } = term;
  if (term.past !== true || dueOn === undefined) return undefined;
  const required = { timer, part, round, ...(no === undefined ? {} : { no }), notAfter: dueOn };
  return remarksOn('TERM_OVER_WHEN_RECORDED', 'LAW', clause)({ met: false, required, actual: { recordedOn } });
}

/** A term that starts, with its last day by the calendar and the policy of `law` (domain.md §5). Nothing is guessed. */
export function dueTerm(timer: Timer, start: TermStart, { calendar }: Pick<Law, 'calendar'>): DueTerm {
  const { part, round, no, startFact, from, startedOn, counts, duration } = start;
  const level = timer.fallsTo === 'OF_PART' || timer.fallsTo === 'OF_INVESTIGATION' ? start.level : timer.fallsTo;
  const dayCount = timer.dayCount ?? 'EXCLUDE_START';
  const { clause, mark } = duration?.basis ?? timer;
  const adopted = timer.adopted !== undefined && timer.adopted.on <= from ? timer.adopted.instrument : undefined;
  const common = {
    timer: timer.id,
    part,
    round,
    ...(no === undefined ? {} : { no }),
    kind: timer.ends === 'EFFECT' && timer.kind === 'MAX' ? 'TOTAL' : timer.kind === 'FIXED' ? 'FIXED' : 'MAX',
    startFact,
    from,
    ...(startedOn === undefined ? {} : { startedOn }),
    ...(counts === undefined ? {} : { counts }),
    dayCount,
    clause,
    mark,
    suspensions: [],
    ...(adopted === undefined ? {} : { adopted }),
    level,
    escalatesTo: timer.escalatesTo ?? levelAbove(level) ?? level,
    ends: timer.ends,
    expiry: timer.expiry,
  } as const;
  if (timer.on !== undefined) {
    const on = fixedDay(timer.on, start.programYear + (timer.nextYear === true ? 1 : 0));
    return { ...common, on: timer.on, dueOn: on, ...alarms(timer, adopted, on, start, calendar) };
  }
  const term = duration ?? timer.term;
  if (term === undefined) return { ...common, missing: timer.id };
  const { length, unit } = term;
  const end = termEnd(from, { length, unit, basis: { clause, mark } }, { dayCount, calendar });
  if (isYearMissing(end)) return { ...common, length, unit, missing: `CN-${end.missing}` };
  const { lastDay, counted } = end;
  return { ...common, length, unit, ...counted, dueOn: lastDay, ...alarms(timer, adopted, lastDay, start, calendar) };
}

/** A day of the calendar, or one of every year in `year`: `02-END` is 29 February where that year has one. */
function fixedDay(on: string, year: number): CivilDate {
  if (isCivilDate(on)) return on;
  return on.endsWith('END') ? lastOfMonth(year, Number(on.slice(0, 2))) : civilDate(`${year}-${on}`);
}

type Alarms = Pick<DueTerm, 'past' | 'remindOn' | 'secondOn' | 'secondMissing'>;

/** When those are reminded to whom it falls, and when the second period is over. */
function alarms(
  timer: Timer,
  adopted: string | undefined,
  dueOn: CivilDate,
  { recordedOn, tellAtOnce, overBefore }: TermStart,
  calendar: Law['calendar'],
): Alarms {
  const reminder = timer.remindDaysBefore === undefined ? undefined : addDays(dueOn, -timer.remindDaysBefore);
  // Whoever has just begun a short term needs no reminder of it.
  const ahead = reminder !== undefined && reminder > recordedOn ? reminder : undefined;
  const remindOn = ahead ?? (tellAtOnce === true && (reminder ?? dueOn) <= recordedOn ? recordedOn : undefined);
  const reminded = remindOn === undefined ? {} : { remindOn };
  if (dueOn < recordedOn && overBefore !== true) return { past: true, ...reminded };
  if (timer.second === undefined || adopted === undefined) return reminded;
  const second = termEnd(dueOn, { ...timer.second, basis: timer }, { dayCount: 'EXCLUDE_START', calendar });
  return { ...reminded, ...(isYearMissing(second) ? { secondMissing: `CN-${second.missing}` } : { secondOn: second.lastDay }) };
}
