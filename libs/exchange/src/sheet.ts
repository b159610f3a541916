import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { Unzip, UnzipInflate } from 'fflate';
import { type Unreadable } from '#libs/terms';
import { readSheet } from 'read-excel-file/node';
import writeSheet from 'write-excel-file/node';

export const FORMATS = ['csv', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];

export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Cells as text, row by row as a spreadsheet counts them; an empty cell is the empty text. */
export type Table = readonly (readonly string[])[];

/** A file that is no table, or one that unpacks to more than any list of ours holds. */
export class FileUnreadable extends Error {
  override readonly name = 'FileUnreadable';
  constructor(
    readonly code: Unreadable,
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}

const MOST_BYTES = 32 * 1024 * 1024;
const MOST_ROWS = 20_000;
const MOST_CELLS = 64;
/** What is unpacked at once: a bomb of deflate grows a thousandfold, and is noticed after the first such piece. */
const PIECE = 16 * 1024;

/** A cell that a spreadsheet would run as a formula; the wide forms are those of East Asian keyboards (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
/** Digits that a spreadsheet would take for a number and round: an identity number. */
const LONG_NUMBER = /^\d{12,}[\dXx]?$/;

/** By its first bytes: an XLSX file is a zip. */
export function formatOf(bytes: Uint8Array): Format {
  return bytes[0] === 0x50 && bytes[1] === 0x4b ? 'xlsx' : 'csv';
}

/** The table as a file: CSV in UTF-8 with a byte order mark, or XLSX with text cells only. No cell of it runs as a formula. */
export async function writeTable(table: Table, format: Format): Promise<Uint8Array> {
  const harmless = table.map((row) => row.map((cell) => (FORMULA.test(cell) ? `'${cell}` : cell)));
  if (format === 'csv') {
    // A tab behind it has Excel keep all 18 digits; without a byte order mark it takes Chinese for something else.
    const cells = harmless.map((row) => row.map((cell) => (LONG_NUMBER.test(cell) ? `${cell}\t` : cell)));
    return Buffer.from(stringify(cells, { bom: true, record_delimiter: 'windows' }), 'utf8');
  }
  return writeSheet(harmless.map((row) => row.map((value) => ({ value, type: String, format: '@' })))).toBuffer();
}

/**
 * The cells of a file, trimmed, without the apostrophe that guards formulas. CSV in UTF-8 or, as older offices save it, in GB 18030.
 * @throws FileUnreadable
 */
export async function readTable(bytes: Uint8Array): Promise<Table> {
  const rows = formatOf(bytes) === 'xlsx' ? await rowsOfXlsx(bytes) : rowsOfCsv(bytes);
  if (rows.length > MOST_ROWS || rows.some((row) => row.length > MOST_CELLS)) throw new FileUnreadable('TOO_LARGE');
  return rows.map((row) => row.map((cell) => withoutGuard(cell.trim())));
}

function withoutGuard(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
}

function rowsOfCsv(bytes: Uint8Array): Table {
  if (bytes.length > MOST_BYTES) throw new FileUnreadable('TOO_LARGE');
  try {
    return parse(decoded(bytes), { bom: true, relaxColumnCount: true, skipEmptyLines: false });
  } catch (error) {
    throw new FileUnreadable('NOT_A_TABLE', { cause: error });
  }
}

function decoded(bytes: Uint8Array): string {
  // A byte that no text holds: whatever it is, it is no CSV.
  if (bytes.includes(0)) throw new FileUnreadable('NOT_A_TABLE');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  }
}

async function rowsOfXlsx(bytes: Uint8Array): Promise<Table> {
  unpacksToNoBomb(bytes);
  try {
    const rows: readonly (readonly unknown[])[] = await readSheet(Buffer.from(bytes), { trim: true });
    return rows.map((row) => row.map(textOf));
  } catch (error) {
    throw new FileUnreadable('NOT_A_TABLE', { cause: error });
  }
}

function textOf(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '';
}

/** Unpacks piece by piece and keeps nothing: what a zip says of its own size may be a lie. @throws FileUnreadable */
function unpacksToNoBomb(bytes: Uint8Array): void {
  let unpacked = 0;
  const broken: Error[] = [];
  const unzip = new Unzip((file) => {
    // Nothing is thrown in here: the unpacker would take it for a fault of the file.
    file.ondata = (error, data) => {
      if (error === null) unpacked += data.length;
      else broken.push(error);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for (let at = 0; at < bytes.length; at += PIECE) {
    try {
      unzip.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
    } catch (error) {
      throw new FileUnreadable('NOT_A_TABLE', { cause: error });
    }
    if (unpacked > MOST_BYTES) throw new FileUnreadable('TOO_LARGE');
    if (broken.length > 0) throw new FileUnreadable('NOT_A_TABLE', { cause: broken[0] });
  }
}
