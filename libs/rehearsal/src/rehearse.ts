import { scriptFaults as say, type Words } from '#libs/terms';
import { ordersOf, UnknownOrder } from '#libs/application';
import { type StoredEvent } from '#libs/event-store';
import { type Actor, civilDate, type Finding, type Instant, isCivilDate, type JsonObject } from '#libs/kernel';
import { type Part } from '#libs/procedure';
import { NotJson } from '#libs/vault';
import { arranged } from './arrange.js';
import { Cast } from './cast.js';
import { compareEvents, shortName, type Unseal } from './compare.js';
import { CourseBlocked, walk } from './course.js';
import { countyOptions, firstMoment, LineFault, sealedObject, wrongDates } from './data.js';
import { countyOrders, type CountyOptions, DEFAULT_COUNTY, householdOf } from './fixtures/county.js';
import { Memory, textOf } from './memory.js';
import { Names, UnknownName } from './names.js';
import { unknownWord } from './nearest.js';
import { expandPapers, PapersNotUnderstood } from './papers.js';
import { codesOf, done, type Done, type LineReport, type RehearsalReport, seenOf } from './report.js';
import {
  type ExpectLine,
  type ExpectRefusedLine,
  type OrderLine,
  readScript,
  type ScriptLine,
  type ThroughLine,
  type UseLine,
} from './script.js';
import { type Given, type OpenEngine, Stage, type Wish } from './stage.js';

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

const CATEGORIES = ['case', 'household', 'act'] as const;
const INCIDENT = 'incident.IncidentRaised.v1';
/** Lines that only look at what the line before them did. */
const LOOKING: ReadonlySet<ScriptLine['kind']> = new Set(['comment', 'set', 'expect', 'expectRefused']);

/** One run of one script. */
class Rehearsal {
  private readonly names: Names;
  private readonly memory: Memory;
  private readonly cast: Cast;
  private readonly reports: LineReport[] = [];
  private last: (Given & { readonly report: number }) | undefined;
  /** What the last step appended, processes and bells included. */
  private appended: readonly StoredEvent[] = [];
  private refusalOpen = false;
  private incidentsKnown = 0;

  constructor(private readonly stage: Stage) {
    this.cast = new Cast(DEFAULT_COUNTY.county, () => stage.engine.directory);
    this.names = new Names({
      event: ([type = '', no]) => this.memory.event(type, no).id,
      data: ([type = '', key = '']) => this.memory.data(type, key),
      roster: ([body = '', count = '0']) => this.cast.roster(body, Number(count)),
      attendance: ([body = '', count = '0']) => this.cast.attendance(body, Number(count)).map((one) => ({ ...one })),
      holder: ([office = '', no = '1']) => this.cast.holder(office, Number(no) - 1),
    });
    this.memory = new Memory(this.names);
  }

  async run(lines: readonly ScriptLine[]): Promise<readonly LineReport[]> {
    for (const line of lines) {
      if (!LOOKING.has(line.kind)) this.closeLast();
      const did = await this.attempt(line);
      this.reports.push({
        line: line.line,
        kind: line.kind,
        at: this.stage.clock.now(),
        ...(line.comment === undefined ? {} : { comment: line.comment }),
        ...did,
      });
    }
    this.closeLast();
    return this.reports;
  }

  private async attempt(line: ScriptLine): Promise<Done> {
    try {
      return await this.perform(line);
    } catch (error) {
      const fault = faultOf(error);
      if (fault === undefined) throw error;
      if (!LOOKING.has(line.kind)) this.last = undefined;
      return { ...done(saidOf(line), fault.words), refused: fault.findings };
    }
  }

