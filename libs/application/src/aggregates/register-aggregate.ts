import {
  registerDecider,
  type RegisterContext,
  type RegisterEvent,
  type RegisterOrder,
  type RegisterState,
} from '#libs/household-register';
import { type Directory } from '#libs/identity';
import { type Aggregate } from '../aggregate.js';
import { type LawBook } from '../law-book.js';
import { withIdentityNumbers } from './identity-numbers.js';
import { ordersOf } from './order-types.js';

export function registerAggregate(
  lawBook: LawBook,
  directory: Directory,
): Aggregate<RegisterState, RegisterOrder, RegisterEvent, RegisterContext> {
  return {
    decider: registerDecider,
    orderTypes: ordersOf('household'),
    idIn: (order) => (order.type === 'EnrolHousehold' ? order.data.householdId : undefined),
    areaOf: (state, order) => {
      const area = order.type === 'EnrolHousehold' ? order.data.managementArea : state.managementArea;
      return area === undefined ? undefined : (area.group ?? area.village);
    },
    refsNeeded: () => [],
    complete: withIdentityNumbers,
    contextFor: (common, state, order) => {
      if (order.type !== 'AdmitCase') return { ...common, definitions: {} };
      const published = lawBook.definition(order.data.definition);
      const area = state.managementArea;
      if (published === undefined || area === undefined) return { ...common, definitions: {} };
      const { definition, ref } = published;
      const policyRef = lawBook.policyRefFor(directory.lineage(area.village), order.data.programYear);
      const { kind, effective } = definition;
      const deregistrationDelayDays = lawBook.law(ref, policyRef).policy.parameters.deregistrationDelayDays.value;
      return {
        ...common,
        definitions: { [order.data.definition]: { ref, kind, effective, policyRef, deregistrationDelayDays } },
      };
    },
    pins: () => ({}),
    marks: () => ({}),
    readElsewhere: ({ definitions }) =>
      Object.fromEntries(
        Object.values(definitions).flatMap(({ ref, policyRef }) => [
          ['definition', ref],
          ['policy', policyRef],
        ]),
      ),
  };
}
