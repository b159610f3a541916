import { type Actor, addDays, type CivilDate, type EventMetadata, type Instant } from '#libs/kernel';
import { type Level, type Papers, type PartId, type PartView } from '#libs/procedure';
import { type CaseFile } from '../state.js';

interface OfPartRecorded {
  readonly data: { readonly part: PartId; readonly round?: number };
  readonly metadata: EventMetadata;
}

export interface Progress {
  /** Paper date; that of the metadata where absent. */
  readonly on?: CivilDate;
  readonly papers?: Papers;
  readonly persons?: readonly string[];
}

/**
 * The day in Asia/Shanghai of a moment of recording. Its offset has been +08:00 without summer time since 1992,
 * and folding a case asks this for every event: the time zone library would be most of the cost.
 */
export function recordedDay(recordedAt: Instant): CivilDate {
  const utcDay = recordedAt.slice(0, 10) as CivilDate;
  return recordedAt.slice(11, 13) < '16' ? utcDay : addDays(utcDay, 1);
}

const NOT_STARTED: PartView = {
  round: 1,
  status: 'NOT_STARTED',
  startedOn: undefined,
  doneOn: undefined,
  startRecordedOn: undefined,
  doneRecordedOn: undefined,
  persons: [],
  recordedBy: [],
  signedOn: [],
};

/** The newest round of a part; not started in round 1 where nothing has happened. */
export function partView(state: Pick<CaseFile, 'parts'>, part: PartId): PartView {
  return state.parts[part] ?? NOT_STARTED;
}

const joined = (a: readonly string[], b: readonly string[]): readonly string[] => {
  const more = b.filter((person) => person !== '' && !a.includes(person));
  return more.length === 0 ? a : [...a, ...more];
};

/** Who recorded an event: of an entry that waited, whoever had recorded it then. */
export function recorderOf(state: CaseFile, metadata: EventMetadata): Actor {
  if (state.released?.orderId === metadata.orderId) return state.released.by;
  return { id: metadata.actorId, role: metadata.actorRole, area: metadata.actorArea };
}

/** When it was recorded: an entry that waited, when it was parked, so that waiting makes no paper date older (R2, R16). */
export function recordedAtOf(state: CaseFile, metadata: EventMetadata): Instant {
  return state.released?.orderId === metadata.orderId ? state.released.at : metadata.recordedAt;
}

const withPart = (state: CaseFile, part: PartId, view: PartView): CaseFile => ({
  ...state,
  parts: { ...state.parts, [part]: view },
});

function touched(state: CaseFile, event: OfPartRecorded, progress: Progress): PartView {
  const view = partView(state, event.data.part);
  const signatures = progress.papers?.signatures ?? [];
  const signers = signatures.filter((signature) => signature.capacity === 'OFFICE').map((signature) => signature.person);
  return {
    ...view,
    round: event.data.round ?? view.round,
    persons: joined(view.persons, [event.metadata.performedBy, ...signers, ...(progress.persons ?? [])]),
    recordedBy: joined(view.recordedBy, [recorderOf(state, event.metadata).id]),
    signedOn: signatures.length === 0 ? view.signedOn : [...view.signedOn, ...signatures.map((signature) => signature.signedOn)],
  };
}

/** The part runs: a notice hangs, registers are being asked. */
export function begin(state: CaseFile, event: OfPartRecorded, progress: Progress = {}): CaseFile {
  const view = touched(state, event, progress);
  const startedOn = view.startedOn ?? progress.on ?? event.metadata.occurredOn;
  return withPart(state, event.data.part, {
    ...view,
    status: 'RUNNING',
    startedOn,
    startRecordedOn: view.startRecordedOn ?? recordedDay(recordedAtOf(state, event.metadata)),
  });
}

/** Something was added to a part without ending it. */
export function note(state: CaseFile, event: OfPartRecorded, progress: Progress = {}): CaseFile {
  return withPart(state, event.data.part, touched(state, event, progress));
}

