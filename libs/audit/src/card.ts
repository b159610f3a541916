import { type StoredEvent } from '#libs/event-store';
import { caseDecider, type CaseFile, type ExplainedEvent, type Pins } from '#libs/household-case';
import { addDays, type CivilDate, type Finding, isSealed } from '#libs/kernel';
import { contestable, countsFrom, type Law, LEVELS, type Level, type PartId, placedParts, readyParts } from '#libs/procedure';
import { decisionText, plainRule, type Remedy, remedies as remedyWords, refusalText, termOf, type Words } from '#libs/terms';
import { type CardHand, type Hands, handsOf } from './card-hands.js';
import { type Recording, recordingOf } from './recording.js';

/** One rule as a household is told of it. */
export interface CardRule {
  readonly code: string;
  readonly met: boolean;
  readonly clause: string;
  readonly rule: Words;
  readonly found: Words;
}

/** One step as it was done, with the rules that it was held against. */
export interface CardRow {
  readonly event: Recording;
  readonly label: Words;
  readonly round: number;
  readonly on: CivilDate;
  /** Offices that performed or signed it; the household where it signed itself. */
  readonly by: readonly string[];
  /** The same one by one, with who recorded it and who was there to vote; named where the reader may know it. */
  readonly hands: readonly CardHand[];
  /** As `detailText` takes them. */
  readonly data: object;
  /** What is told in plain words, and whatever was not met. */
  readonly rules: readonly CardRule[];
  /** How many further rules it was held against, all met; they stand in `findings`. */
  readonly alsoMet: number;
  readonly findings: readonly Finding[];
}

export interface CardRemedy {
  readonly remedy: Remedy;
  readonly words: Words;
  /** The last day; null where there is none. */
  readonly until: CivilDate | null;
  /** Who decides it; null where that is said in the words. */
  readonly level: Level | null;
  readonly clause: string;
  /** Rests on an assumption of ours, which is shown with it. */
  readonly ours: boolean;
}

export interface CardRefusal {
  readonly on: CivilDate;
  readonly orderType: string;
  readonly office: string;
  readonly findings: readonly Finding[];
}

/** Why, or why not: the decision on a household with its rules, from events alone. It names nobody of the household. */
export interface Card {
  readonly householdId: string;
  readonly householdNo: string | null;
  /** Names of the areas, the county first. */
  readonly place: readonly string[];
  readonly case: {
    readonly caseId: string;
    readonly kind: string;
    readonly programYear: number;
    readonly label: Words;
    readonly definition: string;
    readonly policy: string;
    readonly instrument: string;
    /** What its definition calls each part. */
    readonly labels: Readonly<Record<PartId, Words>>;
  } | null;
  readonly outcome: string;
  readonly on: CivilDate | null;
  /** By which event it was decided; null while nothing is. */
  readonly decidedBy: Recording | null;
  readonly sentence: Words;
  /** Whether reasons were written down, which are sealed and stand in the letter. */
  readonly reasonSealed: boolean;
  readonly rows: readonly CardRow[];
  readonly refusals: readonly CardRefusal[];
  readonly remedies: readonly CardRemedy[];
  readonly madeFrom: { readonly events: number; readonly lastPosition: bigint | null; readonly on: CivilDate };
}

/** Events that are a step for the household; what only prepares, carries, reminds or follows is none. */
const SHOWN: ReadonlySet<string> = new Set([
  'case.ApplicationSubmitted.v1',
  'case.ExitNominated.v1',
  'case.HomeVisitRecorded.v1',
  'case.VillageVerificationPassed.v1',
  'case.VillageVerificationFailed.v1',
  'case.ReviewHeld.v1',
  'case.MeetingInquorate.v1',
  'case.HitDispositioned.v1',
  'case.ComparisonPassed.v1',
  'case.ExitConsentGiven.v1',
  'case.ExitConsentRefused.v1',
  'case.ExitConsentRevoked.v1',
  'case.NoticePosted.v1',
  'case.NoticeInterrupted.v1',
  'case.NoticePeriodCompleted.v1',
  'case.AnnouncementPosted.v1',
  'case.AnnouncementCompleted.v1',
  'case.TownshipAuditPassed.v1',
  'case.CountyApproved.v1',
  'case.ApprovalRevoked.v1',
  'case.FilingRecorded.v1',
  'case.ObjectionRaised.v1',
  'case.ObjectionDecided.v1',
  'case.CaseReturned.v1',
  'case.CaseMigrated.v1',
  'case.CaseRejected.v1',
  'case.RejectionNotified.v1',
  'case.RecheckRequested.v1',
  'case.RecheckDecided.v1',
  'case.DecisionContested.v1',
  'case.ContestRuled.v1',
  'case.ReReviewOrdered.v1',
  'case.RecordCorrected.v1',
  'case.CaseWithdrawn.v1',
  'case.CaseLapsed.v1',
  'case.ExitDeferred.v1',
]);

