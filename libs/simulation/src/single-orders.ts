import { type CivilDate, type Order } from '#libs/kernel';
import { type PartId, type PartOf } from '#libs/procedure';
import { type SeasonCase } from './season-case.js';
import { papersOf } from './who-acts.js';

/** The application, or the nomination, of the whole household. */
export function applicationOrder(id: PartId, part: PartOf<'application'>, item: SeasonCase, day: CivilDate): Order {
  return {
    type: 'SubmitApplication',
    data: {
      part: id,
      by: part.form === 'NOMINATION' ? 'GROUP' : 'HOUSEHOLD',
      membersListed: item.persons,
      authorisedBy: item.adults,
      papers: papersOf(part, item, day),
    },
  };
}

/** A survey that finds every criterion met and the income on the side that the definition asks for. */
export function surveyOrder(id: PartId, part: PartOf<'survey'>, item: SeasonCase, day: CivilDate): Order {
  const papers = papersOf(part, item, day);
  const surveyors = papers.signatures
    .filter((signature) => signature.capacity === 'OFFICE')
    .map(({ person, offices }) => ({ person, offices }));
  return {
    type: 'RecordSurvey',
    data: {
      part: id,
      visitedOn: day,
      surveyors,
      criteria: part.criteria.map((code) => ({ code, result: 'MET' })),
      income: { under: `household-${item.household.id}`, value: item.income },
      sharingIncome: item.persons.length,
      papers,
    },
  };
}

/** Consent by the head of the household himself. */
export function consentOrder(id: PartId, part: PartOf<'consent'>, item: SeasonCase, day: CivilDate): Order {
  const papers = papersOf(part, item, day);
  return {
    type: 'RecordConsent',
    data: {
      part: id,
      given: true,
      signature: { slot: 'HOUSEHOLD', person: item.head, capacity: 'SELF', offices: [], method: 'WET', signedOn: day },
      papers: { ...papers, signatures: papers.signatures.filter(({ capacity }) => capacity === 'OFFICE') },
    },
  };
}

/** Registration upward without approval. */
export function filingOrder(id: PartId, part: PartOf<'filing'>, item: SeasonCase, day: CivilDate): Order {
  return { type: 'RecordFiling', data: { part: id, to: 'PREFECTURE', papers: papersOf(part, item, day) } };
}

const NO_PAPERS = { evidence: [], signatures: [], seals: [] };

/** The public copy of a notice goes when its time is over. */
export function takingDownOrder(id: PartId, day: CivilDate): Order {
  return { type: 'TakeDownNotice', data: { part: id, takenDownOn: day, papers: NO_PAPERS } };
}

/** The list of the decided, in public. */
export function decidedListOrder(documentNo: string, day: CivilDate): Order {
  return { type: 'PublishDecidedList', data: { publishedOn: day, medium: 'COUNTY_WEBSITE', documentNo, papers: NO_PAPERS } };
}

export function handbookOrder(day: CivilDate): Order {
  return { type: 'IssueHandbook', data: { issuedOn: day, papers: NO_PAPERS } };
}

export function registryEntryOrder(day: CivilDate): Order {
  return { type: 'RecordRegistryEntry', data: { enteredOn: day, system: 'NATIONAL' } };
}
