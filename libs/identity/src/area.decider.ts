import { type Decider, refuse, unmet } from '#libs/kernel';
import { compareLevels, LEVELS, type Level } from '#libs/procedure';
import { type AreaEvent, type AreaOrder, type EstablishArea, type OrganisationContext } from './events.js';

export interface AreaState {
  readonly id?: string;
  readonly level?: Level;
}

/**
 * Stream `area-<id>`. Refuses an area under one that is not established or is not of a higher level (R8), what is said of an
 * area that is not established, and an empty roster.
 */
export const areaDecider: Decider<AreaState, AreaOrder, AreaEvent, OrganisationContext> = {
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
  decide: (order, state, { levels }) => {
    switch (order.type) {
      case 'EstablishArea': {
        if (!LEVELS.includes(order.data.level))
          return refuse(unmet('LEVEL_UNKNOWN', 'INPUT', 'R8', [...LEVELS], order.data.level));
        if (order.data.level !== 'NATION' && order.data.parent === undefined) {
          return refuse(unmet('PARENT_AREA_MISSING', 'INPUT', 'R8', 'the area above it', order.data.id));
        }
        const misplaced = placedUnder(order.data, levels);
        return misplaced === undefined ? [{ type: 'area.AreaEstablished.v1', data: order.data }] : refuse(misplaced);
      }
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
  evolve: (state, event) => (event.type === 'area.AreaEstablished.v1' ? { id: event.data.id, level: event.data.level } : state),
};

function placedUnder(
  { id, parent, level }: EstablishArea['data'],
  levels: OrganisationContext['levels'],
): ReturnType<typeof unmet> | undefined {
  if (parent === undefined) return undefined;
  const above = Object.hasOwn(levels, parent) ? levels[parent] : undefined;
  if (above === undefined)
    return unmet('AREA_NOT_ESTABLISHED', 'ORDER', 'R8', 'an area above it that was established', { parent });
  return compareLevels(above, level) > 0
    ? undefined
    : unmet('AREA_NOT_BELOW_PARENT', 'INPUT', 'R8', { below: above }, { id, level, parent });
}

function notEstablished(): ReturnType<typeof unmet> {
  return unmet('AREA_NOT_ESTABLISHED', 'ORDER', 'R8', 'an area that was established', 'none');
}
