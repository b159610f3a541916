import { type Finding } from '#libs/kernel';
import { type Level, type PartId } from '../definition.js';
import { type Judged, type Rule } from '../law.js';
import { blocks } from './branches-findings.js';
import { isMember } from './part-fact.js';

const officialIsHousehold = blocks('OFFICIAL_IS_HOUSEHOLD', 'RIGHTS', 'R4; §8');
const atOtherLevel = blocks('DECIDED_AT_OTHER_LEVEL', 'RIGHTS', 'R4; §8');

/** What branches say of the persons behind them. */
interface Ruling {
  readonly no?: number;
  readonly level?: Level | 'LAW';
  readonly because?: string;
  readonly outcome?: string;
  readonly decidedBy?: readonly string[];
  readonly confirmedBy?: string;
}

/** Rulings of officials that no part is made of: whoever performs them decides. */
const PERFORMED: readonly string[] = [
  'case.CaseReturned.v1',
  'case.ReReviewOrdered.v1',
  'case.SignedRollOrdered.v1',
  'case.ApprovalRevoked.v1',
  'case.ExitDeferred.v1',
  'case.BackfillAdmitted.v1',
  'case.DecisionContested.v1',
  'case.CaseMigrated.v1',
];
/** Rulings that name who decided or confirmed them. */
const NAMED: readonly string[] = [
  'case.RecheckDecided.v1',
  'case.ContestRuled.v1',
  'case.RecordCorrected.v1',
  'case.EntryReassigned.v1',
];

function officials({ fact, circumstances }: Judged): readonly string[] {
  const { because, decidedBy = [], confirmedBy } = fact.data as Ruling;
  // A return or a deferral that follows from the law, or from the household's own word, is nobody's ruling.
  if (because !== undefined && because !== 'RULING') return [];
  const performed = PERFORMED.includes(fact.type) ? [circumstances.performedBy] : [];
  return [...new Set([...performed, ...decidedBy, ...(confirmedBy === undefined ? [] : [confirmedBy])])];
}

/** Officials of a case are not of its household, whatever they rule (R4). */
function apart(judged: Judged): readonly Finding[] {
  const persons = officials(judged);
  if (persons.length === 0) return [];
  const own = persons.filter((person) => isMember(judged, person));
  return [officialIsHousehold({ met: own.length === 0, required: 'officials who are not of the household', actual: own })];
}

/** Who decided this case at another level than `level`: a part, a rejection, a remedy or an objection. */
export function decidedElsewhere({ law, view }: Judged, level: Level, but?: PartId): ReadonlySet<string> {
  const elsewhere = new Set<string>();
  for (const part of law.order) {
    if (part === but || law.parts[part]?.level === level) continue;
    for (const person of view.decidedBy[part] ?? []) elsewhere.add(person);
  }
  for (const [other, persons] of Object.entries(view.deciders) as [Level, readonly string[]][]) {
    if (other !== level) for (const person of persons) elsewhere.add(person);
  }
  return elsewhere;
}

function levelOf({ view, fact }: Judged): Level | undefined {
  const { no, level } = fact.data as Ruling;
  switch (fact.type) {
    case 'case.ContestRuled.v1':
      return 'COUNTY';
    case 'case.ObjectionDecided.v1':
      return view.objections[String(no)]?.level;
    default:
      return level === 'LAW' ? undefined : level;
  }
}

/** Nobody decides at two levels of one case, by whatever ruling (§8, R4). */
function oneLevelEach(judged: Judged): readonly Finding[] {
  const level = levelOf(judged);
  const { because, decidedBy = [judged.circumstances.performedBy] } = judged.fact.data as Ruling;
  if (level === undefined || (because !== undefined && because !== 'RULING')) return [];
  const elsewhere = decidedElsewhere(judged, level);
  const both = decidedBy.filter((person) => elsewhere.has(person));
  return [atOtherLevel({ met: both.length === 0, required: { level, only: true }, actual: both })];
}

/** The hands of branches: apart from the household, and at one level each (domain.md §8, R4). */
export const branchPersonRules: readonly Rule[] = [
  { name: 'ruling-official-not-household', about: [...PERFORMED, ...NAMED], find: apart },
  {
    name: 'ruling-at-one-level',
    about: ['case.CaseReturned.v1', 'case.RecheckDecided.v1', 'case.ContestRuled.v1', 'case.ObjectionDecided.v1'],
    find: oneLevelEach,
  },
];
