import { isMember, officeSigners } from './case-notes.js';
import { COMPLETES, DECIDES, failsPart, isPartFact, type Predicate, type Situation } from './situation.js';

const PROPOSED = ['GROUP', 'CADRES', 'PLAN'];

const decides = (situation: Situation): boolean => DECIDES.has(situation.type) || failsPart(situation);

/** R4, §8: a clerk of the place or of the township records; an act brings its result by the engine. */
export const recorderMay: Predicate = (situation) => {
  const { type, data, row, recorder, say } = situation;
  if (row === undefined || !isPartFact(situation) || type === 'ComparisonPassed') return;
  const lawful = data.act === undefined ? row.recorders : ['process'];
  if (!lawful.includes(recorder.role)) say('recorder-may', 'R4; §8', `${type} recorded by ${recorder.role}`);
};

/** R4: a signer's office is judged on the paper date; so is that of whoever did the act. */
export const performerInOffice: Predicate = (situation) => {
  const { type, data, notes, row, performedBy, officesOf, say } = situation;
  const offices = officesOf(performedBy);
  if (row === undefined || offices === undefined || !isPartFact(situation) || type === 'ComparisonPassed') return;
  if (row.performers.length === 0 && !PROPOSED.includes(data.by ?? '')) {
    const signs = (data.papers?.signatures ?? []).concat(data.signature ?? []);
    const forHousehold = signs.some(({ person, capacity }) => person === performedBy && /GUARDIAN|ATTORNEY/.test(capacity));
    if (!isMember(notes, performedBy) && !forHousehold) say('performer-of-household', 'R4; R12', `${type} by ${performedBy}`);
    return;
  }
  const own = (data.by === 'HOUSEHOLD' || data.by === 'WRITTEN_FOR') && isMember(notes, performedBy);
  const held = row.performers.length === 0 ? offices.length > 0 : offices.some((office) => row.performers.includes(office));
  if (!held && !own) say('performer-in-office', 'R4; §8', `${type} of ${row.id} by ${performedBy}, ${offices.join(', ')}`);
};

/** R4: recorder and confirmer are always apart. */
export const recorderIsNotConfirmer: Predicate = (situation) => {
  const { type, data, part, performedBy, recorder, say } = situation;
  if (!decides(situation) && !COMPLETES.has(type)) return;
  const confirmers = [performedBy, ...officeSigners(data.papers)];
  if (data.act === undefined && confirmers.includes(recorder.id))
    say('recorder-not-confirmer', 'R4', `${type}: ${recorder.id} did both`);
  if (COMPLETES.has(type) && part?.recorders.includes(performedBy) === true) {
    say('recorder-not-confirmer', 'R4; R1', `${performedBy} recorded the posting and confirms its end`);
  }
};

/** R4, §8: nobody decides at two levels of one case. */
export const oneLevelEach: Predicate = (situation) => {
  const { type, data, notes, row, performedBy, say } = situation;
  if (!decides(situation) || row === undefined) return;
  for (const person of new Set([performedBy, ...officeSigners(data.papers)])) {
    const before = [...notes.deciders]
      .filter(([level, persons]) => level !== row.level && persons.has(person))
      .map(([level]) => level);
    if (before.length > 0)
      say('one-level-each', 'R4; §8', `${type}: ${person} decided at ${before.join(', ')} and now at ${row.level}`);
  }
};

/** R4, §8 (回避): official and household are always apart. */
export const officialsAreNotTheHousehold: Predicate = (situation) => {
  const { type, data, notes, row, performedBy, say } = situation;
  if (row === undefined || !isPartFact(situation)) return;
  const officials = [...officeSigners(data.papers), ...(data.surveyors ?? []).map(({ person }) => person)];
  const own = row.performers.length === 0 || data.by === 'HOUSEHOLD' || data.by === 'WRITTEN_FOR';
  if (!own || PROPOSED.includes(data.by ?? '')) officials.push(performedBy);
  const related = officials.filter((person) => isMember(notes, person));
  if (related.length > 0) say('official-not-household', 'R4; §8', `${type}: ${related.join(', ')} of the household`);
};

/** R2: whoever admitted an old paper date does not enter it. */
export const admitterDoesNotRecord: Predicate = (situation) => {
  const { type, data, notes, recorder, say } = situation;
  if (!isPartFact(situation) || type === 'ComparisonPassed') return;
  if (notes.admitted.get(data.part ?? '') === recorder.id) say('admitter-does-not-record', 'R2; R4', `${type} by ${recorder.id}`);
};

const BY_PERFORMER: ReadonlySet<string> = new Set([
  'CaseReturned',
  'ReReviewOrdered',
  'SignedRollOrdered',
  'ApprovalRevoked',
  'ExitDeferred',
  'BackfillAdmitted',
  'DecisionContested',
  'CaseMigrated',
]);
const BY_NAME: ReadonlySet<string> = new Set([
  'RecheckDecided',
  'ContestRuled',
  'RecordCorrected',
  'EntryReassigned',
  'ObjectionDecided',
]);

/** R4, §8: whoever rules on a household is not of it, and rules at one level only. */
export const rulingsApart: Predicate = ({ type, data, notes, performedBy, say }) => {
  const byLaw = data.because !== undefined && data.because !== 'RULING';
  if ((!BY_PERFORMER.has(type) && !BY_NAME.has(type)) || byLaw) return;
  const persons = [
    ...(BY_PERFORMER.has(type) ? [performedBy] : []),
    ...(data.decidedBy ?? []),
    ...(data.confirmedBy === undefined ? [] : [data.confirmedBy]),
  ];
  const own = persons.filter((person) => isMember(notes, person));
  if (own.length > 0) say('ruling-not-by-household', 'R4; §8', `${type} by ${own.join(', ')}`);
  const level =
    type === 'ContestRuled' ? 'COUNTY' : type === 'ObjectionDecided' ? notes.objections.get(data.no ?? 0)?.level : data.level;
  if (level === undefined || type === 'RecordCorrected' || type === 'EntryReassigned') return;
  for (const person of persons) {
    const before = [...notes.deciders]
      .filter(([other, decided]) => other !== level && decided.has(person))
      .map(([other]) => other);
    if (before.length > 0)
      say('one-level-each', 'R4; §8', `${type}: ${person} decided at ${before.join(', ')} and now at ${level}`);
  }
};
