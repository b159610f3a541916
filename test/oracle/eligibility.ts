import { fullYears, plusDays } from './days.js';
import { ADULT, COMPARISON_MAX_AGE_DAYS, HARD_LINES, SURVEYORS_MIN } from './law-of-domain.js';
import { type CaseNotes } from './case-notes.js';
import { DECIDES, EFFECTS, type Predicate } from './situation.js';

/** §2.1 step 1: the whole household is listed. §3.2 step 1, §3.3: nobody exits for whom nothing was done. */
export const appliesWhole: Predicate = ({ type, data, notes, occurredOn, expectNoted, say }) => {
  if (type !== 'ApplicationSubmitted' && type !== 'ExitNominated') return;
  const { members, measures, identifiedOn } = notes.household;
  const missing = members.filter(({ person }) => data.membersListed?.includes(person) !== true);
  if (missing.length > 0) say('whole-household', '§2.1 step 1', `${missing.length} members are not listed`);
  if (notes.procedure?.asksLeave === true) {
    const silent = adults(notes, occurredOn).filter(
      (person) => !notes.authorised.has(person) && data.authorisedBy?.includes(person) !== true,
    );
    if (silent.length > 0) expectNoted('AUTHORISATION_MISSING', '§2.1 step 1; R9');
  }
  if (notes.kind !== 'EXIT') return;
  if (measures.length === 0) say('measure-before-exit', '§3.2 step 1; §3.3', 'no measure was delivered');
  if (identifiedOn !== undefined && Number(identifiedOn.slice(0, 4)) >= notes.programYear)
    expectNoted('IDENTIFIED_THIS_YEAR', '§3.3; R5');
};

export const adults = (notes: CaseNotes, on: string): readonly string[] =>
  notes.household.members
    .filter(({ bornOn }) => bornOn === undefined || fullYears(bornOn, on) >= ADULT)
    .map(({ person }) => person);

/** R9: nobody's registers are asked without his leave; who gives it is of the household. */
export const askedWithLeave: Predicate = ({ type, data, notes, occurredOn, say }) => {
  if (type === 'QueryAuthorisationGranted' && !notes.household.members.some(({ person }) => person === data.person)) {
    say('leave-of-household', 'R9', `${data.person ?? ''} is not of the household`);
  }
  if (type !== 'ComparisonRequested' || notes.procedure?.asksLeave !== true) return;
  const grown = adults(notes, occurredOn);
  const without = (data.persons ?? []).filter((person) => grown.includes(person) && !notes.authorised.has(person));
  if (without.length > 0) say('asked-with-leave', 'R9; §2.1 step 1', `${without.join(', ')} did not authorise it`);
};

/** §2.1 step 2, §2.4: two surveyors at least, in office; every item of the form answered once. */
export const surveyedWhole: Predicate = ({ type, data, notes, officesOf, say }) => {
  if (type !== 'HomeVisitRecorded' || notes.procedure === undefined) return;
  const surveyors = new Map((data.surveyors ?? []).map(({ person, offices }) => [person, offices]));
  const counted = [...surveyors].filter(([person, offices]) => {
    const held = officesOf(person);
    return held === undefined || offices.some((office) => held.includes(office));
  });
  if (counted.length < SURVEYORS_MIN) say('surveyors', '§2.1 step 2; §6.3', `${counted.length} surveyors in office`);
  const answered = (data.criteria ?? []).map(({ code }) => code);
  const missing = notes.procedure.criteria.filter((code) => !answered.includes(code));
  if (missing.length > 0 || new Set(answered).size < answered.length) {
    say('form-complete', '§2.4; §3.3', `missing ${missing.join(', ') || 'nothing'}, or answered twice`);
  }
  const sharing = data.sharingIncome ?? 0;
  if (!Number.isInteger(sharing) || sharing < 1 || sharing > notes.household.members.length) {
    say('sharing-income', '§2.4', `${sharing} of ${notes.household.members.length} share the income`);
  }
  const again = [...surveyors.keys()].filter((person) => notes.surveyedBy.has(person));
  if (notes.otherTeam && again.length > 0) say('other-team', 'R13; §3.4', `${again.join(', ')} surveyed before`);
};

