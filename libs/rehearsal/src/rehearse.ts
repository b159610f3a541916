import { ordersOf, UnknownOrder } from '#libs/application';
import { type StoredEvent } from '#libs/event-store';
import { actionsOf } from '#libs/identity';
import {
  type Actor,
  civilDate,
  type Finding,
  instantOfMs,
  type Instant,
  isCivilDate,
  type JsonObject,
  msOf,
  type JsonValue,
} from '#libs/kernel';
import { type Office, OFFICES, type Part, type PartId } from '#libs/procedure';
import { NotJson } from '#libs/vault';
import { compareEvents, shortName } from './compare.js';
import { CourseBlocked, walk } from './course.js';
import {
  areaOfLevel,
  capacityIn,
  countyOrders,
  type CountyOptions,
  DEFAULT_COUNTY,
  holderOf,
  householdOf,
  levelOfOffice,
  pathIn,
  rosterOf,
} from './fixtures/county.js';
import { Names, UnknownName } from './names.js';
import { unknownWord } from './nearest.js';
import { type OpenEngine } from './open-engine.js';
import { expandPapers, PapersNotUnderstood } from './papers.js';
import {
  type ExpectLine,
  type ExpectRefusedLine,
  isObject,
  type OrderLine,
  readScript,
  type Script,
  type ScriptLine,
  type ThroughLine,
  type UseLine,
} from './script.js';
import { type Given, Stage, type Wish } from './stage.js';

export interface EventSeen {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  readonly occurredOn?: string;
}

/** What became of one line of a script. */
export interface LineReport {
  readonly line: number;
  readonly kind: ScriptLine['kind'];
  readonly at: Instant;
  readonly comment?: string;
  /** What was said, in short: the order, the moment, the part. */
  readonly said: string;
  readonly actor?: string;
  readonly performedBy?: string;
  readonly dryRun?: boolean;
  readonly events: readonly EventSeen[];
  readonly refused: readonly Finding[];
  /** What does not hold, in words; empty where all is as expected. */
  readonly faults: readonly string[];
}

export interface RehearsalReport {
  readonly ok: boolean;
  readonly lines: readonly LineReport[];
  /** Lines that could not be understood: then nothing was run. */
  readonly notUnderstood: Script['faults'];
  readonly orders: number;
  readonly expectations: number;
  readonly failed: number;
}

/** A line of the script names something that is not there, or cannot be done at this place. */
class LineFault extends Error {
  constructor(
    message: string,
    readonly findings: readonly Finding[] = [],
  ) {
    super(message);
  }
}

/**
 * Runs a script of JSON lines in memory on a virtual clock, with the real engine and the real law. A script that holds a line
 * which cannot be understood is not run. `ok` only where every expectation holds, every refusal was expected, and no
 * incident was raised that was not.
 */
export async function rehearse(text: string, open?: OpenEngine): Promise<RehearsalReport> {
  const script = readScript(text);
  const expectations = script.lines.filter(({ kind }) => kind === 'expect' || kind === 'expectRefused').length;
  const orders = script.lines.filter(({ kind }) => kind === 'order').length;
  if (script.faults.length > 0) {
    return { ok: false, lines: [], notUnderstood: script.faults, orders, expectations, failed: script.faults.length };
  }
  const stage = await Stage.open(firstMoment(script.lines), open);
  try {
    const lines = await new Rehearsal(stage).run(script.lines);
    const failed = lines.filter(({ faults }) => faults.length > 0).length;
    return { ok: failed === 0, lines, notUnderstood: [], orders, expectations, failed };
  } finally {
    await stage.close();
  }
}

const BEFORE_ALL = '2020-03-02T01:00:00.000Z' as Instant;

function firstMoment(lines: readonly ScriptLine[]): Instant {
  for (const line of lines) {
    if ((line.kind === 'order' || line.kind === 'use') && line.at !== undefined) return line.at;
    if (line.kind === 'advance') return instantOfMs(msOf(line.to) - 86_400_000);
  }
  return BEFORE_ALL;
}

