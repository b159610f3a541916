import { allProcesses, type Checkpoints } from '#libs/application';
import { type EventStore } from '#libs/event-store';
import { civilDateOf, type Event, type Instant, type Process, type RecordedOf, type Wakeup } from '#libs/kernel';
import { type ReadModels } from '#libs/read-models';
import { type OwnedWakeups, type States } from '#libs/wakeups';

interface Parts {
  readonly store: EventStore;
  readonly readModels: Pick<ReadModels, 'awaitingStreams'>;
  readonly checkpoints: Pick<Checkpoints, 'holds'>;
  /** Resolves when the read models have everything that stands in the log now. */
  readonly upToDate: () => Promise<void>;
  /** Whose wake-ups are asked for; those of all streams where absent. */
  readonly holds?: (stream: string) => boolean;
}

/** What the processes wait for, from the streams as they stand in the log; which streams wait at all, the read models know. */
export class StatesOfTheLog implements States {
  constructor(private readonly parts: Parts) {}

  async wakeupsOf(process: string, stream: string): Promise<readonly Wakeup[]> {
    const found = processesOf(stream).find(({ name }) => name === process);
    return found === undefined ? [] : wakeupsIn(await this.#read(stream), found);
  }

  /** Streams that are held for a process get their wake-ups when their incident is resolved. */
  async *dueBy(until: Instant): AsyncGenerator<OwnedWakeups> {
    const { readModels, checkpoints, upToDate, holds } = this.parts;
    await upToDate();
    const held = new Set((await checkpoints.holds()).map(({ process, stream }) => `${process} ${stream}`));
    for (const stream of await readModels.awaitingStreams(civilDateOf(until))) {
      if (holds?.(stream) === false) continue;
      const events = await this.#read(stream);
      for (const process of processesOf(stream)) {
        if (held.has(`${process.name} ${stream}`)) continue;
        const wakeups = wakeupsIn(events, process);
        if (wakeups.length > 0) yield { process: process.name, stream, wakeups };
      }
    }
  }

  async #read(stream: string): Promise<readonly RecordedOf<Event>[]> {
    return this.parts.store.readStream(stream);
  }
}

const processes = allProcesses();

const processesOf = (stream: string): readonly Process[] =>
  processes.filter(({ category }) => category === stream.slice(0, stream.indexOf('-')));

function wakeupsIn(events: readonly RecordedOf<Event>[], process: Process): readonly Wakeup[] {
  return process.wakeups(events.reduce((state, event) => process.evolve(state, event), process.initial));
}
