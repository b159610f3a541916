import { type PageToPrint, type Printer } from '#libs/print';
import { type OnApplicationShutdown } from '@nestjs/common';
import { type Response } from 'express';

/** The printer behind the doors: when all have been answered, or cut off, it is closed. */
export class Printing implements OnApplicationShutdown {
  constructor(private readonly printer: Printer) {}

  /** For whoever waits for this answer; given up when he hangs up. @throws NotPrinted where it is too long or took too much, or too many wait. */
  async pdf(page: PageToPrint, response: Response): Promise<Buffer> {
    const gone = new AbortController();
    if (response.closed) gone.abort();
    response.once('close', () => gone.abort());
    const bytes = await this.printer.print(page, gone.signal);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  onApplicationShutdown(): Promise<void> {
    return this.printer.close();
  }
}
