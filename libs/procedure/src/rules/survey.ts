import { type Finding, yearOf } from '#libs/kernel';
import { type CaseView } from '../case-view.js';
import { type Criterion, type PartOf } from '../definition.js';
import { type HomeVisitRecorded } from '../facts.js';
import { type Judged, type Law, type Rule } from '../law.js';
import { blocks } from './branches-findings.js';
import { incomeOf, perCapitaOf } from './income.js';
import { holdsOneOf, type PartFact, partRule } from './part-fact.js';

const tooFew = blocks('TOO_FEW_SURVEYORS', 'LAW', '§2.1 step 2; §6.3');
const tooMany = blocks('TOO_MANY_SURVEYORS', 'LAW', '§3.2 step 2; §6.3');
const representativeMissing = blocks('REPRESENTATIVE_MISSING', 'LAW', '§3.2 step 2; §6.3');
const criteriaIncomplete = blocks('CRITERIA_INCOMPLETE', 'INPUT', '§2.4; §3.3');
const criterionNotMet = blocks('CRITERION_NOT_MET', 'LAW', '§3.3');
const notBelowLine = blocks('INCOME_NOT_BELOW_LINE', 'LAW', '§2.4');
const notAboveLine = blocks('INCOME_NOT_ABOVE_LINE', 'LAW', '§3.3');
const sharingWrong = blocks('SHARING_INCOME_WRONG', 'INPUT', '§2.4');
const sideWrong = blocks('INCOME_SIDE_WRONG', 'INPUT', '§2.4');

/** Only who held the office that he names counts as a surveyor; a household has its own side of the table. */
function surveyors({ part }: PartFact, judged: Judged): readonly Finding[] {
  if (part.kind !== 'survey') return [];
  const named = (judged.fact.data as HomeVisitRecorded).surveyors;
  const persons = new Map(named.map(({ person, offices }) => [person, offices]));
  const counted = [...persons].filter(([person, offices]) => holdsOneOf(judged, person, offices)).map(([person]) => person);
  const findings = [tooFew({ met: counted.length >= part.minSurveyors, required: part.minSurveyors, actual: counted })];
  if (part.maxSurveyors !== undefined) {
    findings.push(tooMany({ met: persons.size <= part.maxSurveyors, required: part.maxSurveyors, actual: persons.size }));
  }
  const representatives = counted.filter((person) => holdsOneOf(judged, person, ['VILLAGE_REPRESENTATIVE']));
  const required = part.minRepresentatives ?? 0;
  if (required > 0) {
    findings.push(representativeMissing({ met: representatives.length >= required, required, actual: representatives }));
  }
  return findings;
}

/** Every criterion of the form is answered, once (§2.4, §3.3). */
function formComplete({ part }: PartFact, { fact }: Judged): readonly Finding[] {
  if (part.kind !== 'survey') return [];
  const answered = (fact.data as HomeVisitRecorded).criteria.map(({ code }) => code);
  const missing = part.criteria.filter((code) => !answered.includes(code));
  const twice = answered.filter((code, index) => answered.indexOf(code) !== index);
  const met = missing.length === 0 && twice.length === 0;
  return [criteriaIncomplete({ met, required: [...part.criteria], actual: { missing, twice } })];
}

function lineKnown({ part }: PartFact, { law }: Judged): readonly Finding[] {
  if (part.kind !== 'survey') return [];
  const { value, clause } = law.policy.parameters[part.line];
  return [
    blocks(
      'LINE_UNKNOWN',
      'LAW',
      clause,
    )({
      met: value !== null,
      required: { [part.line]: 'a line', year: law.policy.year },
      actual: value,
    }),
  ];
}

function sharing(_of: PartFact, { view, fact }: Judged): readonly Finding[] {
  const { sharingIncome } = fact.data as HomeVisitRecorded;
  const members = view.household.members.length;
  const met = Number.isInteger(sharingIncome) && sharingIncome >= 1 && sharingIncome <= members;
  return [sharingWrong({ met, required: { from: 1, to: members }, actual: sharingIncome })];
}

