import { type Instant, type Wakeup } from '#libs/kernel';
import { type OnRing, type OwnedWakeups, type Ringing, type States } from '../port.js';
import { BellAround } from './bell-around.js';

/** States of which nothing is known but what the bells were told: a wake-up is asked for until it is answered or taken back. */
export class ToldStates implements States {
  readonly #byOwner = new Map<string, Map<string, Ringing>>();
  readonly #owners = new Map<string, string>();

  async wakeupsOf(process: string, stream: string): Promise<readonly Wakeup[]> {
    return Promise.resolve([...(this.#byOwner.get(ownerOf(process, stream))?.values() ?? [])]);
  }

  async *dueBy(until: Instant): AsyncGenerator<OwnedWakeups> {
    for (const [first] of [...this.#byOwner.values()].map((wakeups) => [...wakeups.values()])) {
      if (first === undefined) continue;
      const { process, stream } = first;
      const wakeups = (await this.wakeupsOf(process, stream)).filter(({ dueAt }) => dueAt <= until);
      yield { process, stream, wakeups };
    }
  }

  /** @returns what takes it back. */
  ask(wakeups: readonly Ringing[]): () => void {
    const before = wakeups.map((wakeup) => [wakeup.id, this.find(wakeup.id)] as const);
    for (const wakeup of wakeups) {
      this.answer(wakeup.id);
      const owner = ownerOf(wakeup.process, wakeup.stream);
      this.#owners.set(wakeup.id, owner);
      const asked = this.#byOwner.get(owner) ?? new Map<string, Ringing>();
      this.#byOwner.set(owner, asked.set(wakeup.id, wakeup));
    }
    return () => {
      for (const [id, one] of before) {
        this.answer(id);
        if (one !== undefined) this.ask([one]);
      }
    };
  }

  answer(id: string): void {
    this.#byOwner.get(this.#owners.get(id) ?? '')?.delete(id);
    this.#owners.delete(id);
  }

  find(id: string): Ringing | undefined {
    return this.#byOwner.get(this.#owners.get(id) ?? '')?.get(id);
  }
}

/** A bell that says to the states what it is told, before it is told. */
export class TellingBell extends BellAround {
  constructor(
    sound: BellAround['sound'],
    private readonly states: ToldStates,
  ) {
    super(sound);
  }

  override async set(wakeups: readonly Ringing[]): Promise<void> {
    await this.#orTakeBack(this.states.ask(wakeups), () => super.set(wakeups));
  }

  override async cancel(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.states.answer(id);
    await super.cancel(ids);
  }

  override async replaceFor(process: string, stream: string, wakeups: readonly Wakeup[]): Promise<void> {
    const before = (await this.states.wakeupsOf(process, stream)).map((wakeup) => ({ ...wakeup, process, stream }));
    for (const { id } of before) this.states.answer(id);
    const takeBack = this.states.ask(wakeups.map((wakeup) => ({ ...wakeup, process, stream })));
    await this.#orTakeBack(
      () => {
        takeBack();
        this.states.ask(before);
      },
      () => super.replaceFor(process, stream, wakeups),
    );
  }

  override start(onRing: OnRing): Promise<void> {
    return super.start(async (ringing) => {
      const asked = this.states.find(ringing.id);
      await onRing(ringing);
      if (this.states.find(ringing.id) === asked) this.states.answer(ringing.id);
    });
  }

  async #orTakeBack(takeBack: () => void, tell: () => Promise<void>): Promise<void> {
    try {
      await tell();
    } catch (error) {
      takeBack();
      throw error;
    }
  }
}

const ownerOf = (process: string, stream: string): string => `${process}\n${stream}`;
