import { randomUUID } from 'node:crypto';
import { FORMATS } from '#libs/exchange';
import { commandFaults, commandLine as words } from '#libs/terms';
import { Failure } from '../failure.js';
import { intoNewFile } from '../new-file.js';
import { type ExitCode, type Surroundings } from './command.js';
import { Server, type ServerOptions } from './server.js';

export interface ExportOptions extends ServerOptions {
  readonly source: string;
  readonly confirmedBy: string;
  readonly format: string;
  readonly out?: string;
}

/**
 * Takes the list of a comparison for one source (domain.md R9). By the server alone: the list names people, and the log shall say
 * by whose token it left the house. A file that is there is not overwritten.
 */
export async function exportComparison(actId: string, options: ExportOptions, around: Surroundings): Promise<ExitCode> {
  const { output } = around;
  const { source, confirmedBy, format } = options;
  if (!FORMATS.some((known) => known === format)) throw new Failure(commandFaults.format(format, FORMATS));
  const server = Server.of(options, around);
  // Taking it is recorded: what cannot be written is refused before.
  const file = await intoNewFile(options.out, async (write) => {
    const answer = await server.post(
      `acts/${encodeURIComponent(actId)}/comparison-lists`,
      JSON.stringify({ source, confirmedBy, format }),
      { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
    );
    if (!answer.ok) throw server.refused(answer.status, (await answer.json().catch(() => ({}))) as object);
    const list = Buffer.from(await answer.arrayBuffer());
    if (options.out !== undefined) {
      await write(list);
      return options.out;
    }
    const named = namedIn(answer.headers.get('content-disposition')) ?? `${source}.${format}`;
    await intoNewFile(named, (writeNamed) => writeNamed(list));
    return named;
  });
  output.print({ actId, source, confirmedBy, file }, () => `✓ ${words.written[output.language]} ${file}`);
  return 0;
}

function namedIn(disposition: string | null): string | undefined {
  return /filename="([\w.@-]+)"/.exec(disposition ?? '')?.[1];
}
