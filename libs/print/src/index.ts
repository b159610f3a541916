export { NotPrinted } from './not-printed.js';
export { printHere } from './print-here.js';
export { Printer, type PrinterLimits } from './printer.js';
export { type SheetName } from './sheets.js';
export { type PageToPrint } from './typeset.js';
