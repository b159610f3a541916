import {
  caseDecider,
  parkedOrder,
  termsOfAppend,
  type CaseContext,
  type CaseEvent,
  type CaseFile,
  type CaseOrder,
} from '#libs/household-case';
import { type Directory } from '#libs/identity';
import { type CivilDate, type DecisionContext, unmet } from '#libs/kernel';
import {
  type AreaPath,
  compareLevels,
  type Law,
  type Level,
  levelOfOffice,
  type Part,
  type PartId,
  type Roster,
} from '#libs/procedure';
import { type Aggregate } from '../aggregate.js';
import { type LawBook } from '../law-book.js';
import { ordersOf } from './order-types.js';

/** Orders whose law looks at the household's income again. */
const NEEDS_INCOME: ReadonlySet<CaseOrder['type']> = new Set([
  'RecordVerification',
  'NoteHouseholdChange',
  'CorrectRecord',
  'RecordAudit',
  'RecordApproval',
  'MigrateCase',
]);

/** The law of cases: what the log holds, or what is tried in its place. */
export type Laws = Pick<LawBook, 'law' | 'policyRefFor' | 'definition'>;
/** What a case must know of areas and bodies. */
export type Bodies = Pick<Directory, 'lineage' | 'levelOf' | 'roster'>;

export function caseAggregate(lawBook: Laws, directory: Bodies): Aggregate<CaseFile, CaseOrder, CaseEvent, CaseContext> {
  return {
    decider: caseDecider,
    orderTypes: ordersOf('case'),
    idIn: (order) => (order.type === 'OpenCase' ? order.data.caseId : undefined),
    // Of a case that is not there no law is known by which it could be decided.
    notThere: (order) =>
      order.type === 'OpenCase'
        ? undefined
        : unmet('CASE_NOT_OPEN', 'ORDER', '§2.2', 'a case that the register has admitted', 'ABSENT'),
    areaOf: (state, order) => {
      if (order.type === 'JoinAct' && state.phase !== 'ABSENT') {
        return recordingArea(lawBook.law(state.definition, state.policy).parts[order.data.part], state.area);
      }
      return lowestOf(order.type === 'OpenCase' ? order.data.area : state.area)[0];
    },
    // R14: one office of the area that gives, one of the area that takes.
    areasNamed: (state, order) => {
      const named = order.type === 'OpenCase' ? order.data.area : state.area;
      return order.type === 'TransferManagement' ? [named, order.data.to].flatMap(lowestOf) : lowestOf(named);
    },
    meant: (state, order) => {
      const parked = order.type === 'ReleaseParked' ? state.parked[order.data.key] : undefined;
      return parked === undefined ? order : parkedOrder(parked);
    },
    refsNeeded: (state, order) => {
      if (order.type === 'RecordSurvey') return [order.data.income.ref];
      // The same facts do not hold twice (R11), in whatever words of another order they were sealed.
      if (order.type === 'RaiseObjection') return [order.data.facts.ref, ...earlierFacts(state)];
      return NEEDS_INCOME.has(order.type) && state.income !== undefined ? [state.income.ref.ref] : [];
    },
    contextFor: (common: DecisionContext, state, order) => {
      const pins = order.type === 'OpenCase' ? order.data : state;
      const law = lawBook.law(pins.definition, pins.policy);
      const roster = order.type === 'RecordReview' ? rosterFor(directory, state, order.data.body, order.data.heldOn) : undefined;
      // A correction moves terms that were recomputed by the law by which they were.
      if (order.type === 'RecomputeTerms' || (order.type === 'CorrectRecord' && hasRecomputed(state)))
        return { ...common, law, standingLaw: standingLaw(lawBook, directory, state) };
      if (order.type === 'MigrateCase') return { ...common, law, ...lawsToGoOverTo(lawBook, directory, state, order.data) };
      if (order.type === 'MarkTermMissed' || order.type === 'EscalateTerm') {
        return { ...common, law, areasAbove: areasAbove(directory, state.area.county) };
      }
      return { ...common, law, ...(roster === undefined ? {} : { roster }) };
    },
    pins: ({ law }) => ({ definition: law.definitionRef, policy: law.policyRef }),
    marks: (context, event) => {
      const part: PartId | undefined = 'part' in event.data ? event.data.part : undefined;
      const clause = part === undefined ? undefined : context.law.parts[part]?.basis.clause;
      return { ...(part === undefined ? {} : { step: part }), ...(clause === undefined ? {} : { clause }) };
    },
    due: (state, events, { law, newLaw }) => termsOfAppend(state, events, newLaw ?? law),
    readElsewhere: ({ roster, standingLaw }): Record<string, string> => ({
      ...(roster === undefined ? {} : { roster: roster.digest }),
      ...(standingLaw === undefined ? {} : { standingPolicy: standingLaw.policyRef }),
    }),
  };
}