/** Events by which a case comes to its outcome. */
const ENDINGS: Readonly<Record<string, string>> = {
  'case.HouseholdRegistered.v1': 'REGISTERED',
  'case.HouseholdExited.v1': 'EXITED',
  'case.HouseholdMonitored.v1': 'MONITORED',
  'case.CaseRejected.v1': 'REJECTED',
  'case.CaseWithdrawn.v1': 'WITHDRAWN',
  'case.CaseLapsed.v1': 'LAPSED',
  'case.ExitDeferred.v1': 'DEFERRED',
};

export interface OfHousehold {
  readonly householdId: string;
  readonly householdNo: string | null;
  readonly place: readonly string[];
  /** What was refused about its register or its case. */
  readonly refused: readonly StoredEvent[];
  readonly today: CivilDate;
  readonly hands: Hands;
}

/** The card of a household that has no case yet. */
export function cardWithoutCase({ householdId, householdNo, place, refused, today }: OfHousehold): Card {
  const words = { ...NOTHING, outcome: 'NOT_ADMITTED' };
  return {
    householdId,
    householdNo,
    place,
    case: null,
    outcome: 'NOT_ADMITTED',
    on: null,
    decidedBy: null,
    sentence: { zh: decisionText(words, 'zh'), en: decisionText(words, 'en') },
    reasonSealed: false,
    rows: [],
    refusals: refused.map(refusalOf),
    remedies: [],
    madeFrom: { events: refused.length, lastPosition: lastOf(refused), on: today },
  };
}

/**
 * The card of a case, as its events tell it, each held against the law that the case pins by the function that decided it.
 * @param explained the events of the case up to the decision that is asked about, at least one.
 */
export function cardOfCase(of: OfHousehold, explained: readonly ExplainedEvent[], lawFor: (pins: Pins) => Law): Card {
  const events = explained.map(({ event }) => event as unknown as StoredEvent);
  const file = explained.reduce<CaseFile>((state, { event }) => caseDecider.evolve(state, event), caseDecider.initial);
  const law = lawFor(file);
  const outcome = file.outcome ?? 'PENDING';
  const ending = events.findLast(({ type }) => ENDINGS[type] === outcome);
  const words = wordsOf(file, law, outcome, ending);
  const { definition } = law;
  return {
    householdId: of.householdId,
    householdNo: of.householdNo,
    place: of.place,
    case: {
      caseId: file.caseId,
      kind: file.kind,
      programYear: file.programYear,
      label: definition.label,
      definition: file.definition,
      policy: file.policy,
      instrument: [definition.instrument.title, definition.instrument.documentNo].join(' '),
      labels: Object.fromEntries(
        [...lawsOf(explained, lawFor).values()].flatMap((one) =>
          placedParts(one.definition).map(({ id, part }) => [id, part.label]),
        ),
      ),
    },
    outcome,
    on: words.on as CivilDate | null,
    decidedBy: ending === undefined ? null : recordingOf(ending),
    sentence: { zh: decisionText(words, 'zh'), en: decisionText(words, 'en') },
    reasonSealed: ending !== undefined && hasSealed(ending.data),
    rows: rowsOf(explained, lawsOf(explained, lawFor), of.hands),
    refusals: of.refused.map(refusalOf),
    remedies: remediesOf(file, law, outcome),
    madeFrom: { events: events.length + of.refused.length, lastPosition: lastOf([...events, ...of.refused]), on: of.today },
  };
}

type Decision = Parameters<typeof decisionText>[0];
const NOTHING: Omit<Decision, 'outcome'> = {
  kind: '',
  programYear: null,
  on: null,
  part: null,
  level: null,
  reason: null,
  documentNo: null,
  toYear: null,
  next: [],
};

