import { VirtualClock } from '#libs/clock';
import { type Instant, type Wakeup } from '#libs/kernel';
import { type Bell, EmbeddedBell, type OnRing, type Ringing } from '../index.js';
import { bellContract, CONTRACT_START } from './bell-contract.js';

/** A sound bell that a broken one is made of: it breaks one promise and keeps the others. */
class BellAround implements Bell {
  protected readonly sound: EmbeddedBell;
  constructor(protected readonly clock: VirtualClock) {
    this.sound = EmbeddedBell.open(':memory:', clock);
  }
  set(wakeups: readonly Ringing[]): Promise<void> {
    return this.sound.set(wakeups);
  }
  cancel(ids: readonly string[]): Promise<void> {
    return this.sound.cancel(ids);
  }
  replaceFor(process: string, stream: string, wakeups: readonly Wakeup[]): Promise<void> {
    return this.sound.replaceFor(process, stream, wakeups);
  }
  isFilled(): Promise<boolean> {
    return this.sound.isFilled();
  }
  markFilled(): Promise<void> {
    return this.sound.markFilled();
  }
  due(now: Instant): Promise<readonly Ringing[]> {
    return this.sound.due(now);
  }
  next(): Promise<Instant | undefined> {
    return this.sound.next();
  }
  pending(): Promise<number> {
    return this.sound.pending();
  }
  start(onRing: OnRing): Promise<void> {
    return this.sound.start(onRing);
  }
  stop(): Promise<void> {
    return this.sound.stop();
  }
  answered(): Promise<void> {
    return this.sound.answered();
  }
  close(): Promise<void> {
    return this.sound.close();
  }
}

class SilentBell extends BellAround {
  override async start(): Promise<void> {
    await this.sound.start(() => Promise.resolve());
  }
}

class DeafBell extends BellAround {
  override async start(): Promise<void> {
    await this.sound.pending();
  }
}

class EagerBell extends BellAround {
  override set(wakeups: readonly Ringing[]): Promise<void> {
    return this.sound.set(wakeups.map((wakeup) => ({ ...wakeup, dueAt: this.clock.now() })));
  }
}

class BellThatForgetsBeforeItIsAnswered extends BellAround {
  override start(onRing: OnRing): Promise<void> {
    return this.sound.start((ringing) => {
      void onRing(ringing).catch(() => undefined);
      return Promise.resolve();
    });
  }
}

class PilingBell extends BellAround {
  override replaceFor(process: string, stream: string, wakeups: readonly Wakeup[]): Promise<void> {
    return this.sound.set(wakeups.map((wakeup) => ({ ...wakeup, process, stream })));
  }
}

class BellThatKeepsWhatIsCancelled extends BellAround {
  override async cancel(): Promise<void> {
    await this.sound.pending();
  }
}

class BellThatRingsTwice extends BellAround {
  override start(onRing: OnRing): Promise<void> {
    return this.sound.start(async (ringing) => {
      await onRing(ringing);
      await onRing(ringing);
    });
  }
}

class BellOfOneVoice extends BellAround {
  #last: Promise<unknown> = Promise.resolve();
  override start(onRing: OnRing): Promise<void> {
    return this.sound.start((ringing) => {
      const turn = this.#last.then(() => onRing(ringing));
      this.#last = turn.catch(() => undefined);
      return turn;
    });
  }
}

class BellThatNeverWaits extends BellAround {
  override async answered(): Promise<void> {
    await Promise.resolve();
  }
}

class BellThatIsAlwaysFull extends BellAround {
  override async isFilled(): Promise<boolean> {
    await this.sound.pending();
    return true;
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
  BellThatIsAlwaysFull,
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
    expect(await firstBroken((clock) => new BellAround(clock))).toBeUndefined();
  });

  it.each(broken)('is not kept by %p', async (BrokenBell) => {
    expect(await firstBroken((clock) => new BrokenBell(clock))).toBeDefined();
  });
});
