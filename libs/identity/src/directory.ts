import { type CivilDate, type OfficeHeld } from '#libs/kernel';
import { type AreaPath, compareLevels, type Level, type Office, type Roster } from '#libs/procedure';
import { type AppointmentEvent, type AreaEvent } from './events.js';

export interface Area {
  readonly id: string;
  readonly parent?: string;
  readonly level: Level;
  readonly name: string;
  readonly population?: number;
}

export interface Appointment {
  readonly person: string;
  readonly office: Office;
  readonly area: string;
  readonly from: CivilDate;
  readonly until?: CivilDate;
}

/** An event of an `area-` or `appointment-` stream, as the log gives it. */
interface ReferenceEvent {
  readonly id: string;
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  readonly position: bigint;
}

const AREA_STREAM = 'area-';

/** Who is where, and who holds which office when: folded from the log, asked for every order. */
export class Directory {
  private readonly areas = new Map<string, Area>();
  private readonly children = new Map<string, string[]>();
  private readonly rosters = new Map<string, readonly Roster[]>();
  private readonly appointments = new Map<string, readonly Appointment[]>();
  private readonly lineages = new Map<string, readonly string[]>();
  private newest: Pick<ReferenceEvent, 'id' | 'position'> = { id: '', position: -1n };

  /**
   * Takes an event, each stream's in order; one taken again changes nothing, nor do others than those of areas and
   * appointments.
   */
  apply(event: ReferenceEvent): void {
    const known = event as ReferenceEvent & (AreaEvent | AppointmentEvent);
    switch (known.type) {
      case 'area.AreaEstablished.v1':
        this.establish(known.data);
        break;
      case 'area.AreaRenamed.v1':
        this.rename(event.stream.slice(AREA_STREAM.length), known.data.name.zh);
        break;
      case 'area.RosterPublished.v1':
        this.publish(event.stream.slice(AREA_STREAM.length), known.data, event.id);
        break;
      case 'appointment.AppointmentMade.v1':
        this.appoint(known.data);
        break;
      case 'appointment.AppointmentEnded.v1':
        this.end(known.data);
        break;
      default:
        return;
    }
    // Read stream by stream at start, events do not come in the order of the log.
    if (event.position > this.newest.position) this.newest = event;
  }

  area(id: string): Area | undefined {
    return this.areas.get(id);
  }

  allAreas(): readonly Area[] {
    return [...this.areas.values()];
  }

  levelOf(area: string): Level | undefined {
    return this.areas.get(area)?.level;
  }

  /** The area itself, then each above it, to the nation; the area alone where it is not established. */
  lineage(area: string): readonly string[] {
    const known = this.lineages.get(area);
    if (known !== undefined) return known;
    const line: string[] = [];
    for (let at: string | undefined = area; at !== undefined && !line.includes(at); at = this.areas.get(at)?.parent)
      line.push(at);
    if (this.areas.has(area)) this.lineages.set(area, line);
    return line;
  }

  /** Whether `area` is `ancestor` or lies below it. */
  isWithin(area: string, ancestor: string): boolean {
    return this.lineage(area).includes(ancestor);
  }

