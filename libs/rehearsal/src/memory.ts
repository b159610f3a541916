import { type StoredEvent } from '#libs/event-store';
import { type JsonValue } from '#libs/kernel';
import { type PartId } from '#libs/procedure';
import { shortName } from './compare.js';
import { type Names, UnknownName } from './names.js';
import { unknownWord } from './nearest.js';
import { isObject } from './script.js';

const INCIDENT = 'incident.IncidentRaised.v1';

/** What an act is about: the part of the items on its list, and one case of it. */
export interface ActSeen {
  readonly part: PartId;
  readonly caseId: string;
}

/** What has happened in a rehearsal: from it the symbols of the script get their meaning. */
export class Memory {
  private readonly events: StoredEvent[] = [];
  private readonly acts = new Map<string, ActSeen>();
  private incidents = 0;

  constructor(private readonly names: Names) {}

  observe(events: readonly StoredEvent[]): void {
    for (const event of events) {
      this.events.push(event);
      const data = event.data as Readonly<Record<string, JsonValue>>;
      if (event.type === INCIDENT) this.incidents++;
      else if (event.type === 'household.CaseAdmitted.v1') this.bindCase(event.stream, textOf(data['caseId']));
      else if (event.type === 'act.ActOpened.v1') this.names.set('act', textOf(data['actId']));
      else if (event.type === 'act.CasesListed.v1') this.bindAct(event.stream, data['items']);
    }
  }

  /** How many incidents were raised so far. */
  get incidentsRaised(): number {
    return this.incidents;
  }

  act(stream: string): ActSeen | undefined {
    return this.acts.get(stream);
  }

  /** The newest event of a type, or the first, second … of them. @throws UnknownName */
  event(type: string, no?: string): StoredEvent {
    const found = this.events.filter((event) => event.type === type || shortName(event.type) === type);
    const event = no === undefined ? found.at(-1) : found[Number(no) - 1];
    if (event !== undefined) return event;
    const known = [...new Set(this.events.map((one) => shortName(one.type)))];
    throw new UnknownName(unknownWord('event', no === undefined ? type : `${type},${no}`, known));
  }

  /** A field of the newest event of a type. @throws UnknownName */
  data(type: string, key: string): JsonValue {
    const data = this.event(type).data as Readonly<Record<string, JsonValue>>;
    const value = data[key];
    if (value === undefined) throw new UnknownName(unknownWord('key', key, Object.keys(data)));
    return value;
  }

  private bindCase(household: string, caseId: string): void {
    this.names.set('case', caseId);
    const no = /^household-h(\d+)$/.exec(household)?.[1];
    if (no !== undefined) this.names.set(`case${no}`, caseId);
  }

  private bindAct(act: string, items: JsonValue | undefined): void {
    const first = Array.isArray(items) ? (items as readonly JsonValue[])[0] : undefined;
    if (isObject(first)) this.acts.set(act, { part: textOf(first['part']), caseId: textOf(first['caseId']) });
  }
}

/** A text as it is; anything else, as JSON writes it. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
