import { type Finding } from '#libs/kernel';
import { type ApplicationSubmitted, type HomeVisitRecorded } from '../facts.js';
import { type Judged, type Rule } from '../law.js';
import { blocks, common, officesOf } from './branches-findings.js';
import { decidedElsewhere } from './branches-persons.js';
import {
  COMPLETIONS,
  DECISIONS,
  holdsOneOf,
  isMember,
  officeSigners,
  papersOf,
  type PartFact,
  partRule,
  RECORDED,
} from './part-fact.js';

const recorderMayNot = blocks('RECORDER_MAY_NOT', 'RIGHTS', 'R4; §8');
const performerNotInOffice = blocks('PERFORMER_NOT_IN_OFFICE', 'RIGHTS', 'R4');
const recorderIsConfirmer = blocks('RECORDER_IS_CONFIRMER', 'RIGHTS', 'R4');
const atOtherLevel = blocks('DECIDED_AT_OTHER_LEVEL', 'RIGHTS', 'R4; §8');
const officialIsHousehold = blocks('OFFICIAL_IS_HOUSEHOLD', 'RIGHTS', 'R4; §8');

/** Recording is not deciding: who may enter a part is said by the definition; what an act brings is entered by a process. */
function recorder({ part, data }: PartFact, { circumstances }: Judged): readonly Finding[] {
  const { role } = circumstances.actor;
  const required: readonly string[] = data.act === undefined ? part.recordedBy : ['process'];
  if (required.length === 0) return [];
  return [recorderMayNot({ met: required.includes(role), required: [...required], actual: role })];
}

/** The household's own part may be done for it by an official who proposes it, never in its name. */
const PROPOSED_BY_OFFICIALS = ['GROUP', 'CADRES', 'PLAN'];

/** Whose act it is, on the paper date: an office of the part, or somebody of the household. */
function performer({ part }: PartFact, judged: Judged): readonly Finding[] {
  const person = judged.circumstances.performedBy;
  const { by } = judged.fact.data as Partial<ApplicationSubmitted>;
  const held = officesOf(judged.circumstances, person).map(({ office }) => office);
  if (by !== undefined && PROPOSED_BY_OFFICIALS.includes(by)) {
    const offices: readonly string[] = part.performedBy;
    const met = offices.length === 0 ? held.length > 0 : holdsOneOf(judged, person, offices);
    return [performerNotInOffice({ met, required: offices.length === 0 ? 'an official' : [...offices], actual: [...held] })];
  }
  if (part.performedBy.length === 0) {
    const byCapacity = papersOf(judged)?.signatures.some(
      (signature) => signature.person === person && (signature.capacity === 'GUARDIAN' || signature.capacity === 'ATTORNEY'),
    );
    const met = isMember(judged, person) || byCapacity === true;
    return [performerNotInOffice({ met, required: 'the household', actual: [...held] })];
  }
  const own = by === 'HOUSEHOLD' || by === 'WRITTEN_FOR';
  const met = holdsOneOf(judged, person, part.performedBy) || (own && isMember(judged, person));
  return [performerNotInOffice({ met, required: [...part.performedBy], actual: [...held] })];
}

/** Whoever enters a decision or the end of a notice is none of those who decided or confirmed it (R4). */
function handsApart({ data, view }: PartFact, judged: Judged): readonly Finding[] {
  const { actor, performedBy } = judged.circumstances;
  const confirmers = [...new Set([performedBy, ...officeSigners(papersOf(judged))])];
  const recorders = [
    ...(data.act === undefined ? [actor.id] : []),
    ...(COMPLETIONS.includes(judged.fact.type) ? view.recordedBy.filter((person) => person === performedBy) : []),
  ];
  const both = common(confirmers, recorders);
  return [recorderIsConfirmer({ met: both.length === 0, required: 'another person than the recorder', actual: [...both] })];
}

/** Nobody decides at two levels of one case (§8, R4). */
function oneLevelEach({ part, id }: PartFact, judged: Judged): readonly Finding[] {
  const deciding = [...new Set([judged.circumstances.performedBy, ...officeSigners(papersOf(judged))])];
  const elsewhere = decidedElsewhere(judged, part.level, id);
  const both = deciding.filter((person) => elsewhere.has(person));
  return [atOtherLevel({ met: both.length === 0, required: { level: part.level, only: true }, actual: both })];
}

/** Officials of a case are not of its household (R4). */
function apartFromHousehold({ part }: PartFact, judged: Judged): readonly Finding[] {
  const { surveyors = [] } = judged.fact.data as Partial<HomeVisitRecorded>;
  const officials = new Set([...officeSigners(papersOf(judged)), ...surveyors.map(({ person }) => person)]);
  const { by } = judged.fact.data as Partial<ApplicationSubmitted>;
  const ownAct = part.performedBy.length === 0 || by === 'HOUSEHOLD' || by === 'WRITTEN_FOR';
  if (!ownAct || (by !== undefined && PROPOSED_BY_OFFICIALS.includes(by))) officials.add(judged.circumstances.performedBy);
  const own = [...officials].filter((person) => isMember(judged, person));
  return [officialIsHousehold({ met: own.length === 0, required: 'officials who are not of the household', actual: own })];
}

/** Who records, who performs, and who must be apart (domain.md §8, R4). */
export const personRules: readonly Rule[] = [
  partRule('recorder-may', RECORDED, recorder),
  partRule('performer-in-office', RECORDED, performer),
  partRule('recorder-not-confirmer', [...DECISIONS, ...COMPLETIONS], handsApart),
  partRule('one-deciding-level', DECISIONS, oneLevelEach),
  partRule('official-not-household', RECORDED, apartFromHousehold),
];
