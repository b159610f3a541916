import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { stableId } from '#libs/application';
import { faultText, formatOf, MEDIA_TYPES, readTable, type RowFault, withFaults, writeTable } from '#libs/exchange';
import { commandFaults, commandLine as words } from '#libs/terms';
import { Failure, lineOf } from '../failure.js';
import { type ExitCode, type Surroundings } from './command.js';
import { Server, type ServerOptions } from './server.js';

export interface ReceiptOptions extends ServerOptions {
  readonly act: string;
  readonly dryRun: boolean;
  readonly out?: string;
}

interface Answered {
  readonly title?: string;
  readonly detail?: string;
  readonly rows?: readonly RowFault[];
  readonly rowsWrong?: number;
  readonly repeated?: boolean;
  readonly fileDigest?: string;
}

const MOST_SAID = 20;

/**
 * Brings what a department sent back to the act (domain.md R9): all of it or nothing. What is wrong is written into a copy of the
 * file, row by row.
 */
export async function importReceipt(file: string, options: ReceiptOptions, around: Surroundings): Promise<ExitCode> {
  const { output } = around;
  const { act, dryRun } = options;
  const server = Server.of(options, around);
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new Failure(commandFaults.cannotRead(file, lineOf(error)));
  });
  const format = formatOf(bytes);
  const fileDigest = createHash('sha256').update(bytes).digest('hex');
  const answer = await server.post(`acts/${encodeURIComponent(act)}/comparison-receipts${dryRun ? '?dryRun=true' : ''}`, bytes, {
    'Content-Type': MEDIA_TYPES[format],
    'Idempotency-Key': stableId('receipt', act, fileDigest),
  });
  const said = (await answer.json().catch(() => ({}))) as Answered;
  if (answer.ok) {
    const { repeated = false } = said;
    const mark = dryRun ? words.dryRun : repeated ? words.nothingDone : words.accepted;
    output.print({ file, act, fileDigest, dryRun, repeated, recorded: !dryRun }, () => `✓ ${mark[output.language]}: ${file}`);
    return 0;
  }
  const { rows } = said;
  if (rows === undefined) throw server.refused(answer.status, said);
  const copy = options.out ?? file.replace(/(\.\w+)?$/, `.errors.${format}`);
  await writeFile(copy, await writeTable(withFaults(await readTable(bytes), rows), format), { mode: 0o600 });
  const wrong = said.rowsWrong ?? rows.length;
  output.print({ file, act, fileDigest, dryRun, recorded: false, rows, rowsWrong: wrong, copy }, () =>
    [
      ...rows.slice(0, MOST_SAID).map((row) => `✗ ${faultText(row)[output.language]}`),
      ...(wrong > MOST_SAID ? [`  … ${wrong - MOST_SAID}`] : []),
      `✗ ${said.title ?? ''}`,
      `${words.written[output.language]} ${copy}`,
    ].join('\n'),
  );
  return 1;
}
