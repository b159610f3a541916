import { type CaseNotes } from './case-notes.js';
import { plusDays } from './days.js';
import { BACKFILL_DAYS } from './law-of-domain.js';
import { type Predicate, type Situation } from './situation.js';

/** Domain.md R1: all that a clock may say. Nothing of it completes, approves, rejects or defers anything. */
const SAID_BY_CLOCK: ReadonlySet<string> = new Set([
  'NoticePeriodElapsed',
  'ReminderDue',
  'DeadlineMissed',
  'Escalated',
  'NoticeCopyExpired',
  'ExitWindowEnded',
  'TransitionEnded',
]);
/** §5, T20: the transition period has one last day, the same for everybody. */
const TRANSITION_ENDS = '2025-12-31';
/** §5: timers whose term is the work of one part. */
const OF_PARTS: ReadonlySet<string> = new Set(['T06', 'T07', 'T08', 'T09', 'T10']);
const LEVELS = ['VILLAGE', 'TOWNSHIP', 'COUNTY', 'PREFECTURE', 'PROVINCE', 'NATION'];

interface Begun {
  readonly timer: string;
  readonly part: string;
  readonly round: number;
  readonly no?: number;
  readonly from: string;
  readonly length?: number;
  readonly unit?: string;
  readonly dayCount: string;
  readonly dueOn?: string;
  readonly missing?: string;
  readonly past?: boolean;
  readonly clause: string;
  readonly adopted?: string;
  readonly level: string;
}
interface Standing extends Begun {
  missed: boolean;
  told: number;
  toldTo?: string;
  reminded?: boolean;
  /** The day on which what it counts from was entered. */
  enteredOn: string;
  /** The paper date and the order by which it was met, and when that was entered. */
  met?: { readonly on: string; readonly order: string; readonly enteredOn: string };
}
interface Due {
  readonly started?: readonly Begun[];
  readonly met?: readonly { readonly term: string; readonly on: string }[];
  readonly cancelled?: readonly string[];
}

const terms = new WeakMap<CaseNotes, Map<string, Standing>>();

const nameOf = ({ timer, part, round, no }: Pick<Begun, 'timer' | 'part' | 'round' | 'no'>): string =>
  [timer, part, round, ...(no === undefined ? [] : [no])].join('|');

/** §5: a term in calendar days ends so many days after its first, which is not counted; one in working days never before that. */
function countedRight({ from, length, unit, dueOn, dayCount }: Begun): boolean {
  if (length === undefined || dueOn === undefined || (unit !== 'cd' && unit !== 'wd')) return true;
  const end = plusDays(from, dayCount === 'INCLUDE_START' ? length - 1 : length);
  return unit === 'cd' ? dueOn === end : dueOn >= end;
}

/**
 * R2: back-dating shortens nobody's period, so that no term counts from further back than a paper date may, unless the level
 * above admitted one. R1: an objection counts from its receipt. Days of the calendar count from nothing, and what a case that
 * is opened again goes on with began before.
 */
function countedFromTooFar(begun: Begun, { type, data, notes, event, recordedOn }: Situation): boolean {
  if (begun.length === undefined || begun.timer === 'T14') return false;
  if (begun.no !== undefined) return type !== 'ObjectionRaised' || begun.from !== data.receivedOn;
  if (notes.admitted.size > 0 || notes.released?.order === event.metadata.orderId) return false;
  return begun.from < plusDays(recordedOn, -BACKFILL_DAYS);
}

/** The field by which the day of a part is corrected, by how it is recorded. */
const DAY_FIELD: Readonly<Record<string, string>> = { HomeVisitRecorded: 'visitedOn', ReviewHeld: 'heldOn' };

const counted = (paper: string, enteredOn: string, admitted: boolean): string => {
  const floor = plusDays(enteredOn, -BACKFILL_DAYS);
  return admitted || paper > floor ? paper : floor;
};

