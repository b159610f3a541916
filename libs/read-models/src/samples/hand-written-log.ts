import { shippedCalendars } from '#libs/calendar';
import { type ActEvent } from '#libs/collective-act';
import { type StoredEvent } from '#libs/event-store';
import { caseDecider, type CaseEvent, type CaseFile, termsOfAppend } from '#libs/household-case';
import { type RegisterEvent } from '#libs/household-register';
import { civilDate, type Event, type EventMetadata, type Instant, type RecordedOf } from '#libs/kernel';
import {
  type AreaPath,
  CalendarBook,
  type CaseOpened,
  type Definition,
  type Law,
  lawOf,
  type Papers,
  type Part,
  policyOf,
  policySets,
} from '#libs/procedure';

/** `id@version#digest` of {@link shortProcedure}. */
export const SHORT = 'SHORT@1#00';
export const NO_PAPERS: Papers = { evidence: [], signatures: [], seals: [] };
export const sealed = (ref: string) => ({ ref, commitment: `commitment of ${ref}` });

const basis = { clause: '§5 T00', mark: 'ASSUMPTION' } as const;
const common = (code: string, level: Part['level'], performedBy: Part['performedBy'], recordedBy: Part['recordedBy']) => ({
  code,
  label: { zh: code, en: code },
  level,
  performedBy,
  recordedBy,
  evidence: [],
  seals: [],
  signatures: [],
  basis,
});

/** Application, comparison within 10 days, a notice of 7 days, approval within 10 working days; 60 days in all. */
export const shortProcedure: Definition = {
  id: 'SHORT',
  version: 1,
  kind: 'IDENTIFICATION',
  label: { zh: 'SHORT', en: 'Short' },
  slogan: { steps: 4, reviews: 0, notices: 1, comparisons: 1, announcements: 0 },
  instrument: { documentNo: '1', title: 'Short', basis },
  effective: { from: '2014-01-01', basis },
  area: 'CN',
  dateRules: [],
  effect: { result: 'REGISTERED', after: 'APPROVE.APPROVAL', basis },
  total: { length: 60, unit: 'cd', timer: 'T14', basis: { clause: '§5 T14', mark: 'SOURCE' } },
  steps: [
    {
      no: 1,
      code: 'APPLY',
      label: { zh: 'APPLY', en: 'Apply' },
      parts: [
        {
          ...common('APPLICATION', 'HOUSEHOLD', [], ['DATA_CLERK']),
          kind: 'application',
          form: 'APPLICATION',
          authorisation: 'NONE',
        },
      ],
    },
    {
      no: 2,
      code: 'COMPARE',
      label: { zh: 'COMPARE', en: 'Compare' },
      parts: [
        {
          ...common('COMPARISON', 'COUNTY', ['COUNTY_POVERTY_OFFICER'], ['STATION_CLERK']),
          kind: 'comparison',
          sources: [{ source: 'VEHICLES', answers: ['R01'] }],
          blocks: 'HARD_HITS',
          maxDuration: { length: 10, unit: 'cd', timer: 'T07', basis: { clause: '§5 T07', mark: 'ASSUMPTION' } },
        },
      ],
    },
    {
      no: 3,
      code: 'PUBLISH',
      label: { zh: 'PUBLISH', en: 'Publish' },
      parts: [
        { ...common('NOTICE', 'VILLAGE', ['VILLAGE_DIRECTOR'], ['DATA_CLERK']), kind: 'notice', places: ['VILLAGE_BOARD'] },
      ],
    },
    {
      no: 4,
      code: 'APPROVE',
      label: { zh: 'APPROVE', en: 'Approve' },
      parts: [
        {
          ...common('APPROVAL', 'COUNTY', ['LEADING_GROUP_HEAD'], ['COUNTY_POVERTY_OFFICER']),
          kind: 'approval',
          maxDuration: { length: 10, unit: 'wd', timer: 'T10', basis: { clause: '§5 T10', mark: 'ASSUMPTION' } },
        },
      ],
    },
  ],
};

export const area = (village = 'v-1', group?: string): AreaPath => ({
  ...(group === undefined ? {} : { group }),
  village,
  township: 't-1',
  county: 'c-1',
});

export function opened(caseId: string, householdId: string, more: Partial<CaseOpened> = {}): CaseEvent {
  return {
    type: 'case.CaseOpened.v1',
    data: {
      caseId,
      householdId,
      kind: 'IDENTIFICATION',
      origin: 'OWN',
      programYear: 2014,
      area: area('v-1', 'g-1'),
      bodyKind: 'VILLAGERS',
      household: {
        members: [
          { person: 'p-1', relation: 'HEAD' },
          { person: 'p-2', relation: 'CHILD' },
        ],
        head: 'p-1',
        standing: 'NONE',
        measures: [],
      },
      definition: SHORT,
      policy: 'CN@1#00',
      ...more,
    },
  };
}

