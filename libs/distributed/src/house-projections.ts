import { ProjectionRunner, type Projections } from '#libs/application';
import { type EventReader } from '#libs/event-store';
import { followedProjections, type ReadModels } from '#libs/read-models';
import { type LeaseKeeper } from './lease-keeper.js';
import { SoleWork } from './sole-work.js';

/** Whoever waits for a row does so in another process, of whom the one that writes it knows nothing. */
const WRITE_AFTER_MS = 50;

export interface HouseProjectionsParts {
  readonly keeper: LeaseKeeper;
  /** In the words of now. */
  readonly log: EventReader;
  /** Fenced by the lease `projections`. */
  readonly readModels: ReadModels;
  /** Whether this process may fill them, besides following them. */
  readonly works: boolean;
  /** Told why they are filled here no longer. */
  readonly onFailed: (error: Error) => void;
}

/** Read models of a house: one of its workers fills them, all follow what is written. */
export class HouseProjections implements Projections {
  readonly #followed: ReturnType<typeof followedProjections>;
  readonly #filling: SoleWork | undefined;

  constructor({ works, readModels, log, keeper, onFailed }: HouseProjectionsParts) {
    this.#followed = followedProjections(readModels);
    if (!works) return;
    const begin = async (failed: (error: Error) => void): Promise<ProjectionRunner> => {
      await readModels.lookAgain();
      // Of a log that was put back from a copy: what they know beyond its end is not so.
      if (readModels.checkpoint() > (await log.head())) await readModels.reset();
      const runner = new ProjectionRunner(log, readModels, { writeAfterMs: WRITE_AFTER_MS, onBroken: failed });
      runner.start();
      return runner;
    };
    this.#filling = new SoleWork({ keeper, name: 'projections', begin, onFailed });
  }

  start(): void {
    this.#followed.start();
    this.#filling?.start();
  }

  async stop(): Promise<void> {
    await this.#filling?.stop();
    await this.#followed.stop();
  }

  /** Whether they are filled here. */
  get isHere(): boolean {
    return this.#filling?.isHere === true;
  }

  get position(): bigint {
    return this.#followed.position;
  }

  get failure(): Error | undefined {
    return this.#filling?.failure ?? this.#followed.failure;
  }

  caughtUp(position: bigint, waitMs?: number): Promise<boolean> {
    return this.#followed.caughtUp(position, waitMs);
  }
}
