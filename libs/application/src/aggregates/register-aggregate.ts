import {
  type OtherHousehold,
  registerDecider,
  type RegisterContext,
  type RegisterEvent,
  type RegisterOrder,
  type RegisterState,
} from '#libs/household-register';
import { type Directory } from '#libs/identity';
import { type Folded } from '#libs/kernel';
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
    others: (order) => namedIn(order).map((id) => `household-${id}`),
    contextFor: (common, state, order, _given, others) => {
      if (order.type === 'EnrolHousehold') {
        const { group, village } = order.data.managementArea;
        const managed = directory.pathOf(group ?? village);
        return { ...common, definitions: {}, ...(managed === undefined ? {} : { managed }) };
      }
      if (order.type !== 'AdmitCase') return { ...common, definitions: {}, others: asOthers(order, others) };
      const published = lawBook.definition(order.data.definition);
      const area = state.managementArea;
      if (published === undefined || area === undefined) return { ...common, definitions: {} };
      const { definition, ref } = published;
      const lineage = directory.lineage(area.village);
      const policyRef = lawBook.policyRefFor(lineage, order.data.programYear);
      const { kind, effective, area: ofLaw } = definition;
      const covers = lineage.includes(ofLaw);
      const deregistrationDelayDays = lawBook.law(ref, policyRef).policy.parameters.deregistrationDelayDays.value;
      return {
        ...common,
        definitions: {
          [order.data.definition]: { ref, kind, area: ofLaw, covers, effective, policyRef, deregistrationDelayDays },
        },
      };
    },
    pins: () => ({}),
    marks: () => ({}),
    readElsewhere: ({ definitions, others = {} }) =>
      Object.fromEntries<string>([
        ...Object.values(definitions).flatMap(({ ref, policyRef }): [string, string][] => [
          ['definition', ref],
          ['policy', policyRef],
        ]),
        ...Object.entries(others).map(([id, { revision }]): [string, string] => [`household-${id}`, String(revision)]),
      ]),
  };
}

/** Households that a split makes or a merge goes into (domain.md §4.2). */
function namedIn(order: RegisterOrder): readonly string[] {
  if (order.type === 'RecordMerge') return [order.data.into];
  return order.type === 'SplitHousehold' ? order.data.children.map(({ householdId }) => householdId) : [];
}

function asOthers(
  order: RegisterOrder,
  folds: ReadonlyMap<string, Folded<RegisterState>>,
): Readonly<Record<string, OtherHousehold>> {
  return Object.fromEntries(
    namedIn(order).flatMap((id): [string, OtherHousehold][] => {
      const fold = folds.get(`household-${id}`);
      if (fold === undefined) return [];
      const { phase, standing, managementArea, members } = fold.state;
      const township = managementArea === undefined ? {} : { township: managementArea.township };
      return [[id, { phase, standing, ...township, members: members.map(({ person }) => person), revision: fold.revision }]];
    }),
  );
}
