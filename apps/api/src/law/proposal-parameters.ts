import { LAW_KINDS, type LawKind, PROPOSAL_STATES, type ProposalState } from '#libs/read-models';
import { Id, Maybe, OneOf, Whole } from '../orders/fields.js';
import { AsNumber, FreshParameters, PageParameters } from '../queries/parameters.js';

export class ProposalListParameters extends PageParameters {
  /** PROPOSED: those that wait for another person. */
  @Maybe(OneOf(...PROPOSAL_STATES)) state?: ProposalState;
  @Maybe(OneOf(...LAW_KINDS)) kind?: LawKind;
  /** Narrower than one's own area: law of this area and of those below it. */
  @Maybe(Id()) area?: string;
}

export class ProposalParameters extends FreshParameters {
  /** Which proposal of this version; the last one where absent. */
  @AsNumber() @Maybe(Whole(1)) no?: number;
}
