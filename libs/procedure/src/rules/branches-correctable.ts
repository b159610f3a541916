import { isCivilDate, type JsonValue } from '#libs/kernel';
import { VOTE_METHODS } from '../definition.js';
import { type ReviewHeld } from '../facts.js';

/** How a field is corrected (R3): a vote, date, attendance or household with a second person of the level above, or not. */
export interface Correctable {
  readonly confirmed: boolean;
  readonly oneOf?: readonly string[];
}

const CONFIRMED: Correctable = { confirmed: true };
const ALONE: Correctable = { confirmed: false };
const METHOD: Correctable = { confirmed: false, oneOf: ['WET', 'FINGERPRINT', 'E_SIGN', 'REMOTE'] };

/** Of every event: its paper date, and the dates and methods of what was signed and sealed. */
const COMMON: Readonly<Record<string, Correctable>> = {
  occurredOn: CONFIRMED,
  'papers.signatures.*.signedOn': CONFIRMED,
  'papers.signatures.*.method': METHOD,
  'papers.seals.*.date': CONFIRMED,
  'papers.seals.*.digest': ALONE,
};

const MEETING: Readonly<Record<string, Correctable>> = {
  heldOn: CONFIRMED,
  'presentPersons.*': CONFIRMED,
  'otherwisePresent.*.person': CONFIRMED,
  'otherwisePresent.*.mode': { confirmed: true, oneOf: ['IN_PERSON', 'REMOTE', 'WRITTEN'] },
  'recused.*': CONFIRMED,
};
const NOTICE: Readonly<Record<string, Correctable>> = {
  'places.*.postedOn': CONFIRMED,
  'places.*.photo': ALONE,
  contentDigest: ALONE,
  householdSize: CONFIRMED,
};
const COMPLETION: Readonly<Record<string, Correctable>> = { endedOn: CONFIRMED };
const APPLICATION: Readonly<Record<string, Correctable>> = {
  by: { confirmed: false, oneOf: ['HOUSEHOLD', 'WRITTEN_FOR', 'GROUP', 'CADRES', 'PLAN'] },
  writer: ALONE,
};
const CONSENT: Readonly<Record<string, Correctable>> = { 'signature.signedOn': CONFIRMED, 'signature.method': METHOD };

const FIELDS: Readonly<Record<string, Readonly<Record<string, Correctable>>>> = {
  'case.ApplicationSubmitted.v1': APPLICATION,
  'case.ExitNominated.v1': APPLICATION,
  'case.HomeVisitRecorded.v1': {
    visitedOn: CONFIRMED,
    sharingIncome: CONFIRMED,
    'surveyors.*.person': CONFIRMED,
    'criteria.*.result': { confirmed: false, oneOf: ['MET', 'NOT_MET', 'NOT_APPLICABLE'] },
  },
  'case.VillageVerificationPassed.v1': {},
  'case.ReviewHeld.v1': {
    ...MEETING,
    tally: CONFIRMED,
    presentAndTally: CONFIRMED,
    'ranking.rank': CONFIRMED,
    'ranking.quota': CONFIRMED,
    'ranking.instrument': ALONE,
    method: { confirmed: true, oneOf: VOTE_METHODS },
    comparisonReadOut: ALONE,
  },
  'case.MeetingInquorate.v1': { ...MEETING, present: CONFIRMED },
  'case.ComparisonResultReceived.v1': {
    asOf: CONFIRMED,
    receiptDigest: ALONE,
    'answers.*.factDate': CONFIRMED,
    'answers.*.code': ALONE,
  },
  'case.ExitConsentGiven.v1': CONSENT,
  'case.ExitConsentRefused.v1': CONSENT,
  'case.NoticePosted.v1': NOTICE,
  'case.AnnouncementPosted.v1': NOTICE,
  'case.NoticePeriodCompleted.v1': COMPLETION,
  'case.AnnouncementCompleted.v1': COMPLETION,
  'case.TownshipAuditPassed.v1': { onSiteCheck: ALONE },
  'case.CountyApproved.v1': { documentNo: ALONE },
  'case.FilingRecorded.v1': {},
};

