import { Worker } from 'node:worker_threads';
import { NotPrinted } from './not-printed.js';
import { type PageToPrint } from './typeset.js';

export interface PrinterLimits {
  /** Letters of a page, tags and all. */
  readonly letters: number;
  readonly seconds: number;
  readonly mebibytes: number;
  /** Pages that wait for their turn. */
  readonly waiting: number;
}

/** Some four thousand events of a history: they take a third of a minute and most of a gibibyte. */
const LIMITS: PrinterLimits = { letters: 1_500_000, seconds: 120, mebibytes: 1024, waiting: 20 };

/**
 * Makes PDFs in a thread of its own for each, one after the other: whoever else asks the server does not wait for them, and what a page
 * took, or broke, is gone with its thread.
 */
export class Printer {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #worker: Worker | undefined;
  #closed = false;
  readonly #limits: PrinterLimits;

  constructor(
    limits: Partial<PrinterLimits> = {},
    /** How Node runs the thread; as this process is run where absent. */
    private readonly execArgv?: readonly string[],
  ) {
    this.#limits = { ...LIMITS, ...limits };
  }

  /**
   * The PDF of a page. @throws NotPrinted where it is too long or took too much, where too many wait, where the printer was closed, or
   * where nobody waits for it any more: then its place is free at once.
   */
  async print(page: PageToPrint, unwanted?: AbortSignal): Promise<Uint8Array> {
    if (page.html.length > this.#limits.letters) throw new NotPrinted('TOO_LONG_FOR_PDF');
    if (unwanted?.aborted === true) throw new NotPrinted('PDF_GIVEN_UP');
    if (this.#waiting >= this.#limits.waiting) throw new NotPrinted('TOO_MANY_PDFS');
    this.#waiting++;
    let waits = true;
    const leave = (): void => {
      if (waits) this.#waiting--;
      waits = false;
    };
    unwanted?.addEventListener('abort', leave, { once: true });
    const mine = this.#last.then(() => this.#inThread(page, unwanted));
    this.#last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      unwanted?.removeEventListener('abort', leave);
      leave();
    }
  }

  /** What is being made is given up. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker?.terminate();
    await this.#last;
  }

  #inThread(page: PageToPrint, unwanted: AbortSignal | undefined): Promise<Uint8Array> {
    if (this.#closed || unwanted?.aborted === true) throw new NotPrinted('PDF_GIVEN_UP');
    const { seconds, mebibytes } = this.#limits;
    const worker = new Worker(ownThread(), {
      workerData: page,
      resourceLimits: { maxOldGenerationSizeMb: mebibytes },
      ...(this.execArgv === undefined ? {} : { execArgv: [...this.execArgv] }),
    });
    this.#worker = worker;
    return new Promise<Uint8Array>((resolve, reject) => {
      let made: Uint8Array | undefined;
      let fault: Error = new NotPrinted('PDF_GIVEN_UP');
      const giveUp = (): void => void worker.terminate();
      const enough = setTimeout(() => {
        fault = new NotPrinted('PDF_TOOK_TOO_MUCH');
        giveUp();
      }, seconds * 1000);
      unwanted?.addEventListener('abort', giveUp, { once: true });
      worker.once('message', (bytes: Uint8Array) => {
        made = bytes;
      });
      worker.on('error', (error: Error & { readonly code?: string }) => {
        fault = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new NotPrinted('PDF_TOOK_TOO_MUCH', { cause: error }) : error;
      });
      // Answered when the thread has ended: two never stand side by side, and the one that runs is the one that is known here.
      worker.once('exit', () => {
        clearTimeout(enough);
        unwanted?.removeEventListener('abort', giveUp);
        this.#worker = undefined;
        if (made === undefined) reject(fault);
        else resolve(made);
      });
    });
  }
}

function ownThread(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./print-thread.${extension}`, import.meta.url);
}