export function enrolled(
  householdId: string,
  persons: readonly string[],
  managementArea: AreaPath = area('v-1', 'g-1'),
): RegisterEvent {
  return {
    type: 'household.HouseholdEnrolled.v1',
    data: {
      householdId,
      hukouArea: area('v-1', 'g-1'),
      residenceArea: area('v-1', 'g-1'),
      managementArea,
      bodyKind: 'VILLAGERS',
      head: persons[0] ?? '',
      members: persons.map((person) => ({
        person,
        relation: 'MEMBER',
        name: sealed(`${person}.name`),
        idNumber: sealed(`${person}.id`),
        idCheckDigitHolds: true,
        idFingerprint: `fingerprint of ${person}`,
      })),
    },
  };
}

export function admitted(caseId: string, householdId: string, more: Partial<CaseOpened> = {}): RegisterEvent {
  const { data } = opened(caseId, householdId, more) as { readonly data: CaseOpened };
  return { type: 'household.CaseAdmitted.v1', data: { caseId, kind: data.kind, no: 1, open: data, remarks: [] } };
}

/** Events put down by hand, with what surrounds them filled in. Positions count from 1. */
export class HandWrittenLog {
  readonly events: StoredEvent[] = [];
  /** Files of the cases, to write beside each event what it does to their terms, as the desk does. */
  readonly #files = new Map<string, CaseFile>();
  readonly #calendars = new CalendarBook();
  readonly #revisions = new Map<string, bigint>();

  /** The definition that the cases of the samples pin. */
  withShortProcedure(): this {
    return this.add('definition-SHORT', '2014-01-01', {
      type: 'definition.DefinitionPublished.v1',
      data: { definition: shortProcedure, ref: SHORT },
    });
  }

  /** The calendar of a year, as we ship it. */
  withCalendar(year: number): this {
    const calendar = shippedCalendars.find((one) => one.year === year);
    if (calendar === undefined) throw new RangeError(`no calendar of ${year} is shipped`);
    const ref = `${calendar.id}@${calendar.version}`;
    this.#calendars.publish(ref, calendar);
    return this.add(`calendar-${calendar.id}`, '2014-01-01', { type: 'calendar.CalendarPublished.v1', data: { calendar, ref } });
  }

  ofCase(caseId: string, on: string, ...events: readonly CaseEvent[]): this {
    return this.add(`case-${caseId}`, on, ...events);
  }

  ofHousehold(householdId: string, on: string, ...events: readonly RegisterEvent[]): this {
    return this.add(`household-${householdId}`, on, ...events);
  }

  ofAct(actId: string, on: string, ...events: readonly ActEvent[]): this {
    return this.add(`act-${actId}`, on, ...events);
  }

  add(stream: string, on: string, ...events: readonly Event[]): this {
    for (const event of events) this.with(stream, on, event, {});
    return this;
  }

  with(stream: string, on: string, { type, data }: Event, more: Partial<EventMetadata>): this {
    const revision = (this.#revisions.get(stream) ?? -1n) + 1n;
    this.#revisions.set(stream, revision);
    const position = BigInt(this.events.length + 1);
    const id = `event-${position}`;
    const metadata: EventMetadata = {
      orderId: `order-${position}`,
      orderType: 'Said',
      orderKey: `Said|${position}`,
      orderDigest: `digest-${position}`,
      correlationId: id,
      causationId: id,
      actorId: 'clerk-1',
      actorRole: 'DATA_CLERK',
      actorArea: 'v-1',
      performedBy: 'director-1',
      occurredOn: civilDate(on),
      recordedAt: `${on}T08:00:00.000Z` as Instant,
      build: 'test',
      ...more,
    };
    const event = { stream, revision, position, id, type, data, metadata };
    this.events.push(stream.startsWith('case-') ? this.#withTerms(event as RecordedOf<CaseEvent> & StoredEvent) : event);
    return this;
  }

  #withTerms(event: RecordedOf<CaseEvent> & StoredEvent): StoredEvent {
    const file = this.#files.get(event.stream) ?? caseDecider.initial;
    const [changes] = termsOfAppend(file, [event], this.#law());
    const { metadata } = event;
    const told = changes === undefined ? event : { ...event, metadata: { ...metadata, due: JSON.stringify(changes) } };
    this.#files.set(event.stream, caseDecider.evolve(file, told));
    return told;
  }

  #law(): Law {
    const policy = policyOf(policySets, ['CN'], 2014);
    if ('missing' in policy) throw new RangeError(policy.missing);
    return lawOf(shortProcedure, policy, SHORT, 'CN@1#00', this.#calendars, []);
  }
}
