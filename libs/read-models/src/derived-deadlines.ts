import { type StoredEvent } from '#libs/event-store';
import { type CaseEvent } from '#libs/household-case';
import { addDays, type CivilDate, type JsonObject, type JsonValue } from '#libs/kernel';
import { type Definition, type PartId, placedParts } from '#libs/procedure';
import { deadlineSentence, type DeadlineWords, type Words } from '#libs/terms';
import { caseDeadlines, type Deadline, noticeBoard, type NoticeEntry } from './case-queries.js';
import { type StoredOf } from './projection.js';
import { type ReadModels } from './read-models.js';

type CaseRecord = StoredOf<CaseEvent>;

/** A gap in the hanging of a notice and what it did to the period (domain.md R10). */
export interface DerivedInterruption {
  readonly place: string;
  readonly missingFrom: CivilDate;
  readonly restoredOn: CivilDate;
  readonly missingDays: number;
  readonly mode: 'EXTEND' | 'RESTART';
  /** Where working days were counted again: by what. */
  readonly derivation: JsonObject | null;
}

/** A due date with all that it was reached by; the row's own derivation is what stood at its beginning. */
export interface DerivedDeadline extends Deadline {
  /** The event that began the term, where it says so. */
  readonly startFact: string | null;
  /** The last day of the term; of a notice the day before it may end. Null where no calendar tells it. */
  readonly lastDay: CivilDate | null;
  readonly places: NoticeEntry['places'];
  readonly interruptions: readonly DerivedInterruption[];
  /** Correction slips after which the period began again. */
  readonly restartedOn: readonly CivilDate[];
}

/** Joins the deadlines of one case, by number, with what its notices and its events say of them. */
function derivedDeadlines(
  deadlines: readonly Deadline[],
  notices: readonly NoticeEntry[],
  events: readonly StoredEvent[],
): readonly DerivedDeadline[] {
  const hangings = hangingsOf(events as readonly CaseRecord[]);
  const seen = new Map<string, number>();
  return deadlines.map((deadline) => {
    const start = textOf(deadline.derivation, 'startFact') ?? textOf(memberOf(deadline.derivation, 'start'), 'type');
    const common = { ...deadline, startFact: start };
    if (deadline.kind !== 'MIN') {
      return { ...common, lastDay: deadline.dueOn, places: [], interruptions: [], restartedOn: [] };
    }
    // The same part may be posted again in one round: rows and postings follow in the same order.
    const key = `${deadline.part} ${deadline.round}`;
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    const ofPart = <T extends { readonly part: PartId; readonly round: number }>(all: readonly T[]): T | undefined =>
      all.filter(({ part, round }) => part === deadline.part && round === deadline.round)[nth];
    const hanging = ofPart(hangings);
    return {
      ...common,
      startFact: hanging?.type ?? start,
      lastDay: deadline.dueOn === null ? null : addDays(deadline.dueOn, -1),
      places: ofPart(notices)?.places ?? [],
      interruptions: hanging?.interruptions ?? [],
      restartedOn: hanging?.restartedOn ?? [],
    };
  });
}

/** The deadlines of a case with their derivation; `events` are those of its stream. */
export async function deadlinesOfCase(
  models: ReadModels,
  today: CivilDate,
  caseId: string,
  events: readonly StoredEvent[],
): Promise<readonly DerivedDeadline[]> {
  const notices: NoticeEntry[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const page = await noticeBoard(models, { caseId }, { limit: 500, ...(after === undefined ? {} : { after }) });
    notices.push(...page.items);
    after = page.next;
  }
  return derivedDeadlines(await caseDeadlines(models, today, caseId), notices, events);
}

interface Hanging {
  readonly type: string;
  readonly part: PartId;
  readonly round: number;
  readonly interruptions: DerivedInterruption[];
  readonly restartedOn: CivilDate[];
}

