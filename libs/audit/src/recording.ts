import { type StoredEvent } from '#libs/event-store';
import { type CivilDate, type Instant } from '#libs/kernel';

/** One event as an auditor names it: what, when on paper, when it was recorded, by whom in which office. */
export interface Recording {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly type: string;
  readonly step: string | null;
  readonly clause: string | null;
  readonly occurredOn: CivilDate;
  readonly recordedAt: Instant;
  /** Who recorded it, and in which office; `process` and `clock` are the engine. */
  readonly recordedBy: { readonly id: string; readonly office: string; readonly area: string };
  readonly performedBy: string;
}

export function recordingOf({ id, stream, revision, position, type, metadata }: StoredEvent): Recording {
  const { step = null, clause = null, occurredOn, recordedAt, actorId, actorRole, actorArea, performedBy } = metadata;
  const recordedBy = { id: actorId, office: actorRole, area: actorArea };
  return { id, stream, revision, position, type, step, clause, occurredOn, recordedAt, recordedBy, performedBy };
}
