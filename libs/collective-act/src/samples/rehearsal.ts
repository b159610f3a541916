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
import { type ActContext } from '../context.js';
import { actDecider } from '../decider.js';
import { type ActEvent } from '../events.js';
import { type ActOrder } from '../orders.js';
import { type ActState } from '../state.js';

const day = (text: string): CivilDate => text as CivilDate;

/** What surrounds the orders of a rehearsal: a village clerk on 2018-01-10, and a roster of `r-1`, `r-2` and `r-3`. */
export function sampleContext(change: Partial<ActContext> = {}): ActContext {
  return {
    now: '2018-01-10T01:00:00.000Z' as Instant,
    today: day('2018-01-10'),
    occurredOn: day('2018-01-10'),
    actor: { id: 'o-1', role: 'DATA_CLERK', area: 'village-1', appointment: 'appointment-1' },
    performedBy: 'o-9',
    orderDigest: 'digest',
    offices: {
      't-1': [{ office: 'STATION_HEAD', area: 'township-1' }],
      'v-1': [{ office: 'VILLAGE_DIRECTOR', area: 'village-1' }],
    },
    opened: {},
    idFor: (name) => `${name}-of-order`,
    roster: {
      body: 'REPRESENTATIVE_MEETING',
      validFrom: day('2017-01-01'),
      digest: '3'.repeat(64),
      persons: ['r-1', 'r-2', 'r-3'],
    },
    ...change,
  };
}

/** The engine itself, as it brings answers and outcomes. */
export const asProcess: Partial<ActContext> = { actor: { id: 'act-carrying', role: 'process', area: 'village-1' } };

const digestOf = (order: ActOrder, context: ActContext): string =>
  JSON.stringify([order.type, order.data, context.occurredOn, context.performedBy]);

/** Events as the store would give them back. */
export function recorded(
  events: readonly ActEvent[],
  from: { readonly revision?: bigint; readonly order?: ActOrder; readonly context?: ActContext } = {},
): readonly RecordedOf<ActEvent>[] {
  const { revision = 0n, order, context = sampleContext() } = from;
  return events.map((event, index): RecordedOf<ActEvent> => {
    const at = revision + BigInt(index);
    return {
      ...event,
      id: `event-${at}`,
      stream: 'act-a-1',
      revision: at,
      metadata: {
        orderId: `order-${at}`,
        orderType: order?.type ?? 'Given',
        orderKey: order === undefined ? `given-${at}` : actDecider.keyOf(order),
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

/** An act on which orders are rehearsed one after the other, each decided once on what stands. */
export interface Rehearsal {
  readonly state: ActState;
  /** The events that stand, in order. */
  readonly log: readonly RecordedOf<ActEvent>[];
  readonly decide: (order: ActOrder, change?: Partial<ActContext>) => Decision<ActEvent>;
  /** The act after the order. @throws Error naming the codes where it is refused. */
  readonly after: (order: ActOrder, change?: Partial<ActContext>) => Rehearsal;
  readonly given: (...events: readonly ActEvent[]) => Rehearsal;
}

export function rehearse(folded: Folded<ActState> = unfolded(actDecider), log: readonly RecordedOf<ActEvent>[] = []): Rehearsal {
  const grown = (events: readonly RecordedOf<ActEvent>[]): Rehearsal =>
    rehearse(fold(actDecider, folded, events), [...log, ...events]);
  const decide = (order: ActOrder, change: Partial<ActContext> = {}): Decision<ActEvent> => {
    const context = sampleContext(change);
    return decideOnce(actDecider, order, folded, { ...context, orderDigest: digestOf(order, context) });
  };
  return {
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
export function refusedFor(decision: Decision<ActEvent>): readonly string[] {
  return isRefusal(decision) ? decision.refused.map(({ code }) => code) : [];
}
