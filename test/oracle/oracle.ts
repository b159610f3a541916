import { Acts } from './acts.js';
import { type CaseNotes, isMember, note, openCaseNotes } from './case-notes.js';
import { Inspections } from './inspections.js';
import { LawByTwo } from './law-by-two.js';
import { LawOfArea } from './law-of-area.js';
import { Log } from './log.js';
import { PREDICATES } from './predicates.js';
import { Registers } from './register.js';
import { type Known, type Say, situationOf } from './situation.js';
import { type CaseFacts, type Complaint, type StoredEvent } from './stored-event.js';

const EFFECTS: ReadonlySet<string> = new Set([
  'case.HouseholdRegistered.v1',
  'case.HouseholdExited.v1',
  'case.HouseholdMonitored.v1',
]);
const FINAL: ReadonlySet<string> = new Set([...EFFECTS, 'case.CaseWithdrawn.v1', 'case.CaseLapsed.v1']);

/** What an append still owes: a finding that domain.md names, or what follows of itself. */
interface Owed {
  readonly complaint: Complaint;
  readonly paidBy: (event: StoredEvent) => boolean;
}

/** After its effect a case is remembered by what late facts are held against, and no longer by its parts. */
const DONE_FOR_GOOD_LIMIT = 256;

/**
 * The second judge (architecture §5): holds a log, event by event, against domain.md alone. It keeps notes of what is
 * open and forgets what is done for good, so that a log of any length can be judged.
 */
export class Oracle {
  private readonly log = new Log();
  private readonly registers = new Registers();
  private readonly acts = new Acts();
  private readonly lawOfArea = new LawOfArea();
  private readonly lawByTwo = new LawByTwo();
  private readonly inspections = new Inspections((stream) => this.log.heightOf(stream));
  private readonly cases = new Map<string, CaseNotes>();
  /** Newest cases that took effect: late facts of the others are judged by the log alone. */
  private readonly ended = new Map<string, CaseNotes>();
  private readonly forgotten = new Set<string>();
  private readonly known = new Map<string, Known>();
  private readonly owed = new Map<string, readonly Owed[]>();
  private readonly found: Complaint[] = [];
  private readonly counts: Record<string, number> = {};

  take(event: StoredEvent): void {
    const say: Say = (rule, clause, what) => this.found.push({ rule, clause, stream: event.stream, event: event.id, what });
    const begins = this.log.take(event, say);
    const category = event.stream.slice(0, event.stream.indexOf('-'));
    this.count(`events of ${category}`);
    if (category === 'refusal') this.log.refusal(event, say);
    if (category === 'household') this.registers.take(event, say);
    if (category === 'act') this.acts.take(event, say);
    if (category === 'area' || category === 'definition') this.lawOfArea.take(event, say);
    if (category === 'definition' || category === 'policy') this.lawByTwo.take(event, say);
    if (category === 'inspection') this.inspections.take(event, say);
    if (category === 'access') this.inspections.read(event, say);
    if (category === 'case') this.takeOfCase(event, begins, say);
  }

  /** All that was found, and what is owed at this moment: ask when the log is at rest. */
  complaints(): readonly Complaint[] {
    const owed = [...this.owed.values()].flat().map(({ complaint }) => complaint);
    return [...this.found, ...owed, ...this.acts.unanswered()];
  }

  /** How much was judged, by category and effect. */
  counters(): Readonly<Record<string, number>> {
    return { ...this.counts, complaints: this.found.length };
  }

  /** How much is held in memory: grows with what is open, with streams and households, never with events. */
  notesKept(): Readonly<Record<string, number>> {
    const { streams } = this.log;
    return { cases: this.cases.size, ended: this.ended.size, households: this.registers.kept, acts: this.acts.kept, streams };
  }

