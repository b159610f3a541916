import { type Directory } from '#libs/identity';
import { type Aggregate } from '../aggregate.js';
import { type LawBook } from '../law-book.js';
import { actAggregate } from './act-aggregate.js';
import { caseAggregate } from './case-aggregate.js';
import { inspectionAggregate } from './inspection-aggregate.js';
import { organisationAggregates } from './organisation-aggregates.js';
import { registerAggregate } from './register-aggregate.js';

/** Every aggregate of the engine by the category of its streams, over the law and the offices that are known. */
export function aggregatesOver(lawBook: LawBook, directory: Directory): ReadonlyMap<string, Aggregate> {
  const known = [
    caseAggregate(lawBook, directory),
    registerAggregate(lawBook, directory),
    actAggregate(directory),
    inspectionAggregate(directory),
    ...organisationAggregates(directory),
  ] as readonly Aggregate[];
  return new Map(known.map((aggregate) => [aggregate.decider.category, aggregate]));
}
