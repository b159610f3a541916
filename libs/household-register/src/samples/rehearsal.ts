import {
  type CivilDate,
  type Decision,
  decideOnce,
  fold,
  type Folded,
  type Instant,
  isRefusal,
  type RecordedOf,
  unfolded,
} from '#libs/kernel';
import { type RegisterContext } from '../context.js';
import { registerDecider } from '../decider.js';
import { type RegisterEvent } from '../events.js';
import { type RegisterOrder } from '../orders.js';
import { type RegisterState } from '../state.js';

const day = (text: string): CivilDate => text as CivilDate;

/** What surrounds the orders of a rehearsal: a clerk of the township on 2018-01-10, who records on that day. */
export function sampleContext(change: Partial<RegisterContext> = {}): RegisterContext {
  return {
    now: '2018-01-10T01:00:00.000Z' as Instant,
    today: day('2018-01-10'),
    occurredOn: day('2018-01-10'),
    actor: { id: 'o-1', role: 'STATION_CLERK', area: 'township-1', appointment: 'appointment-1' },
    performedBy: 'o-1',
    orderDigest: 'digest',
    offices: {
      'o-2': [{ office: 'COUNTY_POVERTY_OFFICE_HEAD', area: 'county-1' }],
      't-1': [{ office: 'STATION_HEAD', area: 'township-1' }],
      'v-1': [{ office: 'VILLAGE_DIRECTOR', area: 'village-1' }],
    },
    opened: {},
    idFor: (name) => `${name}-of-order`,
    definitions: {
      'IDENT-8@1': {
        ref: 'IDENT-8@1#1111',
        kind: 'IDENTIFICATION',
        area: 'CN',
        covers: true,
        effective: { from: day('2014-01-01') },
        policyRef: 'CN-2018@1#22',
      },
      'EXIT-8@1': {
        ref: 'EXIT-8@1#3333',
        kind: 'EXIT',
        area: 'CN',
        covers: true,
        effective: { from: day('2014-01-01'), until: day('2020-12-31') },
        policyRef: 'CN-2018@1#22',
      },
      'MONITOR-1@1': {
        ref: 'MONITOR-1@1#4444',
        kind: 'MONITORING',
        area: 'CN',
        covers: true,
        effective: { from: day('2016-01-01') },
        policyRef: 'CN-2018@1#22',
      },
    },
    others: { 'h-9': { phase: 'ENROLLED', standing: 'NONE', township: 'township-1', members: ['p-9'], revision: 0n } },
    ...change,
  };
}

/** The engine itself, as it brings results. */
export const asProcess: Partial<RegisterContext> = {
  actor: { id: 'process', role: 'process', area: 'CN' },
  performedBy: 'process',
};

/** Events as the store would give them back. */
export function recorded(
  events: readonly RegisterEvent[],
  from: {
    readonly stream?: string;
    readonly revision?: bigint;
    readonly order?: RegisterOrder;
    readonly context?: RegisterContext;
  } = {},
): readonly RecordedOf<RegisterEvent>[] {
  const { stream = 'household-h-1', revision = 0n, order, context = sampleContext() } = from;
  return events.map((event, index): RecordedOf<RegisterEvent> => {
    const at = revision + BigInt(index);
    return {
      ...event,
      id: `event-${at}`,
      stream,
      revision: at,
      metadata: {
        orderId: `order-${at}`,
        orderType: order?.type ?? 'Given',
        orderKey: order === undefined ? `given-${at}` : registerDecider.keyOf(order),
        orderDigest: order === undefined ? `given-${at}` : digestOf(order, context),
        correlationId: `order-${at}`,
        causationId: `order-${at}`,
        actorId: context.actor.id,
        actorRole: context.actor.role,
        actorArea: context.actor.area,
        performedBy: context.performedBy,
        occurredOn: context.occurredOn,
        recordedAt: context.now,
        build: 'rehearsal',
      },
    };
  });
}

const digestOf = (order: RegisterOrder, context: RegisterContext): string =>
  JSON.stringify([order.type, order.data, context.occurredOn, context.performedBy]);

/** A household on which orders are rehearsed one after the other, each decided once on what stands. */
export interface Rehearsal {
  readonly folded: Folded<RegisterState>;
  readonly state: RegisterState;
  /** The events that stand, in order. */
  readonly log: readonly RecordedOf<RegisterEvent>[];
  readonly decide: (order: RegisterOrder, change?: Partial<RegisterContext>) => Decision<RegisterEvent>;
  /** The household after the order. @throws Error naming the codes where it is refused. */
  readonly after: (order: RegisterOrder, change?: Partial<RegisterContext>) => Rehearsal;
  readonly given: (...events: readonly RegisterEvent[]) => Rehearsal;
}

export function rehearse(
  folded: Folded<RegisterState> = unfolded(registerDecider),
  log: readonly RecordedOf<RegisterEvent>[] = [],
): Rehearsal {
  const grown = (events: readonly RecordedOf<RegisterEvent>[]): Rehearsal =>
    rehearse(fold(registerDecider, folded, events), [...log, ...events]);
  const decide = (order: RegisterOrder, change: Partial<RegisterContext> = {}): Decision<RegisterEvent> => {
    const context = sampleContext(change);
    return decideOnce(registerDecider, order, folded, { ...context, orderDigest: digestOf(order, context) });
  };
  return {
    folded,
    state: folded.state,
    log,
    decide,
    after: (order, change = {}) => {
      const decision = decide(order, change);
      if (isRefusal(decision)) {
        throw new Error(`${order.type} refused: ${decision.refused.map(({ code }) => code).join(', ')}`);
      }
      return grown(recorded(decision, { revision: folded.revision + 1n, order, context: sampleContext(change) }));
    },
    given: (...events) => grown(recorded(events, { revision: folded.revision + 1n })),
  };
}

/** The codes of a refusal, in the order in which they were found; empty where the order was accepted. */
export function refusedFor(decision: Decision<RegisterEvent>): readonly string[] {
  return isRefusal(decision) ? decision.refused.map(({ code }) => code) : [];
}
