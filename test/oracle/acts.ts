import { dayOf } from './days.js';
import { type Say } from './situation.js';
import { type AtMeeting, type CaseFacts, type Complaint, type LostPhoto, type StoredEvent } from './stored-event.js';

interface Item {
  readonly caseId: string;
  readonly part: string;
  readonly round: number;
}

interface ActFacts {
  readonly items?: readonly Item[];
  readonly leftOut?: readonly { readonly caseId: string }[];
  readonly answers?: readonly { readonly caseId: string; readonly ready?: boolean }[];
  readonly outcomes?: readonly { readonly caseId: string; readonly accepted: boolean }[];
  readonly cause?: string;
  readonly present?: number;
  readonly rosterTotal?: number;
  readonly attendance?: readonly AtMeeting[];
  readonly body?: string;
  readonly heldOn?: string;
  readonly confirmedBy?: string;
  readonly caseIds?: readonly string[];
  readonly documentNo?: string;
  readonly sources?: readonly string[];
  readonly source?: string;
  readonly no?: number;
  readonly except?: readonly { readonly caseId?: string }[];
  readonly lostPhoto?: LostPhoto;
  readonly places?: readonly { readonly lostPhoto?: LostPhoto }[];
}

interface ActNotes {
  asked: Set<string>;
  items: Map<string, Item>;
  /** Who still stands on the act: whoever refused a step has left it. */
  standing: Set<string>;
  recorded: boolean;
  postedBy?: string;
  present?: number;
  rosterTotal?: number;
  /** Who counts and was not there in person for himself. */
  otherwise: readonly string[];
  /** Who sat there for the body, each with who spoke for him. */
  votes: readonly (readonly string[])[];
  sourcesOpen: number;
  sources: readonly string[];
  /** Lists with names that left the house. */
  lists: number;
  finished: boolean;
  /** Events carried to cases that the cases have not all answered. */
  waiting: Map<string, { readonly of: readonly string[]; readonly type: string }>;
}

const CARRIED: ReadonlySet<string> = new Set([
  'MeetingHeld',
  'NoticeSheetPosted',
  'ComparisonBatchRequested',
  'BatchResultReceived',
  'RulingMade',
  'SheetResultConfirmed',
]);

/** R7: who may be there without being of the body. */
const GUESTS: ReadonlySet<string> = new Set(['OBSERVER', 'RECORDER', 'SUPERVISOR', 'RESIDENT_TEAM', 'TOWNSHIP', 'COUNTY']);

/** R7, R15, architecture §2: collective steps on closed lists, each item answered, nothing carried to any other case. */
export class Acts {
  private readonly acts = new Map<string, ActNotes>();

  get kept(): number {
    return this.acts.size;
  }

  take(event: StoredEvent, say: Say): void {
    const id = event.stream.slice('act-'.length);
    const type = event.type.slice('act.'.length, -'.v1'.length);
    const data = event.data as ActFacts;
    const known = this.acts.get(id);
    if (type === 'ActOpened') {
      if (known !== undefined) say('act-opened-once', 'architecture §2', id);
      this.acts.set(id, {
        asked: new Set(),
        items: new Map(),
        standing: new Set(),
        recorded: false,
        otherwise: [],
        votes: [],
        sourcesOpen: 0,
        sources: [],
        lists: 0,
        finished: false,
        waiting: new Map(),
      });
      return;
    }
    if (known === undefined) return;
    if (type === 'ListClosing') known.asked = new Set((data.items ?? []).map(({ caseId }) => caseId));
    if (type === 'ListClosed') this.close(known, data, say);
    if (CARRIED.has(type)) this.carry(known, type, event, data, say);
    if (type === 'ComparisonListExported') this.export(known, event, data, say);
    if (type === 'OutcomesRecorded') this.answer(known, data, say);
    if (type === 'ActVoided' || (known.finished && known.waiting.size === 0)) this.acts.delete(id);
  }

  /** The list closes on what was asked and has answered: those who stand on it, and those left out (architecture §2). */
  private close(act: ActNotes, data: ActFacts, say: Say): void {
    const items = data.items ?? [];
    const answered = [...items, ...(data.leftOut ?? [])].map(({ caseId }) => caseId);
    const silent = [...act.asked].filter((caseId) => !answered.includes(caseId));
    if (silent.length > 0) say('list-answered', 'architecture §2', `closed without an answer of ${silent.join(', ')}`);
    if (items.length > 500) say('list-length', 'architecture §2', `${items.length} cases`);
    act.items = new Map(items.map((item) => [item.caseId, item]));
    act.standing = new Set(act.items.keys());
  }

  private carry(act: ActNotes, type: string, event: StoredEvent, data: ActFacts, say: Say): void {
    if (act.items.size === 0) say('list-closed-first', 'architecture §2', `${type} on no closed list`);
    if (type === 'MeetingHeld') this.meet(act, event, data, say);
    if (type === 'NoticeSheetPosted') act.postedBy = event.metadata.actorId;
    if (type === 'SheetResultConfirmed' && act.postedBy === event.metadata.performedBy) {
      say('recorder-not-confirmer', 'R4; R1', `${event.metadata.performedBy} recorded the posting and confirms its end`);
    }
    const lost = [data.lostPhoto, ...(data.places ?? []).map(({ lostPhoto }) => lostPhoto)];
    if (lost.some((photo) => photo?.waivedBy === event.metadata.actorId))
      say('lost-photo-waived', 'R10', `waived by ${event.metadata.actorId}, who records it`);
    if (type === 'RulingMade' && (data.documentNo ?? '').trim() === '') say('document-number', 'R15', 'a ruling without one');
    if (type === 'ComparisonBatchRequested') {
      act.sources = data.sources ?? [];
      act.sourcesOpen = act.sources.length;
    }
    if (type === 'BatchResultReceived') act.sourcesOpen -= 1;
    act.finished =
      type === 'MeetingHeld' ||
      type === 'RulingMade' ||
      (type === 'SheetResultConfirmed' && data.except?.length === 0) ||
      (type === 'BatchResultReceived' && act.sourcesOpen <= 0);
    act.recorded = true;
    const of = type === 'RulingMade' || type === 'MeetingHeld' ? [...act.standing] : [];
    if (act.standing.size > 0) act.waiting.set(event.id, { of, type });
  }

