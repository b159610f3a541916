import { type Remark, remarksOf } from '#libs/oversight';
import { remarkCounts, type RemarkCounts } from '#libs/read-models';
import { type Question } from '../queries/ask.js';
import { type RemarkListParameters } from './remark-parameters.js';

interface RemarkList extends RemarkCounts {
  readonly items: readonly Remark[];
  readonly next: string | null;
}

/** What the law marks without stopping it, in the order of the log; the counts are of all that was asked for, not of the page. */
export const remarkList: Question<RemarkListParameters, RemarkList> = {
  right: 'remarks',
  answer: async ({ area, code, person, cursor, limit }, { house, scope }) => {
    const within = scope.narrowed(area);
    const filter = {
      ...(within === undefined ? {} : { within }),
      ...(code === undefined ? {} : { code }),
      ...(person === undefined ? {} : { person }),
    };
    const page = { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { after: cursor }) };
    const { items, next } = await remarksOf(house.readModels, house.log, filter, page);
    return { items, ...(await remarkCounts(house.readModels, filter)), next };
  },
};
