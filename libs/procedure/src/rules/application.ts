import { ageOn, type CivilDate, type Finding, yearOf } from '#libs/kernel';
import { type PartOf } from '../definition.js';
import {
  type ApplicationSubmitted,
  type CaseOpened,
  type ComparisonRequested,
  type ComparisonResultReceived,
  type Member,
  type Papers,
} from '../facts.js';
import { type Judged, type Law, type Rule } from '../law.js';
import { blocks, remarksOn } from './branches-findings.js';
import { type PartFact, partRule } from './part-fact.js';

const notInForce = blocks('DEFINITION_NOT_IN_FORCE', 'LAW', 'R5');
const notPinned = blocks('DEFINITION_NOT_PINNED', 'INPUT', 'R5; architecture §5');
const membersMissing = blocks('APPLICANT_MEMBERS_MISSING', 'LAW', '§2.1 step 1');
const authorisationToCome = remarksOn('AUTHORISATION_MISSING', 'LAW', '§2.1 step 1; R9');
const authorisationMissing = blocks('AUTHORISATION_MISSING', 'LAW', 'R9');
const letterMissing = blocks('AUTHORISATION_NOT_EVIDENCED', 'LAW', '§2.1 step 1; F18');
const notOfHousehold = blocks('PERSON_NOT_OF_HOUSEHOLD', 'INPUT', 'R9');
const writerMissing = blocks('WRITER_MISSING', 'INPUT', '§2.1 step 1');
const noMeasure = blocks('NO_MEASURE_DELIVERED', 'LAW', '§3.2 step 1; §3.3; F2');

const ADULT = 18;
/** Whose day of birth is not known counts as an adult: nobody is asked about without his leave. */
export const isAdult = ({ bornOn }: Member, on: CivilDate): boolean => bornOn === undefined || ageOn(bornOn, on) >= ADULT;

/** A case is opened under the definition that it pins, within that definition's dates (R5). */
function inForce({ law, fact, circumstances }: Judged): readonly Finding[] {
  const { definition, kind } = fact.data as CaseOpened;
  const { from, until } = law.definition.effective;
  const on = circumstances.occurredOn;
  return [
    notInForce({ met: on >= from && (until === undefined || on <= until), required: { from, until: until ?? null }, actual: on }),
    notPinned({
      met: definition === law.definitionRef && kind === law.definition.kind,
      required: { definition: law.definitionRef, kind: law.definition.kind },
      actual: { definition, kind },
    }),
  ];
}

const applicationOf = (law: Law): PartOf<'application'> | undefined => {
  const id = law.order.find((part) => law.parts[part]?.kind === 'application');
  const part = id === undefined ? undefined : law.parts[id];
  return part?.kind === 'application' ? part : undefined;
};

/** All members are listed: the unit is the whole household (§1.1). */
function wholeHousehold(_of: PartFact, { view, fact }: Judged): readonly Finding[] {
  const { membersListed } = fact.data as ApplicationSubmitted;
  const required = view.household.members.map(({ person }) => person);
  const missing = required.filter((person) => !membersListed.includes(person));
  return [membersMissing({ met: missing.length === 0, required, actual: { missing } })];
}

const withoutLeave = (persons: readonly string[], given: readonly string[], { view, circumstances }: Judged): readonly string[] =>
  view.household.members
    .filter((member) => persons.includes(member.person) && isAdult(member, circumstances.occurredOn))
    .map(({ person }) => person)
    .filter((person) => !given.includes(person));

/** A missing authorisation is a remark at the application: it blocks only that person's comparison (R9). */
function everyAdultAuthorises({ part }: PartFact, judged: Judged): readonly Finding[] {
  if (part.kind !== 'application' || part.authorisation === 'NONE') return [];
  if (!judged.law.policy.parameters.authorisationRequired.value) return [];
  const { authorisedBy } = judged.fact.data as ApplicationSubmitted;
  const all = judged.view.household.members.map(({ person }) => person);
  const missing = withoutLeave(all, [...authorisedBy, ...judged.view.authorisedBy], judged);
  return [authorisationToCome({ met: missing.length === 0, required: 'every adult', actual: { missing } })];
}