  /** R9, R4: names leave the house by two persons, to a source that was asked, and each list bears a number of its own. */
  private export(act: ActNotes, { metadata }: StoredEvent, data: ActFacts, say: Say): void {
    const { source = '', confirmedBy, no } = data;
    if (confirmedBy === undefined || [metadata.actorId, metadata.performedBy].includes(confirmedBy))
      say('list-by-two-persons', 'R9; R4', `${metadata.actorId} took the list for ${source} alone`);
    if (!act.sources.includes(source)) say('list-to-who-was-asked', 'R9', `a list for ${source}, which was not asked`);
    if (no !== ++act.lists) say('list-numbered', 'R9', `list ${no ?? ''} is the ${act.lists}th`);
  }

  /** R7: nobody attends twice; proxies at group meetings only; no meeting of tomorrow. */
  private meet(act: ActNotes, event: StoredEvent, data: ActFacts, say: Say): void {
    const attendance = data.attendance ?? [];
    const persons = attendance.map(({ person }) => person);
    if (new Set(persons).size < persons.length) say('attended-once', 'R7', 'a person attends twice');
    if ((data.present ?? 0) > attendance.length)
      say('present-by-name', 'R7', `${data.present ?? 0} of ${attendance.length} names`);
    if (data.body !== 'GROUP_MEETING' && attendance.some(({ speaksFor }) => speaksFor !== undefined)) {
      say('no-proxy', 'R7', `at the ${data.body ?? ''}`);
    }
    if ((data.heldOn ?? '') > dayOf(event.metadata.recordedAt)) say('no-date-to-come', 'R2', `held on ${data.heldOn ?? ''}`);
    if (act.recorded) say('act-recorded-once', 'R3', 'a second meeting of one act');
    act.present = data.present ?? 0;
    act.rosterTotal = data.rosterTotal ?? 0;
    act.votes = attendance
      .filter(({ capacity, speaksFor }) => speaksFor !== undefined || !GUESTS.has(capacity))
      .map(({ person, speaksFor }) => (speaksFor === undefined ? [person] : [person, speaksFor]));
    act.otherwise = attendance
      .filter(({ capacity, mode, speaksFor }) => speaksFor !== undefined || (mode !== 'IN_PERSON' && !GUESTS.has(capacity)))
      .map(({ person }) => person);
  }

  private answer(act: ActNotes, data: ActFacts, say: Say): void {
    const waiting = act.waiting.get(data.cause ?? '');
    if (waiting === undefined) return;
    act.waiting.delete(data.cause ?? '');
    const answered = (data.outcomes ?? []).map(({ caseId }) => caseId);
    for (const { caseId, accepted } of data.outcomes ?? [])
      if (!accepted && waiting.type !== 'SheetResultConfirmed') act.standing.delete(caseId);
    const silent = waiting.of.filter((caseId) => !answered.includes(caseId));
    if (silent.length > 0) say('items-answered', 'R7; R15', `${waiting.type} without an answer of ${silent.join(', ')}`);
    const strangers = answered.filter((caseId) => !act.items.has(caseId));
    if (strangers.length > 0) say('items-of-the-list', 'architecture §2', `answered by ${strangers.join(', ')}, not on the list`);
  }

  /** What a case says came by an act stands on that act: on its closed list, with its count of those present. */
  reached(caseId: string, data: CaseFacts, type: string, say: Say): void {
    const act = this.acts.get(data.act ?? '');
    if (act === undefined) return;
    const item = act.items.get(caseId);
    if (item === undefined || item.part !== data.part) {
      return say('items-of-the-list', 'architecture §2', `${type} by ${data.act ?? ''}, on whose list it is not`);
    }
    const meeting = type === 'ReviewHeld' || type === 'MeetingInquorate';
    const told = (data.otherwisePresent ?? []).map(({ person }) => person);
    const untold = meeting ? act.otherwise.filter((person) => !told.includes(person)) : [];
    if (untold.length > 0) say('there-in-person', 'R7', `${untold.join(', ')} counted as if in person`);
    if (meeting && (data.present !== act.present || data.rosterTotal !== act.rosterTotal)) {
      say(
        'present-as-recorded',
        'R7',
        `${data.present ?? 0} of ${data.rosterTotal ?? 0}, the act says ${act.present ?? 0} of ${act.rosterTotal ?? 0}`,
      );
    }
  }

  /** Who voted at the meeting of an act, by his name and that of who spoke for him. */
  votesOf(act: string): readonly (readonly string[])[] {
    return this.acts.get(act)?.votes ?? [];
  }

  /** Steps of acts that have not come back. An act of which all have is forgotten. */
  unanswered(): readonly Complaint[] {
    return [...this.acts].flatMap(([id, { waiting }]) =>
      [...waiting].map(([event, { type }]) => ({
        rule: 'items-answered',
        clause: 'architecture §4',
        stream: `act-${id}`,
        event,
        what: `${type}: no outcomes came back`,
      })),
    );
  }
}