interface IncomeAccountRecorded {
  readonly income: { readonly ref: string };
  readonly sharingIncome: number;
  readonly line: string;
  readonly against: 'BELOW' | 'AT_OR_ABOVE';
}

/** The event says on which side of the line the household stands; where the account can be opened, it must agree. */
function sideOfLine({ part }: PartFact, { law, fact, circumstances }: Judged): readonly Finding[] {
  const { income, sharingIncome, against } = fact.data as IncomeAccountRecorded;
  const account = incomeOf(circumstances.opened[income.ref]);
  const line = part.kind === 'survey' ? law.policy.parameters[part.line].value : null;
  if (account === undefined || line === null) return [];
  const required = perCapitaOf(account, sharingIncome) < line ? 'BELOW' : 'AT_OR_ABOVE';
  return [sideWrong({ met: against === required, required, actual: against })];
}

const surveyPartOf = (law: Law, view: CaseView): PartOf<'survey'> | undefined => {
  const part = view.survey === undefined ? undefined : law.parts[view.survey.part];
  return part?.kind === 'survey' ? part : undefined;
};

/** Criteria that the register or the policy answers, whatever the form says. */
const NOT_BY_FORM: readonly Criterion[] = ['INCOME', 'NOT_IDENTIFIED_THIS_YEAR', 'MEASURE_DELIVERED'];

function unmetCriteria(part: PartOf<'survey'>, { law, view }: Judged): readonly Criterion[] {
  const unmet = (view.survey?.criteria ?? [])
    .filter(({ code, result }) => result === 'NOT_MET' && !NOT_BY_FORM.includes(code))
    .map(({ code }) => code);
  const { disasterOn, identifiedOn, measures } = view.household;
  const add = (code: Criterion, so: boolean): void => {
    if (so && part.criteria.includes(code) && !unmet.includes(code)) unmet.push(code);
  };
  add('NO_DISASTER_THIS_YEAR', disasterOn !== undefined && yearOf(disasterOn) === view.programYear);
  add('MEASURE_DELIVERED', measures.length === 0);
  const refused = law.policy.parameters.exitSameYear.value === 'REFUSE';
  add('NOT_IDENTIFIED_THIS_YEAR', refused && identifiedOn !== undefined && yearOf(identifiedOn) >= view.programYear);
  return unmet;
}

/**
 * What the survey found must carry the decision. Poor is who stands below the line or lacks an item (§2.4); who exits
 * stands above the line and lacks none (§3.3); a risk is as it was found (§4.3).
 */
function eligible(_of: PartFact, judged: Judged): readonly Finding[] {
  const { law, view } = judged;
  const part = surveyPartOf(law, view);
  const against = view.survey?.against;
  if (part === undefined || against === undefined) return [];
  const unmet = unmetCriteria(part, judged);
  const actual = { income: against, line: part.line, unmet: [...unmet] };
  switch (part.passes) {
    case 'BELOW_OR_UNMET':
      return [
        notBelowLine({ met: against === 'BELOW' || unmet.length > 0, required: 'below the line, or an item unmet', actual }),
      ];
    case 'ALL_MET':
      return [
        notAboveLine({ met: against === 'AT_OR_ABOVE', required: 'not below the line', actual }),
        criterionNotMet({ met: unmet.length === 0, required: 'every criterion', actual: [...unmet] }),
      ];
    case 'RISK':
      return [];
  }
}

/** The home visit, its income account, and what verification and approval make of them (domain.md §2.4, §3.2, §3.3). */
export const surveyRules: readonly Rule[] = [
  partRule('surveyors', ['case.HomeVisitRecorded.v1'], surveyors),
  partRule('survey-form-complete', ['case.HomeVisitRecorded.v1'], formComplete),
  partRule('line-known', ['case.HomeVisitRecorded.v1'], lineKnown),
  partRule('sharing-income', ['case.HomeVisitRecorded.v1'], sharing),
  partRule('side-of-line', ['case.IncomeAccountRecorded.v1'], sideOfLine),
  partRule('eligible', ['case.VillageVerificationPassed.v1', 'case.TownshipAuditPassed.v1', 'case.CountyApproved.v1'], eligible),
];
