import { VirtualClock } from '#libs/clock';
import { type Wakeup } from '#libs/kernel';
import { type Bell, EmbeddedBell, type OnRing, type Ringing } from '../index.js';
import { BellAround } from './bell-around.js';
import { bellContract, CONTRACT_START } from './bell-contract.js';

/** A sound bell that a broken one is made of: it breaks one promise and keeps the others. */
class BellOnATable extends BellAround {
  constructor(protected readonly clock: VirtualClock) {
    super(EmbeddedBell.open(':memory:', clock));
  }
}

class SilentBell extends BellOnATable {
  override async start(): Promise<void> {
    await this.sound.start(() => Promise.resolve());
  }
}

class DeafBell extends BellOnATable {
  override async start(): Promise<void> {
    await this.sound.pending();
  }
}

class EagerBell extends BellOnATable {
  override set(wakeups: readonly Ringing[]): Promise<void> {
    return this.sound.set(wakeups.map((wakeup) => ({ ...wakeup, dueAt: this.clock.now() })));
  }
}

class BellThatForgetsBeforeItIsAnswered extends BellOnATable {
  override start(onRing: OnRing): Promise<void> {
    return this.sound.start((ringing) => {
      void onRing(ringing).catch(() => undefined);
      return Promise.resolve();
    });
  }
}

class PilingBell extends BellOnATable {
  override replaceFor(process: string, stream: string, wakeups: readonly Wakeup[]): Promise<void> {
    return this.sound.set(wakeups.map((wakeup) => ({ ...wakeup, process, stream })));
  }
}

class BellThatKeepsWhatIsCancelled extends BellOnATable {
  override async cancel(): Promise<void> {
    await this.sound.pending();
  }
}

class BellThatRingsTwice extends BellOnATable {
  override start(onRing: OnRing): Promise<void> {
    return this.sound.start(async (ringing) => {
      await onRing(ringing);
      await onRing(ringing);
    });
  }
}

class BellOfOneVoice extends BellOnATable {
  #last: Promise<unknown> = Promise.resolve();
  override start(onRing: OnRing): Promise<void> {
    return this.sound.start((ringing) => {
      const turn = this.#last.then(() => onRing(ringing));
      this.#last = turn.catch(() => undefined);
      return turn;
    });
  }
}

class BellThatNeverWaits extends BellOnATable {
  override async answered(): Promise<void> {
    await Promise.resolve();
  }
}

const broken: readonly (new (clock: VirtualClock) => Bell)[] = [
  SilentBell,
  DeafBell,
  EagerBell,
  BellThatForgetsBeforeItIsAnswered,
  PilingBell,
  BellThatKeepsWhatIsCancelled,
  BellThatRingsTwice,
  BellOfOneVoice,
  BellThatNeverWaits,
];

// The largest case proves size, not sense.
const cases = bellContract.filter(({ name }) => !name.includes('twenty thousand'));

/** The first promise that is not kept; undefined where all are. */
async function firstBroken(make: (clock: VirtualClock) => Bell): Promise<string | undefined> {
  for (const { name, run } of cases) {
    const clock = new VirtualClock(CONTRACT_START);
    try {
      await run({ bell: make(clock), clock });
    } catch {
      return name;
    }
  }
  return undefined;
}

describe('the contract of the bell', () => {
  it('is kept by a bell around a sound one', async () => {
    expect(await firstBroken((clock) => new BellOnATable(clock))).toBeUndefined();
  });

  it.each(broken)('is not kept by %p', async (BrokenBell) => {
    expect(await firstBroken((clock) => new BrokenBell(clock))).toBeDefined();
  });
});
