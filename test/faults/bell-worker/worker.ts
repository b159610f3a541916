// A worker that says how many wake-ups it has rung, and stands still between ringing the last of them and recording it, for ever.
import { writeSync } from 'node:fs';
import { VirtualClock } from '#libs/clock';
import { openEmbedded } from '#libs/embedded';
import { type EventStore } from '#libs/event-store';
import { instant } from '#libs/kernel';

const [dataFolder = '', url = '', patienceMs = '', from = '', to = '', last = ''] = process.argv.slice(2);

const { store, clock, engine } = await openEmbedded({
  dataFolder,
  clock: new VirtualClock(instant(from)),
  redis: { url, patienceMs: Number(patienceMs) },
});
let rung = 0;
const recorded: Promise<unknown>[] = [];
const append = store.append.bind(store);
store.append = (...given: Parameters<EventStore['append']>) => {
  const [, events] = given;
  if (events.some(({ type }) => type === 'case.NoticePeriodElapsed.v1') && ++rung >= Number(last)) return new Promise(standStill);
  const appended = append(...given);
  recorded.push(appended);
  return appended;
};
function standStill(): void {
  // Straight to the pipe: then it was said before the kill.
  if (rung === Number(last)) void Promise.all(recorded).then(() => writeSync(1, `${last}\n`));
}
// What never ends does not keep a process alive.
setInterval(() => undefined, 60_000);
if (clock instanceof VirtualClock) await clock.advanceTo(instant(to), () => engine.settled());
