import { type Answer, type AppendedEvent, type Engine, type GivenOrder, stableId } from '#libs/application';
import { VirtualClock } from '#libs/clock';
import { openInMemory } from '#libs/embedded';
import { type StoredEvent } from '#libs/event-store';
import { caseDecider, type CaseEvent, type CaseFile } from '#libs/household-case';
import {
  type Actor,
  type CivilDate,
  civilDate,
  fold,
  type Instant,
  isSealed,
  type JsonValue,
  type Order,
  type RecordedOf,
  unfolded,
} from '#libs/kernel';
import { type Law } from '#libs/procedure';
import { sealedRefsIn } from '#libs/vault';

export interface Pace {
  /** Resolves when everything is done that an order or a moment has caused. */
  quiet(): Promise<void>;
  advanceTo(to: Instant): Promise<void>;
}

/** An engine that ends with its rehearsal. */
export interface OpenedEngine {
  readonly engine: Engine;
  /** Who does what orders and moments cause, and goes from moment to moment with the clock; the engine itself where absent. */
  readonly pace?: Pace;
  close(): Promise<void>;
}
export type OpenEngine = (clock: VirtualClock) => Promise<OpenedEngine>;

/** An order as a rehearsal gives it. */
export interface Wish {
  readonly target: string;
  readonly order: Order;
  readonly actor: Actor;
  readonly on?: string;
  readonly performedBy?: string;
  readonly dryRun?: boolean;
}

export interface Given {
  readonly answer: Answer;
  /** What the order itself appended. */
  readonly own: readonly AppendedEvent[];
  /** With what processes and bells did because of it, in the order of the log. */
  readonly all: readonly StoredEvent[];
}

const READ = 10_000;

/** The real engine in memory on a virtual clock; after every order and every advance it is waited for until all is quiet. */
export class Stage {
  private orders = 0;
  private readonly pace: Pace;

  private constructor(
    private readonly opened: OpenedEngine,
    readonly clock: VirtualClock,
  ) {
    const { engine, pace } = opened;
    const settled = (): Promise<void> => engine.settled();
    this.pace =
      pace === undefined
        ? { quiet: settled, advanceTo: (to) => clock.advanceTo(to, settled) }
        : {
            quiet: () => pace.quiet().then(settled),
            advanceTo: (to) => pace.advanceTo(to).then(settled),
          };
  }

  /** @param clock the one on which the engine runs; a new one where absent. */
  static async open(start: Instant, open: OpenEngine = openInMemory, clock = new VirtualClock(start)): Promise<Stage> {
    const stage = new Stage(await open(clock), clock);
    await stage.pace.quiet();
    return stage;
  }

  get engine(): Engine {
    return this.opened.engine;
  }

  /** Whether several do what orders and moments cause: in which order their streams are written to is chance then. */
  get sideBySide(): boolean {
    return this.opened.pace !== undefined;
  }

  close(): Promise<void> {
    return this.opened.close();
  }

  /** Goes on to a moment, due moment by due moment; answers what was appended on the way. */
  async advanceTo(moment: Instant): Promise<readonly StoredEvent[]> {
    const before = await this.head();
    await this.pace.advanceTo(moment);
    return this.since(before);
  }

  async give(wish: Wish): Promise<Given> {
    const before = await this.head();
    this.orders++;
    const given: GivenOrder = {
      orderId: stableId('rehearsal', String(this.orders)),
      target: wish.target,
      order: wish.order,
      actor: wish.actor,
      ...(wish.on === undefined ? {} : { occurredOn: civilDate(wish.on) }),
      ...(wish.performedBy === undefined ? {} : { performedBy: wish.performedBy }),
      ...(wish.dryRun === true ? { dryRun: true } : {}),
    };
    const answer = await this.engine.desk.give(given);
    await this.pace.quiet();
    return { answer, own: answer.accepted ? answer.events : [], all: await this.since(before) };
  }

  get today(): CivilDate {
    return this.clock.today();
  }

  head(): Promise<bigint> {
    return this.engine.parts.store.head();
  }

  /** Events after a position, in the order of the log; kept refusals are not among them. */
  async since(position: bigint): Promise<readonly StoredEvent[]> {
    const events: StoredEvent[] = [];
    for (let after = position; ;) {
      const batch = await this.engine.parts.store.readAll({ after, limit: READ });
      events.push(...batch.filter(({ stream }) => !stream.startsWith('refusal-')));
      const last = batch.at(-1);
      if (last === undefined || batch.length < READ) return events;
      after = last.position;
    }
  }

  /** A case as it stands, and the law that it pins. */
  async caseFile(caseId: string): Promise<{ readonly state: CaseFile; readonly law: Law } | undefined> {
    const events = (await this.engine.parts.store.readStream(`case-${caseId}`)) as readonly RecordedOf<CaseEvent>[];
    if (events.length === 0) return undefined;
    const { state } = fold(caseDecider, unfolded(caseDecider), events);
    return { state, law: this.engine.lawBook.law(state.definition, state.policy) };
  }

  /** To be awaited before {@link unseal} is asked for what stands in these. */
  async readyToUnseal(events: readonly { readonly data: object }[]): Promise<void> {
    await this.engine.parts.vault.prepare(() => ({ refs: sealedRefsIn(events) }));
  }

  /** The value of a sealed field; undefined where it is none, or was erased. */
  unseal(value: unknown): JsonValue | undefined {
    return isSealed(value) ? this.engine.parts.vault.open([value.ref])[value.ref] : undefined;
  }
}
