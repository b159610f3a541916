import { yearOf } from '#libs/kernel';
import { type AreaPath } from '#libs/procedure';
import { ancestorsOf } from './area-paths.js';
import { type Database } from './database.js';
import { type HouseholdFold, type StoredRegisterEvent } from './household-fold.js';
import { table } from './table.js';
import { put, remove } from './writes.js';

/**
 * Gross, per programme year: what was decided in it, taken back only where a closed case goes on, and there where it was counted.
 * A household that is managed elsewhere since takes nothing along: the area that decided has answered for it and reported it, and
 * to be moved is neither to be registered nor to exit. What is decided later counts where the household is managed then (R14).
 */
export type GrossMeasure =
  | 'REGISTERED'
  | 'READMITTED'
  | 'EXITED'
  | 'MONITORED'
  | 'DEREGISTERED'
  | 'REJECTED'
  | 'DEFERRED'
  | 'WITHDRAWN'
  | 'LAPSED'
  | 'TAKEN_OVER_REGISTERED'
  | 'TAKEN_OVER_EXITED';

/**
 * Households and persons are always a pair; persons are the members at that time. READMITTED is contained in REGISTERED. What was
 * taken over is apart, in the year of its as-of date (domain.md R6, R15); `case_kind` is empty for it.
 */
export const STANDING_GROSS = table({
  name: 'standing_gross',
  columns: {
    area: 'text',
    program_year: 'integer',
    measure: 'text',
    case_kind: 'text',
    level: 'text',
    households: 'integer',
    persons: 'integer',
  },
  key: ['area', 'program_year', 'measure', 'case_kind'],
});

/**
 * As it stands now, in the areas that manage the households now. MONITORED overlaps the others, DEREGISTERED is contained in EXITED; those registered are also split by poverty attribute and cause group (`split`,
 * `value`; `ALL` and empty for the whole). `taken_over` 1: procedure not witnessed, for ever.
 */
export const STANDING_PRESENT = table({
  name: 'standing_present',
  columns: {
    area: 'text',
    standing: 'text',
    taken_over: 'integer',
    split: 'text',
    value: 'text',
    level: 'text',
    households: 'integer',
    persons: 'integer',
  },
  key: ['area', 'standing', 'taken_over', 'split', 'value'],
});

const COUNTED = ['households', 'persons'] as const;
const ADD_GROSS = put(STANDING_GROSS, [...STANDING_GROSS.key, 'level', ...COUNTED], { kept: ['level'], added: COUNTED });
const TIDY_GROSS = remove(STANDING_GROSS, [...STANDING_GROSS.key, ...COUNTED]);
const ADD_PRESENT = put(STANDING_PRESENT, [...STANDING_PRESENT.key, 'level', ...COUNTED], { kept: ['level'], added: COUNTED });
const TIDY_PRESENT = remove(STANDING_PRESENT, [...STANDING_PRESENT.key, ...COUNTED]);

interface Delta<Key> {
  readonly key: Key;
  readonly level: string;
  households: number;
  persons: number;
}
type GrossKey = readonly [area: string, programYear: number, measure: GrossMeasure, caseKind: string];
type PresentKey = readonly [area: string, standing: string, takenOver: number, split: string, value: string];

/** A household as it is counted now: what must be taken out when it changes. */
export interface PresentShare {
  readonly area: AreaPath;
  readonly persons: number;
  readonly counted: readonly (readonly [standing: string, takenOver: number, split: string, value: string])[];
}

export function shareOf(fold: HouseholdFold): PresentShare | undefined {
  if (fold.phase !== 'ENROLLED') return undefined;
  const takenOver = fold.takenOver ? 1 : 0;
  const counted: (readonly [string, number, string, string])[] = [[fold.standing, takenOver, 'ALL', '']];
  if (fold.monitoredOn !== null) counted.push(['MONITORED', takenOver, 'ALL', '']);
  if (fold.standing === 'EXITED' && fold.deregisteredOn !== null) counted.push(['DEREGISTERED', takenOver, 'ALL', '']);
  if (fold.standing === 'REGISTERED') {
    if (fold.attribute !== null) counted.push(['REGISTERED', takenOver, 'POVERTY_ATTRIBUTE', fold.attribute]);
    if (fold.causeGroup !== null) counted.push(['REGISTERED', takenOver, 'CAUSE_GROUP', fold.causeGroup]);
  }
  return { area: fold.managementArea, persons: fold.members.length, counted };
}

/** Counters as differences of a batch, added to the tables at its end. */
export class StandingCounts {
  readonly #gross = new Map<string, Delta<GrossKey>>();
  readonly #present = new Map<string, Delta<PresentKey>>();

