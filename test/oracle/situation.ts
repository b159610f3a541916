import { type CaseNotes, type Hand, type PartNotes, partNotes, recorderOf } from './case-notes.js';
import { dayOf } from './days.js';
import { levelsOfOffices, partOf, type PartRow } from './law-of-domain.js';
import { type CaseFacts, type StoredEvent } from './stored-event.js';

export type Say = (rule: string, clause: string, what: string) => void;

/** One event of a case and what stood before it. */
export interface Situation {
  readonly event: StoredEvent;
  readonly type: string;
  readonly data: CaseFacts;
  readonly notes: CaseNotes;
  readonly row: PartRow | undefined;
  readonly part: PartNotes | undefined;
  readonly recordedOn: string;
  readonly occurredOn: string;
  readonly performedBy: string;
  readonly recorder: Hand;
  /** Offices on the paper date, as kept in the context of the order; undefined where no context was kept. */
  readonly officesOf: (person: string) => readonly string[] | undefined;
  readonly areasOf: (person: string) => readonly string[] | undefined;
  readonly say: Say;
  /** A finding that domain.md asks for by name, to be noted with this order. */
  readonly expectNoted: (code: string, clause: string) => void;
  /** Another event that the law makes follow of itself, with this order. */
  readonly expectFollows: (types: readonly string[], rule: string, clause: string) => void;
}

export type Predicate = (situation: Situation) => void;

export interface Known {
  readonly offices?: Readonly<Record<string, readonly { readonly office: string; readonly area: string }[]>>;
}

export function situationOf(
  event: StoredEvent,
  notes: CaseNotes,
  known: Known | undefined,
  told: Pick<Situation, 'say' | 'expectNoted' | 'expectFollows'>,
): Situation {
  const data = event.data as CaseFacts;
  const held = (person: string) => known?.offices?.[person] ?? [];
  return {
    event,
    type: event.type.slice('case.'.length, -'.v1'.length),
    data,
    notes,
    row: partOf(notes.procedure, data.part),
    part: data.part === undefined ? undefined : partNotes(notes, data.part),
    recordedOn: dayOf(event.metadata.recordedAt),
    occurredOn: event.metadata.occurredOn,
    performedBy: event.metadata.performedBy,
    recorder: recorderOf(notes, event),
    officesOf: (person) => (known === undefined ? undefined : held(person).map(({ office }) => office)),
    areasOf: (person) => (known === undefined ? undefined : held(person).map(({ area }) => area)),
    ...told,
  };
}

/** Whether a person held an office of this level, or of one above it; unknown counts as held. */
export function isOfLevel({ officesOf }: Situation, person: string, fits: (level: string) => boolean): boolean {
  const offices = officesOf(person);
  return offices === undefined || levelsOfOffices(offices).some(fits);
}

/** Events that begin a part or do it at once. */
export const BEGINS: ReadonlySet<string> = new Set([
  'ApplicationSubmitted',
  'ExitNominated',
  'HomeVisitRecorded',
  'VillageVerificationPassed',
  'VillageVerificationFailed',
  'ReviewHeld',
  'MeetingInquorate',
  'ExitConsentGiven',
  'ExitConsentRefused',
  'NoticePosted',
  'AnnouncementPosted',
  'TownshipAuditPassed',
  'CountyApproved',
]);
export const GOES_ON: ReadonlySet<string> = new Set(['ComparisonResultReceived', 'HitDispositioned', 'ComparisonPassed']);
export const COMPLETES: ReadonlySet<string> = new Set(['NoticePeriodCompleted', 'AnnouncementCompleted']);
export const DECIDES: ReadonlySet<string> = new Set([
  'VillageVerificationPassed',
  'VillageVerificationFailed',
  'TownshipAuditPassed',
  'CountyApproved',
]);
export const EFFECTS: ReadonlySet<string> = new Set(['HouseholdRegistered', 'HouseholdExited', 'HouseholdMonitored']);
/** An ending that says of itself that a part failed: its papers are those of the part. */
export const failsPart = ({ type, data }: Situation): boolean =>
  (type === 'CaseRejected' || type === 'ExitDeferred') && data.round !== undefined;

export const isPartFact = (situation: Situation): boolean =>
  BEGINS.has(situation.type) ||
  GOES_ON.has(situation.type) ||
  COMPLETES.has(situation.type) ||
  situation.type === 'ComparisonRequested' ||
  failsPart(situation);

/** Objections that stop what is to come: open, not of an omission, not a second telling of the same facts (R11). */
export const openObjections = (
  notes: CaseNotes,
): readonly { readonly no: number; readonly target: string; readonly part?: string; readonly byHousehold: boolean }[] =>
  [...notes.objections.values()].filter(({ open, holds }) => open && holds);

export const partNotesDone = (notes: CaseNotes, part: string): boolean => partNotes(notes, part).status === 'DONE';
