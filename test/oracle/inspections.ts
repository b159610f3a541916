import { dayOf } from './days.js';
import { type Say } from './situation.js';
import { type StoredEvent } from './stored-event.js';

interface Named {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
}

interface InspectionFacts {
  readonly from?: string;
  readonly until?: string;
  readonly inspectors?: readonly string[];
  readonly no?: number;
  readonly atSize?: number;
  readonly on?: string;
  readonly finding?: number;
  readonly events?: readonly Named[];
  readonly about?: readonly Named[];
  readonly read?: readonly Named[];
}

interface Mandate {
  readonly from: string;
  readonly until: string;
  readonly inspectors: readonly string[];
  readonly findings: { readonly events: readonly Named[]; answers: number }[];
  samples: number;
  closed: boolean;
}

/** R17: what is done under a mandate, by those whom it names, on its days; and what the offices concerned answer. */
export class Inspections {
  private readonly mandates = new Map<string, Mandate>();
  /** What was read or taken under each, by the stream of the mandate. */
  private readonly readings = new Map<string, string[]>();

  constructor(private readonly heightOf: (stream: string) => bigint) {}

  /** A reading of sealed values, or a dossier, which may name a mandate: open, for whom it names, on one of its days. */
  read({ stream, revision, id, data, metadata }: StoredEvent, say: Say): void {
    const { mandate: named } = data as { readonly mandate?: string };
    if (named === undefined) return;
    const mandate = this.mandates.get(`inspection-${named}`);
    const day = dayOf(metadata.recordedAt);
    const holds =
      mandate !== undefined &&
      !mandate.closed &&
      mandate.inspectors.includes(metadata.actorId) &&
      mandate.from <= day &&
      day <= mandate.until;
    if (!holds) say('read-under-mandate', 'R17', `${named} is no mandate of ${metadata.actorId} on ${day}`);
    const before = this.readings.get(`inspection-${named}`) ?? [];
    this.readings.set(`inspection-${named}`, [...before, placed({ stream, revision: Number(revision), id })]);
  }

  take({ stream, type, data, metadata }: StoredEvent, say: Say): void {
    const facts = data as InspectionFacts;
    const mandate = this.mandates.get(stream);
    const what = type.split('.')[1] ?? '';
    if (what === 'InspectionOpened') {
      const { from = '', until = '', inspectors = [] } = facts;
      if (mandate !== undefined) say('mandate-opened-once', 'R17', `${stream} is opened twice`);
      if (from > until || inspectors.length === 0) say('mandate-sound', 'R17', 'it names no days or nobody');
      this.mandates.set(stream, { from, until, inspectors, findings: [], samples: 0, closed: false });
      return;
    }
    if (mandate === undefined) {
      say('mandate-opened-first', 'R17', `${what} without a mandate`);
      return;
    }
    const hands = [metadata.actorId, metadata.performedBy];
    if (what === 'FindingAnswered') {
      this.answered(mandate, facts, hands, say);
      return;
    }
    const named = mandate.inspectors.includes(metadata.actorId);
    const day = dayOf(metadata.recordedAt);
    if (mandate.closed) say('mandate-over', 'R17', `${what} after the mandate was closed`);
    if (!named && !(what === 'InspectionClosed' && metadata.actorRole === 'FILING_OFFICER'))
      say('mandate-by-name', 'R17', `${metadata.actorId} is not named`);
    if (what !== 'InspectionClosed' && (day < mandate.from || day > mandate.until))
      say('mandate-in-force', 'R17', `${day} is no day of the mandate`);
    if (what === 'InspectionClosed') {
      mandate.closed = true;
      if ((facts.on ?? '') > day) say('mandate-closed-by-then', 'R2', `it is closed on ${facts.on ?? ''}, and told on ${day}`);
      const told = (facts.read ?? []).map(placed).sort().join(' ');
      if (told !== (this.readings.get(stream) ?? []).toSorted().join(' '))
        say('mandate-tells-what-was-read', 'R17', `${stream} does not tell what was read under it`);
    }
    if (what === 'SampleOrdered' && facts.no !== ++mandate.samples) say('sample-numbered', 'R17', `sample ${facts.no ?? ''}`);
    if (what === 'FindingRaised') {
      const { events = [] } = facts;
      mandate.findings.push({ events, answers: 0 });
      if (facts.no !== mandate.findings.length) say('finding-numbered', 'R17', `finding ${facts.no ?? ''}`);
      if (events.length === 0) say('finding-about-events', 'R17', 'it points to nothing');
      this.pointing(events, say);
    }
  }

  /** §4.6, R4: to what was found, by somebody else than who found it. */
  private answered({ findings, inspectors }: Mandate, facts: InspectionFacts, hands: readonly string[], say: Say): void {
    const raised = findings[(facts.finding ?? 0) - 1];
    if (raised === undefined) {
      say('answer-to-finding', 'R17', `there is no finding ${facts.finding ?? ''}`);
      return;
    }
    raised.answers += 1;
    if (facts.no !== raised.answers) say('answer-numbered', 'R17', `answer ${facts.no ?? ''}`);
    if (hands.some((hand) => inspectors.includes(hand))) say('answer-by-another', 'R4; R17', 'an inspector answers himself');
    if (JSON.stringify(facts.about) !== JSON.stringify(raised.events))
      say('answer-about-finding', 'R17', 'it is about other events than the finding');
    this.pointing(facts.events ?? [], say);
  }

  private pointing(events: readonly Named[], say: Say): void {
    for (const { stream, revision } of events) {
      if (BigInt(revision) > this.heightOf(stream)) say('points-into-the-log', 'R17', `${stream} has no revision ${revision}`);
    }
  }
}

const placed = ({ stream, revision, id }: Named): string => `${stream}@${revision}/${id}`;
