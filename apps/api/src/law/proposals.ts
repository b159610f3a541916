import { type Definition, type PolicySet } from '#libs/procedure';
import {
  areasOfProposals,
  type LawKind,
  lawProposal,
  type LawProposal,
  lawProposals,
  type Paged,
  proposedText,
} from '#libs/read-models';
import { type Question } from '../queries/ask.js';
import { type ProposalListParameters } from './proposal-parameters.js';

/** Law that somebody has proposed for one's area and what lies below it, in the order of the log (ADR 0042). */
export const proposalList: Question<ProposalListParameters, Paged<LawProposal>> = {
  right: 'lawProposals',
  answer: async ({ area, state, kind, cursor, limit }, { house, scope }) => {
    const under = scope.counted(area);
    const { directory } = house.engine;
    const areas = (await areasOfProposals(house.readModels)).filter((one) => directory.isWithin(one, under));
    const filter = { areas, ...(state === undefined ? {} : { state }), ...(kind === undefined ? {} : { kind }) };
    const page = { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { after: cursor }) };
    return lawProposals(house.readModels, filter, page);
  },
};

export interface ProposalNamed {
  readonly kind: LawKind;
  /** `id@version`. */
  readonly id: string;
  readonly no?: number;
}

const VERSION = /^(.+)@([1-9]\d{0,8})$/;

/** A proposal with its whole text, as it would be law; the text is read from its event. */
export const oneProposal: Question<ProposalNamed, { readonly proposal: LawProposal; readonly document: Definition | PolicySet }> =
  {
    right: 'lawProposals',
    answer: async ({ kind, id: named, no }, { house, scope }) => {
      const [, id, version] = VERSION.exec(named) ?? [];
      if (id === undefined) return undefined;
      const of = { kind, id, version: Number(version), ...(no === undefined ? {} : { no }) };
      const proposal = await lawProposal(house.readModels, of);
      if (proposal === undefined || !scope.holds(proposal.area)) return undefined;
      const document = proposedText(await house.store.readStream(proposal.stream), proposal);
      return document === undefined ? undefined : { proposal, document };
    },
  };
