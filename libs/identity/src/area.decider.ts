import { type Decider, type DecisionContext, refuse, unmet } from '#libs/kernel';
import { LEVELS, type Level } from '#libs/procedure';
import { type AreaEvent, type AreaOrder } from './events.js';

export interface AreaState {
  readonly level?: Level;
}

/** Stream `area-<id>`. Refuses what names an area that is not established, and an empty roster. */
export const areaDecider: Decider<AreaState, AreaOrder, AreaEvent, DecisionContext> = {
  category: 'area',
  initial: {},
  keyOf: (order) => {
    switch (order.type) {
      case 'EstablishArea':
        return 'EstablishArea';
      case 'RenameArea':
        return `RenameArea|${order.data.no}`;
      case 'PublishRoster':
        return `PublishRoster|${order.data.body}|${order.data.validFrom}`;
    }
  },
  decide: (order, state) => {
    switch (order.type) {
      case 'EstablishArea':
        if (!LEVELS.includes(order.data.level))
          return refuse(unmet('LEVEL_UNKNOWN', 'INPUT', 'R8', [...LEVELS], order.data.level));
        if (order.data.level !== 'NATION' && order.data.parent === undefined) {
          return refuse(unmet('PARENT_AREA_MISSING', 'INPUT', 'R8', 'the area above it', order.data.id));
        }
        return [{ type: 'area.AreaEstablished.v1', data: order.data }];
      case 'RenameArea':
        if (state.level === undefined) return refuse(notEstablished());
        return [{ type: 'area.AreaRenamed.v1', data: order.data }];
      case 'PublishRoster': {
        if (state.level === undefined) return refuse(notEstablished());
        const persons = new Set(order.data.persons.map(({ person }) => person));
        if (persons.size === 0 || persons.size !== order.data.persons.length) {
          return refuse(unmet('ROSTER_NOT_SOUND', 'INPUT', 'R7', 'at least one person, each once', order.data.persons.length));
        }
        return [{ type: 'area.RosterPublished.v1', data: order.data }];
      }
    }
  },
  evolve: (state, event) => (event.type === 'area.AreaEstablished.v1' ? { level: event.data.level } : state),
};

function notEstablished(): ReturnType<typeof unmet> {
  return unmet('AREA_NOT_ESTABLISHED', 'ORDER', 'R8', 'an area that was established', 'none');
}
