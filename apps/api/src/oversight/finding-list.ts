import { type Paged, type RaisedFindingEntry, raisedFindings } from '#libs/read-models';
import { type Question } from '../queries/ask.js';
import { type FindingListParameters } from './finding-parameters.js';

/** What was found under mandates in an area, with what its offices answered, in the order of the log (R17). */
export const findingList: Question<FindingListParameters, Paged<RaisedFindingEntry>> = {
  right: 'findings',
  answer: ({ area, inspection, answered, cursor, limit }, { house, scope }) => {
    const within = scope.narrowed(area);
    const filter = {
      ...(within === undefined ? {} : { within }),
      ...(inspection === undefined ? {} : { inspection }),
      ...(answered === undefined ? {} : { answered }),
    };
    const page = { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { after: cursor }) };
    return raisedFindings(house.readModels, filter, page);
  },
};