  constructor(private readonly db: Database) {}

  /** What `event` says for its programme year; `before` and `fold` are the household before and after it. */
  gross(fold: HouseholdFold, before: CountedBefore, event: StoredRegisterEvent): void {
    const persons = fold.members.length;
    const area = fold.managementArea;
    switch (event.type) {
      case 'household.StandingRegistered.v1': {
        const { programYear, readmitted } = event.data;
        this.#addGross(area, programYear, 'REGISTERED', 'IDENTIFICATION', 1, persons);
        if (readmitted) this.#addGross(area, programYear, 'READMITTED', 'IDENTIFICATION', 1, persons);
        return;
      }
      case 'household.StandingExited.v1':
        return this.#addGross(area, event.data.programYear, 'EXITED', 'EXIT', 1, persons);
      case 'household.StandingMonitored.v1':
        return this.#addGross(area, event.data.programYear, 'MONITORED', 'MONITORING', 1, persons);
      case 'household.Deregistered.v1': {
        const programYear = fold.exitYear ?? yearOf(event.data.on);
        return this.#addGross(area, programYear, 'DEREGISTERED', 'EXIT', 1, persons);
      }
      case 'household.StandingTakenOver.v1': {
        const measure = event.data.standing === 'REGISTERED' ? 'TAKEN_OVER_REGISTERED' : 'TAKEN_OVER_EXITED';
        return this.#addGross(area, yearOf(event.data.asOf), measure, '', 1, persons);
      }
      case 'household.CaseConcluded.v1': {
        const concluded = fold.cases[event.data.caseId];
        const measure = asMeasure(event.data.outcome);
        if (concluded === undefined || measure === undefined) return;
        return this.#addGross(area, concluded.programYear, measure, concluded.kind, 1, persons);
      }
      case 'household.CaseReopened.v1': {
        const reopened = fold.cases[event.data.caseId];
        const measure = before === null ? undefined : asMeasure(before.outcome);
        if (reopened === undefined || before === null || measure === undefined) return;
        return this.#addGross(before.area, reopened.programYear, measure, reopened.kind, -1, -before.persons);
      }
      default:
        return;
    }
  }

  present(before: PresentShare | undefined, after: PresentShare | undefined): void {
    if (before !== undefined) this.#addPresent(before, -1);
    if (after !== undefined) this.#addPresent(after, 1);
  }

  #addGross(area: AreaPath, year: number, measure: GrossMeasure, caseKind: string, households: number, persons: number): void {
    for (const [id, level] of ancestorsOf(area)) {
      add(this.#gross, [id, year, measure, caseKind], level, households, persons);
    }
  }

  #addPresent({ area, persons, counted }: PresentShare, sign: 1 | -1): void {
    for (const [id, level] of ancestorsOf(area)) {
      for (const [standing, takenOver, split, value] of counted) {
        add(this.#present, [id, standing, takenOver, split, value], level, sign, sign * persons);
      }
    }
  }

  flush(): void {
    for (const { key, level, households, persons } of this.#gross.values()) {
      if (households === 0 && persons === 0) continue;
      this.db.write(ADD_GROSS, ...key, level, households, persons);
      if (households <= 0) this.db.write(TIDY_GROSS, ...key, 0, 0);
    }
    for (const { key, level, households, persons } of this.#present.values()) {
      if (households === 0 && persons === 0) continue;
      this.db.write(ADD_PRESENT, ...key, level, households, persons);
      if (households <= 0) this.db.write(TIDY_PRESENT, ...key, 0, 0);
    }
    this.forget();
  }

  forget(): void {
    this.#gross.clear();
    this.#present.clear();
  }
}

/** How the end of the case was counted before the event, where it was. */
export type CountedBefore = { readonly outcome: string; readonly area: AreaPath; readonly persons: number } | null;

/** Ends of cases that change no standing; the others are counted by the standing that they bring. */
function asMeasure(outcome: string): GrossMeasure | undefined {
  return outcome === 'REJECTED' || outcome === 'DEFERRED' || outcome === 'WITHDRAWN' || outcome === 'LAPSED'
    ? outcome
    : undefined;
}

function add<Key extends readonly (string | number)[]>(
  deltas: Map<string, Delta<Key>>,
  key: Key,
  level: string,
  households: number,
  persons: number,
): void {
  const text = key.join('|');
  const known = deltas.get(text);
  if (known === undefined) {
    deltas.set(text, { key, level, households, persons });
    return;
  }
  known.households += households;
  known.persons += persons;
}
