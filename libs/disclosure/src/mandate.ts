import { type EventReader } from '#libs/event-store';
import { type Directory } from '#libs/identity';
import { evolveInspection, type InspectionEvent, isInForce, noInspection } from '#libs/inspection';
import { type Actor, type CivilDate, type RecordedOf } from '#libs/kernel';

/** There is no such mandate, or it is not in force, or not for this person or area (R17). */
export class MandateNotInForce extends Error {
  override readonly name = 'MandateNotInForce';
  readonly code = 'MANDATE_NOT_IN_FORCE';
  constructor(mandate: string, person: string, on: CivilDate) {
    super(`${mandate} is no mandate of ${person} on ${on}`);
  }
}

export interface MandateHouse {
  readonly reader: Pick<EventReader, 'readStream'>;
  readonly directory: Directory;
}

/** @throws MandateNotInForce where nobody gave it, or not to this person, for this day, or for what lies in this area. */
export async function needsMandate(
  mandate: string,
  { actor, area, today }: { readonly actor: Pick<Actor, 'id'>; readonly area: string; readonly today: CivilDate },
  { reader, directory }: MandateHouse,
): Promise<void> {
  const events = (await reader.readStream(`inspection-${mandate}`)) as readonly RecordedOf<InspectionEvent>[];
  const state = events.reduce(evolveInspection, noInspection);
  const holds = isInForce(state, actor.id, today) && directory.isWithin(area, state.area ?? '');
  if (!holds) throw new MandateNotInForce(mandate, actor.id, today);
}
