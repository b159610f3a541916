import { readFileSync } from 'node:fs';
import { type Checkpoint, NotReadable, parseCheckpoint, report, type Trust, trustedKey, verifyDossier } from '#libs/dossier';
import { commandFaults, ledgerFaults } from '#libs/terms';
import { Failure, lineOf } from '../failure.js';
import { type ExitCode, type Surroundings } from './command.js';
import { type VerifyOptions } from './verify.js';

/**
 * Says whether a dossier is whole, and what is wrong where it is not: by keys that are given here, never by what the file says. Exit
 * code 0 only where it is proven whole; without a key nothing is.
 */
export async function verifyDossierFile(file: string, options: VerifyOptions, { output }: Surroundings): Promise<ExitCode> {
  const trust = trustOf(options);
  const verified = verifyDossier(read(file), trust);
  const { verdict, flaws, flawCount, contents, events, record, checkpoint, signedAt, witnesses, sealed, opened } = verified;
  output.print(
    {
      verdict,
      flaws,
      flawCount,
      household: contents?.household ?? null,
      events: events.length,
      streams: contents?.streams ?? [],
      absent: contents?.absent ?? [],
      sealed,
      opened: opened.size,
      record: record === undefined ? null : { id: record.event.id, leaf: record.leaf, metadata: record.event.metadata },
      checkpoint: checkpoint ?? null,
      signedAt: signedAt ?? null,
      witnesses,
    },
    () => report(verified, trust, output.language).join('\n'),
  );
  return verdict === 'WHOLE' ? 0 : 1;
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Failure(commandFaults.cannotRead(file, lineOf(error)), { cause: error });
  }
}

function trustOf({ key, witnesses, known }: VerifyOptions): Trust {
  const listOf = (text: string): readonly string[] => text.split(',').filter((part) => part !== '');
  return {
    ...(key === undefined ? {} : { key: readable('--key', () => trustedKey(key)) }),
    ...(witnesses === undefined
      ? {}
      : { witnesses: listOf(witnesses).map((vkey) => readable('--witness', () => trustedKey(vkey))) }),
    ...(known === undefined ? {} : { known: listOf(known).map(checkpointIn) }),
  };
}

const checkpointIn = (file: string): Checkpoint =>
  readable(`--known ${file}`, () => parseCheckpoint(Buffer.from(read(file)).toString('utf8')));

function readable<T>(option: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof NotReadable) throw new Failure(ledgerFaults.cannotUse(option, error.message), { cause: error });
    throw error;
  }
}
