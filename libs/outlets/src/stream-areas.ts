import { type EventReader, type StoredEvent } from '#libs/event-store';
import { type AreaPath } from '#libs/procedure';

/** Whose business a stream is: an area, everybody's (published law, the tree of areas), or not known, which is nobody's. */
export type StreamArea = { readonly of: string } | 'EVERYBODY' | 'NOBODY';

const EVERYBODY: ReadonlySet<string> = new Set(['definition', 'policy', 'calendar', 'area']);
const REMEMBERED = 20_000;
const REFUSAL = 'refusal-';

/**
 * For one reader, in the order in which he reads. The area of each stream, folded from the stream itself, so that a reader who begins in the middle of the log is told
 * no more than one who read it all. A case or household belongs where it is managed at the time of the event.
 */
export class StreamAreas {
  readonly #known = new Map<string, StreamArea>();

  constructor(private readonly reader: EventReader) {}

  /** Events are to be given in the order of the log. */
  async areaOf(event: StoredEvent): Promise<StreamArea> {
    const told = areaToldBy(event);
    if (told !== undefined) return this.#keep(event.stream, { of: told });
    return this.#known.get(event.stream) ?? this.#keep(event.stream, await this.#read(event));
  }

  async #read(event: StoredEvent): Promise<StreamArea> {
    const { stream } = event;
    const category = stream.slice(0, Math.max(0, stream.indexOf('-')));
    if (EVERYBODY.has(category)) return 'EVERYBODY';
    const about = stream.startsWith(REFUSAL) ? stream.slice(REFUSAL.length) : stream;
    let area: string | undefined;
    for (const earlier of await this.reader.readStream(about)) {
      if (earlier.position > event.position) break;
      area = areaToldBy(earlier) ?? area;
    }
    return area === undefined ? 'NOBODY' : { of: area };
  }

  #keep(stream: string, area: StreamArea): StreamArea {
    this.#known.delete(stream);
    this.#known.set(stream, area);
    if (this.#known.size > REMEMBERED) this.#known.delete(this.#known.keys().next().value ?? stream);
    return area;
  }
}

/** Events that say where their stream belongs; all others leave it as it was. */
function areaToldBy({ type, data, metadata }: StoredEvent): string | undefined {
  switch (type) {
    case 'case.CaseOpened.v1':
      return lowest((data as { readonly area: AreaPath }).area);
    case 'case.ManagementTransferred.v1':
    case 'household.ManagementMoved.v1':
      return lowest((data as { readonly to: AreaPath }).to);
    case 'household.HouseholdEnrolled.v1':
      return lowest((data as { readonly managementArea: AreaPath }).managementArea);
    case 'act.ActOpened.v1':
    case 'appointment.AppointmentMade.v1':
      return (data as { readonly area: string }).area;
    case 'incident.IncidentRaised.v1':
      return metadata.actorArea;
    default:
      return undefined;
  }
}

function lowest(path: AreaPath): string {
  return path.group ?? path.village;
}