function hangingsOf(events: readonly CaseRecord[]): readonly Hanging[] {
  const hangings: Hanging[] = [];
  for (const event of events) {
    if (event.type === 'case.NoticePosted.v1' || event.type === 'case.AnnouncementPosted.v1') {
      const { part, round } = event.data;
      hangings.push({ type: event.type, part, round, interruptions: [], restartedOn: [] });
    } else if (event.type === 'case.NoticeInterrupted.v1') {
      const { part, place, missingFrom, restoredOn, missingDays, mode, derivation = null } = event.data;
      const hanging = hangings.findLast((one) => one.part === part);
      hanging?.interruptions.push({ place, missingFrom, restoredOn, missingDays, mode, derivation });
    } else if (event.type === 'case.NoticeCorrected.v1' && event.data.restarts) {
      const { part, correctedOn } = event.data;
      hangings.findLast((one) => one.part === part)?.restartedOn.push(correctedOn);
    }
  }
  return hangings;
}

/** How a due date was reached, in one sentence of each language; `definition` is the one that its case pins. */
export function sentenceOf(deadline: DerivedDeadline, definition: Definition | undefined): Words {
  const words = wordsOf(deadline, labelOf(deadline.part, definition));
  return { zh: deadlineSentence(words, 'zh'), en: deadlineSentence(words, 'en') };
}

/** What a definition calls a part; its id where it knows none such. */
export function labelOf(part: PartId, definition: Definition | undefined): Words {
  const placed = definition === undefined ? undefined : placedParts(definition).find(({ id }) => id === part);
  return placed?.part.label ?? { zh: part, en: part };
}

/** What a sentence needs of a deadline; `label` is what the definition calls its part. */
export function wordsOf(deadline: DerivedDeadline, label: Words): DeadlineWords {
  const { derivation, kind, timer, round, aboutNo, from, startFact, lastDay, places, interruptions, restartedOn, dueOn } =
    deadline;
  const { adopted, recomputed } = deadline;
  // A restart in working days is counted anew; what is added afterwards is counted besides.
  const lastRestart = interruptions.findLastIndex(({ mode }) => mode === 'RESTART');
  const counted = [
    interruptions[lastRestart]?.derivation ?? derivation,
    ...interruptions.slice(lastRestart + 1).map((one) => one.derivation),
  ];
  return {
    kind,
    timer,
    part: label,
    round,
    aboutNo,
    from,
    startFact,
    counts: textOf(derivation, 'counts'),
    startedOn: textOf(derivation, 'startedOn'),
    length: numberOf(derivation, 'length'),
    unit: textOf(derivation, 'unit') ?? 'cd',
    dayCount: textOf(derivation, 'dayCount') ?? '',
    clause: textOf(derivation, 'clause') ?? '',
    mark: textOf(derivation, 'mark') ?? '',
    calendar: [...new Set(counted.flatMap((one) => listOf<string>(one, 'calendar')))],
    skipped: counted.flatMap((one) => listOf<DeadlineWords['skipped'][number]>(one, 'skipped')),
    workedWeekends: counted.flatMap((one) => listOf<string>(one, 'workedWeekends')),
    movedFrom: textOf(derivation, 'movedFrom'),
    places,
    interruptions,
    restartedOn,
    missing: textOf(derivation, 'missing'),
    secondMissing: textOf(derivation, 'secondMissing'),
    lastDay,
    mayEndOn: kind === 'MIN' ? dueOn : null,
    past: memberOf(derivation, 'past') === true,
    toldOn: textOf(derivation, 'remindOn'),
    adopted,
    recomputed,
  };
}

function memberOf(value: JsonValue, name: string): JsonValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return (value as JsonObject)[name] ?? null;
}

function textOf(value: JsonValue, name: string): string | null {
  const member = memberOf(value, name);
  return typeof member === 'string' ? member : null;
}

function numberOf(value: JsonValue, name: string): number {
  const member = memberOf(value, name);
  return typeof member === 'number' ? member : 0;
}

function listOf<T extends JsonValue>(value: JsonValue, name: string): readonly T[] {
  const member = memberOf(value, name);
  return Array.isArray(member) ? (member as readonly T[]) : [];
}
