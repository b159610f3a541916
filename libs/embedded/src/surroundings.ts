import { type Directory } from '#libs/identity';
import { type CaseEvent, type CaseFile } from '#libs/household-case';
import { type JsonValue, type OfficeHeld, type RecordedOf } from '#libs/kernel';
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
      offices: directory.officesNamed([performedBy, actorId, event.data], occurredOn, areasOf(event, state)),
      opened: refs.length === 0 ? {} : open(refs),
      ...(roster === undefined ? {} : { roster }),
    };
  };
}

/** Where an office counted: in the area of the case or above it, and of the area that takes it over (R4, R14). */
function areasOf(event: RecordedOf<CaseEvent>, state: CaseFile): readonly string[] {
  const stood = event.type === 'case.CaseOpened.v1' ? event.data.area : state.area;
  const paths = event.type === 'case.ManagementTransferred.v1' ? [stood, event.data.to] : [stood];
  return paths.map(({ group, village }) => group ?? village);
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
