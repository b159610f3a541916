import { type PageToPrint, type Printer } from '#libs/print';
import { type OnApplicationShutdown } from '@nestjs/common';

/** The printer behind the doors: when all have been answered, or cut off, it is closed. */
export class Printing implements OnApplicationShutdown {
  constructor(private readonly printer: Printer) {}

  /** @throws NotPrinted where it is too long or took too much, or too many wait. */
  async pdf(page: PageToPrint): Promise<Buffer> {
    const bytes = await this.printer.print(page);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  onApplicationShutdown(): Promise<void> {
    return this.printer.close();
  }
}