/** R3: later days are counted from the right date; and what was done in time by the right date was done in time (R16). */
function correctedDate({ data, notes, event, expectFollows }: Situation, standing: ReadonlyMap<string, Standing>): void {
  const target = notes.recordedEvents.get(data.event ?? '');
  const { part: id, new: now = '' } = { part: target?.part, new: data.new };
  const part = id === undefined ? undefined : notes.parts.get(id);
  const rows = notes.procedure?.parts ?? [];
  const next = rows[rows.findIndex((row) => row.id === id) + 1]?.id;
  const unlawful = (data.unlawful ?? []).length > 0 || notes.released?.order === event.metadata.orderId;
  if (id === undefined || part?.doneBy !== data.event || part?.status !== 'DONE' || unlawful) return;
  if (data.field !== (DAY_FIELD[target?.type.slice('case.'.length, -'.v1'.length) ?? ''] ?? 'occurredOn')) return;
  for (const term of standing.values()) {
    const { met, dueOn } = term;
    const ofParts = OF_PARTS.has(term.timer);
    if (ofParts && term.part === next && met === undefined && term.from === part.doneOn) {
      if (counted(now, term.enteredOn, notes.admitted.has(id)) !== term.from)
        expectFollows(['case.DeadlineRecomputed.v1'], 'corrected-date-moves-its-term', 'R3; §5');
    }
    if (!ofParts || term.part !== id || !term.missed || met === undefined || dueOn === undefined || met.on <= dueOn) continue;
    if (counted(now, met.enteredOn, notes.admitted.has(id)) <= dueOn)
      expectFollows(['case.MetOnPaper.v1'], 'corrected-date-is-in-time', 'R3; R16');
  }
}

