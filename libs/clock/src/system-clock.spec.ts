import { instant, msOf } from '#libs/kernel';
import { SystemClock } from './index.js';

const start = instant('2024-03-01T09:00:00+08:00');

describe('system clock', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: msOf(start) });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('says the moment and its civil date in Shanghai', () => {
    const clock = new SystemClock();
    expect([clock.now(), clock.today()]).toEqual(['2024-03-01T01:00:00.000Z', '2024-03-01']);
    jest.setSystemTime(msOf(instant('2024-03-02T00:00:00+08:00')));
    expect([clock.now(), clock.today()]).toEqual(['2024-03-01T16:00:00.000Z', '2024-03-02']);
  });

  it('rings at the moment and not before', () => {
    const seen: string[] = [];
    const clock = new SystemClock();
    clock.timer(instant('2024-03-08T00:00:00+08:00'), () => seen.push(clock.now()));
    jest.advanceTimersByTime(6 * 86_400_000);
    expect(seen).toEqual([]);
    jest.advanceTimersByTime(86_400_000);
    expect(seen).toEqual(['2024-03-07T16:00:00.000Z']);
  });

  it('rings a timer that is due already soon, but not within the call', () => {
    const seen: string[] = [];
    new SystemClock().timer(instant('2024-02-01T00:00:00+08:00'), () => seen.push('rung'));
    expect(seen).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(seen).toEqual(['rung']);
  });

  it('keeps a timer that is further away than the platform can count', () => {
    const seen: string[] = [];
    const clock = new SystemClock();
    clock.timer(instant('2024-09-01T09:00:00+08:00'), () => seen.push(clock.now()));
    jest.advanceTimersByTime(183 * 86_400_000);
    expect(seen).toEqual([]);
    jest.advanceTimersByTime(86_400_000);
    expect(seen).toEqual(['2024-09-01T01:00:00.000Z']);
  });

  it('rings within a minute where somebody has set the clock forward, and not early where he has set it back', () => {
    const seen: string[] = [];
    const clock = new SystemClock();
    clock.timer(instant('2024-03-02T00:00:00+08:00'), () => seen.push(clock.now()));
    jest.setSystemTime(msOf(instant('2024-03-02T08:00:00+08:00')));
    jest.advanceTimersByTime(60_000);
    expect(seen).toEqual(['2024-03-02T00:01:00.000Z']);

    clock.timer(instant('2024-03-02T08:02:00+08:00'), () => seen.push(clock.now()));
    jest.setSystemTime(msOf(instant('2024-03-02T07:00:00+08:00')));
    jest.advanceTimersByTime(61 * 60_000);
    expect(seen).toHaveLength(1);
    jest.advanceTimersByTime(60_000);
    expect(seen.slice(1)).toEqual(['2024-03-02T00:02:00.000Z']);
  });

  it('rings no timer that was cancelled, however often it had to wait again', () => {
    const seen: string[] = [];
    const timer = new SystemClock().timer(instant('2024-09-01T09:00:00+08:00'), () => seen.push('rung'));
    jest.advanceTimersByTime(100 * 86_400_000);
    timer.cancel();
    jest.advanceTimersByTime(100 * 86_400_000);
    expect(seen).toEqual([]);
  });
});
