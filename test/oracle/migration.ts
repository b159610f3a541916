import { partNotes } from './case-notes.js';
import { isHigher } from './law-of-domain.js';
import { isOfLevel, type Predicate } from './situation.js';

const ofTheCounty = (level: string): boolean => level === 'COUNTY' || isHigher(level, 'COUNTY');

/** §2.2: a running case goes over to other law by an order with its reason, by the county or above, and not in silence. */
export const migratedLawfully: Predicate = (situation) => {
  const { type, data, notes, performedBy, recorder, expectFollows, say } = situation;
  if (type !== 'CaseMigrated') return;
  const { confirmedBy = '', instrument, from, to, kept = [], again = [] } = data;
  const law = (pins: unknown): string => JSON.stringify(pins ?? null);
  if (law(from) === law(to)) say('migration-changes-law', '§2.2', 'to the law that it has');
  if (!instrument?.documentNo || !instrument.clause) say('migration-names-clause', '§2.2', 'no clause orders it');
  if ((data.papers?.evidence ?? []).length === 0) say('migration-evidenced', '§2.2; F18', 'without the document');
  for (const person of [performedBy, confirmedBy]) {
    if (!isOfLevel(situation, person, ofTheCounty)) say('migration-by-county', '§2.2', `${person} is not of the county`);
  }
  if ([performedBy, recorder.id].includes(confirmedBy)) say('migration-by-two', 'R4', `${confirmedBy} confirms himself`);
  const begun = [...notes.parts.keys()].filter((part) => partNotes(notes, part).status !== 'NOT_STARTED');
  const fell = begun.filter((part) => !kept.includes(part));
  const both = again.filter(({ part }) => kept.includes(part)).map(({ part }) => part);
  if (both.length > 0) say('migration-again-or-kept', '§2.2', `${both.join(', ')} stands and is to be done again`);
  if (fell.length > 0) expectFollows(['case.CaseReturned.v1'], 'migration-goes-back', '§2.2; §2.3');
};