/** Absent where the field of such an event cannot be corrected: what was decided is not a slip of the pen. */
export function correctable(type: string, field: string): Correctable | undefined {
  const fields = FIELDS[type];
  if (fields === undefined) return undefined;
  const pattern = field
    .split('.')
    .map((segment) => (/^\d+$/.test(segment) ? '*' : segment))
    .join('.');
  return Object.hasOwn(fields, pattern) ? fields[pattern] : Object.hasOwn(COMMON, pattern) ? COMMON[pattern] : undefined;
}

/**
 * Numbers that must add up are corrected together: votes as `16/4/0` (for, against, abstained), and with those present as
 * `20:16/4/0`.
 */
const VOTES = /^(\d{1,6})\/(\d{1,6})\/(\d{1,6})$/;
const PRESENT_AND_VOTES = /^(\d{1,6}):(\d{1,6}\/\d{1,6}\/\d{1,6})$/;
const FORMS: Readonly<Record<string, RegExp>> = { tally: VOTES, presentAndTally: PRESENT_AND_VOTES };

const votesOf = ({ tally }: ReviewHeld): string => `${tally.votesFor}/${tally.against}/${tally.abstain}`;

function withVotes(held: ReviewHeld, text: string): ReviewHeld {
  const [votesFor = 0, against = 0, abstain = 0] = (VOTES.exec(text) ?? []).slice(1).map(Number);
  return { ...held, tally: { votesFor, against, abstain } };
}

type Node = Readonly<Record<string, unknown>>;

/** What stands at a path such as `tally.votesFor` or `places.0.postedOn`; undefined where nothing does. */
export function valueAt(data: object, field: string): string | number | boolean | undefined {
  if (field === 'tally') return votesOf(data as ReviewHeld);
  if (field === 'presentAndTally') return `${(data as ReviewHeld).present}:${votesOf(data as ReviewHeld)}`;
  let node: unknown = data;
  for (const segment of field.split('.')) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, segment)) return undefined;
    node = (node as Node)[segment];
  }
  return typeof node === 'string' || typeof node === 'number' || typeof node === 'boolean' ? node : undefined;
}

/** The text of a value as an order writes it. */
export const asText = (value: string | number | boolean): string => String(value);

/** Reads a new value in the form of the old one; undefined where the text has no such form. */
export function readAs(
  field: string,
  old: string | number | boolean,
  text: string,
  rule: Correctable,
): string | number | boolean | undefined {
  const form = FORMS[field];
  if (form !== undefined) return form.test(text) ? text : undefined;
  if (rule.oneOf !== undefined) return rule.oneOf.includes(text) ? text : undefined;
  if (typeof old === 'number') return /^(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : undefined;
  if (typeof old === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  if (isCivilDate(old)) return isCivilDate(text) ? text : undefined;
  return text === '' ? undefined : text;
}

function replaced(node: unknown, path: readonly string[], value: JsonValue): unknown {
  const [segment, ...rest] = path;
  if (segment === undefined) return value;
  if (Array.isArray(node)) {
    const items: readonly unknown[] = node;
    return items.map((item, index) => (String(index) === segment ? replaced(item, rest, value) : item));
  }
  if (typeof node !== 'object' || node === null) return node;
  return { ...node, [segment]: replaced((node as Node)[segment], rest, value) };
}

/** The data with one value replaced; of votes, what they are told together with. */
export function withValue(data: object, field: string, value: string | number | boolean): object {
  if (field === 'tally') return withVotes(data as ReviewHeld, String(value));
  if (field === 'presentAndTally') {
    const [, present, votes] = PRESENT_AND_VOTES.exec(String(value)) ?? [];
    return { ...withVotes(data as ReviewHeld, votes ?? ''), present: Number(present) };
  }
  return replaced(data, field.split('.'), value) as object;
}