function wordsOf(file: CaseFile, law: Law, outcome: string, ending: StoredEvent | undefined): Decision {
  const { kind, programYear, rejection, approval, deferredTo } = file;
  const data = (ending?.data ?? {}) as {
    readonly on?: CivilDate;
    readonly part?: PartId;
    readonly level?: string;
    readonly reason?: unknown;
  };
  const on = outcome === 'PENDING' ? null : (data.on ?? ending?.metadata.occurredOn ?? file.closedOn ?? null);
  const ofRejection = outcome === 'REJECTED' ? rejection : undefined;
  const part = ofRejection?.part ?? (outcome === 'DEFERRED' ? data.part : undefined);
  return {
    ...NOTHING,
    outcome,
    kind,
    programYear,
    on,
    part: part === undefined ? null : labelOf(law, part),
    level: ofRejection?.level ?? null,
    reason: ofRejection?.reason ?? null,
    documentNo: ['REGISTERED', 'EXITED', 'MONITORED'].includes(outcome) ? (approval?.documentNo ?? null) : null,
    toYear: outcome === 'DEFERRED' ? (deferredTo ?? null) : null,
    next: outcome === 'PENDING' ? readyParts(law, file).map((id) => labelOf(law, id)) : [],
  };
}

function labelOf(law: Law, id: PartId): Words {
  return placedParts(law.definition).find((placed) => placed.id === id)?.part.label ?? { zh: id, en: id };
}

interface OfPart {
  readonly part?: PartId;
  readonly round?: number;
  readonly result?: string;
}

const POSTED: ReadonlySet<string> = new Set(['case.NoticePosted.v1', 'case.AnnouncementPosted.v1']);
const COMPLETED: ReadonlySet<string> = new Set(['case.NoticePeriodCompleted.v1', 'case.AnnouncementCompleted.v1']);

/** The law that the case had pinned when each of its events was decided: another after it went over to other law. */
function lawsOf(explained: readonly ExplainedEvent[], lawFor: (pins: Pins) => Law): ReadonlyMap<ExplainedEvent, Law> {
  const laws = new Map<ExplainedEvent, Law>();
  let pins: Pins | undefined;
  for (const one of explained) {
    const { event } = one;
    if (event.type === 'case.CaseOpened.v1') pins = event.data;
    if (pins !== undefined) laws.set(one, lawFor(pins));
    if (event.type === 'case.CaseMigrated.v1') pins = event.data.to;
  }
  return laws;
}

/** In the order of the log; a notice that has ended is one row, with what was posted in it. */
function rowsOf(explained: readonly ExplainedEvent[], laws: ReadonlyMap<ExplainedEvent, Law>, hands: Hands): readonly CardRow[] {
  const shown = explained.filter(({ event }) => SHOWN.has(event.type));
  const told = new Set<ExplainedEvent>();
  const postingOf = new Map<ExplainedEvent, ExplainedEvent>();
  shown.forEach((one, index) => {
    if (!COMPLETED.has(one.event.type)) return;
    const { part, round } = one.event.data as OfPart;
    const posting = shown
      .slice(0, index)
      .findLast(
        ({ event }) => POSTED.has(event.type) && (event.data as OfPart).part === part && (event.data as OfPart).round === round,
      );
    if (posting === undefined || told.has(posting)) return;
    told.add(posting);
    postingOf.set(one, posting);
  });
  return shown.flatMap((one) => {
    const law = laws.get(one);
    return law === undefined || told.has(one) ? [] : [rowOf(one, postingOf.get(one), law, hands)];
  });
}

function rowOf({ event, findings: own }: ExplainedEvent, posting: ExplainedEvent | undefined, law: Law, hands: Hands): CardRow {
  const findings = [...(posting?.findings ?? []), ...own];
  const data = { ...posting?.event.data, ...event.data } as OfPart;
  const told = findings.map((finding) => toldOf(finding, data, law)).filter((rule) => rule !== undefined);
  const { metadata } = event;
  const named = handsOf({ data, metadata }, hands);
  const acted = named.filter(({ did }) => did === 'SIGNED' || did === 'PERFORMED').map(({ office }) => office);
  return {
    event: recordingOf(event as unknown as StoredEvent),
    label: data.part === undefined ? termOf('event', event.type) : labelOf(law, data.part),
    round: data.round ?? 1,
    on: metadata.occurredOn,
    by: [...new Set(acted.length === 0 ? [metadata.actorRole] : acted)],
    hands: named,
    data,
    rules: told,
    alsoMet: findings.length - told.length,
    findings,
  };
}

/** What is said of a rule: in plain words where it has some, and of any other that is not met the words of its refusal. */
function toldOf(finding: Finding, data: OfPart, law: Law): CardRule | undefined {
  const { code, met, clause } = finding;
  if (code === 'VOTES_DO_NOT_ADD_UP') return votesOf(finding, data, law);
  const plain = plainRule(finding);
  if (plain !== undefined) return { code, met, clause, ...plain };
  if (met) return undefined;
  const found = { zh: refusalText(finding, 'zh'), en: refusalText(finding, 'en') };
  return { code, met, clause, rule: termOf('finding', code), found };
}

