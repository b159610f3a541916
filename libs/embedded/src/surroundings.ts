import { type Directory } from '#libs/identity';
import { type CaseEvent, type CaseFile } from '#libs/household-case';
import { type CivilDate, type JsonValue, type OfficeHeld, type RecordedOf } from '#libs/kernel';
import { type Roster } from '#libs/procedure';
import { sealedRefsIn } from '#libs/vault';

/** What the law looked at besides the event itself. */
export interface Around {
  readonly offices: Readonly<Record<string, readonly OfficeHeld[]>>;
  readonly opened: Readonly<Record<string, JsonValue>>;
  readonly roster?: Roster;
}

/** What stood around an event of a case: offices on its paper date, values that can still be opened, the roster of the body. */
export function surroundingsOf(
  directory: Directory,
  open: (refs: readonly string[]) => Readonly<Record<string, JsonValue>>,
): (event: RecordedOf<CaseEvent>, state: CaseFile) => Around {
  return (event, state) => {
    const { occurredOn, performedBy, actorId } = event.metadata;
    const roster =
      event.type === 'case.ReviewHeld.v1' || event.type === 'case.MeetingInquorate.v1'
        ? rosterOf(directory, event, state)
        : undefined;
    const refs = [...sealedRefsIn(event.data), ...(state.income === undefined ? [] : [state.income.ref.ref])];
    return {
      offices: officesOf(directory, [performedBy, actorId, event.data], occurredOn),
      opened: refs.length === 0 ? {} : open(refs),
      ...(roster === undefined ? {} : { roster }),
    };
  };
}

function rosterOf(
  directory: Directory,
  event: RecordedOf<Extract<CaseEvent, { type: 'case.ReviewHeld.v1' | 'case.MeetingInquorate.v1' }>>,
  state: CaseFile,
): Roster | undefined {
  const { body, heldOn } = event.data;
  const area = body === 'GROUP_MEETING' ? state.area.group : state.area.village;
  return area === undefined ? undefined : directory.roster(area, body, heldOn);
}

function officesOf(directory: Directory, said: unknown, on: CivilDate): Record<string, readonly OfficeHeld[]> {
  const offices: Record<string, readonly OfficeHeld[]> = {};
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      if (!(value in offices) && directory.knows(value)) offices[value] = directory.officesOn(value, on);
    } else if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  look(said);
  return offices;
}
