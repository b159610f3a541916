import { type Instant, type Wakeup } from '#libs/kernel';
import { type Bell, type BellCondition, type OnRing, type Ringing } from '../port.js';

/** Another bell, as it is: for bells of which one promise is to be changed, or looked at. */
export class BellAround implements Bell {
  constructor(protected readonly sound: Bell) {}
  get fetches(): boolean {
    return this.sound.fetches;
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
  condition(): BellCondition {
    return this.sound.condition();
  }
}