/** §2.4: poor is who stands below the line or lacks an item. §3.3: who exits stands above it and lacks none. */
export const eligible: Predicate = ({ type, notes, say }) => {
  const decides = (DECIDES.has(type) && type !== 'VillageVerificationFailed') || EFFECTS.has(type);
  const { survey, procedure } = notes;
  if (!decides || procedure === undefined || survey === undefined) return;
  const lacking = survey.criteria.filter(({ code, result }) => code !== 'INCOME' && result === 'NOT_MET').map(({ code }) => code);
  if (notes.kind === 'EXIT') {
    if (survey.against !== 'AT_OR_ABOVE') say('income-of-exit', '§3.3', `${type} below the line of the year`);
    if (lacking.length > 0) say('criteria-of-exit', '§3.3', `${type} without ${lacking.join(', ')}`);
    if (notes.household.measures.length === 0) say('measure-before-exit', '§3.3', `${type} without a measure`);
  } else if (survey.against !== 'BELOW' && lacking.length === 0) {
    say('poor-by-the-standard', '§2.4', `${type} of a household above the line that lacks nothing`);
  }
};

/** R9, §2.1 step 4, §3.2 step 4: every member, every source; CLEAR or a dispositioned hit that does not bar. */
export const comparedWhole: Predicate = ({ type, notes, occurredOn, say }) => {
  const { procedure } = notes;
  if ((type !== 'ComparisonPassed' && type !== 'CountyApproved') || procedure === undefined) return;
  for (const { person } of notes.household.members) {
    if (notes.mustAskAgain.has(person)) say('comparison-superseded', 'R9', `${type}: ${person} must be asked about again`);
    for (const source of Object.keys(procedure.sources)) {
      const answer = notes.answers.get(`${person}|${source}`);
      if (answer?.result === 'CLEAR') continue;
      const disposition = notes.dispositions.get(`${person}|${source}|${answer?.code ?? ''}`);
      const settled =
        answer?.result === 'HIT' && disposition !== undefined && !(disposition === 'CONFIRMED' && bars(notes, answer));
      if (!settled) say('comparison-complete', 'R9', `${type}: ${source} about ${person} is ${answer?.result ?? 'missing'}`);
    }
  }
  const tooOld = plusDays(occurredOn, -COMPARISON_MAX_AGE_DAYS);
  const stale = [...notes.answers.values()].filter(({ asOf }) => asOf < tooOld);
  if (type === 'CountyApproved' && stale.length > 0)
    say('comparison-fresh', 'R9', `as of ${stale[0]?.asOf ?? ''}, before ${tooOld}`);
};

/** §6.2: a hard line bars, unless it arose after the identification: that is a matter for the exit (§4.1). */
function bars(notes: CaseNotes, { code, factDate }: { readonly code?: string; readonly factDate?: string }): boolean {
  if (notes.procedure?.bars === 'ANY_ITEM') return true;
  if (!HARD_LINES.includes(code ?? '')) return false;
  const { identifiedOn } = notes.household;
  return factDate === undefined || identifiedOn === undefined || factDate <= identifiedOn;
}

/** R9: the sources of the procedure, about members of the household, each answered once with a code that it may give. */
export const receiptReadable: Predicate = ({ type, data, notes, say }) => {
  const { procedure } = notes;
  if ((type !== 'ComparisonRequested' && type !== 'ComparisonResultReceived') || procedure === undefined) return;
  const named = data.sources ?? (data.source === undefined ? [] : [data.source]);
  const unknown = named.filter((source) => procedure.sources[source] === undefined);
  if (unknown.length > 0) say('sources-known', 'R9', `${unknown.join(', ')} is no source of ${procedure.id}`);
  const persons = data.persons ?? data.answers?.map(({ person }) => person) ?? [];
  const strangers = persons.filter((person) => !notes.household.members.some((member) => member.person === person));
  if (strangers.length > 0) say('persons-of-household', 'R9', `${strangers.join(', ')} asked about`);
  if (type !== 'ComparisonResultReceived') return;
  if (new Set(persons).size < persons.length) say('answered-once', 'R9', 'a person is answered about twice');
  const codes = procedure.sources[data.source ?? ''] ?? [];
  const foreign = (data.answers ?? []).filter(
    ({ result, code }) => result === 'HIT' && (code === undefined || !codes.includes(code)),
  );
  if (foreign.length > 0) say('hit-code', '§6.2; R9', `${data.source ?? ''} gives ${foreign[0]?.code ?? 'no code'}`);
};
