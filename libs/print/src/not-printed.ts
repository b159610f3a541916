import { printFaults, type PrintFault, type Words } from '#libs/terms';

/** A page that is not made into a PDF, and what to do instead. */
export class NotPrinted extends Error {
  override readonly name = 'NotPrinted';
  readonly said: Words;
  constructor(
    readonly code: PrintFault,
    options?: ErrorOptions,
  ) {
    super(code, options);
    this.said = printFaults[code];
  }
}
