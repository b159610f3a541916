import { setTimeout as pause } from 'node:timers/promises';
import { type Accepted, type Answer, type GivenOrder, isAway, type OrderDesk, stableId } from '#libs/application';
import { type Actor, type CivilDate, type Finding, type Order } from '#libs/kernel';

const AWAY_PAUSE_MS = 200;

/** An order that the run needs was refused: the run and the law do not agree, and the run ends. */
export class RefusedInRun extends Error {
  constructor(
    readonly target: string,
    readonly orderType: string,
    readonly findings: readonly Finding[],
  ) {
    super(
      `${orderType} for ${target} was refused: ${findings.map((f) => `${f.code} (${f.clause}) required ${JSON.stringify(f.required)}, actual ${JSON.stringify(f.actual)}`).join('; ')}`,
    );
  }
}

/** The run was told to stop; what was done is kept, and the same command takes it up again. */
export class Interrupted extends Error {
  readonly code = 'INTERRUPTED';
  constructor() {
    super('stopped; the same command with the same data folder goes on from here');
  }
}

export interface Wish {
  readonly target: string;
  readonly order: Order;
  readonly actor: Actor;
  readonly on?: CivilDate;
  readonly performedBy?: string;
  /** Tells orders of one type to one stream apart. */
  readonly key?: string;
}

/**
 * Gives the orders of a run. Their ids come from the seed and the wish, so that a run that was cut off and starts again
 * repeats itself and the desk recognises what was done.
 */
export class Hand {
  private count = 0;

  constructor(
    private readonly desk: OrderDesk,
    private readonly seed: string,
    private readonly watch: {
      readonly onAcknowledged?: (eventIds: readonly string[]) => void;
      readonly signal?: AbortSignal;
      /** A server that does not answer is asked again until it does, as whoever sits at a screen would. */
      readonly patient?: boolean;
    } = {},
  ) {}

  get given(): number {
    return this.count;
  }

  orderId(wish: Pick<Wish, 'target' | 'order' | 'key'>): string {
    return stableId(this.seed, wish.target, wish.order.type, wish.key ?? '');
  }

  /** @throws RefusedInRun, Interrupted */
  async give(wish: Wish): Promise<Accepted> {
    if (this.watch.signal?.aborted === true) throw new Interrupted();
    this.count++;
    const answer = await this.insist({
      orderId: this.orderId(wish),
      target: wish.target,
      order: wish.order,
      actor: wish.actor,
      ...(wish.on === undefined ? {} : { occurredOn: wish.on }),
      ...(wish.performedBy === undefined ? {} : { performedBy: wish.performedBy }),
    });
    if (!answer.accepted) throw new RefusedInRun(wish.target, wish.order.type, answer.findings);
    this.watch.onAcknowledged?.(answer.events.map(({ id }) => id));
    return answer;
  }

  private async insist(given: GivenOrder): Promise<Answer> {
    for (;;) {
      try {
        return await this.desk.give(given);
      } catch (error) {
        if (this.watch.patient !== true || !isAway(error)) throw error;
        await pause(AWAY_PAUSE_MS);
      }
    }
  }
}
