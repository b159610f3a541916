import { civilDate, type Event } from '#libs/kernel';
import { definitionOf } from '#libs/procedure';
import { areasOfProposals, lawProposal, type LawProposal, lawProposals, proposedText } from './law-proposal-queries.js';
import { UnknownCursor } from './paging.js';
import { HandWrittenLog } from './samples/hand-written-log.js';
import { readModelsOf } from './samples/rebuilt.js';
import { onEachDatabase } from './samples/each-database.js';

const definition = { ...definitionOf('IDENT-8', 1), version: 2 };
const other = { ...definition, label: { zh: '另一', en: 'another' } };
const set = { id: 'K-2020', version: 1, area: 'k', year: 2020, parent: 'CN-2020', parameters: {} };
const proposed = (no: number, words = definition, ref = 'IDENT-8@2#a'): Event => ({
  type: 'definition.DefinitionProposed.v1',
  data: { no, definition: words, ref },
});
const published = (ref = 'IDENT-8@2#a', words = definition): Event => ({
  type: 'definition.DefinitionPublished.v1',
  data: { definition: words, ref },
});
const policy: Event = { type: 'policy.PolicyProposed.v1', data: { no: 1, set, ref: 'K-2020@1#c' } };
const [law, ofCounty] = ['definition-IDENT-8', 'policy-K-2020'];

onEachDatabase((fresh) => {
  const listed = async (hand: HandWrittenLog, filter: object = {}): Promise<readonly LawProposal[]> =>
    (await lawProposals(await readModelsOf(fresh, hand), filter)).items;
  const states = (items: readonly LawProposal[]): readonly string[] =>
    items.map(({ ref, no, state, settled }) => `${ref} ${no} ${state} ${settled?.on ?? '-'}`);

  describe('proposals of law (ADR 0042)', () => {
    it('say whose law it shall be, in which words, by whom and since when, until another publishes them', async () => {
      const hand = new HandWrittenLog().add(law, '2020-03-01', proposed(1)).add(ofCounty, '2020-03-02', policy);
      const waiting = await listed(hand);
      expect(waiting).toEqual([
        {
          kind: 'DEFINITION',
          id: 'IDENT-8',
          version: 2,
          no: 1,
          area: 'CN',
          ref: 'IDENT-8@2#a',
          state: 'PROPOSED',
          stream: law,
          revision: 0,
          position: waiting[0]?.position,
          proposedOn: civilDate('2020-03-01'),
          proposedAt: waiting[0]?.proposedAt,
          office: waiting[0]?.office,
          proposedBy: waiting[0]?.proposedBy,
          recordedBy: waiting[0]?.recordedBy,
          settled: null,
        },
        expect.objectContaining({ kind: 'POLICY', id: 'K-2020', version: 1, area: 'k', ref: 'K-2020@1#c', stream: ofCounty }),
      ]);
      hand.add(law, '2020-03-05', published());
      expect(states(await listed(hand))).toEqual(['IDENT-8@2#a 1 PUBLISHED 2020-03-05', 'K-2020@1#c 1 PROPOSED -']);
      expect(states(await listed(hand, { state: 'PROPOSED' }))).toEqual(['K-2020@1#c 1 PROPOSED -']);
      expect(states(await listed(hand, { areas: ['CN'] }))).toEqual(['IDENT-8@2#a 1 PUBLISHED 2020-03-05']);
      expect(await listed(hand, { areas: [] })).toEqual([]);
      expect(await areasOfProposals(await readModelsOf(fresh, hand))).toEqual(['CN', 'k']);
    });

    it('stand one for each version: the next one, and other words that became law, supersede it', async () => {
      const hand = new HandWrittenLog()
        .add(law, '2020-03-01', proposed(1))
        .add(law, '2020-03-02', proposed(2, other, 'IDENT-8@2#b'));
      expect(states(await listed(hand))).toEqual(['IDENT-8@2#a 1 SUPERSEDED 2020-03-02', 'IDENT-8@2#b 2 PROPOSED -']);
      const models = await readModelsOf(fresh, hand);
      const last = await lawProposal(models, { kind: 'DEFINITION', id: 'IDENT-8', version: 2 });
      const first = await lawProposal(models, { kind: 'DEFINITION', id: 'IDENT-8', version: 2, no: 1 });
      expect([last?.ref, first?.ref]).toEqual(['IDENT-8@2#b', 'IDENT-8@2#a']);
      expect(await lawProposal(models, { kind: 'POLICY', id: 'IDENT-8', version: 2 })).toBeUndefined();
      expect([last, first].map((one) => one && proposedText(hand.events, one))).toEqual([other, definition]);
      // A release may bring the version in words of before.
      hand.add(law, '2020-03-09', published());
      expect(states(await listed(hand))).toEqual(['IDENT-8@2#a 1 SUPERSEDED 2020-03-02', 'IDENT-8@2#b 2 SUPERSEDED 2020-03-09']);
    });

    it('are asked for behind a cursor of another list, or of none, in vain', async () => {
      const models = await readModelsOf(fresh, new HandWrittenLog().add(law, '2020-03-01', proposed(1)));
      const behind = (key: string): Promise<unknown> =>
        lawProposals(models, {}, { after: Buffer.from(key).toString('base64url') }).then(
          ({ items }) => items.length,
          (error: unknown) => (error instanceof UnknownCursor ? 'UNKNOWN_CURSOR' : String(error)),
        );
      const ofNone = await Promise.all(['[1e999]', '[1.5]', '[1e30]', '["\\u0000"]', '[null]', '[1,2]'].map(behind));
      expect(ofNone).toEqual(ofNone.map(() => 'UNKNOWN_CURSOR'));
      expect(await behind('["a"]')).toBe(fresh.database === 'SQLite' ? 0 : 'UNKNOWN_CURSOR');
    });

    it('are none of what came by one person or with the program', async () => {
      expect(await listed(new HandWrittenLog().add(law, '2020-03-01', published()))).toEqual([]);
    });
  });
});
