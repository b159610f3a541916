import { type Remark, remarkCounts, remarksOfCase } from '#libs/oversight';
import { caseStatuses } from '#libs/read-models';
import { type Question } from '../queries/ask.js';
import { type RemarkListParameters } from './remark-parameters.js';

interface RemarkList extends ReturnType<typeof remarkCounts> {
  readonly items: readonly Remark[];
  /** Cases that this page looked at; the next begins after them. */
  readonly cases: number;
  readonly next: string | null;
}

const CASES = 50;

/**
 * What the law marks without stopping it, case by case: taken by `explain` when it is asked for, so that both always agree. A page is so
 * many cases, whatever they hold; its counts are of the page.
 */
export const remarkList: Question<RemarkListParameters, RemarkList> = {
  right: 'remarks',
  answer: async ({ area, code, person, cursor, limit = CASES }, { house, scope }) => {
    const { engine, store, vault } = house;
    const within = scope.narrowed(area);
    const page = { limit: Math.min(limit, CASES), ...(cursor === undefined ? {} : { after: cursor }) };
    const { items: cases, next } = caseStatuses(house.readModels, within === undefined ? {} : { within }, page);
    const sources = {
      reader: store,
      lawFor: (definition: string, policy: string) => engine.lawBook.law(definition, policy),
      directory: engine.directory,
      open: (refs: readonly string[]) => vault.open(refs),
    };
    const filter = { ...(code === undefined ? {} : { code }), ...(person === undefined ? {} : { person }) };
    const items: Remark[] = [];
    for (const { caseId } of cases) items.push(...(await remarksOfCase(sources, caseId, filter)));
    return { items, ...remarkCounts(items), cases: cases.length, next };
  },
};