  private async perform(line: ScriptLine): Promise<Done> {
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
        return this.expect(line);
      case 'expectRefused':
        return this.expectRefused(line);
      case 'set':
        for (const [name, value] of Object.entries(line.names)) this.names.set(name, this.names.resolve(value));
        return done(Object.keys(line.names).join(', '));
      case 'comment':
        return done('');
    }
  }

  // What a script does.

  private async order(line: OrderLine): Promise<Done> {
    this.appended = [];
    if (line.at !== undefined) await this.goTo(line.at);
    const target = this.target(line);
    const on = line.on === undefined ? undefined : this.names.textOf(line.on);
    if (on !== undefined && !isCivilDate(on)) throw new LineFault(say.noSuchDay(on));
    const actor = this.cast.actor(this.names.textOf(line.actor), line.order, this.stage.today);
    const performedBy = line.performedBy === undefined ? undefined : this.cast.person(this.names.textOf(line.performedBy));
    const data = await this.data(line, target, on);
    const said = {
      ...(performedBy === undefined ? {} : { performedBy }),
      ...(line.dryRun ? { dryRun: true } : {}),
    };
    const given = await this.give({
      target,
      order: { type: line.order, data },
      actor,
      ...(on === undefined ? {} : { on }),
      ...said,
    });
    this.memory.observe(given.all);
    this.last = { ...given, report: this.reports.length };
    this.appended = given.all;
    this.refusalOpen = !given.answer.accepted;
    const { answer } = given;
    return {
      ...done(line.order, ...(line.dryRun && given.all.length > 0 ? [say.dryRunRecorded] : [])),
      actor: actor.id,
      ...said,
      events: (answer.accepted ? (rehearsedBy(answer) ?? given.all) : given.all).map(seenOf),
      refused: answer.accepted ? [] : answer.findings,
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
      throw new LineFault(say.unreadable(wish.order.type, error.message));
    }
  }

  private async advance(to: Instant): Promise<Done> {
    this.last = undefined;
    this.appended = await this.goTo(to);
    return { ...done(to), events: this.appended.map(seenOf) };
  }

  private async use(line: UseLine): Promise<Done> {
    this.last = undefined;
    this.appended = [];
    if (line.at !== undefined) await this.goTo(line.at);
    const options = countyOptions(line.options);
    this.cast.county = options.county;
    let count = 0;
    for (const { target, order, by } of countyOrders(options, this.stage.today).flat()) {
      const actor: Actor =
        by === undefined ? { id: 'set-up', role: 'process', area: '' } : this.cast.actor(by, order.type, this.stage.today);
      const { answer } = await this.stage.give({ target, order, actor });
      if (!answer.accepted) throw new LineFault(say.refused(order.type, target), answer.findings);
      count++;
    }
    this.bindCounty(options);
    return done(`county ${options.county}: ${count}`);
  }

  private bindCounty(options: CountyOptions): void {
    const { path } = this.cast;
    const { county, township, village, group = '' } = path;
    for (const [name, area] of Object.entries({ county, township, village, group })) this.names.set(name, area);
    this.names.set('area', { ...path });
    for (let no = 1; no <= options.households; no++) {
      const { id, persons } = householdOf(no, options.members);
      const own = no === 1 ? '' : `household${no}.`;
      if (no === 1) this.names.set('household', `household-${id}`);
      this.names.set(`household${no}`, `household-${id}`);
      this.names.set(`${own}persons`, [...persons]);
      persons.forEach((person, index) => this.names.set(`${own}person${index + 1}`, person));
    }
  }

  private async through(line: ThroughLine): Promise<Done> {
    this.last = undefined;
    this.appended = [];
    const caseId = textOf(this.names.resolve(line.case ?? '$case')).replace(/^case-/, '');
    const part = this.names.textOf(line.part);
    const before = await this.stage.head();
    try {
      await walk(this.stage, caseId, part);
    } finally {
      this.appended = await this.stage.since(before);
      this.memory.observe(this.appended);
    }
    return { ...done(part), events: this.appended.map(seenOf) };
  }

  // What a script expects.

  private async expect(line: ExpectLine): Promise<Done> {
    const said = String(line.events.length);
    const given = this.last;
    if (given !== undefined && !given.answer.accepted) {
      this.refusalOpen = false;
      return done(said, say.orderRefused(codesOf(given.answer.findings)));
    }
    const rehearsed = given?.answer.accepted === true ? rehearsedBy(given.answer) : undefined;
    const actual = rehearsed ?? (given === undefined || line.settled ? this.appended : given.own);
    const expected = line.events.map(({ type, stream, data }) => ({
      type,
      ...(stream === undefined ? {} : { stream: this.streamNamed(stream) }),
      ...(data === undefined ? {} : { data: this.names.resolveObject(data) }),
    }));
    if (expected.some(({ type }) => type === INCIDENT || type === shortName(INCIDENT))) {
      this.incidentsKnown = this.memory.incidentsRaised;
    }
    await this.stage.readyToUnseal(actual);
    const unseal: Unseal = (value) => this.stage.unseal(value);
    const events = this.stage.sideBySide ? arranged(expected, actual, unseal) : actual;
    return done(said, ...compareEvents(expected, events, unseal));
  }

  private expectRefused(line: ExpectRefusedLine): Done {
    const said = line.codes.join(', ');
    const given = this.last;
    this.refusalOpen = false;
    if (given === undefined) return done(said, say.nothingToRefuse);
    if (given.answer.accepted) {
      return done(said, say.notRefused(given.own.map(({ type }) => shortName(type))));
    }
    const found = codesOf(given.answer.findings);
    const wanted = [...new Set(line.codes)].sort();
    const same = found.length === wanted.length && found.every((code, index) => code === wanted[index]);
    return same ? done(said) : done(said, say.otherEvents(wanted, found));
  }

  /** A refusal or an incident that no line has expected is a fault of the line that brought it about. */
  private closeLast(): void {
    const faults: Words[] = [];
    if (this.refusalOpen && this.last !== undefined && !this.last.answer.accepted) {
      faults.push(say.refusalUnexpected(codesOf(this.last.answer.findings)));
    }
    if (this.memory.incidentsRaised > this.incidentsKnown) faults.push(say.incidentUnexpected);
    const index = this.last?.report ?? this.reports.length - 1;
    const report = this.reports[index];
    if (report !== undefined && faults.length > 0) this.reports[index] = { ...report, faults: [...report.faults, ...faults] };
    this.refusalOpen = false;
    this.incidentsKnown = this.memory.incidentsRaised;
  }

  // Words of the script.

  private async goTo(moment: Instant): Promise<readonly StoredEvent[]> {
    const now = this.stage.clock.now();
    if (moment < now) throw new LineFault(say.timeGoesOn(now, moment));
    const events = await this.stage.advanceTo(moment);
    this.memory.observe(events);
    return events;
  }

  private target(line: OrderLine): string {
    if (line.target !== undefined) return this.streamNamed(line.target);
    const category = CATEGORIES.find((candidate) => ordersOf(candidate).has(line.order));
    if (category === undefined) {
      const known = CATEGORIES.flatMap((candidate) => [...ordersOf(candidate)]);
      throw new LineFault(say.unknownOrder(unknownWord('order', line.order, known)));
    }
    const named = this.names.get(category);
    if (named === undefined) throw new LineFault(say.noTarget(category, line.order));
    return streamOf(category, textOf(named));
  }

  /** `$case2`, `case-<id>`, or an id alone of which the symbol says what it is. */
  private streamNamed(name: string): string {
    const symbol = /^\$(case|household|act)\d*$/.exec(name);
    const value = this.names.textOf(name);
    return symbol === null ? value : streamOf(symbol[1] ?? '', value);
  }

  private async data(line: OrderLine, target: string, on: string | undefined): Promise<JsonObject> {
    const data = sealedObject(this.names.resolveObject(line.data), target);
    if (data['papers'] === undefined) return data;
    const act = this.memory.act(target);
    const caseId = target.startsWith('case-') ? target.slice('case-'.length) : act?.caseId;
    const known = caseId === undefined ? undefined : await this.stage.caseFile(caseId);
    const partId = typeof data['part'] === 'string' ? data['part'] : act?.part;
    const part: Part | undefined = partId === undefined ? undefined : known?.law.parts[partId];
    const papers = expandPapers(data['papers'], {
      part,
      on: civilDate(on ?? this.stage.today),
      household: known?.state.household.head ?? textOf(this.names.get('person1')),
      holder: (office, nth) => this.cast.holder(office, nth, known?.state.area),
    });
    return { ...data, papers };
  }
}

const streamOf = (category: string, id: string): string => (id.startsWith(`${category}-`) ? id : `${category}-${id}`);

/** What a dry run would have appended; undefined for an order that was given in earnest. */
function rehearsedBy(
  answer: Extract<Given['answer'], { accepted: true }>,
): readonly { stream: string; type: string; data: object }[] | undefined {
  return answer.wouldAppend?.map(({ type, data }) => ({ stream: answer.stream, type, data }));
}

function saidOf(line: ScriptLine): string {
  if (line.kind === 'order') return line.order;
  if (line.kind === 'through') return line.part;
  return line.kind === 'advance' ? line.to : '';
}

/** What of a script could not be done; undefined where the machinery itself is broken. */
function faultOf(error: unknown): { readonly words: Words; readonly findings: readonly Finding[] } | undefined {
  if (error instanceof LineFault || error instanceof CourseBlocked) return error;
  if (error instanceof UnknownName || error instanceof PapersNotUnderstood) return { words: error.words, findings: [] };
  const ofEngine = error instanceof UnknownOrder || error instanceof NotJson;
  const lawless = error instanceof Error && 'code' in error && error.code === 'MISSING_LAW';
  return ofEngine || lawless ? { words: say.ofEngine(error.message), findings: [] } : undefined;
}