function end(state: CaseFile, event: OfPartRecorded, status: 'DONE' | 'FAILED', progress: Progress): CaseFile {
  const view = touched(state, event, progress);
  const on = progress.on ?? event.metadata.occurredOn;
  const recordedOn = recordedDay(recordedAtOf(state, event.metadata));
  const next = withPart(state, event.data.part, {
    ...view,
    status,
    startedOn: view.startedOn ?? on,
    startRecordedOn: view.startRecordedOn ?? recordedOn,
    doneOn: on,
    doneRecordedOn: recordedOn,
  });
  return offAct(next, event.data.part);
}

export const finish = (state: CaseFile, event: OfPartRecorded, progress: Progress = {}): CaseFile =>
  end(state, event, 'DONE', progress);
export const fail = (state: CaseFile, event: OfPartRecorded, progress: Progress = {}): CaseFile =>
  end(state, event, 'FAILED', progress);

/** On no act. */
export const freed = (state: CaseFile): CaseFile => ({ ...state, onAct: undefined });

/** The case leaves its act where that stood on this part. */
export function offAct(state: CaseFile, part: PartId): CaseFile {
  return state.onAct?.part === part ? freed(state) : state;
}

/** Signers of a decision over all rounds: nobody decides at two levels (domain.md §8, R4). */
export function decidedBy(state: CaseFile, part: PartId, papers: Papers, performedBy: string): CaseFile {
  const signers = papers.signatures.filter((signature) => signature.capacity === 'OFFICE').map((signature) => signature.person);
  return { ...state, decidedBy: { ...state.decidedBy, [part]: joined(state.decidedBy[part] ?? [], [performedBy, ...signers]) } };
}

/** Who decided at a level besides its parts: a rejection, a remedy, an objection. */
export const decidedAt = (state: CaseFile, level: Level, persons: readonly string[]): CaseFile['deciders'] => ({
  ...state.deciders,
  [level]: [...new Set([...(state.deciders[level] ?? []), ...persons])],
});

/**
 * What was done of these parts no longer counts: each begins a new round, not started (domain.md §2.3).
 * A part that had not begun keeps its round. What was admitted or ordered for the old round is not said of the new one:
 * an old paper date is admitted anew (R2), a signed roll is ordered anew (R7).
 */
export function supersede(state: CaseFile, superseded: readonly PartId[]): CaseFile {
  const parts = { ...state.parts };
  const notices = { ...state.notices };
  const inquorate = { ...state.inquorate };
  let { comparison, consent, survey, approval, onAct } = state;
  for (const part of superseded) {
    const view = parts[part];
    if (comparison !== undefined && comparison.part === part) comparison = undefined;
    if (consent?.part === part) consent = undefined;
    if (survey?.part === part) survey = undefined;
    if (approval?.part === part) approval = undefined;
    if (onAct?.part === part) onAct = undefined;
    delete notices[part];
    delete inquorate[part];
    if (view !== undefined && view.status !== 'NOT_STARTED') parts[part] = { ...NOT_STARTED, round: view.round + 1 };
  }
  const stays = (part: PartId): boolean => !superseded.includes(part);
  return {
    ...state,
    backfillAdmitted: state.backfillAdmitted.filter(stays),
    signedRollOrdered: state.signedRollOrdered.filter(stays),
    ...(state.admittedBy && {
      admittedBy: Object.fromEntries(Object.entries(state.admittedBy).filter(([part]) => stays(part))),
    }),
    parts,
    notices,
    inquorate,
    comparison,
    consent,
    survey,
    approval,
    onAct,
  };
}

/** The case goes on where it had ended: after a recheck or a contest. */
export function reopened(state: CaseFile): CaseFile {
  return { ...state, phase: 'OPEN', outcome: undefined, closedOn: undefined, deferredTo: undefined };
}

/** The case ends. */
export function closed(state: CaseFile, outcome: NonNullable<CaseFile['outcome']>, on: CivilDate): CaseFile {
  return { ...freed(state), phase: 'CLOSED', outcome, closedOn: on };
}
