import { type BeforeApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { type NextFunction, type Request, type Response } from 'express';
import { Problem } from './problem.js';

/** About as long as a restart takes. */
const BACK_SECONDS = 10;
const PATIENCE_MS = 5_000;
/** Whoever watches the process is told of its health as long as it answers at all. */
const HEALTH = '/health/';

/** The end of the doors: what is under way is finished, whoever comes now is told to come back. */
export class Departure implements OnModuleDestroy, BeforeApplicationShutdown {
  #leaving = false;
  #underWay = 0;
  #last: (() => void) | undefined;

  constructor(private readonly patienceMs = PATIENCE_MS) {}

  /** Every request passes here first. */
  readonly passes = (request: Request, response: Response, next: NextFunction): void => {
    if (this.#leaving && !request.path.startsWith(HEALTH)) {
      response.setHeader('Connection', 'close');
      throw new Problem(503, 'STOPPING', { retryAfter: BACK_SECONDS });
    }
    this.#underWay++;
    response.once('close', () => {
      this.#underWay--;
      if (this.#underWay === 0) this.#last?.();
    });
    next();
  };

  onModuleDestroy(): void {
    this.#leaving = true;
  }

  /** Resolves when all have been answered; readers of the stream are sent away meanwhile. Who is too slow is cut off. */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.#underWay === 0) return;
    await new Promise<void>((resolve) => {
      const enough = setTimeout(resolve, this.patienceMs);
      this.#last = () => {
        clearTimeout(enough);
        resolve();
      };
    });
  }
}