  /** The area and all below it. */
  areasUnder(area: string): readonly string[] {
    const under: string[] = [];
    const open = [area];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      under.push(at);
      open.push(...(this.children.get(at) ?? []));
    }
    return under;
  }

  /**
   * An area as the lists, which are kept by county, know it: itself up to a county, the counties of one above them; `undefined` is the
   * whole country.
   */
  reach(area: string): string | readonly string[] | undefined {
    const level = this.levelOf(area);
    if (level === 'NATION') return undefined;
    if (level === undefined || compareLevels(level, 'COUNTY') <= 0) return area;
    return this.areasUnder(area).filter((id) => this.levelOf(id) === 'COUNTY');
  }

  /** Group, village, township and county of an area at or below the village. */
  pathOf(area: string): AreaPath | undefined {
    const at: Partial<Record<Level, string>> = {};
    for (const id of this.lineage(area)) {
      const level = this.levelOf(id);
      if (level !== undefined) at[level] ??= id;
    }
    const { GROUP: group, VILLAGE: village, TOWNSHIP: township, COUNTY: county } = at;
    if (village === undefined || township === undefined || county === undefined) return undefined;
    return { ...(group === undefined ? {} : { group }), village, township, county };
  }

  /** Whether the person ever held an office. */
  knows(person: string): boolean {
    return this.appointments.has(person);
  }

  /** Offices held on a day: a signer's office counts on the paper date, the recorder's right on the day of recording (R4). */
  officesOn(person: string, on: CivilDate): readonly OfficeHeld[] {
    return (this.appointments.get(person) ?? [])
      .filter(({ from, until }) => from <= on && (until === undefined || on <= until))
      .map(({ office, area }) => ({ office, area }));
  }

  /**
   * Offices, on a day, of everybody whom a text anywhere in `said` names, in one of the areas or above it: who holds an
   * office elsewhere is nobody there (R4). No area: wherever they are held. Without a prototype, so that a person called
   * `constructor` holds nothing.
   */
  officesNamed(said: unknown, on: CivilDate, areas: readonly string[]): Readonly<Record<string, readonly OfficeHeld[]>> {
    const offices = Object.create(null) as Record<string, readonly OfficeHeld[]>;
    const above =
      areas.length === 1 && areas[0] !== undefined ? this.lineage(areas[0]) : areas.flatMap((area) => this.lineage(area));
    const look = (value: unknown): void => {
      if (typeof value === 'string') {
        if (!(value in offices) && this.appointments.has(value)) {
          const held = this.officesOn(value, on);
          offices[value] = areas.length === 0 ? held : held.filter(({ area }) => above.includes(area));
        }
      } else if (Array.isArray(value)) {
        for (const one of value as readonly unknown[]) look(one);
      } else if (typeof value === 'object' && value !== null) {
        for (const name in value) look((value as Readonly<Record<string, unknown>>)[name]);
      }
    };
    look(said);
    return offices;
  }

  appointmentsOf(person: string): readonly Appointment[] {
    return this.appointments.get(person) ?? [];
  }

  /** Who holds an office in an area on a day. */
  holdersOf(office: Office, area: string, on: CivilDate): readonly string[] {
    return [...this.appointments.values()]
      .flat()
      .filter(
        (held) =>
          held.office === office && held.area === area && held.from <= on && (held.until === undefined || on <= held.until),
      )
      .map(({ person }) => person);
  }

  /** The roster in force on a day; undefined where none was published (R7). */
  roster(area: string, body: string, on: CivilDate): Roster | undefined {
    return this.rosters.get(`${area}|${body}`)?.findLast(({ validFrom }) => validFrom <= on);
  }

  /** Names what was known: the id of the newest event of an area or appointment, the same in every store. */
  digest(): string {
    return this.newest.id;
  }

  private establish(data: Extract<AreaEvent, { type: 'area.AreaEstablished.v1' }>['data']): void {
    const { id, parent, level, name, population } = data;
    this.areas.set(id, {
      id,
      level,
      name: name.zh,
      ...(parent === undefined ? {} : { parent }),
      ...(population === undefined ? {} : { population }),
    });
    const siblings = parent === undefined ? [] : (this.children.get(parent) ?? []);
    if (parent !== undefined && !siblings.includes(id)) this.children.set(parent, [...siblings, id]);
    this.lineages.clear();
  }

  private rename(id: string, name: string): void {
    const area = this.areas.get(id);
    if (area !== undefined) this.areas.set(id, { ...area, name });
  }

  private publish(area: string, data: Extract<AreaEvent, { type: 'area.RosterPublished.v1' }>['data'], eventId: string): void {
    const key = `${area}|${data.body}`;
    const roster: Roster = {
      body: data.body,
      validFrom: data.validFrom,
      digest: eventId,
      persons: data.persons.map(({ person }) => person),
    };
    const rosters = [...(this.rosters.get(key) ?? []).filter(({ digest }) => digest !== eventId), roster];
    this.rosters.set(
      key,
      rosters.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0)),
    );
  }

  private appoint(made: Appointment): void {
    const { person, office, area, from } = made;
    const others = (this.appointments.get(person) ?? []).filter(
      (held) => held.office !== office || held.area !== area || held.from !== from,
    );
    this.appointments.set(person, [...others, made]);
  }

  private end({
    person,
    office,
    area,
    from,
    until,
  }: Extract<AppointmentEvent, { type: 'appointment.AppointmentEnded.v1' }>['data']): void {
    this.appointments.set(
      person,
      (this.appointments.get(person) ?? []).map((held) =>
        held.office === office && held.area === area && held.from === from ? { ...held, until } : held,
      ),
    );
  }
}
