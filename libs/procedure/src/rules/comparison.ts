import { addDays, type CivilDate, copyByName, type Finding } from '#libs/kernel';
import { type CaseView, type ComparisonView } from '../case-view.js';
import { type PartOf } from '../definition.js';
import { type ComparisonRequested, type ComparisonResultReceived, type HitDispositioned, type RegisterAnswer } from '../facts.js';
import { type Judged, type Rule } from '../law.js';
import { type Policy } from '../policy.js';
import { blocks } from './branches-findings.js';
import { isMember, type PartFact, partRule } from './part-fact.js';

const sourceUnknown = blocks('SOURCE_UNKNOWN', 'INPUT', 'R9');
const notOfHousehold = blocks('PERSON_NOT_OF_HOUSEHOLD', 'INPUT', 'R9');
const codeUnknown = blocks('HIT_CODE_UNKNOWN', 'INPUT', 'R9; §6.2');
const answeredTwice = blocks('ANSWERED_TWICE', 'INPUT', 'R9');
const incomplete = blocks('COMPARISON_INCOMPLETE', 'LAW', 'R9');
const notDispositioned = blocks('HIT_NOT_DISPOSITIONED', 'LAW', '§2.1 step 4; R9');
const alreadySettled = blocks('HIT_ALREADY_DISPOSITIONED', 'ORDER', '§2.1 step 4; R9');
const notEvidenced = blocks('DISPOSITION_NOT_EVIDENCED', 'LAW', '§2.3');
const stale = blocks('COMPARISON_STALE', 'LAW', 'R9');

type Household = Pick<CaseView, 'household' | 'comparisonSuperseded'>;
type Answer = RegisterAnswer & { readonly source: string };

const keyOfHit = ({ person, source, code }: Answer): string => `${person}|${source}|${code ?? ''}`;

/**
 * Whether a confirmed hit bars the household (§6.2). Where every item must be clear, any does. Otherwise a hard red line
 * does, unless it arose after the household had been identified: that is a matter for its exit (§4.1).
 */
export function blocksCase(part: PartOf<'comparison'>, answer: Answer, policy: Policy, { household }: Household): boolean {
  if (part.blocks === 'ALL_ITEMS') return true;
  const line = policy.parameters.redLines.find(({ code }) => code === answer.code);
  if (line?.severity !== 'HARD') return false;
  const { identifiedOn } = household;
  return answer.factDate === undefined || identifiedOn === undefined || answer.factDate <= identifiedOn;
}

/**
 * The comparison with the answers of one receipt. What had been said of an earlier hit of that person and source no longer
 * stands where the register now finds something else: another code, or the same since another day (R9).
 */
export function withAnswers(
  comparison: ComparisonView,
  { source, asOf, answers }: Pick<ComparisonResultReceived, 'source' | 'asOf' | 'answers'>,
): ComparisonView {
  const known = copyByName(comparison.answers);
  let { dispositions } = comparison;
  for (const answer of answers) {
    const before = known[`${answer.person}|${source}`];
    known[`${answer.person}|${source}`] = { ...answer, source, asOf };
    const same = before !== undefined && before.code === answer.code && before.factDate === answer.factDate;
    if (before?.result === 'HIT' && !same) {
      dispositions = Object.fromEntries(Object.entries(dispositions).filter(([hit]) => hit !== keyOfHit(before)));
    }
  }
  return { ...comparison, answers: known, dispositions };
}

/** What is still open of a comparison: each member of the household and each source must have an answer that lets pass. */
export interface OpenAnswer {
  readonly person: string;
  readonly source: string;
  readonly why: 'NOT_ANSWERED' | 'NOT_FOUND' | 'HIT' | 'BARRED' | 'SUPERSEDED';
}

export function pendingOf(
  part: PartOf<'comparison'>,
  comparison: ComparisonView,
  policy: Policy,
  of: Household,
): readonly OpenAnswer[] {
  const open: OpenAnswer[] = [];
  for (const { person } of of.household.members) {
    const superseded = of.comparisonSuperseded?.includes(person) ?? false;
    for (const { source } of part.sources) {
      const answer = comparison.answers[`${person}|${source}`];
      if (superseded) open.push({ person, source, why: 'SUPERSEDED' });
      else if (answer === undefined) open.push({ person, source, why: 'NOT_ANSWERED' });
      else if (answer.result === 'HIT') {
        const disposition = comparison.dispositions[keyOfHit(answer)];
        if (disposition === undefined) open.push({ person, source, why: 'HIT' });
        else if (disposition === 'CONFIRMED' && blocksCase(part, answer, policy, of))
          open.push({ person, source, why: 'BARRED' });
      } else if (answer.result !== 'CLEAR') open.push({ person, source, why: answer.result });
    }
  }
  return open;
}

function sources({ part }: PartFact, { fact }: Judged): readonly Finding[] {
  if (part.kind !== 'comparison') return [];
  const data = fact.data as Partial<ComparisonRequested> & Partial<ComparisonResultReceived>;
  const named = data.sources ?? (data.source === undefined ? [] : [data.source]);
  const required = part.sources.map(({ source }) => source);
  const unknown = named.filter((source) => !required.includes(source));
  return [sourceUnknown({ met: unknown.length === 0 && named.length > 0, required, actual: { unknown } })];
}

