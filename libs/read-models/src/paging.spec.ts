import { caseStatuses } from './case-queries.js';
import { type Page, type Paged, UnknownCursor } from './paging.js';
import { type ReadModels } from './read-models.js';
import { area, HandWrittenLog, opened } from './samples/hand-written-log.js';
import { onEachDatabase } from './samples/each-database.js';

onEachDatabase((fresh) => {
  const villages = ['v-2', 'v-1', 'v-1', 'v-3', 'v-2', 'v-1', 'v-2'];
  const log = (): HandWrittenLog =>
    villages.reduce(
      (written, village, index) =>
        written.ofCase(`k-${index}`, '2014-02-01', opened(`k-${index}`, `h-${index}`, { area: area(village) })),
      new HandWrittenLog().withShortProcedure(),
    );

  async function read(): Promise<ReadModels> {
    const models = await fresh();
    await models.apply(log().events);
    return models;
  }

  async function walk<T>(list: (page: Page) => Promise<Paged<T>>, limit: number): Promise<readonly (readonly T[])[]> {
    const pages: (readonly T[])[] = [];
    for (let after: string | undefined; ;) {
      const { items, next } = await list({ limit, ...(after === undefined ? {} : { after }) });
      pages.push(items);
      if (next === null) return pages;
      after = next;
    }
  }

  describe('Pages of a list', () => {
    it('join without gap or repeat, in a stable order, whatever their size', async () => {
      const models = await read();
      const ids = async (limit: number) =>
        (await walk((page) => caseStatuses(models, {}, page), limit)).map((items) => items.map(({ caseId }) => caseId));
      expect(await ids(3)).toEqual([['k-1', 'k-2', 'k-5'], ['k-0', 'k-4', 'k-6'], ['k-3']]);
      expect(await ids(7)).toEqual([['k-1', 'k-2', 'k-5', 'k-0', 'k-4', 'k-6', 'k-3']]);
      expect(await ids(1)).toHaveLength(7);
    });

    it('keep to the filter', async () => {
      const models = await read();
      const pages = await walk((page) => caseStatuses(models, { within: 'v-2' }, page), 2);
      expect(pages.map((items) => items.map(({ caseId }) => caseId))).toEqual([['k-0', 'k-4'], ['k-6']]);
    });

    it('are not shifted by a row that comes before the cursor', async () => {
      const models = await read();
      const first = await caseStatuses(models, {}, { limit: 3 });
      const more = log().ofCase('k-01', '2014-02-02', opened('k-01', 'h-9', { area: area('v-1') }));
      await models.apply(more.events);
      const second = await caseStatuses(models, {}, { limit: 3, after: first.next ?? '' });
      expect(second.items.map(({ caseId }) => caseId)).toEqual(['k-0', 'k-4', 'k-6']);
    });

    it('refuse a cursor that is none of theirs', async () => {
      const models = await read();
      for (const after of [
        '',
        'no cursor',
        Buffer.from('[1]').toString('base64url'),
        Buffer.from('[null,{}]').toString('base64url'),
      ]) {
        await expect(caseStatuses(models, {}, { after })).rejects.toThrow(UnknownCursor);
      }
    });

    it('hold 1 to 500 rows', async () => {
      const models = await read();
      for (const limit of [0, 501, 1.5, Number.NaN]) {
        await expect(caseStatuses(models, {}, { limit })).rejects.toThrow(
          new RangeError(`a page holds 1 to 500 rows, not ${limit}`),
        );
      }
    });
  });
});
