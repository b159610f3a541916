import { actDecider, type ActContext, type ActEvent, type ActOrder, type ActState, askedAbout } from '#libs/collective-act';
import { type Directory } from '#libs/identity';
import { type Aggregate } from '../aggregate.js';
import { digestOf } from '../canonical.js';
import { ordersOf } from './order-types.js';

const RULED_AS = { VERIFIED: 'RecordVerification', PASS: 'RecordAudit', APPROVE: 'RecordApproval' } as const;

export function actAggregate(directory: Directory): Aggregate<ActState, ActOrder, ActEvent, ActContext> {
  return {
    decider: actDecider,
    orderTypes: ordersOf('act'),
    idIn: (order) => (order.type === 'OpenAct' ? order.data.actId : undefined),
    areaOf: (state, order) => (order.type === 'OpenAct' ? order.data.area : state.area),
    // One document over many households gives nobody a right that he has not over one of them (R4, R15).
    comesDownTo: (order) => (order.type === 'RecordRuling' ? RULED_AS[order.data.decision] : undefined),
    refsNeeded: () => [],
    contextFor: (common, state, order) => {
      const roster =
        order.type === 'RecordMeeting' && state.area !== undefined
          ? directory.roster(state.area, order.data.body, order.data.heldOn)
          : undefined;
      if (order.type === 'ExportComparisonList') {
        const { source } = order.data;
        return { ...common, listDigest: digestOf({ act: state.actId, source, asked: askedAbout(state) }) };
      }
      return { ...common, ...(roster === undefined ? {} : { roster }) };
    },
    pins: () => ({}),
    marks: () => ({}),
    readElsewhere: ({ roster }): Record<string, string> => (roster === undefined ? {} : { roster: roster.digest }),
  };
}