const CATEGORIES = ['case', 'household', 'act'] as const;
const INCIDENT = 'incident.IncidentRaised.v1';
const OFFICE_FORM = /^([A-Z][A-Z_]+)(?:#(\d+))?(?:@(.+))?$/;

interface CaseSeen {
  readonly head: string;
  readonly household: string;
}

/** One run of one script. */
class Rehearsal {
  private readonly names: Names;
  private county = DEFAULT_COUNTY.county;
  private readonly cases = new Map<string, CaseSeen>();
  private readonly actParts = new Map<string, PartId>();
  private readonly actCases = new Map<string, string>();
  private readonly seen: StoredEvent[] = [];
  private lastGiven: (Given & { readonly report: number }) | undefined;
  /** What the last step appended, processes and bells included. */
  private lastAll: readonly StoredEvent[] = [];
  private refusalOpen = false;
  private incidentOpen = false;
  private readonly reports: LineReport[] = [];

  constructor(private readonly stage: Stage) {
    this.names = new Names({
      event: ([type = '', no]) => this.eventId(type, no),
      roster: ([body = '', count = '0']) => this.roster(body, Number(count)),
      attendance: ([body = '', count = '0']) =>
        this.roster(body, Number(count)).map((person) => ({ person, capacity: capacityIn(body), mode: 'IN_PERSON' })),
      holder: ([office = '', no = '1']) => this.holder(office, Number(no) - 1),
      data: ([type = '', key = '']) => this.eventData(type, key),
    });
  }

  async run(lines: readonly ScriptLine[]): Promise<readonly LineReport[]> {
    for (const line of lines) {
      if (line.kind !== 'comment' && line.kind !== 'set' && line.kind !== 'expect' && line.kind !== 'expectRefused') this.close();
      let report: Omit<LineReport, 'line' | 'kind' | 'at' | 'faults'> & { readonly faults?: readonly string[] };
      try {
        report = await this.perform(line);
      } catch (error) {
        const fault = faultOf(error);
        if (fault === undefined) throw error;
        this.lastGiven = undefined;
        this.lastAll = [];
        report = { said: saidOf(line), events: [], refused: fault.findings, faults: [fault.message] };
      }
      this.reports.push({
        line: line.line,
        kind: line.kind,
        at: this.stage.clock.now(),
        ...(line.comment === undefined ? {} : { comment: line.comment }),
        faults: [],
        ...report,
      });
    }
    this.close();
    return this.reports;
  }

  private perform(
    line: ScriptLine,
  ): Promise<Omit<LineReport, 'line' | 'kind' | 'at' | 'faults'> & { readonly faults?: readonly string[] }> {
    switch (line.kind) {
      case 'order':
        return this.order(line);
      case 'advance':
        return this.advance(line.to);
      case 'use':
        return this.use(line);
      case 'through':
        return this.through(line);
      case 'expect':
        return Promise.resolve(this.expect(line));
      case 'expectRefused':
        return Promise.resolve(this.expectRefused(line));
      case 'set':
        for (const [name, value] of Object.entries(line.names)) this.names.set(name, this.names.resolve(value));
        return Promise.resolve({ said: Object.keys(line.names).join(', '), events: [], refused: [] });
      case 'comment':
        return Promise.resolve({ said: '', events: [], refused: [] });
    }
  }

  // What a script does.

  private async order(line: OrderLine): ReturnType<Rehearsal['perform']> {
    if (line.at !== undefined) await this.goTo(line.at);
    const target = this.target(line);
    const on = line.on === undefined ? undefined : this.names.textOf(line.on);
    if (on !== undefined && !isCivilDate(on)) throw new LineFault(`"on": a date of the calendar, not "${on}"`);
    const actor = this.actor(line.actor, line.order);
    const performedBy = line.performedBy === undefined ? undefined : this.person(line.performedBy);
    const data = await this.data(line, target, on);
    const given = await this.give({
      target,
      order: { type: line.order, data },
      actor,
      ...(on === undefined ? {} : { on }),
      ...(performedBy === undefined ? {} : { performedBy }),
      ...(line.dryRun ? { dryRun: true } : {}),
    });
    this.observe(given.all);
    this.lastGiven = { ...given, report: this.reports.length };
    this.lastAll = given.all;
    this.refusalOpen = !given.answer.accepted;
    const events =
      given.answer.accepted && line.dryRun
        ? (given.answer.wouldAppend ?? []).map((event) => ({ ...event, stream: target }))
        : given.all;
    return {
      said: line.order,
      actor: actor.id,
      ...(performedBy === undefined ? {} : { performedBy }),
      ...(line.dryRun ? { dryRun: true } : {}),
      events: events.map(seenOf),
      refused: given.answer.accepted ? [] : given.answer.findings,
      ...(line.dryRun && given.all.length > 0 ? { faults: ['a dry run recorded something'] } : {}),
    };
  }

  /** Data that no door has looked at may be anything: what the engine cannot take is a fault of the line. */
  private async give(wish: Wish): Promise<Given> {
    const wrong = wrongDates(wish.order.data, 'data');
    if (wrong !== undefined) throw new LineFault(wrong);
    try {
      return await this.stage.give(wish);
    } catch (error) {
      if (faultOf(error) !== undefined || !(error instanceof TypeError || error instanceof RangeError)) throw error;
      throw new LineFault(`the data of ${wish.order.type} cannot be read: ${error.message}`);
    }
  }

  private async advance(to: Instant): ReturnType<Rehearsal['perform']> {
    const events = await this.goTo(to);
    this.lastGiven = undefined;
    this.lastAll = events;
    return { said: to, events: events.map(seenOf), refused: [] };
  }

  private async use(line: UseLine): ReturnType<Rehearsal['perform']> {
    if (line.at !== undefined) await this.goTo(line.at);
    const options = countyOptions(line.options);
    this.county = options.county;
    const path = pathIn(options.county);
    let count = 0;
    for (const group of countyOrders(options, this.stage.today)) {
      for (const { target, order, by } of group) {
        const actor: Actor =
          by === undefined
            ? { id: 'set-up', role: 'process', area: '' }
            : {
                id: holderOf(by, areaOfLevel(levelOfOffice(by) ?? 'VILLAGE', path)),
                role: by,
                area: areaOfLevel(levelOfOffice(by) ?? 'VILLAGE', path),
              };
        const { answer } = await this.stage.give({ target, order, actor });
        if (!answer.accepted) throw new LineFault(`${order.type} for ${target} was refused`, answer.findings);
        count++;
      }
    }
    this.bindCounty(options);
    this.lastGiven = undefined;
    this.lastAll = [];
    return { said: `county ${options.county}: ${count}`, events: [], refused: [] };
  }

  private bindCounty(options: CountyOptions): void {
    const path = pathIn(options.county);
    this.names.set('county', path.county);
    this.names.set('township', path.township);
    this.names.set('village', path.village);
    this.names.set('group', path.group ?? '');
    this.names.set('area', { ...path });
    for (let no = 1; no <= options.households; no++) {
      const { id, persons } = householdOf(no, options.members);
      const own = no === 1 ? '' : `household${no}.`;
      this.names.set(no === 1 ? 'household' : `household${no}`, `household-${id}`);
      if (no === 1) this.names.set('household1', `household-${id}`);
      this.names.set(`${own}persons`, [...persons]);
      persons.forEach((person, index) => this.names.set(`${own}person${index + 1}`, person));
    }
  }

  private async through(line: ThroughLine): ReturnType<Rehearsal['perform']> {
    const named = this.names.resolve(line.case ?? '$case');
    const caseId = String(named).replace(/^case-/, '');
    const part = this.names.textOf(line.part);
    const before = await this.stage.head();
    try {
      await walk(this.stage, caseId, part);
    } finally {
      this.lastAll = await this.stage.since(before);
      this.observe(this.lastAll);
      this.lastGiven = undefined;
    }
    return { said: part, events: this.lastAll.map(seenOf), refused: [] };
  }

  // What a script expects.

  private expect(line: ExpectLine): Awaited<ReturnType<Rehearsal['perform']>> {
    const given = this.lastGiven;
    const said = `${line.events.length}`;
    if (given !== undefined && !given.answer.accepted) {
      this.refusalOpen = false;
      return { said, events: [], refused: [], faults: [`the order was refused: ${codesOf(given.answer.findings).join(', ')}`] };
    }
    const rehearsed =
      given?.answer.accepted === true && given.answer.wouldAppend !== undefined
        ? given.answer.wouldAppend.map((event) => ({ ...event, stream: given.answer.stream }))
        : undefined;
    const actual = rehearsed ?? (given === undefined || line.settled ? this.lastAll : given.own);
    const expected = line.events.map((event) => ({
      type: event.type,
      ...(event.stream === undefined ? {} : { stream: this.streamNamed(event.stream) }),
      ...(event.data === undefined ? {} : { data: this.names.resolveObject(event.data) }),
    }));
    if (expected.some(({ type }) => type === INCIDENT || type === shortName(INCIDENT))) this.incidentOpen = false;
    return { said, events: [], refused: [], faults: compareEvents(expected, actual, (value) => this.stage.unseal(value)) };
  }

  private expectRefused(line: ExpectRefusedLine): Awaited<ReturnType<Rehearsal['perform']>> {
    const said = line.codes.join(', ');
    const given = this.lastGiven;
    this.refusalOpen = false;
    if (given === undefined)
      return { said, events: [], refused: [], faults: ['there is no order before this line that could be refused'] };
    if (given.answer.accepted) {
      const names = given.own.map(({ type }) => shortName(type)).join(', ');
      return {
        said,
        events: [],
        refused: [],
        faults: [`the order was not refused; it gave ${names === '' ? 'nothing' : names}`],
      };
    }
    const found = codesOf(given.answer.findings);
    const wanted = [...new Set(line.codes)].sort();
    const same = found.length === wanted.length && found.every((code, index) => code === wanted[index]);
    return {
      said,
      events: [],
      refused: [],
      ...(same ? {} : { faults: [`expected ${wanted.join(', ')}; it was ${found.join(', ')}`] }),
    };
  }

  /** A refusal or an incident that no line has expected is a fault of the line that brought it about. */
  private close(): void {
    const index = this.lastGiven?.report ?? this.reports.length - 1;
    const report = this.reports[index];
    const faults: string[] = [];
    if (this.refusalOpen && this.lastGiven !== undefined && !this.lastGiven.answer.accepted) {
      faults.push(`refused, and the script does not expect it: ${codesOf(this.lastGiven.answer.findings).join(', ')}`);
    }
    if (this.incidentOpen) faults.push('an incident was raised, and the script does not expect it');
    if (report !== undefined && faults.length > 0) this.reports[index] = { ...report, faults: [...report.faults, ...faults] };
    this.refusalOpen = false;
    this.incidentOpen = false;
  }

  // Words of the script.

  private async goTo(moment: Instant): Promise<readonly StoredEvent[]> {
    const now = this.stage.clock.now();
    if (moment < now) throw new LineFault(`time goes on only: it is ${now} already, ${moment} is past`);
    const events = await this.stage.advanceTo(moment);
    this.observe(events);
    return events;
  }

  private target(line: OrderLine): string {
    if (line.target !== undefined) return this.streamNamed(line.target);
    const category = CATEGORIES.find((candidate) => ordersOf(candidate).has(line.order));
    if (category === undefined) {
      const known = CATEGORIES.flatMap((candidate) => [...ordersOf(candidate)]);
      throw new LineFault(`${unknownWord('order', line.order, known)}; an order to another stream names its "target"`);
    }
    const named = this.names.get(category);
    if (named === undefined)
      throw new LineFault(`there is no ${category} yet to which ${line.order} could go; name its "target"`);
    return streamOf(category, String(named));
  }

  /** `$case2`, `case-<id>`, or an id alone of which the symbol says what it is. */
  private streamNamed(name: string): string {
    const symbol = /^\$(case|household|act)\d*$/.exec(name);
    const value = this.names.textOf(name);
    return symbol === null ? value : streamOf(symbol[1] ?? '', value);
  }

  private actor(name: string, order: string): Actor {
    const text = this.names.textOf(name);
    const office = this.officeNamed(text);
    if (office !== undefined) return { id: office.person, role: office.office, area: office.area };
    const held = this.stage.engine.directory.officesOn(text, this.stage.today);
    const chosen = held.find((one) => actionsOf(one.office).some((action) => action === order)) ?? held[0];
    return chosen === undefined ? { id: text, role: 'NONE', area: '' } : { id: text, role: chosen.office, area: chosen.area };
  }

  private person(name: string): string {
    const text = this.names.textOf(name);
    return this.officeNamed(text)?.person ?? text;
  }

  /** `DATA_CLERK`, `DATA_CLERK#2` for his colleague, `STATION_CLERK@township-2` for another place. */
  private officeNamed(text: string): { readonly person: string; readonly office: string; readonly area: string } | undefined {
    const form = OFFICE_FORM.exec(text);
    const [, office = '', no = '1', place] = form ?? [];
    if (form === null) return undefined;
    if (!(OFFICES as readonly string[]).includes(office)) throw new LineFault(unknownWord('office', office, OFFICES));
    const area = place ?? this.areaOf(office);
    return { person: holderOf(office, area, Number(no) - 1), office, area };
  }

  private areaOf(office: string): string {
    return areaOfLevel(levelOfOffice(office) ?? 'VILLAGE', pathIn(this.county));
  }

  private holder(office: string, nth: number): string {
    if (!(OFFICES as readonly string[]).includes(office)) throw new UnknownName(unknownWord('office', office, OFFICES));
    return holderOf(office, this.areaOf(office), nth);
  }

  private roster(body: string, count: number): readonly string[] {
    const path = pathIn(this.county);
    const all = rosterOf(body, body === 'GROUP_MEETING' ? (path.group ?? path.village) : path.village);
    if (all.length === 0) throw new UnknownName(unknownWord('body', body, ['GROUP_MEETING', 'REPRESENTATIVE_MEETING']));
    if (!Number.isInteger(count) || count < 0 || count > all.length)
      throw new UnknownName(`$roster(${body},n): n from 0 to ${all.length}`);
    return all.slice(0, count);
  }

  private eventNamed(type: string, no?: string): StoredEvent {
    const found = this.seen.filter((event) => event.type === type || shortName(event.type) === type);
    const event = no === undefined ? found.at(-1) : found[Number(no) - 1];
    if (event === undefined) {
      throw new UnknownName(
        unknownWord('event', no === undefined ? type : `${type},${no}`, [
          ...new Set(this.seen.map((one) => shortName(one.type))),
        ]),
      );
    }
    return event;
  }

  private eventId(type: string, no?: string): string {
    return this.eventNamed(type, no).id;
  }

  private eventData(type: string, key: string): JsonValue {
    const { data } = this.eventNamed(type);
    const value = (data as Readonly<Record<string, JsonValue>>)[key];
    if (value === undefined) throw new UnknownName(unknownWord('key', key, Object.keys(data)));
    return value;
  }

  private async data(line: OrderLine, target: string, on: string | undefined): Promise<JsonObject> {
    const said = this.names.resolveObject(line.data);
    const sealed = sealedFields(said, target) as JsonObject;
    if (sealed['papers'] === undefined) return sealed;
    const caseId = target.startsWith('case-') ? target.slice('case-'.length) : this.actCases.get(target);
    const known = caseId === undefined ? undefined : await this.stage.caseFile(caseId);
    const partId = typeof sealed['part'] === 'string' ? sealed['part'] : this.actParts.get(target);
    const part: Part | undefined = partId === undefined ? undefined : known?.law.parts[partId];
    const path = pathIn(this.county);
    const papers = expandPapers(sealed['papers'], {
      part,
      on: civilDate(on ?? this.stage.today),
      household: known?.state.household.head ?? this.cases.get(caseId ?? '')?.head ?? String(this.names.get('person1') ?? ''),
      holder: (office: Office, nth) =>
        holderOf(office, areaOfLevel(levelOfOffice(office) ?? 'VILLAGE', known?.state.area ?? path), nth),
    });
    return { ...sealed, papers };
  }

  /** Learns what the symbols stand for from what was appended. */
  private observe(events: readonly StoredEvent[]): void {
    for (const event of events) {
      this.seen.push(event);
      const data = event.data as Readonly<Record<string, JsonValue>>;
      if (event.type === INCIDENT) this.incidentOpen = true;
      if (event.type === 'household.CaseAdmitted.v1') this.bindCase(event.stream, String(data['caseId']));
      if (event.type === 'case.CaseOpened.v1') {
        const household = data['household'];
        const head = isObject(household) ? String(household['head']) : '';
        this.cases.set(String(data['caseId']), { head, household: String(data['householdId']) });
      }
      if (event.type === 'act.ActOpened.v1') this.names.set('act', String(data['actId']));
      if (event.type === 'act.CasesListed.v1') this.bindAct(event.stream, data['items']);
    }
  }

  private bindCase(household: string, caseId: string): void {
    this.names.set('case', caseId);
    const no = /^household-h(\d+)$/.exec(household)?.[1];
    if (no !== undefined) this.names.set(`case${no}`, caseId);
  }

  private bindAct(act: string, items: JsonValue | undefined): void {
    const first = Array.isArray(items) ? (items as readonly JsonValue[])[0] : undefined;
    if (!isObject(first)) return;
    this.actParts.set(act, String(first['part']));
    this.actCases.set(act, String(first['caseId']));
  }
}

const DATE = /^\d{4}-\d{1,2}-\d{1,2}(?:T.*)?$/;

/** Where the data hold a date that no calendar has; undefined where there is none. */
function wrongDates(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') {
    return DATE.test(value) && !isCivilDate(value)
      ? `${path}: a date of the calendar such as "2020-02-29", not "${value}"`
      : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const wrong = wrongDates(member, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

const streamOf = (category: string, id: string): string => (id.startsWith(`${category}-`) ? id : `${category}-${id}`);
const codesOf = (findings: readonly Finding[]): readonly string[] => [...new Set(findings.map(({ code }) => code))].sort();

function seenOf(event: {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  readonly metadata?: { readonly occurredOn: string };
}): EventSeen {
  const { stream, type, data, metadata } = event;
  return { stream, type, data, ...(metadata === undefined ? {} : { occurredOn: metadata.occurredOn }) };
}

function saidOf(line: ScriptLine): string {
  if (line.kind === 'order') return line.order;
  if (line.kind === 'through') return line.part;
  return line.kind === 'advance' ? line.to : '';
}

/** `{"sealed": value}` of a script is a field to be sealed under the case, household or act to which the order goes. */
function sealedFields(value: JsonValue, target: string): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((member) => sealedFields(member, target));
  if (!isObject(value)) return value;
  const { sealed, under } = value;
  const keys = Object.keys(value).length;
  if (sealed !== undefined && (keys === 1 || (keys === 2 && under !== undefined))) {
    return { under: typeof under === 'string' ? under : target, value: sealed };
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, sealedFields(member, target)]));
}