/** R1, R16: terms remind, are missed only after their day and only where the county has adopted them, and accuse nobody who was in time. */
export const termsAccuseNobodyWrongly: Predicate = (situation) => {
  const { event, type, data, notes, recordedOn, part, say } = situation;
  const standing = terms.get(notes) ?? new Map<string, Standing>();
  terms.set(notes, standing);
  if (event.metadata.actorRole === 'clock' && !SAID_BY_CLOCK.has(type)) say('clock-decides-nothing', 'R1', `${type} by a clock`);

  const due = event.metadata.due === undefined ? {} : (JSON.parse(event.metadata.due) as Due);
  for (const term of due.met ?? []) {
    const known = standing.get(term.term);
    if (known === undefined) say('term-met-that-runs', '§5', `${term.term} does not run`);
    else known.met = { on: term.on, order: event.metadata.orderId, enteredOn: recordedOn };
  }
  for (const name of due.cancelled ?? []) standing.delete(name);
  for (const begun of due.started ?? []) {
    if (!countedRight(begun))
      say('term-counted-right', '§5 day counting', `${nameOf(begun)}: ${begun.from} to ${begun.dueOn ?? ''}`);
    if (countedFromTooFar(begun, situation)) say('term-counts-from', 'R2; R1', `${nameOf(begun)} from ${begun.from}`);
    // Architecture §6: what was over when it was recorded is a finding.
    const over = begun.dueOn !== undefined && begun.dueOn < recordedOn;
    if (over !== (begun.past ?? false)) say('over-when-recorded', '§5', `${nameOf(begun)}, due ${begun.dueOn ?? ''}`);
    if (over) situation.expectNoted('TERM_OVER_WHEN_RECORDED', begun.clause);
    if (begun.timer === 'T20' && (begun.dueOn !== TRANSITION_ENDS || begun.from > TRANSITION_ENDS))
      say('transition-of-those-in-it', '§5 T20', `from ${begun.from} to ${begun.dueOn ?? ''}`);
    standing.set(nameOf(begun), { ...begun, missed: false, told: 0, enteredOn: recordedOn });
  }

  if (type === 'RecordCorrected') correctedDate(situation, standing);
  if (data.timer === undefined || data.part === undefined || data.round === undefined) return;
  const name = nameOf({ timer: data.timer, part: data.part, round: data.round, ...(data.no !== undefined && { no: data.no }) });
  const term = standing.get(name);
  if (type === 'DeadlineRecomputed') {
    if (term === undefined) return;
    const begun = data.derivation as Begun;
    if ((data.old ?? undefined) !== term.dueOn || (data.new ?? undefined) !== begun.dueOn)
      say('recomputed-from-what-stands', '§5', `${name}: ${data.old ?? ''} to ${data.new ?? ''}`);
    const other = (data.changed ?? []).length > 0 || begun.from !== term.from || begun.missing !== undefined;
    if (data.old === data.new && !other) say('recomputed-for-something', '§5', name);
    if (!countedRight(begun)) say('term-counted-right', '§5 day counting', `${name}: ${begun.from} to ${begun.dueOn ?? ''}`);
    if (begun.past === true && data.old !== data.new) situation.expectNoted('TERM_OVER_WHEN_RECORDED', begun.clause);
    // What was missed by the old day, and is over by the new one too, has still been missed.
    const still = term.missed && begun.dueOn !== undefined && begun.dueOn < recordedOn;
    const { reminded, toldTo, met } = term;
    standing.set(name, {
      ...begun,
      missed: still,
      told: still ? term.told : 0,
      enteredOn: term.enteredOn,
      ...(met !== undefined && { met }),
      ...(still && toldTo !== undefined && { toldTo }),
      ...(reminded === true && begun.dueOn === term.dueOn && { reminded }),
    });
    return;
  }
  if (term === undefined || term.dueOn !== data.dueOn) {
    say('term-that-runs', '§5; R16', `${type} of ${name}, due ${data.dueOn ?? ''}`);
    return;
  }
  const { dueOn } = term;
  if (term.met !== undefined && type !== 'MetOnPaper') say('term-that-runs', '§5; R16', `${type} of ${name}, which was met`);
  if (type === 'ReminderDue') {
    // Late where the bell was late; of what was recorded as missed nobody needs to be reminded.
    if (term.missed) say('reminded-before', '§5', `on ${recordedOn}`);
    if (term.reminded === true) say('reminded-once', 'R16', name);
    term.reminded = true;
  }
  if (type === 'DeadlineMissed' || type === 'NoticeCopyExpired' || type === 'ExitWindowEnded' || type === 'TransitionEnded') {
    if (dueOn === undefined || recordedOn <= dueOn)
      say('missed-after-its-day', '§5; R1', `${name} on ${recordedOn}, due ${dueOn ?? 'never'}`);
    if (OF_PARTS.has(term.timer) && part?.status === 'DONE') say('missed-while-not-done', 'R16', `${name} is done`);
    if (term.missed) say('missed-once', 'R16', name);
    term.missed = true;
  }
  if (type === 'TransitionEnded' && (term.timer !== 'T20' || notes.outcome !== undefined))
    say('transition-of-open-cases', '§5 T20; R1', `${name}, ${notes.outcome ?? 'open'}`);
  if (type === 'DeadlineMissed' && term.adopted === undefined)
    say('missed-where-adopted', 'R16', `${name} has no adopted instrument`);
  if (type === 'Escalated') {
    if (!term.missed || term.adopted === undefined) say('told-when-missed', 'R16', name);
    term.told += 1;
    if (term.told > 2) say('told-twice-at-most', '§5', name);
    const above = LEVELS.indexOf(data.level ?? '');
    if (term.toldTo !== undefined && above !== LEVELS.indexOf(term.toldTo) + 1)
      say('told-one-level-up', '§5', `${term.toldTo}, ${data.level ?? ''}`);
    if (data.level !== undefined) term.toldTo = data.level;
  }
  if (type === 'MetOnPaper') {
    // By the order that met it, or by one that corrects the date on which it was met (R3).
    const on = event.metadata.orderType === 'CorrectRecord' ? notes.parts.get(term.part)?.doneOn : term.met?.on;
    const byIt = event.metadata.orderType === 'CorrectRecord' || term.met?.order === event.metadata.orderId;
    const inTime = term.met !== undefined && byIt && on === data.on && dueOn !== undefined && (on ?? '') <= dueOn;
    if (!inTime || !term.missed) say('met-on-paper-in-time', 'R16', `${name} on ${data.on ?? ''}, due ${dueOn ?? ''}`);
    standing.delete(name);
  }
};