function askedWithLeave(_of: PartFact, judged: Judged): readonly Finding[] {
  const { law, view, fact } = judged;
  if (!law.policy.parameters.authorisationRequired.value || applicationOf(law)?.authorisation !== 'ALL_ADULTS') return [];
  const { persons, answers = [] } = fact.data as Partial<ComparisonRequested> & Partial<ComparisonResultReceived>;
  const missing = withoutLeave(persons ?? answers.map(({ person }) => person), view.authorisedBy, judged);
  return [authorisationMissing({ met: missing.length === 0, required: 'every adult asked about', actual: { missing } })];
}

/** An application written for the household says by whom (§2.1 step 1). */
function writer(_of: PartFact, { fact }: Judged): readonly Finding[] {
  const { by, writer: person } = fact.data as ApplicationSubmitted;
  if (by !== 'WRITTEN_FOR') return [];
  return [writerMissing({ met: person !== undefined, required: 'who wrote it', actual: person ?? null })];
}

/** Who authorises queries is of the household and permits them for himself, in writing (R9, F18). */
function ofHousehold({ view, fact }: Judged): readonly Finding[] {
  const { person, papers } = fact.data as { readonly person: string; readonly papers: Papers };
  const members = view.household.members.map((member) => member.person);
  const signed = papers.signatures.some((signature) => signature.person === person);
  return [
    notOfHousehold({ met: members.includes(person), required: 'a member of the household', actual: person }),
    letterMissing({ met: signed || papers.evidence.length > 0, required: 'his signature, or his letter', actual: signed }),
  ];
}

/** Nobody exits for whom nothing was done (§3.2 step 1, §3.3, F2). */
function helped(_of: PartFact, { law, view }: Judged): readonly Finding[] {
  if (law.definition.kind !== 'EXIT') return [];
  const measures = view.household.measures.length;
  return [noMeasure({ met: measures >= 1, required: { atLeast: 1 }, actual: measures })];
}

/** No same-year in-and-out, as far as the policy goes (§3.3, R5). */
function notTheSameYear(_of: PartFact, { law, view }: Judged): readonly Finding[] {
  const { value, clause } = law.policy.parameters.exitSameYear;
  const { identifiedOn } = view.household;
  if (law.definition.kind !== 'EXIT' || value === 'ALLOW' || identifiedOn === undefined) return [];
  const say = value === 'REFUSE' ? blocks : remarksOn;
  return [
    say(
      'IDENTIFIED_THIS_YEAR',
      'LAW',
      clause,
    )({
      met: yearOf(identifiedOn) < view.programYear,
      required: { identifiedBefore: view.programYear },
      actual: identifiedOn,
    }),
  ];
}

const APPLICATIONS = ['case.ApplicationSubmitted.v1', 'case.ExitNominated.v1'];

/** Opening, application and nomination (domain.md §2.1 step 1, §3.2 step 1). */
export const applicationRules: readonly Rule[] = [
  { name: 'definition-in-force', about: ['case.CaseOpened.v1'], find: inForce },
  partRule('whole-household-listed', APPLICATIONS, wholeHousehold),
  partRule('writer-named', APPLICATIONS, writer),
  partRule('adults-authorise', APPLICATIONS, everyAdultAuthorises),
  partRule('asked-with-leave', ['case.ComparisonRequested.v1', 'case.ComparisonResultReceived.v1'], askedWithLeave),
  { name: 'authorised-person-of-household', about: ['case.QueryAuthorisationGranted.v1'], find: ofHousehold },
  partRule('measure-delivered', ['case.ExitNominated.v1'], helped),
  partRule('not-identified-this-year', ['case.ExitNominated.v1'], notTheSameYear),
];