function countyOptions(options: JsonObject): CountyOptions {
  const { county, households, members, bodyKind, registeredOn } = options;
  const whole = (value: JsonValue | undefined, name: string, fallback: number, most: number): number => {
    if (value === undefined) return fallback;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > most)
      throw new LineFault(`"${name}": a whole number from 1 to ${most}`);
    return value;
  };
  if (county !== undefined && (typeof county !== 'string' || !/^CN-[A-Z0-9]+-[A-Z0-9-]+$/.test(county))) {
    throw new LineFault('"county": an area code such as "CN-GZ-CHANGSHUN"');
  }
  if (bodyKind !== undefined && bodyKind !== 'VILLAGERS' && bodyKind !== 'RESIDENTS')
    throw new LineFault('"bodyKind": "VILLAGERS" or "RESIDENTS"');
  if (registeredOn !== undefined && !isCivilDate(registeredOn))
    throw new LineFault('"registeredOn": a date, such as "2014-06-30"');
  return {
    county: county ?? DEFAULT_COUNTY.county,
    households: whole(households, 'households', DEFAULT_COUNTY.households, 50),
    members: whole(members, 'members', DEFAULT_COUNTY.members, 12),
    bodyKind: bodyKind ?? DEFAULT_COUNTY.bodyKind,
    registeredOn,
  };
}

/** What of a script could not be done; undefined where the machinery itself is broken. */
function faultOf(error: unknown): { readonly message: string; readonly findings: readonly Finding[] } | undefined {
  if (error instanceof LineFault || error instanceof CourseBlocked) return error;
  const own =
    error instanceof UnknownName ||
    error instanceof PapersNotUnderstood ||
    error instanceof UnknownOrder ||
    error instanceof NotJson;
  if (own || (error instanceof Error && 'code' in error && error.code === 'MISSING_LAW'))
    return { message: error.message, findings: [] };
  return undefined;
}