const hasRecomputed = ({ terms, metLate }: CaseFile): boolean =>
  terms.some(({ recomputed }) => recomputed) || metLate.some(({ term }) => term.recomputed);

/** The definition that a case pins, under the policy that now stands for its area and year. */
function standingLaw(lawBook: Laws, directory: Bodies, { definition, area, programYear }: CaseFile): Law {
  return lawBook.law(definition, lawBook.policyRefFor(directory.lineage(area.village), programYear));
}

/** The law that an order names for a case to go over to, and the same definition under the policy that now stands. */
function lawsToGoOverTo(
  lawBook: Laws,
  directory: Bodies,
  { definition: pinned, policy: kept, area, programYear }: CaseFile,
  { definition = pinned, policy }: Extract<CaseOrder, { type: 'MigrateCase' }>['data'],
): Pick<CaseContext, 'newLaw' | 'standingLaw' | 'lineage'> {
  const ref = lawBook.definition(definition)?.ref;
  if (ref === undefined || (definition.includes('#') && definition !== ref)) return {};
  const lineage = directory.lineage(area.village);
  const standing = lawBook.policyRefFor(lineage, programYear);
  const standingLaw = lawBook.law(ref, standing);
  return { lineage, standingLaw, newLaw: policy === undefined ? lawBook.law(ref, kept) : standingLaw };
}

function areasAbove(directory: Bodies, county: string): Partial<Record<Level, string>> {
  const above = directory.lineage(county).slice(1);
  return Object.fromEntries(above.flatMap((area) => [[directory.levelOf(area) ?? 'NATION', area]]));
}

/** None before a case has been opened. */
function lowestOf({ group, village }: AreaPath): readonly string[] {
  const lowest = group ?? village;
  return lowest === '' ? [] : [lowest];
}

/**
 * Whose list a case may join for a part: that of an area in which some office holds the part's recording (R4), or of one
 * above it. A village's act so brings no township's notice and no county's approval.
 */
function recordingArea(part: Part | undefined, { group, village, township, county }: AreaPath): string {
  const lowest = (part?.recordedBy ?? []).reduce<Level | undefined>((least, office) => {
    const level = levelOfOffice(office);
    return level === undefined || (least !== undefined && compareLevels(least, level) <= 0) ? least : level;
  }, undefined);
  if (lowest === undefined || compareLevels(lowest, 'GROUP') <= 0) return group ?? village;
  if (lowest === 'VILLAGE') return village;
  return lowest === 'TOWNSHIP' ? township : county;
}

function earlierFacts({ objections }: CaseFile): readonly string[] {
  return Object.values(objections).flatMap(({ factsRef }) => (factsRef === undefined ? [] : [factsRef]));
}

/** The body that may meet for a case: the group's, or else the village's (R7). */
function rosterFor(directory: Bodies, state: CaseFile, body: string, on: CivilDate): Roster | undefined {
  const area = body === 'GROUP_MEETING' ? state.area.group : state.area.village;
  return area === undefined ? undefined : directory.roster(area, body, on);
}
