import { dayOf } from './days.js';
import { type Say } from './situation.js';
import { type StoredEvent } from './stored-event.js';

interface Published {
  readonly id: string;
  readonly version: number;
  readonly area: string;
  readonly effective: { readonly from: string };
}

interface Established {
  readonly id: string;
  readonly parent?: string;
}

const nameOf = (ref: string): string => ref.split('#')[0] ?? ref;

/** R5, §2.6, architecture §5: law is made for days to come, and counts in its own area. Of law that was never told it says nothing. */
export class LawOfArea {
  private readonly areaOf = new Map<string, string>();
  private readonly parentOf = new Map<string, string>();

  take({ type, data, metadata }: StoredEvent, say: Say): void {
    if (type === 'area.AreaEstablished.v1') {
      const { id, parent } = data as Established;
      if (parent !== undefined) this.parentOf.set(id, parent);
    }
    if (type !== 'definition.DefinitionPublished.v1') return;
    const { id, version, area, effective } = (data as { readonly definition: Published }).definition;
    this.areaOf.set(`${id}@${version}`, area);
    if (metadata.actorRole !== 'process' && effective.from < dayOf(metadata.recordedAt))
      say('law-not-into-the-past', 'architecture §5', `${id}@${version} begins on ${effective.from}`);
  }

  /** What a case pins, when it is opened and when it goes over; `areas` are those in which it lies, in any order. */
  pinned(ref: string, areas: readonly string[], say: Say): void {
    const law = this.areaOf.get(nameOf(ref));
    if (law === undefined || !areas.some((area) => this.parentOf.has(area))) return;
    if (areas.some((area) => this.liesIn(area, law))) return;
    say('law-of-the-area', 'R5; §2.6', `${nameOf(ref)} is law of ${law}, the case lies in ${areas.join(', ')}`);
  }

  private liesIn(area: string, law: string): boolean {
    for (let next: string | undefined = area; next !== undefined; next = this.parentOf.get(next)) if (next === law) return true;
    return false;
  }
}