  private count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  private takeOfCase(event: StoredEvent, begins: boolean, say: Say): void {
    const { stream } = event;
    if (begins) {
      this.settle(stream);
      const { context } = event.metadata;
      if (context === undefined) this.known.delete(stream);
      else this.known.set(stream, JSON.parse(context) as Known);
    }
    this.pay(event);
    const notes = this.notesOf(event, say);
    if (notes === undefined) return;
    this.lawPinned(event, notes, say);
    const owed: Owed[] = [];
    const situation = situationOf(event, notes, this.known.get(stream), {
      say,
      expectNoted: (code, clause) =>
        owed.push({
          complaint: { rule: 'finding-noted', clause, stream, event: event.id, what: `${code} is not noted` },
          paidBy: (later) => (later.data as CaseFacts).finding?.code === code,
        }),
      expectFollows: (types, rule, clause) =>
        owed.push({
          complaint: { rule, clause, stream, event: event.id, what: `${event.type}: none of ${types.join(', ')} follows` },
          paidBy: (later) => types.includes(later.type),
        }),
    });
    for (const predicate of PREDICATES) predicate(situation);
    const data = event.data as CaseFacts;
    // R7: an unrecused relative is a finding, be the meeting recorded for this household alone or by an act.
    const { act, recused = [] } = data;
    const own = (names: readonly string[]): boolean =>
      names.some((person) => isMember(notes, person)) && !names.some((person) => recused.includes(person));
    if (situation.type === 'ReviewHeld' && act !== undefined && this.acts.votesOf(act).some(own))
      situation.expectNoted('RELATIVE_NOT_RECUSED', 'R7; §8');
    if (data.act !== undefined && !/JoinedAct|LeftAct/.test(event.type))
      this.acts.reached(notes.caseId, data, situation.type, say);
    if (owed.length > 0) this.owed.set(stream, [...(this.owed.get(stream) ?? []), ...owed]);
    note(notes, event);
    this.registers.hear(notes.householdId, notes.caseId, event);
    if (EFFECTS.has(event.type)) this.count(situation.type);
    if (FINAL.has(event.type)) this.endFor(stream, notes);
  }

  private lawPinned({ type, data }: StoredEvent, { area }: CaseNotes, say: Say): void {
    const { definition, to } = data as CaseFacts;
    const pinned = type === 'case.CaseMigrated.v1' ? (to as CaseFacts).definition : definition;
    if (pinned === undefined || !/CaseOpened|CaseMigrated/.test(type)) return;
    this.lawOfArea.pinned(pinned, area.split('|'), say);
  }

  private notesOf(event: StoredEvent, say: Say): CaseNotes | undefined {
    const { stream } = event;
    if (event.type === 'case.CaseOpened.v1') {
      if (this.cases.has(stream) || this.forgotten.has(stream)) say('opened-once', '§2.2', `${stream} is opened twice`);
      const opened = openCaseNotes(event.data);
      this.registers.admitted(opened.householdId, opened.caseId, say);
      this.cases.set(stream, opened);
      return opened;
    }
    const notes = this.cases.get(stream) ?? this.ended.get(stream);
    if (notes === undefined && !this.forgotten.has(stream))
      say('opened-first', '§2.2', `${event.type} of a case that was not opened`);
    return notes;
  }

  private pay(event: StoredEvent): void {
    const owed = this.owed.get(event.stream);
    if (owed === undefined) return;
    const left = owed.filter(({ paidBy }) => !paidBy(event));
    if (left.length > 0) this.owed.set(event.stream, left);
    else this.owed.delete(event.stream);
  }

  private settle(stream: string): void {
    const owed = this.owed.get(stream);
    if (owed === undefined) return;
    this.found.push(...owed.map(({ complaint }) => complaint));
    this.owed.delete(stream);
  }

  private endFor(stream: string, notes: CaseNotes): void {
    this.cases.delete(stream);
    this.forgotten.add(stream);
    this.ended.set(stream, notes);
    if (this.ended.size <= DONE_FOR_GOOD_LIMIT) return;
    const [oldest] = this.ended.keys();
    if (oldest === undefined) return;
    this.ended.delete(oldest);
    this.known.delete(oldest);
  }
}

/** Judges a finished history at once. */
export function judgeHistory(events: readonly StoredEvent[]): readonly Complaint[] {
  const oracle = new Oracle();
  for (const event of events) oracle.take(event);
  return oracle.complaints();
}
