import { join } from 'node:path';
import { SystemClock } from '#libs/clock';
import {
  NoteUnreadable,
  parseVerifierKey,
  serveWitness,
  SigningKey,
  SqliteWitnessMemory,
  type VerifierKey,
  Witness,
} from '#libs/ledger';
import { ledger as words, ledgerFaults } from '#libs/terms';
import { Failure, lineOf } from '../failure.js';
import { type ExitCode, type Surroundings } from './command.js';

export interface WitnessOptions {
  /** Where its key and its memory lie. */
  readonly data?: string;
  readonly port?: string;
  readonly host?: string;
  readonly name?: string;
  /** Plain keys of the logs that it knows, separated by commas. */
  readonly logs: string;
}

/** Cosigns the checkpoints of the logs that it knows, each only where it grows out of the last one; until it is asked to stop. */
export async function witness(options: WitnessOptions, around: Surroundings): Promise<ExitCode> {
  const { output, signal } = around;
  const { language } = output;
  const folder = options.data ?? around.environment['MINGCE_WITNESS_DATA'] ?? './witness';
  const logs = options.logs
    .split(',')
    .filter((part) => part !== '')
    .map(logKey);
  const memory = new SqliteWitnessMemory(join(folder, 'witness.db'));
  try {
    const key = await SigningKey.open(join(folder, 'witness.key'), options.name, 'mingce-witness');
    const serving = await serveWitness(
      new Witness(key, logs, memory, new SystemClock()),
      portOf(options.port ?? '3100'),
      options.host,
    ).catch((error: unknown) => {
      throw new Failure(ledgerFaults.cannotUse('--port', lineOf(error)), { cause: error });
    });
    const known = logs.map(({ vkey }) => vkey);
    if (output.manner.json) output.print({ url: serving.url, key: key.timed.vkey, logs: known }, () => serving.url);
    output.say(`${words.witnessServes[language]} ${serving.url}`);
    output.say(`  ${words.witnessKey[language]}: ${key.timed.vkey}`);
    output.say(`  MINGCE_WITNESSES="${key.timed.vkey} ${serving.url}"`);
    output.say(`  ${words.witnessKnows[language]}: ${known.join(', ')}`);
    await untilAborted(signal);
    await serving.stop();
    return 0;
  } catch (error) {
    if (error instanceof NoteUnreadable) throw new Failure(ledgerFaults.cannotUse('--name', error.message), { cause: error });
    throw error;
  } finally {
    memory.close();
  }
}

function logKey(vkey: string): VerifierKey {
  try {
    const key = parseVerifierKey(vkey);
    if (!key.suite.timed) return key;
  } catch (error) {
    throw new Failure(ledgerFaults.cannotUse('--log', lineOf(error)), { cause: error });
  }
  throw new Failure(ledgerFaults.notALogKey(vkey));
}

function portOf(said: string): number {
  const port = Number(said);
  if (!/^\d+$/.test(said) || port > 65_535) throw new Failure(ledgerFaults.port(said));
  return port;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
