import cliProgress from 'cli-progress';
import { type Output } from '../output.js';

/** A bar on stderr for work that takes long; silent where nobody watches. */
export class Progress {
  private bar: cliProgress.SingleBar | undefined;
  private phase = '';

  constructor(private readonly output: Output) {}

  step(phase: string, done: number, total: number): void {
    if (!this.output.streams.watched) return;
    if (phase !== this.phase || this.bar === undefined) {
      this.stop();
      this.phase = phase;
      this.bar = new cliProgress.SingleBar(
        {
          format: '{bar} {percentage}% {value}/{total} {phase}',
          hideCursor: true,
          clearOnComplete: true,
          stream: process.stderr,
        },
        cliProgress.Presets.shades_classic,
      );
      this.bar.start(total, done, { phase });
    }
    this.bar.setTotal(total);
    this.bar.update(done, { phase });
  }

  stop(): void {
    this.bar?.stop();
    this.bar = undefined;
  }
}