/** Of a vote it is told whether it passed; that the numbers add up is nothing to a household. */
function votesOf(finding: Finding, { part, result }: OfPart, law: Law): CardRule | undefined {
  const review = part === undefined ? undefined : law.parts[part];
  if (review?.kind !== 'review') return undefined;
  const { numerator, denominator, strict } = review.majority;
  const majority = `${strict ? '>' : '≥'} ${numerator}/${denominator}`;
  const required = { ...(finding.required as object), majority };
  const plain = plainRule({ ...finding, required });
  return plain === undefined ? undefined : { code: finding.code, met: result === 'PASSED', clause: finding.clause, ...plain };
}

function refusalOf({ data, metadata }: StoredEvent): CardRefusal {
  const { orderType, findings } = data as { readonly orderType: string; readonly findings: readonly Finding[] };
  return { on: metadata.occurredOn, orderType, office: metadata.actorRole, findings };
}

/** Text of people, such as a reason: typed, and sealed. */
const hasSealed = (data: object): boolean => Object.values(data).some(isSealed);

function lastOf(events: readonly StoredEvent[]): bigint | null {
  return events.reduce<bigint | null>((last, { position }) => (last === null || position > last ? position : last), null);
}

function remediesOf(file: CaseFile, law: Law, outcome: string): readonly CardRemedy[] {
  const plain = (remedy: Remedy, clause: string, until: CivilDate | null = null): CardRemedy => ({
    remedy,
    words: remedyWords[remedy],
    until,
    level: null,
    clause,
    ours: false,
  });
  if (outcome === 'PENDING') {
    return [
      ...runningNotices(file).map(([part, earliestClose]) => ({
        ...plain('NOTICE', `R1; R11; ${law.parts[part]?.basis.clause ?? ''}`, addDays(earliestClose, -1)),
        ours: law.parts[part]?.minDuration?.basis.mark === 'ASSUMPTION',
      })),
      ...(file.consent === undefined ? [] : [plain('REVOKE_CONSENT', 'R12')]),
      ...(file.kind === 'IDENTIFICATION' ? [plain('WITHDRAW', 'R12; §2.3')] : []),
    ];
  }
  if (outcome === 'REJECTED') {
    const contest = contestable(file, 'REJECTION');
    const contested = file.contests?.some(({ contested: what, of }) => what === 'REJECTION' && of === contest) === true;
    return [
      ...recheckOf(file, law),
      ...(contest === undefined || contested ? [] : [{ ...plain('CONTEST', 'R13'), level: 'COUNTY' as const }]),
      plain('REAPPLY', 'R13'),
    ];
  }
  if (outcome === 'REGISTERED' || outcome === 'EXITED' || outcome === 'MONITORED') return [plain('AFTER_EFFECT', 'R1; R11')];
  return [plain('REAPPLY', 'R13')];
}

function runningNotices(file: CaseFile): readonly (readonly [PartId, CivilDate])[] {
  return Object.entries(file.notices)
    .filter(([part]) => file.parts[part]?.status === 'RUNNING')
    .map(([part, { earliestClose }]) => [part, earliestClose]);
}

/** Until when a recheck may be asked for, counted as the rule counts that judges it (R13, R2). */
function recheckOf({ rejection, recheck }: CaseFile, law: Law): readonly CardRemedy[] {
  if (rejection === undefined) return [];
  const { recheckDays, backfillMaxDays } = law.policy.parameters;
  const level = LEVELS[LEVELS.indexOf(rejection.level) + 1] ?? null;
  const of = (remedy: Remedy, until: CivilDate | null): CardRemedy => ({
    remedy,
    words: remedyWords[remedy],
    until,
    level,
    clause: [...new Set(['R13', recheckDays.clause])].join('; '),
    ours: recheckDays.mark === 'ASSUMPTION',
  });
  if (recheck?.of === rejection.no) return [of(recheck.outcome === undefined ? 'RECHECK_REQUESTED' : 'RECHECK_DONE', null)];
  const { notifiedOn, notifiedRecordedOn, on } = rejection;
  const told =
    notifiedOn === undefined ? on : countsFrom(notifiedOn, notifiedRecordedOn ?? notifiedOn, backfillMaxDays.value, false);
  return [of('RECHECK', addDays(told, recheckDays.value))];
}
