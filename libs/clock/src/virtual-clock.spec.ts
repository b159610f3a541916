import { type Instant, instant } from '#libs/kernel';
import { ClockMisused, VirtualClock } from './index.js';

const nine = instant('2024-03-01T09:00:00+08:00');
const ten = instant('2024-03-01T10:00:00+08:00');
const noon = instant('2024-03-01T12:00:00+08:00');
const next = instant('2024-03-02T00:00:00+08:00');
const quiet = (): Promise<void> => Promise.resolve();

describe('virtual clock', () => {
  it('stands until it is advanced, and says the civil date in Shanghai', async () => {
    const clock = new VirtualClock(instant('2024-03-01T15:59:59.999Z'));
    expect([clock.now(), clock.today()]).toEqual(['2024-03-01T15:59:59.999Z', '2024-03-01']);
    await clock.advanceTo(instant('2024-03-01T16:00:00Z'), quiet);
    expect([clock.now(), clock.today()]).toEqual(['2024-03-01T16:00:00.000Z', '2024-03-02']);
  });

  it('goes due moment by due moment and lets each settle at its moment', async () => {
    const clock = new VirtualClock(nine);
    const seen: string[] = [];
    clock.timer(noon, () => seen.push(`noon ${clock.now()}`));
    clock.timer(ten, () => seen.push(`ten, set first ${clock.now()}`));
    clock.timer(ten, () => seen.push(`ten, set second ${clock.now()}`));
    await clock.advanceTo(next, async () => {
      seen.push(`settled ${clock.now()}`);
    });
    expect(seen).toEqual([
      `settled ${nine}`,
      `ten, set first ${ten}`,
      `ten, set second ${ten}`,
      `settled ${ten}`,
      `noon ${noon}`,
      `settled ${noon}`,
    ]);
    expect(clock.now()).toBe(next);
  });

  it('rings a timer that was set while the work before it settled', async () => {
    const clock = new VirtualClock(nine);
    const seen: Instant[] = [];
    clock.timer(ten, () => {
      void Promise.resolve().then(() => clock.timer(noon, () => seen.push(clock.now())));
    });
    await clock.advanceTo(next, async () => {
      await Promise.resolve();
      await Promise.resolve();
    });
    expect(seen).toEqual([noon]);
  });

  it('rings a timer that is due already soon, not within the call, and without being advanced', async () => {
    const clock = new VirtualClock(ten);
    const seen: string[] = [];
    clock.timer(nine, () => seen.push('rung'));
    clock.timer(ten, () => seen.push('cancelled')).cancel();
    seen.push('set');
    await Promise.resolve();
    expect(seen).toEqual(['set', 'rung']);
  });

  it('rings no timer that was cancelled, not even by another of the same moment, and none that is due after the end', async () => {
    const clock = new VirtualClock(nine);
    const seen: string[] = [];
    clock.timer(ten, () => {
      later.cancel();
      seen.push('first');
    });
    const later = clock.timer(ten, () => seen.push('cancelled'));
    clock.timer(next, () => seen.push('after the end'));
    await clock.advanceTo(noon, quiet);
    expect(seen).toEqual(['first']);
    expect(clock.nextTimer()).toBe(next);
  });

  it('refuses to go back', async () => {
    const clock = new VirtualClock(ten);
    await expect(clock.advanceTo(nine, quiet)).rejects.toThrow(
      new ClockMisused('the clock stands at 2024-03-01T02:00:00.000Z and does not go back to 2024-03-01T01:00:00.000Z'),
    );
    expect(clock.now()).toBe(ten);
  });

  it('refuses a second hand on the clock', async () => {
    const clock = new VirtualClock(nine);
    const first = clock.advanceTo(noon, quiet);
    await expect(clock.advanceTo(noon, quiet)).rejects.toBeInstanceOf(ClockMisused);
    await first;
    await clock.advanceTo(next, quiet);
    expect(clock.now()).toBe(next);
  });

  it('stops where the work does not settle, and can go on', async () => {
    const clock = new VirtualClock(nine);
    let broken = false;
    clock.timer(ten, () => {
      broken = true;
    });
    const settle = (): Promise<void> => (broken ? Promise.reject(new Error('a projection is held')) : Promise.resolve());
    await expect(clock.advanceTo(next, settle)).rejects.toThrow('a projection is held');
    expect(clock.now()).toBe(ten);
    broken = false;
    await clock.advanceTo(next, settle);
    expect(clock.now()).toBe(next);
  });

  it('keeps the order of ten thousand timers of which half are cancelled', async () => {
    const clock = new VirtualClock(instant('2024-01-01T00:00:00Z'));
    const at = (n: number): Instant => new Date(Date.UTC(2024, 0, 2) + n * 1000).toISOString() as Instant;
    const rung: number[] = [];
    const moments = Array.from({ length: 10_000 }, (_, n) => (n * 7919) % 10_000);
    const timers = moments.map((n) => ({ n, timer: clock.timer(at(n), () => rung.push(n)) }));
    for (const { n, timer } of timers) if (n % 2 === 1) timer.cancel();
    await clock.advanceTo(at(10_000), quiet);
    expect(rung).toEqual(Array.from({ length: 5_000 }, (_, n) => 2 * n));
  });
});