function persons(_of: PartFact, judged: Judged): readonly Finding[] {
  const data = judged.fact.data as Partial<ComparisonRequested> & Partial<ComparisonResultReceived>;
  const named = data.persons ?? data.answers?.map(({ person }) => person) ?? [];
  const strangers = named.filter((person) => !isMember(judged, person));
  return [notOfHousehold({ met: strangers.length === 0, required: 'members of the household', actual: strangers })];
}

/** A receipt answers once for each person, with the codes that its source may give (R9). */
function readable({ part }: PartFact, { fact }: Judged): readonly Finding[] {
  if (part.kind !== 'comparison') return [];
  const { source, answers } = fact.data as ComparisonResultReceived;
  const lawful = part.sources.find((candidate) => candidate.source === source)?.answers ?? [];
  const unknown = answers.filter(({ result, code }) => result === 'HIT' && (code === undefined || !lawful.includes(code)));
  const twice = answers.map(({ person }) => person).filter((person, index, all) => all.indexOf(person) !== index);
  return [
    codeUnknown({ met: unknown.length === 0, required: [...lawful], actual: unknown.map(({ code }) => code ?? null) }),
    answeredTwice({ met: twice.length === 0, required: 'one answer for each person', actual: twice }),
  ];
}

const comparisonIn = ({ law, view }: Judged): PartOf<'comparison'> | undefined => {
  const part = view.comparison === undefined ? undefined : law.parts[view.comparison.part];
  return part?.kind === 'comparison' ? part : undefined;
};

/** All members and sources answered, all hits with a disposition (R9, §2.1 step 4). */
function complete(_of: PartFact, judged: Judged): readonly Finding[] {
  const part = comparisonIn(judged);
  const { comparison } = judged.view;
  if (part === undefined || comparison === undefined) return [];
  const open = pendingOf(part, comparison, judged.law.policy, judged.view);
  const hits = open.filter(({ why }) => why === 'HIT');
  const others = open.filter(({ why }) => why !== 'HIT');
  const said = (answers: readonly OpenAnswer[]) => answers.map(({ person, source, why }) => ({ person, source, why }));
  return [
    incomplete({ met: others.length === 0, required: 'an answer for each member of each source', actual: said(others) }),
    notDispositioned({ met: hits.length === 0, required: 'a disposition of each hit', actual: said(hits) }),
  ];
}

/** A hit is disposed of once; a receipt that finds something else opens it again. */
function notSettled(_of: PartFact, { view, fact }: Judged): readonly Finding[] {
  const { hit } = fact.data as HitDispositioned;
  const before = view.comparison?.dispositions[hit];
  return [alreadySettled({ met: before === undefined, required: 'a hit without a disposition', actual: before ?? null })];
}

/** Whoever says that a hit does not count shows why: the sale, the borrowed name, the register's own mistake (§2.3). */
function proven(_of: PartFact, { fact }: Judged): readonly Finding[] {
  const { disposition, evidence } = fact.data as HitDispositioned;
  if (disposition === 'CONFIRMED') return [];
  return [notEvidenced({ met: evidence.length > 0, required: { disposition, evidence: 1 }, actual: evidence.length })];
}

/** An approval stands on answers that are not older than the policy lets them be (R9). */
function fresh(_of: PartFact, judged: Judged): readonly Finding[] {
  const { comparison } = judged.view;
  if (comparison === undefined) return [];
  const maxAge = judged.law.policy.parameters.comparisonMaxAgeDays.value;
  const notBefore = addDays(judged.circumstances.occurredOn, -maxAge);
  const oldest = Object.values(comparison.answers)
    .map(({ asOf }) => asOf)
    .reduce<CivilDate | undefined>((first, asOf) => (first === undefined || asOf < first ? asOf : first), undefined);
  if (oldest === undefined) return [];
  return [stale({ met: oldest >= notBefore, required: { asOfNotBefore: notBefore }, actual: oldest })];
}

/** The comparison with registers (domain.md §2.1 step 4, §3.2 step 4, §6.2, R9). */
export const comparisonRules: readonly Rule[] = [
  partRule('sources-known', ['case.ComparisonRequested.v1', 'case.ComparisonResultReceived.v1'], sources),
  partRule('persons-of-household', ['case.ComparisonRequested.v1', 'case.ComparisonResultReceived.v1'], persons),
  partRule('receipt-readable', ['case.ComparisonResultReceived.v1'], readable),
  partRule('hit-not-settled', ['case.HitDispositioned.v1'], notSettled),
  partRule('disposition-proven', ['case.HitDispositioned.v1'], proven),
  partRule('comparison-complete', ['case.ComparisonPassed.v1', 'case.CountyApproved.v1'], complete),
  partRule('comparison-fresh', ['case.CountyApproved.v1'], fresh),
];
