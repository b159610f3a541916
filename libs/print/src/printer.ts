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

  /** The PDF of a page. @throws NotPrinted where it is too long or took too much, where too many wait, or where the printer was closed. */
  async print(page: PageToPrint): Promise<Uint8Array> {
    if (page.html.length > this.#limits.letters) throw new NotPrinted('TOO_LONG_FOR_PDF');
    if (this.#waiting >= this.#limits.waiting) throw new NotPrinted('TOO_MANY_PDFS');
    this.#waiting++;
    const mine = this.#last.then(() => this.#inThread(page));
    this.#last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      this.#waiting--;
    }
  }

  /** What is being made is given up. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker?.terminate();
    await this.#last;
  }

  #inThread(page: PageToPrint): Promise<Uint8Array> {
    if (this.#closed) throw new NotPrinted('PDF_GIVEN_UP');
    const { seconds, mebibytes } = this.#limits;
    const worker = new Worker(ownThread(), {
      workerData: page,
      resourceLimits: { maxOldGenerationSizeMb: mebibytes },
      ...(this.execArgv === undefined ? {} : { execArgv: [...this.execArgv] }),
    });
    this.#worker = worker;
    return new Promise<Uint8Array>((resolve, reject) => {
      const enough = setTimeout(() => {
        reject(new NotPrinted('PDF_TOOK_TOO_MUCH'));
        void worker.terminate();
      }, seconds * 1000);
      worker.once('message', resolve);
      worker.once('error', (error: Error & { readonly code?: string }) =>
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new NotPrinted('PDF_TOOK_TOO_MUCH', { cause: error }) : error),
      );
      worker.once('exit', () => {
        clearTimeout(enough);
        this.#worker = undefined;
        // Says nothing where it has been answered.
        reject(new NotPrinted('PDF_GIVEN_UP'));
      });
    });
  }
}

function ownThread(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./print-thread.${extension}`, import.meta.url);
}
