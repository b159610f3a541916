import { type Evolutions } from './evolution.js';

export const parkingEvolutions: Evolutions<'case.EntryParked.v1' | 'case.EntryReleased.v1'> = {
  'case.EntryParked.v1': (state, { data, metadata }) => ({
    ...state,
    parked: {
      ...state.parked,
      [data.key]: {
        waitsFor: data.waitsFor,
        order: data.order,
        occurredOn: data.occurredOn,
        performedBy: data.performedBy,
        recordedBy: { id: metadata.actorId, role: metadata.actorRole, area: metadata.actorArea },
        recordedAt: metadata.recordedAt,
      },
    },
  }),
  'case.EntryReleased.v1': (state, { data, metadata }) => {
    const { [data.key]: released, ...parked } = state.parked;
    if (released === undefined) return state;
    return { ...state, parked, released: { orderId: metadata.orderId, by: released.recordedBy, at: released.recordedAt } };
  },
};
