import { doors } from './doors.js';
import { eventTypes } from './event-types.js';
import { findings } from './findings.js';
import { levels, offices, organisations, roles } from './offices.js';
import { orderTypes } from './order-types.js';
import { phrases } from './phrases.js';
import { problems } from './problems.js';
import {
  actKinds,
  applicationForms,
  bodyKinds,
  caseKinds,
  causeGroups,
  comparisonResults,
  criteria,
  dateRules,
  failures,
  findingClasses,
  marks,
  measures,
  meetingBodies,
  objectionOutcomes,
  outcomes,
  partKinds,
  partStatuses,
  places,
  povertyAttributes,
  redLines,
  rejectionReasons,
  restReasons,
  reviewForms,
  severities,
  sources,
  standings,
  units,
  voteMethods,
} from './procedure.js';
import {
  countedBy,
  dayCounts,
  digestKinds,
  interruptionModes,
  termDifferences,
  termKinds,
  timerEnds,
  timerExpiries,
  timerKinds,
  timers,
  timerStarts,
} from './timers.js';
import { tokenFaults } from './tokens.js';
import { type Words } from './words.js';

/** Vocabularies by the name that stands before the dot of a key. */
export const dictionary = {
  office: offices,
  role: roles,
  organisation: organisations,
  level: levels,
  kind: partKinds,
  caseKind: caseKinds,
  actKind: actKinds,
  dateRule: dateRules,
  povertyAttribute: povertyAttributes,
  causeGroup: causeGroups,
  measure: measures,
  body: meetingBodies,
  bodyKind: bodyKinds,
  voteMethod: voteMethods,
  reviewForm: reviewForms,
  applicationForm: applicationForms,
  criterion: criteria,
  source: sources,
  redLine: redLines,
  severity: severities,
  comparison: comparisonResults,
  place: places,
  rest: restReasons,
  unit: units,
  timer: timers,
  timerKind: timerKinds,
  timerStart: timerStarts,
  timerEnd: timerEnds,
  timerExpiry: timerExpiries,
  termDifference: termDifferences,
  termKind: termKinds,
  dayCount: dayCounts,
  countedBy,
  interruption: interruptionModes,
  digest: digestKinds,
  failure: failures,
  outcome: outcomes,
  standing: standings,
  status: partStatuses,
  rejection: rejectionReasons,
  objection: objectionOutcomes,
  findingClass: findingClasses,
  mark: marks,
  problem: problems,
  finding: findings,
  token: tokenFaults,
  event: eventTypes,
  order: orderTypes,
  phrase: phrases,
  door: doors,
} as const;

type Dictionary = typeof dictionary;
export type TermCategory = keyof Dictionary;

/** `office.GROUP_LEADER`, `event.case.ReviewHeld.v1`, … */
export type TermKey = { [C in TermCategory]: `${C}.${keyof Dictionary[C] & string}` }[TermCategory];

/** The words of a key known when this was compiled. */
export function term(key: TermKey): Words {
  const dot = key.indexOf('.');
  return termOf(key.slice(0, dot) as TermCategory, key.slice(dot + 1));
}

/** The words of a code that comes from data; the code itself in both languages where the dictionary has none. */
export function termOf(category: TermCategory, code: string): Words {
  return findTerm(category, code) ?? { zh: code, en: code };
}

/** The words of a code that comes from data; absent where the dictionary has none. */
export function findTerm(category: TermCategory, code: string): Words | undefined {
  const vocabulary: Readonly<Record<string, Words>> = dictionary[category];
  return Object.hasOwn(vocabulary, code) ? vocabulary[code] : undefined;
}
